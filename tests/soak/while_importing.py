"""Two editors write an article while an import changes it and two hundred others."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

from articles.models import Article, ImportedFile
from tests.conftest import pytest_configure
from tests.processes import ROOT, manage
from tests.soak.invariants import broken_invariants
from tests.soak.two_editors import interleave

_OTHERS = 200
_STORY = """---
title: "第{n}篇"
date: "2025-02-10 15:35:00"
lang: zh-CN
---

{first}

第二段。

第三段。
"""


def main(rounds: int, seed: int) -> str:
    """Import changed files that many times; needs a ``DATA_DIR`` or database that may be
    thrown away."""
    pytest_configure()
    manage("migrate")
    met = done = 0
    seeds = count(seed)
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "site" / "content"
        content.mkdir(parents=True)
        _write(content, "旧段。")
        manage("import_markdown", str(content))
        file = ImportedFile.objects.get(path__endswith="/0.md")
        article = Article.objects.get(imported_file=file)
        for number in range(rounds):
            _write(content, f"第{number}次改。")
            command = [sys.executable, "manage.py", "import_markdown", str(content)]
            importing = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
            while importing.poll() is None:
                met += interleave(next(seeds), article)
                done += 1
            assert importing.returncode == 0
    broken = broken_invariants()
    assert not broken, broken
    return f"{rounds} imports, {done} interleavings, {met} places decided, nothing lost"


def _write(content: Path, first: str) -> None:
    for n in range(_OTHERS + 1):
        text = _STORY.format(n=n, first=first)
        (content / f"{n}.md").write_text(text, encoding="utf-8")
