"""Find the settings of a site that would change its pages, and that nothing here reads.

No database. Sources: Hugo's documentation of ``markup`` and of its configuration, Jekyll's
of its default configuration, and Hexo's of ``_config.yml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from articles.archive.front_matter import clean_text
from articles.archive.hugo.blog_configuration import read_blog
from articles.archive.hugo.configuration_files import (
    Tree,
    as_map,
    is_on,
    main_file,
    read_files,
)
from articles.archive.hugo.zola import is_zola, zola_as_hugo


class IgnoredSetting(NamedTuple):
    """A setting by its path in the configuration, and how pages differ for it.

    ``sign`` is a pattern of what it concerns in a body; without one that cannot be told.
    """

    name: str
    effect: str
    sign: str = ""


_TYPED = "stays as it was typed"
# Hugo's switches in lower case, with the value that most sites have, and what differs here
# for any other.
_HUGO: dict[str, tuple[bool, str] | tuple[bool, str, str]] = {
    "enableemoji": (
        False,
        f":smile: and the like {_TYPED}: write the character",
        r"(?<![\w:]):[a-z+-][a-z0-9_+-]+:(?!\w)",
    ),
    "markup.goldmark.extensions.strikethrough": (
        True,
        "~~…~~ is struck out all the same",
        r"~~[^~\s]",
    ),
    "markup.goldmark.extensions.table": (True, "tables are drawn all the same"),
    "markup.goldmark.extensions.footnote": (True, "footnotes are drawn all the same"),
    "markup.goldmark.extensions.definitionlist": (
        True,
        "lists of definitions are drawn all the same",
    ),
    "markup.goldmark.extensions.linkify": (True, "addresses are links all the same"),
    "markup.goldmark.extensions.tasklist": (True, "[x] is a box all the same"),
    "markup.goldmark.extensions.extras.delete.enable": (
        False,
        "~~…~~ is struck out, as without it",
    ),
    "markup.goldmark.extensions.extras.insert.enable": (
        False,
        f"++…++ {_TYPED}",
        r"\+\+[^+\s][^+\n]*\+\+",
    ),
    "markup.goldmark.extensions.extras.mark.enable": (
        False,
        f"==…== {_TYPED}",
        r"==[^=\s][^=\n]*==",
    ),
    "markup.goldmark.extensions.extras.subscript.enable": (
        False,
        f"~…~ {_TYPED}",
        r"(?<!~)~[^~\s]+~(?!~)",
    ),
    "markup.goldmark.extensions.extras.superscript.enable": (
        False,
        f"^…^ {_TYPED}",
        r"\^[^^\s]+\^",
    ),
    "markup.goldmark.extensions.passthrough.enable": (
        False,
        "formulas are drawn where the page's “mathjax” is on",
    ),
    "markup.goldmark.parser.attribute": (
        True,
        "{#id .class} counts behind a heading",
    ),
    "markup.goldmark.parser.attribute.title": (
        True,
        "{#id .class} behind a heading is read all the same",
    ),
    "markup.goldmark.parser.attribute.block": (
        False,
        f"{{#id .class}} below a block {_TYPED}",
        r"(?m)^\{[#.][^{}\n]*\}[ \t]*$",
    ),
    "markup.goldmark.parser.autoheadingid": (True, "headings have ids all the same"),
    "builddrafts": (False, "drafts stay drafts"),
    "buildfuture": (False, "a date to come schedules the article"),
    "buildexpired": (False, "what is expired is not shown"),
    "removepathaccents": (False, "old addresses keep their accents"),
}
# Settings with words or lists; None means that any value makes a difference.
_HUGO_WORDS = {
    "markup.defaultmarkdownhandler": (
        "goldmark",
        "texts are read as Goldmark reads them",
    ),
    "markup.goldmark.parser.autoheadingidtype": (
        "github",
        "ids of headings are made as on GitHub",
    ),
    "frontmatter": (None, "dates come from the usual keys, then from the names"),
    "ignorefiles": (None, "these files are imported too: remove them first"),
}
_JEKYLL = {
    "show_drafts": (False, "drafts stay drafts"),
    "unpublished": (False, "“published: false” is a draft all the same"),
    "future": (False, "a date to come schedules the article"),
}
_JEKYLL_WORDS = {
    "markdown": ("kramdown", "texts are read as Goldmark and kramdown read them"),
    "excerpt_separator": (
        "<!--more-->",
        "an excerpt ends at <!--more-->, else by length",
    ),
    "collections": (None, "files of collections become articles like any other"),
    "source": (".", "all folders are looked at"),
    "exclude": (None, "these files are imported too: remove them first"),
    "include": (None, "hidden files are left out"),
}
_HEXO = {
    "render_drafts": (False, "drafts stay drafts"),
    "future": (True, "a date to come schedules the article"),
    "titlecase": (False, "titles stay as typed"),
    "marked.gfm": (True, "tables and ~~…~~ are drawn all the same"),
}
_HEXO_WORDS = {
    "source_dir": ("source", "the folder “source” is looked for"),
    "i18n_dir": (":lang", "a folder below the content tells the language"),
    "category_map": (None, "lists are at the addresses of their names"),
    "tag_map": (None, "lists are at the addresses of their names"),
    "skip_render": (None, "these files become articles too: remove them first"),
    "exclude": (None, "these files are imported too: remove them first"),
    "include": (None, "hidden files are left out"),
}


def ignored_settings(root: Path) -> tuple[Path, list[IgnoredSetting]] | None:
    """Return the site's configuration file, and its settings that are not followed.

    None if the root has no configuration. Raises ``BadConfiguration``.
    """
    if file := main_file(root):
        tree = read_files(root)
        tree = zola_as_hugo(tree) if is_zola(tree) else tree
        return file, [*_found(tree, _HUGO, _HUGO_WORDS), *_typographer(tree)]
    if blog := read_blog(root):
        tables = (_HEXO, _HEXO_WORDS) if blog.is_hexo else (_JEKYLL, _JEKYLL_WORDS)
        found = list(_found(blog.settings, *tables))
        return blog.file, found + ([] if blog.is_hexo else _permalinks(blog.settings))
    return None


def _found(
    tree: Tree,
    switches: Mapping[str, tuple[bool, str] | tuple[bool, str, str]],
    words: Mapping[str, tuple[str | None, str]],
) -> Iterator[IgnoredSetting]:
    for name, (usual, effect, *sign) in switches.items():
        value = _value_at(tree, name)
        if isinstance(value, dict) and "enable" in value:  # Hugo since 0.151.
            value = value["enable"]
        is_switch = value not in (None, "") and not isinstance(value, (dict, list))
        if is_switch and is_on(value) != usual:
            yield IgnoredSetting(name, effect, *sign)
    for name, (usual_words, effect) in words.items():
        value = _value_at(tree, name)
        is_other = (
            bool(value) if usual_words is None else clean_text(value) != usual_words
        )
        if value not in (None, "", [], {}) and is_other:
            yield IgnoredSetting(name, effect)


def _value_at(tree: Tree, name: str) -> Any:
    value: Any = tree
    for key in name.split("."):
        value = as_map(value).get(key)
    return value


def _typographer(tree: Tree) -> Iterator[IgnoredSetting]:
    """Yield the typographer's own marks; whether it is on at all is followed."""
    name = "markup.goldmark.extensions.typographer"
    marks = as_map(_value_at(tree, name)).keys() - {"disable"}
    for mark in sorted(marks):
        effect = "quotation marks stay as typed, dashes and dots are Goldmark's own"
        yield IgnoredSetting(f"{name}.{mark}", effect)


def _permalinks(settings: Tree) -> list[IgnoredSetting]:
    """Return Jekyll's permalinks for some of the files, in ``defaults``."""
    defaults = settings.get("defaults")
    for item in map(as_map, defaults if isinstance(defaults, list) else []):
        path = clean_text(as_map(item.get("scope")).get("path"))
        if path and "permalink" in as_map(item.get("values")):
            effect = "old addresses follow “permalink” of the site or of the file"
            return [IgnoredSetting("defaults.values.permalink", effect)]
    return []
