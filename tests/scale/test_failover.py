"""The primary is lost for good: by hand its replica takes its place."""

from __future__ import annotations

import time

from tests.bad_days.people import editing, reading
from tests.bad_days.running_site import PAGES
from tests.bad_days.services import until
from tests.scale.sites import ScaledSite


def test_the_replica_takes_the_place_of_its_primary(site: ScaledSite) -> None:
    assert site.postgresql
    with reading(site, PAGES) as readers, editing(site) as editor:
        until(lambda: len(editor.saved) >= 3, "three saves")
        site.postgresql.stop("fast")  # Which sends its replicas all that it has.
        site.replica.promote()
        site.pgbouncer.lead_to(site.replica)
        site.pgbouncer.restart()
        time.sleep(3)
    until(editor.has_saved_again, "a save again")
    readers.assert_met("200")
    editor.assert_told()
    editor.assert_nothing_lost()
    assert "promoted" in site.checks()["replica1"]["finding"]
