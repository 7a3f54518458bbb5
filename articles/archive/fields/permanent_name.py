"""The name by which feeds and partners know an article, whatever becomes of its address."""

from __future__ import annotations

import re
import uuid

from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.front_matter import Keys, clean_text
from articles.models import Article
from articles.publishing import Labels

# As earlier versions named articles (RFC 4151).
_TAG = re.compile(r"tag:[^\s,]+,\d{4}(?:-\d\d){0,2}:[^\s\x00]{1,200}")


class PermanentName(FieldSpec):
    """Written for articles that were born here, and taken by the first import only: of a
    file that does not say it, the name follows from its place."""

    rank = 19
    is_merged = False

    def read(self, keys: Keys, context: ReadContext) -> Values:
        (key,) = self.keys
        name = clean_text(keys.look(key)).strip()
        if not name or not is_permanent_name(name):
            if name:
                keys.warn("odd-value", key, f"“{name[:60]}” is no name for an article.")
            return {"permanent_name": ""}
        keys.take(key)
        return {"permanent_name": name}

    def apply(self, article: Article, values: Values) -> Labels | None:
        if name := values["permanent_name"]:
            article.permanent_name = name
        return None

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        return True  # Nothing changes it, in the file or here.

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        # A page of a list has none.
        if header.is_new and (name := edit.now.get("permanent_name")):
            header.put(*self.keys, value=name)


def is_permanent_name(name: str) -> bool:
    """Tell whether a text is a UUID as we write one, or a tag URI."""
    try:
        is_uuid = str(uuid.UUID(name)) == name
    except ValueError:
        is_uuid = False
    return is_uuid or bool(_TAG.fullmatch(name))
