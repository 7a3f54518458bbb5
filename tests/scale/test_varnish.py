"""A Varnish keeps pages, and readers see through it what they see without one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from time import monotonic, sleep

import pytest

from tests.bad_days.people import meanwhile
from tests.bad_days.publications import publish_in_a_row
from tests.bad_days.running_site import FRONT, PAGES
from tests.bad_days.services import until
from tests.scale.sites import PUBLICATIONS, ScaledSite
from tests.scale.varnish import Varnish

# A worker asks for the version so often, and then tells of it.
_AT_ONCE = 0.5  # Seconds.
_numbers: Iterator[int] = count(1)
_KILL = """
import time
from django.contrib.auth.models import User
from articles.models import Article
from articles.publishing import kill
by = User.objects.get(username="chief")
for n in range({first}, {first} + {count}):
    time.sleep(1)
    kill(Article.objects.get(slug=f"s{{n}}"), by=by, reason="错", notices={{}})
    print(f"/zh-cn/articles/s{{n}}/", time.monotonic(), flush=True)
"""


@pytest.fixture(autouse=True)
def _is_warm(site: ScaledSite, varnish: Varnish) -> Iterator[None]:
    """Let Varnish keep pages before each test, and again after it, by itself."""
    site.warm()
    until(lambda: _keeps(varnish), "Varnish keeps pages")
    yield
    until(lambda: _keeps(varnish), "Varnish keeps pages again")


def _keeps(varnish: Varnish) -> bool:
    before = varnish.hits()
    for path in [*PAGES[:3]] * 4:
        assert varnish.get(path).status == 200
    return varnish.hits() > before


def test_pages_are_kept_and_nothing_said_to_varnish_is_handed_on(
    varnish: Varnish,
) -> None:
    answers = [varnish.get(FRONT) for _time in range(2)]
    for answer in answers:
        assert answer.headers["cache-control"] == (
            "max-age=0, s-maxage=0, must-revalidate"
        )
        said = {"surrogate-control", "surrogate-key", "cdn-cache-control", "cache-tag"}
        assert not said & {*answer.headers}, answer.headers
        assert "content-version" not in answer.headers


_REFUSED = {"ConnectionRefusedError", "ConnectionResetError", "RemoteDisconnected"}


@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        ("none", set()),
        ("restarted cold", _REFUSED),
        ("nothing is told", set()),
        # Those whom it was answering.
        ("a worker is killed", {503}),
    ],
)
def test_no_page_is_stale_by_more_than_a_second(
    site: ScaledSite, varnish: Varnish, fault: str, errors: set[int | str]
) -> None:
    size = PUBLICATIONS if fault == "none" else PUBLICATIONS // 15 * 3
    first = next(_numbers) * 100_000
    with ExitStack() as cleanup:

        def at_each(number: int) -> None:
            thirds = 3 * (number - first) / size
            if thirds not in {1, 2}:
                return
            if fault == "restarted cold":
                varnish.restart_cold()
            elif fault == "a worker is killed":
                os.kill(site.server.workers()[0], signal.SIGKILL)
            elif fault == "nothing is told":
                if thirds == 1:
                    cleanup.enter_context(varnish.relay.cut())
                else:
                    cleanup.close()

        seen = publish_in_a_row(site, varnish.get, size, first=first, at_each=at_each)
    assert {said for _path, said in seen.errors} <= errors, seen.errors[:5]
    assert not seen.stale, (len(seen.stale), seen.stale[:5])


def test_a_kill_is_gone_at_once(site: ScaledSite, varnish: Varnish) -> None:
    paths = [f"/zh-cn/articles/s{n}/" for n in range(20, 30)]
    shown: dict[str, float] = {}

    def ask() -> None:
        for path in paths:
            begun = monotonic()
            if varnish.get(path).status == 200:
                shown[path] = begun

    before = varnish.hits()
    with meanwhile(ask, ask):
        with site.background(_KILL.format(first=20, count=10)) as killing:
            assert killing.stdout
            killed = dict(line.split() for line in killing.stdout)
        sleep(1)
    assert [*killed] == paths
    assert varnish.hits() > before
    late = {path: shown[path] - float(at) for path, at in killed.items()}
    assert max(late.values()) < _AT_ONCE, late
