"""Time pages that nobody kept: ``cold_pages [COUNT] [RUNS]``.

Fills an empty database with that many articles, by default 10,000, or uses one that
``generate_articles`` filled. Then asks for distinct pages of each kind through the WSGI
handler, middleware included, in a warm process: the texts are converted already, but no
page is kept. Prints the most queries that one of them took, and the processor time of
making the page: ``first`` in a version of the content of which another page of the kind
was asked for, so that panels are drawn, but nothing of this page; and ``again`` in that
version, when its cards are drawn, too. Then, apart from it, of compressing it, and both
lengths. Point ``DATA_DIR`` (or ``DATABASE_URL``) at a scratch place first, and ``migrate``
it.
"""

from __future__ import annotations

import gc
import gzip
import os
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from statistics import median
from time import process_time
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles import serving  # noqa: E402
from articles.models import Article, Listing, content_change, hide_at_once  # noqa: E402
from articles.serving.version import ENVIRON_KEY  # noqa: E402
from tests.benchmarks import generate_articles  # noqa: E402

# Of the middle levels the one that servers use by default.
COMPRESSION = 6

Ask = Callable[[str], bytes]
# The version of the content that requests are told.
current: list[serving.Version] = []


def addresses(runs: int) -> dict[str, list[str]]:
    """Return the addresses of as many pages of each kind, as different as there are."""
    count = Article.objects.count()
    numbers = [n for n in range(0, count, max(1, count // runs // 2)) if n % 10 != 9]
    tags = Listing.objects.exclude(tag=None).filter(language_group="zh")
    months = Listing.objects.exclude(month="").filter(language_group="zh")
    category = Listing.objects.exclude(category=None).order_by("-entry_count")[0]
    runs = min(runs, category.entry_count // 10 - 1)
    category_url = f"/zh-cn/categories/{quote(category.category.slug)}/"  # type: ignore[union-attr]
    pages = [f"?page={number}" for number in range(2, runs + 2)]
    words = generate_articles.NAMES
    pairs = [f"{a} {b}" for a in words for b in words if a != b][:: len(words)]
    return {
        "article": [f"/zh-cn/articles/generated-{n}/" for n in numbers][:runs],
        "article, Taiwan": [f"/zh-tw/articles/generated-{n}/" for n in numbers][:runs],
        "front page": ["/zh-cn/"] * runs,
        "front page, further": [f"/zh-cn/{page}" for page in pages],
        "category": [f"{category_url}{page}" for page in pages],
        "tag": [
            f"/zh-cn/tags/{quote(listing.tag.slug)}/"  # type: ignore[union-attr]
            for listing in tags.select_related("tag").order_by("pk")[:runs]
        ],
        "month": [
            f"/zh-cn/archive/{listing.month.replace('-', '/')}/{page}"
            for listing in months.order_by("-entry_count")[:1]
            for page in pages
        ],
        "search": [f"/zh-cn/search/?q={quote(word)}" for word in [*words, *pairs]][
            :runs
        ],
    }


def asker() -> Ask:
    """Return what asks the site for a page, as a server would."""
    application: Any = get_wsgi_application()

    def ask(url: str) -> bytes:
        path, _, query = url.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": _as_wsgi(path),
            "QUERY_STRING": query,
            "SERVER_NAME": settings.ALLOWED_HOSTS[0],
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": settings.ALLOWED_HOSTS[0],
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            ENVIRON_KEY: current[0],  # As the page cache says it to each request.
        }
        status = ""

        def start_response(line: str, _headers: object, _error: object = None) -> None:
            nonlocal status
            status = line

        answer = application(environ, start_response)
        body = b"".join(answer)
        answer.close()
        if status != "200 OK":
            sys.exit(f"{url} answered {status}")
        return body

    return ask


def _as_wsgi(path: str) -> str:
    """Unquote a path into the bytes of PEP 3333, each a character of its own."""
    return unquote_to_bytes(path).decode("latin-1")


def begin_version() -> None:
    """Give the content another version, under which nothing is kept yet."""
    with content_change():
        hide_at_once()
    current[:] = [serving.read_version()]


def figures(ask: Ask, urls: list[str]) -> Iterator[str]:
    queries = 0
    for url in urls:
        cache.clear()
        ask(url)  # It warms up, and stores conversions.
        with CaptureQueriesContext(connection) as captured:
            ask(url)
        queries = max(queries, len(captured))
    begin_version()
    before, *urls = urls
    ask(before)
    gc.collect()
    first = [_time_of(ask, url)[0] for url in urls]
    again, bodies = zip(*(_time_of(ask, url) for url in urls), strict=True)
    start = process_time()
    compressed = [len(gzip.compress(body, COMPRESSION)) for body in bodies]
    compressing = (process_time() - start) / len(bodies)
    yield f"{queries:>8}{median(first) * 1000:>8.2f}{median(again) * 1000:>8.2f}"
    yield f"{compressing * 1000:>8.2f}"
    yield f"{median(map(len, bodies)) / 1000:>8.1f}{median(compressed) / 1000:>8.1f}"


def _time_of(ask: Ask, url: str) -> tuple[float, bytes]:
    cache.clear()
    start = process_time()
    body = ask(url)
    return process_time() - start, body


def main(count: int, runs: int) -> None:
    if not Article.objects.exists():
        generate_articles.main(count)
    call_command("collectstatic", interactive=False, verbosity=0)
    begin_version()
    ask = asker()
    print(f"{Article.objects.count():,} articles, {connection.vendor}, {runs} pages")
    print(
        f"{'page':<22}{'queries':>8}{'first':>8}{'again':>8}{'+ gzip':>8}{'kB':>8}{'gzip':>8}"
    )
    for name, urls in addresses(runs).items():
        print(f"{name:<22}{''.join(figures(ask, urls))}", flush=True)


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    main(*(arguments + [10_000, 40][len(arguments) :]))
