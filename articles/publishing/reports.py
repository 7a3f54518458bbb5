"""Store what readers report as mistaken in articles, and settle it.

Of wordings ``variants.conversions`` keeps the reports: they depend on the conversion.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction as database_transaction

from articles.choices import Variant
from articles.models import Article, ReaderReport

_LONGEST_CONTACT = ReaderReport._meta.get_field("contact").max_length or 0


@database_transaction.atomic
def report_fact(
    article: Article,
    variant: Variant,
    note: str,
    *,
    passage: str = "",
    contact: str = "",
) -> ReaderReport:
    """Store that a fact is wrong, or count it where the same was said before.

    A dismissed report stays so, a fixed one is open again.
    """
    said = {"kind": ReaderReport.Kind.FACT, "note": note, "passage": passage}
    # Two who send the same for the first time are counted one after the other.
    Article.objects.select_for_update().only("pk").get(pk=article.pk)
    rows = ReaderReport.objects.select_for_update().filter(article=article, **said)
    report = rows.first() or ReaderReport(
        article=article, variant=variant, report_count=0, **said
    )
    report.report_count += 1
    if report.outcome == ReaderReport.Outcome.FIXED:
        report.outcome = ReaderReport.Outcome.OPEN
    known = filter(None, report.contact.split(", "))
    contacts = ", ".join(dict.fromkeys([*known, *filter(None, [contact])]))
    if len(contacts) <= _LONGEST_CONTACT:
        report.contact = contacts
    report.save()
    return report


def decide_reports(numbers: Iterable[int], outcome: ReaderReport.Outcome) -> int:
    """Settle reports and forget how to reach who sent them; return how many there are."""
    rows = ReaderReport.objects.filter(pk__in=numbers)
    return rows.update(outcome=outcome, contact="")
