"""The row of the table, with what most rows do, and what rows are given to work with."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, ClassVar, Protocol

from articles.archive.fields.merge import Merged, merge
from articles.archive.front_matter import Keys, one_line
from articles.models import Article
from articles.publishing import Labels

Values = dict[str, Any]

_COMMENT_BESIDE = re.compile(
    r"^<!--(?:(?!<!--|-->).)*-->\s*|\s{0,9}<!--(?:(?!<!--|-->).)*-->", re.DOTALL
)


@dataclass(frozen=True)
class ReadContext:
    """The site's part: ``label_keys`` returns its own keys for categories, tags or
    authors, and the texts of some are names ``spaced`` out."""

    label_keys: Callable[[str], Sequence[str]] = lambda _name: ()
    known_widgets: Collection[str] = ()
    spaced: Collection[str] = ()


@dataclass(frozen=True)
class FilePlace:
    """A file's archive, and its path below the archive's root."""

    archive: str
    path: PurePosixPath


class Footer(Protocol):
    """The attribution footer of a file."""

    @property
    def label(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def disclaimer(self) -> str: ...


class Parsed(Protocol):
    """A parsed file, as far as rows look at it."""

    values: Values
    body: str
    slugs: list[str]
    proposed_source: str
    has_spaced_labels: bool

    @property
    def footer(self) -> Footer | None: ...


@dataclass(frozen=True)
class HeaderEdit:
    """A parsed file, its article's values now, and the fields to be written.

    ``footer_lines`` is how many lines at the end of the text stay there as the footer.
    """

    parsed: Parsed
    now: Values
    names: Set[str]
    footer_lines: int = 0


class HeaderWriter(Protocol):
    """A file's front matter, to be edited; ``values`` has its keys in lower case.

    Of several keys for one thing, the one that counts is edited, else the first added.
    """

    values: dict[str, Any]
    is_new: bool

    def holding(self, *keys: str) -> str: ...
    def put(self, *keys: str, value: Any) -> None: ...
    def set(self, key: str, value: Any) -> None: ...
    def add(self, key: str, value: Any) -> None: ...
    def drop(self, *keys: str) -> None: ...
    def items(self, *keys: str) -> list[Any]: ...
    def put_items(
        self, *keys: str, items: list[Any], is_spaced: bool = False
    ) -> None: ...
    def datetime_of(self, *keys: str) -> datetime | None: ...
    def put_datetime(self, *keys: str, value: datetime) -> None: ...


@dataclass(frozen=True)
class FieldSpec:
    """A group of fields; ``keys`` are in lower case, the first is the one to write.

    As it stands, a row reads nothing, and its fields are attributes of the article.
    """

    names: tuple[str, ...]
    keys: tuple[str, ...] = ()
    cascades: bool = True  # The pages of lists hand the keys down.

    # Stored by setting attributes, before the article itself is.
    is_plain: ClassVar[bool] = True
    # Merged where the file changed; else the import decides by other means.
    is_merged: ClassVar[bool] = True
    # Keys that an edit adds to a file come in this order, lowest first; in a new file
    # they come in the table's.
    rank: ClassVar[int] = 0
    # What the keys say besides stays in ``extra``.
    shares_keys: ClassVar[bool] = False
    # Fields that an editor can change without saving the article: a category is renamed.
    shared: ClassVar[tuple[str, ...]] = ()
    # The model's fields that hold one of ours, where they are not called the same.
    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @property
    def cascading_keys(self) -> tuple[str, ...]:
        return self.keys if self.cascades else ()

    def read(self, keys: Keys, context: ReadContext) -> Values:
        """Take the keys. An unreadable value is reported, and left to ``extra``."""
        return {}

    def plain(self, values: Values) -> Values:
        """Return the row's values as JSON holds them."""
        return {name: values[name] for name in self.names}

    def align(self, value: Any, like: Any) -> Any:
        """Spell a plain value as another, if spelling makes no difference."""
        return value

    def merge(self, base: Any, ours: Any, theirs: Any) -> Merged:
        """Merge one field's plain values."""
        return merge(base, ours, theirs)

    def current(self, article: Article) -> Values:
        return {name: getattr(article, name) for name in self.names}

    def apply(self, article: Article, values: Values) -> Labels | None:
        """Put plain values on the article, unless the import stores them in its own way.

        Return labels, if the row has them, for ``save``.
        """
        for name in self.names if self.is_plain else ():
            setattr(article, name, values[name])
        return None

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        """Tell whether file and article agree on a field, as far as a file can."""
        return bool(normal(parsed.values[name]) == normal(now[name]))

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        """Write the article's values of now into the front matter."""


def normal(value: Any) -> Any:
    """Return a value as a file can hold it: whole seconds, line ends of one kind."""
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    if isinstance(value, str):
        return unix_lines(value).strip()
    return value


def unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def escaped(name: str, before: Any = "") -> str:
    """Escape a name, so that a reader who decodes entities reads it as it is.

    HTML comments of the text ``before``, which it replaces, stay in a place where both
    say the same.
    """
    text, start = "", 0
    for found in _COMMENT_BESIDE.finditer(before) if isinstance(before, str) else ():
        above, below = (
            one_line(before[: found.start()]),
            one_line(before[found.end() :]),
        )
        if found[0].strip() in name:
            continue  # As text; nobody could tell the two apart.
        if name.startswith(above):
            place = len(above)
        elif name.endswith(below):
            place = len(name) - len(below)
        else:
            continue
        text += _escaped(name[start:place]) + found[0]
        start = place
    text += _escaped(name[start:])
    return text if one_line(text) == name else _escaped(name)


def _escaped(name: str) -> str:
    ways = (name, name.replace("<", "&lt;"), html.escape(name, quote=False))
    return next((way for way in ways if one_line(way) == name), ways[-1])


def on_one_line(title: str) -> str:
    """Return a title as a file can hold it, with one space between words."""
    return one_line(_escaped(title))
