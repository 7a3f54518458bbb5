"""The verbs for an article: save, publish, withdraw and delete it.

Each renders, stores, lists, indexes and records a revision in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import attached_files, listings, outbox, search
from articles.choices import ChangeKind, Status
from articles.models import (
    Article,
    ArticleCategory,
    ArticleInstrument,
    AuditEntry,
    Byline,
    Label,
    Redirect,
    Revision,
    TaggedArticle,
    VariantOverride,
    hide_at_once,
)
from articles.publishing.addresses import lead_away, move_page, was_public
from articles.publishing.article_state import state_with
from articles.publishing.audit import audit
from articles.publishing.derived import render_article
from articles.publishing.kinds import is_live, proposed_kind
from articles.publishing.menus import refresh_menus
from articles.publishing.merging import State
from articles.publishing.picture_uses import record_uses
from articles.publishing.recording import (
    Labels,
    keep_body,
    labels_of,
    overrides_of,
    record,
    record_imported,
    recorded_fields,
)
from articles.publishing.times import (
    SenselessTimes,
    embargo_holds,
    shortens_embargo,
)
from articles.publishing.transactions import transaction
from articles.publishing.versions import note_change
from articles.variants import conversions


class ArticleKilled(Exception):
    """Nothing changes a killed article but bringing it back."""


def save(
    article: Article,
    labels: Labels | None = None,
    *,
    overrides: Sequence[VariantOverride] | None = None,
    by: User | None = None,
    act: Revision.Act = Revision.Act.SAVED,
) -> None:
    """Store the article with everything derived from it, and record the act.

    ``labels`` and ``overrides`` replace the stored ones; None leaves them as they are.
    """
    render_article(article)
    store(article, labels, overrides=overrides, by=by, act=act)


def store(
    article: Article,
    labels: Labels | None = None,
    *,
    overrides: Sequence[VariantOverride] | None = None,
    by: User | None = None,
    act: Revision.Act = Revision.Act.SAVED,
    kind: ChangeKind | None = None,
    lifts_embargo: bool = False,
    **merged: Any,
) -> Revision | None:
    """As ``save``, for an article that is rendered. ``merged`` is what ``record`` is told
    of a merge and of what was said; a change to a live article is of the ``kind`` that is
    proposed for it, unless another is given.

    An act that changes nothing of what a revision records leaves none, and the article as
    last edited when it was. Raises ``SenselessTimes`` if it ends an embargo that is running,
    which ``lift_embargo`` alone does.
    """
    with transaction() as indexes:
        before = keep_body(article)
        until = before.embargoed_until if before and not lifts_embargo else None
        if shortens_embargo(until, article.embargoed_until):
            raise SenselessTimes(embargo_holds())
        had = labels_of(article) if before else Labels([], [], [])
        recorded = texts = overrides_of(article) if before else []
        labels = labels or had
        if overrides is not None:
            rows = sorted(overrides, key=lambda override: override.variant)
            recorded = [override.recorded for override in rows]
        then = state_with(before, had, texts) if before else {}
        now = state_with(article, labels, recorded)
        is_act = then != now or _is_recorded_anyway(before, article, act, merged)
        kind = _kind_of(kind, then, now, act) if is_live(before, article) else None
        _check_not_killed(before, article, act, is_changed=then != now)
        article.save(update_fields=None if is_act else Article.DERIVED)
        if before and before.is_published and not article.is_published:
            hide_at_once()
        _move(before, article)
        _replace_labels(article, had, labels)
        if recorded != texts:
            _replace_overrides(article, overrides or [])
        record_uses([article])
        _update_lists(before, article)
        if is_act:
            _note_for_receivers(before, article, [*had.all, *labels.all], kind, act)
        search.index_articles(
            [article], {article.pk: _filed(labels, recorded)}, held=indexes
        )
        if not is_act:
            return None
        fields = recorded_fields(article, labels, recorded)
        revision = record(article, fields, by=by, act=act, kind=kind or "", **merged)
        if before:
            note_change(before, article, revision)
        return revision


def _is_recorded_anyway(
    before: Article | None,
    article: Article,
    act: Revision.Act,
    merged: Mapping[str, Any],
) -> bool:
    """Tell whether an act that changes nothing leaves a revision all the same."""
    is_import = act == Revision.Act.IMPORTED
    is_first = before is None or not article.revisions.exists()
    return is_import or bool(merged.get("rejected")) or is_first


def resolve_times(
    values: Mapping[str, Any],
    changed: Collection[str] = (),
    kind: ChangeKind | None = None,
) -> dict[str, Any]:
    """Return the values with the times that follow from them.

    ``changed`` names the fields that were edited, ``kind`` says how far a live article was.
    What is published without a time is published now; what changed in substance was
    modified now.
    """
    now = timezone.now()
    times = dict(values)
    if (
        times.get("status") == Status.PUBLISHED
        and times.get("published_at", now) is None
    ):
        times["published_at"] = now
    if kind is ChangeKind.SUBSTANTIVE and "modified_at" not in changed:
        times["modified_at"] = now
    return times


@transaction()
def create_many(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    documents: Sequence[str | None] = (),
) -> None:
    """Save newly imported articles, which the caller has rendered, in a few statements.

    Pass their ``documents`` for the search where they are made already. The caller
    refreshes the menus.
    """
    Article.objects.bulk_create(articles)
    pairs = list(zip(articles, labels, strict=True))
    ArticleCategory.objects.bulk_create(
        ArticleCategory(
            article_id=article.pk, category_id=category.pk, position=position
        )
        for article, filed in pairs
        for position, category in enumerate(filed.categories)
    )
    Byline.objects.bulk_create(
        Byline(article_id=article.pk, author_id=author.pk, position=position)
        for article, filed in pairs
        for position, author in enumerate(filed.authors)
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object_id=article.pk, tag_id=tag.pk)
        for article, filed in pairs
        for tag in filed.tags
    )
    record_uses(articles)
    outbox.note_import(articles)
    listings.add_to_listings(articles)
    search.index_articles(
        articles,
        {article.pk: _filed(filed, []) for article, filed in pairs},
        {
            article.pk: document
            for article, document in zip(articles, documents, strict=False)
            if document
        },
    )
    record_imported(pairs)


@transaction()
def delete(
    article: Article, *, by: User | None = None, leads_to: Article | None = None
) -> None:
    """Remove the article from its lists and menus, then for good with its files.

    Addresses at which readers found it lead to another article, or are gone.
    ``delete_for_good`` is the desk's verb.
    """
    audit(AuditEntry.Act.DELETED, article, by=by)
    if was_public(article):
        hide_at_once()
        lead_away([article], leads_to, Redirect.Reason.DELETED)
    if article.is_listed:
        outbox.note_deletion(article, labels_of(article).all)
    search.forget_articles([article])
    listings.remove_from_listings(article)
    had_menus = article.menu_entries.exists()
    files = list(article.attached_files.values_list("file", flat=True))
    article.delete()
    attached_files.delete_unused(files)
    if had_menus:
        refresh_menus()


def _replace_labels(article: Article, had: Labels, labels: Labels) -> None:
    """Replace the labels, touching only what differs."""
    if had.categories != labels.categories:
        article.article_categories.all().delete()
        conversions.forget_texts(article)  # A category has terms of its own.
        ArticleCategory.objects.bulk_create(
            ArticleCategory(article=article, category=category, position=position)
            for position, category in enumerate(labels.categories)
        )
    if had.authors != labels.authors:
        article.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, author=author, position=position)
            for position, author in enumerate(labels.authors)
        )
    if had.tags != labels.tags:
        article.tags.clear()
        article.tags.add(*labels.tags)
    if had.instruments != labels.instruments:
        article.article_instruments.all().delete()
        ArticleInstrument.objects.bulk_create(
            ArticleInstrument(article=article, instrument=instrument, position=position)
            for position, instrument in enumerate(labels.instruments)
        )


def _replace_overrides(article: Article, overrides: Sequence[VariantOverride]) -> None:
    """Replace the article's overrides in variants."""
    article.overrides.all().delete()
    VariantOverride.objects.bulk_create(
        VariantOverride(article=article, variant=row.variant, fields=row.fields)
        for row in overrides
    )
    conversions.forget_texts(article)


