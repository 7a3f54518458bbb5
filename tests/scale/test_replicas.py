"""What readers see comes from replicas, and none of their faults is seen by anybody."""

from __future__ import annotations

import time
from urllib.parse import quote

from tests.bad_days.people import editing, reading
from tests.bad_days.publications import publish_in_a_row
from tests.bad_days.running_site import PAGES, WRITTEN
from tests.bad_days.services import until
from tests.scale.sites import PUBLICATIONS, ScaledSite

_LAG = 30  # Seconds.
SEARCH = f"/zh-cn/search/?q={quote('正文')}"


def test_readers_pages_are_read_from_the_replica(site: ScaledSite) -> None:
    before = site.replica.rows_read()
    for path in site.unread():
        assert site.get(path).status == 200, path
    assert site.checks()["replica1"]["health"] == "ok"
    until(lambda: site.replica.rows_read() > before, "the replica counts its rows")


def test_an_editor_sees_at_once_what_was_saved(site: ScaledSite) -> None:
    with site.replica.lagging(), editing(site) as editor:
        until(lambda: len(editor.saved) >= 3, "three saves")
    assert not editor.refusals, editor.refusals
    editor.assert_nothing_lost()


def test_a_replica_that_lags_is_not_read(site: ScaledSite) -> None:
    with site.replica.lagging(), reading(site, PAGES) as readers:
        with editing(site) as editor:
            until(lambda: len(editor.saved) >= 3, "three saves")
        time.sleep(1)
        editor.assert_nothing_lost()
        time.sleep(_LAG)
        checked = site.checks()["replica1"]
        assert "behind" in checked["finding"], checked
        assert all(site.get(path).status == 200 for path in site.unread())
    readers.assert_met("200")


def test_a_lost_replica_is_left_out(site: ScaledSite) -> None:
    with site.replica.gone(), reading(site, [*PAGES, *site.unread()]) as readers:
        with editing(site) as editor:
            until(lambda: len(editor.saved) >= 3, "three saves")
        assert "does not answer" in site.checks()["replica1"]["finding"]
    readers.assert_met("200")
    editor.assert_nothing_lost()
    until(lambda: site.checks()["replica1"]["health"] == "ok", "it follows again")


def test_a_replica_that_ends_in_mid_page_is_seen_by_nobody(site: ScaledSite) -> None:
    with reading(site, [SEARCH, *PAGES], readers=6) as readers:
        for _time in range(3):
            time.sleep(1)
            with site.replica.gone():
                time.sleep(1)
    readers.assert_met("200")


def test_without_its_primary_the_site_is_read(site: ScaledSite) -> None:
    assert site.postgresql
    site.get(WRITTEN)
    with editing(site) as editor:
        until(lambda: bool(editor.saved), "a save")
        with site.postgresql.gone():
            unread = site.unread()
            with reading(site, [*PAGES, *unread]) as readers:
                time.sleep(20)
    readers.assert_met("200")
    until(editor.has_saved_again, "a save again")
    editor.assert_told()
    editor.assert_nothing_lost()
    until(lambda: site.checks()["replica1"]["health"] == "ok", "it follows again")


def test_pgbouncer_may_be_restarted_under_load(site: ScaledSite) -> None:
    with reading(site, PAGES) as readers, editing(site) as editor:
        for _time in range(3):
            time.sleep(2)
            site.pgbouncer.restart()
    until(editor.has_saved_again, "a save again")
    readers.assert_met("200")
    editor.assert_told()
    editor.assert_nothing_lost()


def test_no_page_is_stale_by_more_than_a_second(site: ScaledSite) -> None:
    seen = publish_in_a_row(site, site.get, PUBLICATIONS)
    assert not seen.errors, seen.errors[:5]
    assert not seen.stale, (len(seen.stale), seen.stale[:5])
