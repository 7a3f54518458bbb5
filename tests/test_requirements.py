"""What is installed is what was locked: each file of each package by its hash."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parent.parent
LOCKED = (
    *("requirements", "tests/requirements"),
    *("requirements-observability", "requirements-store"),
)
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)


def pinned(path: Path) -> dict[str, str]:
    """Return the version of each package that a file pins."""
    found = _PINNED.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


class LockTests(SimpleTestCase):
    def test_what_is_pinned_is_locked_at_that_version(self) -> None:
        for name in LOCKED:
            wanted, locked = pinned(ROOT / f"{name}.in"), pinned(ROOT / f"{name}.txt")
            with self.subTest(name):
                self.assertEqual(wanted, {key: locked.get(key) for key in wanted})

    def test_every_package_is_locked_by_hash(self) -> None:
        for name in LOCKED:
            text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
            for entry in re.split(r"\n(?=\S)", text.strip()):
                with self.subTest(name, entry=entry.split()[0]):
                    self.assertRegex(entry, r"--hash=sha256:[0-9a-f]{64}")

    def test_all_files_agree_about_each_package(self) -> None:
        site, *others = (pinned(ROOT / f"{name}.txt") for name in LOCKED)
        for other in others:
            self.assertEqual(site, {name: other.get(name) for name in site})
