"""Files whose bytes did not change are read by the rules of today, if that is asked for."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from articles.archive.fields import ReadContext, Values, read_fields
from articles.archive.front_matter import Keys
from articles.archive.importer import ImportAction, ImportResult, import_paths
from articles.choices import Status
from articles.models import Article, Category, Conflict, FooterRule, Revision
from articles.publishing import Labels, save
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief

FOOTER = "版权所有，转载请注明出处，仅供参考。\n\n[wire](https://wire.example/{})\n"
FILE = """---
title: 稿{0}
date: 2025-02-10
categories: [外汇]
weight: {0}
---

首段{0}。

次段{0}。

末段{0}。

"""


class ReadAgainTests(ImportTestCase):
    """Four files end alike, which is no evidence; with the fifth it is."""

    def setUp(self) -> None:
        super().setUp()
        for name in [*self.root.rglob("*.md")]:
            name.unlink()
        for number in range(1, 5):
            self.write_story(number)
        self.bring()

    def write_story(self, number: int) -> None:
        text = FILE.format(number) + FOOTER.format(number)
        self.write(f"content/{number}.md", text.encode())

    def bring(self, **options: Any) -> dict[str, ImportResult]:
        results = import_paths([self.root], **options).outcomes
        return {result.path.stem: result for result in results}

    def story(self, number: int) -> Article:
        return Article.objects.get(imported_file__path=f"content/{number}.md")

    def edit(self, number: int, labels: Labels | None = None, **fields: Any) -> None:
        article = self.story(number)
        for name, value in fields.items():
            setattr(article, name, value)
        save(article, labels, by=make_chief(f"chief{Revision.objects.count()}"))

    def test_the_same_bytes_are_read_by_what_is_known_today(self) -> None:
        self.write_story(5)
        self.assertIs(self.bring()["1"].action, ImportAction.UNCHANGED)
        self.assertIn("wire.example", self.story(1).body)
        self.assertIs(self.bring(read_again=True)["1"].action, ImportAction.UPDATED)
        article = self.story(1)
        self.assertEqual(article.body.strip(), "首段1。\n\n次段1。\n\n末段1。")
        self.assertEqual(article.source_url, "https://wire.example/1")
        self.assertEqual(article.revisions.count(), 2)

    def test_reading_again_twice_changes_nothing(self) -> None:
        self.edit(1, title="编辑的标题")
        self.edit(2, body=self.story(2).body.replace("首段", "编辑的首段"))
        self.write_story(5)
        self.bring(read_again=True)
        before = Revision.objects.count()
        actions = {r.action for r in self.bring(read_again=True).values()}
        self.assertEqual(actions, {ImportAction.UNCHANGED})
        self.assertEqual(Revision.objects.count(), before)

    def test_what_editors_did_stays_and_the_rest_is_read_anew(self) -> None:
        self.edit(1, title="编辑的标题", weight=9)
        self.edit(2, body=self.story(2).body.replace("首段", "编辑的首段"))
        self.write_story(5)
        results = self.bring(read_again=True)
        self.assertIs(results["1"].action, ImportAction.MERGED)
        article = self.story(1)
        self.assertEqual((article.title, article.weight), ("编辑的标题", 9))
        self.assertNotIn("wire.example", article.body)
        article = self.story(2)
        self.assertEqual(article.body.strip(), "编辑的首段2。\n\n次段2。\n\n末段2。")
        self.assertEqual(article.source_url, "https://wire.example/2")

    def test_a_dry_run_says_what_would_change_and_writes_nothing(self) -> None:
        self.edit(1, title="编辑的标题")
        self.write_story(5)
        self.bring()
        result = self.bring(read_again=True, dry_run=True)["1"]
        fields = {change.field for change in result.changes}
        self.assertLessEqual({"body", "source_url"}, fields)
        self.assertNotIn("title", fields)
        self.assertIn("wire.example", self.story(1).body)

    def test_both_changes_in_one_place_wait_for_an_editor_once(self) -> None:
        footer = FOOTER.format(1)
        body = self.story(1).body.replace(footer.strip(), "编辑的声明。")
        self.edit(1, body=body)
        self.write_story(5)
        result = self.bring(read_again=True)["1"]
        self.assertIs(result.action, ImportAction.CONFLICT)
        self.assertIn("编辑的声明。", self.story(1).body)
        self.bring(read_again=True)
        self.assertEqual(Conflict.objects.filter(field="body").count(), 1)

    def test_an_edited_text_that_was_merged_before_keeps_its_footer(self) -> None:
        self.edit(1, body=self.story(1).body.replace("首段", "编辑的首段"))
        text = FILE.format(1).replace("weight: 1", "weight: 7") + FOOTER.format(1)
        self.write("content/1.md", text.encode())
        self.bring()
        self.write_story(5)
        self.bring(read_again=True)
        article = self.story(1)
        self.assertIn("编辑的首段", article.body)
        self.assertIn("wire.example/1", article.body)
        self.assertEqual((article.source, article.source_url), (None, ""))

    def test_a_category_that_was_renamed_here_keeps_its_name(self) -> None:
        Category.objects.filter(name="外汇").update(name="汇市")
        text = FILE.format(1).replace("weight: 1", "weight: 7") + FOOTER.format(1)
        self.write("content/1.md", text.encode())
        self.bring()  # Now a revision records the other name.
        self.bring(read_again=True)
        names = [str(c) for n in (1, 2) for c in self.story(n).categories.all()]
        self.assertEqual(names, ["汇市", "汇市"])

    def test_labels_are_read_anew_where_nobody_changed_them(self) -> None:
        def split(keys: Keys, context: ReadContext) -> Values:
            values = read_fields(keys, context)
            return values | {"categories": [*values["categories"], "债券"]}

        self.edit(2, labels=Labels([], [], []))
        with patch("articles.archive.reader.parsed_file.read_fields", split):
            self.bring(read_again=True)
        found = [
            [row.category.name for row in self.story(n).article_categories.all()]
            for n in (1, 2)
        ]
        self.assertEqual(found, [["外汇", "债券"], ["债券"]])

    def test_a_time_that_was_given_once_stays(self) -> None:
        self.write("content/6.md", "没有日期。\n".encode())
        self.bring(publish_undated=True)
        published_at = self.story(6).published_at
        self.bring(read_again=True)
        article = self.story(6)
        self.assertEqual(article.status, Status.PUBLISHED)
        self.assertEqual(article.published_at, published_at)

    def test_an_article_that_was_deleted_here_stays_away(self) -> None:
        self.story(1).delete()
        result = self.bring(read_again=True)["1"]
        self.assertIs(result.action, ImportAction.SKIPPED)

    def test_a_notice_stays_shown_while_the_text_it_returns_to_waits(self) -> None:
        rule = FooterRule.objects.create(text="编者声明。", treatment="notice")
        self.write("content/6.md", f"{FILE.format(6)}编者声明。\n".encode())
        self.bring()
        self.edit(6, body=self.story(6).body.replace("末段6。", "编辑的末段。"))
        rule.delete()
        self.assertIs(self.bring(read_again=True)["6"].action, ImportAction.CONFLICT)
        article = self.story(6)
        self.assertNotIn("编者声明", article.body)
        self.assertEqual(article.disclaimer, "编者声明。")
