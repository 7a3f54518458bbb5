"""Going back to a recorded state of an article."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from articles.models import Article, Image, Revision, Source
from articles.publishing.article import save
from articles.publishing.labels import authors_named, categories_named, tags_named
from articles.publishing.recording import (
    DATETIMES,
    RECORDED_FIELDS,
    Labels,
    override_as_recorded,
)
from articles.publishing.transactions import transaction


def restore(revision: Revision, *, by: User | None = None) -> Article:
    """Save the article as the revision recorded it; its present state has a revision too.

    The slug stays: an address never changes by itself. A source or a picture that was
    deleted since does not come back, a category or an author does.
    """
    with transaction():
        article = Article.objects.select_for_update().get(pk=revision.article_id)
        if "body" not in revision.fields:  # Perhaps it is by now.
            revision.refresh_from_db(fields=["fields"])
            revision.article = article
        recorded = revision.recorded
        for name in RECORDED_FIELDS:
            if name in recorded and name != "slug":
                value = recorded[name]
                is_datetime = name in DATETIMES and value
                setattr(
                    article,
                    name,
                    datetime.fromisoformat(value) if is_datetime else value,
                )
        article.source = Source.objects.filter(pk=recorded["source_id"]).first()
        article.thumbnail = Image.objects.filter(pk=recorded["thumbnail_id"]).first()
        labels = Labels(
            categories_named(recorded["categories"]),
            tags_named(recorded["tags"]),
            authors_named(recorded["authors"]),
        )
        overrides = None  # Early revisions did not record them.
        if "overrides" in recorded:
            overrides = [override_as_recorded(row) for row in recorded["overrides"]]
        save(article, labels, overrides=overrides, by=by, act=Revision.Act.RESTORED)
    return article
