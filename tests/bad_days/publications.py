"""Articles published in a row, while readers ask for the pages that they change."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from time import monotonic

from tests.bad_days.people import meanwhile
from tests.bad_days.running_site import FRONT, Answer, RunningSite

MOST_STALE = 1.0  # Seconds.
_PUBLISH = """
import time
from django.contrib.auth.models import User
from articles import publishing
from articles.models import Article
from articles.publishing import Verb
by = User.objects.get(username="chief")
live = Article.objects.get(slug="s1")
for n in range({first}, {first} + {count}):
    state = {{"title": f"第{{n}}号", "slug": f"number-{{n}}", "body": "正文。", "language": "zh-Hans"}}
    publishing.create_article(state, by=by, verb=Verb.PUBLISH)
    if n % {each} == 0:
        publishing.save_changes(live.pk, {{"title": f"第{{n}}号要闻"}}, by=by)
    print(n, time.monotonic(), flush=True)
"""
_ARTICLE = "/zh-cn/articles/s1/"
# Which publications a page shows: each, or each tenth.
_SHOWS = {FRONT: 1, _ARTICLE: 10}


@dataclass
class Publications:
    """What was published when, and what readers got meanwhile."""

    first: int
    published_at: list[float] = field(default_factory=list)
    # When somebody asked for which page, and the newest publication that it showed.
    answers: list[tuple[float, str, int]] = field(default_factory=list)
    errors: list[tuple[str, int | str]] = field(default_factory=list)

    def ask(self, get: Callable[[str], Answer], path: str) -> None:
        begun = monotonic()
        try:
            answer = get(path)
        except (OSError, HTTPException) as error:
            self.errors.append((path, type(error).__name__))
            return
        if answer.status != 200:
            self.errors.append((path, answer.status))
        shown = max(map(int, re.findall(r"第(\d+)号", answer.text)), default=0)
        self.answers.append((begun, path, shown))

    @property
    def stale(self) -> list[tuple[str, int]]:
        """The pages that lacked what was published a second before they were asked for."""
        found = []
        for begun, path, shown in self.answers:
            count = bisect_right(self.published_at, begun - MOST_STALE)
            due = self.first - 1 + count
            if count and shown < due - due % _SHOWS[path]:
                found.append((path, due - shown))
        return found


def publish_in_a_row(
    site: RunningSite,
    get: Callable[[str], Answer],
    count: int,
    *,
    first: int = 1,
    at_each: Callable[[int], None] = lambda number: None,
) -> Publications:
    """Publish so many articles, and tell ``at_each`` of each, while readers ``get`` pages."""
    seen = Publications(first)
    readers = [lambda: seen.ask(get, FRONT), lambda: seen.ask(get, _ARTICLE)] * 2
    code = _PUBLISH.format(first=first, count=count, each=_SHOWS[_ARTICLE])
    with meanwhile(*readers, pause=0.005):
        with site.background(code) as publishing:
            assert publishing.stdout
            for line in publishing.stdout:
                seen.published_at.append(float(line.split()[1]))
                at_each(int(line.split()[0]))
        assert publishing.returncode == 0
    assert len(seen.published_at) == count
    return seen
