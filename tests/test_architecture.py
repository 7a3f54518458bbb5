"""House rules a machine can keep: imports flow one way, files stay small, tests run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parent.parent

# A room may import from the rooms above it in this list, never from below or beside.
LAYERS = [
    {"choices", "processes"},
    {"variants"},  # no database
    {"imaging", "rendering"},  # no database
    {"models"},
    {"listings", "pictures", "wording"},
    {"links", "search"},
    {"publishing"},
    {"feeds", "fetching", "forms", "importing", "widgets"},
    {"exporting"},
    {"admin", "management", "middleware", "templatetags", "views"},
    {"apps", "urls"},
]
LAYER_OF = {room: number for number, layer in enumerate(LAYERS) for room in layer}

# Doors that stand beside each other and may look at one another.
ALLOWED = {("templatetags", "views"), ("admin", "views"), ("views", "templatetags")}

MODULE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 120


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "articles").rglob("*.py")):
        room = path.relative_to(ROOT / "articles").with_suffix("").parts[0]
        if room not in {"__init__", "migrations"}:
            yield room, path


def imported_rooms(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="articles", names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module)) if module.startswith("articles."):
                yield module.split(".")[1]
            case ast.Import(names=names):
                yield from (
                    n.name.split(".")[1]
                    for n in names
                    if n.name.startswith("articles.")
                )


def sources() -> Iterator[Path]:
    for folder in ("articles", "newsdesk", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def line_count(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


class ImportDirectionTests(SimpleTestCase):
    def test_every_room_has_a_layer(self) -> None:
        self.assertLessEqual({room for room, _ in modules()}, set(LAYER_OF))

    def test_imports_only_go_up_the_list(self) -> None:
        wrong = [
            f"{place(path)} imports {other}"
            for room, path in modules()
            for other in imported_rooms(ast.parse(path.read_text(encoding="utf-8")))
            if other != room
            and (room, other) not in ALLOWED
            and LAYER_OF[other] >= LAYER_OF[room]
        ]
        self.assertEqual(wrong, [])

    def test_no_function_hides_an_import_of_our_own(self) -> None:
        wrong = [
            f"{place(path)}: {function.name}"
            for _room, path in modules()
            for function in functions(path)
            if list(imported_rooms(ast.Module(body=function.body, type_ignores=[])))
        ]
        self.assertEqual(wrong, [])


class SizeTests(SimpleTestCase):
    def test_modules_and_functions_fit_a_screen_or_two(self) -> None:
        long = []
        for path in sources():
            if (lines := line_count(path)) > MODULE_LINES:
                long.append(f"{place(path)}: {lines} lines")
            long += [
                f"{place(path)}: {function.name}"
                for function in functions(path)
                if (function.end_lineno or 0) - function.lineno > FUNCTION_LINES
            ]
        self.assertEqual(long, [])

    def test_templates_are_short(self) -> None:
        long = [
            place(path) for path in templates() if line_count(path) > TEMPLATE_LINES
        ]
        self.assertEqual(long, [])


class TemplateRuleTests(SimpleTestCase):
    def test_no_inline_styles_scripts_or_safe(self) -> None:
        forbidden = re.compile(
            r"\sstyle=|<script(?![^>]*\bsrc=)[^>]*>|<style|\|\s*safe\b"
        )
        wrong = [
            place(path)
            for path in templates()
            # The one place for safe HTML.
            if path.name != "_article_body.html"
            and forbidden.search(path.read_text(encoding="utf-8"))
        ]
        self.assertEqual(wrong, [])


class TestLayoutTests(SimpleTestCase):
    def test_every_test_file_sits_in_a_package(self) -> None:
        # Without __init__.py two files of one name would hide each other.
        wrong = [
            place(path)
            for path in (ROOT / "tests").rglob("test_*.py")
            if not (path.parent / "__init__.py").exists()
        ]
        self.assertEqual(wrong, [])

    def test_tests_that_commit_have_files_of_their_own(self) -> None:
        """They run last, file by file, because they empty the tables, with the rows that
        migrations put there: a file of both kinds would do so before others."""
        mixed = []
        for path in (ROOT / "tests").rglob("test_*.py"):
            source = ast.parse(path.read_text(encoding="utf-8"))
            bases = {
                ast.unparse(base)
                for node in source.body
                if isinstance(node, ast.ClassDef)
                for base in node.bases
            }
            commit = {
                b
                for b in bases
                if b.endswith(("LiveServerTestCase", "TransactionTestCase"))
            }
            if commit and bases != commit:
                mixed.append(place(path))
        self.assertEqual(mixed, [])
