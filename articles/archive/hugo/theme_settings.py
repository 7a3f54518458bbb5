"""What a Hugo site's configuration says of its look, as our site-wide choices. Pure.

The params are those of the theme Mainroad, which the legacy site ran on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from articles.archive.front_matter import clean_text, is_no, one_line, weight_of
from articles.archive.hugo.configuration import Configuration, SiteLanguage
from articles.archive.hugo.configuration_files import Tree, merge
from articles.archive.hugo.date_layouts import django_format
from articles.choices import MetaItem, SidebarSide, ThumbnailPlace

_SWITCHES = {
    "authorbox": "authorbox", "pager": "pager", "toc": "toc", "mathjax": "mathjax",
    "readmore": "has_read_more",
}  # fmt: skip
_COUNTERS = {"categories_counter": "has_category_counts", "tags_counter": "has_tag_counts"}  # fmt: skip
# Where a name at each of these leads; the others give an address of their own.
_SOCIAL = {
    "facebook": "https://www.facebook.com/{}", "twitter": "https://twitter.com/{}",
    "instagram": "https://www.instagram.com/{}", "telegram": "https://t.me/{}",
    "linkedin": "https://www.linkedin.com/in/{}", "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}", "bitbucket": "https://bitbucket.org/{}",
    "email": "mailto:{}",
}  # fmt: skip
_RECENT = range(1, 51)


@dataclass(frozen=True)
class Line:
    """A line of a menu: ``language_group`` is whose pages show it, empty for all; ``page`` is
    Hugo's ``pageRef``, the place of a file below the content, and goes before an
    address."""

    menu: str
    label: str
    address: str
    weight: int
    language_group: str = ""
    page: str = ""


@dataclass
class Look:
    """The choices by the name of their field, the logo's address, the menus' lines,
    and what nobody could take over, as sentences."""

    choices: dict[str, Any] = field(default_factory=dict)
    logo: str = ""
    menus: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def theme_settings_of(
    tree: Tree, configuration: Configuration, known_widgets: Collection[str]
) -> Look:
    """Only what the configuration says: a key that is missing chooses nothing."""
    look = Look()
    if not configuration.languages:
        return look
    chinese, english = _spoken(configuration)
    main = chinese or configuration.languages[0]
    params = _params(tree, main)
    look.choices |= dict(_texts(tree, main, ""))
    if english and english != main:
        own = dict(_texts(tree, english, "_en"))
        # What is alike in both is said once.
        look.choices |= {
            name: value
            for name, value in own.items()
            if value != look.choices.get(name.removesuffix("_en"))
        }
    _read_params(look, params, known_widgets)
    copyright_ = _of(tree, main).get("copyright", params.get("copyright"))
    if holder := one_line(copyright_):
        look.choices["copyright"] = holder[:200]
    look.menus = _menus(tree, configuration)
    return look


def _spoken(
    configuration: Configuration,
) -> tuple[SiteLanguage | None, SiteLanguage | None]:
    languages = configuration.languages
    chinese = (own for own in languages if own.tag.startswith("zh"))
    english = (own for own in languages if own.tag.startswith("en"))
    return next(chinese, None), next(english, None)


def _of(tree: Tree, language: SiteLanguage) -> Tree:
    """The configuration as that language's pages see it."""
    languages = tree.get("languages")
    own = languages.get(language.key) if isinstance(languages, dict) else None
    seen = {key: value for key, value in tree.items() if key != "languages"}
    seen = deepcopy(seen)
    merge(seen, deepcopy(own) if isinstance(own, dict) else {})
    return seen


def _params(tree: Tree, language: SiteLanguage) -> Tree:
    return _map(_of(tree, language).get("params"))


def _map(value: Any) -> Tree:
    return value if isinstance(value, dict) else {}


def _texts(
    tree: Tree, language: SiteLanguage, suffix: str
) -> Iterator[tuple[str, str]]:
    seen = _of(tree, language)
    params = _map(seen.get("params"))
    logo = _map(params.get("logo"))
    if name := one_line(logo.get("title") or seen.get("title")):
        yield f"name{suffix}", name[:200]
    told = logo.get("subtitle") or params.get("subtitle") or params.get("description")
    if tagline := one_line(told):
        yield f"tagline{suffix}", tagline[:300]
    layout = clean_text(params.get("dateformat"))
    written = django_format(layout) if layout else None
    if written is not None:
        yield f"date_format{suffix}", written[:50]


