"""Whether an article's page is public, and what lists it: all the keys that say so.

``STEPS`` holds the keys that hide a page from lists or search engines, and what they hide
it from. Sources: Hugo's documentation of build options and of sitemaps, and its behaviour
(0.168) for values that it does not name; Docusaurus (``unlisted``), hexo-hide-posts
(``hidden``), Gridea (``hideInList``), jekyll-sitemap and hexo-generator-sitemap
(``sitemap: false``), and themes (``robots``, ``noindex``, ``robotsNoIndex``).
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from articles.archive.fields.spec import (
    FieldSpec,
    HeaderEdit,
    HeaderWriter,
    ReadContext,
    Values,
)
from articles.archive.front_matter import Keys, as_list, clean_text, is_no, lowered
from articles.choices import Visibility

BUILD_KEYS = ("build", "_build")
_BUILD_OPTIONS = {
    "list": {"always", "local", "never"},
    "render": {"always", "link", "never"},
}
_SWITCHES = {
    "unlisted": Visibility.UNLISTED,
    "hidden": Visibility.UNLISTED,
    "hideinlist": Visibility.UNLISTED,
    "noindex": Visibility.NO_INDEX,
    "robotsnoindex": Visibility.NO_INDEX,
}
_HIDING = {"noindex", "none"}
LISTED_KEYS = (*BUILD_KEYS, "robots", "sitemap", *_SWITCHES)
_ORDER = list(Visibility)


def hidden_by_build(keys: Keys, option: str) -> list[str]:
    """Return the keys of build options by which ``list`` or ``render`` is other than
    ``always``.

    As for Hugo, ``false`` is ``never``, and a value that it does not know ``always``.
    """
    hidden_by = []
    for key in BUILD_KEYS:
        value = keys.look(key)
        if not isinstance(value, dict):
            continue
        keys.leave(key, _without(value, _BUILD_OPTIONS))
        options = lowered(value)
        word = clean_text(options.get(option, "always")) or "always"
        if word not in {*_BUILD_OPTIONS[option], "true", "false"}:
            message = f"“{option}: {word}” is no build option: read as always."
            keys.warn("odd-value", key, message)
        elif word not in {"always", "true"}:
            hidden_by.append(key)
    return hidden_by


def show_again(header: HeaderWriter, key: str, option: str = "list") -> None:
    """Let a key, perhaps one that is handed down, say that nothing is hidden."""
    value = header.values.get(key)
    if key in BUILD_KEYS:
        header.set(key, _with(value, option, "always"))
    elif key == "robots":
        rest = [name for name in _robots(value) if name not in _HIDING]
        header.set(key, ", ".join(["index", *rest]))
    elif key == "sitemap":
        is_map = value is None or isinstance(value, dict)
        header.set(key, _with(value, "disable", False) if is_map else True)
    elif key == "headless" and key in header.values:
        header.drop(key)
    else:
        header.set(key, key in {"published", "publish"})


class VisibilityField(FieldSpec):
    """What lists a published article, or names it to search engines.

    Of several keys the strictest counts. ``hidden_by`` has each, and what it says.
    """

    rank = 17
    shares_keys = True

    def read(self, keys: Keys, context: ReadContext) -> Values:
        said = dict.fromkeys(hidden_by_build(keys, "list"), Visibility.UNLISTED)
        for key, visibility in _SWITCHES.items():
            is_switch = not isinstance(keys.look(key), (dict, list))
            if is_switch and keys.switch(key, empty=False):
                said[key] = visibility
        robots = _robots(keys.look("robots"))
        rest = (name for name in robots if name not in {*_HIDING, "index"})
        keys.leave("robots", ", ".join(rest))
        if not _HIDING.isdisjoint(robots):
            said["robots"] = Visibility.NO_INDEX
        sitemap = keys.look("sitemap")
        keys.leave("sitemap", _without(sitemap, {"disable"}))
        if _is_out_of_sitemap(sitemap):
            said["sitemap"] = Visibility.NO_SITEMAP
        return {"visibility": _strictest(said), "hidden_by": said}

    def write(self, header: HeaderWriter, edit: HeaderEdit) -> None:
        wanted = Visibility(edit.now["visibility"])
        said: dict[str, Visibility] = edit.parsed.values["hidden_by"]
        kept = {}
        for key, visibility in said.items():
            if _ORDER.index(visibility) > _ORDER.index(wanted):
                show_again(header, key)
            else:
                kept[key] = visibility
        if _strictest(kept) is wanted:
            return
        if wanted is Visibility.UNLISTED:
            key = header.holding(*BUILD_KEYS)
            header.set(key, _with(header.values.get(key), "list", "never"))
        elif wanted is Visibility.NO_INDEX:
            robots = _robots(header.values.get("robots"))
            rest = [name for name in robots if name != "index"]
            header.set("robots", ", ".join(["noindex", *rest]))
        else:
            value = _with(header.values.get("sitemap"), "disable", True)
            header.set("sitemap", value)


def _strictest(said: dict[str, Visibility]) -> Visibility:
    return max(said.values(), key=_ORDER.index, default=Visibility.EVERYWHERE)


def _robots(value: Any) -> list[str]:
    """Return the directives of ``noindex, follow`` or of a list, in lower case."""
    words = ",".join(map(clean_text, as_list(value))).lower().split(",")
    return [word.strip() for word in words if word.strip()]


def _is_out_of_sitemap(value: Any) -> bool:
    """Tell whether a value is ``false``, or Hugo's map with ``disable: true``."""
    disabled = lowered(value).get("disable")
    return is_no(value) or bool(clean_text(disabled) and not is_no(disabled))


def _without(value: Any, names: Container[str]) -> dict[str, Any]:
    """Return what a map holds under other keys than these, which are in lower case."""
    held = value if isinstance(value, dict) else {}
    return {key: item for key, item in held.items() if str(key).lower() not in names}


def _with(value: Any, name: str, setting: Any) -> dict[str, Any]:
    """Return the map with a setting, under the file's own spelling of its name."""
    held = value if isinstance(value, dict) else {}
    spelled = next((key for key in held if str(key).lower() == name), name)
    return {**held, spelled: setting}
