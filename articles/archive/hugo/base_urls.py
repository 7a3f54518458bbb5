"""The addresses that a site says it is at, and those of its languages."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from articles.archive.front_matter import clean_text
from articles.archive.hugo.configuration_files import BadConfiguration, Tree, as_map


def check_bases(tree: Tree, file: Path) -> None:
    """Raise ``BadConfiguration`` for an address that is none."""
    for values in (tree, *map(as_map, as_map(tree.get("languages")).values())):
        base = clean_text(values.get("baseurl"))
        try:
            urlsplit(base)
        except ValueError:
            raise BadConfiguration(
                file, 0, f"baseURL: {base} is no address. Write https://example.org/."
            ) from None


def base_urls_of(tree: Tree) -> tuple[str, ...]:
    """Return the full addresses of the site and of its languages, each once."""
    bases = [
        clean_text(values.get("baseurl"))
        for values in (tree, *map(as_map, as_map(tree.get("languages")).values()))
    ]
    return tuple(dict.fromkeys(base for base in bases if "//" in base))
