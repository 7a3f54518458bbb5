"""Merge labels, delete them, bring them back, and tell what became of one.

A label is a category, tag, author or source. Each article is found by its labels, so those
concerned are indexed again: at once where they are few, after the transaction where they
are many.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core import serializers
from django.core.serializers.base import DeserializedObject
from django.db.models import ForeignKey, Min, Model, Q, QuerySet

from articles import listings, search
from articles.models import (
    Article,
    ArticleCategory,
    Byline,
    FooterRule,
    FoundSource,
    Label,
    LabelTombstone,
    ListPage,
    Redirect,
    Source,
    TaggedArticle,
    Term,
    kind_of,
)
from articles.publishing.addresses import lead_away, move_page
from articles.publishing.source_evidence import weigh_evidence
from articles.publishing.transactions import transaction
from articles.variants import term_base
from articles.variants.engine import fold

# The rows that file articles under a label, and their column for the article.
_FILINGS: dict[str, tuple[Any, str]] = {
    "category": (ArticleCategory, "article"),
    "tag": (TaggedArticle, "content_object"),
    "author": (Byline, "article"),
}
# The rows that belong to a label, and go over to the one that takes its place.
_BELONGINGS: dict[str, tuple[Any, ...]] = {
    "category": (ListPage, Term),
    "tag": (ListPage,),
    "author": (ListPage,),
    "source": (FoundSource, FooterRule),
}
_BATCH = 1000
# An article, its place among its labels, and whether it had the one in their place.
_Filed = tuple[int, int, bool]


class LabelTaken(Exception):
    """Another label has the name or the address by now."""

    def __init__(self, label: Label) -> None:
        self.label = label
        super().__init__(str(label))


@transaction()
def merge_labels(
    labels: Iterable[Label], into: Label, *, by: User | None = None
) -> int:
    """Give the articles of all these labels the one label; says how many got it anew.

    The others go, and can be brought back. Some twenty queries, and ten more for each text
    in several versions of which each had another of the labels.
    """
    kind = kind_of(into)
    gone = [label for label in labels if label != into]
    _renew_terms([*gone, into])
    search.mark_stale(_filed_under(kind, gone))
    _bury(gone, into, by)
    moved = _file_anew(kind, gone, into)
    for model in _BELONGINGS[kind]:
        _going_over(model, gone, into).update(**{kind: into})
    lead_away(gone, into, Redirect.Reason.MERGED)
    listings.merge_listings(gone, into)
    _delete(gone)
    if isinstance(into, Source):
        weigh_evidence(sources=[into])
    search.reindex_stale(wait=False)
    return moved


@transaction()
def delete_labels(labels: Collection[Label], *, by: User | None = None) -> None:
    """Delete labels; their articles stay, their addresses answer that they are gone.

    Only a tag may have articles still. All can be brought back.
    """
    _renew_terms(labels)
    for label in labels:
        search.mark_stale(_filed_under(kind_of(label), [label]))
    _bury(labels, None, by)
    lead_away(labels, None, Redirect.Reason.DELETED)
    _delete(labels)
    search.reindex_stale(wait=False)


@transaction()
def bury_source(source: Source, into: Source | None) -> None:
    """Delete a source that nothing uses; its addresses lead to the one in its place."""
    _bury([source], into, None)
    reason = Redirect.Reason.MERGED if into else Redirect.Reason.DELETED
    lead_away([source], into, reason)
    source.delete()


@transaction()
def revive_label(tombstone: LabelTombstone) -> Label:
    """Bring a label back with its number, address and texts, and give it its articles.

    An article that was filed otherwise since keeps what it has. Raises ``LabelTaken`` if
    another label has its name or address by now; nothing is changed then.
    """
    kind = tombstone.kind
    now = label_now(kind, tombstone.into_id) if tombstone.into_id else None
    label = _dig_up(tombstone)
    for start in range(0, len(tombstone.filed), _BATCH):
        filed = tombstone.filed[start : start + _BATCH]
        pks = [pk for pk, _place, _had in filed]
        _give_back(tombstone, filed, label, now)
        articles = Article.objects.filter(pk__in=pks)
        search.mark_stale(articles.values("pk"))
        listings.update_many(articles)
    for model in _BELONGINGS[kind]:
        keys = tombstone.moved.get(model._meta.model_name, [])
        model.objects.filter(pk__in=keys, **{kind: now}).update(**{kind: label})
    redirects = Redirect.objects.filter(pk__in=tombstone.moved.get("redirect", []))
    for redirect in redirects:
        redirect.lead_to(label, variant=redirect.variant)
        redirect.save()
    move_page(label, "")
    tombstone.delete()
    if isinstance(label, Source):
        weigh_evidence(sources=[label, *([now] if isinstance(now, Source) else [])])
    _renew_terms([label])
    search.reindex_stale(wait=False)
    return label


def label_now(kind: str, old_id: int | None, name: str = "") -> Label | None:
    """Return the label of that number as it is now: itself, or what it was merged into.

    One that was deleted, or that went before such things were kept, is the one that has its
    name by now, if any.
    """
    model = _model(kind)
    known = set()
    while old_id is not None and old_id not in known:
        if label := model.objects.filter(pk=old_id).first():
            return _as_label(label)
        known.add(old_id)
        rows = LabelTombstone.objects.filter(kind=kind, old_id=old_id)
        tombstone = rows.only("into_id").first()
        old_id = tombstone.into_id if tombstone else None
    if not name:
        return None
    key_of = getattr(model, "key_of", fold)
    rows = model.objects.filter(key=key_of(name)).order_by("pk")
    return _as_label(min(rows, key=lambda row: row.name != name, default=None))


def article_count(label: Label) -> int:
    """Count the articles that are filed under a label. A query."""
    return int(_filed_under(kind_of(label), [label]).count())


def _model(kind: str) -> Any:
    return Redirect._meta.get_field(kind).related_model


def _as_label(row: Any) -> Label | None:
    label: Label | None = row
    return label


def _filed_under(kind: str, labels: Collection[Label]) -> QuerySet[Any, Any]:
    """Select the ids of the articles that have one of these labels."""
    if kind == "source":
        return Article.objects.filter(**{"source__in": labels}).values("pk")
    model, article = _FILINGS[kind]
    rows: QuerySet[Any, Any] = model.objects.filter(**{f"{kind}__in": labels})
    return rows.order_by().values(article)


def _renew_terms(labels: Collection[Label]) -> None:
    """Let texts be converted anew if terms count for one of these categories alone."""
    if Term.objects.filter(category__in=_pks(labels, "category")).exists():
        term_base.renew_conversions()


def _pks(labels: Collection[Label], kind: str) -> list[int]:
    return [label.pk for label in labels if kind_of(label) == kind]


# Away


def _bury(labels: Collection[Label], into: Label | None, by: User | None) -> None:
    """Keep what is needed to bring these labels back."""
    for label in labels:
        kind = kind_of(label)
        redirects = Redirect.objects.leading_to(label).values_list("pk", flat=True)
        moved: dict[str, list[int]] = {"redirect": list(redirects)}
        rows: list[Model] = [label]
        for model in _BELONGINGS[kind]:
            own = model.objects.filter(**{kind: label})
            if into:
                going = _going_over(model, labels, into).filter(**{kind: label})
            else:  # What an import found stays, without a source.
                going = own if model is FoundSource else own.none()
            moved[model._meta.model_name] = list(going.values_list("pk", flat=True))
            rows += own.exclude(pk__in=going)
        filed = _filed(kind, label, into)
        LabelTombstone.objects.create(
            kind=kind,
            old_id=label.pk,
            name=str(label),
            slug=label.slug,
            into_id=into.pk if into else None,
            rows=json.loads(serializers.serialize("json", rows)),
            filed=filed,
            article_count=len(filed),
            moved=moved,
            buried_by=by,
        )


def _going_over(model: Any, gone: Collection[Label], into: Label) -> QuerySet[Any, Any]:
    """Select what the label in their place takes over: of terms, those it has not."""
    kind = kind_of(into)
    rows: QuerySet[Any, Any] = model.objects.filter(**{f"{kind}__in": gone})
    if model is Term:
        kept = Term.objects.filter(category=into.pk).values("simplified")
        first = rows.order_by().values("simplified").annotate(first=Min("pk"))
        rows = rows.exclude(simplified__in=kept).filter(pk__in=first.values("first"))
    return rows


def _filed(kind: str, label: Label, into: Label | None) -> list[_Filed]:
    if kind == "source":
        pks = Article.objects.filter(source=label.pk).values_list("pk", flat=True)
        return [(pk, 0, False) for pk in pks]
    model, article = _FILINGS[kind]
    rows = model.objects.filter(**{kind: label}).order_by()
    place = "pk" if kind == "tag" else "position"
    others = _filed_under(kind, [into] if into else [])
    had = {*others.values_list(article, flat=True)}
    return [(pk, at, pk in had) for pk, at in rows.values_list(article, place)]


def _file_anew(kind: str, gone: Sequence[Label], into: Label) -> int:
    """Give the articles the label in the place of others; return how many had it not."""
    if kind == "source":
        return int(Article.objects.filter(**{"source__in": gone}).update(source=into))
    model, article = _FILINGS[kind]
    of_gone = model.objects.filter(**{f"{kind}__in": gone})
    with_into = _filed_under(kind, [into])
    new = of_gone.exclude(**{f"{article}__in": with_into})
    # An article keeps the first of its rows, at that place among its labels.
    first = new.order_by().values(article).annotate(first=Min("pk"))
    moved = model.objects.filter(pk__in=first.values("first")).update(**{kind: into})
    of_gone.delete()
    return int(moved)


def _delete(labels: Collection[Label]) -> None:
    for kind in {kind_of(label) for label in labels}:
        _model(kind).objects.filter(pk__in=_pks(labels, kind)).delete()


# And back


def _dig_up(tombstone: LabelTombstone) -> Label:
    """Store the label and what went with it as they were."""
    model = _model(tombstone.kind)
    taken = Q(name=tombstone.name) | Q(slug=tombstone.slug)
    if tombstone.kind == "tag":
        taken |= Q(key=tombstone.rows[0]["fields"]["key"])
    if other := model.objects.filter(taken).first():
        raise LabelTaken(other)
    found: list[DeserializedObject] = list(
        serializers.deserialize("json", json.dumps(tombstone.rows))
    )
    for row in found:
        _forget_missing(row.object)
        row.save()
    label: Label = model.objects.get(pk=tombstone.old_id)
    return label


def _forget_missing(row: Model) -> None:
    """Let a row lead to nothing where what it led to was deleted meanwhile."""
    for field in row._meta.concrete_fields:
        if isinstance(field, ForeignKey) and field.null:
            key = getattr(row, field.attname)
            others = field.related_model._base_manager
            if key is not None and not others.filter(pk=key).exists():
                setattr(row, field.attname, None)


def _give_back(
    tombstone: LabelTombstone,
    filed: Collection[_Filed],
    label: Label,
    now: Label | None,
) -> None:
    """File articles under the label again.

    Of a merged label only those that still have the one in its place: they leave that one,
    unless they had it before or have it from another label, too.
    """
    kind = tombstone.kind
    places = {pk: place for pk, place, _had in filed}
    if kind == "source":
        having = Article.objects.filter(pk__in=places, **{kind: now})
        having.update(**{kind: label})
        return
    model, article = _FILINGS[kind]
    if now is None:
        kept = {*Article.objects.filter(pk__in=places).values_list("pk", flat=True)}
    else:
        rows = model.objects.filter(**{kind: now, f"{article}__in": places})
        twice = {pk for pk, _place, had in filed if had} | _claimed(tombstone, now)
        kept = twice.intersection(rows.values_list(article, flat=True))
        rows.exclude(**{f"{article}__in": kept}).update(**{kind: label})
    model.objects.bulk_create(
        model(
            **{f"{article}_id": pk, kind: label},
            **({} if kind == "tag" else {"position": places[pk]}),
        )
        for pk in sorted(kept)
    )


def _claimed(tombstone: LabelTombstone, now: Label) -> set[int]:
    """Return the articles that have a label in the place of yet another one."""
    others = LabelTombstone.objects.filter(
        kind=tombstone.kind, into_id__in=[tombstone.into_id, now.pk]
    ).exclude(pk=tombstone.pk)
    return {pk for filed in others.values_list("filed", flat=True) for pk, *_ in filed}
