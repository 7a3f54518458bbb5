"""Cut the excerpt that a list shows of an article, and tell whether more follows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from articles.rendering.plain_text import (
    for_excerpts,
    opening_paragraphs,
    plain_text,
)
from articles.rendering.scripts import HAN_RANGES, is_han
from articles.rendering.shortening import DANGLING, end_of_whole_figures
from articles.variants.engine import find_marks, without_definitions

MORE = "more"
LONGEST_IN_WORDS = 70
# A Chinese word is about two characters, so 140 of them read as long as 70 words.
WORDS_A_HAN_CHARACTER = 0.5
LONGEST_IN_CHARACTERS = 600

_MARKER = re.compile(r"^[ \t]*<!--[ \t]*more[ \t]*-->[ \t]*$", re.MULTILINE)
_WORD = re.compile(rf"[{HAN_RANGES}]|[^\s{HAN_RANGES}]+")
_CLOSING = r"""["'”’」』）】\])]*"""
_SENTENCE_END = re.compile(rf"[。！？]+{_CLOSING}|[.!?…]+{_CLOSING}(?=\s|\Z)")
# A full stop after one of these ends no sentence: "the U.S. economy", "Mr. Lee".
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Z](?:\.[A-Z])*|Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Rep|St|Inc|Ltd"
    r"|Co|Corp|Jr|Sr|vs|No|approx|e\.g|i\.e|a\.m|p\.m)\.\Z"
)


@dataclass(frozen=True)
class Excerpt:
    """Plain sentences from the start of a body."""

    text: str
    is_truncated: bool


def mark_where_the_excerpt_ends(state: StateCore) -> None:
    """Core rule: put a token where ``<!--more-->`` stands; in code it is an example.

    The marker belongs on a line alone. Hugo takes it inside a line too and ends the
    paragraph there, and archives rely on it.
    """
    _split_raw_html(state)
    _split_paragraphs(state)


def _split_paragraphs(state: StateCore) -> None:
    tokens: list[Token] = []
    stream = iter(state.tokens)
    for token in stream:
        tokens.append(token)
        children = token.children or []
        at = next((i for i, child in enumerate(children) if _is_marker(child)), None)
        if at is None or tokens[-2].type != "paragraph_open":
            continue
        opening, closing = tokens[-2], next(stream)
        rest = [child for child in children[at + 1 :] if not _is_marker(child)]
        del tokens[-2:]
        for part in [children[:at], None, _without_first_break(rest)]:
            if part is None:
                tokens.append(Token(MORE, "", 0, level=opening.level))
            elif not all(map(_is_blank, part)):
                tokens += [opening.copy(), token.copy(children=part), closing.copy()]
    state.tokens = tokens


def _is_marker(child: Token) -> bool:
    return (
        child.type == "html_inline"
        and child.level == 0
        and _MARKER.fullmatch(child.content) is not None
    )


def _is_blank(child: Token) -> bool:
    return child.type == "softbreak" or (
        child.type == "text" and not child.content.strip()
    )


def _without_first_break(children: list[Token]) -> list[Token]:
    starts_with_break = bool(children) and children[0].type == "softbreak"
    return children[1:] if starts_with_break else children


def _split_raw_html(state: StateCore) -> None:
    tokens: list[Token] = []
    for token in state.tokens:
        if token.type == "html_block" and (found := _MARKER.search(token.content)):
            before, after = token.content[: found.start()], token.content[found.end() :]
            tokens += _raw(token, before)
            tokens.append(Token(MORE, "", 0, level=token.level, map=token.map))
            tokens += _raw(token, _MARKER.sub("", after))
        else:
            tokens.append(token)
    state.tokens = tokens


def _raw(token: Token, content: str) -> list[Token]:
    if not content.strip():
        return []
    return [token.copy(content=content)]


