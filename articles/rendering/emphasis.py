r"""Read ``*``, ``**`` and ``~~`` as a writer of Chinese means them.

CommonMark opens and closes emphasis by the spaces and the punctuation beside it. Chinese
has no space between a quotation mark and the next word, so under Hugo ``**句子。**下文``
shows its stars. Here, in a text with Chinese characters, ``**`` may open before anything
but a space or a closing bracket, and close after anything but a space or an opening one.

A single star is read so only where Chinese touches it, because it often belongs to a note
(``净利润*（百万元）``). Some stars are none of Markdown's: those of ``*ST``, which begin
the names of shares, and those in ``138****5678`` and ``王**、李**``.

``~~`` strikes out in every text. A single ``~`` never does: it is a range.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from articles.rendering.scripts import HAN_RANGES, is_han

_HAN = re.compile(f"[{HAN_RANGES}]")
# Shares under special treatment at the exchanges of Shanghai and Shenzhen.
_SHARE = re.compile(rf"ST(?=[{HAN_RANGES}])")
# Chinese writes these too; Unicode files them with the punctuation of all scripts.
_SHARED_PUNCTUATION = frozenset("“”‘’—…·")
_ENDS_A_CLAUSE = frozenset("，。、；：！？…,.;:!?")
# A star before one of these belongs to the word before it.
_FOLLOWS_A_NOTE_MARK = _ENDS_A_CLAUSE | frozenset("%％‰(（")


class _Run(NamedTuple):
    """A run of one mark in a text, and the characters beside it.

    The ends of the text count as spaces.
    """

    mark: str
    length: int
    before: str
    after: str

    def is_left_flanking(self) -> bool:
        return _flanks(self.before, self.after)

    def is_right_flanking(self) -> bool:
        return _flanks(self.after, self.before)

    def is_before_words(self) -> bool:
        return not (_is_space(self.after) or _closes_a_bracket(self.after))

    def is_after_words(self) -> bool:
        return not (_is_space(self.before) or _opens_a_bracket(self.before))

    def hides_digits(self) -> bool:
        return self.length > 2 and self.before.isdecimal() and self.after.isdecimal()

    def is_joint(self) -> bool:
        """Tell whether bold ends and begins again, as word processors write it."""
        is_inside = not (_is_space(self.before) or _is_space(self.after))
        return self.mark * self.length == "****" and is_inside


def chinese_emphasis(md: MarkdownIt) -> None:
    """Replace the rules that find marks of emphasis; the parser's own pair them."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _strikethrough)


def _emphasis(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] not in "*_":
        return False
    run = _run_at(state)
    end = state.pos + run.length
    if run.mark == "*" and run.hides_digits():
        state.push("text", "", 0).content = run.mark * run.length
    else:
        is_share = run.mark == "*" and run.length % 2 and _SHARE.match(state.src, end)
        opens, closes = _roles(run, in_chinese=run.length > 1 and _has_han(state))
        if run.after in _ENDS_A_CLAUSE and _may_hide_a_name(state, run):
            opens = False
        # CommonMark would not pair four with two, by its rule on multiples of three.
        length = 2 if run.is_joint() else run.length
        for _ in range(run.length - 1 if is_share else run.length):
            _push_mark(state, run.mark, length, opens=opens, closes=closes)
        if is_share:
            state.push("text", "", 0).content = run.mark
    state.pos = end
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "~":
        return False
    run = _run_at(state)
    if run.length == 2:
        opens = run.is_left_flanking() or run.is_before_words()
        closes = run.is_right_flanking() or run.is_after_words()
        _push_mark(state, "~~", 0, opens=opens, closes=closes)
    else:
        state.push("text", "", 0).content = run.mark * run.length
    state.pos += run.length
    return True


@lru_cache(maxsize=4096)  # A text asks about the same few characters again and again.
def _roles(run: _Run, *, in_chinese: bool) -> tuple[bool, bool]:
    """Tell whether a run may open and whether it may close emphasis.

    ``in_chinese`` is said of two stars or more in a text with Chinese characters.
    """
    left, right = run.is_left_flanking(), run.is_right_flanking()
    if run.mark == "_":
        # Never inside a word, and to CommonMark all of Chinese is letters.
        return (
            left and (not right or _is_punctuation(run.before)),
            right and (not left or _is_punctuation(run.after)),
        )
    if run.is_joint():
        return True, True
    if in_chinese:
        return left or run.is_before_words(), right or run.is_after_words()
    opens = (
        _is_chinese(run.before)
        and run.is_before_words()
        and run.after not in _FOLLOWS_A_NOTE_MARK
    )
    closes = _is_chinese(run.after) and run.is_after_words()
    return left or opens, right or closes


def _may_hide_a_name(state: StateInline, run: _Run) -> bool:
    """Tell whether the stars stand for a given name, as in ``王**、李**``."""
    is_lone = state.pos < 2 or not state.src[state.pos - 2].isalnum()
    return is_lone and run.before.isalpha() and is_han(run.before)


def _push_mark(
    state: StateInline, mark: str, length: int, *, opens: bool, closes: bool
) -> None:
    state.push("text", "", 0).content = mark
    state.delimiters.append(
        Delimiter(
            marker=ord(mark[0]),
            length=length,
            token=len(state.tokens) - 1,
            end=-1,
            open=opens,
            close=closes,
        )
    )


def _run_at(state: StateInline) -> _Run:
    mark = state.src[state.pos]
    end = state.pos
    while end < state.posMax and state.src[end] == mark:
        end += 1
    return _Run(
        mark,
        end - state.pos,
        before=state.src[state.pos - 1] if state.pos else " ",
        after=state.src[end] if end < state.posMax else " ",
    )


def _has_han(state: StateInline) -> bool:
    """Ask once for each text: every other character of it may be a mark."""
    known: dict[str, bool] = state.env.setdefault("has_han", {})
    if state.src not in known:
        known[state.src] = _HAN.search(state.src) is not None
    return known[state.src]


def _flanks(outside: str, inside: str) -> bool:
    """Apply CommonMark's rule for a run between a word and what is outside of it."""
    if _is_space(inside):
        return False
    is_free = _is_space(outside) or _is_punctuation(outside)
    return is_free or not _is_punctuation(inside)


def _is_space(character: str) -> bool:
    return character in "\t\n\f\r" or unicodedata.category(character) == "Zs"


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_chinese(character: str) -> bool:
    return is_han(character) or character in _SHARED_PUNCTUATION


def _opens_a_bracket(character: str) -> bool:
    return unicodedata.category(character) in {"Ps", "Pi"}


def _closes_a_bracket(character: str) -> bool:
    return unicodedata.category(character) in {"Pe", "Pf"}
