"""The machine's clock jumps: nothing is shown before its hour once the clock is right."""

from __future__ import annotations

from time import sleep

from tests.bad_days.people import editing, reading
from tests.bad_days.running_site import PAGES, RunningSite

_SCHEDULED = """
from datetime import timedelta
from django.utils import timezone
from tests.factories import make_article
at = timezone.now() + timedelta(hours=1)
make_article(slug="scheduled", title="一点见", published_at=at)
"""
_GIVEN_UP = """
from articles import publishing
from articles.models import Article
publishing.delete(Article.objects.get(slug="scheduled"))
"""
_HOUR = 3600


def test_a_jump_of_the_clock_leaves_nothing_behind(site: RunningSite) -> None:
    site.python(_SCHEDULED)
    paths = ["/zh-cn/articles/scheduled/", PAGES[0]]

    def seen() -> set[bool]:
        sleep(2)  # Both workers.
        answers = [site.get(path) for path in paths * 8]
        return {"一点见" in answer.text for answer in answers}

    with (
        site.at_another_time() as clock,
        editing(site) as editor,
        reading(site) as readers,
    ):
        assert seen() == {False}
        clock.shift(2 * _HOUR)
        assert seen() == {True}
        clock.shift(0)
        assert seen() == {False}
        clock.shift(-2 * _HOUR)
        assert seen() == {False}
        clock.shift(0)
        sleep(3)
    readers.assert_met("200")
    assert not editor.refusals, editor.refusals[-1]
    editor.assert_nothing_lost()
    site.python(_GIVEN_UP)
