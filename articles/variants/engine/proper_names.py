"""Tell names by their characters and by what stands around them.

A Simplified character that stands for several has one form in names: 范 is a surname and
never 範 there, 里 in a transliteration never 裡. Every rule was counted on 44 million
characters of Hong Kong news, made Simplified: ``docs/scripts.md`` has the figures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from articles.variants.engine.lexicon import lexicon
from articles.variants.engine.words import is_in_dictionary, word_classes

# Surnames that jieba and the learned choice may take for another word, and their form.
SURNAMES = dict(
    zip("范余涂朴胡姜游郁岳沈钟谷", "范余涂朴胡姜游郁岳沈鍾谷", strict=True)
)
# Characters of transliterations, with the form of those that have another elsewhere.
FOREIGN = dict(zip("里采干赞夸克托布松范", "里采干贊夸克托布松范", strict=True))
TRANSLITERATING = frozenset(
    "阿埃艾爱安昂奥澳巴拜班邦堡鲍贝本比彼别宾波伯博勃布采查茨达戴丹当道得德登邓迪蒂丁东杜多"
    "厄恩尔耳法凡范菲费芬丰冯佛夫弗福富盖干甘冈高戈哥歌格根贡古谷圭哈海汉豪赫亨洪侯华怀霍基"
    "吉加佳贾简杰金津卡凯坎康考科柯可克肯孔库夸奎拉莱赖兰朗劳勒雷蕾李里丽利莉莲廉列林琳留龙"
    "隆卢鲁路露伦罗洛吕略马玛迈麦曼芒毛梅门蒙孟米密敏明缪摩莫姆木穆慕娜纳奈南瑙内尼涅宁牛纽"
    "农努诺女欧帕派潘庞佩彭皮平泼珀普朴奇契恰乔切钦琼丘曲热仁日荣茹儒瑞若撒萨塞赛赞桑瑟沙莎"
    "珊尚绍舍申圣施什诗石史士室寿朔思斯丝松苏索塔泰坦汤唐陶特藤提田铁廷图托脱陀瓦万旺威韦维"
    "魏温翁沃乌伍武西希锡夏香肖谢辛欣兴修休许雅亚延扬耶叶伊易因英尤犹约泽扎詹珍芝治智兹祖佐"
)
# Those of them that are verbs too, or end a Chinese name, count in dictionary words only.
_IN_NEW_WORDS = "里采松"
# Words of such characters that are no transliterations, or have another form all the same.
_ORDINARY_WORDS = """
里海 夸赞 拜托 施仁布德 施恩布德 石室里 易采易 库里 图里 沙里 博里 罗干 巴尔干
"""
ORDINARY = frozenset(_ORDINARY_WORDS.split())
_FOREIGN_CLASSES = frozenset({"nrt", "ns", "nr", "nz"})
_SHORT_FOREIGN_CLASSES = frozenset({"nrt", "ns"})
_AMBIGUOUS = re.compile(f"[{''.join(SURNAMES | FOREIGN)}]")


def known_characters(word: str) -> Mapping[int, str]:
    """Give the characters of a word whose form is known, by OpenCC's standard.

    By their offsets. The words of the lexicon are known as a whole.
    """
    if entry := lexicon().get(word):
        return dict(enumerate(entry.traditional))
    if not _AMBIGUOUS.search(word):
        return {}
    kind, is_known = word_classes()[word], is_in_dictionary(word)
    if _is_transliteration(word, kind, is_known=is_known):
        return foreign_characters(word, "" if is_known else _IN_NEW_WORDS)
    if word[0] in SURNAMES and len(word) == 3 and kind == "nr" and not is_known:
        return {0: SURNAMES[word[0]]}
    return {}


def is_unknown_person(word: str) -> bool:
    """Return whether a word is a person's name by its characters, not by a dictionary."""
    may_be = 2 <= len(word) <= 4 and not is_in_dictionary(word)
    return may_be and word_classes()[word] == "nr"


def foreign_characters(name: str, counting: str = "") -> dict[int, str]:
    """Give the characters of a transliteration whose form is known, by their offsets."""
    return {
        n: FOREIGN[char]
        for n, char in enumerate(name)
        # 范 begins a name (范德比尔特), and ends Chinese ones.
        if char in (counting or FOREIGN) and (char != "范" or n == 0)
    }


def _is_transliteration(word: str, kind: str, *, is_known: bool) -> bool:
    if not TRANSLITERATING.issuperset(word) or word in ORDINARY:
        return False
    if len(word) == 2:
        return is_known and kind in _SHORT_FOREIGN_CLASSES
    return len(word) > 2 and kind in _FOREIGN_CLASSES
