"""A folder comes in whole, again and again, and loses nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import skipUnless
from unittest.mock import patch

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles.archive.importer import ImportAction, ImportResult, import_paths, store
from articles.choices import Status
from articles.models import (
    Article,
    Image,
    ImportedFile,
    ImportRun,
    MenuEntry,
    Revision,
    SiteSettings,
    Source,
)
from tests.sample_images import png

NOTICES = "1. 欢迎转载，转载时请标明来源为海岳财经。\n\n2. 所有内容仅供参考，风险自负。"

STORY = f"""---
title: "对冲基金买入科技股"
date: "2025-02-10 15:35:00"
summary: "摘要……"
categories:
  - "haiyue"
lang:
  - "zh-CN"
translations:
  - "zh-CN"
tags:
  - "haiyue"
  - "标普 500"
menu: ""
thumbnail: "/img/cover.png"
lead: ""
comments: false
authorbox: false
pager: true
toc: false
mathjax: false
sidebar: "right"
widgets:
  - "search"
  - "recent"
  - "taglist"
desk_note: 甲
---

对冲基金本周每天都在买入。

![](chart.png)

{NOTICES}

[haiyue](https://www.haiyue.example/article/对冲基金-832914)
"""


class ImportTestCase(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "site"
        self.write("content/zh-CN/news/haiyue/832914.zh-CN.md", STORY)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run_import(self) -> list[ImportResult]:
        widgets = ["search", "recent", "taglist"]
        return list(import_paths([self.root], known_widgets=widgets).outcomes)

    def actions(self) -> list[ImportAction]:
        return [outcome.action for outcome in self.run_import()]


class StoryTests(ImportTestCase):
    def test_every_key_reaches_the_model(self) -> None:
        self.run_import()
        article = Article.objects.get()
        self.assertEqual(article.title, "对冲基金买入科技股")
        self.assertEqual(article.slug, "832914")
        self.assertEqual(article.language, "zh-Hans")
        self.assertEqual(article.status, Status.PUBLISHED)
        assert article.published_at is not None
        self.assertEqual(article.published_at.isoformat(), "2025-02-10T07:35:00+00:00")
        self.assertEqual(article.summary, "摘要……")
        self.assertEqual([str(c) for c in article.categories.all()], ["haiyue"])
        self.assertEqual([t.name for t in article.tags.all()], ["haiyue", "标普 500"])
        self.assertEqual(article.translation_languages, ["zh-CN"])
        switches = (
            article.comments,
            article.authorbox,
            article.pager,
            article.toc,
            article.mathjax,
        )
        self.assertEqual(switches, (False, False, True, False, False))
        self.assertEqual(article.sidebar, "right")
        self.assertEqual(article.widgets, ["search", "recent", "taglist"])
        self.assertEqual(article.extra["desk_note"], "甲")
        self.assertFalse(MenuEntry.objects.exists())

    def test_the_footer_becomes_source_disclaimer_and_address(self) -> None:
        self.run_import()
        article = Article.objects.get()
        assert article.source is not None
        self.assertEqual(
            (article.source.slug, article.source.name), ("haiyue", "海岳财经")
        )
        self.assertEqual(article.disclaimer, NOTICES)
        self.assertEqual(article.source.disclaimer, "")  # One file is no evidence.
        self.assertEqual(
            article.source_url, "https://www.haiyue.example/article/对冲基金-832914"
        )
        self.assertNotIn("转载", article.body)

    def test_notices_that_differ_stay_with_their_article(self) -> None:
        self.write("content/zz/1.md", STORY.replace("风险自负", "风险自担"))
        self.run_import()
        self.assertEqual(Source.objects.count(), 1)
        self.assertIn("风险自担", Article.objects.get(slug="1").disclaimer)

    def test_local_pictures_come_in_and_are_drawn_from_here(self) -> None:
        self.write("static/img/cover.png", png(900, 500))
        self.write("content/zh-CN/news/haiyue/chart.png", png(300, 200))
        self.run_import()
        article = Article.objects.get()
        self.assertEqual(Image.objects.count(), 2)
        assert article.thumbnail is not None
        self.assertEqual(article.thumbnail.width, 900)
        self.assertRegex(article.body_html, r'src="/media/renditions/[^"]+\.webp"')
        self.assertIn("![](chart.png)", article.body)

    def test_a_thumbnail_without_a_slash_may_be_below_the_sites_root(self) -> None:
        self.write("static/img/cover.png", png(900, 500))
        for name, keys in {
            "a": "thumbnail: img/cover.png",
            "b": "cover: {image: img/cover.png}",
        }.items():
            self.write(f"content/posts/{name}.md", f"---\ntitle: T\n{keys}\n---\nText.")
        codes = [p.code for o in self.run_import()[:2] for p in o.problems]
        self.assertNotIn("missing-picture", codes)
        thumbnails = Article.objects.filter(slug__in="ab", thumbnail__width=900)
        self.assertEqual(thumbnails.count(), 2)

    def test_a_picture_that_is_not_there_is_reported_with_its_line(self) -> None:
        (outcome,) = self.run_import()
        missing = [
            (p.code, p.line) for p in outcome.problems if p.code == "missing-picture"
        ]
        self.assertEqual(missing, [("missing-picture", 32), ("missing-picture", 15)])

    def test_the_original_is_kept_byte_for_byte(self) -> None:
        content = STORY.replace("\n", "\r\n").encode()
        self.write("content/crlf.md", content)
        self.run_import()
        imported_file = ImportedFile.objects.get(path="content/crlf.md")
        self.assertEqual(bytes(imported_file.content), content)

    def test_menus_reach_the_site(self) -> None:
        story = STORY.replace(
            'menu: ""', "menu: {main: {name: 关于, weight: 5}, other: {}}"
        )
        self.write("content/about.md", story)
        self.run_import()
        drawn = [(m["menu"], m["label"]) for m in SiteSettings.current().menus]
        self.assertEqual(drawn, [("main", "关于"), ("other", "对冲基金买入科技股")])

    def test_a_remote_thumbnail_keeps_its_address(self) -> None:
        url = "https://static.example.com/%E7%89%9B%E5%B8%823.jpg"
        self.write("content/r.md", STORY.replace("/img/cover.png", url))
        self.run_import()
        self.assertEqual(Article.objects.get(slug="r").thumbnail_url, url)


class AgainTests(ImportTestCase):
    def test_the_second_time_changes_nothing(self) -> None:
        self.assertEqual(self.actions(), [ImportAction.CREATED])
        before = Article.objects.values().get()
        # the site's choices, the run's begin and end, what the archive's files were,
        # and the pictures that they called; a savepoint in which nothing is written
        with self.assertNumQueries(7 + 2):
            self.assertEqual(self.actions(), [ImportAction.UNCHANGED])
        self.assertEqual(Article.objects.values().get(), before)
        self.assertEqual(Revision.objects.count(), 1)

    @skipUnless(connection.vendor == "sqlite", "PostgreSQL reads small tables whole")
    def test_unchanged_files_are_found_without_reading_any_content(self) -> None:
        self.run_import()
        with CaptureQueriesContext(connection) as asked:
            self.run_import()
        queries = [one["sql"] for one in asked if '"changed_at_ns"' in one["sql"]]
        query = next(one for one in queries if "articles_importedfile" in one)
        with connection.cursor() as cursor:
            plan = str(cursor.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())
        self.assertIn("COVERING INDEX originals_as_last_seen", plan)

    def test_a_changed_file_changes_its_article(self) -> None:
        self.run_import()
        self.write(
            "content/zh-CN/news/haiyue/832914.zh-CN.md",
            STORY.replace("买入科技股", "卖出科技股"),
        )
        self.assertEqual(self.actions(), [ImportAction.UPDATED])
        article = Article.objects.get()
        self.assertEqual(
            (article.title, article.slug), ("对冲基金卖出科技股", "832914")
        )
        self.assertEqual(article.revisions.count(), 2)

    def test_equal_names_in_two_folders_are_two_articles(self) -> None:
        self.write("content/en/news/haiyue/832914.en.md", STORY)
        self.run_import()
        slugs = Article.objects.values_list("slug", flat=True)
        self.assertCountEqual(slugs, ["832914", "haiyue-832914"])


class LinkTests(ImportTestCase):
    def test_a_link_leads_to_a_text_that_came_in_later(self) -> None:
        self.write("content/a.md", STORY.replace("![](chart.png)", "[见](z.md)"))
        self.write("content/z.md", STORY)
        self.run_import()
        self.assertIn(
            'href="/zh-cn/articles/z/"', Article.objects.get(slug="a").body_html
        )

    def test_a_link_that_leads_nowhere_is_reported(self) -> None:
        self.write("content/a.md", STORY.replace("![](chart.png)", "[见](none.md)"))
        outcome = self.run_import()[-1]
        self.assertEqual(outcome.problems[-1].code, "missing-link")


class BadFilesTests(ImportTestCase):
    def test_one_bad_file_never_stops_the_rest(self) -> None:
        self.write("content/a.md", "---\ntitle: [\n---\n")
        self.write("content/b.md", b"\xff\xfe\x00")
        self.write("content/c.md", b"\x89PNG\r\n")
        outcomes = self.run_import()
        self.assertEqual([o.action for o in outcomes].count(ImportAction.FAILED), 3)
        self.assertEqual(Article.objects.count(), 1)
        self.assertTrue(all(o.problems[0].message for o in outcomes if not o.is_done))

    def test_a_failure_leaves_no_half_article(self) -> None:
        self.write("content/a.md", STORY.replace("15:35", "25:99"))
        outcome = self.run_import()[0]
        self.assertEqual(outcome.action, ImportAction.CREATED)
        self.assertFalse(outcome.is_done)
        self.assertEqual(Article.objects.get(slug="a").status, Status.DRAFT)

    def test_files_about_the_archive_are_skipped_unless_they_are_pages(self) -> None:
        self.write("content/README.md", "# How to write here\n")
        self.write("content/LICENSE.md", b"\x89PNG\r\n")
        self.write("content/toc.md", "---\ntitle: 目录\n---\n")
        for _run in range(2):  # They are as little an article the second time.
            outcomes = {o.path.name: o for o in self.run_import()}
            for name in ("README.md", "LICENSE.md"):
                self.assertIs(outcomes[name].action, ImportAction.SKIPPED)
                codes = [problem.code for problem in outcomes[name].problems]
                self.assertEqual(codes, ["not-an-article"])
                self.assertTrue(outcomes[name].is_done)
        self.assertTrue(Article.objects.filter(title="目录").exists())

    def test_a_value_that_no_database_holds_costs_its_own_file_alone(self) -> None:
        self.write("content/a.md", "---\ntitle: 甲\nweight: 5\n---\n")
        self.write("content/b.md", "---\ntitle: 乙\n---\n")
        huge = patch(
            "articles.archive.fields.page.weight_of",
            lambda value: 10**30 if str(value) == "5" else 0,
        )
        with huge:
            outcomes = {o.path.name: o for o in self.run_import()}
        self.assertEqual([p.code for p in outcomes["a.md"].problems][-1], "not-stored")
        self.assertIs(outcomes["b.md"].action, ImportAction.CREATED)

    def test_a_shared_link_that_leads_nowhere_costs_no_second_rendering(self) -> None:
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()
        head = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
        for number in range(3):
            self.write(f"content/b/{number}.md", f"{head}[章](../toc.md#{number})\n")
        self.write("content/b/z.md", f"{head}[章](../toc.md) [前](0.md)\n")
        with patch.object(store, "render_again") as render_again:
            results = self.run_import()
        self.assertEqual(render_again.call_count, 1)  # For the link to 0.md.
        targets = [target for result in results for target in result.missing_links]
        self.assertEqual(targets, ["content/toc.md"] * 4)
        (run,) = ImportRun.objects.all()
        self.assertEqual(run.codes["missing-link"], 4)
        (missing,) = run.missing_links
        self.assertEqual((missing["target"], missing["count"]), ("content/toc.md", 4))
        self.assertTrue(str(missing["file"]).endswith("content/b/0.md"))

    def test_the_links_of_a_hundred_files_are_looked_up_at_once(self) -> None:
        def queries_for(count: int) -> int:
            head = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
            for number in range(count):
                self.write(f"c{count}/{number}.md", f"{head}[章](toc.md) [a](b.md)\n")
            with CaptureQueriesContext(connection) as queries:
                self.run_import()
            return sum("union" in query["sql"].lower() for query in queries)

        self.assertEqual(queries_for(20), queries_for(3))
