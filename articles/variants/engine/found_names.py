"""Find names in a text by what stands around them; then they hold in the whole of it.

Of 创始人于东来说 the title tells that 于 is a surname, and 于东来 is a name wherever it
stands. One text, or all texts of one article, so keep one form of a name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from articles.variants.engine.lexicon import lexicon
from articles.variants.engine.proper_names import (
    ORDINARY,
    SURNAMES,
    TRANSLITERATING,
    foreign_characters,
    known_characters,
)
from articles.variants.engine.titles import BEFORE_NAMES
from articles.variants.engine.words import cut, is_in_dictionary, word_classes

_HAN = "[\u4e00-\u9fff]"
_DOTS = "·•・‧"
_EDGES = "，。、；：！？“”‘’「」（）()《》【】 　/|·,;:!?<>\n\ufdd0\ufdd1\ufdd2"
_JOINING = "和与跟同及据由"
_ADDRESSES = ("先生", "女士", "小姐")
# What people do in news; it begins behind the name.
_DOINGS = (
    "表示|说|称(?!为|之|作|得|霸|赞|重)|认为|指出|介绍|透露|告诉|坦言|强调|补充[说道称]|"
    "回应[称说道，：]|直言|写道|解释[称说道，：]|提醒|回忆|谈到|提到|谈及|感慨|"
    "分析[称说道，：]|预计|预测|建议|呼吁|向记者|对记者|在接受|先生|女士|博士|教授|院士|"
    "老师|夫妇|团队|本人|等人|饰|主演|执导|持股|套现|减持|当选|连任|被查|落马|发文|致辞|"
    "演讲|曾任|曾经|也表示|也认为|还表示|则表示|则认为|出任|担任|接任|辞任|辞去|报道|主持|率领|率队"
)
_FOLLOWING = "在将从对把被与和及也曾已则就却的为是等有要会以称因向"
_GIVEN = re.compile(
    f"({_HAN}{{1,2}}?)"
    f"(?:(?P<does>{_DOINGS})|(?P<ends>[{re.escape(_EDGES)}]|$)|[{_FOLLOWING}])"
)
# What begins no given name: most of them follow 于 as a preposition.
_NOT_GIVEN = frozenset(
    "是了的在不都也就很太更最被把将会可能有无之其此该这那各每某一二三四五六七八九十百千万两几"
    "年月日时前后上下内外中间里以及与和或但而且因所为从对向到由自则着过给让使令要用于我你他她它您"
)
_COMMON = """
今年 去年 明年 昨日 今日 昨天 今天 明天 近日 日前 本周 上周 下周 本月 上月 下月 年初 年底 月初 月底 当日 当天
会上 会后 近期 早前 周一 周二 周三 周四 周五 周六 周日 本报 本刊 本网 声明 财报 电话 电邮 微博 采访 现场 公司
大会 股东 今晨 昨晚 今晚 当晚 早上 晚上 海外 全球 全国 国内
"""
_NO_NAMES = frozenset(_COMMON.split())
_SURNAME = re.compile(f"[于{''.join(SURNAMES)}]")
# What gives a transliteration away: a dot inside it, its original in brackets behind it.
_SIGN = re.compile(f"[{_DOTS}（(]")
_ORIGINAL = re.compile("[A-Z][a-z]")


class FoundName(NamedTuple):
    """A name, and those of its characters that have another form in other words."""

    text: str
    characters: tuple[tuple[int, str], ...]


def names_in(text: str) -> tuple[FoundName, ...]:
    """Find the names of a Simplified text whose characters might be taken for others."""
    found: dict[str, FoundName] = {}
    for match in _SURNAME.finditer(text):
        if name := _person_at(text, match.start()):
            surname = {0: SURNAMES.get(name[0], name[0])}
            characters = {**surname, **known_characters(name)}
            found[name] = FoundName(name, tuple(characters.items()))
    for name in _foreign_names(text):
        if name not in ORDINARY and (characters := foreign_characters(name)):
            found[name] = FoundName(name, tuple(characters.items()))
    return tuple(found.values())


def _foreign_names(text: str) -> Iterator[str]:
    """Yield transliterations that a dot or an original in brackets gives away."""
    for sign in _SIGN.finditer(text):
        at = sign.start()
        if sign[0] in _DOTS:
            behind = text[at + 1 : _end_of_run(text, at + 1)]
            names = [_name_before(text, at), behind]
            yield from (name for name in names if len(name) > 1)
        elif _ORIGINAL.match(text, at + 1):
            end = at - 1 if text[at - 1 : at] == " " else at
            if len(name := _name_before(text, end)) > 2:
                yield name


def _name_before(text: str, end: int) -> str:
    start = end
    while start and text[start - 1] in TRANSLITERATING:
        start -= 1
    name = text[start:end]
    # 这里马克·吐温: the word before the name ends with the same character.
    if name.startswith("里") and start and text[start - 1] not in _EDGES:
        return name[1:]
    return name


def _end_of_run(text: str, start: int) -> int:
    while start < len(text) and text[start] in TRANSLITERATING:
        start += 1
    return start


def _person_at(text: str, at: int) -> str:
    """Return the name that begins at a surname; empty if that is a word of its own."""
    before = text[max(at - 6, 0) : at].rstrip(" 　：:“")
    has_title = before.endswith(BEFORE_NAMES)
    edge = text[at - 1] if at else "\n"
    if not has_title and edge not in _EDGES and edge not in _JOINING:
        return ""
    if text[at] == "于" and text.startswith(_ADDRESSES, at + 1):
        return text[at : at + 3]
    given = _GIVEN.match(text, at + 1)
    if not given or text[at + 1] in _NOT_GIVEN or given[1] in _NO_NAMES:
        return ""
    name = text[at] + given[1]
    if entry := lexicon().get(name):
        return name if entry.kind == "person" else ""
    is_likely = has_title or bool(given["does"])
    if text[at] == "于":
        is_name = _is_surname_yu(given, edge, has_title=has_title)
    else:
        word = cut(text[at : at + 3])[0]
        is_new = len(word) != 2 and len(name) == 3 and not _is_ordinary(word, given[1])
        is_name = is_new or (is_likely and _may_be_person(word))
    return name if is_name else ""


def _is_ordinary(word: str, given: str) -> bool:
    """Return whether a dictionary has the name, or the given name after its surname."""
    return is_in_dictionary(given if len(word) == 1 else word)


def _may_be_person(word: str) -> bool:
    """Return whether a word is new, or one character, or a person's name that is known."""
    is_known_name = word_classes()[word] == "nr" and len(word) == 3
    return len(word) == 1 or not is_in_dictionary(word) or is_known_name


