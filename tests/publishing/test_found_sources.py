"""A decision on a found source reaches its articles, its files' exports and later files."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from articles import search
from articles.archive.exporter import export_articles
from articles.archive.importer import ImportAction, import_paths
from articles.choices import Status
from articles.listings import listing_key
from articles.models import (
    Article,
    FooterRule,
    FoundSource,
    ListingEntry,
    Source,
    SourceEvidence,
)
from articles.publishing import NameTaken, accept_source, refuse_source, save
from articles.publishing.found_sources import set_disclaimers
from articles.search.rebuild import Drift
from tests.archive.importer.test_footer_samples import BLOCK, NOTICE, FooterTestCase
from tests.factories import make_article, make_source

# A file alone names a source by the label of its closing link.
NAMED = "1. 转载请注明出处。\n2. 内容仅供参考。\n\n[haiyue](https://www.haiyue.example/a/{0})"
NOTICES = "1. 转载请注明出处。\n2. 内容仅供参考。"


class FoundSourceTestCase(FooterTestCase):
    block = NAMED

    def setUp(self) -> None:
        super().setUp()
        self.write_files(range(6), self.block)
        self.outcomes()
        self.found = FoundSource.objects.get()

    def articles(self) -> list[Article]:
        return list(Article.objects.order_by("pk"))

    def sources(self) -> set[str]:
        """Return the names of all articles' sources, empty for none."""
        names = Article.objects.values_list("source__name", flat=True)
        return {name or "" for name in names}

    def assert_derived_data_is_right(self) -> None:
        for listing in {entry.listing for entry in ListingEntry.objects.all()}:
            self.assertEqual(listing.entry_count, listing.entries.count())
        listed = {
            (entry.article_id, entry.listing.source_id)
            for entry in ListingEntry.objects.filter(listing__source__gt=0)
        }
        published = Article.objects.filter(status=Status.PUBLISHED, source__gt=0)
        self.assertEqual(listed, set(published.values_list("pk", "source")))
        drift = Drift()
        list(drift.find())
        self.assertFalse(drift.is_any)

    def assert_exported_as_imported(self, *edited: int) -> None:
        folder: Path = self.root.parent / "out"
        _count, results = export_articles(folder, archive="site", force=True)
        self.assertEqual([result.problems for result in results if result.problems], [])
        for number in {*range(6)} - {*edited}:
            name = self.place(number)
            self.assertEqual(
                (folder / name).read_bytes(), (self.root / name).read_bytes()
            )
        for number in edited:
            old = (self.root / self.place(number)).read_text().split("\n")
            new = (folder / self.place(number)).read_text().split("\n")
            self.assertEqual(len(old), len(new))
            self.assertEqual(sum(a != b for a, b in zip(old, new, strict=True)), 1)


class GuessTests(FoundSourceTestCase):
    block = BLOCK

    def test_an_accepted_guess_becomes_the_source_of_its_articles(self) -> None:
        self.assertEqual((self.found.is_guess, self.sources()), (True, {""}))
        source = accept_source(self.found, name="海岳财经")
        self.assertEqual(self.sources(), {"海岳财经"})
        self.assertEqual(
            (source.slug, self.found.decision), ("haiyueexample", "accepted")
        )
        self.assert_derived_data_is_right()

    def test_its_notice_that_all_files_hold_is_its_disclaimer(self) -> None:
        source = accept_source(self.found, name="海岳财经")
        self.assertEqual((source.disclaimer, source.edited_disclaimers), (NOTICE, []))
        evidence = SourceEvidence.objects.get()
        self.assertEqual((evidence.files, evidence.holders), (6, 6))

    def test_exports_see_no_difference(self) -> None:
        accept_source(self.found, name="海岳财经")
        article = self.article(2)
        article.title = "新的标题"
        save(article)
        self.assert_exported_as_imported(2)

    def test_later_files_get_it_and_reading_the_same_again_changes_nothing(
        self,
    ) -> None:
        accept_source(self.found, name="海岳财经")
        self.write_files(range(6, 7), self.block)
        self.assertEqual(
            [o.action for o in self.outcomes()].count(ImportAction.UNCHANGED), 6
        )
        self.assertEqual(self.sources(), {"海岳财经"})

    def test_a_refused_guess_leaves_all_as_it_was(self) -> None:
        refuse_source(self.found)
        self.write_files(range(6, 7), self.block)
        self.outcomes()
        self.assertEqual((self.sources(), Source.objects.count()), ({""}, 0))
        self.assert_exported_as_imported()


