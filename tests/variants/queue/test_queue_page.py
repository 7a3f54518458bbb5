"""The queue holds what is open, whatever was edited, decided or changed since."""

from __future__ import annotations

from typing import Any
from unittest import skipUnless

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles.choices import Variant
from articles.models import Article, Category, OpenAmbiguities, SiteSettings, Term
from articles.publishing import save
from articles.variants.conversions import rules_at, withdraw_choice
from articles.variants.queue import QueueFilter, QueuePage, decide, queue_page
from articles.variants.queue.queue_page import PER_PAGE, READ_AT_ONCE
from articles.variants.queue.queued_articles import queued
from articles.variants.term_base import delete_terms, save_term
from tests.acts import withdraw
from tests.factories import hours_ago, make_article, make_draft

EVERYTHING = QueueFilter()
# 岳 stays or becomes 嶽: nothing in the sentence tells.
BODY = "海岳讯。\n"


def version() -> int:
    return SiteSettings.current().conversion_version


def page(chosen: QueueFilter = EVERYTHING, after: Article | None = None) -> QueuePage:
    return queue_page(chosen, version(), after=after)


def titles(chosen: QueueFilter = EVERYTHING) -> list[str]:
    return [entry.article.title for entry in page(chosen).entries]


def sentences() -> list[str]:
    return [f"{e.before}{e.source}{e.after}" for e in page().entries]


class EntryTests(TestCase):
    def test_an_entry_has_its_sentence_its_choice_and_the_others(self) -> None:
        article = make_article(title="甲", body=f"前文。{BODY}")
        (entry,) = page().entries
        self.assertEqual(entry.article, article)
        self.assertEqual(
            (entry.before, entry.source, entry.after), ("海", "岳", "讯。")
        )
        self.assertEqual({entry.chosen, *entry.others}, {"岳", "嶽"})

    def test_variants_that_ask_the_same_are_one_entry(self) -> None:
        make_article(title="甲", body=BODY)
        (entry,) = page().entries
        self.assertEqual(entry.variants, (Variant.TAIWAN, Variant.HONG_KONG))

    def test_code_in_a_sentence_is_an_ellipsis_and_a_long_one_is_cut(self) -> None:
        make_article(title="甲", body=f"{'长' * 5000}`x`海岳讯{'长' * 5000}\n")
        (entry,) = page().entries
        self.assertTrue(entry.before.startswith("…长"))
        self.assertTrue(entry.before.endswith("…海"))
        self.assertLess(len(entry.before + entry.after), 200)

    def test_an_english_article_asks_nothing(self) -> None:
        make_article(language="en", body=BODY)
        self.assertEqual(page(), QueuePage())

    def test_no_article_fills_the_queue(self) -> None:
        body = "".join(f"第{n}条海岳讯。" for n in range(300))
        make_article(title="甲", body=body)
        self.assertEqual(len(page().entries), 100)


class OrderTests(TestCase):
    def test_what_readers_see_comes_first_and_the_newest_of_it(self) -> None:
        make_draft(title="稿", body=BODY)
        for hours in (3, 1, 2):
            make_article(title=str(hours), body=BODY, published_at=hours_ago(hours))
        make_article(title="预", body=BODY, published_at=hours_ago(-1))
        make_article(title="过", body=BODY, expires_at=hours_ago(0.1))
        shown = titles()
        self.assertEqual(shown[:3], ["1", "2", "3"])
        self.assertEqual(shown[3:], ["预", "过", "稿"])

    def test_it_is_narrowed_by_state_category_and_variant(self) -> None:
        make_article(title="甲", body=BODY, categories=["美股"])
        make_draft(title="乙", body=BODY)
        make_article(title="王乾說", body="關稅\n", language="zh-Hant-TW")
        category = Category.objects.get()
        for chosen, expected in (
            (QueueFilter(is_published=False), ["乙"]),
            (QueueFilter(category_id=category.pk), ["甲"]),
            (QueueFilter(variant=Variant.HONG_KONG), ["甲", "乙"]),
            (QueueFilter(variant=Variant.CHINA), ["王乾說"]),
            (QueueFilter(Variant.CHINA, category.pk, is_published=True), []),
        ):
            with self.subTest(chosen):
                self.assertEqual(titles(chosen), expected)
                self.assertEqual(titles(chosen), expected)  # As stored by now.

    def test_pages_follow_one_another_without_gap_or_repetition(self) -> None:
        for n in range(PER_PAGE + 5):
            make_article(title=f"a{n}", body=BODY, published_at=hours_ago(n))
        for n in range(PER_PAGE):
            make_draft(title=f"d{n}", body=BODY)
        seen: list[str] = []
        last: int | None = 0
        after = None
        while last is not None:
            found = page(after=after)
            seen += [entry.article.title for entry in found.entries]
            last = found.last
            after = Article.objects.get(pk=last) if last else None
        expected = [f"a{n}" for n in range(PER_PAGE + 5)]
        expected += [f"d{n}" for n in reversed(range(PER_PAGE))]
        self.assertEqual(seen, expected)


