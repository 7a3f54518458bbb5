"""Settings come from the environment, are all documented, and refuse odd values."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

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

    def test_the_database_file_is_its_owners_alone(self) -> None:
        path = Path(self.folder, "newsdesk.sqlite3")
        code = "import django; django.setup()\nfrom django.db import connection\n" + (
            "connection.cursor().execute('CREATE TABLE a (b)')\n"
            "print(*(oct(p.stat().st_mode)[-3:] "
            "for p in sorted(settings.DATA_DIR.glob('newsdesk.sqlite3*'))))"
        )
        with self.subTest("a new one, with the files beside it"):
            result = self.run_here(code)
            self.assertEqual(result.stdout, "600 600 600\n", result.stderr)
        with self.subTest("one of an earlier version"):
            path.chmod(0o644)
            self.run_here("")
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def run_here(self, code: str) -> subprocess.CompletedProcess[str]:
        return run_with(
            code, DATA_DIR=self.folder, DJANGO_SETTINGS_MODULE="newsdesk.settings"
        )

    def test_odd_values_are_refused_by_name(self) -> None:
        for variable, value in {
            "DEBUG": "perhaps", "LANGUAGE_CODE": "fr", "SITE_URL": "news.example",
            "DATABASE_URL": "mysql://host/news", "SLOW_QUERY_MS": "1s", "CACHE_URL": "redis://host:port/0",
            "EDGE_PURGE_URL": "ftp://host/", "EDGE_PURGE_HEADER": "token",
        }.items():  # fmt: skip
            with self.subTest(variable):
                result = run_with("", DATA_DIR=self.folder, **{variable: value})
                self.assertIn("ImproperlyConfigured", result.stderr)
                self.assertIn(variable, result.stderr)

    def test_a_password_is_not_shown_with_an_odd_address(self) -> None:
        for url in ("mysql://me:geheim@host/news", "postgres://me:geheim@host:x/news"):
            result = run_with("", DATA_DIR=self.folder, DATABASE_URL=url)
            self.assertNotIn("geheim", result.stderr)

    def test_a_public_https_site_gets_secure_cookies(self) -> None:
        code = "print(settings.SESSION_COOKIE_SECURE, settings.ALLOWED_HOSTS[-1])"
        result = run_with(code, DATA_DIR=self.folder, SITE_URL="https://news.example/")
        self.assertEqual(result.stdout, "True news.example\n", result.stderr)

    def test_an_address_without_a_database_is_refused(self) -> None:
        for url in ("postgres://", "postgres://host/", "sqlite://", "sqlite:///"):
            with self.subTest(url):
                result = run_with("", DATA_DIR=self.folder, DATABASE_URL=url)
                self.assertIn("DATABASE_URL names no database", result.stderr)


class DeploymentTests(SimpleTestCase):
    def test_django_finds_nothing_wrong_with_a_public_site(self) -> None:
        keep = {name: os.environ[name] for name in ("PATH", "HOME")}
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run(
                [sys.executable, "manage.py", "check", "--deploy", "--fail-level=INFO"],
                cwd=ROOT,
                env=keep | {"DATA_DIR": folder, "SITE_URL": "https://news.example"},
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_monitors_of_the_machine_are_not_led_to_https(self) -> None:
        with self.settings(SECURE_SSL_REDIRECT=True):
            self.assertEqual(self.client.get("/healthz").status_code, 200)
            self.assertEqual(self.client.get("/robots.txt").status_code, 301)


class CommandLineTests(SimpleTestCase):
    """What is wrong with the set-up is said in a line, never by a traceback."""

    def complain(self, *arguments: str, **variables: str) -> str:
        keep = {name: os.environ[name] for name in ("PATH", "HOME")}
        with tempfile.TemporaryDirectory() as folder:
            result = subprocess.run(  # noqa: S603 – our own command
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=keep | {"DATA_DIR": folder} | variables,
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertNotIn("Traceback", result.stderr)
        return result.stderr

    def test_a_setting_that_cannot_be(self) -> None:
        said = self.complain("migrate", DATABASE_URL="mysql://me:geheim@host/news")
        self.assertIn("DATABASE_URL must begin with one of postgres://", said)

    def test_a_database_that_nobody_answers_for(self) -> None:
        url = "postgres://me:geheim@127.0.0.1:1/news"
        for command in ("migrate", "prepare_site", "export_terms"):
            with self.subTest(command):
                said = self.complain(command, DATABASE_URL=url)
                self.assertIn("database cannot be reached", said)
                self.assertIn("DATABASE_URL", said)
                self.assertNotIn("geheim", said)

    def test_an_option_that_the_driver_does_not_know(self) -> None:
        said = self.complain("migrate", DATABASE_URL="postgres:///news?colour=red")
        self.assertIn('"colour"', said)

    def test_a_folder_that_is_not_there(self) -> None:
        said = self.complain("migrate", DATABASE_URL="sqlite:////nowhere/at/all.db")
        self.assertIn("unable to open database file", said)

    def test_a_database_without_tables(self) -> None:
        said = self.complain("export_terms")
        self.assertIn("manage.py migrate", said)

    def test_whoever_asks_for_the_traceback_gets_it(self) -> None:
        with self.assertRaisesMessage(AssertionError, "Traceback"):
            self.complain("export_terms", "--traceback")


class AddressTests(SimpleTestCase):
    def ask(self, code: str, **variables: str) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            result = run_with(
                f"import json; print(json.dumps({code}))", DATA_DIR=folder, **variables
            )
        self.assertEqual(result.stderr, "")
        return json.loads(result.stdout)

    def test_a_database_is_known_by_its_address(self) -> None:
        names = ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "NAME")
        code = f"[settings.DATABASES['default'][name] for name in {names}]"
        engine = "django.db.backends.postgresql"
        for url, expected in {
            "postgres:///news": [engine, "", "", "", "", "news"],
            "postgresql://me@h/n": [engine, "me", "", "h", "", "n"],
            "postgres://a%40b:p%2F#+:@[::1]:5433/n%20s": [
                *(engine, "a@b", "p/#+:", "::1", "5433", "n s"),
            ],
            "sqlite:////srv/a%20b.db": [
                *("django.db.backends.sqlite3", "", "", "", "", "/srv/a b.db"),
            ],
        }.items():
            with self.subTest(url):
                self.assertEqual(self.ask(code, DATABASE_URL=url), expected)

    def test_options_follow_the_address_of_a_database(self) -> None:
        url = "postgres:///news?sslmode=require&DISABLE_SERVER_SIDE_CURSORS=true"
        database = self.ask("settings.DATABASES['default']", DATABASE_URL=url)
        self.assertTrue(database["DISABLE_SERVER_SIDE_CURSORS"])
        self.assertEqual(
            database["OPTIONS"],
            {"sslmode": "require", "connect_timeout": "10"},
        )

    def test_replicas_are_databases_that_nobody_writes_to(self) -> None:
        urls = "postgres://me@one/news,postgres://me:p%2Cw@two/news?sslmode=require"
        code = (
            "[[name, database['HOST'], database['PASSWORD']]"
            " for name, database in settings.DATABASES.items()]"
        )
        self.assertEqual(
            self.ask(code, DATABASE_URL="postgres:///news", REPLICA_URLS=urls),
            [["default", "", ""], ["replica1", "one", ""], ["replica2", "two", "p,w"]],
        )

    def test_a_cache_is_known_by_its_address(self) -> None:
        for url, backend, place, prefix in (
            ("", "LocMemCache", "locmemcache:", ""),
            ("redis://h:6379/3", "FallbackRedisCache", "redis://h:6379/3", ""),
            (
                *(
                    "rediss://:pw@h/0?key_prefix=news&socket_timeout=5",
                    "FallbackRedisCache",
                ),
                *("rediss://:pw@h/0?socket_timeout=5", "news"),
            ),
        ):
            with self.subTest(url):
                cache = self.ask("settings.CACHES['default']", CACHE_URL=url)
                self.assertEqual(cache["BACKEND"].rpartition(".")[2], backend)
                self.assertEqual(
                    (cache["LOCATION"], cache["KEY_PREFIX"]), (place, prefix)
                )


class DotenvTests(SimpleTestCase):
    def test_a_file_sets_what_the_environment_does_not(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, ".env")
            path.write_text(
                "# a comment\nexport SECRET_KEY=$a=b#c\n#DEBUG=true\n\n"
                "SITE_URL='https://a.example'\nLOG_LEVEL=\"IN\\FO\"  \nTIME_ZONE=UTC\n"
            )
            names = ("SECRET_KEY", "DEBUG", "SITE_URL", "LOG_LEVEL", "TIME_ZONE")
            result = run_with(
                f"import os; settings.read_dotenv(settings.Path({str(path)!r}))\n"
                f"print([os.environ.get(name) for name in {names}])",
                DATA_DIR=folder,
                TIME_ZONE="Asia/Taipei",
            )
        expected = ["$a=b#c", None, "https://a.example", "INFO", "Asia/Taipei"]
        self.assertEqual(result.stdout, f"{expected}\n", result.stderr)
