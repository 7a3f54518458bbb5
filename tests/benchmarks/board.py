"""Time the front page of the desk: ``board [COUNT] [RUNS]``.

Fills an empty database with that many articles, by default 100,000, and what people at a
desk leave behind: revisions, drafts, articles in review, scheduled and under embargo,
conflicts, doubtful characters, reports. Then prints queries, and the median time and
processor time of the board of each role, in one process through Django's test client. A
database that the benchmark filled before is used as it is. Point ``DATA_DIR`` (or
``DATABASE_URL``) at a scratch place first, and ``migrate`` it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from statistics import median
from time import perf_counter, process_time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.choices import Status  # noqa: E402
from articles.models import (  # noqa: E402
    Article,
    Conflict,
    OpenAmbiguities,
    ReaderReport,
    Revision,
)
from articles.rights import GROUPS  # noqa: E402
from tests.benchmarks.generate_articles import Writer  # noqa: E402

PEOPLE = 20
# Of each thousand articles; the rest are published.
DRAFTS, IN_REVIEW, APPROVED, SCHEDULED, EMBARGOED = 30, 3, 1, 1, 1


def main(count: int, runs: int) -> None:
    if not Article.objects.exists():
        fill(count)
    elif not Article.objects.filter(slug="board-0").exists():
        sys.exit("This database holds articles: point DATA_DIR at a new folder.")
    print(f"{Article.objects.count():,} articles, {connection.vendor}, {runs} runs")
    print(f"{'board of':<16}{'queries':>8}{'ms':>8}{'CPU ms':>8}{'kB':>8}")
    for group in GROUPS:
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
        client.force_login(User.objects.filter(groups__name=group)[0])
        measure(group, client, runs)


def measure(name: str, client: Client, runs: int) -> None:
    address = reverse("admin:index")
    times, processor_times = [], []
    for _ in range(runs + 1):  # The first only warms up.
        start, processor_start = perf_counter(), process_time()
        answer = client.get(address)
        times.append(perf_counter() - start)
        processor_times.append(process_time() - processor_start)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    print(
        f"{name:<16}{len(queries):>8}{median(times[1:]) * 1000:>8.1f}"
        f"{median(processor_times[1:]) * 1000:>8.1f}{len(answer.content) / 1000:>8.0f}"
    )


def fill(count: int) -> None:
    start = perf_counter()
    writer = Writer(count)
    people = list(_people())
    bodies = [writer.body() for _ in range(200)]
    now = timezone.now()
    for first in range(0, count, 1000):
        with transaction.atomic():
            numbers = range(first, min(first + 1000, count))
            articles = Article.objects.bulk_create(
                _article(writer, bodies[n % 200], n, now) for n in numbers
            )
            Revision.objects.bulk_create(_revisions(articles, people))
            # As a rule last edited when it came; drafts over the last months.
            for article in articles:
                age = timedelta(minutes=article.pk % 100_000)
                Article.objects.filter(pk=article.pk).update(edited_at=now - age)
            _leave_to_decide(articles)
        sys.stderr.write(f"\r{first + len(articles):,} articles")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"\n{count:,} articles in {perf_counter() - start:.0f} s")


def _people() -> Iterator[User]:
    names = [*GROUPS]
    for n in range(PEOPLE):
        person = User.objects.create_user(f"person-{n}", is_staff=True)
        person.groups.add(Group.objects.get(name=names[n % len(names)]))
        yield person


def _article(writer: Writer, body: str, number: int, now: datetime) -> Article:
    published_at = now - timedelta(minutes=7 * number)
    at: dict[str, Any] = {"status": Status.PUBLISHED, "published_at": published_at}
    place = number % 1000
    for status, share in (
        (Status.DRAFT, DRAFTS),
        (Status.IN_REVIEW, IN_REVIEW),
        (Status.APPROVED, APPROVED),
    ):
        if 0 <= place < share:
            at = {"status": status}
        place -= share
    if 0 <= place < SCHEDULED:
        at["published_at"] = now + timedelta(hours=number % 50 + 1)
    elif 0 <= place - SCHEDULED < EMBARGOED:
        at["embargoed_until"] = now + timedelta(hours=number % 50 + 1)
    return Article(
        title=writer.title(number),
        slug=f"board-{number}",
        body=body,
        body_html=body,
        text_digest=f"{number:016d}",
        **at,
    )


def _revisions(articles: list[Article], people: list[User]) -> Iterator[Revision]:
    """An import's for most, a person's with the whole text for drafts and every fifth."""
    for article in articles:
        is_public = article.status == Status.PUBLISHED
        if is_public:
            fields = {"title": article.title}
            act = Revision.Act.IMPORTED
            yield Revision(article=article, act=act, fields=fields)
        if not is_public or article.pk % 5 == 0:
            yield Revision(
                article=article,
                created_by=people[article.pk % PEOPLE],
                act=Revision.Act.SAVED,
                fields={"title": article.title, "body": article.body},
            )


def _leave_to_decide(articles: list[Article]) -> None:
    OpenAmbiguities.objects.bulk_create(
        OpenAmbiguities(
            article=article,
            text_digest=article.text_digest,
            conversion_version=1,
            open_in="" if article.pk % 50 else "zh-tw zh-hk",
        )
        for article in articles
    )
    some = articles[::200]
    Conflict.objects.bulk_create(Conflict(article=a, field="title") for a in some)
    ReaderReport.objects.bulk_create(
        ReaderReport(article=a, variant="zh-tw", passage="干") for a in some
    )


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [100_000, 20][len(arguments) :]))
