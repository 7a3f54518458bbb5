"""Settings come from the environment, are all documented, and refuse odd values."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from django.test import SimpleTestCase

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = (ROOT / "newsdesk" / "settings.py").read_text(encoding="utf-8")


def run_with(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a fresh process with these variables and no others."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 – our own code
        [sys.executable, "-c", f"from newsdesk import settings\n{code}"],
        cwd=ROOT,
        env=keep | variables,
        capture_output=True,
        text=True,
        check=False,
    )


class ExampleTests(SimpleTestCase):
    def test_every_variable_stands_in_the_example_and_no_other(self) -> None:
        read = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', SETTINGS))
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        self.assertEqual(set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)), read)


class SafetyTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def test_nothing_set_is_safe(self) -> None:
        code = "print(settings.DEBUG, len(settings.SECRET_KEY) > 40, settings.ALLOWED_HOSTS)"
        result = run_with(code, DATA_DIR=self.folder)
        self.assertEqual(
            result.stdout,
            "False True ['localhost', '127.0.0.1', '[::1]', '127.0.0.1']\n",
            result.stderr,
        )

    def test_the_data_folder_may_have_any_name(self) -> None:
        folder = f"{self.folder}/a+b@c #d?e%20f"
        result = run_with(
            "print(settings.DATABASES['default']['NAME'])", DATA_DIR=folder
        )
        self.assertEqual(result.stdout, f"{folder}/newsdesk.sqlite3\n", result.stderr)

    def test_the_secret_key_is_made_once_for_its_owner_alone(self) -> None:
        code = "print(settings.SECRET_KEY)"
        first = run_with(code, DATA_DIR=self.folder).stdout
        self.assertEqual(run_with(code, DATA_DIR=self.folder).stdout, first)
        mode = (Path(self.folder) / "secret_key").stat().st_mode & 0o777
        self.assertEqual(mode, 0o600)

    def test_odd_values_are_refused_by_name(self) -> None:
        for variable, value in {
            "DEBUG": "perhaps", "LANGUAGE_CODE": "fr", "SITE_URL": "news.example",
        }.items():  # fmt: skip
            with self.subTest(variable):
                result = run_with("", DATA_DIR=self.folder, **{variable: value})
                self.assertIn("ImproperlyConfigured", result.stderr)
                self.assertIn(variable, result.stderr)

    def test_a_public_https_site_gets_secure_cookies(self) -> None:
        code = "print(settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS[-1])"
        result = run_with(code, DATA_DIR=self.folder, SITE_URL="https://news.example/")
        self.assertEqual(result.stdout, "True news.example\n", result.stderr)