def _is_surname_yu(given: re.Match[str], edge: str, *, has_title: bool) -> bool:
    """Return whether 于 is a surname: it is the most frequent preposition, too."""
    name = given[1]
    if word_classes()[name] in ("ns", "r", "m", "d", "p"):
        return False
    is_new = len(name) > 1 and (
        not is_in_dictionary(name) or word_classes()[name] == "nr"
    )
    if has_title:
        is_end = given["ends"] is not None or given[0][-1] in _JOINING
        return is_new or bool(given["does"]) or (len(name) == 1 and is_end)
    if edge in _JOINING:
        return is_new and edge == "据" and bool(given["does"])
    in_list = edge in "、/|" or (edge in "（(" and given["ends"] in ("）", ")", "/"))
    return is_new and bool(in_list or given["does"])


def name_places(
    source: str, words: Sequence[str], names: Iterable[FoundName]
) -> Iterator[tuple[int, str]]:
    """Yield where a character of a name stands in a source cut into words, and its form."""
    bounds: set[int] = set()
    for name in names:
        at = source.find(name.text)
        while at >= 0:
            bounds = bounds or {0, *accumulate(map(len, words))}
            end = at + len(name.text)
            if _is_whole(source, at, name.text, bounds):
                for offset, character in name.characters:
                    yield at + offset, character
            at = source.find(name.text, end)


def _is_whole(source: str, at: int, name: str, bounds: Container[int]) -> bool:
    """Return whether a name that is known stands at a place, and no parts of other words.

    One that begins where a word does; a short one also ends with a word. One of two
    characters that is Chinese must be told by the place itself.
    """
    is_short, is_chinese = len(name) == 2, _SURNAME.match(name) is not None
    if at in bounds and not (is_short and is_chinese):
        return not is_short or at + len(name) in bounds
    if is_chinese and not is_short and not is_in_dictionary(name[1:]):
        # 对于 is a word, and what would be left of 对于瑾璇 is none.
        return True
    return is_chinese and _person_at(source, at) == name
