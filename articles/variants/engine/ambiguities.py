"""Find where OpenCC had several characters to choose from: 后 后/後, 干 干/乾/幹.

A probe tells a guess from knowledge: OpenCC runs once more with a dictionary that marks
every character it decides alone. The choice of a phrase of its dictionaries has no mark.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache

from opencc import OpenCC

from articles.choices import Language
from articles.variants.engine.fixed_spans import Conversion, Reason
from articles.variants.engine.html import readable_texts
from articles.variants.engine.marks import definitions_in
from articles.variants.engine.opencc import converter, converter_by, route, settings_of
from articles.variants.engine.pipeline import Converted, convert_plain
from articles.variants.engine.placeholders import FIXED
from articles.variants.engine.terms import TermBase, TermEntry

# A character and what it may become, the likeliest first. Chosen from the entries of
# OpenCC's STCharacters and TSCharacters that have several answers (Apache-2.0): those
# where the answers differ in meaning; mere variants of one character are left out.
_SIMPLIFIED = """
后後后 发發髮 里裏里 干幹乾干榦 只只隻祇 周周週賙 系系係繫 表表錶 斗鬥斗 范範范 丰豐丰 复復複覆
谷谷穀 合合閤 胡胡鬍 划劃划 回回迴 汇匯彙 获獲穫 饥飢饑 几幾几 姜姜薑 借借藉 尽盡儘 卷卷捲 克克剋
困困睏 历歷曆 卤滷鹵 蒙蒙矇濛 面面麪 辟闢辟 朴樸朴 仆僕仆 累累纍 千千韆 签籤簽 秋秋鞦 曲曲麴 舍舍捨
沈沈瀋 胜勝胜 术術朮 松松鬆 苏蘇囌 坛壇罈 台臺檯颱台 涂塗涂 团團糰 托托託 万萬万 咸鹹咸 向向嚮 须須鬚
叶葉叶 余餘余 郁鬱郁 御御禦 欲欲慾 云雲云 赞贊讚 脏髒臟 扎扎紮 占佔占 征征徵 志志誌 制制製 致致緻
钟鍾鐘 种種种 朱朱硃 准準准 杰傑杰 采採采 彩彩綵 吊吊弔 冬冬鼕 冲衝沖 恶惡噁 奸奸姦 价價价 弥彌瀰
蔑蔑衊 念念唸 宁寧甯 幸幸倖 凶兇凶 岩巖岩 岳嶽岳 游遊游 于於于 折折摺 症症癥 注注註 筑築筑 炼煉鍊
链鏈鍊 荡蕩盪 据據据 核核覈 板板闆 杆杆桿 杠槓杠 梁梁樑 升升昇 伙夥伙 暗暗闇 夸誇夸 摆擺襬 别別彆
参參蔘 尝嘗嚐 吁籲吁 厂廠厂 广廣广 极極极 席席蓆 修修脩 愈愈癒 挂掛挂 纤纖縴 毁毀燬譭 雇僱雇
适適适 佣傭佣 仇仇讎 咨諮咨 淀澱淀 当當噹 党黨党 药藥葯
弦弦絃 漓漓灕 僵僵殭 私私俬
"""
_TRADITIONAL = """
乾干乾 藉藉借 覆覆复 鍾钟锺 餘余馀 徵征徵 諮咨谘 託托讬 沈沈沉 像像象 夥伙夥 麼么麽 釐厘釐
畫画划 瞭了瞭 麵面麺
"""
_FIRST_MARK = 0xF0000  # A private plane: the probe's own characters.
_SENTENCE_END = re.compile(r"[。！？!?…\n]+[”’」』）)]*")


class DecidedBy(IntEnum):
    """The ground for a choice; one without any is for an editor to look at."""

    NOTHING = 0  # OpenCC took the likeliest character, whatever stands around it.
    PHRASE = 1  # A phrase of OpenCC's dictionaries.
    EDITOR = 2  # The term base, a mark or an editor's choice.


@dataclass(frozen=True)
class Ambiguity:
    """One character that might have become another, at ``start`` of the text.

    ``sentence`` and ``offset`` find it again after edits elsewhere: together with the
    right one of ``alternatives`` they make a ``Choice``.
    """

    start: int
    source: str
    chosen: str
    alternatives: tuple[str, ...]
    sentence: str
    offset: int
    decided_by: DecidedBy

    @property
    def key(self) -> str:
        """A short name for the place, the same as long as its sentence stands."""
        return f"{_digest(self.sentence)}-{self.offset}"


@lru_cache(maxsize=8)  # Ambiguities of one sentence come one after the other.
def _digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()[:16]


def find_ambiguities(text: str, conversion: Conversion) -> list[Ambiguity]:
    """Find every ambiguity of a plain text, in order; between Traditional variants none.

    Costs two conversions: for an editor's screen, not for readers.
    """
    if not _stage(conversion):
        return []
    converted = convert_plain(text, conversion)
    sentences = list(_sentences(text))
    begins = [start for start, _sentence in sentences]
    found = []
    spelled = {char: _alternatives(char, conversion) for char in _table(conversion)}
    decided = {(choice.sentence, choice.offset) for choice in conversion.choices}
    for at, chosen, decided_by in sorted(_choices(converted)):
        start, sentence = sentences[bisect_right(begins, at) - 1]
        if (sentence, at - start) in decided:
            decided_by = DecidedBy.EDITOR
        alternatives = spelled[converted.source[at]]
        others = tuple(char for char in alternatives if char != chosen)
        found.append(
            Ambiguity(at, text[at], chosen, others, sentence, at - start, decided_by)
        )
    return found


def find_ambiguities_in_html(markup: str, conversion: Conversion) -> list[Ambiguity]:
    """Find the ambiguities of a body; ``start`` counts within a readable text of it."""
    found: list[Ambiguity] = []
    defined: list[TermEntry] = []  # The latest first: it replaces the others.
    how = conversion
    for text in readable_texts(markup):
        found += find_ambiguities(text, how)
        if new := definitions_in(text):
            defined = [*reversed(new), *defined]
            how = replace(conversion, layers=(TermBase(defined), *conversion.layers))
    return found


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.end()]
        start = end.end()
    yield start, text[start:]


def _choices(converted: Converted) -> Iterator[tuple[int, str, DecidedBy]]:
    """Yield where OpenCC had a choice, what was printed, and what decided it."""
    how, text = converted.conversion, converted.source
    table = _table(how)
    between = []
    done = 0
    for start, end, printed, reason in converted.spans:
        between.append((done, text[done:start]))
        if reason is not Reason.PROTECTED and len(printed) == end - start:
            for at in range(start, end):
                if text[at] in table:
                    yield at, printed[at - start], DecidedBy.EDITOR
        done = end
    between.append((done, text[done:]))
    probed = _probe(FIXED.join(gap for _start, gap in between), how).split(FIXED)
    for (start, gap), printed, marked in zip(
        between, converted.gaps, probed, strict=True
    ):
        if not len(gap) == len(printed) == len(marked):
            continue  # A phrase of another length: nothing tells what belongs to what.
        for offset, char in enumerate(gap):
            if char in table:
                is_open = ord(marked[offset]) >= _FIRST_MARK
                decided_by = DecidedBy.NOTHING if is_open else DecidedBy.PHRASE
                yield start + offset, printed[offset], decided_by


def _stage(conversion: Conversion) -> str:
    """Name the configuration in which characters have several answers."""
    if not route(conversion.source, conversion.target):
        return ""
    if conversion.source == Language.SIMPLIFIED:
        return "s2t"
    return "t2s" if conversion.target == Language.SIMPLIFIED else ""


def _table(conversion: Conversion) -> dict[str, str]:
    rows = _SIMPLIFIED if _stage(conversion) == "s2t" else _TRADITIONAL
    return {row[0]: row[1:] for row in rows.split()}


@cache
def _prober(config: str) -> OpenCC:
    """Load a converter that prints a mark where it decides on one character alone."""
    rows = _SIMPLIFIED if config == "s2t" else _TRADITIONAL
    marks = {row[0]: chr(_FIRST_MARK + n) for n, row in enumerate(rows.split())}
    settings = settings_of(config)
    dictionaries = settings["conversion_chain"][0]["dict"]["dicts"]
    # Phrases come first in the group; the marks stand before the characters.
    dictionaries.insert(1, {"type": "inline", "entries": marks})
    return converter_by(settings)


def _probe(text: str, conversion: Conversion) -> str:
    if _stage(conversion) == "t2s":
        first = "hk2t" if conversion.source == Language.HONG_KONG else "tw2t"
        text = str(converter(first).convert(text))
    return str(_prober(_stage(conversion)).convert(text))


def _alternatives(char: str, conversion: Conversion) -> list[str]:
    """Spell each answer as the target variant does."""
    answers = list(_table(conversion)[char])
    if _stage(conversion) == "s2t":
        to = "t2hk" if conversion.target == Language.HONG_KONG else "t2tw"
        answers = [str(converter(to).convert(answer)) for answer in answers]
    printed = [
        conversion.style.with_forms(answer, conversion.target) for answer in answers
    ]
    return list(dict.fromkeys(printed))
