"""The own pages of lists come in, again and again, and find their lists."""

from __future__ import annotations

from unittest.mock import patch

from articles.archive.importer import ImportAction, ImportResult, import_paths
from articles.archive.problems import Level
from articles.models import Author, Category, ImportedListPage, ListPage, Tag
from articles.publishing import save_list_page
from tests.archive.importer.test_run import ImportTestCase
from tests.sample_images import png

TERM = "content/tags/hedge-funds/_index.zh-cn.md"
PAGE = """---
title: "对冲基金"  # 栏目
description: 说明
---
第一段。

第二段。
"""


class ListPageTestCase(ImportTestCase):
    def import_pages(self) -> list[ImportResult]:
        """What became of the pages alone."""
        return [o for o in self.run_import() if o.path.name.startswith("_index.")]

    def page(self, path: str = TERM) -> ListPage:
        return ListPage.objects.get(imported_file__path=path)


class FilingTests(ListPageTestCase):
    def label_of(self, path: str) -> tuple[str, str]:
        self.write(path, PAGE)
        self.run_import()
        page = self.page(path)
        return page.kind, str(page.label or "")

    def test_every_field_reaches_the_page(self) -> None:
        self.write(TERM, PAGE)
        (outcome,) = self.import_pages()
        self.assertEqual((outcome.action, outcome.problems), (ImportAction.CREATED, ()))
        page = self.page()
        self.assertEqual(
            (page.title, page.description, page.language, page.status),
            ("对冲基金", "说明", "zh-Hans", "published"),
        )
        self.assertEqual(page.body, "第一段。\n\n第二段。\n")
        self.assertIn("<p>第二段。</p>", page.body_html)

    def test_the_file_is_kept_byte_for_byte(self) -> None:
        content = PAGE.replace("\n", "\r\n").encode()
        self.write(TERM, content)
        self.run_import()
        imported_file = ImportedListPage.objects.get()
        self.assertEqual(bytes(imported_file.content), content)
        self.assertEqual((imported_file.archive, imported_file.path), ("site", TERM))

    def test_a_folder_finds_the_term_that_articles_brought(self) -> None:
        story = "---\ntitle: t\ndate: 2025-02-10\ntags: [Hedge Funds, C++]\n---\n"
        self.write("content/zz/1.md", story + "categories: []\n")
        self.write("content/tags/c++/_index.md", PAGE)
        self.assertEqual(self.label_of(TERM), ("tag", "Hedge Funds"))
        self.assertEqual(
            self.page("content/tags/c++/_index.md").tag, Tag.objects.get(name="C++")
        )

    def test_another_script_of_a_tag_is_that_tag(self) -> None:
        self.write(
            "content/zz/1.md", "---\ntitle: t\ndate: 2025-02-10\ntags: [关税]\n---\n"
        )
        self.assertEqual(self.label_of("content/tags/關稅/_index.md"), ("tag", "关税"))

    def test_a_term_that_nobody_has_used_is_made(self) -> None:
        for path, model in (
            ("content/zh-cn/categories/fx/_index.md", Category),
            ("content/authors/lin/_index.md", Author),
            ("content/tags/gold/_index.md", Tag),
        ):
            kind, name = self.label_of(path)
            self.assertEqual(kind, model._meta.model_name)
            self.assertTrue(model._default_manager.filter(name=name).exists())

    def test_the_front_page_and_indexes_are_known(self) -> None:
        for path, kind in (
            ("content/_index.md", "front"),
            ("content/zh-tw/_index.md", "front"),
            ("content/_index.en.md", "front"),
            ("content/tags/_index.md", "tags"),
            ("content/zh-cn/authors/_index.md", "authors"),
        ):
            self.assertEqual(self.label_of(path), (kind, ""))

    def test_a_folder_imported_by_itself_is_no_front_page(self) -> None:
        self.write("other/_index.md", PAGE)
        list(import_paths([self.root / "other"]).outcomes)
        self.assertEqual(ListPage.objects.get().kind, "section")

    def test_a_section_belongs_to_the_category_of_its_name(self) -> None:
        self.assertEqual(
            self.label_of("content/zh-CN/news/HaiYue/_index.md"), ("section", "haiyue")
        )
        self.assertEqual(self.label_of("content/zh-CN/news/_index.md"), ("section", ""))

    def test_a_category_that_comes_later_gets_its_section_s_page(self) -> None:
        path = "content/zh-CN/gold/_index.md"
        self.assertEqual(self.label_of(path), ("section", ""))
        self.write(
            "content/zh-CN/gold/1.md",
            "---\ntitle: t\ndate: 2025-02-10\ncategories: [Gold]\n---\n",
        )
        self.run_import()
        self.assertEqual(str(self.page(path).category), "Gold")

    def test_the_language_is_that_of_name_folder_or_text(self) -> None:
        for path, text, language in (
            ("content/tags/a/_index.zh-tw.md", PAGE, "zh-Hant-TW"),
            ("content/en/tags/a/_index.md", "---\ntitle: A\n---\n", "en"),
            ("content/zh/tags/a/_index.md", PAGE, "zh-Hans"),
            ("content/tags/b/_index.md", "---\ntitle: 財經報導\n---\n", "zh-Hant-TW"),
            ("content/tags/c/_index.md", "---\ntitle: FX168\n---\n", ""),
            ("content/tags/d/_index.md", '---\ntitle: 财经\nlang: ""\n---\n', ""),
        ):
            self.write(path, text)
            self.run_import()
            self.assertEqual(self.page(path).language, language, path)

    def test_links_and_pictures_lead_to_what_came_in(self) -> None:
        self.write("content/tags/hedge-funds/a.png", png(300, 200))
        text = PAGE + "\n![](a.png) [文](/zh-CN/news/haiyue/832914/) [无](none.md)\n"
        self.write(TERM, text)
        (outcome,) = self.import_pages()
        page = self.page()
        self.assertRegex(page.body_html, r'src="/media/renditions/[^"]+\.webp"')
        self.assertIn('href="/zh-cn/articles/832914/"', page.body_html)
        self.assertEqual([p.code for p in outcome.problems], ["missing-link"])

    def test_a_broken_file_fails_and_the_rest_goes_on(self) -> None:
        self.write("content/tags/a/_index.md", "---\ntitle: [\n---\n")
        self.write("content/tags/b/_index.md", "")
        self.write(TERM, PAGE)
        outcomes = {o.path.parent.name: o for o in self.import_pages()}
        self.assertEqual(outcomes["a"].problems[-1].code, "front-matter")
        self.assertEqual(outcomes["a"].action, ImportAction.FAILED)
        # Nothing is missing from a list's page: an empty file is one.
        self.assertEqual(outcomes["b"].action, ImportAction.CREATED)
        self.assertEqual(outcomes["b"].problems, ())
        self.assertEqual(outcomes["hedge-funds"].action, ImportAction.CREATED)


