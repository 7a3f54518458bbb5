"""Instruments of articles: stored, recorded, merged, restored and found."""

from __future__ import annotations

from django.db.models import ProtectedError
from django.test import TestCase

from articles.models import Article, Instrument, Revision
from articles.publishing import (
    Labels,
    RestoreScope,
    begin_follow_up,
    begin_translation,
    duplicate,
    instruments_meant,
    labels_of,
    restore,
    save,
    save_changes,
    save_instrument,
)
from tests.factories import make_article, make_draft, make_instrument
from tests.people import make_chief


def codes_of(article: Article) -> list[str]:
    return [row.code for row in labels_of(article).instruments]


class MeantTests(TestCase):
    def test_a_symbol_or_a_name_in_any_script_means_the_instrument(self) -> None:
        tencent = make_instrument("0700.HK", "腾讯控股", name_en="Tencent")
        apple = make_instrument("AAPL.O", "蘋果", name_en="Apple")
        for text, instrument in (
            ("700", tencent),
            ("700.HK", tencent),
            ("騰訊控股", tencent),
            ("Tencent", tencent),
            ("0700.HK 腾讯控股", tencent),
            ("AAPL", apple),
            ("AAPL.US", apple),
            ("NASDAQ:AAPL", apple),
            ("苹果", apple),
        ):
            self.assertEqual(instruments_meant([text]), {text: [instrument]}, text)

    def test_what_may_be_several_names_them_all(self) -> None:
        rows = [make_instrument("7203.T", "丰田"), make_instrument("7203.HK", "某某")]
        self.assertCountEqual(instruments_meant(["7203"])["7203"], rows)
        self.assertEqual(instruments_meant(["7203.T"])["7203.T"], rows[:1])

    def test_unknown_text_means_nothing_and_costs_one_query(self) -> None:
        make_instrument()
        with self.assertNumQueries(1):
            found = instruments_meant(["", "9988", "腾", "x" * 500])
        self.assertEqual({*map(tuple, found.values())}, {()})


class FiledTests(TestCase):
    def setUp(self) -> None:
        self.tencent = make_instrument()
        self.apple = make_instrument("AAPL.O", "苹果")

    def file(self, article: Article, *instruments: Instrument) -> Revision | None:
        changes = {"instruments": [row.pk for row in instruments]}
        return save_changes(article.pk, changes).revision

    def test_the_order_stays(self) -> None:
        article = make_article()
        self.file(article, self.apple, self.tencent)
        self.assertEqual(codes_of(article), ["AAPL.US", "0700.HK"])
        self.file(article, self.tencent, self.apple)
        self.assertEqual(codes_of(article), ["0700.HK", "AAPL.US"])

    def test_the_history_says_which_came_and_went(self) -> None:
        article = make_article()
        revision = self.file(article, self.apple)
        assert revision is not None
        said = {"instruments": {"added": ["AAPL.US"], "removed": []}}
        self.assertEqual(revision.changes, said)
        revision = self.file(article, self.tencent)
        assert revision is not None
        said = {"instruments": {"added": ["0700.HK"], "removed": ["AAPL.US"]}}
        self.assertEqual(revision.changes, said)

    def test_a_save_of_other_labels_leaves_them(self) -> None:
        article = make_article()
        self.file(article, self.apple)
        save_changes(article.pk, {"title": "另一题"})
        self.assertEqual(codes_of(article), ["AAPL.US"])

    def test_what_two_editors_add_is_merged(self) -> None:
        article = make_article()
        base = article.revisions.first()
        self.file(article, self.apple)
        save_changes(article.pk, {"instruments": [self.tencent.pk]}, base=base)
        self.assertCountEqual(codes_of(article), ["AAPL.US", "0700.HK"])

    def test_restoring_everything_brings_them_back(self) -> None:
        article = make_article()
        revision = self.file(article, self.apple)
        assert revision is not None
        self.file(article, self.tencent)
        restore(revision, RestoreScope.TEXTS)
        self.assertEqual(codes_of(article), ["0700.HK"])
        restore(revision, RestoreScope.EVERYTHING)
        self.assertEqual(codes_of(article), ["AAPL.US"])

    def test_a_revision_from_before_instruments_leaves_them_on_restoring(self) -> None:
        article = make_article()
        early = article.revisions.get()
        for name in ("instruments", "instrument_ids"):
            del early.fields[name]
        early.save()
        revision = self.file(article, self.apple)
        assert revision is not None
        self.assertEqual([*revision.changes], ["instruments"])
        restore(early, RestoreScope.EVERYTHING)
        self.assertEqual(codes_of(article), ["AAPL.US"])

    def test_copies_have_them(self) -> None:
        article, chief = make_article(), make_chief()
        self.file(article, self.apple)
        for copy in (
            duplicate(article, by=chief),
            begin_translation(article, "en", by=chief),
            begin_follow_up(article, by=chief),
        ):
            self.assertEqual(codes_of(copy), ["AAPL.US"])

    def test_one_that_articles_name_is_not_deleted(self) -> None:
        self.file(make_draft(), self.apple)
        with self.assertRaises(ProtectedError):
            self.apple.delete()

    def test_a_new_article_is_stored_with_them(self) -> None:
        article = Article(title="新", slug="new")
        save(article, Labels([], [], [], [self.tencent]))
        self.assertEqual(codes_of(article), ["0700.HK"])


class FoundTests(TestCase):
    def found(self, query: str) -> bool:
        answer = self.client.get("/zh-cn/search/", {"q": query})
        return "没有找到" not in answer.content.decode()

    def test_articles_are_found_by_symbol_and_name_in_every_spelling(self) -> None:
        article = make_article(title="财报超出预期", body="正文。")
        row = make_instrument("0700.HK", "腾讯控股", name_en="Tencent")
        save_changes(article.pk, {"instruments": [row.pk]})
        for query in (
            *("700.HK", "0700.HK", "00700.HK", "HK:700", "HK0700", "hk00700"),
            *("腾讯", "騰訊", "騰訊控股", "tencent"),
        ):
            self.assertTrue(self.found(query), query)
        self.assertFalse(self.found("701.HK"))

    def test_a_new_name_finds_them_and_the_old_no_more(self) -> None:
        article = make_article(title="财报超出预期")
        row = make_instrument("FB.O", "脸书")
        save_changes(article.pk, {"instruments": [row.pk]})
        row.symbol, row.name = "META", "元平台"
        save_instrument(row)
        self.assertTrue(self.found("META"))
        self.assertTrue(self.found("元平台"))
        self.assertFalse(self.found("脸书"))
