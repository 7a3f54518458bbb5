"""The own pages of lists go out as they came in, and come in again as they are."""

from __future__ import annotations

from typing import Any

from articles.archive.exporter import ExportAction, FileKind
from articles.models import Article, Author, Category, ImportedListPage, ListPage, Tag
from articles.publishing import save_list_page, tags_named
from tests.archive.exporter.test_export import ExportTestCase
from tests.factories import (
    make_article,
    make_author,
    make_category,
    make_image,
    make_list_page,
)

TERM = "content/tags/hedge-funds/_index.zh-cn.md"
PAGE = """---
# 编者注
Title: "对冲基金"  # 栏目
publishDate: 2025-02-10T15:35:00+08:00
date: 2025-02-10
menu: main
cascade:
  toc: true
---

第一段。

第二段。

[fx](https://fx.example/1)
"""


class ImportedPagesTests(ExportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write(TERM, PAGE)
        self.run_import()

    def edit(self, **fields: str) -> None:
        page = ListPage.objects.get()
        for name, value in fields.items():
            setattr(page, name, value)
        save_list_page(page)

    def check(self, *pairs: tuple[str, str]) -> None:
        """The file differs in these places alone."""
        (outcome,) = self.run_export()
        self.assertEqual((outcome.kind, outcome.problems), (FileKind.EDITED, ()))
        expected = PAGE
        for old, new in pairs:
            self.assertIn(old, expected)
            expected = expected.replace(old, new)
        self.assertEqual(self.exported(f"site/{TERM}").decode(), expected)

    def test_files_come_out_to_the_byte(self) -> None:
        files = {
            TERM: PAGE.encode(),
            "content/_index.md": b"\xef\xbb\xbf---\r\n---\r\nHi\r\n\r\n",
            "content/news/_index.en.md": b"+++\ntitle='News'\n+++",
            "content/zh/_index.md": "没有头。".encode("gb18030"),
            "content/authors/lin/_index.md": b"---\ndraft: true\n---\n",
        }
        for name, content in files.items():
            self.write(name, content)
        self.run_import()
        for page in ListPage.objects.all():
            save_list_page(page)
        outcomes = self.run_export()
        self.assertEqual({o.kind for o in outcomes}, {FileKind.ORIGINAL})
        for name, content in files.items():
            self.assertEqual(self.exported(f"site/{name}"), content, name)

    def test_an_edited_field_changes_its_lines(self) -> None:
        self.edit(
            title="新题", body="\n第一段。\n\n新段。\n\n[fx](https://fx.example/1)\n"
        )
        self.check(("对冲基金", "新题"), ("第二段。", "新段。"))

    def test_a_new_description_is_added_and_a_draft_says_so(self) -> None:
        self.edit(description="新的说明", status="draft")
        self.check(
            ("  toc: true\n", "  toc: true\ndescription: 新的说明\ndraft: true\n")
        )

    def test_an_export_counts_and_checks_them(self) -> None:
        self.run_export()
        (self.out / "site" / TERM).write_text("changed")
        (outcome,) = self.run_export(only_check=True)
        self.assertEqual(outcome.action, ExportAction.DIFFERS)

    def test_an_archive_of_pages_alone_is_known_by_name(self) -> None:
        make_list_page(body="Here.")
        outcomes = self.run_export(archive="site")
        self.assertEqual([o.path for o in outcomes], [TERM])
        with self.assertRaisesMessage(Exception, "There are: site."):
            self.run_export(archive="sites")

    def test_a_file_that_is_no_longer_read_comes_out_as_it_was(self) -> None:
        ImportedListPage.objects.update(content=b"---\ntitle: [\n---\n")
        (outcome,) = self.run_export()
        self.assertEqual(outcome.problems[0].code, "front-matter")
        self.assertEqual(self.exported(f"site/{TERM}"), b"---\ntitle: [\n---\n")


class BornHereTests(ExportTestCase):
    def again(self, page: ListPage) -> ListPage:
        """The page, after a way through files into an empty site."""
        outcomes = self.run_export()
        self.assertEqual([o.problems for o in outcomes if o.problems], [])
        Article.objects.all().delete()
        ListPage.objects.all().delete()
        for model in (Category, Tag, Author):
            model._default_manager.all().delete()
        self.run_import(self.out / "newsdesk")
        again = ListPage.objects.get()
        for name in ("kind", "language", "title", "description", "body", "status"):
            self.assertEqual(getattr(again, name), getattr(page, name), name)
        self.assertEqual(str(again.label), str(page.label))
        return again

    def paths(self) -> list[str]:
        return [outcome.path for outcome in self.run_export()]

    def test_a_front_page_comes_back(self) -> None:
        self.again(make_list_page(language="zh-Hant-HK", body="歡迎。\n"))
        self.assertEqual(self.paths(), ["newsdesk/content/_index.zh-hk.md"])
        text = self.exported("newsdesk/content/_index.zh-hk.md").decode()
        self.assertEqual(text, "---\nlang: zh-HK\n---\n歡迎。\n")

    def test_everything_written_comes_back(self) -> None:
        page = make_list_page(
            "category",
            category=make_category("外汇 市场"),
            language="en",
            title='“Gold”: 3,000 <b> & "more"',
            description="One.\n\nTwo.",
            body="# Gold\n\nText.\n\n[fx](https://fx.example/1)\n",
            status="draft",
        )
        self.again(page)
        self.assertEqual(
            self.paths(), ["newsdesk/content/categories/外汇 市场/_index.en.md"]
        )

    def check_list(self, kind: str, **label: Any) -> None:
        self.again(make_list_page(kind, language="", title="题 here", **label))

    def test_a_tags_page_comes_back(self) -> None:
        self.check_list("tag", tag=tags_named(["C++"])[0])

    def test_an_authors_page_comes_back(self) -> None:
        self.check_list("author", author=make_author("Lin, Lan"))

    def test_the_page_of_all_tags_comes_back(self) -> None:
        self.check_list("tags")

    def test_the_page_of_a_name_with_a_slash_comes_back(self) -> None:
        self.check_list("category", category=make_category("A/B"))

    def test_a_name_that_is_no_folder_lies_under_its_slug(self) -> None:
        category = make_category("../evil")
        make_list_page("category", category=category)
        self.assertEqual(
            self.paths(),
            [f"newsdesk/content/categories/{category.slug}/_index.zh-cn.md"],
        )

    def test_a_page_finds_the_term_that_articles_bring(self) -> None:
        article = make_article(categories=["A: b"], slug="a")
        page = make_list_page("category", category=Category.objects.get(), title="题")
        self.again(page)
        self.assertEqual(
            str(Article.objects.get(slug=article.slug).categories.get()), "A: b"
        )
        self.assertEqual(Category.objects.count(), 1)

    def test_a_second_page_of_one_list_and_language_is_not_lost_silently(self) -> None:
        make_list_page(body="一")
        make_list_page(body="二")
        _first, second = self.run_export()
        self.assertEqual(second.action, ExportAction.FAILED)
        self.assertEqual(second.problems[0].code, "second-page")

    def test_pictures_are_laid_beside(self) -> None:
        image = make_image()
        make_list_page(body=f"![图]({image.file.url})\n")
        kinds = [(o.kind, o.action) for o in self.run_export()]
        self.assertEqual(
            kinds,
            [
                (FileKind.NEW, ExportAction.WRITTEN),
                (FileKind.PICTURE, ExportAction.WRITTEN),
            ],
        )
