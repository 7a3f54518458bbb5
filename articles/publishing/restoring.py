"""Go back to what an article was."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles import search
from articles.models import Article, Image, Revision, Source, VariantOverride
from articles.publishing.labels import authors_named, categories_named, tags_named
from articles.publishing.saving import MOMENTS, RECORDED_FIELDS, Labels, save


@transaction.atomic
def restore(revision: Revision, *, by: User | None = None) -> Article:
    """Save the article as it was then, as a new revision; what it is now has its own.

    The slug stays: an address never changes by itself. A source or a picture that was
    deleted since does not come back, a category or an author does.
    """
    search.lock_index()
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    then = revision.fields
    for name in RECORDED_FIELDS:
        if name in then and name != "slug":
            value = then[name]
            is_moment = name in MOMENTS and value
            setattr(
                article, name, datetime.fromisoformat(value) if is_moment else value
            )
    article.source = Source.objects.filter(pk=then["source_id"]).first()
    article.thumbnail = Image.objects.filter(pk=then["thumbnail_id"]).first()
    labels = Labels(
        categories_named(then["categories"]),
        tags_named(then["tags"]),
        authors_named(then["authors"]),
    )
    overrides = None  # Earlier states did not record them.
    if "overrides" in then:
        overrides = [_override(recorded) for recorded in then["overrides"]]
    save(article, labels, overrides=overrides, by=by)
    return article


def _override(recorded: dict[str, str]) -> VariantOverride:
    """Read an override as a revision keeps it; older ones keep empty texts too."""
    texts = {name: text for name, text in recorded.items() if text}
    return VariantOverride(variant=texts.pop("variant"), fields=texts)
