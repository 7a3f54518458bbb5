"""Set once for all tests: no files on disk, no slow hashes, nothing compressed well."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Any
from unittest import mock
from uuid import uuid4

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from articles.images import processing

# No test judges time: a busy machine is no bug. `make test` tries the same examples on
# every run, `make explore` new ones.
hypothesis.settings.register_profile(
    "newsdesk",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=int(os.environ.get("NEWSDESK_EXAMPLES", "100")),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile(
    "explore",
    hypothesis.settings.get_profile("newsdesk"),
    derandomize=False,
    print_blob=True,
)
hypothesis.settings.load_profile("newsdesk")


def pytest_configure() -> None:
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    # What tests look at in a picture is not how well it is compressed.
    processing._USUAL_ENCODERS[0].options["method"] = 0
    processing._OTHER_ENCODERS["AVIF"].options["speed"] = 10
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # WhiteNoise would look for the collected files, and warn that there are none.
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if "whitenoise" not in name
    ]


def pytest_collection_finish() -> None:
    """Leave what stays until the end, such as the tests themselves, out of collections."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session", autouse=True)
def _audit_is_emptied_between_tests() -> Iterator[None]:
    """Tests that commit empty all tables: in SQLite by DELETE, which triggers refuse."""
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_without_triggers(self: Any, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _sql in triggers]
        flush(self, [*drop, *sql_list, *(sql for _name, sql in triggers)])

    with mock.patch.object(operations, "execute_sql_flush", flush_without_triggers):
        yield


@pytest.fixture(autouse=True)
def _nothing_counted_by_another_test() -> None:
    """Workers may share one cache, where emptying it would empty it for all."""
    cache.key_prefix = settings.CACHES["default"]["KEY_PREFIX"] = uuid4().hex


@pytest.fixture(autouse=True)
def _no_rules_of_another_test() -> None:
    """The rules of a version stay in memory for good; tests roll versions back."""
    from articles.search.query import forget_names
    from articles.variants.conversions import forget_rules

    forget_rules()
    forget_names()


@pytest.fixture(autouse=True)
def _nobody_asks_for_due_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page of each second asks the database, which tests count queries of."""
    monkeypatch.setattr("articles.middleware.apply_due", lambda: 0)


@pytest.fixture(autouse=True)
def _nothing_sent_behind_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread would ask the database while the next test begins; who tests it calls it."""
    monkeypatch.setattr("articles.outbox.background.start_sending", lambda: None)


@pytest.fixture(autouse=True)
def _no_renditions_behind_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread would write while the next test begins; who tests it calls it."""
    monkeypatch.setattr(
        "articles.publishing.later_renditions.enqueue", lambda _pk: None
    )


@pytest.fixture(autouse=True)
def _every_change_gives_the_content_a_new_version() -> Iterator[None]:
    from tests.content_guard import guard

    connection.execute_wrappers.append(guard)
    yield
    connection.execute_wrappers.remove(guard)


@pytest.fixture(autouse=True)
def _no_part_is_kept_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests write rows as they please; who tests what pages share sets it again."""
    monkeypatch.setattr("articles.shared_parts.MOST", 0)
