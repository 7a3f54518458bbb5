"""Read the ``_config.yml`` of Jekyll and Hexo in Hugo's words. No database.

Sources: the two systems' documentation of their configuration, Jekyll's source for the
precedence of ``defaults``, and the defaults of ``hexo-renderer-marked``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from articles.archive import hexo, jekyll
from articles.archive.front_matter import as_list, clean_text
from articles.archive.hugo.configuration_files import Tree, as_map, is_on, read_file


class BlogConfiguration(NamedTuple):
    """A configuration file, its settings as they stand, and whether it is of Hexo."""

    file: Path
    settings: Tree
    is_hexo: bool


def read_blog(root: Path) -> BlogConfiguration | None:
    """Return the configuration of the site whose posts lie at that root, or None.

    The root may be a folder of the site: Hexo's ``source``, or one above ``_posts``.
    Raises ``BadConfiguration``.
    """
    file = _file_for(root)
    if file is None:
        return None
    is_hexo = root.name == hexo.SOURCE or hexo.is_site(
        str(file.parent), _names(file.parent)
    )
    return BlogConfiguration(file, read_file(file), is_hexo)


def as_hugo(blog: BlogConfiguration, root: Path) -> Tree:
    """Return the settings that decide how files are read, under Hugo's names."""
    settings = blog.settings
    tree: Tree = {"contentdir": ".", "timezone": settings.get("timezone")}
    if blog.is_hexo:
        tree |= {
            "baseurl": _path_of(settings.get("root")) or settings.get("url"),
            "languagecode": next(iter(as_list(settings.get("language"))), ""),
            "permalinks": {
                jekyll.POSTS: clean_text(settings.get("permalink")) or hexo.PERMALINK
            },
            "markup": _markup(*_hexo_lines(settings)),
        }
        return tree
    style = clean_text(settings.get("permalink")) or "date"
    defaults = list(_defaults(settings))
    for scope, values in reversed(defaults):  # The site's own, or those of all posts.
        is_general = not scope.path and scope.kind in {"", jekyll.TYPES[jekyll.POSTS]}
        style = (is_general and clean_text(values.get("permalink"))) or style
    folder = PurePosixPath(os.path.relpath(root, blog.file.parent))
    if folder.parts:
        mount = {"source": ".", "target": str("content" / folder)}
        tree["module"] = {"mounts": [mount]}
    kramdown = as_map(settings.get("kramdown"))
    return tree | {
        "baseurl": _path_of(settings.get("baseurl")),
        "languagecode": settings.get("lang") or settings.get("locale"),
        "permalinks": {jekyll.POSTS: jekyll.PERMALINK_STYLES.get(style, style)},
        "cascade": [values | {"target": scope._asdict()} for scope, values in defaults],
        "markup": _markup(is_on(kramdown.get("hard_wrap")), True),
    }


def _file_for(root: Path) -> Path | None:
    """Return the configuration beside the posts, or above them."""
    names = _names(root)
    has_posts = not names.isdisjoint({jekyll.POSTS, jekyll.DRAFTS})
    above = list(root.parents) if has_posts else []
    if root.name == hexo.SOURCE:
        above = [root.parent]
    folders = (root, *(folder for folder in above if folder.name))
    files = (
        folder / name
        for folder in folders
        for name in sorted(jekyll.CONFIGURATION_FILES)
    )
    return next((file for file in files if file.is_file()), None)


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(os.listdir(folder))
    except OSError:
        return frozenset()


def _path_of(value: Any) -> str:
    """Return a path as the address of a site at it; empty for none."""
    path = clean_text(value).strip("/")
    return "" if not path else path if "://" in path else f"/{path}"


def _hexo_lines(settings: Tree) -> tuple[bool, bool]:
    """Return whether lines break and dashes are set: both are, unless the settings of
    the renderer in use say otherwise."""
    marked = as_map(settings.get("marked"))
    rendered = as_map(as_map(settings.get("markdown")).get("render"))
    if rendered and not marked:  # hexo-renderer-markdown-it
        return is_on(rendered.get("breaks", True)), is_on(
            rendered.get("typographer", True)
        )
    has_breaks = is_on(marked.get("gfm", True)) and is_on(marked.get("breaks", True))
    return has_breaks, is_on(marked.get("smartypants", True))


def _markup(hard_wraps: bool, typographer: bool) -> Tree:
    return {
        "goldmark": {
            "renderer": {"hardwraps": hard_wraps},
            "extensions": {"typographer": typographer},
        }
    }


class _Scope(NamedTuple):
    path: str
    kind: str


def _defaults(settings: Tree) -> Iterator[tuple[_Scope, Tree]]:
    """Yield Jekyll's defaults, those that win first: the longest path, then one with a
    type, then the last."""
    found = []
    for item in map(as_map, as_list(settings.get("defaults"))):
        scope = as_map(item.get("scope"))
        path = clean_text(scope.get("path")).strip("/")
        kind = clean_text(scope.get("type"))
        # Before version 3 a type was in the singular.
        kind = {"post": "posts", "page": "pages", "draft": "drafts"}.get(kind, kind)
        found.append((len(path), bool(kind), _Scope(_glob(path), kind), item))
    found.sort(key=lambda default: default[:2])
    for _length, _is_typed, read, item in reversed(found):
        yield read, as_map(item.get("values"))


def _glob(path: str) -> str:
    """Return the pattern, for Hugo, of a path and all below it."""
    if not path:
        return ""
    page = str(PurePosixPath(path).with_suffix(""))
    return (
        f"{{/{path},/{path}/**,/{page}}}" if page != path else f"{{/{path},/{path}/**}}"
    )