class ConfiguredSiteTests(ListPageTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write(
            "hugo.toml",
            """
            defaultContentLanguage = "zh-cn"
            [taxonomies]
            topic = "topics"
            [languages.zh-cn]
            contentDir = "text/chinese"
            [languages.en]
            contentDir = "text/english"
            """,
        )

    def kind_and_language(self, path: str) -> tuple[str, str, str]:
        self.write(path, "---\ntitle: FX168\n---\n")
        self.run_import()
        page = self.page(path)
        return page.kind, str(page.label or ""), page.language

    def test_its_folders_of_content_hold_its_front_pages(self) -> None:
        found = self.kind_and_language("text/english/_index.md")
        self.assertEqual(found, ("front", "", "en"))

    def test_its_own_taxonomies_are_known(self) -> None:
        found = self.kind_and_language("text/chinese/topics/gold/_index.md")
        self.assertEqual(found, ("tag", "gold", "zh-Hans"))

    def test_its_sections_find_their_category_and_are_unchanged_then(self) -> None:
        self.write(
            "text/chinese/fx/1.md",
            "---\ntitle: t\ndate: 2025-02-10\ncategories: [FX]\n---\n",
        )
        path = "text/chinese/fx/_index.md"
        self.assertEqual(self.kind_and_language(path), ("section", "FX", "zh-Hans"))
        self.assertEqual(
            {o.action for o in self.import_pages()}, {ImportAction.UNCHANGED}
        )

    def test_another_configuration_reads_the_file_again(self) -> None:
        path = "text/english/_index.md"
        self.kind_and_language(path)
        file = self.root / "hugo.toml"
        self.write(
            "hugo.toml", file.read_text().replace("languages.en", "languages.de")
        )
        (outcome,) = self.import_pages()
        self.assertEqual(outcome.fields, ("language",))
        self.assertEqual(self.page(path).language, "de")


class AgainTests(ListPageTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write(TERM, PAGE)
        self.run_import()

    def edit(self, **fields: str) -> None:
        page = self.page()
        for name, value in fields.items():
            setattr(page, name, value)
        save_list_page(page)

    def import_again(self) -> ImportResult:
        (outcome,) = self.import_pages()
        return outcome

    def test_an_unchanged_file_costs_no_write(self) -> None:
        # the site's choices, how the archive is read, the run's begin and end, what the
        # archive's files were: articles and lists' pages, and the pictures that they
        # called; folders that a category may have come for; two savepoints
        with self.assertNumQueries(9 + 4):
            self.assertEqual(self.import_again().action, ImportAction.UNCHANGED)

    def test_two_imports_at_once_store_it_once(self) -> None:
        self.write(TERM, PAGE.replace("第二段", "另一段"))
        with patch(
            "articles.archive.importer.store_list_pages._imported_file",
            return_value=None,
        ):
            outcome = self.import_again()
        self.assertEqual([p.code for p in outcome.problems], ["busy"])
        self.assertEqual(ListPage.objects.count(), 1)

    def test_a_touched_file_is_unchanged(self) -> None:
        self.write(TERM, PAGE)
        self.assertEqual(self.import_again().action, ImportAction.UNCHANGED)

    def test_a_page_nobody_touched_becomes_what_the_file_says(self) -> None:
        self.write(TERM, PAGE.replace("第二段", "另一段"))
        outcome = self.import_again()
        self.assertEqual(
            (outcome.action, outcome.fields), (ImportAction.UPDATED, ("body",))
        )
        self.assertIn("<p>另一段。</p>", self.page().body_html)

    def test_changes_to_different_places_are_all_kept(self) -> None:
        self.edit(title="编辑的标题", body="编辑的一段。\n\n第二段。\n")
        self.write(TERM, PAGE.replace("第二段", "另一段").replace("说明", "新说明"))
        self.assertEqual(self.import_again().action, ImportAction.MERGED)
        page = self.page()
        self.assertEqual((page.title, page.description), ("编辑的标题", "新说明"))
        self.assertEqual(page.body, "编辑的一段。\n\n另一段。\n")

    def test_what_both_changed_stays_as_here_and_the_file_is_kept(self) -> None:
        self.edit(title="编辑的")
        changed = PAGE.replace("对冲基金", "档案的")
        self.write(TERM, changed)
        outcome = self.import_again()
        self.assertEqual(outcome.action, ImportAction.CONFLICT)
        self.assertEqual(
            [(p.code, p.level) for p in outcome.problems], [("conflict", Level.WARNING)]
        )
        page = self.page()
        self.assertEqual(page.title, "编辑的")
        self.assertEqual(bytes(page.imported_file.content).decode(), changed)
        self.assertEqual(page.imported_file.warnings[0]["code"], "conflict")

    def test_a_dry_run_says_what_would_happen_and_writes_nothing(self) -> None:
        self.write(TERM, PAGE.replace("第二段", "另一段"))
        self.write("content/tags/new/_index.md", PAGE)
        outcomes = import_paths([self.root], dry_run=True).outcomes
        said = [(o.action, o.fields) for o in outcomes]
        self.assertIn((ImportAction.UPDATED, ("body",)), said)
        self.assertIn((ImportAction.CREATED, ()), said)
        self.assertIn("第二段", self.page().body)
        self.assertFalse(Tag.objects.filter(name="new").exists())