def _read_params(look: Look, params: Tree, known_widgets: Collection[str]) -> None:
    sidebar, widgets = _map(params.get("sidebar")), _map(params.get("widgets"))
    for kind in ("home", "single", "list"):
        if kind in sidebar:
            look.choices[f"sidebar_{kind}"] = _side(sidebar[kind])
    if isinstance(sidebar.get("widgets"), list):
        names = [clean_text(name) for name in sidebar["widgets"]]
        look.choices["widgets"] = [name for name in names if name in known_widgets]
        look.remarks += [
            f"No widget is called “{name}”: it was left out."
            for name in names
            if name not in known_widgets
        ]
    for key, name in _COUNTERS.items():
        if key in widgets:
            look.choices[name] = _is_on(widgets[key])
    for key, name in _SWITCHES.items():
        if key in params:
            look.choices[name] = _is_on(params[key])
    look.choices |= dict(_details(look, params, widgets))
    look.logo = clean_text(_map(params.get("logo")).get("image"))


def _details(look: Look, params: Tree, widgets: Tree) -> Iterator[tuple[str, Any]]:
    count = clean_text(widgets.get("recent_num"))
    if count.isdecimal():
        yield "recent_count", min(max(int(count), _RECENT[0]), _RECENT[-1])
    if social := list(_social(_map(widgets.get("social")))):
        yield "social_links", social
    places = _map(params.get("thumbnail")).get("visibility")
    if isinstance(places, list) and (place := _place(set(map(clean_text, places)))):
        yield "thumbnail_place", place
    if isinstance(params.get("post_meta"), list):
        items = [clean_text(item) for item in params["post_meta"]]
        yield "post_meta", [item for item in items if item in MetaItem.values]
        look.remarks += [
            f"The line under a title knows no “{item}”: it was left out."
            for item in items
            if item not in MetaItem.values
        ]
    colour = _map(_map(params.get("style")).get("vars")).get("highlightcolor")
    if found := re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", clean_text(colour)):
        digits = found[1] if len(found[1]) == 6 else "".join(c * 2 for c in found[1])
        yield "accent_colour", f"#{digits.lower()}"


def _is_on(value: Any) -> bool:
    return bool(value) and not is_no(value)


def _side(value: Any) -> str:
    if not _is_on(value):
        return SidebarSide.NONE
    return SidebarSide.LEFT if clean_text(value) == "left" else SidebarSide.RIGHT


def _place(places: set[str]) -> str:
    if places >= {"list", "post"}:
        return ThumbnailPlace.BOTH
    return next((place for place in ThumbnailPlace if place in places), "")


def _social(told: Tree) -> Iterator[dict[str, str]]:
    for name, address in _SOCIAL.items():
        if user := clean_text(told.get(name)).lstrip("@"):
            is_address = user.startswith(("http://", "https://"))
            url = user if is_address else address.format(user)
            yield {"title": name.capitalize(), "url": url}
    custom = told.get("custom")
    for own in custom if isinstance(custom, list) else []:
        title, url = one_line(_map(own).get("title")), clean_text(_map(own).get("url"))
        if title and url.startswith(("http://", "https://", "mailto:", "/")):
            yield {"title": title, "url": url}


def _menus(tree: Tree, configuration: Configuration) -> list[Line]:
    """The lines of each language's menus; what every language has alike stands once.

    Pages are Chinese or English here: where a site has neither, or does not say, its
    default language's menus are everybody's.
    """
    languages = configuration.languages
    spoken = [own for own in languages if own.tag[:2] in {"zh", "en"}]
    by_language = {
        language: list(_lines(_of(tree, language)))
        for language in spoken or languages[:1]
    }
    families = {language.tag[:2] for language in by_language}
    known: dict[Line, None] = {}
    for language, lines in by_language.items():
        for line in lines:
            is_everywhere = all(line in other for other in by_language.values())
            language_group = (
                "" if is_everywhere or len(families) < 2 else language.tag[:2]
            )
            known[replace(line, language_group=language_group)] = None
    return list(known)


def _lines(seen: Tree) -> Iterator[Line]:
    menus = _map(seen.get("menus")) or _map(seen.get("menu"))
    for menu, entries in menus.items():
        for entry in entries if isinstance(entries, list) else []:
            own = _map(entry)
            label = one_line(own.get("name") or own.get("title"))
            address, page = clean_text(own.get("url")), clean_text(own.get("pageref"))
            if label and (address or page):
                weight = _weight(own.get("weight"))
                yield Line(one_line(menu)[:50], label[:255], address, weight, page=page)


def _weight(value: Any) -> int:
    try:
        return weight_of(value)
    except ValueError:
        return 0
