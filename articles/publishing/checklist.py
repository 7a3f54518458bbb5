"""The checklist of an article before it is published, as the desk wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.choices import Reuse
from articles.copy_checks import is_long_headline
from articles.models import (
    Article,
    AuditEntry,
    OpenAmbiguities,
    SiteSettings,
    SourceClearance,
)
from articles.publishing.audit import audit
from articles.publishing.transactions import transaction


@dataclass(frozen=True)
class _Rule:
    label: Promise
    lacking: Promise
    field: str
    is_met: Callable[[Article], bool]


@dataclass(frozen=True)
class CheckItem:
    """One line of the checklist. ``field`` is the form's, where it is mended."""

    key: str
    label: str
    lacking: str
    field: str
    is_met: bool
    blocks: bool


def needs_permission(article: Article) -> bool:
    """Tell whether the source's confirmed terms ask for one that is not recorded yet. A
    query where they ask."""
    source = article.source
    if source is None or source.usage_terms.reuse != Reuse.PERMISSION:
        return False
    return not SourceClearance.objects.filter(article=article, source=source).exists()


def _is_settled(article: Article) -> bool:
    rows = OpenAmbiguities.objects.filter(
        article=article, text_digest=article.text_digest
    )
    return not rows.exclude(open_in="").exists()


_RULES = {
    "category": _Rule(
        _("Category"),
        _("No category is chosen."),
        "filed_under",
        lambda article: article.article_categories.exists(),
    ),
    "permission": _Rule(
        _("Permission of the source"),
        _("The source's terms ask for a permission, and none is recorded."),
        "clearance",
        lambda article: not needs_permission(article),
    ),
    "headline": _Rule(
        _("Length of the headline"),
        _("Lists show the headline in more than two lines."),
        "title",
        lambda article: not is_long_headline(article.title),
    ),
    "lead": _Rule(
        _("Lead"), _("There is no lead."), "lead", lambda article: bool(article.lead)
    ),
    "summary": _Rule(
        _("Summary"),
        _("There is no summary: lists show the beginning of the text."),
        "summary",
        lambda article: bool(article.summary),
    ),
    "source": _Rule(
        _("Source"),
        _("No source is chosen."),
        "source",
        lambda article: article.source_id is not None,
    ),
    "thumbnail": _Rule(
        _("Thumbnail"),
        _("There is no thumbnail."),
        "thumbnail",
        lambda article: bool(article.thumbnail_id or article.thumbnail_url),
    ),
    "alt": _Rule(
        _("Alt text of the thumbnail"),
        _("The thumbnail has no alt text."),
        "thumbnail",
        lambda article: not article.thumbnail or bool(article.thumbnail.alt),
    ),
    "conversions": _Rule(
        _("Doubtful characters"),
        _("Some characters of the script versions are still to be decided."),
        "body",
        _is_settled,
    ),
}


def checklist_choices() -> list[tuple[str, Promise]]:
    """List what can be asked for, for a form."""
    return [(key, rule.label) for key, rule in _RULES.items()]


def checklist(article: Article) -> list[CheckItem]:
    """Return what the desk asks of a stored article. Up to five queries."""
    site = SiteSettings.current()
    asked = [key for key in _RULES if key not in site.checklist_off]
    return [_item(key, article, site.checklist_blocks) for key in asked]


def what_blocks(article: Article) -> Iterator[CheckItem]:
    """Yield what must be mended before a person may publish the article."""
    return (item for item in checklist(article) if item.blocks and not item.is_met)


def _item(key: str, article: Article, blocking: list[str]) -> CheckItem:
    rule = _RULES[key]
    return CheckItem(
        key=key,
        label=str(rule.label),
        lacking=str(rule.lacking),
        field=rule.field,
        is_met=rule.is_met(article),
        blocks=key in blocking,
    )


@transaction()
def record_clearance(article: Article, text: str, *, by: User) -> None:
    """Record that the article's source permits it to be published."""
    if article.source is None:
        return
    SourceClearance.objects.create(
        article=article, source=article.source, text=text, by=by
    )
    detail = {"source": article.source.name, "text": text}
    audit(AuditEntry.Act.CLEARED, article, by=by, detail=detail)
