"""Publish many articles in a row while readers ask for what they change."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from time import monotonic

from tests.bad_days.people import meanwhile
from tests.bad_days.running_site import FRONT, Answer, RunningSite

_MOST_STALE = 1.0  # Seconds.
_PUBLISH = """
import time
from django.contrib.auth.models import User
from articles import publishing
from articles.models import Article
from articles.publishing import Verb
by = User.objects.get(username="chief")
live = Article.objects.get(slug="s1")
for n in range(1, {count} + 1):
    state = {{"title": f"第{{n}}号", "slug": f"number-{{n}}", "body": "正文。", "language": "zh-Hans"}}
    publishing.create_article(state, by=by, verb=Verb.PUBLISH)
    if n % {each} == 0:
        publishing.save_changes(live.pk, {{"title": f"第{{n}}号要闻"}}, by=by)
    print(n, time.monotonic(), flush=True)
"""
_ARTICLE = "/zh-cn/articles/s1/"
# Which publications a page shows: each, or each tenth.
_SHOWS = {FRONT: 1, _ARTICLE: 10}


def publish_while_readers_ask(
    site: RunningSite, get: Callable[[str], Answer], count: int
) -> None:
    """Publish so many articles, and let no reader who gets pages that way meet an older
    page than of a second ago, nor an error."""
    published_at: list[float] = []
    # When somebody asked for which page, and the newest publication that it showed.
    answers: list[tuple[float, str, int]] = []
    errors: list[object] = []

    def ask(path: str) -> None:
        begun = monotonic()
        answer = get(path)
        if answer.status != 200:
            errors.append((path, answer.status))
        shown = max(map(int, re.findall(r"第(\d+)号", answer.text)), default=0)
        answers.append((begun, path, shown))

    with meanwhile(*[lambda: ask(FRONT), lambda: ask(_ARTICLE)] * 2, pause=0.005):
        with site.background(
            _PUBLISH.format(count=count, each=_SHOWS[_ARTICLE])
        ) as publishing:
            assert publishing.stdout
            for line in publishing.stdout:
                published_at.append(float(line.split()[1]))
        assert publishing.returncode == 0
    stale = []
    for begun, path, shown in answers:
        due = bisect_right(published_at, begun - _MOST_STALE)
        if shown < due - due % _SHOWS[path]:
            stale.append((path, due - shown))
    assert len(published_at) == count
    assert len(answers) > count
    assert not errors, errors[:5]
    assert not stale, (len(stale), stale[:5])
    for n in (1, count // 2, count):
        assert get(f"/zh-cn/articles/number-{n}/").status == 200
