"""Fill a database with articles for a benchmark: ``generate_articles.py COUNT``.

Writes rows in bulk and then the lists with ``rebuild_listings``; 50,000 articles of
about 4 kB take a few minutes. Point ``DATA_DIR`` (or ``DATABASE_URL``) at a scratch
place first; a database that holds articles is refused.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import timedelta
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import listings  # noqa: E402
from articles.choices import Language, Status  # noqa: E402
from articles.models import Article, Filing, Site, TaggedArticle  # noqa: E402
from articles.publishing import categories_named, render_article, tags_named  # noqa: E402

WORDS = [
    "对冲基金",
    "美国",
    "科技股",
    "买入",
    "卖出",
    "市场",
    "投资者",
    "收益率",
    "美联储",
    "关税",
    "高盛",
    "标普500",
    "季度",
    "盈利",
    "增长",
    "下跌",
    "上涨",
    "债券",
    "原油",
    "黄金",
    "汇率",
    "人民币",
    "美元",
    "通胀",
    "数据",
    "公布",
]
CATEGORIES = ["美股", "债市", "大宗商品", "港股", "宏观"]


def body(rng: random.Random) -> str:
    paragraphs = []
    for _ in range(11):
        words = rng.choices(WORDS, k=40)
        paragraphs.append(
            "，".join("".join(words[n : n + 5]) for n in range(0, 40, 5)) + "。"
        )
    return "\n\n".join(paragraphs)


def main(count: int) -> None:
    if Article.objects.exists():
        sys.exit("This database holds articles: point DATA_DIR at a new folder.")
    rng = random.Random(count)  # noqa: S311 – the same articles every time
    start = perf_counter()
    Site.objects.get_or_create(pk=1)
    categories = categories_named(CATEGORIES)
    tags = tags_named(f"标签{n}" for n in range(max(10, count // 50)))
    bodies = [Article(body=body(rng)) for _ in range(50)]
    for article in bodies:
        render_article(article)
    newest = timezone.now()
    for first in range(0, count, 1000):
        with transaction.atomic():
            numbers = range(first, min(first + 1000, count))
            articles = Article.objects.bulk_create(
                Article(
                    title=f"{rng.choice(WORDS)}{rng.choice(WORDS)}{n}",
                    slug=f"generated-{n}",
                    language=Language.ENGLISH if n % 10 == 9 else Language.SIMPLIFIED,
                    status=Status.PUBLISHED,
                    published_at=newest - timedelta(minutes=7 * n),
                    body=bodies[n % 50].body,
                    body_html=bodies[n % 50].body_html,
                    excerpt_html=bodies[n % 50].excerpt_html,
                    pager=True,
                )
                for n in numbers
            )
            Filing.objects.bulk_create(
                # Two fifths of all articles are in one category.
                Filing(article=a, category=categories[max(0, rng.randrange(8) - 3)])
                for a in articles
            )
            TaggedArticle.objects.bulk_create(
                TaggedArticle(content_object=a, tag=tag)
                for a in articles
                for tag in rng.sample(tags, 3)
            )
        sys.stderr.write(f"\r{first + len(articles):,} articles")
    for _done in listings.rebuild():
        pass
    print(f"\n{count:,} articles and their lists in {perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]))
