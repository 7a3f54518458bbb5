"""What the documents say is there, and what is there is in the documents."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.test import SimpleTestCase

import newsdesk
from articles import models
from articles.widgets import choices
from tests.test_architecture import LAYERS

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
# The changelog tells of what was there in its day.
MANUALS = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]
COMMANDS = [name for name, app in get_commands().items() if app == "articles"]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def named(pattern: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what matches within code, in blocks or between backticks, by document."""
    for path in MANUALS:
        content = path.read_text(encoding="utf-8")
        blocks = re.findall(r"^```.*?^```", content, re.DOTALL | re.MULTILINE)
        prose = re.sub(r"^```.*?^```", "", content, flags=re.DOTALL | re.MULTILINE)
        for code in [*blocks, *re.findall(r"`[^`]+`", prose)]:
            for match in re.finditer(pattern, code):
                yield path.name, match


class NamedTests(SimpleTestCase):
    """What a document names exists."""

    def test_every_file(self) -> None:
        found = named(
            r"(?<![\w./<-])(?:articles|templates|tests|newsdesk|docs)/[\w./-]*"
        )
        missing = [
            f"{document}: {match[0]}"
            for document, match in found
            # `<key>` stands for many.
            if not match.string[match.end() :].startswith("<")
            and not (ROOT / match[0]).exists()
        ]
        self.assertEqual(missing, [])

    def test_every_module_named_without_its_folder(self) -> None:
        known = {path.name for path in (ROOT / "articles").rglob("*.py")} | {
            "manage.py"
        }
        found = named(r"(?<![\w./>-])\w+\.py\b(?!/)")
        self.assertEqual([f"{d}: {m[0]}" for d, m in found if m[0] not in known], [])

    def test_every_link(self) -> None:
        missing = [
            f"{path.name}: {link}"
            for path in DOCUMENTS
            for link in re.findall(r"\]\(([\w./-]+)\)", path.read_text("utf-8"))
            if not (path.parent / link).exists()
        ]
        self.assertEqual(missing, [])

    def test_every_command(self) -> None:
        found = named(r"manage\.py (\w+)")
        wrong = [f"{d}: {m[1]}" for d, m in found if m[1] not in get_commands()]
        self.assertEqual(wrong, [])

    def test_every_target_and_benchmark(self) -> None:
        targets = re.findall(r"^(\w+):", text("Makefile"), re.MULTILINE)
        benchmarks = {
            path.stem for path in (ROOT / "tests" / "benchmarks").glob("*.py")
        }
        wrong = [
            f"{document}: {match[0]}"
            for document, match in named(r'\bmake (\w+)(?:\sARGS="?(\w+))?')
            if match[1] not in targets
            or (match[1] == "bench" and match[2] not in benchmarks | {"NAME"})
        ]
        self.assertEqual(wrong, [])

    def test_every_name_of_a_room_or_a_record(self) -> None:
        rooms = {
            path.parent.name: import_module(
                ".".join(path.parent.relative_to(ROOT).parts)
            )
            for path in (ROOT / "articles").rglob("*/__init__.py")
            if "__all__" in path.read_text(encoding="utf-8")
        }
        records = {name: getattr(models, name) for name in models.__all__}
        owners: dict[str, object] = rooms | records
        missing = [
            f"{document}: {match[0]}"
            for document, match in named(r"(?<![\w./-])(\w+)\.(\w+)")
            if match[1] in owners and not hasattr(owners[match[1]], match[2])
            # `hugo.toml` is a file.
            if match[2] not in {"py", "toml"}
        ]
        self.assertEqual(missing, [])


class DocumentedTests(SimpleTestCase):
    """What exists is in a document."""

    def test_every_command_and_option(self) -> None:
        documents = " ".join(path.read_text(encoding="utf-8") for path in MANUALS)
        usual = set(BaseCommand().create_parser("manage.py", "")._option_string_actions)
        missing = []
        for name in COMMANDS:
            parser = load_command_class("articles", name).create_parser(
                "manage.py", name
            )
            for word in [name, *set(parser._option_string_actions) - usual]:
                if not re.search(rf"(?<![\w-]){word}(?![\w-])", documents):
                    missing.append(f"{name}: {word}")
        self.assertEqual(missing, [])

    def test_every_code_of_a_problem(self) -> None:
        explained = {
            code
            for name in ("docs/importing.md", "docs/exporting.md")
            for row in re.findall(
                r"^\| (`.*?) \| (?:error|warning|note)", text(name), re.M
            )
            for code in re.findall(r"`([a-z0-9-]+)`", row)
        }
        emitted = {
            code
            for path in (ROOT / "articles" / "archive").rglob("*.py")
            for code in _codes(ast.parse(path.read_text(encoding="utf-8")))
        }
        self.assertEqual(emitted, explained)

    def test_every_room_in_the_order_of_its_layer(self) -> None:
        shape = text("CONTRIBUTING.md").split("```")[1].strip()
        rooms = [re.split(r"\s{2,}", line)[0].split(", ") for line in shape.split("\n")]
        self.assertEqual([set(line) for line in rooms], LAYERS)

    def test_every_panel_is_in_the_editors_manuals(self) -> None:
        missing = [
            f"{name}: {key}"
            for name in ("docs/editing.md", "docs/editing.zh.md")
            for key, _label in choices()
            if f"`{key}`" not in text(name)
        ]
        self.assertEqual(missing, [])

    def test_the_version_is_the_newest_that_the_changelog_says_is_released(
        self,
    ) -> None:
        newest = re.search(
            r"^## (\d\S*) – (?!unreleased)", text("CHANGELOG.md"), re.MULTILINE
        )
        assert newest is not None
        self.assertEqual(newest[1], newsdesk.__version__)


def _codes(tree: ast.AST) -> Iterator[str]:
    """Yield the codes of problems that a module names."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="Refused" | "CannotExport")
                | ast.Attribute(attr="error" | "warn" | "note"),
                args=[ast.Constant(value=str(code)), *_],
            ):
                yield code
            case ast.Call(
                func=ast.Name(id="Problem"), args=[_, ast.Constant(value=str(code)), *_]
            ):
                yield code
            case ast.Assign(
                targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))
            ):
                yield code
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Name(id="code"), *_])],
                value=ast.Tuple(elts=[ast.Constant(value=str(code)), *_]),
            ):
                yield code
