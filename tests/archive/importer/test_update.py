"""A file that changes again meets an article that editors changed too."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from articles.archive.importer import ImportAction, Report, import_paths, resolve
from articles.images.storage import store_image
from articles.models import Article, Conflict, ImportRun
from articles.publishing import labels_of, save, tags_named
from tests.archive.importer.test_run import STORY, ImportTestCase
from tests.people import make_chief
from tests.sample_images import png

THUMBNAIL = "/img/cover.png"
NAME = "content/zh-CN/news/haiyue/832914.zh-CN.md"


class MergeTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.run_import()
        self.article = Article.objects.get()

    def edit(self, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self.article, name, value)
        save(self.article, by=make_chief())

    def change_file(self, old: str, new: str) -> None:
        path = self.root / NAME
        text = path.read_text(encoding="utf-8")
        assert old in text
        self.write(NAME, text.replace(old, new))

    def import_again(self) -> tuple[ImportAction, tuple[str, ...]]:
        (outcome,) = self.run_import()
        self.article.refresh_from_db()
        return outcome.action, outcome.fields

    def test_an_article_nobody_touched_becomes_what_the_file_says(self) -> None:
        self.change_file("买入科技股", "卖出科技股")
        self.assertEqual(self.import_again(), (ImportAction.UPDATED, ("title",)))
        self.assertEqual(self.article.title, "对冲基金卖出科技股")

    def test_changes_to_different_fields_are_both_kept(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file("摘要……", "新摘要")
        self.assertEqual(self.import_again(), (ImportAction.MERGED, ("summary",)))
        self.assertEqual(
            (self.article.title, self.article.summary), ("编辑的标题", "新摘要")
        )

    def test_changes_to_different_paragraphs_are_both_kept(self) -> None:
        self.edit(body="编辑加的一段。\n\n" + self.article.body.lstrip("\n"))
        self.change_file("![](chart.png)", "![](chart.png)\n\n档案加的一段。")
        self.assertEqual(self.import_again()[0], ImportAction.MERGED)
        self.assertIn("编辑加的一段。", self.article.body)
        self.assertIn("档案加的一段。", self.article.body)
        self.assertNotIn("转载", self.article.body)

    def test_tags_added_on_both_sides_are_all_kept(self) -> None:
        labels = labels_of(self.article)
        labels.tags.extend(tags_named(["美联储"]))
        save(self.article, labels, by=make_chief())
        self.change_file('  - "标普 500"', '  - "标普 500"\n  - "高盛"')
        self.import_again()
        self.assertEqual(
            [tag.name for tag in self.article.tags.all()],
            ["haiyue", "标普 500", "美联储", "高盛"],
        )

    def test_the_same_place_changed_twice_waits_for_an_editor(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file("买入科技股", "卖出科技股")
        self.assertEqual(self.import_again(), (ImportAction.CONFLICT, ()))
        self.assertEqual(self.article.title, "编辑的标题")
        conflict = Conflict.objects.get()
        self.assertEqual(
            (conflict.field, conflict.base, conflict.ours, conflict.theirs),
            ("title", "对冲基金买入科技股", "编辑的标题", "对冲基金卖出科技股"),
        )
        self.assertEqual(conflict.run, ImportRun.objects.first())

    def test_a_conflict_is_reported_once(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file("买入科技股", "卖出科技股")
        self.import_again()
        self.assertEqual(self.actions(), [ImportAction.UNCHANGED])
        self.assertEqual(Conflict.objects.count(), 1)

    def test_an_editor_takes_the_files_text_or_keeps_the_articles(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file("买入科技股", "卖出科技股")
        self.import_again()
        conflict = Conflict.objects.get()
        chief = self.article.revisions.get(act="saved").created_by
        assert chief is not None
        resolve(conflict, Conflict.Choice.THEIRS, chief)
        self.article.refresh_from_db()
        self.assertEqual(self.article.title, "对冲基金卖出科技股")
        self.assertEqual(self.article.revisions.latest().created_by, chief)
        resolve(conflict, Conflict.Choice.OURS, chief)
        conflict.refresh_from_db()
        self.assertEqual(conflict.choice, Conflict.Choice.THEIRS)

    def test_nothing_an_editor_wrote_is_overwritten_without_a_revision(self) -> None:
        self.edit(summary="编辑的摘要")
        self.change_file("买入科技股", "卖出科技股")
        self.import_again()
        kept = [revision.fields["summary"] for revision in self.article.revisions.all()]
        self.assertEqual(kept, ["编辑的摘要", "编辑的摘要", "摘要……"])

    def test_a_thumbnail_that_an_editor_chose_stays(self) -> None:
        chosen = store_image(png(10))
        self.edit(thumbnail=chosen)
        for before, title in (("买入", "卖出"), ("卖出", "持有"), ("持有", "抛售")):
            self.change_file(before + "科技股", title + "科技股")
            self.import_again()
            self.assertEqual(self.article.title, f"对冲基金{title}科技股")
            self.assertEqual(self.article.thumbnail, chosen)

    def test_a_new_thumbnail_of_the_file_is_told_where_an_editor_s_stays(self) -> None:
        chosen = store_image(png(10))
        self.edit(thumbnail=chosen)
        self.change_file(THUMBNAIL, "https://e.example/new.jpg")
        (outcome,) = self.run_import()
        self.article.refresh_from_db()
        self.assertEqual(self.article.thumbnail, chosen)
        (kept,) = [p for p in outcome.problems if p.code == "thumbnail-kept"]
        self.assertIn("https://e.example/new.jpg", kept.message)

    def test_a_new_thumbnail_of_the_file_is_a_change(self) -> None:
        self.edit(title="编辑的标题")
        self.change_file(THUMBNAIL, "https://e.example/new.jpg")
        self.assertEqual(self.import_again()[1], ("thumbnail",))
        self.assertEqual(self.article.thumbnail_url, "https://e.example/new.jpg")

    def test_what_an_editor_named_anew_keeps_its_name(self) -> None:
        category = self.article.article_categories.first()
        assert category is not None
        category.category.name = "海岳专栏"
        category.category.save()
        self.change_file("买入科技股", "卖出科技股")
        self.assertEqual(self.import_again()[1], ("title",))
        self.assertEqual(str(labels_of(self.article).categories[0]), "海岳专栏")


class DryRunTests(ImportTestCase):
    def dry_run(self) -> list[tuple[ImportAction, tuple[str, ...]]]:
        outcomes = import_paths([self.root], dry_run=True).outcomes
        return [(outcome.action, outcome.fields) for outcome in outcomes]

    def test_it_says_what_would_happen_and_writes_nothing(self) -> None:
        self.assertEqual(self.dry_run(), [(ImportAction.CREATED, ())])
        self.assertFalse(Article.objects.exists())
        self.assertFalse(ImportRun.objects.exists())
        self.run_import()
        self.assertEqual(self.dry_run(), [(ImportAction.UNCHANGED, ())])
        self.write(NAME, STORY.replace("摘要……", "新摘要"))
        before = Article.objects.values().get()
        self.assertEqual(self.dry_run(), [(ImportAction.UPDATED, ("summary",))])
        self.assertEqual(Article.objects.values().get(), before)

    def test_it_names_the_fields_in_conflict(self) -> None:
        self.run_import()
        article = Article.objects.get()
        article.title = "编辑的标题"
        save(article, by=make_chief())
        self.write(NAME, STORY.replace("买入科技股", "卖出科技股"))
        (outcome,) = import_paths([self.root], dry_run=True).outcomes
        self.assertEqual(outcome.action, ImportAction.CONFLICT)
        (problem,) = [p for p in outcome.problems if p.code == "conflict"]
        self.assertIn("title", problem.message)
        self.assertFalse(Conflict.objects.exists())


class RunTests(ImportTestCase):
    def test_a_run_is_recorded_with_counts_and_errors(self) -> None:
        self.write("content/bad.md", "---\ntitle: [\n---\n")
        self.run_import()
        run = ImportRun.objects.get()
        self.assertEqual(run.actions, {"created": 1, "failed": 1})
        self.assertEqual(run.problems[0]["code"], "front-matter")
        self.assertIsNotNone(run.finished_at)

    def test_a_touched_file_is_only_remembered(self) -> None:
        self.run_import()
        path = self.root / NAME
        path.touch()
        self.assertEqual(self.actions(), [ImportAction.UNCHANGED])
        self.assertEqual(Article.objects.get().revisions.count(), 1)


class ReportTests(ImportTestCase):
    def test_a_name_that_is_not_utf_8_is_a_line_like_any_other(self) -> None:
        odd = self.root / "content" / os.fsdecode(b"bad\xff.md")
        odd.write_text("---\ntitle: x\n---\n")
        path = Path(self.root.parent) / "report.json"
        with Report(path) as report:
            for outcome in self.run_import():
                report.add(outcome)
        data = json.loads(path.read_text(encoding="utf-8"))
        codes = [p["code"] for file in data["files"] for p in file["problems"]]
        self.assertIn("bad-name", codes)

    def test_the_report_names_every_file(self) -> None:
        self.write("content/bad.md", "---\ntitle: [\n---\n")
        path = Path(self.root.parent) / "report.json"
        with Report(path) as report:
            for outcome in self.run_import():
                report.add(outcome)
        data = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(data["version"], 1)
        self.assertEqual(data["actions"], {"created": 1, "failed": 1})
        bad, good = data["files"]
        self.assertEqual(
            (bad["action"], bad["problems"][0]["code"]), ("failed", "front-matter")
        )
        self.assertEqual(good["article"], Article.objects.get().pk)
