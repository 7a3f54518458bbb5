"""Read the configuration of Zola, whose file is called like Hugo's, in Hugo's words.

No database. Source: Zola's documentation of its configuration and of pages.
"""

from __future__ import annotations

from articles.archive.front_matter import clean_text
from articles.archive.hugo.configuration_files import Tree, as_map, is_on


def is_zola(tree: Tree) -> bool:
    """Tell whether a configuration is Zola's, by the one key that it must have."""
    return "base_url" in tree and "baseurl" not in tree


def drops_days(tree: Tree) -> bool:
    """Tell whether the day at the start of a file's name is left out of its address."""
    return not is_on(as_map(tree.get("slugify")).get("paths_keep_dates"))


def zola_as_hugo(tree: Tree) -> Tree:
    """Return the settings that decide how files are read, under Hugo's names."""
    default = clean_text(tree.get("default_language")).lower() or "en"
    languages = as_map(tree.get("languages"))
    markdown = as_map(tree.get("markdown"))
    typographer = is_on(markdown.get("smart_punctuation"))
    hugo: Tree = {
        "baseurl": tree["base_url"],
        "title": tree.get("title"),
        "markup": {"goldmark": {"extensions": {"typographer": typographer}}},
        "enableemoji": markdown.get("render_emoji"),
    }
    if "default_language" in tree or languages:
        hugo["defaultcontentlanguage"] = default
    if languages:  # Zola lists the others alone.
        hugo["languages"] = {default: {}} | languages
    return hugo