class NameTests(FoundSourceTestCase):
    def test_a_new_name_is_the_sources_and_later_files_follow(self) -> None:
        accept_source(self.found, name=" 海岳财经 ")
        self.write_files(range(6, 7), self.block)
        self.outcomes()
        self.assertEqual(self.sources(), {"海岳财经"})
        self.assertEqual(Source.objects.get().slug, "haiyue")
        self.assert_exported_as_imported()

    def test_a_name_that_another_source_has_is_refused_in_any_script(self) -> None:
        other = make_source("海岳财经")
        for name in ("海岳财经", "海嶽財經"):
            with self.assertRaises(NameTaken) as refusal:
                accept_source(self.found, name=name)
            self.assertEqual(refusal.exception.source, other)
        self.found.refresh_from_db()
        self.assertEqual((self.found.decision, self.sources()), ("", {"haiyue"}))

    def test_another_spelling_of_its_own_name_is_free(self) -> None:
        self.assertEqual(accept_source(self.found, name="HAIYUE").name, "HAIYUE")


class MergeTests(FoundSourceTestCase):
    def test_all_articles_of_the_label_move_and_the_empty_source_goes(self) -> None:
        rule = FooterRule.objects.create(source=self.found.source, text="完")
        into = make_source("海岳财经")
        accept_source(self.found, source=into)
        rule.refresh_from_db()
        self.assertEqual((self.sources(), rule.source), ({"海岳财经"}, into))
        self.assertEqual(Source.objects.get(), into)
        self.assert_derived_data_is_right()
        self.assert_exported_as_imported()

    def test_a_source_with_articles_of_this_desk_stays(self) -> None:
        make_article(source=self.found.source)
        accept_source(self.found, source=make_source("海岳财经"))
        self.assertEqual(self.sources(), {"海岳财经", "haiyue"})

    def test_an_article_that_an_editor_gave_another_source_keeps_it(self) -> None:
        article = self.article(3)
        article.source = make_source("高台")
        save(article)
        accept_source(self.found, source=make_source("海岳财经"))
        self.assertEqual(self.sources(), {"海岳财经", "高台"})

    def test_one_of_several_versions_of_a_text_stands_in_the_list(self) -> None:
        into = make_source("海岳财经")
        for number, language in enumerate(("zh-Hans", "zh-Hant")):
            article = self.article(number)
            article.translation_key, article.language = "甲", language
            save(article)
        accept_source(self.found, source=into)
        entries = ListingEntry.objects.filter(listing__key=listing_key("zh", into))
        self.assertEqual(entries.count(), 5)
        drift = Drift()
        list(drift.find())
        self.assertFalse(drift.is_any)

    def test_many_articles_are_indexed_after_the_transaction(self) -> None:
        into = make_source("海岳财经")
        with (
            patch("articles.search.rebuild._STALE_BATCH", 2),
            patch("articles.search.rebuild.Thread") as thread,
            self.captureOnCommitCallbacks(execute=True),
        ):
            accept_source(self.found, source=into)
        thread.assert_called_once()
        self.assertEqual(search.stale_count(), 6)


