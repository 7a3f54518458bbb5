"""Two thousand articles are published in a row, while readers ask for what they change."""

from __future__ import annotations

from tests.bad_days.publications import publish_while_readers_ask
from tests.bad_days.running_site import RunningSite

COUNT = 2_000


def test_no_page_is_stale_by_more_than_a_second(site: RunningSite) -> None:
    publish_while_readers_ask(site, site.get, COUNT)
