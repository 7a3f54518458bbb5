"""Time searches as whole HTTP requests: ``search_articles [RUNS]``.

Starts the site's server on a generated database (``generate_articles``) without any
cache, asks for each query RUNS times in both orders, one after the other, and prints
medians and 95th percentiles. Then what the index adds to saving one article, and
how large it is beside the text. Needs ``manage.py collectstatic`` once.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from unittest.mock import patch
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.db import connection  # noqa: E402

from articles import search  # noqa: E402
from articles.models import Article, SearchIndex  # noqa: E402
from articles.publishing import save  # noqa: E402
from articles.rendering import whole_text  # noqa: E402

QUERIES = {
    "in two of five articles": "关税",
    "in one of a hundred": "鲍威尔",
    "in one of ten thousand": "沃勒",
    "in none": "没有这个词",
    "typed in Traditional": "關稅",
    "two words": "关税 鲍威尔",
    "a phrase": "“关税，鲍威尔”",
    "without a word": "关税 -鲍威尔",
    "a name and a number": "标普500",
    "one character": "税",
    "a tag and a word": "tag:标签7 关税",
    "only without": "-关税",
    "twelve words": "关税 鲍威尔 美国 市场 投资者 数据 公布 季度 盈利 增长 下跌 上涨",
    "signs": "\"AND* NEAR(-'%",
    "10 kB": "关税" * 1700,
}


@contextmanager
def server() -> Iterator[HTTPConnection]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    granian = str(Path(sys.executable).with_name("granian"))
    started = subprocess.Popen(  # noqa: S603 – our own server
        [
            *(granian, "--interface", "wsgi", "--workers", "1"),
            *("--port", str(port), "newsdesk.wsgi:application"),
        ],
        env={**os.environ, "CACHE_URL": "dummycache://", "LOG_LEVEL": "ERROR"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                sleep(0.1)
        yield HTTPConnection("127.0.0.1", port)
    finally:
        started.terminate()
        started.wait()


def times(http: HTTPConnection, url: str, runs: int) -> list[float]:
    """Milliseconds of each request, but for the first, which only warms up."""
    found = []
    for _ in range(runs + 1):
        start = perf_counter()
        http.request("GET", url)
        response = http.getresponse()
        response.read()
        found.append((perf_counter() - start) * 1000)
        if response.status != 200:
            sys.exit(f"{url[:80]} answered {response.status}")
    return found[1:]


def show_requests(runs: int) -> None:
    print(f"{'query':<26}{'newest first':>20}{'best first':>20}")
    print(f"{'':<26}{'median':>10}{'p95 ms':>10}{'median':>10}{'p95 ms':>10}")
    with server() as http:
        for name, query in QUERIES.items():
            figures = []
            for order in search.Order:
                url = f"/zh-cn/search/?order={order}&q={quote(query)}"
                taken = times(http, url, runs)
                figures += [median(taken), quantiles(taken, n=20)[-1]]
            print(f"{name:<26}" + "".join(f"{figure:>10.1f}" for figure in figures))


def show_saving(runs: int) -> None:
    """Saves articles by turns with the index and without, each in its transaction."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for number, article in enumerate(Article.objects.order_by("-pk")[: 2 * runs]):
        is_indexed = number % 2 == 0
        article.title += "改"
        start = perf_counter()
        with nullcontext() if is_indexed else patch.object(search, "index_articles"):
            save(article)
        taken[is_indexed].append((perf_counter() - start) * 1000)
    with_it, without = median(taken[True]), median(taken[False])
    print(
        f"saving an article: median {with_it:.1f} ms, without the index {without:.1f}"
    )


def show_size() -> None:
    sample = list(
        Article.objects.order_by("?").values_list("body_html", flat=True)[:500]
    )
    count = Article.objects.count()
    text = sum(len(whole_text(html).encode()) for html in sample) / len(sample) * count
    number = SearchIndex.objects.get(is_active=True).pk
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_total_relation_size(%s) + pg_total_relation_size(%s)",
                [f"articles_words_{number}", "articles_searchentry"],
            )
        else:
            cursor.execute(
                "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE %s ESCAPE '\\' "
                "OR name LIKE %s ESCAPE '\\' OR name LIKE %s ESCAPE '\\'",
                [
                    f"articles\\_words\\_{number}%",
                    "articles\\_searchentry%",
                    "one\\_entry\\_per%",
                ],
            )
        (size,) = cursor.fetchone()
    print(f"index {size / 1e6:,.0f} MB, text {text / 1e6:,.0f} MB: {size / text:.2f}")


def main(runs: int) -> None:
    print(f"{Article.objects.count():,} articles, {connection.vendor}, {runs} runs")
    show_requests(runs)
    show_size()
    show_saving(runs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
