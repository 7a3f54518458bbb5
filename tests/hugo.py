"""Read files with the real Hugo, or skip with one line that says how to get it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

_CONFIGURATION = """
buildDrafts = true
buildExpired = true
buildFuture = true
disableKinds = ["404", "rss", "section", "sitemap", "taxonomy", "term"]
"""
_HOME = """{{ range site.RegularPages -}}
{{ dict "path" .File.Path "title" .Title "params" .Params | jsonify | safeHTML }}
{{ end }}"""


def read_with_hugo(files: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return the front matter of each file as Hugo reads it, by its path: ``title``, and
    ``params`` with every other key in lower case."""
    hugo = _hugo()
    with TemporaryDirectory() as folder:
        site = Path(folder)
        for path, content in {
            "hugo.toml": _CONFIGURATION.encode(),
            "layouts/home.html": _HOME.encode(),
            "layouts/page.html": b"",
            **{f"content/{path}": content for path, content in files.items()},
        }.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(content)
        subprocess.run(  # noqa: S603 – found above
            [hugo, "--destination", "public"], cwd=site, check=True, capture_output=True
        )
        lines = (site / "public/index.html").read_text(encoding="utf-8").split("\n")
    pages = [json.loads(line) for line in lines if line.strip()]
    return {page["path"]: page for page in pages}


def build_with_hugo(site: Path) -> list[str]:
    """Build the site into its folder ``public``; return the files there, sorted."""
    subprocess.run(  # noqa: S603 – found below
        [_hugo(), "--destination", "public"], cwd=site, check=True, capture_output=True
    )
    public = site / "public"
    files = (path for path in public.rglob("*") if path.is_file())
    return sorted(path.relative_to(public).as_posix() for path in files)


def _hugo() -> str:
    path = shutil.which("hugo", path=Path(sys.executable).parent)
    path = path or shutil.which("hugo")
    if path is None:
        message = "There is no Hugo. Install what tests/requirements.txt names."
        if os.environ.get("NEWSDESK_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return path
