"""What changes around a file that did not change, and what editors did with its article."""

from __future__ import annotations

import os
from typing import Any

from articles.archive.importer import (
    FieldChange,
    ImportAction,
    ImportResult,
    import_paths,
)
from articles.choices import Status
from articles.images.storage import store_image
from articles.models import (
    Article,
    Category,
    Conflict,
    Image,
    ImportedFile,
    ListPage,
    Revision,
)
from articles.publishing import delete, hold, save
from tests.acts import spike
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief
from tests.sample_images import png

NAME = "content/zh-CN/news/haiyue/832914.zh-CN.md"
CHART = "content/zh-CN/news/haiyue/chart.png"
COVER = "static/img/cover.png"
BLUE = png(colour=(20, 40, 200))


class AgainTestCase(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.run_import()
        self.article = Article.objects.get()

    def import_again(self, **options: Any) -> ImportResult:
        (outcome,) = import_paths([self.root], **options).outcomes
        self.article = (
            Article.objects.filter(imported_file__path=NAME).first() or Article()
        )
        return outcome

    def edit(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.article, name, value)
        save(self.article, by=make_chief())


class PictureTests(AgainTestCase):
    def test_a_picture_that_comes_after_its_text_is_drawn(self) -> None:
        self.write(CHART, png())
        outcome = self.import_again()
        self.assertEqual(
            (outcome.action, outcome.fields), (ImportAction.UPDATED, ("pictures",))
        )
        self.assertIn("/media/", self.article.body_html)
        self.assertEqual(Revision.objects.count(), 1)
        self.assertIs(self.import_again().action, ImportAction.UNCHANGED)

    def test_a_thumbnail_that_comes_later_is_taken_with_a_revision(self) -> None:
        self.assertEqual(self.article.extra["thumbnail"], "/img/cover.png")
        self.write(COVER, png())
        self.assertEqual(self.import_again().fields, ("thumbnail",))
        self.assertEqual(self.article.thumbnail, Image.objects.get())
        self.assertNotIn("thumbnail", self.article.extra)
        self.assertEqual(Revision.objects.count(), 2)
        self.assertIs(self.import_again().action, ImportAction.UNCHANGED)

    def test_a_thumbnail_that_comes_later_leaves_an_editors_alone(self) -> None:
        own = store_image(BLUE)
        self.edit(thumbnail=own)
        self.write(COVER, png())
        self.import_again()
        self.assertEqual(self.article.thumbnail, own)

    def test_a_picture_that_another_replaced_is_drawn_anew(self) -> None:
        self.write(CHART, png())
        self.import_again()
        before = self.article.body_html
        Image.objects.update(alt="利率走势")
        self.write(CHART, BLUE)
        self.assertEqual(self.import_again().fields, ("pictures",))
        self.assertNotEqual(self.article.body_html, before)
        self.assertIn('alt="利率走势"', self.article.body_html)

    def test_a_picture_that_went_away_is_kept(self) -> None:
        self.write(COVER, png())
        self.import_again()
        (self.root / COVER).unlink()
        self.assertIs(self.import_again().action, ImportAction.UNCHANGED)
        text = (self.root / NAME).read_text(encoding="utf-8")
        self.write(NAME, text.replace("摘要……", "新摘要"))
        self.assertEqual(self.import_again().fields, ("summary",))
        self.assertEqual(self.article.thumbnail, Image.objects.get())

    def test_a_dry_run_tells_of_it_and_writes_nothing(self) -> None:
        self.write(CHART, png())
        outcome = self.import_again(dry_run=True)
        self.assertEqual(
            (outcome.action, outcome.fields), (ImportAction.UPDATED, ("pictures",))
        )
        self.assertFalse(Image.objects.exists())

    def test_a_dry_run_tells_a_thumbnail_from_a_picture(self) -> None:
        self.write(COVER, png())
        self.assertEqual(self.import_again(dry_run=True).fields, ("thumbnail",))
        self.import_again()
        text = (self.root / NAME).read_text(encoding="utf-8")
        self.write(NAME, text.replace("/img/cover.png", "/img/other.png"))
        outcome = self.import_again(dry_run=True)
        self.assertEqual(outcome.fields, ("thumbnail",))
        self.assertEqual(
            outcome.changes,
            (FieldChange("thumbnail", "/img/cover.png", "/img/other.png"),),
        )

    def test_a_lists_page_draws_a_picture_that_comes_later(self) -> None:
        self.write("content/_index.md", "---\ntitle: 首页\n---\n![](a.png)\n")
        list(import_paths([self.root]).outcomes)
        self.write("content/a.png", png())
        outcomes = list(import_paths([self.root]).outcomes)
        self.assertEqual(
            [outcome.action for outcome in outcomes],
            [ImportAction.UNCHANGED, ImportAction.UPDATED],
        )
        self.assertIn("/media/", ListPage.objects.get().body_html)


class SpikedTests(AgainTestCase):
    def test_what_an_editor_spiked_stays_spiked_whatever_its_file_says(self) -> None:
        spike(self.article, by=make_chief())
        text = (self.root / NAME).read_text(encoding="utf-8")
        for header in ("summary: 新\ndraft: true\n", "summary: 另\ndraft: false\n"):
            self.write(NAME, text.replace("---\n", f"---\n{header}", 1))
            options: dict[str, Any]
            for options in ({}, {"restore_deleted": True}, {"read_again": True}):
                self.import_again(**options)
                self.assertEqual(self.article.status, Status.SPIKED)
        self.assertEqual(Article.objects.count(), 1)
        self.assertFalse(Conflict.objects.filter(field="status").exists())


class DecidedTests(AgainTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.text = (self.root / NAME).read_text(encoding="utf-8")

    def import_with(self, header: str) -> None:
        self.write(NAME, self.text.replace("---\n", f"---\n{header}", 1))
        self.import_again()

    def test_what_the_desk_decided_stays_whatever_its_file_says(self) -> None:
        for status in (Status.IN_REVIEW, Status.APPROVED, Status.WITHDRAWN):
            Article.objects.update(status=status)
            for header in (
                "description: 新\ndraft: true\n",
                "description: 另\ndraft: false\n",
            ):
                self.import_with(header)
                self.assertEqual(self.article.status, status)
        self.assertFalse(Conflict.objects.filter(field="status").exists())

    def test_what_is_held_is_not_published_by_its_file(self) -> None:
        self.import_with("draft: true\n")
        self.assertEqual(self.article.status, Status.DRAFT)
        hold(self.article, "诉讼", by=make_chief())
        self.import_with("description: 新\ndraft: false\n")
        self.assertEqual(
            (self.article.status, self.article.description), (Status.DRAFT, "新")
        )


class DeletedTests(AgainTestCase):
    def setUp(self) -> None:
        super().setUp()
        delete(self.article)

    def assert_stays_away(self, **options: Any) -> None:
        outcome = self.import_again(**options)
        self.assertIs(outcome.action, ImportAction.SKIPPED)
        self.assertEqual([p.code for p in outcome.problems], ["deleted-here"])
        self.assertTrue(outcome.is_done)
        self.assertFalse(Article.objects.exists())

    def test_what_an_editor_deleted_does_not_come_back(self) -> None:
        self.assert_stays_away()
        self.write(NAME, "---\ntitle: 又一次\ndate: 2025-02-10\n---\n")
        self.assert_stays_away()
        self.assert_stays_away(dry_run=True)

    def test_it_comes_back_where_that_is_asked(self) -> None:
        self.assertIs(
            self.import_again(restore_deleted=True, dry_run=True).action,
            ImportAction.CREATED,
        )
        outcome = self.import_again(restore_deleted=True)
        self.assertIs(outcome.action, ImportAction.CREATED)
        self.assertEqual(self.article.pk, outcome.article_id)
        self.assertEqual(ImportedFile.objects.count(), 1)
        self.assertIs(self.import_again().action, ImportAction.UNCHANGED)

    def test_a_lists_page_stays_away_too(self) -> None:
        index = self.write("content/news/_index.md", "---\ntitle: 新闻\n---\n")
        list(import_paths([index]).outcomes)
        ListPage.objects.all().delete()
        (outcome,) = import_paths([index]).outcomes
        self.assertEqual([p.code for p in outcome.problems], ["deleted-here"])
        (outcome,) = import_paths([index], restore_deleted=True).outcomes
        self.assertIs(outcome.action, ImportAction.CREATED)
        self.assertEqual(ListPage.objects.get().title, "新闻")


class UndatedTests(AgainTestCase):
    def setUp(self) -> None:
        super().setUp()
        path = self.write(NAME, "---\ntitle: 甲\n---\n正文。\n")
        os.utime(path, (1_500_000_000, 1_500_000_000))
        self.import_again()

    def test_drafts_without_a_date_are_published_where_that_is_asked_later(
        self,
    ) -> None:
        self.assertEqual(self.article.status, Status.DRAFT)
        outcome = self.import_again()
        self.assertIs(outcome.action, ImportAction.UNCHANGED)
        self.assertEqual(outcome.article_id, self.article.pk)
        self.assertIs(
            self.import_again(publish_undated=True).action, ImportAction.UPDATED
        )
        self.assertEqual(self.article.status, Status.PUBLISHED)
        assert self.article.published_at
        self.assertEqual(self.article.published_at.timestamp(), 1_500_000_000)
        self.assertIs(self.import_again().action, ImportAction.UNCHANGED)

    def test_a_draft_that_an_editor_works_on_stays_one(self) -> None:
        self.edit(lead="未完")
        self.assertIs(
            self.import_again(publish_undated=True).action, ImportAction.UNCHANGED
        )
        self.assertEqual(self.article.status, Status.DRAFT)


class SpellingTests(AgainTestCase):
    def test_another_spelling_of_a_name_finds_what_is_there_and_is_no_change(
        self,
    ) -> None:
        story = "---\ntitle: {}\ncategories: [{}]\ntags: [{}]\nauthor: {}\n---\n"
        self.write("content/a.md", story.format("甲", "News", "FX", "張三"))
        list(import_paths([self.root]).outcomes)
        self.write("content/b.md", story.format("乙", "news", "fx", "张三"))
        list(import_paths([self.root]).outcomes)
        article = Article.objects.get(title="乙")
        self.assertEqual([str(row) for row in article.categories.all()], ["News"])
        self.assertEqual([str(row) for row in article.authors.all()], ["張三"])
        self.assertFalse(Category.objects.filter(name="news").exists())
        self.write("content/b.md", story.format("丙", "news", "fx", "张三"))
        outcome = list(import_paths([self.root]).outcomes)[1]
        self.assertEqual(outcome.fields, ("title",))

    def test_the_order_of_menus_is_no_change(self) -> None:
        story = (
            "---\ntitle: {}\nmenu:\n  side: {{weight: 5}}\n  main: {{name: 甲}}\n---\n"
        )
        for title in ("甲", "乙"):
            self.write("content/a.md", story.format(title))
            outcome, *_rest = import_paths([self.root]).outcomes
        self.assertEqual(outcome.fields, ("title",))
