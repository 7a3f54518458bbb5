"""The styles of readers' pages are collected into one file."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command
from django.test import SimpleTestCase, override_settings

from newsdesk.static_storage import JOINED, join, minified

STYLES = Path(__file__).parent.parent / "articles/static/articles/css"
STORAGES = {
    "staticfiles": {"BACKEND": "newsdesk.static_storage.JoinedStylesStorage"},
}


class JoinedStylesTests(SimpleTestCase):
    def test_every_style_of_the_readers_site_is_in_the_one(self) -> None:
        site = (STYLES / "site.css").read_text("utf-8")
        for path in (*STYLES.glob("*.css"), *STYLES.glob("components/*.css")):
            name = path.relative_to(STYLES).as_posix()
            # The error page must do without whatever else is broken.
            if name not in {"site.css", "error.css"}:
                self.assertIn(f'@import url("{name}");', site)

    def test_collecting_joins_them(self) -> None:
        with TemporaryDirectory() as folder:
            with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES):
                call_command("collectstatic", interactive=False, verbosity=0)
            manifest = json.loads((Path(folder) / "staticfiles.json").read_text())
            name = manifest["paths"][JOINED]
            styles = (Path(folder) / name).read_text("utf-8")
            self.assertTrue((Path(folder) / f"{name}.gz").exists())
        self.assertNotIn("@import", styles)
        self.assertNotIn("/*", styles)
        for rule in (".prose{", ".site-header__strip{", "--ground:", ".widget"):
            self.assertIn(rule, styles)

    def test_imports_are_followed_from_the_folder_of_each_file(self) -> None:
        files = InMemoryStorage()
        for name, styles in (
            ("css/a.css", '@import url("parts/b.css");\np { top: 0 }'),
            ("css/parts/b.css", '@import url("../c.css");'),
            ("css/c.css", "i { top: 1px }"),
        ):
            files.save(name, ContentFile(styles.encode()))
        paths = {name: (files, name) for name in ("css/a.css", "css/parts/b.css")}
        paths["css/c.css"] = (files, "css/c.css")
        self.assertEqual(join("css/a.css", paths), "i { top: 1px }\np { top: 0 }")

    def test_what_means_something_stays(self) -> None:
        for written, expected in (
            ("/* Readers' own */\na {\n  top: 0;\n}\n", "a{top: 0;}"),
            ('a::after { content: " ,  {" }', 'a::after{content: " ,  {"}'),
            (
                "a :hover,\nb > c { top: calc(1px + 2px) }",
                "a :hover,b > c{top: calc(1px + 2px)}",
            ),
        ):
            with self.subTest(written):
                self.assertEqual(minified(written), expected)
