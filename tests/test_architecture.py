"""House rules a machine can keep: imports flow one way, files stay small, tests run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parent.parent

# A room may import from the rooms above it in this list, never from below or beside. A
# package whose ``__init__`` exports nothing (``archive``, ``variants``) is no room: its
# packages are.
LAYERS = [
    {
        *("background_threads", "browser_names", "choices", "client_address"),
        *("connections", "outages"),
        *("prepared_queries", "reader_texts", "rights", "time_zones", "workers"),
    },
    {"variants.engine"},  # no database
    {"rendering", "usage_terms", "variants.judging"},  # no database
    {"copy_checks", "people_names"},  # no database
    {"models"},
    {"text_places"},
    {"images", "listings", "serving", "variants.conversions"},
    {"attached_files", "media_moves", "public_pictures", "shared_parts"},
    {
        *(
            "authentication",
            "link_targets",
            "outbox",
            "same_stories",
            "search",
            "variants.queue",
        ),
        "variants.term_base",
    },
    {"backup", "publishing"},
    {"archive.problems"},
    {"archive.front_matter"},
    {"archive.jekyll"},
    {"archive.hexo"},
    {"archive.fields"},
    {"archive.hugo"},
    {"archive.reader"},
    {"archive.importer"},
    {"archive.exporter", "board", "health", "pages"},
    {"disclaimers"},
    {"feeds", "forms", "widgets"},
    {"admin", "management", "middleware", "templatetags", "views"},
    {"apps", "urls"},
]
LAYER_OF = {room: number for number, layer in enumerate(LAYERS) for room in layer}

# Doors that stand beside each other and may look at one another.
ALLOWED = {("templatetags", "views"), ("admin", "views"), ("views", "templatetags")}

# In these rooms a module is named after the record that it is about.
NAMED_BY_RECORD = {"admin", "forms", "models", "publishing", "views", "widgets"}
MAX_EXPORTS = 25
# Rooms with more exports, and why.
MANY_EXPORTS = {
    "forms": "one name for each form, and the controls that they share",
    "images": "how pictures are stored, printed and fetched, and the sizes they have",
    "models": "one name for each record and its queryset",
    "publishing": "the desk's verbs",
    "variants.engine": "conversions, the term base, rendering and search share it",
}
# Rooms whose modules are no secret: doors, and what Django itself looks up by module.
OPEN_ROOMS = {"admin", "management", "templatetags", "views"}

MODULE_LINES = 400
FUNCTION_LINES = 60
TEMPLATE_LINES = 120


def room_of(module: str) -> str:
    """Return the room that a dotted module below ``articles`` belongs to."""
    parts = module.split(".")
    pair = ".".join(parts[:2])
    return pair if pair in LAYER_OF else parts[0]


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "articles").rglob("*.py")):
        parts = path.relative_to(ROOT / "articles").with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        if module and parts[0] != "migrations":
            yield room_of(module), path


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield each imported module below ``articles``, with the name taken from it."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                full = [f"{module}.{name.name}" for name in names]
            case ast.Import(names=names):
                full = [name.name for name in names]
            case _:
                continue
        for name in full:
            if name.startswith("articles."):
                yield name.removeprefix("articles.")


def imported_rooms(tree: ast.AST) -> Iterator[str]:
    yield from map(room_of, imported_modules(tree))


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
        # A package that holds rooms imports nothing itself.
        holders = {room.partition(".")[0] for room in LAYER_OF if "." in room}
        self.assertLessEqual({room for room, _ in modules()}, set(LAYER_OF) | holders)
        for holder in holders:
            source = (ROOT / "articles" / holder / "__init__.py").read_text("utf-8")
            self.assertEqual(len(ast.parse(source).body), 1, holder)

    def test_imports_only_go_up_the_list(self) -> None:
        wrong = [
            f"{place(path)} imports {other}"
            for room, path in modules()
            for other in imported_rooms(ast.parse(path.read_text(encoding="utf-8")))
            if room in LAYER_OF
            and other != room
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

    def test_inner_modules_of_a_room_are_private_to_it(self) -> None:
        packages = {
            room
            for room in LAYER_OF
            if (ROOT / "articles" / room.replace(".", "/") / "__init__.py").exists()
        } - OPEN_ROOMS
        wrong = []
        for room, path in modules():
            for name in imported_modules(ast.parse(path.read_text(encoding="utf-8"))):
                other = room_of(name)
                inner = name != other and "." in name.removeprefix(f"{other}.")
                if other in packages and other != room and inner:
                    wrong.append(f"{place(path)} imports {name}")
        self.assertEqual(wrong, [])

    def test_only_publishing_and_search_lock_the_index(self) -> None:
        """Who stores articles opens ``publishing.transaction()``, which locks it first."""
        wrong = [
            place(path)
            for room, path in modules()
            if room not in {"publishing", "search"}
            and "lock_index" in path.read_text(encoding="utf-8")
        ]
        self.assertEqual(wrong, [])


class NameTests(SimpleTestCase):
    def test_a_module_name_occurs_once(self) -> None:
        places: dict[str, list[str]] = {}
        for room, path in modules():
            if path.stem != "__init__" and room not in NAMED_BY_RECORD | {"management"}:
                places.setdefault(path.stem, []).append(place(path))
        twice = [found for found in places.values() if len(found) > 1]
        self.assertEqual(twice, [])

    def test_a_room_exports_few_names(self) -> None:
        many = {}
        for room in LAYER_OF:
            path = ROOT / "articles" / room.replace(".", "/") / "__init__.py"
            if path.exists() and room not in MANY_EXPORTS:
                count = len(exported(path))
                if count > MAX_EXPORTS:
                    many[room] = count
        self.assertEqual(many, {})

    def test_a_public_name_means_one_thing(self) -> None:
        """Classes and functions that rooms export are named once in the whole app."""
        homes: dict[str, set[str]] = {}
        for room in LAYER_OF:
            path = ROOT / "articles" / room.replace(".", "/") / "__init__.py"
            for name in exported(path) if path.exists() and room != "admin" else ():
                homes.setdefault(name, set()).add(room)
        twice = {name: rooms for name, rooms in homes.items() if len(rooms) > 1}
        self.assertEqual(twice, {})


def exported(path: Path) -> list[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return list(ast.literal_eval(value))
    return []


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