def before_the_marker(tokens: Sequence[Token]) -> tuple[Sequence[Token], bool] | None:
    """Give the tokens before ``<!--more-->`` and whether anything comes after.

    The marker may stand inside a list or raw HTML: what it leaves open there the
    sanitiser closes.
    """
    for index, token in enumerate(tokens):
        if token.type == MORE:
            return tokens[:index], _has_content(tokens[index + 1 :])
    return None


def _has_content(tokens: Sequence[Token]) -> bool:
    for token in tokens:
        if token.type == "footnote_block_open":
            return False
        if token.nesting == 0 and (token.content.strip() or token.type == "hr"):
            return True
    return False


def automatic_excerpt(sanitised: str) -> Excerpt:
    """Take whole sentences from the first paragraphs, up to about 70 words.

    A body without paragraphs (a list, raw HTML) gives all of its text. A first sentence
    that is too long alone is cut at a word and gets an ellipsis. Marks for Chinese variants
    are never cut, and what only defines a term is left out.
    """
    shown = for_excerpts(sanitised)
    taken = ""
    words = 0.0
    paragraphs = _paragraphs(shown)
    first = next(paragraphs, None)
    for paragraph in itertools.chain([first or _whole_text(shown)], paragraphs):
        if taken and not (is_han(taken[-1]) and is_han(paragraph[0])):
            taken += " "
        for sentence in _sentences(paragraph):
            words += count_words(sentence)
            if words > LONGEST_IN_WORDS:
                return Excerpt(taken.strip() or _cut(sentence), is_truncated=True)
            taken += sentence
    more_follows = len(_squeezed(taken)) < len(_squeezed(_whole_text(shown)))
    return Excerpt(taken.strip(), is_truncated=more_follows)


def _paragraphs(shown: str) -> Iterator[str]:
    for text in opening_paragraphs(shown):
        if paragraph := " ".join(without_definitions(text).split()):
            yield paragraph


def _whole_text(shown: str) -> str:
    return without_definitions(plain_text(shown))


def _sentences(paragraph: str) -> Iterator[str]:
    """Split after every full stop; the pieces joined give the paragraph again."""
    start = 0
    marks = [mark for mark in find_marks(paragraph) if not mark.is_escape]
    for end in _SENTENCE_END.finditer(paragraph):
        while marks and marks[0].end <= end.start():
            del marks[0]
        if marks and marks[0].start < end.start():
            continue
        if not _ABBREVIATION.search(paragraph, max(start, end.end() - 12), end.end()):
            yield paragraph[start : end.end()]
            start = end.end()
    if rest := paragraph[start:]:
        yield rest


def count_words(text: str) -> float:
    """Count words where there are spaces; two Han characters make one word."""
    return sum(map(_weight, _WORD.findall(text)))


def _weight(word: str) -> float:
    return WORDS_A_HAN_CHARACTER if is_han(word[0]) else 1


def _cut(sentence: str) -> str:
    words = 0.0
    for word in _WORD.finditer(sentence):
        words += _weight(word[0])
        if words > LONGEST_IN_WORDS:
            kept = _up_to(sentence, word.start()).strip()
            if not kept.endswith("}-"):  # The end of a mark is no dash.
                kept = kept.rstrip(DANGLING)
            # One "word" of 200 kB without a space is cut in the middle.
            return f"{_up_to(kept or word[0], LONGEST_IN_CHARACTERS)}…"
    return f"{_up_to(sentence.strip(), LONGEST_IN_CHARACTERS)}…"


def _up_to(text: str, end: int) -> str:
    """Cut at ``end``, or before the figure or the mark that lies there.

    A mark that comes first is kept whole.
    """
    end = end_of_whole_figures(text, end) or end
    for mark in find_marks(text):
        if mark.start < end < mark.end:
            comes_first = not mark.start and mark.end <= LONGEST_IN_CHARACTERS
            return text[: mark.end if comes_first else mark.start]
    return text[:end]


def _squeezed(text: str) -> str:
    return "".join(text.split())
