"""A worker is killed while an editor publishes: another takes its place."""

from __future__ import annotations

import os
import random
import signal
from functools import partial
from time import sleep

from tests.bad_days.people import editing, reading
from tests.bad_days.running_site import RunningSite
from tests.bad_days.services import until

_KILLS = 6
# Seconds. A worker that ends within 5.5 s of its start is taken for one that never will
# run: the server ends, and its supervisor starts it again.
_SHORTEST_LIFE = 6.0
_WITHIN = 5.0  # Seconds.
# What whoever was being answered by that worker gets.
_CUT_OFF = ("ConnectionResetError", "RemoteDisconnected", "IncompleteRead")


def test_a_killed_worker_is_replaced_and_no_connection_is_refused(
    site: RunningSite,
) -> None:
    chance = random.Random(1)  # noqa: S311 – no secret
    with editing(site) as editor, reading(site) as readers:
        # While a worker starts, the other alone is there: it lives on.
        other = site.server.workers()[0]
        for _number in range(_KILLS):
            sleep(_SHORTEST_LIFE + chance.uniform(0, 2))
            (worker,) = set(site.server.workers()) - {other}
            os.kill(worker, signal.SIGKILL)
            until(partial(site.has_replaced, worker), "another worker", _WITHIN)
            site.server.wait(other_than=worker)
        sleep(2)
    readers.assert_met("200", *_CUT_OFF)
    assert readers.met["200"] > 10 * sum(readers.met[name] for name in _CUT_OFF)
    assert not editor.refusals, editor.refusals[-1]
    editor.assert_nothing_lost()
