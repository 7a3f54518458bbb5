"""Redis is gone, or says nothing: the site is slower, and nobody gets an error."""

from __future__ import annotations

from time import sleep

import pytest

from tests.bad_days.people import editing, reading
from tests.bad_days.running_site import RunningSite

_PATIENCE = 10.0  # Seconds that a reader waits at most for a page.


@pytest.mark.parametrize("fault", ["gone", "silent"])
def test_without_redis_everybody_goes_on(site: RunningSite, fault: str) -> None:
    if not site.redis:
        pytest.skip("each worker keeps its own")
    with editing(site) as editor, reading(site) as kept:
        sleep(2)
        with getattr(site.redis, fault)(), reading(site, site.unread()) as new:
            sleep(10)
        sleep(4)
    for readers in (kept, new):
        readers.assert_met("200")
        assert readers.slowest < _PATIENCE, readers
    assert not editor.refusals, editor.refusals[-1]
    assert not editor.cut_off
    editor.assert_nothing_lost()