def _move(before: Article | None, article: Article) -> None:
    """Let the address that the article had lead to its new one."""
    if before is None:
        move_page(article, "")
    elif before.slug != article.slug:
        move_page(article, before.slug if was_public(before) else "")


def _update_lists(before: Article | None, article: Article) -> None:
    """Bring lists and menus up to what is stored."""
    listings.update_listings(article)
    if before and before.translation_key not in {"", article.translation_key}:
        listings.update_versions(before.translation_key)
    if article.menu_entries.exists():
        refresh_menus()


def _note_for_receivers(
    before: Article | None,
    article: Article,
    labels: Sequence[Label],
    kind: ChangeKind | None,
    act: Revision.Act,
) -> None:
    """Write to the outbox what the act means to receivers. What an import brings is no
    news, but what it takes from readers is."""
    was_listed = before is not None and before.is_listed
    if act == Revision.Act.IMPORTED and (article.is_listed or not was_listed):
        outbox.note_import([article])
        return
    outbox.note_publication(
        before,
        article,
        labels,
        change=kind,
        is_correction=act == Revision.Act.CORRECTED,
        had_readers=_is_kill_of_public(before, article),
    )


def _is_kill_of_public(before: Article | None, article: Article) -> bool:
    is_killed = article.status == Status.KILLED
    return before is not None and is_killed and was_public(before)


def _check_not_killed(
    before: Article | None, article: Article, act: Revision.Act, *, is_changed: bool
) -> None:
    """Raise ``ArticleKilled`` for a change to what is killed."""
    if before is None or before.status != Status.KILLED or not is_changed:
        return
    is_revival = act == Revision.Act.RESTORED and article.status != Status.KILLED
    if not is_revival:
        raise ArticleKilled


def _kind_of(
    kind: ChangeKind | None, before: State, after: State, act: Revision.Act
) -> ChangeKind:
    """Return the kind given, else the one that is proposed; an archive says itself when a
    text was last modified."""
    if kind is None and act == Revision.Act.IMPORTED:
        is_moved = before["modified_at"] != after["modified_at"]
        return ChangeKind.SUBSTANTIVE if is_moved else ChangeKind.TECHNICAL
    return kind or proposed_kind(before, after)


def _filed(labels: Labels, overrides: list[dict[str, str]]) -> search.ArticleRelations:
    return search.ArticleRelations(
        category_ids=[category.pk for category in labels.categories],
        tags=[(tag.pk, tag.name) for tag in labels.tags],
        author_ids=[author.pk for author in labels.authors],
        instruments=[instrument.spellings for instrument in labels.instruments],
        overrides=[*overrides],
    )
