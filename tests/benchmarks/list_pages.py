"""Time whole requests on a generated database: ``list_pages.py [RUNS]``.

Prints queries, and the median time and processor time of a request for an article, for near and far pages of
the front page, a large category and a tag, and for feeds and sitemaps, with an empty cache, in one
process through Django's test client. Processor time, without the database server's, is
what can be compared on a busy machine. See ``generate_articles.py`` for the database.
"""

from __future__ import annotations

import os
import sys
from statistics import median
from time import perf_counter, process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Article, Listing  # noqa: E402
from articles.views.pagination import PAGES_AHEAD  # noqa: E402
from articles.views.sitemaps import SITEMAP_SIZE  # noqa: E402


def addresses() -> dict[str, str]:
    largest = Listing.objects.exclude(category=None).order_by("-entry_count")[0]
    tag = Listing.objects.exclude(tag=None).order_by("-entry_count")[0]
    count = Article.objects.count()
    category_url = f"/zh-cn/categories/{largest.category.slug}/"  # type: ignore[union-attr]
    last = Listing.objects.get(key="zh").entry_count // 10 - PAGES_AHEAD
    return {
        "article, newest": "/zh-cn/articles/generated-0/",
        "article, in the middle": f"/zh-cn/articles/generated-{count // 2 - 5}/",
        "front page": "/zh-cn/",
        "front page, page 2": "/zh-cn/?page=2",
        "front page, page 2,000": "/zh-cn/?page=2000",
        f"front page, page {last:,}": f"/zh-cn/?page={last}",
        "category": category_url,
        "category, page 1,000": f"{category_url}?page=1000",
        "tag": f"/zh-cn/tags/{tag.tag.slug}/",  # type: ignore[union-attr]
        "tag index": "/zh-cn/tags/",
        "search": "/zh-cn/search/?q=科技股",
        "feed": "/zh-tw/feed.rss",
        "feed of the category": f"{category_url}feed.atom",
        "index of the sitemaps": "/sitemap.xml",
        "sitemap, in the middle": (
            f"/sitemap-zh-tw-articles-{max(1, count // 2 // SITEMAP_SIZE)}.xml"
        ),
        "sitemap of lists": "/sitemap-zh-tw-lists-1.xml",
        "news": "/news-sitemap.xml",
    }


def main(runs: int) -> None:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    print(f"{Article.objects.count():,} articles, {connection.vendor}, {runs} runs")
    print(f"{'page':<26}{'queries':>8}{'ms':>8}{'CPU ms':>8}{'kB':>8}")
    for name, url in addresses().items():
        times, processor_times = [], []
        for _ in range(runs + 1):  # The first only warms up.
            cache.clear()
            start, processor_start = perf_counter(), process_time()
            response = client.get(url)
            times.append(perf_counter() - start)
            processor_times.append(process_time() - processor_start)
        if response.status_code != 200:
            sys.exit(f"{url} answered {response.status_code}")
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        size = len(response.content) / 1000
        print(
            f"{name:<26}{len(queries):>8}{median(times[1:]) * 1000:>8.1f}"
            f"{median(processor_times[1:]) * 1000:>8.1f}{size:>8.0f}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
