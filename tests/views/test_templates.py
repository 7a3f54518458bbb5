"""House rules of templates that a machine can keep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def ours() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        if not name.startswith("admin/"):
            yield name, path.read_text(encoding="utf-8")


class TemplateTests(SimpleTestCase):
    def test_one_place_prints_html_as_it_is(self) -> None:
        unescaped = re.compile(r"\|\s*safe|autoescape|safeseq")
        found = [name for name, text in ours() if unescaped.search(text)]
        self.assertEqual(found, ["articles/_article_body.html"])

    def test_no_inline_styles_or_scripts(self) -> None:
        inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=")
        for name, text in ours():
            self.assertIsNone(inline.search(text), name)

    def test_none_is_longer_than_anyone_reads(self) -> None:
        for name, text in ours():
            self.assertLessEqual(text.count("\n"), 120, name)
