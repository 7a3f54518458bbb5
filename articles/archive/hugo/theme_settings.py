"""The theme settings of a Hugo site's configuration, as our site-wide choices. Pure.

The params are those of the theme Mainroad, which the legacy site ran on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from articles.archive.fields import thumbnail_place
from articles.archive.front_matter import clean_text, one_line, weight_of
from articles.archive.hugo.configuration import Configuration, SiteLanguage
from articles.archive.hugo.configuration_files import Tree, as_map, is_on, merge
from articles.archive.hugo.date_layouts import django_format
from articles.choices import MetaItem, SidebarSide

_SWITCHES = {
    "authorbox": "authorbox", "pager": "pager", "toc": "toc", "mathjax": "mathjax",
    "readmore": "has_read_more",
}  # fmt: skip
_COUNTERS = {"categories_counter": "has_category_counts", "tags_counter": "has_tag_counts"}  # fmt: skip
# The address of an account at each of these; others give their address in full.
_SOCIAL = {
    "facebook": "https://www.facebook.com/{}", "twitter": "https://twitter.com/{}",
    "instagram": "https://www.instagram.com/{}", "telegram": "https://t.me/{}",
    "linkedin": "https://www.linkedin.com/in/{}", "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}", "bitbucket": "https://bitbucket.org/{}",
    "email": "mailto:{}",
}  # fmt: skip
_RECENT = range(1, 51)


@dataclass(frozen=True)
class HugoMenuEntry:
    """A line of a menu, for the pages of a language group or, if that is empty, for all.

    ``page`` is Hugo's ``pageRef``, the path of a file below the content; it wins over the
    address.
    """

    menu: str
    label: str
    address: str
    weight: int
    language_group: str = ""
    page: str = ""


@dataclass
class ThemeSettings:
    """The choices by the names of their fields, the logo's address, the lines of the
    menus, and a remark on each setting that has no counterpart here."""

    choices: dict[str, Any] = field(default_factory=dict)
    logo: str = ""
    menus: list[HugoMenuEntry] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def theme_settings_of(
    tree: Tree, configuration: Configuration, known_widgets: Collection[str]
) -> ThemeSettings:
    """Read the settings that the configuration names; a missing key chooses nothing."""
    theme = ThemeSettings()
    languages = configuration.languages
    if not languages:
        return theme
    chinese = (language for language in languages if language.tag.startswith("zh"))
    english = (language for language in languages if language.tag.startswith("en"))
    main = next(chinese, languages[0])
    second = next(english, main)
    site = _as_seen_in(main, tree)
    params = as_map(site.get("params"))
    theme.choices |= dict(_texts(site, ""))
    if second != main:
        # A text that both languages share is said once.
        theme.choices |= {
            name: value
            for name, value in _texts(_as_seen_in(second, tree), "_en")
            if value != theme.choices.get(name.removesuffix("_en"))
        }
    _read_params(theme, params, known_widgets)
    if holder := one_line(site.get("copyright", params.get("copyright"))):
        theme.choices["copyright"] = holder[:200]
    theme.menus = _menus(tree, configuration)
    return theme


def _as_seen_in(language: SiteLanguage, tree: Tree) -> Tree:
    """Return the configuration as the pages of a language see it."""
    site = deepcopy({key: value for key, value in tree.items() if key != "languages"})
    merge(site, deepcopy(as_map(as_map(tree.get("languages")).get(language.key))))
    return site


def _texts(site: Tree, suffix: str) -> Iterator[tuple[str, str]]:
    params = as_map(site.get("params"))
    logo = as_map(params.get("logo"))
    if name := one_line(logo.get("title") or site.get("title")):
        yield f"name{suffix}", name[:200]
    subtitle = logo.get("subtitle") or params.get("subtitle")
    if tagline := one_line(subtitle or params.get("description")):
        yield f"tagline{suffix}", tagline[:300]
    layout = clean_text(params.get("dateformat"))
    date_format = django_format(layout) if layout else None
    if date_format is not None:
        yield f"date_format{suffix}", date_format[:50]


def _read_params(
    theme: ThemeSettings, params: Tree, known_widgets: Collection[str]
) -> None:
    sidebar, widgets = as_map(params.get("sidebar")), as_map(params.get("widgets"))
    for kind in ("home", "single", "list"):
        if kind in sidebar:
            theme.choices[f"sidebar_{kind}"] = _side(sidebar[kind])
    if isinstance(sidebar.get("widgets"), list):
        names = [clean_text(name) for name in sidebar["widgets"]]
        theme.choices["widgets"] = [name for name in names if name in known_widgets]
        theme.remarks += [
            f"No widget is called “{name}”: it was left out."
            for name in names
            if name not in known_widgets
        ]
    for key, name in _COUNTERS.items():
        if key in widgets:
            theme.choices[name] = is_on(widgets[key])
    for key, name in _SWITCHES.items():
        if key in params:
            theme.choices[name] = is_on(params[key])
    theme.choices |= dict(_details(theme, params, widgets))
    theme.logo = clean_text(as_map(params.get("logo")).get("image"))


def _details(
    theme: ThemeSettings, params: Tree, widgets: Tree
) -> Iterator[tuple[str, Any]]:
    count = clean_text(widgets.get("recent_num"))
    if count.isdecimal():
        yield "recent_count", min(max(int(count), _RECENT[0]), _RECENT[-1])
    if social := list(_social(as_map(widgets.get("social")))):
        yield "social_links", social
    places = as_map(params.get("thumbnail")).get("visibility")
    if isinstance(places, list) and (place := thumbnail_place(places)):
        yield "thumbnail_place", place
    if isinstance(params.get("post_meta"), list):
        items = [clean_text(item) for item in params["post_meta"]]
        yield "post_meta", [item for item in items if item in MetaItem.values]
        theme.remarks += [
            f"The line under a title knows no “{item}”: it was left out."
            for item in items
            if item not in MetaItem.values
        ]
    colour = as_map(as_map(params.get("style")).get("vars")).get("highlightcolor")
    if found := re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", clean_text(colour)):
        digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
        yield "accent_colour", f"#{digits.lower()}"


def _side(value: Any) -> str:
    if not is_on(value):
        return SidebarSide.NONE
    return SidebarSide.LEFT if clean_text(value) == "left" else SidebarSide.RIGHT


def _social(accounts: Tree) -> Iterator[dict[str, str]]:
    for name, address in _SOCIAL.items():
        if user := clean_text(accounts.get(name)).lstrip("@"):
            is_address = user.startswith(("http://", "https://"))
            url = user if is_address else address.format(user)
            yield {"title": name.capitalize(), "url": url}
    custom = accounts.get("custom")
    for link in map(as_map, custom if isinstance(custom, list) else []):
        title, url = one_line(link.get("title")), clean_text(link.get("url"))
        if title and url.startswith(("http://", "https://", "mailto:", "/")):
            yield {"title": title, "url": url}


def _menus(tree: Tree, configuration: Configuration) -> list[HugoMenuEntry]:
    """Return the lines of each language's menus; one that all languages share stands once.

    Pages are Chinese or English here: the menus of a site in neither, or in no named
    language, are those of its default language, for all readers.
    """
    languages = configuration.languages
    ours = [language for language in languages if language.tag[:2] in {"zh", "en"}]
    by_language = {
        language: list(_entries(_as_seen_in(language, tree)))
        for language in ours or languages[:1]
    }
    groups = {language.tag[:2] for language in by_language}
    known: dict[HugoMenuEntry, None] = {}
    for language, entries in by_language.items():
        for entry in entries:
            is_everywhere = all(entry in shown for shown in by_language.values())
            group = "" if is_everywhere or len(groups) < 2 else language.tag[:2]
            known[replace(entry, language_group=group)] = None
    return list(known)


def _entries(site: Tree) -> Iterator[HugoMenuEntry]:
    menus = as_map(site.get("menus")) or as_map(site.get("menu"))
    for menu, entries in menus.items():
        for entry in map(as_map, entries if isinstance(entries, list) else []):
            label = one_line(entry.get("name") or entry.get("title"))
            address = clean_text(entry.get("url"))
            page = clean_text(entry.get("pageref"))
            if label and (address or page):
                weight = weight_of(entry.get("weight")) or 0
                yield HugoMenuEntry(
                    one_line(menu)[:50], label[:255], address, weight, page=page
                )
