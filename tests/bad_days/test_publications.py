"""Two thousand articles are published in a row, while readers ask for what they change."""

from __future__ import annotations

from tests.bad_days.publications import publish_in_a_row
from tests.bad_days.running_site import RunningSite

_COUNT = 2_000


def test_no_page_is_stale_by_more_than_a_second(site: RunningSite) -> None:
    seen = publish_in_a_row(site, site.get, _COUNT)
    assert len(seen.answers) > _COUNT
    assert not seen.errors, seen.errors[:5]
    assert not seen.stale, (len(seen.stale), seen.stale[:5])
    for n in (1, _COUNT // 2, _COUNT):
        assert site.get(f"/zh-cn/articles/number-{n}/").status == 200
