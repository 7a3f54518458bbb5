"""The state of an article as ``merging`` compares it: of the row, of a revision, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from articles.models import (
    Article,
    Author,
    Category,
    Instrument,
    Revision,
    Tag,
    VariantOverride,
)
from articles.publishing.labels import tags_named
from articles.publishing.merging import OVERRIDE, State
from articles.publishing.recording import (
    DATETIMES,
    RECORDED_FIELDS,
    Labels,
    labels_of,
    overrides_of,
)
from articles.publishing.tombstones import label_now

_LABELS: Mapping[
    str, tuple[str, type[Category] | type[Tag] | type[Author] | type[Instrument]]
] = {
    "categories": ("category_ids", Category),
    "tags": ("tag_ids", Tag),
    "authors": ("author_ids", Author),
    "instruments": ("instrument_ids", Instrument),
}


def state_of(article: Article) -> dict[str, Any]:
    """Return the state of a stored article, with its labels and overrides. Five queries."""
    return state_with(article, labels_of(article), overrides_of(article))


def state_with(
    article: Article, labels: Labels, overrides: Iterable[Mapping[str, str]]
) -> dict[str, Any]:
    """Return the state of an article with these labels and overrides, as recorded."""
    state = {name: getattr(article, name) for name in RECORDED_FIELDS}
    for name in DATETIMES:
        state[name] = in_utc(state[name])
    rows = {name: getattr(labels, name) for name in _LABELS}
    return (
        state
        | {name: [row.pk for row in found] for name, found in rows.items()}
        | flat_overrides(overrides)
    )


def recorded_state(revision: Revision) -> dict[str, Any]:
    """Return the state that a revision recorded, with the labels as they are today.

    Fields that it does not know are missing. Up to three queries.
    """
    recorded = revision.recorded
    state = {name: recorded[name] for name in RECORDED_FIELDS if name in recorded}
    for name in DATETIMES:
        if value := state.get(name):
            state[name] = in_utc(datetime.fromisoformat(value))
    for name, (ids, model) in _LABELS.items():
        if ids in recorded:
            state[name] = recorded[ids]
        elif not issubclass(model, Instrument):  # Early ones do not know those.
            state[name] = _labels_today(model, recorded[name])
    return state | flat_overrides(recorded.get("overrides", ()))


def in_utc(value: datetime | None) -> str | None:
    """Return a time as states hold it."""
    return value.astimezone(UTC).isoformat() if value else None


def flat_overrides(overrides: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return each text of the overrides under a name of its own."""
    return {
        f"{OVERRIDE}{override['variant']}.{name}": text
        for override in overrides
        for name, text in override.items()
        if name != "variant" and text
    }


def changed_overrides(
    article: Article, base: Revision | None, overrides: Iterable[VariantOverride]
) -> dict[str, str]:
    """Return what differs in the overrides from those of the base, else of the article."""
    if base:
        then = flat_overrides(base.recorded.get("overrides", ()))
    else:
        then = flat_overrides(overrides_of(article) if article.pk else ())
    now = flat_overrides(override.recorded for override in overrides)
    return {
        name: now.get(name, "")
        for name in then | now
        if now.get(name, "") != then.get(name, "")
    }


def put_columns(article: Article, state: State) -> None:
    """Put the state on an article, as far as it is in columns."""
    for name in RECORDED_FIELDS:
        if name in state:
            value = state[name]
            is_datetime = name in DATETIMES and value
            setattr(
                article, name, datetime.fromisoformat(value) if is_datetime else value
            )


def labels_in(state: State) -> Labels:
    """Return the labels of a state; new tags are made, and those that are gone left out."""
    categories = Category.objects.in_bulk(state["categories"])
    authors = Author.objects.in_bulk(state["authors"])
    instruments = Instrument.objects.in_bulk(state["instruments"])
    return Labels(
        categories=[categories[pk] for pk in state["categories"] if pk in categories],
        tags=_tags(state["tags"]),
        authors=[authors[pk] for pk in state["authors"] if pk in authors],
        instruments=[
            instruments[pk] for pk in state["instruments"] if pk in instruments
        ],
    )


def overrides_in(state: State) -> list[VariantOverride]:
    """Return the overrides of a state, for an article that is not said yet."""
    texts: dict[str, dict[str, str]] = {}
    for name, text in state.items():
        if name.startswith(OVERRIDE) and text:
            _, variant, field = name.split(".")
            texts.setdefault(variant, {})[field] = text
    return [VariantOverride(variant=v, fields=fields) for v, fields in texts.items()]


def names_of(field: str, value: Any) -> Any:
    """Return the value of a field with labels by their names. A query for labels."""
    if field not in _LABELS:
        return value
    rows = _LABELS[field][1]._default_manager.in_bulk(
        [pk for pk in value if isinstance(pk, int)]
    )
    return [str(rows.get(pk, pk)) for pk in value]


def with_known_tags(
    names: Sequence[int | str], base: Revision | None
) -> list[int | str]:
    """Return the tags of these names by number, as far as there are any. A query.

    A name by which one was known when the base was saved keeps its tag.
    """
    recorded = base.fields if base else {}
    pairs = zip(recorded.get("tags", ()), recorded.get("tag_ids", ()), strict=False)
    known = {Tag.key_of(name): pk for name, pk in pairs}
    keys = {Tag.key_of(name) for name in names if isinstance(name, str)} - known.keys()
    known |= dict(Tag.objects.filter(key__in=keys).values_list("key", "pk"))
    found = (
        known.get(Tag.key_of(name), name) if isinstance(name, str) else name
        for name in names
    )
    return list(dict.fromkeys(found))


def _tags(wanted: Sequence[int | str]) -> list[Tag]:
    known = Tag.objects.in_bulk([pk for pk in wanted if isinstance(pk, int)])
    named = tags_named(name for name in wanted if isinstance(name, str))
    by_key = {tag.key: tag for tag in named}
    found = [
        known.get(tag) if isinstance(tag, int) else by_key.get(Tag.key_of(tag))
        for tag in wanted
    ]
    return list({tag.pk: tag for tag in found if tag}.values())


def _labels_today(
    model: type[Category] | type[Tag] | type[Author], names: Sequence[str]
) -> list[int]:
    """Return the numbers of the labels that have these names, or had them before they were
    merged; those that are gone are left out. A query, and none without names; more for
    each name that none has."""
    keys = [model.key_of(name) for name in names]
    rows = model._default_manager.filter(key__in=keys).order_by("-pk")
    known = {row.key: row.pk for row in rows} if keys else {}
    by_name = {row.name: row.pk for row in rows} if keys else {}
    found: dict[int, None] = {}
    for name, key in zip(names, keys, strict=True):
        pk = by_name.get(name, known.get(key))
        if pk is None and (label := label_now(str(model._meta.model_name), None, name)):
            pk = label.pk
        if pk is not None:
            found[pk] = None
    return list(found)
