"""Keys that no row reads, kept as they came."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
)
from articles.archive.fields.texts import TITLE_LENGTH
from articles.archive.front_matter import Keys, clean_text, identical, one_line
from articles.models import Article


@dataclass(frozen=True)
class Extra(FieldSpec):
    """Under the ``known`` keys stands what another row could not read, or not in full;
    that row compares and writes them."""

    rank = 15
    known: frozenset[str] = frozenset()

    def read(self, keys: Keys, context: ReadContext) -> Values:
        extra = keys.rest()
        title = one_line(clean_text(keys.look("title")))
        if len(title) > TITLE_LENGTH:
            extra["title"] = title
        return {"extra": extra}

    def current(self, article: Article) -> Values:
        # The address of a thumbnail that was not found is kept there by the import.
        kept = article.extra.items()
        return {"extra": {key: value for key, value in kept if key != "thumbnail"}}

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        sides = (parsed.values["extra"], now["extra"])
        texts = {json.dumps(self._unknown(side), sort_keys=True) for side in sides}
        return len(texts) == 1

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        before = edit.parsed.values["extra"]
        for key in before:
            if key not in edit.now["extra"]:
                header.drop(key.lower())
        for key, value in self._unknown(edit.now["extra"]).items():
            if key not in before or not identical(before[key], value):
                header.add(key, value)

    def _unknown(self, extra: dict[str, Any]) -> dict[str, Any]:
        return {k: value for k, value in extra.items() if k.lower() not in self.known}
