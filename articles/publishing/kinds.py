"""The kind of a change to a live article, proposed from the difference of two states.

*Technical* is what changes no word that readers read: white space, markup, labels, the
switches of the page, what only search engines are told. *Minor* is a small change of wording,
``SMALL`` letters in all, or of what stands around the text: pictures, links, authors, source.
*Substantive* is everything else, and always what touches the title, a number, a name, a
negation, a direction (涨, 跌, rose, fell), a currency or what is struck out.

Each place is judged for itself and the weightiest decides, so that a change to which another
is added never becomes a lesser one. What cannot be told is taken for more than it may be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.choices import ChangeKind
from articles.models import Article
from articles.publishing.article_state import flat_overrides
from articles.publishing.merging import OVERRIDE, State
from articles.publishing.recording import DATETIMES, LABEL_IDS, RECORDED_FIELDS
from articles.variants.engine import fold_han, proper_nouns

# Letters that go and letters that come, in all texts together.
SMALL = 20
# Two stretches longer than this are not compared letter by letter.
_COMPARED = 2_000

_TEXTS = ("title", "lead", "summary", "body")
_SEEN_AROUND = {
    *("authors", "source_id", "source_url", "disclaimer", "ai_use"),
    *("thumbnail_id", "thumbnail_url"),
}
# These decide who finds an article, where and when.
_OF_PUBLISHING = frozenset({"status", "slug", "visibility", *DATETIMES}) - {
    "modified_at"
}
# The rest is housekeeping to readers, but for the language.
_WEIGHTY = {"language"}

_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(
    r"\]\(([^()\s]*)[^()]*\)|(?:href|src)\s*=\s*[\"']?([^\"'\s>]*)|(https?://[^\s)>\]]+)"
)
_MARKUP = re.compile(r"[\s*_`#>|\\\[\]{}!~=+-]+")
_TELLING = re.compile(
    r"""
    [$€£¥￥]?[-−+]?\d(?:[\d.,:/]*\d)?[%％‰]?     # a number, with its sign and unit
    | [〇零一二三四五六七八九十百千万萬亿億兆两兩半]
    | 美元|港元|港币|港幣|台币|台幣|欧元|歐元|日元|日圓|英镑|英鎊|人民币|人民幣
    | 百分点|百分點|基点|基點
    | [不未没沒无無非否勿莫]
    | [涨漲跌升降增减減盈亏虧赢贏输輸买買卖賣]
    | \b(?:not?|never|nor|neither|none|nothing|without|cannot)\b | n['’]t\b
    | \b(?:up|down|rose|risen|rise|rises|fell|fallen|falls?|gain(?:s|ed)?|los[st]\w*|
          buy|bought|sell|sold|increase\w*|decrease\w*|beat|miss(?:ed|es)?)\b
    | ~~ | </?(?:del|s|strike|sup|sub)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LATIN_NAME = re.compile(r"\b[A-Z][\w.&’'-]*")


class KindRefused(Exception):
    """A person may not make this kind of change to a live article.

    ``proposed`` is what the change is, ``asked`` what the person called it, if anything.
    """

    def __init__(self, proposed: ChangeKind, asked: ChangeKind | None) -> None:
        super().__init__(proposed)
        self.proposed = proposed
        self.asked = asked


@dataclass(frozen=True)
class LiveRule:
    """The kind that a person called a change to a live article, and whether they may publish.

    Without the right to publish a kind may be raised, not lowered, and nothing substantive
    goes out; the rest goes out at once and is checked afterwards.
    """

    asked: ChangeKind | None = None
    may_publish: bool = True

    def check(self, changed: Collection[str]) -> None:
        """Raise ``KindRefused`` if a change of these fields is not theirs to make."""
        if not self.may_publish and _OF_PUBLISHING.intersection(changed):
            raise KindRefused(ChangeKind.SUBSTANTIVE, self.asked)

    def kind_of(self, proposed: ChangeKind) -> ChangeKind:
        """Return the kind that a change gets. Raises ``KindRefused``."""
        kind = self.asked or proposed
        if not self.may_publish and (
            kind.rank < proposed.rank or kind is ChangeKind.SUBSTANTIVE
        ):
            raise KindRefused(proposed, self.asked)
        return kind


ANY_KIND = LiveRule()


def proposed_kind(before: State, after: State) -> ChangeKind:
    """Return the kind of a change, given the states, as they are recorded or compared."""
    before, after = _flat(before), _flat(after)
    places = [*_judged(before, after)]
    kinds = [place.kind for place in places]
    if sum(place.letters for place in places) > SMALL:
        kinds.append(ChangeKind.SUBSTANTIVE)
    return max(kinds, key=lambda kind: kind.rank, default=ChangeKind.TECHNICAL)


@dataclass(frozen=True)
class _Place:
    """A place that changed: its kind by itself, and how many letters came and went."""

    kind: ChangeKind
    letters: int = 0


def _flat(state: State) -> State:
    """Return the state with each text of the overrides under a name of its own."""
    return {
        **{name: value for name, value in state.items() if name != "overrides"},
        **flat_overrides(state.get("overrides", ())),
    }


def _judged(before: State, after: State) -> Iterator[_Place]:
    known = {*RECORDED_FIELDS, *LABEL_IDS}
    for name in {*before, *after}:
        if before.get(name) == after.get(name):
            continue
        if name.startswith(OVERRIDE):
            own = name.rpartition(".")[2]
            old, new = (
                state.get(name) or state.get(own, "") for state in (before, after)
            )
            if own in _TEXTS:
                yield from _of_texts(own, _folded(old), _folded(new))
        elif name not in known or name not in before or name not in after:
            continue  # One of the states does not know it, or tells it by another name.
        elif name in _TEXTS:
            yield from _of_texts(name, before[name], after[name])
        elif name in _SEEN_AROUND:
            yield _Place(ChangeKind.MINOR)
        elif name in _WEIGHTY:
            yield _Place(ChangeKind.SUBSTANTIVE)


def _of_texts(name: str, before: str, after: str) -> Iterator[_Place]:
    if _addresses(before) != _addresses(after):
        yield _Place(ChangeKind.MINOR)
    for old, new in _changed_lines(before, after):
        if _telling(old) != _telling(new):
            yield _Place(ChangeKind.SUBSTANTIVE)
        if _visible(old) == _visible(new):
            continue
        is_weighty = name == "title" or _names(old) != _names(new)
        kind = ChangeKind.SUBSTANTIVE if is_weighty else ChangeKind.MINOR
        yield _Place(kind, _letters_changed(_visible(old), _visible(new)))


def _changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """Return the lines that differ, each with its other; all between the first and the last
    as one where there are more or fewer of them."""
    if _visible(before) == _visible(after):
        return [(before, after)]
    old, new = (
        [line for line in text.splitlines() if line.strip()] for text in (before, after)
    )
    if len(old) == len(new):
        return [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return [("\n".join(old), "\n".join(new))]


def _addresses(text: str) -> list[str]:
    return ["".join(found) for found in _ADDRESS.findall(text)]


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("]", text)


def _visible(text: str) -> str:
    """Return about what readers read, without white space."""
    return _MARKUP.sub("", _TAG.sub("", _without_addresses(text)))


def _telling(text: str) -> list[str]:
    """Return the numbers, negations and the like, in their order."""
    return _TELLING.findall(_without_addresses(text))


def _names(text: str) -> list[str]:
    """Return the names in a text, in their order: Latin words with a capital, Chinese names."""
    shown = _TAG.sub("", _without_addresses(text))
    return [*_LATIN_NAME.findall(shown), *proper_nouns(_folded(shown))]


def _folded(text: str) -> str:
    """Return the text with one form of each character, whatever the script."""
    return "".join(map(fold_han, text))


def _letters_changed(old: str, new: str) -> int:
    """Count the letters that go and those that come."""
    start = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        start += 1
    old, new = old[start:], new[start:]
    if max(len(old), len(new)) > _COMPARED:
        gone, come = Counter(old), Counter(new)
        return max(((gone - come) + (come - gone)).total(), SMALL + 1)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return sum(
        sum(map(str.isalnum, old[a:b] + new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    )


def is_live(before: Article | None, after: Article) -> bool:
    """Tell whether readers could read the article before a change, and can after it."""
    return before is not None and before.is_published and after.is_published
