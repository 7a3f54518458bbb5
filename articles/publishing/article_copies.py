"""Begin articles from others, from a template, and link follow-ups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format

from articles.choices import Status
from articles.models import (
    Article,
    ArticleTemplate,
    AuditEntry,
    Relation,
    VariantOverride,
)
from articles.publishing.article import save
from articles.publishing.audit import audit
from articles.publishing.labels import free_slug, suggest_slug
from articles.publishing.recording import Labels, labels_of
from articles.publishing.transactions import transaction
from articles.publishing.versions import begin_level

# What a copy has of its own, or not at all.
_OWN = {
    *("slug", "status", "published_at", "modified_at", "expires_at"),
    *("embargoed_until", "translation_key", "translation_languages"),
    *("weight", "extra", *Article.DERIVED, *Article.HOUSEKEEPING),
}
# What a follow-up begins with, beside categories and tags.
_FILED_LIKE = ("title", "language", "source_id")


class TranslationExists(Exception):
    """The article has a version in that language already."""

    def __init__(self, version: Article) -> None:
        self.version = version
        super().__init__(str(version))


class NotRelated(Exception):
    """These two cannot be linked; the text says why."""


def values_of(template: ArticleTemplate) -> dict[str, Any]:
    """Return what a new article begins with, by the fields of its form."""
    language = Article(language=template.language).variant.interface
    with translation.override(language):
        today = date_format(timezone.localdate(), "DATE_FORMAT")

    def dated(text: str) -> str:
        return text.replace("{date}", today)

    return {
        "language": template.language,
        "title": dated(template.title),
        "lead": dated(template.lead),
        "body": dated(template.body),
        "tags": list(template.tags),
        "filed_under": [row.pk for row in template.categories.all()],
        "written_by": [row.pk for row in template.authors.all()],
        "source": template.source_id,
    }


@transaction()
def duplicate(article: Article, *, by: User) -> Article:
    """Make a draft with the texts, labels and picture of an article."""
    rows = article.overrides.all()
    overrides = [VariantOverride(variant=r.variant, fields=r.fields) for r in rows]
    return _begin(_copied(article), labels_of(article), overrides, by)


@transaction()
def begin_translation(article: Article, language: str, *, by: User) -> Article:
    """Make a draft in another language, linked as a translation, with the text to work on.

    Raises ``TranslationExists``.
    """
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())
    key = article.translation_key
    if key:
        versions = Article.objects.filter(translation_key=key, language=language)
        if version := versions.first():
            raise TranslationExists(version)
    else:
        key = article.translation_key = _free_key(article)
        save(article, by=by)
    own = {"language": language, "translation_key": key, "disclaimer": ""}
    version = _begin(_copied(article) | own, labels_of(article), [], by)
    begin_level(version, article)
    return version


@transaction()
def begin_follow_up(article: Article, *, by: User) -> Article:
    """Make a draft filed as the article is, which each names to the other's readers."""
    values = {name: getattr(article, name) for name in _FILED_LIKE}
    labels = labels_of(article)
    filed = replace(labels, authors=[])
    follow_up = _begin(values, filed, [], by)
    follow(follow_up, article, by=by)
    return follow_up


@transaction()
def follow(article: Article, other: Article, *, by: User | None = None) -> None:
    """Let an article be a follow-up to another. Raises ``NotRelated``."""
    if article == other:
        raise NotRelated("itself")
    both = Q(article=article, other=other) | Q(article=other, other=article)
    if Relation.objects.filter(both).exists():
        raise NotRelated("linked")
    for one in (article, other):
        own = Relation.objects.filter(Q(article=one) | Q(other=one))
        if own.count() >= Relation.MOST:
            raise NotRelated("many")
    Relation.objects.create(article=article, other=other)
    audit(AuditEntry.Act.LINKED, article, by=by, detail={"other": other.pk})


@transaction()
def unfollow(relation: Relation, *, by: User | None = None) -> None:
    """Let two articles name each other no more."""
    detail = {"other": relation.other_id}
    audit(AuditEntry.Act.UNLINKED, relation.article, by=by, detail=detail)
    relation.delete()


def _copied(article: Article) -> dict[str, Any]:
    return {
        field.attname: getattr(article, field.attname)
        for field in Article._meta.concrete_fields
        if field.name not in _OWN
    }


def _begin(
    values: dict[str, Any], labels: Labels, overrides: list[VariantOverride], by: User
) -> Article:
    wanted = suggest_slug(values["title"])
    new = Article(**values, slug=free_slug(Article, wanted), status=Status.DRAFT)
    save(new, labels, overrides=overrides, by=by)
    return new


def _free_key(article: Article) -> str:
    """Return a key for an article and its translations, by its slug where that is free."""
    taken = Article.objects.filter(translation_key=article.slug).exists()
    return f"{article.slug}-{article.pk}" if taken else article.slug
