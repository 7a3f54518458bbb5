"""Places in the site's menus: ``[menu, label, weight]`` each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from articles.archive.fields.merge import Merged, merge
from articles.archive.fields.spec import (
    FieldSpec,
    FilePlace,
    HeaderEdit,
    HeaderWriter,
    Parsed,
    ReadContext,
    Values,
    escaped,
)
from articles.archive.front_matter import Keys, as_list, clean_text, one_line, weight_of
from articles.models import Article


class Menus(FieldSpec):
    """Stored by the import, once the article is."""

    rank = 13
    is_plain = False
    shared = ("menus",)

    def read(self, keys: Keys, context: ReadContext) -> Values:
        value = keys.take("menus", "menu")
        weight = weight_of(keys.look("weight")) or 0
        label = one_line(keys.look("linktitle"))[:255]
        if isinstance(value, dict):
            entries = [
                _entry(keys, name, entry if isinstance(entry, dict) else {}, weight)
                for name, entry in value.items()
                if clean_text(name)  # A menu without a name shows nowhere.
            ]
        else:
            names = dict.fromkeys(clean_text(item)[:50] for item in as_list(value))
            entries = [[name, "", weight] for name in names if name]
        return {"menus": [[menu, name or label, at] for menu, name, at in entries]}

    def plain(self, values: Values) -> Values:
        return {"menus": sorted(values["menus"])}

    def merge(self, base: Any, ours: Any, theirs: Any) -> Merged:
        """Menu by menu: two entries in one cannot both stand."""
        sides = (
            {menu: tuple(rest) for menu, *rest in side} for side in (base, ours, theirs)
        )
        merged = merge(*sides)
        entries = sorted([menu, *rest] for menu, rest in merged.value.items())
        return replace(merged, value=entries)

    def current(self, article: Article) -> Values:
        entries = article.menu_entries.all()
        return {"menus": [[e.menu, e.label, e.weight] for e in entries]}

    def same(self, name: str, parsed: Parsed, now: Values, place: FilePlace) -> bool:
        return self.plain(parsed.values) == self.plain(now)

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        key, entries = header.holding(*self.keys), edit.now["menus"]
        before = header.values.get(key)
        if not entries:
            header.set(key, "" if isinstance(before, str) else [])
            return
        is_plain = all(
            not label and at == edit.now["weight"] for _menu, label, at in entries
        )
        if is_plain and not (header.is_new or isinstance(before, dict)):
            names = [menu for menu, *_rest in entries]
            is_text = isinstance(before, str) and len(names) == 1
            header.set(key, names[0] if is_text else names)
            return
        old = before if isinstance(before, dict) else {}
        written = {menu: _written(old.get(menu), *rest) for menu, *rest in entries}
        header.set(key, written)


def _entry(keys: Keys, name: str, entry: dict[str, Any], default: int) -> list[Any]:
    lowered = {key.lower(): value for key, value in entry.items()}
    weight = weight_of(lowered.get("weight", default))
    if weight is None:
        weight = default
        keys.warn("odd-weight", "menu", f"The weight in menu “{name}” is no number.")
    return [name[:50], one_line(lowered.get("name"))[:255], weight]


def _written(old: Any, label: str, weight: int) -> dict[str, Any]:
    """Return an entry with this name and weight; its other keys stay."""
    entry = old if isinstance(old, dict) else {}
    spelled = {key.lower(): key for key in entry}
    name_key, weight_key = spelled.get("name", "name"), spelled.get("weight", "weight")
    written: dict[str, Any] = {}
    if one_line(entry.get(name_key)) != label:
        written[name_key] = escaped(label)
    if str(entry.get(weight_key)) != str(weight):
        written[weight_key] = weight
    return entry | written
