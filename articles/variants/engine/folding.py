"""Fold every spelling of a text to one key, for search, names and terms.

Folding goes character by character, and never by a character's neighbours as OpenCC's
phrases do: any piece of a text folds to a piece of the folded text.

A character folds as all that the converter may print for it, in either direction and
region: 复 as 覆 and 複, 借 as 藉, 了 as 瞭. OpenCC alone gives most of these classes, by way
of its own standard to Simplified; ``_CLASSES`` has what its phrases and the house style
print beyond that. Merging them costs next to no precision: words of two characters that
differ in nothing else are the same word nearly always (計畫, 計劃).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from articles.variants.engine.from_traditional import rows
from articles.variants.engine.opencc import converter

# Where the standards of Taiwan and Hong Kong disagree (着 and 著, 台 and 臺), OpenCC's own
# brings them together.
_TO_SIMPLIFIED = ("tw2t", "hk2t", "t2s")
_HAN_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))

# The first of a class is its key: the commonest, of 沈 and 沉 that with both readings.
# Not here are the characters that China's standard of 2013 restored for names and places:
# 喆 堃 淼 犇 龢 邨 迺 and others. OpenCC's tables allow 哲 坤 渺 奔 和 村 乃 for them, but it
# never prints those, and 王喆 and 王哲 are two people.
_CLASSES = (
    "䦆镢 买𧹒 了瞭 仇雠 仑𪨧 仿彷 余馀 借藉 像象 具俱 划画㓰 只祇 吣唚 周赒 咨谘 啮𫜩 喂𫗭 "
    "坏坯 堤隄 复覆 夫伕 妍姸 宁甯 它牠 尽侭 巨钜 庐𪪏 座坐 开𫔭 弥㳽 当𪠽 彝彜 彩䌽 径迳 "
    "待呆 恶𫫇 愿𫖸 战𢧐 戚𬭭 托讬 拿拏 捣𢭏 摆䙓 斤觔 斲斫 旋镟 暱昵 曲麹 果菓 枪鎗 柏栢 "
    "檗蘗 沈沉渖 浚濬 澄澂 焰燄 熏薰 琅瑯 矿鑛 碱硷礆 稆穞 穗𰬸 筱筿 糇𫗯 糊𫗫 緪縆 线缐 "
    "耇耈 背揹 腭颚 腼䩄 苏甦 苹𬞟 藤籐 谏𫍝 谫𫍿 豆荳 里哩 钟锺 链炼𫔀 锄耡 闲𫔮 雕𫛲 "
    "面麺 鞲𫖕 颖颕 骢𩨂 鲶鲇 鳌鼇 飙飚 庞厐 "
    # Chains of OpenCC's: 麼 becomes 么, and 么 alone 幺; 薴 becomes 苧, and that 苎.
    "么幺 苎苧 "
    # The house style's 帳 for 賬, and 什么 for 甚麼.
    "账帐𧹔 什甚"
)
_KEYS = {char: row[0] for row in _CLASSES.split() for char in row}
# What our own table makes of a character wherever it stands: 廸 is 迪.
_OWN_FORMS = {
    row.char: form
    for row in rows()
    for form in reversed(row.printed.values())
    if not row.words and form != row.char
}


class _FoldedCharacters(dict[int, str]):
    """Each character's folded form, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDED = _FoldedCharacters()


def fold(text: str) -> str:
    """Return the key of a name: half width, lower case, one script, single spaces."""
    return _fold_again(text) if len(text) <= _LONGEST_KEPT else _fold(text)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.translate(_FOLDED).split())


# An archive repeats its names, and what stands under its texts.
_fold_again = lru_cache(maxsize=1000)(_fold)
_LONGEST_KEPT = 1000


def fold_han(char: str) -> str:
    """Return the key of the class of a Han character; any other one as it is."""
    return _FOLDED[ord(char)]


def _fold_character(char: str) -> str:
    if not any(ord(char) in block for block in _HAN_BLOCKS):
        # No database stores a lone surrogate.
        return "?" if unicodedata.category(char) == "Cs" else char
    char = _OWN_FORMS.get(char, char)
    for config in _TO_SIMPLIFIED:
        char = str(converter(config).convert(char))
    return _KEYS.get(char, char)