class RefusalTests(FoundSourceTestCase):
    def test_articles_lose_the_source_and_keep_address_and_notices(self) -> None:
        refuse_source(self.found)
        self.assertEqual((self.sources(), Source.objects.count()), ({""}, 0))
        article = self.article(4)
        self.assertEqual(article.source_url, "https://www.haiyue.example/a/4")
        self.assertEqual(article.disclaimer, NOTICES)
        self.assert_derived_data_is_right()

    def test_later_files_of_the_label_get_none(self) -> None:
        refuse_source(self.found)
        self.write_files(range(6, 7), self.block)
        self.outcomes()
        self.assertEqual((self.sources(), Source.objects.count()), ({""}, 0))

    def test_exports_stay_byte_for_byte_where_an_editor_changed_nothing(self) -> None:
        refuse_source(self.found)
        self.write_files(range(5, 6), self.block + " ")
        self.outcomes()
        article = self.article(2)
        article.title = "新的标题"
        save(article)
        self.assert_exported_as_imported(2)

    def test_a_changed_address_is_the_only_line_that_changes(self) -> None:
        refuse_source(self.found)
        article = self.article(2)
        article.source_url = "https://other.example/2"
        save(article)
        self.assert_exported_as_imported(2)

    def test_a_changed_notice_stands_above_the_link_as_the_file_labels_it(self) -> None:
        refuse_source(self.found)
        article = self.article(2)
        article.disclaimer = NOTICES.replace("内容仅供参考", "仅供参考")
        save(article)
        self.assert_exported_as_imported(2)

    def test_one_may_think_again(self) -> None:
        refuse_source(self.found)
        accept_source(self.found, name="海岳财经")
        self.assertEqual(self.sources(), {"海岳财经"})
        self.assert_derived_data_is_right()
        self.assert_exported_as_imported()


class DisclaimerTests(FoundSourceTestCase):
    def shown(self, number: int) -> str:
        """Return what stands under an article, as its page says it."""
        url = self.article(number).get_absolute_url()
        return self.client.get(url).content.decode()

    def change(self, text: str) -> Source:
        source = Source.objects.get()
        set_disclaimers(source, {"disclaimer": text})
        return source

    def test_a_changed_one_reaches_every_article_and_later_files(self) -> None:
        self.change("转载请先来信。")
        self.write_files(range(6, 7), self.block)
        self.outcomes()
        for number in range(7):
            self.assertIn("转载请先来信。", self.shown(number))
            self.assertNotIn("内容仅供参考", self.shown(number))
        self.assert_exported_as_imported()

    def test_a_second_change_still_stands_for_the_notices_in_files(self) -> None:
        self.change("转载请先来信。")
        source = self.change("转载请先致电。")
        self.assertEqual({*source.notices}, {NOTICES, "转载请先来信。"})
        self.assertIn("转载请先致电。", self.shown(1))

    def test_a_refused_one_leaves_articles_their_own_notices(self) -> None:
        self.write(
            self.place(6), self.text(6, "[haiyue](https://www.haiyue.example/a/6)")
        )
        source = self.change("")
        self.outcomes()
        self.assertEqual(Source.objects.get().disclaimer, "")
        self.assertEqual(source.edited_disclaimers, ["disclaimer"])
        self.assertIn("内容仅供参考", self.shown(0))
        self.assertNotIn("内容仅供参考", self.shown(6))

    def test_where_one_is_refused_the_other_languages_does_not_stand_in(self) -> None:
        source = Source.objects.get()
        set_disclaimers(source, {"disclaimer_en": "Ask us first."})
        self.assertEqual(source.disclaimer_in("en"), "Ask us first.")
        set_disclaimers(source, {"disclaimer": ""})
        self.assertEqual(source.disclaimer_in("zh"), "")
        self.assertNotIn("Ask us first.", self.shown(2))

    def test_a_confirmed_one_stays_when_the_evidence_goes(self) -> None:
        accept_source(self.found, disclaimers={"disclaimer": NOTICES})
        for number in range(6, 9):
            link = f"[haiyue](https://www.haiyue.example/a/{number})"
            self.write(self.place(number), self.text(number, link))
        list(import_paths([self.root]).outcomes)
        self.assertEqual(Source.objects.get().disclaimer, NOTICES)
        self.assertIn("内容仅供参考", self.shown(7))
