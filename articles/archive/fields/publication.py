"""When readers may see an article: its dates, and whether it is a draft."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from articles.archive.fields.listed import hidden_by_build, show_again
from articles.archive.fields.merge import Merged
from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.front_matter import Keys, clean_text, is_no
from articles.choices import Status
from articles.models import Article
from articles.publishing import Labels

_PUBLISH = ("publishdate", "pubdate", "published")
_MODIFIED = ("lastmod", "modified", "updated", "last_modified_at", "last_updated")
_EXPIRES = ("expirydate", "unpublishdate")
DATE_KEYS = ("date", *_PUBLISH, *_MODIFIED, *_EXPIRES)
STATUS_KEYS = ("draft", "published", "publish", "private", "headless")
# With one of these, ``published`` is a switch and no date.
_WORDS = {"true", "false", "yes", "no"}


class Dates(FieldSpec):
    """Dates by Hugo's order: the first that is valid counts."""

    rank = 2

    def read(self, keys: Keys, context: ReadContext) -> Values:
        date = keys.datetime_of("date")
        publish = keys.datetime_of(*_publish_keys(keys.matter.values.get("published")))
        modified = keys.datetime_of(*_MODIFIED)
        published_at = date or publish or modified
        is_later = publish and published_at and publish > published_at
        return {
            "published_at": published_at,
            "modified_at": modified,
            "expires_at": keys.datetime_of(*_EXPIRES),
            "embargoed_until": publish if is_later else None,
            "has_bad_date": keys.has_bad_date,
            # No date of its own, only that of a change.
            "is_dated_by_change": not (date or publish) and modified is not None,
        }

    def plain(self, values: Values) -> Values:
        return {name: _as_text(values[name]) for name in self.names}

    def apply(self, article: Article, values: Values) -> Labels | None:
        for name in self.names:
            value = values[name]
            is_text = isinstance(value, str)
            setattr(article, name, datetime.fromisoformat(value) if is_text else value)
        return None

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        if name == "embargoed_until":
            return bool(parsed.values[name] == _embargo(now))
        return super().same(name, parsed, now, place)

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        published, embargo = edit.now["published_at"], _embargo(edit.now)
        is_published_changed = not {"published_at", "embargoed_until"}.isdisjoint(
            edit.names
        )
        publish_keys = _publish_keys(header.values.get("published"))
        if is_published_changed:
            _write_published(header, edit.names, published, embargo, publish_keys)
        if "modified_at" in edit.names:
            _write_or_drop(header, _MODIFIED, edit.now["modified_at"])
        if is_published_changed and published:
            later = header.datetime_of(*publish_keys)
            if embargo:
                header.put_datetime(*publish_keys, value=embargo)
            elif later and later > published:
                header.put_datetime(*publish_keys, value=published)
        if "expires_at" in edit.names:
            _write_or_drop(header, _EXPIRES, edit.now["expires_at"])


def _publish_keys(published: object) -> tuple[str, ...]:
    is_switch = clean_text(published).lower() in _WORDS
    return _PUBLISH[:2] if is_switch else _PUBLISH


def _embargo(now: Values) -> datetime | None:
    """Return the embargo's end if that is after the article's own time."""
    embargo, published = now["embargoed_until"], now["published_at"]
    if embargo and published and embargo <= published:
        return None
    return embargo.replace(microsecond=0) if embargo else None


def _write_published(
    header: HeaderWriter,
    changed: Collection[str],
    published: datetime | None,
    embargo: datetime | None,
    publish_keys: tuple[str, ...],
) -> None:
    has_date = header.datetime_of("date") is not None
    if published is None:
        header.drop("date", *publish_keys)
    elif embargo:
        header.put_datetime("date", value=published)
    elif header.datetime_of(*publish_keys) and not has_date:
        if "published_at" in changed:
            header.put_datetime(*publish_keys, value=published)
    elif "published_at" in changed or not has_date:
        header.put_datetime("date", value=published)


def _write_or_drop(
    header: HeaderWriter, keys: tuple[str, ...], value: datetime | None
) -> None:
    if value:
        header.put_datetime(*keys, value=value)
    else:
        header.drop(*keys)


def _as_text(value: datetime | None) -> str | None:
    return value.astimezone().isoformat() if value else None


class StatusField(FieldSpec):
    """A page that its source does not show is a draft. As for Hugo, ``draft`` beats
    ``published`` if both are given; ``hidden_by_status`` has the keys that beat both. The
    reader decides: a draft may have no key for it."""

    rank = 14

    def read(self, keys: Keys, context: ReadContext) -> Values:
        hidden_by = hidden_by_build(keys, "render")
        if keys.switch("headless", empty=False):
            hidden_by.append("headless")
        for key in hidden_by:
            keys.warn("headless", key, "Hugo shows no page of it: kept as a draft.")
        if keys.switch("private", empty=False):
            hidden_by.append("private")
        is_withheld = any(is_no(keys.take(key)) for key in ("published", "publish"))
        draft = keys.switch("draft", empty=False)
        is_draft = is_withheld if draft is None else draft
        return {"is_draft": is_draft or bool(hidden_by), "hidden_by_status": hidden_by}

    def merge(self, base: Any, ours: Any, theirs: Any) -> Merged:
        # Files know drafts and published articles; all else is the desk's decision.
        is_known = ours in {Status.DRAFT, Status.PUBLISHED}
        return super().merge(base, ours, theirs) if is_known else Merged(ours)

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        sides = (parsed.values[name], now[name])
        return len({status == Status.PUBLISHED for status in sides}) == 1

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        if edit.now["status"] != Status.PUBLISHED:
            header.set("draft", True)
            return
        # A draft without such a key is one by what is handed down to it.
        keys = {"draft", "published", "publish"}.intersection(header.values)
        is_draft = edit.parsed.values["is_draft"]
        hidden_by = edit.parsed.values["hidden_by_status"]
        if "draft" in keys or (is_draft and not keys and not hidden_by):
            header.set("draft", False)
        for key in hidden_by:
            show_again(header, key, "render")
        for key in ("published", "publish"):
            if is_no(header.values.get(key)):
                show_again(header, key)
        if edit.parsed.values["has_bad_date"]:  # One alone keeps the file a draft.
            for key in DATE_KEYS:
                value = header.values.get(key)
                if (
                    value
                    and not isinstance(value, bool)
                    and not header.datetime_of(key)
                ):
                    header.drop(key)
