"""An archive comes in, is worked on, and goes out again."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.test import TestCase

from articles.archive.exporter import (
    ExportAction,
    ExportResult,
    FileKind,
    export_articles,
)
from articles.archive.importer import import_paths
from articles.models import Article, Image, ImportedFile, RemoteImage, Source
from articles.publishing import Labels, save, tags_named
from tests.factories import make_article, make_draft, make_image, make_source
from tests.sample_images import png

STORY = """---
title: "对冲基金买入科技股"
date: "2025-02-10 15:35:00"  # 本地时间
summary: "摘要……"
categories:
  - "haiyue"
lang: ["zh-CN"]
tags:
  - "haiyue"
  - "标普 500"
menu: ""
thumbnail: "/img/cover.png"
toc: false
desk_note: 甲
---

对冲基金本周每天都在买入。

![](chart.png)

1. 欢迎转载，转载时请标明来源为海岳财经。

[haiyue](https://www.haiyue.example/article/对冲基金-832914)
"""
PATH = "content/zh-CN/news/haiyue/832914.zh-CN.md"


class ExportTestCase(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "site"
        self.out = self.root.parent / "out"

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def run_import(self, folder: Path | None = None) -> None:
        list(import_paths([folder or self.root]).outcomes)

    def run_export(self, **options: Any) -> list[ExportResult]:
        return list(export_articles(self.out, **options)[1])

    def exported(self, path: str) -> bytes:
        return (self.out / path).read_bytes()


class ImportedTests(ExportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write(PATH, STORY)
        self.write("static/img/cover.png", png(900, 500))
        self.write("content/zh-CN/news/haiyue/chart.png", png(300, 200))
        self.run_import()
        self.article = Article.objects.get()

    def test_files_and_pictures_come_out_to_the_byte(self) -> None:
        outcomes = self.run_export()
        for name in (
            PATH,
            "static/img/cover.png",
            "content/zh-CN/news/haiyue/chart.png",
        ):
            self.assertEqual(
                self.exported(f"site/{name}"), (self.root / name).read_bytes()
            )
        self.assertEqual(
            [(o.kind, o.action) for o in outcomes],
            [
                (FileKind.ORIGINAL, ExportAction.WRITTEN),
                *[(FileKind.PICTURE, ExportAction.WRITTEN)] * 2,
            ],
        )

    def test_one_archive_goes_straight_into_the_folder(self) -> None:
        make_article()
        self.run_export(archive="site")
        self.assertEqual(self.exported(PATH), STORY.encode())
        self.assertFalse((self.out / "newsdesk").exists())

    def test_saving_without_a_change_changes_nothing(self) -> None:
        save(self.article)
        self.article.title += "!"
        save(self.article)
        self.article.title = self.article.title.removesuffix("!")
        save(self.article)
        self.assertEqual(self.run_export()[0].kind, FileKind.ORIGINAL)
        self.assertEqual(self.exported(f"site/{PATH}"), STORY.encode())

    def test_an_edit_changes_its_lines(self) -> None:
        self.article.title = "对冲基金卖出"
        self.article.published_at = datetime(2025, 2, 11, 1, tzinfo=UTC)
        self.article.body = self.article.body.replace("每天都在", "天天")
        labels = Labels([], tags_named(["美股", "黄金"]), [])
        save(self.article, labels)
        self.assertEqual(self.run_export()[0].kind, FileKind.EDITED)
        expected = STORY
        for old, new in (
            ("对冲基金买入科技股", "对冲基金卖出"),
            ("2025-02-10 15:35:00", "2025-02-11 09:00:00"),
            ('categories:\n  - "haiyue"', "categories: []"),
            ('  - "haiyue"\n  - "标普 500"', '  - "美股"\n  - "黄金"'),
            ("每天都在", "天天"),
        ):
            expected = expected.replace(old, new)
        self.assertEqual(self.exported(f"site/{PATH}").decode(), expected)

    def test_a_merged_tag_is_written_under_its_new_name(self) -> None:
        save(self.article, Labels([], tags_named(["haiyue", "标普 500"]), []))
        tag = tags_named(["标普 500"])[0]
        tag.name = "美股"
        tag.save()
        self.run_export()
        self.assertIn(
            '  - "haiyue"\n  - "美股"\n', self.exported(f"site/{PATH}").decode()
        )

    def test_another_thumbnail_is_laid_beside(self) -> None:
        image = make_image()
        self.article.thumbnail = image
        save(self.article)
        self.run_export()
        address = f"{settings.MEDIA_URL}{image.file.name}"
        self.assertIn(f'thumbnail: "{address}"', self.exported(f"site/{PATH}").decode())
        self.assertTrue((self.out / f"site/static{address}").is_file())

    def fetch_thumbnail(self, address: str) -> Image:
        """The file's thumbnail is elsewhere, and was fetched from there."""
        story = STORY.replace("/img/cover.png", address)
        self.write(PATH, story)
        self.run_import()
        image = make_image()
        url = RemoteImage.normal(address)
        RemoteImage.objects.create(
            key=RemoteImage.key_of(address), url=url, status="fetched", image=image
        )
        Article.objects.update(thumbnail=image)
        return image

    def test_a_thumbnail_that_was_fetched_is_no_change_and_not_laid(self) -> None:
        for path in ("a.png", "图 1.png", f"{'a' * 1200}.png"):
            with self.subTest(path):
                image = self.fetch_thumbnail(f"//e.example/{path}")
                outcomes = self.run_export()
                self.assertEqual(outcomes[0].kind, FileKind.ORIGINAL)
                name = PurePosixPath(image.file.name or "").name
                self.assertFalse([o.path for o in outcomes if name in o.path])

    def test_another_place_for_it_keeps_its_address(self) -> None:
        self.fetch_thumbnail("https://e.example/a.png")
        article = Article.objects.get()
        article.thumbnail_place = "post"
        save(article)
        self.run_export()
        text = self.exported(f"site/{PATH}").decode()
        self.assertIn("https://e.example/a.png", text)
        self.assertNotIn(settings.MEDIA_URL, text)

    def test_the_sources_notices_may_change_without_touching_files(self) -> None:
        Source.objects.update(disclaimer="Another text.")
        self.assertEqual(self.run_export()[0].kind, FileKind.ORIGINAL)

    def test_a_zone_that_changed_since_the_import_touches_no_file(self) -> None:
        with self.settings(TIME_ZONE="UTC"):
            self.assertEqual(self.run_export()[0].kind, FileKind.ORIGINAL)

    def test_exporting_again_writes_nothing(self) -> None:
        self.run_export()
        self.assertEqual({o.action for o in self.run_export()}, {ExportAction.SAME})

    def test_a_check_finds_what_differs(self) -> None:
        self.run_export()
        (self.out / "site" / PATH).write_text("changed")
        (self.out / "site/static/img/cover.png").unlink()
        outcomes = self.run_export(only_check=True)
        found = {
            o.path: o.action for o in outcomes if o.action is not ExportAction.SAME
        }
        self.assertEqual(
            found,
            {
                f"site/{PATH}": ExportAction.DIFFERS,
                "site/static/img/cover.png": ExportAction.MISSING,
            },
        )

    def test_a_path_in_the_database_cannot_lead_out(self) -> None:
        ImportedFile.objects.update(path="../../evil.md")
        outcome = self.run_export()[0]
        self.assertEqual(
            (outcome.action, outcome.is_done), (ExportAction.FAILED, False)
        )
        self.assertFalse((self.out.parent / "evil.md").exists())

    def test_an_archive_that_nobody_knows_is_named(self) -> None:
        with self.assertRaisesMessage(Exception, "There are: site."):
            self.run_export(archive="sites")

    def test_many_articles_cost_no_more_queries_than_few(self) -> None:
        for number in range(12):
            self.write(f"content/{number}.md", STORY)
        self.run_import()
        # Two counts, articles, categories, authors, menus, sources, two for thumbnails, tags,
        # the end; lists' pages; origins, two pictures; other files.
        with self.assertNumQueries(16):
            self.run_export()


class BornHereTests(ExportTestCase):
    def again(self, article: Article) -> Article:
        """The article, after a way through files into an empty site."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.assertEqual([o.problems for o in self.run_export() if o.problems], [])
        self.empty()
        Image.objects.all().delete()
        self.run_import(self.out / "newsdesk")
        return Article.objects.get(slug=article.slug)

    def empty(self) -> None:
        for model in (Article, ImportedFile, Source):
            model._default_manager.all().delete()

    def check(self, article: Article, *fields: str) -> None:
        before = {name: getattr(article, name) for name in fields}
        labels = self.labels(article)
        again = self.again(article)
        self.assertEqual({name: getattr(again, name) for name in fields}, before)
        self.assertEqual(self.labels(again), labels)

    def labels(self, article: Article) -> list[list[str]]:
        return [
            [str(category) for category in article.categories.all()],
            [tag.name for tag in article.tags.all()],
            [str(author) for author in article.authors.all()],
        ]

    def test_an_article_comes_back_as_it_was(self) -> None:
        article = make_article(
            title='“黄金”: 3,000 <b> & "more"',
            slug="huang-jin",
            language="zh-Hant-HK",
            summary="一。\n\n二。",
            body="# 標題\n\n正文。\n",
            published_at=datetime(2025, 2, 3, 4, 5, 6, tzinfo=UTC),
            expires_at=datetime(2035, 2, 3, tzinfo=UTC),
            categories=["美股", "a: b"],
            tags=["黄金", "C++"],
            authors=["林岚", "Lin, Lan"],
            toc=True,
            comments=False,
            sidebar="none",
            widgets=["search"],
            weight=3,
            extra={"note": {"a": [1, None]}},
        )
        path = self.out / "newsdesk/content/zh-hk/articles/huang-jin.md"
        self.check(
            article,
            *(
                "title",
                "slug",
                "language",
                "summary",
                "body",
                "status",
                "toc",
                "weight",
            ),
            *("published_at", "expires_at", "comments", "pager", "sidebar", "widgets"),
            "extra",
        )
        self.assertTrue(path.read_text().startswith("---\ntitle: "))

    def test_only_what_was_linked_to_translations_comes_back_linked(self) -> None:
        for key in ("", "newsdesk:articles/linked", "elsewhere"):
            with self.subTest(key):
                self.check(
                    make_article(slug="linked", translation_key=key), "translation_key"
                )
                self.empty()

    def test_a_draft_stays_one(self) -> None:
        self.check(make_draft(title="Draft"), "title", "status", "published_at", "body")

    def check_source(self, name: str, slug: str, notices: str) -> None:
        source = make_source(name, slug=slug, disclaimer=notices)
        article = make_article(
            source=source, source_url="https://e.example/1", body="正文。\n"
        )
        again = self.again(article)
        assert again.source is not None
        self.assertEqual(
            (again.source.name, again.source.slug, again.source.disclaimer),
            (name, slug, notices),
        )
        self.assertEqual(
            (again.source_url, again.body), ("https://e.example/1", "正文。\n")
        )

    def test_a_source_with_notices_comes_back(self) -> None:
        notices = "1. 欢迎转载，转载时请标明来源为海岳财经。"
        self.check_source("海岳财经", "haiyue", notices)

    def test_a_source_without_notices_comes_back(self) -> None:
        self.check_source("南港社", "nangang", "")

    def check_disclaimers(self, texts: list[str], **source: str) -> None:
        """Articles with these disclaimers of their own: each page shows the same."""
        origin = make_source("海岳财经", slug="haiyue", **source)
        for n, text in enumerate(texts):
            for address in ("", "https://haiyue.example/1"):
                for language in ("zh-Hans", "en"):
                    make_article(
                        slug=f"{n}-{language}-{bool(address)}".lower(),
                        language=language,
                        source=origin,
                        source_url=address,
                        disclaimer=text,
                        body="正文。\n",
                    )
        names = ("slug", "source_url", "disclaimer", "body")
        before = list(Article.objects.order_by("slug").values_list(*names))
        self.again(Article.objects.earliest("pk"))
        again = list(Article.objects.order_by("slug").values_list(*names))
        self.assertEqual(again, before)
        wanted = {"disclaimer": "", "disclaimer_en": "", **source}
        self.assertEqual(Source.objects.values(*wanted).get(), wanted)
        self.empty()

    def test_an_articles_own_disclaimer_does_not_become_its_sources(self) -> None:
        notices = "1. 欢迎转载，转载时请标明来源为海岳财经。"
        for texts in (["自己的。", ""], ["", "自己的。"], ["自己的。"], ["", notices]):
            with self.subTest(texts):
                self.check_disclaimers(texts, disclaimer=notices)
                self.check_disclaimers(texts, disclaimer_en="Only for reference.")
                self.check_disclaimers(texts)

    def test_both_disclaimers_of_a_source_come_back(self) -> None:
        notices = "1. 欢迎转载，转载时请标明来源为海岳财经。"
        texts = {"disclaimer": notices, "disclaimer_en": "Only for reference."}
        self.check_disclaimers(["", "Own."], **texts)

    def test_an_address_without_a_source_comes_back(self) -> None:
        article = make_article(source_url="https://e.example/1", disclaimer="自己的。")
        self.check(article, "source", "source_url", "disclaimer", "body")

    def test_pictures_come_back(self) -> None:
        image, thumbnail = make_image(), make_image()
        address = f"{settings.MEDIA_URL}{image.file.name}"
        article = make_article(body=f"![图]({address})\n", thumbnail=thumbnail)
        digest = thumbnail.digest
        again = self.again(article)
        assert again.thumbnail is not None
        self.assertEqual(again.thumbnail.digest, digest)
        self.assertEqual(again.body, f"![图]({address})\n")
        self.assertIn("<img", again.body_html)

    def test_a_slug_that_reads_as_a_language_is_kept(self) -> None:
        self.check(make_article(slug="news-zh-tw"), "slug", "language")

    def test_a_very_long_slug_fits_a_file(self) -> None:
        self.check(make_article(slug="字" * 240), "slug")

    def test_a_text_that_repeats_its_title_keeps_it(self) -> None:
        self.check(
            make_article(title="标题", body="# 标题\n\n正文。\n"), "title", "body"
        )

    def test_a_text_that_ends_like_a_legacy_one_keeps_its_end(self) -> None:
        body = "正文。\n\n[美股](https://e.example/1)\n"
        self.check(make_article(body=body, categories=["美股"]), "body", "source")
