"""Readers of lists while an embargo is lifted."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.publishing import lift_embargo
from tests.factories import make_article
from tests.people import make_person

UNTIL = timezone.now().replace(microsecond=0) + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_readers_of_lists_get_it_within_a_second_while_they_read() -> None:
    story = make_article(title="禁发稿", slug="held", embargoed_until=UNTIL)
    chief = make_person("chief editor")
    paths = [
        "/zh-cn/",
        "/zh-cn/feed.rss",
        "/news-sitemap.xml",
        "/zh-cn/search/?q=禁发稿",
    ]
    problems: list[str] = []
    lifted_at: list[Any] = []

    def read(path: str) -> None:
        try:
            client = Client()
            while True:
                asked = timezone.now()
                answer = client.get(path)
                is_there = "/articles/held/" in answer.content.decode()
                if answer.status_code != 200:
                    problems.append(f"{path}: {answer.status_code}")
                    return
                if is_there:
                    return
                if lifted_at and (asked - lifted_at[0]).total_seconds() > 1:
                    problems.append(f"{path}: not there after a second")
                    return
        finally:
            connection.close()

    threads = [Thread(target=read, args=[path]) for path in paths]
    for thread in threads:
        thread.start()
    lift_embargo(story, reason="r", by=chief)
    lifted_at.append(timezone.now())
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    assert problems == []
