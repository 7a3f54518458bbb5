"""Show the fields in which two recorded states of an article differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from articles import images
from articles.admin.comparing import Row, compare
from articles.admin.readable import field_label, readable
from articles.models import Article, Image
from articles.publishing import LABEL_IDS, changes_between

# Texts are compared by character, other values as a whole.
_TEXTS = {
    *("title", "lead", "summary", "description", "body"),
    *("disclaimer", "overrides", "extra"),
}


@dataclass(frozen=True)
class Difference:
    """A field on both sides: as ``rows`` of a text, as labels ``added`` and ``removed``, as
    pictures, or as values in words. ``is_reordered`` is of labels in another order."""

    label: str
    left: str = ""
    right: str = ""
    rows: tuple[Row, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    is_reordered: bool = False
    left_picture: Image | None = None
    right_picture: Image | None = None

    @property
    def left_url(self) -> str:
        return _url(self.left_picture)

    @property
    def right_url(self) -> str:
        return _url(self.right_picture)


def differences(
    left: Mapping[str, Any], right: Mapping[str, Any]
) -> Iterator[Difference]:
    """Yield the fields that differ, in the order in which they are recorded."""
    for name, change in changes_between(left, right).items():
        label = capfirst(field_label(Article, name))
        if name in LABEL_IDS:
            added, removed = tuple(change["added"]), tuple(change["removed"])
            yield Difference(
                label,
                _joined(left[name]),
                _joined(right[name]),
                added=added,
                removed=removed,
                is_reordered=not (added or removed),
            )
            continue
        before, after = (readable(Article, name, side[name]) for side in (left, right))
        if name in _TEXTS:
            yield Difference(label, rows=tuple(compare(before, after)))
        elif name == "thumbnail_id":
            numbers = [state[name] for state in (left, right)]
            found = Image.objects.in_bulk([one for one in numbers if one])
            pictures = [found.get(one) for one in numbers]
            yield Difference(
                label,
                before,
                after,
                left_picture=pictures[0],
                right_picture=pictures[1],
            )
        else:
            yield Difference(label, before, after)


def _joined(names: list[str]) -> str:
    return ", ".join(names)


def _url(image: Image | None) -> str:
    return images.image_data(image, images.CARD).url if image else ""
