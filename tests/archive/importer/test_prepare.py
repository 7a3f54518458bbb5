"""What a file needs of others: the pictures and shortcodes that its text names."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import PIL.Image
from django.conf import settings
from django.db import IntegrityError

from articles.archive.exporter import ExportAction, export_articles
from articles.archive.exporter.media_files import brought_in
from articles.archive.importer import (
    ImportAction,
    ImportResult,
    import_paths,
    store,
)
from articles.choices import Status
from articles.images import processing
from articles.images.processing import Renditions
from articles.models import Article, Conflict, Image, ImportedFile
from articles.publishing import create_many, save, tags_named
from articles.search import index
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief
from tests.sample_images import jpeg, png
from tests.search.drift import drift, titles_with

NAME = "content/zh-CN/news/haiyue/832914.zh-CN.md"
HEAD = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"


class PictureTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / NAME).unlink()

    def origins(self) -> set[str]:
        rows = Image.objects.values_list("origin", flat=True)
        return {origin.partition(":")[2] for origin in rows}

    def test_a_name_that_no_system_has_is_a_picture_that_is_missing(self) -> None:
        self.write(NAME, f"{HEAD}![图]({'图' * 90}.png)\n")
        (outcome,) = self.run_import()
        self.assertEqual(outcome.action, ImportAction.CREATED)
        self.assertIn("picture", outcome.problems[-1].code)

    def test_a_picture_that_webp_cannot_hold_is_shown_and_noted(self) -> None:
        self.write(NAME, f"{HEAD}一句。\n\n![长图](long.png)\n")
        self.write("content/zh-CN/news/haiyue/long.png", png(1080, 20_000))
        (outcome,) = self.run_import()
        self.assertEqual(
            [(p.code, p.level, p.line) for p in outcome.problems],
            [("picture-kept-as-is", "note", 7)],
        )
        html = Article.objects.get().body_html
        self.assertIn('width="1080" height="20000"', html)
        self.assertRegex(html, r"/renditions/\w+\.width-1080\.jpg")

    def test_a_picture_that_cannot_be_used_stops_neither_its_text_nor_the_rest(
        self,
    ) -> None:
        self.write("content/a.md", f"{HEAD}甲。![](half.jpg) ![](odd.png)\n")
        self.write("content/b.md", f"{HEAD}乙。![](good.png)\n")
        self.write("content/half.jpg", jpeg(400, 400)[:-800])
        self.write("content/odd.png", png(colour=(1, 2, 3)))
        self.write("content/good.png", png())
        make = processing.make_renditions

        def make_renditions(content: bytes, *args: Any, **kwargs: Any) -> Renditions:
            if content == png(colour=(1, 2, 3)):
                with patch.object(PIL.Image.Image, "save", side_effect=RuntimeError):
                    return make(content, *args, **kwargs)
            return make(content, *args, **kwargs)

        with patch.object(processing, "make_renditions", make_renditions):
            first, second = self.run_import()
        self.assertEqual([p.code for p in first.problems], ["bad-picture"] * 2)
        self.assertEqual([p.code for p in second.problems], [])
        self.assertEqual(Article.objects.count(), 2)

    def test_shortcodes_bring_their_pictures_like_any_other_text(self) -> None:
        body = (
            '{{< figure src="a.png" caption="图" >}}\n\n'
            '{{< figure src="/img/b.png" >}}\n\n'
            '<p><img src="c.png"></p>\n\n![d][d]\n\n[d]: d%20e.png\n\n'
            "![f](图.png)\n\n"
            '{{< figure src="img/g.png" >}}\n'
        )
        self.write("content/bundle/index.md", HEAD + body)
        for number, name in enumerate(
            (
                *("content/bundle/a.png", "static/img/b.png", "content/bundle/c.png"),
                *("content/bundle/d e.png", "content/bundle/图.png"),
                "assets/img/g.png",
            )
        ):
            self.write(name, png(100 + number, 80))
        (outcome,) = self.run_import()
        self.assertEqual(outcome.problems, ())
        self.assertEqual(
            self.origins(),
            {
                *("content/bundle/a.png", "static/img/b.png", "content/bundle/c.png"),
                *("content/bundle/d e.png", "content/bundle/图.png"),
                "assets/img/g.png",
            },
        )
        html = Article.objects.get().body_html
        self.assertEqual(html.count(f'src="{settings.MEDIA_URL}'), 6)

    def test_hexo_finds_the_picture_in_the_folder_of_the_name(self) -> None:
        self.write("source/_posts/a.md", HEAD + "{% asset_img chart.png 图 %}\n")
        self.write("source/_posts/a/chart.png", png(300, 200))
        self.run_import()
        self.assertEqual(self.origins(), {"_posts/a/chart.png"})

    def test_a_changed_file_brings_its_new_picture(self) -> None:
        self.write("content/a.md", HEAD + "正文。\n")
        self.run_import()
        self.write("content/a.md", HEAD + '{{< figure src="a.png" >}}\n')
        self.write("content/a.png", png(300, 200))
        self.run_import()
        self.assertEqual(self.origins(), {"content/a.png"})

    def test_one_picture_at_two_places_is_shown_at_both(self) -> None:
        for folder in ("one", "two"):
            self.write(f"content/{folder}/index.md", HEAD + "![图](pic.png)\n")
            self.write(f"content/{folder}/pic.png", png(300, 200))
        self.run_import()
        self.assertEqual(Image.objects.count(), 1)
        for article in Article.objects.all():
            self.assertIn(f'src="{settings.MEDIA_URL}', article.body_html)
        places = {str(place) for _archive, place, _image in brought_in("site")}
        self.assertEqual(places, {"content/one/pic.png", "content/two/pic.png"})

    def test_a_picture_that_took_another_s_place_is_the_one_given_back(self) -> None:
        for width in (300, 400):
            self.write("content/a.md", f"{HEAD}![图](a.png)\n\n{width}\n")
            self.write("content/a.png", png(width, 200))
            self.run_import()
        ((_archive, _place, image),) = brought_in("site")
        self.assertEqual(image.width, 400)

    def test_a_picture_in_code_is_only_written_about(self) -> None:
        self.write("content/a.md", HEAD + "`![](a.png)`\n")
        (outcome,) = self.run_import()
        self.assertEqual(outcome.problems, ())

    def test_a_blank_in_a_path_is_reported_with_its_line(self) -> None:
        body = '字\n\n![图 一](my pic.png)\n\n![b](图 片/b.jpg "标题")\n\n`![c](d e.png)`\n'
        self.write(NAME, f"{HEAD}{body}\n![f](<g h.png>)\n![x] (see a b.png)\n")
        (outcome,) = self.run_import()
        found = [(p.code, p.line, p.message.split()[2:4]) for p in outcome.problems]
        self.assertEqual(
            found[:2],
            [
                ("missing-picture", 7, ["my", "pic.png"]),
                ("missing-picture", 9, ["图", "片/b.jpg"]),
            ],
        )
        self.assertEqual(len(found), 3)  # The third is looked for.

    def test_one_that_is_missing_is_reported_with_its_line(self) -> None:
        self.write("content/a.md", HEAD + '正文。\n\n{{< figure src="图 1.png" >}}\n')
        (outcome,) = self.run_import()
        (problem,) = outcome.problems
        self.assertEqual((problem.code, problem.line), ("missing-picture", 7))


class DocumentTests(ImportTestCase):
    """What the search holds of a file is made beside the process that stores it."""

    def setUp(self) -> None:
        super().setUp()
        (self.root / NAME).unlink()

    def test_the_process_that_stores_makes_none(self) -> None:
        body = '[去](b.md) {{< figure src="c.png" caption="题" >}}\n'
        self.write(
            "content/a.md", HEAD.replace("---\n", "---\ntags: [标普]\n", 1) + body
        )
        with patch.object(index, "make_document", side_effect=AssertionError):
            self.run_import()
        self.assertFalse(drift().is_any)

    def test_a_tag_stored_in_another_spelling_changes_nothing(self) -> None:
        tags_named(["標普 500", "ETF"])
        tags = "---\ntags: [标普 500, etf]\n"
        self.write("content/a.md", HEAD.replace("---\n", tags, 1) + "正文。\n")
        with patch.object(index, "make_document", side_effect=AssertionError):
            self.run_import()
        self.assertFalse(drift().is_any)

    def test_a_tag_stored_in_other_words_is_found_by_those(self) -> None:
        tags_named(["反复"])  # One tag with 反覆, but not letter by letter.
        tags = "---\ntags: [反覆]\n"
        self.write("content/a.md", HEAD.replace("---\n", tags, 1) + "正文。\n")
        self.run_import()
        self.assertEqual(titles_with("反复"), {"甲"})
        self.assertFalse(drift().is_any)


class ShortcodeTests(ImportTestCase):
    def test_unknown_ones_are_reported_once_a_name_with_their_line(self) -> None:
        (self.root / NAME).unlink()
        body = "正文。\n\n{{< chart 1 >}}\n{{% box %}}文{{% /box %}}\n{{< chart 2 >}}\n"
        self.write("content/a.md", HEAD + body + "\n{% poll 3 %}{{ page.title }}\n")
        (outcome,) = self.run_import()
        self.assertEqual(
            [(p.code, p.line) for p in outcome.problems],
            [
                ("unknown-shortcode", 7),
                ("unknown-shortcode", 8),
                ("unknown-shortcode", 11),
                ("unknown-shortcode", 11),
            ],
        )
        self.assertIn("chart", outcome.problems[0].message)


class MarkupTests(ImportTestCase):
    def test_what_other_systems_would_read_is_reported_once_a_name(self) -> None:
        (self.root / NAME).unlink()
        body = '正文{: .x} 后。\n\n[gallery ids="1"]\n\n[gallery ids="2"]\n\n> [!BAN]\n> 甲\n'
        self.write("content/a.md", HEAD + body)
        (outcome,) = self.run_import()
        self.assertEqual(
            {(p.code, p.line) for p in outcome.problems},
            {("unknown-markup", 5), ("unknown-markup", 7), ("unknown-markup", 11)},
        )
        self.assertEqual(len(outcome.problems), 3)
        self.assertTrue(any("[!BAN]" in p.message for p in outcome.problems))

    def test_what_is_read_is_not_reported(self) -> None:
        (self.root / NAME).unlink()
        body = "正文。\n{: .x}\n\n[caption]![](/a.png) 图[/caption]\n\n> [!TIP]\n> 甲\n"
        self.write("content/a.md", HEAD + body)
        (outcome,) = self.run_import()
        self.assertEqual([p.code for p in outcome.problems], ["missing-picture"])


class MarkTests(ImportTestCase):
    def test_a_broken_mark_is_reported_with_its_line_and_its_remedy(self) -> None:
        (self.root / NAME).unlink()
        head = HEAD.replace("---\n", "---\ndescription: 台积电}-涨\n", 1)
        body = "正文。\n\n-{xx:甲}-与\n-{台积电涨\n"
        self.write("content/a.md", head + body)
        (outcome,) = self.run_import()
        first = head.count("\n") + 1
        self.assertEqual(
            [(p.code, p.line) for p in outcome.problems],
            [("bad-mark", first + 2), ("bad-mark", first + 3), ("bad-mark", 0)],
        )
        unknown, unclosed, unopened = (p.message for p in outcome.problems)
        self.assertRegex(unknown, "“-{xx:甲}-” names no variant .*zh-hant-tw")
        self.assertRegex(unclosed, "“-{” is never closed: end it with “}-”")
        self.assertRegex(unopened, "in the description closes nothing")

    def test_code_and_names_of_files_are_no_marks(self) -> None:
        (self.root / NAME).unlink()
        body = "见 {a}-{b} 与 C:\\\\-{x}，`-{`。\n\n```\n-{zh-xx:甲}-\n```\n"
        self.write("content/a.md", HEAD + body)
        (outcome,) = self.run_import()
        self.assertEqual(outcome.problems, ())

    def test_a_file_full_of_them_does_not_fill_the_report(self) -> None:
        (self.root / NAME).unlink()
        self.write("content/a.md", HEAD + "-{甲\n" * 500)
        (outcome,) = self.run_import()
        self.assertEqual(len(outcome.problems), 20)


class AttemptTests(ImportTestCase):
    def test_a_second_attempt_notes_no_problem_twice(self) -> None:
        (self.root / NAME).unlink()
        for name in ("a", "b"):
            self.write(f"content/{name}.md", f"{HEAD}![图](none.png)\n")
        errors = iter([IntegrityError()])

        def fail_once(*args: Any) -> None:
            for error in errors:
                raise error
            create_many(*args)

        with patch.object(store, "create_many", fail_once):
            outcomes = self.run_import()
        self.assertEqual([o.action for o in outcomes], [ImportAction.CREATED] * 2)
        for outcome in outcomes:
            self.assertEqual([p.code for p in outcome.problems], ["missing-picture"])


class UndatedTests(ImportTestCase):
    FILE_TIME = datetime(2019, 5, 7, 12, 30, tzinfo=UTC)

    def setUp(self) -> None:
        super().setUp()
        (self.root / NAME).unlink()
        self.write_undated("---\ntitle: 甲\n---\n正文。\n")

    def write_undated(self, text: str, year: int = 2019) -> None:
        path = self.write("content/a.md", text)
        seconds = self.FILE_TIME.replace(year=year).timestamp()
        os.utime(path, (seconds, seconds))

    def publish(self, *, dry_run: bool = False) -> ImportResult:
        run = import_paths([self.root], publish_undated=True, dry_run=dry_run)
        (outcome,) = run.outcomes
        return outcome

    def assert_published(self, published_at: datetime) -> None:
        article = Article.objects.get()
        self.assertEqual(
            (article.status, article.published_at), (Status.PUBLISHED, published_at)
        )

    def test_it_is_a_draft_unless_asked_for(self) -> None:
        (outcome,) = self.run_import()
        self.assertEqual([p.code for p in outcome.problems], ["missing-date"])
        self.assertEqual(Article.objects.get().status, Status.DRAFT)

    def test_it_is_published_with_the_files_own_time(self) -> None:
        outcome = self.publish()
        self.assertEqual([p.code for p in outcome.problems], ["file-time"])
        self.assert_published(self.FILE_TIME)

    def test_the_time_stays_when_the_file_is_touched_or_changes(self) -> None:
        self.publish()
        self.write_undated("---\ntitle: 甲\n---\n正文。\n", 2020)
        self.assertEqual(self.publish().action, ImportAction.UNCHANGED)
        self.write_undated("---\ntitle: 乙\n---\n正文。\n", 2021)
        outcome = self.publish()
        self.assertEqual(
            (outcome.action, outcome.fields), (ImportAction.UPDATED, ("title",))
        )
        self.write_undated("---\ntitle: 丙\n---\n正文。\n", 2022)
        self.assertEqual(self.run_import()[0].fields, ("title",))
        self.assert_published(self.FILE_TIME)

    def test_a_date_that_comes_later_counts(self) -> None:
        self.publish()
        self.write_undated("---\ntitle: 甲\ndate: 2020-01-01T00:00:00Z\n---\n正文。\n")
        self.assertEqual(self.publish().fields, ("published_at",))
        self.assert_published(datetime(2020, 1, 1, tzinfo=UTC))
        self.assertIsNone(ImportedFile.objects.get().file_time)

    def test_a_draft_of_before_is_published_when_its_file_changes(self) -> None:
        self.run_import()
        self.write_undated("---\ntitle: 乙\n---\n正文。\n", 2021)
        self.publish()
        self.assert_published(self.FILE_TIME.replace(year=2021))

    def test_a_date_that_an_editor_gave_is_no_conflict(self) -> None:
        self.run_import()
        article = Article.objects.get()
        article.status, article.published_at = Status.PUBLISHED, self.FILE_TIME
        save(article, by=make_chief())
        self.write_undated("---\ntitle: 乙\n---\n正文。\n", 2021)
        self.assertEqual(self.publish().action, ImportAction.MERGED)
        self.assert_published(self.FILE_TIME)
        self.assertFalse(Conflict.objects.exists())

    def test_what_becomes_news_of_today_is_counted(self) -> None:
        self.write("content/a.md", "---\ntitle: 甲\n---\n正文。\n")
        self.write("content/b.md", "---\ntitle: 乙\ndraft: true\n---\n正文。\n")
        self.write("content/c.md", f"{HEAD}正文。\n")
        run = import_paths([self.root], publish_undated=True)
        self.assertEqual(run.written_today, 3)
        codes = [[p.code for p in result.problems] for result in run.outcomes]
        self.assertEqual(codes, [["file-time", "todays-news"], ["file-time"], []])

    def test_a_dry_run_says_the_same(self) -> None:
        dry = self.publish(dry_run=True)
        self.assertEqual(dry.problems, self.publish().problems)

    def test_it_comes_out_to_the_byte_and_edited_in_its_line_alone(self) -> None:
        self.publish()
        before = (self.root / "content/a.md").read_text(encoding="utf-8")
        self.assertEqual(self.exported(), before)
        article = Article.objects.get()
        article.title = "乙"
        save(article, by=make_chief())
        self.assertEqual(self.exported(), before.replace("甲", "乙"))

    def exported(self) -> str:
        folder = self.root.parent / "out"
        _count, outcomes = export_articles(folder, archive="site", force=True)
        self.assertNotIn(ExportAction.FAILED, [outcome.action for outcome in outcomes])
        return (folder / "content/a.md").read_text(encoding="utf-8")
