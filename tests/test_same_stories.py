"""Near-equal texts of two outlets, or in two scripts, are found; nothing else is."""

from __future__ import annotations

import random

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, strategies as st

from articles.models import Article, SameStory, StorySketch
from articles.publishing import save
from articles.same_stories import count_unsketched, find_same_stories, likeness, sketch
from articles.variants.engine import converter
from tests.examples import examples
from tests.factories import make_article, make_source
from tests.people import make_chief

CHARACTERS = (
    "市场今日上涨投资者认为央行的政策将继续支持经济增长美联储表示通胀数据低于预期债券收益率下降"
    "黄金价格创下新高原油库存减少公司公布季度财报营收同比增加分析师预计明年利润改善"
)


def story(seed: int, length: int = 600) -> str:
    """A text of its own."""
    return "".join(random.Random(seed).choices(CHARACTERS, k=length))  # noqa: S311


class SketchTests(SimpleTestCase):
    def test_a_short_text_has_no_sketch(self) -> None:
        self.assertEqual(sketch(f"<p>{story(1, 149)}</p>", "zh-Hans"), [])

    def test_script_width_markup_and_punctuation_make_no_difference(self) -> None:
        text = story(1)
        traditional = converter("s2t").convert(text)
        spaced = f"<p>{text[:300]}，</p><p><b>{text[300:]}</b></p>"
        numbers = sketch(f"<p>{text}</p>", "zh-Hans")
        self.assertEqual(sketch(spaced, "zh-Hans"), numbers)
        self.assertEqual(sketch(f"<p>{traditional}</p>", "zh-Hant-TW"), numbers)

    @examples(30)
    @given(st.integers(0, 1000), st.integers(0, 600))
    def test_likeness_is_about_the_share_of_the_text(self, seed: int, cut: int) -> None:
        text = story(seed)
        other = text[:cut] + story(seed + 5000, 600 - cut)
        first, second = (
            set(sketch(f"<p>{one}</p>", "zh-Hans")) for one in (text, other)
        )
        share = 100 * cut / (1200 - cut)
        self.assertAlmostEqual(likeness(first, second), share, delta=30)
        self.assertEqual(likeness(first, second), likeness(second, first))
        self.assertEqual(likeness(first, first), 100)


class FindTests(TestCase):
    def find(self) -> set[tuple[str, str]]:
        for _number in find_same_stories():
            pass
        rows = SameStory.objects.open().values_list("first__title", "second__title")
        return set(rows)

    def test_another_outlet_and_another_script_are_found(self) -> None:
        one, two = make_source("one", slug="one"), make_source("two", slug="two")
        text = story(1)
        make_article(title="甲", source=one, body=text)
        make_article(title="乙", source=two, body=f"{text[:500]}{story(2, 100)}")
        traditional = converter("s2t").convert(text)
        make_article(title="丙", source=one, body=traditional, language="zh-Hant-TW")
        make_article(title="丁", source=two, body=story(3))
        make_article(title="戊", source=one, body=text)
        pairs = {("甲", "乙"), ("甲", "丙"), ("乙", "丙"), ("乙", "戊"), ("丙", "戊")}
        self.assertEqual(self.find(), pairs)

    def test_versions_of_one_text_are_none(self) -> None:
        for language in ("zh-Hans", "zh-Hant-TW"):
            make_article(body=story(1), language=language, translation_key="k")
        self.assertEqual(self.find(), set())

    def test_a_second_run_reads_what_is_new_or_changed(self) -> None:
        one, two = make_source("one", slug="one"), make_source("two", slug="two")
        article = make_article(title="甲", source=one, body=story(1))
        make_article(title="乙", source=two, body=story(1))
        self.assertEqual(self.find(), {("甲", "乙")})
        with self.assertNumQueries(2):
            self.assertEqual(count_unsketched(), 0)
            self.assertEqual(list(find_same_stories()), [])
        article.body = story(2)
        save(article, by=make_chief())
        self.assertEqual(count_unsketched(), 1)
        self.assertEqual(self.find(), set())

    def test_what_an_editor_decided_stays(self) -> None:
        one, two = make_source("one", slug="one"), make_source("two", slug="two")
        article = make_article(source=one, body=story(1))
        make_article(source=two, body=story(1))
        self.find()
        SameStory.objects.update(decision=SameStory.Decision.DIFFERENT)
        article.body = story(1) + story(2, 20)
        save(article, by=make_chief())
        self.assertEqual(self.find(), set())
        self.assertEqual(SameStory.objects.count(), 1)

    def test_what_many_texts_share_makes_no_pairs(self) -> None:
        numbers = sketch(f"<p>{story(1)}</p>", "zh-Hans")
        self.assertEqual(len(numbers), 64)
        one = make_article(body=story(1))
        Article.objects.bulk_create(
            Article(
                title=f"{n}", slug=f"n{n}", body_html=one.body_html, text_digest=f"{n}",
                language="zh-Hans" if n % 2 else "en",
            )
            for n in range(60)
        )  # fmt: skip
        self.assertEqual(self.find(), set())
        self.assertEqual(StorySketch.objects.count(), 61)


class AdminTests(TestCase):
    def setUp(self) -> None:
        articles = [
            make_article(
                title=title, source=make_source(title, slug=title), body=story(1)
            )
            for title in ("one", "two")
        ]
        for _number in find_same_stories():
            pass
        self.pair = SameStory.objects.get()
        self.articles = articles
        self.client.force_login(make_chief())
        self.url = reverse("admin:articles_samestory_changelist")

    def test_a_pair_leads_to_both_articles(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.get(self.url)
        self.assertLess(len(queries), 10)
        for article in self.articles:
            address = reverse("admin:articles_article_change", args=[article.pk])
            self.assertContains(answer, f'href="{address}"')
        self.assertContains(answer, "100 %")

    def test_an_editor_decides_and_nothing_else_happens(self) -> None:
        form = {"action": "are_different", "_selected_action": [self.pair.pk]}
        self.client.post(self.url, form)
        self.pair.refresh_from_db()
        self.assertNotContains(self.client.get(self.url), "100 %")
        self.assertContains(self.client.get(self.url, {"decision": "all"}), "100 %")
        self.assertEqual(self.pair.decision, SameStory.Decision.DIFFERENT)
        self.assertEqual(Article.objects.count(), 2)
