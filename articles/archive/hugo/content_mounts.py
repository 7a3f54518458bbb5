"""Read the folders of content: ``contentDir`` and ``module.mounts``. No database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from articles.archive.front_matter import as_list, clean_text
from articles.archive.hugo.configuration_files import BadConfiguration, Tree, as_map


def content_folder(value: Any, file: Path) -> str:
    """Return the folder that a value names. Raises ``BadConfiguration`` for one outside."""
    folder = PurePosixPath(clean_text(value) or "content")
    if folder.is_absolute() or ".." in folder.parts:
        raise BadConfiguration(
            file,
            0,
            f"contentDir: {folder} lies outside the site. Copy it into the site's "
            "folder, or import that folder by itself.",
        )
    return str(folder)


def content_mounts(tree: Tree, file: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the folders mounted as content or below it: language (empty for all),
    folder, and its place below the content."""
    mounts = as_map(tree.get("module")).get("mounts")
    for mount in map(as_map, mounts if isinstance(mounts, list) else []):
        target = PurePosixPath(clean_text(mount.get("target")))
        if target.parts[:1] == ("content",) and clean_text(mount.get("source")):
            folder = content_folder(mount["source"], file)
            below = "/".join(target.parts[1:])
            for key in _mount_languages(mount):
                yield key, folder, below


def _mount_languages(mount: Tree) -> list[str]:
    """Return ``lang``, or Hugo 0.153's ``sites.matrix.languages``; empty means any."""
    matrix = as_map(as_map(mount.get("sites")).get("matrix"))
    value = matrix.get("languages") or mount.get("lang")
    names = map(clean_text, as_list(value))
    return ["" if "*" in name else name.lower() for name in names]


def mounts_of(
    mounts: list[tuple[str, str, str]], key: str
) -> tuple[tuple[str, str], ...]:
    """Return the mounts of a language; its whole content, if mounted, comes first."""
    found = [(folder, target) for name, folder, target in mounts if name in {key, ""}]
    return tuple(sorted(dict.fromkeys(found), key=lambda mount: mount[1] != ""))
