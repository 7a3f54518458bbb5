"""Text on the way in (made safe to parse) and on the way out (tags taken off).

What is struck out is no longer said, so no plain text holds it. A raised figure stays
apart from the number before it: ``10<sup>9</sup>`` is ``10^9``. Not ``10⁹``: the search
folds that to 109.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_NEVER_TEXT = re.compile("[\ud800-\udfff\x00]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

# Sanitised HTML escapes every "<" that opens no tag, so this needs no parser.
_TAG_ATTRIBUTES = r'(?:\s+[\w:-]+="[^"]*")*'
TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)({_TAG_ATTRIBUTES})\s*/?>")
_UNREADABLE = re.compile(
    rf"<rp{_TAG_ATTRIBUTES}>.*?</rp>"
    r'|(?P<note><sup id="fnref[^"]*">.*?</sup>)'
    rf"|<math(?P<math>{_TAG_ATTRIBUTES})>.*?</math>",
    re.DOTALL,
)
_UNREADABLE_SIGNS = ("<math", "<rp", 'id="fnref')
_FORMULA = re.compile(r'\salttext="([^"]*)"')
_NOTES = '<div class="footnotes" role="doc-endnotes">'
_PLACEHOLDER = re.compile(r'<code class="shortcode">[^<]*</code>')
_NO_MARKS = re.compile(rf"<code[^>]*>[^<]*</code>|<math{_TAG_ATTRIBUTES}>")
_EMBED = re.compile(rf'<a(?={_TAG_ATTRIBUTES} class="embed")[^<]*</a>')
_EMPTIED = re.compile(r"<(p|li)>\s*</\1>\n?")
_BLOCK_TAGS = (
    "article aside blockquote br caption dd details div dl dt figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section summary table tbody td "
    "tfoot th thead tr ul"
)
_VOID = frozenset({"br", "col", "hr", "img", "input", "source", "wbr"})
_STRUCK = frozenset({"del", "s"})
_STRUCK_SIGNS = ("<del", "<s>", "<s ")

# Controls are in no sanitised text, so these can stand for tags while it is read.
_GAP, _SUP, _SUB, _LEVEL_END = "\x01", "\x02", "\x03", "\x04"
_LEVEL_MARKS = frozenset({_SUP, _SUB})
# Numbers on both sides of a picture, of a box or of ruby are two.
_TAG_MARKS = {
    **dict.fromkeys(_BLOCK_TAGS.split(), " "),
    **dict.fromkeys(["img", "input", "rt"], _GAP),
    "sup": _SUP,
    "sub": _SUB,
}
_LEVELS = re.compile(f"([{_SUP}{_SUB}{_LEVEL_END}])")
_GAPS = re.compile(f"{_GAP}+")
_FRACTION = re.compile(
    rf"{_SUP}(\d+){_LEVEL_END}\s*[/\u2044\u2215]\s*{_SUB}(\d+){_LEVEL_END}"
)
_EXPONENT = re.compile(r"[-+\u2212]?[0-9]+")
_SUPERSCRIPTS = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
# Set beside a number, "st" or a note's "[1]" change nothing of it; "9" and "n" would.
_SIMPLE = re.compile(r"[-+\u2212]?[\w.,]+")
_ALTERS_A_NUMBER = re.compile(r"[-+\u2212]?(?:[\d.,]|[A-Za-zα-ω](?![^\W\d_]))")


def readable(text: str) -> str:
    """Replace what no parser or database takes; drop controls nobody can see.

    Lone surrogates come from files read with the wrong codec; PostgreSQL
    refuses NUL; a byte-order mark left at the front would hide a heading.
    """
    text = _NEVER_TEXT.sub("\ufffd", text.removeprefix("\ufeff"))
    return without_controls(text)


def without_controls(text: str) -> str:
    """Drop what XML forbids: one such character breaks a whole feed."""
    return _CONTROLS.sub("", text)


def without_struck(sanitised: str) -> str:
    """Leave out of sanitised HTML what is struck out."""
    if not any(sign in sanitised for sign in _STRUCK_SIGNS):
        return sanitised
    kept: list[str] = []
    depth = done = 0
    for tag in TAG.finditer(sanitised):
        if tag[2] not in _STRUCK:
            continue
        if not depth:
            kept.append(sanitised[done : tag.start()])
        depth = max(0, depth + (-1 if tag[1] else 1))
        done = tag.end()
    kept.append("" if depth else sanitised[done:])
    return _EMPTIED.sub("", "".join(kept))


def plain_text(sanitised: str) -> str:
    """Give the words of sanitised HTML on one line, without its notes."""
    return whole_text(sanitised.partition(_NOTES)[0])


def whole_text(sanitised: str) -> str:
    """Give the words of sanitised HTML on one line, notes included.

    Formulas are given as their source.
    """
    shown = without_struck(sanitised)
    if any(sign in shown for sign in _UNREADABLE_SIGNS):
        shown = _UNREADABLE.sub(_read_out, shown)
    text = html.unescape(TAG.sub(_mark_tag, shown))
    if _SUP in text or _SUB in text:
        text = _flatten_levels(_FRACTION.sub(rf"{_GAP}\1/\2{_GAP}", text))
    if _GAP in text:
        text = _GAPS.sub(_close_gap, text)
    return " ".join(text.split())


def _read_out(element: re.Match[str]) -> str:
    if element["note"]:
        return _GAP
    formula = _FORMULA.search(element["math"] or "")
    return f" {formula[1]} " if formula else ""


def _mark_tag(tag: re.Match[str]) -> str:
    mark = _TAG_MARKS.get(tag[2], "")
    return _LEVEL_END if mark in _LEVEL_MARKS and tag[1] else mark


def _close_gap(gap: re.Match[str]) -> str:
    text, start, end = gap.string, gap.start(), gap.end()
    is_between_digits = (
        text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
    )
    return " " if is_between_digits else ""


def _flatten_levels(text: str) -> str:
    """Write raised and lowered text on the line."""
    levels: list[tuple[str, list[str]]] = [("", [])]
    for piece in _LEVELS.split(text):
        if piece in _LEVEL_MARKS:
            levels.append((piece, []))
        elif piece == _LEVEL_END and len(levels) == 1:
            continue  # A note's reference held the beginning.
        elif piece == _LEVEL_END:
            mark, parts = levels.pop()
            around = levels[-1][1]
            before = around[-1].rstrip(_GAP)[-1:] if around else ""
            if raised := _on_the_line("".join(parts), mark, before):
                around.append(raised + _GAP)
        elif piece:
            levels[-1][1].append(piece)
    return "".join(part for _mark, parts in levels for part in parts)


def _on_the_line(words: str, mark: str, before: str) -> str:
    words = " ".join(words.split())
    if not before.isdigit():
        is_exponent = mark == _SUP and _EXPONENT.fullmatch(words)
        return words.translate(_SUPERSCRIPTS) if is_exponent else words
    if not _ALTERS_A_NUMBER.match(words):
        return words
    sign = "^" if mark == _SUP else "_"
    return f"{sign}{words}" if _SIMPLE.fullmatch(words) else f"{sign}({words})"


def opening_paragraphs(sanitised: str) -> Iterator[str]:
    """Yield the text of each paragraph that stands for itself, as ``plain_text`` does.

    Those within a list or a quotation do not, and neither does the link that stands for a
    frame. Takes what ``for_excerpts`` returned.
    """
    body = without_struck(sanitised.partition(_NOTES)[0])
    depth = start = 0
    for tag in TAG.finditer(body):
        if tag[2] in _VOID:
            continue
        depth += -1 if tag[1] else 1
        if depth == 1 and not tag[1]:
            start = tag.end()
        elif depth == 0 and tag[2] == "p":
            paragraph = body[start : tag.start()].strip()
            if not _EMBED.fullmatch(paragraph) and (text := whole_text(paragraph)):
                yield text


def for_excerpts(sanitised: str) -> str:
    """Leave out shortcodes that were not understood, and escape marks in code.

    A text that is taken from the page and converted later would have what looks like a
    mark for Chinese variants read as one.
    """
    shown = _PLACEHOLDER.sub("", sanitised) if "<code" in sanitised else sanitised
    if "-{" not in shown:
        return shown
    return _NO_MARKS.sub(lambda code: code[0].replace("-{", r"\-{"), shown)
