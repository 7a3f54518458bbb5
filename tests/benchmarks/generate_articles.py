"""Fill a database with articles for a benchmark: ``generate_articles COUNT``.

Each has a text of its own of about 4 kB, with words as unevenly spread as in real texts,
three tags and a category. Rows are written in bulk, then the lists and the search index
are made anew; 100,000 articles take about ten minutes. Point ``DATA_DIR`` (or
``DATABASE_URL``) at a scratch place first; a database that holds articles is refused.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable
from datetime import timedelta
from itertools import accumulate
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
sys.path.insert(0, os.getcwd())
django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import listings, search  # noqa: E402
from articles.choices import Language, Status  # noqa: E402
from articles.models import Article, ArticleCategory, SiteSettings, TaggedArticle  # noqa: E402
from articles.publishing import categories_named, render_article, tags_named  # noqa: E402

NAMES = """对冲基金 美国 科技股 买入 卖出 市场 投资者 收益率 美联储 高盛 标普500 季度
盈利 增长 下跌 上涨 债券 原油 黄金 汇率 人民币 美元 通胀 数据 公布 CTA ETF""".split()  # noqa: SIM905
CATEGORIES = ["美股", "债市", "大宗商品", "港股", "宏观"]
# In two of five articles, in one of a hundred, and in one of ten thousand.
COMMON, SELDOM, RARE = "关税", "鲍威尔", "沃勒"


# The clauses that an article draws from: it says most things once, and some often.
STOCK = 140


class Writer:
    """Texts of words and clauses that recur as in a language, a few everywhere and most
    of them seldom, and within an article, which keeps to its subject.

    Of 1,000 tokens of an article some 620 differ, of 140,000 tokens some 29,000, as in the
    Chinese articles of real archives that this was measured against.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 – the same texts every time
        characters = [chr(code) for code in range(0x4E00, 0x9FA0, 7)]
        made = (
            "".join(self.random.choices(characters, k=self.random.choice((1, 2, 2, 3))))
            for _ in range(20_000)
        )
        self.words = [*NAMES, *made]
        common = _weights(len(self.words), 6)
        self.clauses = [
            "".join(self.random.choices(self.words, cum_weights=common, k=6))
            for _ in range(40_000)
        ]
        self.weights = _weights(len(self.clauses), 30)

    def body(self) -> str:
        subject = self.random.choices(self.clauses, cum_weights=self.weights, k=STOCK)
        return "\n\n".join(self.paragraph(subject) for _ in range(9))

    def paragraph(self, subject: list[str]) -> str:
        clauses = self.random.choices(subject, k=12)
        for word, share in ((COMMON, 0.055), (SELDOM, 0.0012), (RARE, 0.000012)):
            if self.random.random() < share:
                clauses.insert(self.random.randrange(12), word)
        return "，".join(clauses) + "。"

    def title(self, number: int) -> str:
        return "".join(self.random.choices(self.words[:2000], k=5)) + str(number)


def _weights(count: int, flat: int) -> list[float]:
    return list(accumulate(1 / (rank + flat) for rank in range(count)))


def main(count: int) -> None:
    if Article.objects.exists():
        sys.exit("This database holds articles: point DATA_DIR at a new folder.")
    writer = Writer(count)
    start = perf_counter()
    SiteSettings.objects.get_or_create(pk=1)
    categories = categories_named(CATEGORIES)
    tags = tags_named(f"标签{n}" for n in range(max(10, count // 50)))
    newest = timezone.now()
    for first in range(0, count, 1000):
        with transaction.atomic():
            numbers = range(first, min(first + 1000, count))
            articles = [_article(writer, n) for n in numbers]
            for n, article in zip(numbers, articles, strict=True):
                article.published_at = newest - timedelta(minutes=7 * n)
            Article.objects.bulk_create(articles)
            ArticleCategory.objects.bulk_create(
                # Two fifths of all articles are in one category.
                ArticleCategory(
                    article=article,
                    category=categories[max(0, writer.random.randrange(8) - 3)],
                )
                for article in articles
            )
            TaggedArticle.objects.bulk_create(
                TaggedArticle(content_object=article, tag=tag)
                for article in articles
                for tag in writer.random.sample(tags, 3)
            )
        sys.stderr.write(f"\r{first + len(articles):,} articles")
    print(f"\n{count:,} articles in {perf_counter() - start:.0f} s")
    _timed("their lists", listings.rebuild_listings())
    _timed("the search index", search.rebuild_index(again=True))


def _article(writer: Writer, number: int) -> Article:
    article = Article(
        title=writer.title(number),
        slug=f"generated-{number}",
        language=Language.ENGLISH if number % 10 == 9 else Language.SIMPLIFIED,
        status=Status.PUBLISHED,
        body=writer.body(),
        pager=True,
    )
    render_article(article)
    return article


def _timed(what: str, steps: Iterable[int]) -> None:
    start, done = perf_counter(), 0
    for done in steps:
        sys.stderr.write(f"\r{done:,}")
    seconds = perf_counter() - start
    print(f"\n{what} in {seconds:.0f} s, {done / seconds:,.0f} articles a second")


if __name__ == "__main__":
    main(int(sys.argv[1]))
