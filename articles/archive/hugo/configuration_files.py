"""Read the files of a Hugo site's configuration as one map. No database.

Hugo takes ``hugo.toml`` (or yaml, json; ``config.*`` before 0.110) and merges over it the
files in and below ``config/_default`` and ``config/production``, each under the key that
is its name (``params.toml``), or in a language's settings (``menus.en.toml``,
``languages.en.toml``, ``hugo.en.toml``).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import yaml

from articles.archive.front_matter import is_no, parse_yaml

Tree = dict[str, Any]

_ENDINGS = ("toml", "yaml", "yml", "json")
_OWN = tuple(f"hugo.{ending}" for ending in _ENDINGS)
# Other programs have files of these names too: they count only beside Hugo's folders.
_SHARED = tuple(f"config.{ending}" for ending in _ENDINGS)
_BESIDE = ("content", "archetypes", "layouts", "themes")
_FOLDERS = ("config/_default", "config/production")
_WHOLE = {"hugo", "config"}
# The largest real one has some ten kilobytes.
MAX_BYTES = 1_000_000


class BadConfiguration(Exception):
    """A file of the configuration cannot be read, or has an impossible value."""

    def __init__(self, file: Path, line: int, message: str) -> None:
        where = f"{file}:{line}" if line else f"{file}"
        super().__init__(f"{where}: {message}")


def is_site(names: Collection[str]) -> bool:
    """Tell whether a folder with these entries may be the root of a Hugo site."""
    return not {*_OWN, *_SHARED, "config"}.isdisjoint(names)


def main_file(root: Path) -> Path | None:
    """Return the first file of the configuration, or None."""
    return next(_files(root), None)


def read_files(root: Path) -> Tree:
    """Return the whole configuration with its keys in lower case, empty for none.

    Raises ``BadConfiguration``.
    """
    tree: Tree = {}
    for file in _files(root):
        merge(tree, _beneath(file, read_file(file)))
    return tree


def read_file(file: Path) -> Tree:
    """Return one file's settings with their keys in lower case.

    Raises ``BadConfiguration``.
    """
    values = _lowered(_parsed(file))
    if isinstance(values, dict):
        return values
    if values in (None, ""):
        return {}
    raise BadConfiguration(
        file, 1, "It holds no settings. Write one a line, as in title: The Desk."
    )


def as_map(value: Any) -> Tree:
    """Return the value if it is a map, else an empty one."""
    return value if isinstance(value, dict) else {}


def is_on(value: Any) -> bool:
    """Tell whether a switch is on; a text may say no."""
    return bool(value) and not is_no(value)


def merge(tree: Tree, above: Tree) -> None:
    """Put ``above`` over the tree, map by map."""
    for key, value in above.items():
        below = tree.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merge(below, value)
        else:
            tree[key] = value


def _files(root: Path) -> Iterator[Path]:
    is_hugo = any((root / name).is_dir() for name in _BESIDE)
    main = (root / name for name in (*_OWN, *(_SHARED if is_hugo else ())))
    yield from [file for file in main if file.is_file()][:1]
    for folder in _FOLDERS:
        if (root / folder).is_dir():
            files = (root / folder).rglob("*.*")
            yield from sorted(f for f in files if f.suffix[1:] in _ENDINGS)


def _beneath(file: Path, values: Tree) -> Tree:
    """Return the values under the keys that the file's name stands for."""
    stem, _dot, language = file.stem.lower().partition(".")
    if not language:
        return values if stem in _WHOLE else {stem: values}
    name = "menus" if stem == "menu" else stem
    # Of one language only these two have a name of their own: all else is its settings.
    settings = {name: values} if name in {"menus", "params"} else values
    return {"languages": {language: settings}}


def _parsed(file: Path) -> Any:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BadConfiguration(
                file, 0, f"It is larger than {MAX_BYTES:,} bytes. Shorten it."
            )
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadConfiguration(file, 0, "It is not UTF-8. Save it as UTF-8.") from None
    except OSError as error:
        raise BadConfiguration(
            file, 0, f"It cannot be read ({error.strerror}): check its permissions."
        ) from None
    line, what = 0, ""
    try:
        if file.suffix == ".toml":
            return tomllib.loads(text)
        if file.suffix == ".json":
            return json.loads(text)
        return parse_yaml(text).values
    except json.JSONDecodeError as error:
        line, what = error.lineno, error.msg
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at (?:line (\d+).*|end of document)\)$", str(error))
        what = str(error)[: found.start()] if found else str(error)
        line = int(found[1] or text.count("\n") + 1) if found else 0
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        what = error.problem or "it is broken"
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        what = str(error)
    raise BadConfiguration(
        file,
        line,
        f"{what}. Mend it as the site's own system would want it, or move it away to "
        "import without it.",
    )


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key).lower(): _lowered(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_lowered(item) for item in value]
    return value
