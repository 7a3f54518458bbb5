"""The database takes nothing, or is not there: readers read, and editors are told."""

from __future__ import annotations

from time import sleep

import pytest

from tests.bad_days.people import editing, reading
from tests.bad_days.running_site import PAGES, RunningSite
from tests.bad_days.services import until
from tests.sample_images import photo


def test_on_a_full_disk_readers_read_and_editors_are_told(site: RunningSite) -> None:
    fresh, unread = site.unread(), site.unread()
    with editing(site) as editor, reading(site) as kept, reading(site, fresh) as first:
        sleep(3)
        with site.disk_of_database.full(), reading(site, unread) as new:
            sleep(15)
        sleep(5)
    for readers in (kept, first, new):
        readers.assert_met("200")
    assert editor.refusals
    editor.assert_told()
    editor.assert_nothing_lost()


def test_pictures_find_no_room_on_a_full_disk_and_editors_are_told(
    site: RunningSite,
) -> None:
    before = site.pictures()
    with site.disk.full():
        refused = site.editor.upload("/admin/upload/", photo(1200, 800))
    assert refused.status_code == 503
    assert b"Traceback" not in refused.content
    assert site.pictures() == before
    taken = site.editor.upload("/admin/upload/", photo(1200, 800))
    assert taken.status_code == 200


def test_on_a_read_only_database_readers_read_and_editors_are_told(
    site: RunningSite,
) -> None:
    with editing(site) as editor, reading(site) as kept:
        sleep(3)
        with site.read_only(), reading(site, site.unread()) as new:
            sleep(10)
    until(editor.has_saved_again, "an editor saves again")
    kept.assert_met("200")
    new.assert_met("200")
    assert editor.refusals
    editor.assert_told()
    editor.assert_nothing_lost()


def test_postgresql_may_be_restarted_under_load(site: RunningSite) -> None:
    if not site.postgresql:
        pytest.skip("SQLite has no server")
    with (
        editing(site) as editor,
        reading(site) as kept,
        reading(site, site.unread()) as new,
    ):
        for mode in ("fast", "immediate"):  # As on an upgrade, and as after a crash.
            sleep(3)
            with site.postgresql.gone(mode):
                sleep(3)
    until(editor.has_saved_again, "an editor saves again")
    kept.assert_met("200")
    new.assert_met("200", "503")
    editor.assert_told()
    editor.assert_nothing_lost()


def test_without_postgresql_kept_pages_are_served_for_five_minutes_and_no_longer(
    site: RunningSite,
) -> None:
    if not site.postgresql:
        pytest.skip("SQLite has no server")
    with site.at_another_time(is_monotonic=True) as clock:
        site.warm()
        with site.postgresql.gone():
            sleep(3)
            clock.shift(280)
            for path in PAGES:
                answer = site.get(path)
                assert answer.status == 200
                assert answer.headers["cache-control"] == "no-store"
            clock.shift(320)
            for path in PAGES:
                answer = site.get(path)
                assert answer.status == 503
                assert "retry-after" in answer.headers
            assert site.get("/healthz").status == 200
            assert site.get("/readyz").status == 503
        until(lambda: site.get(PAGES[0]).status == 200, "a page is made again")