class FreshnessTests(TestCase):
    article: Article

    @classmethod
    def setUpTestData(cls) -> None:
        cls.article = make_article(title="甲", body=BODY)

    def decide(self, printed: str = "嶽") -> Any:
        (entry,) = page().entries
        with self.captureOnCommitCallbacks(execute=True):
            return decide(
                self.article, entry.variants, rules_at(version()), entry.key, printed
            )

    def test_saving_stores_nothing_and_reading_does(self) -> None:
        self.assertFalse(OpenAmbiguities.objects.exists())
        page()
        self.assertEqual(OpenAmbiguities.objects.get().open_in, "zh-hk zh-tw")

    def test_an_edit_is_seen(self) -> None:
        page()
        self.article.body = "海岳又讯。\n"
        save(self.article)
        self.assertEqual(sentences(), ["海岳又讯。"])
        self.article.body = "正文。\n"
        save(self.article)
        self.assertEqual(sentences(), [])

    def test_an_edit_of_what_had_nothing_open_is_seen(self) -> None:
        other = make_article(title="乙", body="正文。\n")
        page()
        other.body = BODY
        save(other)
        self.assertEqual(len(page().entries), 2)

    def test_a_decision_leaves_the_queue_and_comes_back_when_withdrawn(self) -> None:
        choices = self.decide()
        self.assertEqual([c.variant for c in choices], ["zh-tw", "zh-hk"])
        self.assertEqual(sentences(), [])
        with self.captureOnCommitCallbacks(execute=True):
            withdraw_choice(choices[0])
        (entry,) = page().entries
        self.assertEqual(entry.variants, (Variant.TAIWAN,))

    def test_a_term_settles_and_its_end_asks_again(self) -> None:
        page()
        term = Term(simplified="海岳", taiwan="海岳", hong_kong="海岳")
        save_term(term)
        self.assertEqual(sentences(), [])
        delete_terms([term])
        page()
        self.assertEqual(sentences(), ["海岳讯。"])

    def test_the_end_says_whether_more_is_to_be_read_again(self) -> None:
        for n in range(READ_AT_ONCE + 5):
            make_article(body="正文。", published_at=hours_ago(n + 1))
        while page().last:
            pass
        page()
        self.assertTrue(page(QueueFilter(variant=Variant.CHINA)).is_final)
        save_term(Term(simplified="甲乙", taiwan="甲丙", hong_kong="甲丙"))
        settled = QueueFilter(variant=Variant.CHINA)
        found = [page(settled).is_final for _ in range(3)]
        self.assertFalse(found[0])
        self.assertTrue(found[-1])

    def test_a_withdrawn_article_stands_behind_what_is_published(self) -> None:
        make_article(title="乙", body=BODY, published_at=hours_ago(5))
        self.assertEqual(titles(), ["甲", "乙"])
        withdraw(self.article)
        self.assertEqual(titles(), ["乙", "甲"])

    def test_a_deleted_article_is_gone(self) -> None:
        page()
        self.article.delete()
        self.assertEqual(page(), QueuePage())


class CostTests(TestCase):
    def test_a_page_reads_no_more_articles_than_fill_it(self) -> None:
        for n in range(READ_AT_ONCE + 5):
            make_article(body=BODY, published_at=hours_ago(n))
        page()
        self.assertEqual(OpenAmbiguities.objects.count(), PER_PAGE)

    def test_a_page_without_anything_ends_and_the_next_goes_on(self) -> None:
        oldest = make_article(title="老", body=BODY, published_at=hours_ago(999))
        for n in range(READ_AT_ONCE):
            make_article(body="正文。", published_at=hours_ago(n))
        first = page()
        self.assertEqual(first.entries, [])
        assert first.last  # The reading stopped, not the queue.
        after = Article.objects.get(pk=first.last)
        self.assertEqual([e.article for e in page(after=after).entries], [oldest])
        self.assertEqual(titles(), ["老"])

    def test_it_costs_the_same_however_many_articles(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                queue_page(EVERYTHING, version())
            return len(captured)

        rules_at(version())
        for n in range(3):
            make_article(body=BODY, published_at=hours_ago(n))
        few = queries()
        for n in range(12):
            make_article(body=BODY, published_at=hours_ago(n), categories=["美股"])
        self.assertEqual(queries(), few)
        # One for each state, and seven.
        self.assertLessEqual(few, 17)
        self.assertLessEqual(queries(), 13)  # All as stored.

    @skipUnless(connection.vendor == "sqlite", "Its planner needs to be led.")
    def test_no_row_of_an_article_is_read_to_find_those_in_the_queue(self) -> None:
        category = QueueFilter(Variant.TAIWAN, 1)
        for chosen in (EVERYTHING, category):
            with CaptureQueriesContext(connection) as captured:
                queued(chosen, None, 10)
            for query in captured:
                with connection.cursor() as cursor:
                    cursor.execute("EXPLAIN QUERY PLAN " + query["sql"])
                    plan = " ".join(row[3] for row in cursor)
                self.assertIn("COVERING INDEX articles_in_queue_order", plan)
                self.assertNotIn("TEMP B-TREE", plan)
