"""Store what readers report as wrong; find how the passage reads in each variant."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass

from django.db import transaction

from articles.choices import Variant
from articles.models import Article, ReaderReport
from articles.variants.conversions.apply import apply_variant
from articles.variants.conversions.conversion_choices import ambiguities_of
from articles.variants.conversions.convert_article import conversion_of
from articles.variants.conversions.reported_words import ReportedWord, reported_word
from articles.variants.conversions.rules import rules_at
from articles.variants.engine import readable_texts, word_around

# Of a text that never ends its sentences, what stands around the passage is kept.
LONGEST_SENTENCE = 300

# The field of a term that holds the form of each variant.
_FORM_OF = {
    Variant.CHINA: "simplified",
    Variant.TAIWAN: "taiwan",
    Variant.HONG_KONG: "hong_kong",
}
_SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)]*")


@dataclass(frozen=True)
class _Place:
    """The place of a passage in one of an article's texts.

    ``start`` counts in its sentence, which lies between two ``bounds`` of the text.
    """

    text: int
    bounds: tuple[int, int]
    sentence: str
    start: int

    def shortened(self, passage: str) -> str:
        """Cut the sentence to the part that is kept."""
        room = LONGEST_SENTENCE - len(passage)
        begin = max(0, self.start - room // 2)
        is_long = len(self.sentence) > LONGEST_SENTENCE
        return self.sentence[begin:][:LONGEST_SENTENCE] if is_long else self.sentence


@transaction.atomic
def report_passage(
    article: Article,
    variant: Variant,
    version: int,
    passage: str,
    *,
    near: str = "",
    note: str = "",
    contact: str = "",
) -> ReaderReport:
    """Store that a passage reads wrong, or count it where it was reported before.

    ``article`` is as written; ``near`` is the sentence that the reader saw, as far as
    it is known: it is kept where the article no longer has the passage. A dismissed
    report stays so, a fixed one is open again.
    """
    place = _find(_shown_texts(article, variant, version), passage, near)
    sentence = place.shortened(passage) if place else near
    where = {
        "article": article,
        "kind": ReaderReport.Kind.WORDING,
        "variant": variant,
        "passage": passage,
    }
    # Two who send the same for the first time are counted one after the other.
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    rows = ReaderReport.objects.select_for_update().filter(**where, sentence=sentence)
    report = rows.first() or ReaderReport(**where, sentence=sentence, report_count=0)
    report.report_count += 1
    if report.outcome == ReaderReport.Outcome.FIXED:
        report.outcome = ReaderReport.Outcome.OPEN
    report.note = _joined(report.note, note)
    report.contact = report.contact or contact
    report.save()
    return report


def forms_reported(report: ReaderReport, version: int) -> dict[str, str]:
    """Propose the term that a report asks for, as the form fields of a ``Term``.

    It is the word that the reader's note gives in other letters, or that is ambiguous;
    else every word that the passage touches. In the report's variant it reads as the
    reader prefers. A variant whose text does not agree letter by letter, so that nothing
    tells which of its words are meant, has no form.
    """
    article, variant = report.article, Variant(report.variant)
    shown = _shown_texts(article, variant, version)
    place = _find(shown, report.passage, report.sentence)
    if place is None:
        # The text has changed: only the reader's own words are left.
        sentence, start = report.passage, 0
        end = len(sentence)
        word = reported_word(sentence, start, end, report.note, variant.language)
        return {_FORM_OF[variant]: word.preferred if word else sentence}
    sentences = {variant: place.sentence}
    for other in _FORM_OF.keys() - {variant}:
        texts = _shown_texts(article, other, version)
        if sentence := _counterpart(place, shown, texts):
            sentences[other] = sentence
    word = _word_meant(report, place, sentences, version)
    forms = {
        _FORM_OF[other]: sentence[word.start : word.end]
        for other, sentence in sentences.items()
    }
    return forms | {_FORM_OF[variant]: word.preferred}


def _word_meant(
    report: ReaderReport,
    place: _Place,
    sentences: dict[Variant, str],
    version: int,
) -> ReportedWord:
    variant = Variant(report.variant)
    start, end = place.start, place.start + len(report.passage)
    language = variant.language
    word = reported_word(place.sentence, start, end, report.note, language)
    if word:
        return word
    written = sentences.get(report.article.variant, "")
    for at in _ambiguous(report.article, variant, written, version):
        if start <= at < end:
            start, end = at, at + 1
            break
    start, end = word_around(place.sentence, start, end, language)
    return ReportedWord(start, end, place.sentence[start:end])


def _ambiguous(
    article: Article, variant: Variant, written: str, version: int
) -> Iterator[int]:
    """Yield where a sentence of the article, as written, is ambiguous in the variant."""
    conversion = conversion_of(article, variant, rules_at(version))
    listed = ambiguities_of(article, variant, conversion)
    asked = [*listed.open, *(ambiguity for _choice, ambiguity in listed.answered)]
    for ambiguity in asked:
        before = " ".join(ambiguity.sentence[: ambiguity.offset].split())
        sentence = " ".join(ambiguity.sentence.split())
        if written and sentence in written:
            yield written.index(sentence) + len(before)


def _counterpart(place: _Place, texts: Sequence[str], others: Sequence[str]) -> str:
    """Find the sentence in another variant; empty where the texts do not agree."""
    if len(others) != len(texts):
        return ""
    text = others[place.text]
    bounds = _bounds(text)
    if len(bounds) != len(_bounds(texts[place.text])):
        return ""
    first, last = place.bounds
    sentence = text[bounds[first] : bounds[last]]
    return sentence if len(sentence) == len(place.sentence) else ""


def _shown_texts(article: Article, variant: Variant, version: int) -> list[str]:
    shown = copy(article)
    apply_variant([shown], variant, version, whole=True)
    return _texts(shown)


def _texts(article: Article) -> list[str]:
    """List the lines and paragraphs of the article's page, with single spaces."""
    texts = [article.title, article.lead, *readable_texts(article.body_html)]
    return [" ".join(text.split()) for text in texts]


def _find(texts: Sequence[str], passage: str, near: str) -> _Place | None:
    """Find the passage in the sentence it was seen in, else where it stands first."""
    first = None
    for place in _places(texts, passage):
        if near and (near in place.sentence or place.sentence in near):
            return place
        first = first or place
    return first


def _places(texts: Sequence[str], passage: str) -> Iterator[_Place]:
    for number, text in enumerate(texts):
        bounds = _bounds(text) if passage in text else []
        for found in re.finditer(re.escape(passage), text):
            first = bisect_right(bounds, found.start()) - 1
            last = bisect_left(bounds, found.end())
            begin = bounds[first]
            sentence = text[begin : bounds[last]]
            yield _Place(number, (first, last), sentence, found.start() - begin)


def _bounds(text: str) -> list[int]:
    """Find where the sentences of a text begin, and where the last one ends."""
    ends = [end.end() for end in _SENTENCE_END.finditer(text)]
    return sorted({0, *ends, len(text)})


def _joined(notes: str, note: str) -> str:
    """Join what several readers say, one a line, as long as there is room."""
    field = ReaderReport._meta.get_field("note")
    both = f"{notes}\n{note}" if notes and note else notes or note
    is_new = note not in notes.split("\n")
    return both if is_new and len(both) <= (field.max_length or 0) else notes
