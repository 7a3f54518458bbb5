"""What lists' pages hand down reaches the files below them, and theirs alone."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from articles.archive.exporter import export_articles
from articles.archive.front_matter.parse import FrontMatter
from articles.archive.hugo.cascade import Cascade, cascades_in, handed_down
from articles.archive.importer import ImportAction, ImportResult, import_paths
from articles.choices import Status, Visibility
from articles.models import ArchiveConfiguration, Article
from articles.publishing import save
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief

STORY = "---\ntitle: {}\ndate: 2025-02-10\n{}---\n正文。\n"


@pytest.mark.parametrize(
    ("pattern", "path", "is_meant"),
    [
        ("/blog/**", "/blog/a/b", True),
        ("/blog/*", "/blog/a/b", False),
        ("/blog/*", "/blog/a", True),
        ("{/a,/b/**}", "/a", True),
        ("{/a,/b/**}", "/b/c", True),
        ("{/a,/b/**}", "/c", False),
        ("/Blog/?[a-c]", "/blog/xb", True),
        ("/a.b", "/axb", False),
        ("{/a", "/a", False),  # No glob at all: it means no page.
    ],
)
def test_paths_are_meant_as_hugo_means_them(
    pattern: str, path: str, is_meant: bool
) -> None:
    assert Cascade({}, path=pattern).is_for(path, "page", "") is is_meant


def test_a_list_of_maps_and_a_map_are_read_alike_without_what_means_nothing() -> None:
    told = {"Draft": True, "banner": "x", "_target": {"kind": "page", "lang": "en"}}
    assert list(cascades_in(told)) == [Cascade({"draft": True}, "", "page", "en")]
    assert list(cascades_in([told, {"params": {"toc": True}}]))[1:] == [
        Cascade({"toc": True})
    ]
    assert list(cascades_in({"banner": "x"})) == []
    for odd in (None, "x", [None], {"draft": True, "target": {"environment": "dev"}}):
        assert list(cascades_in(odd)) == []


def test_a_bundle_is_known_by_its_folder_and_a_list_is_no_page() -> None:
    cascades = (Cascade({"toc": True}, "/a", "page"),)
    own = FrontMatter({"title": "甲"})
    for place, has_it in (("a/index", True), ("a", True), ("a/_index", False)):
        given = handed_down(own, cascades, PurePosixPath(place), "")
        assert ("toc" in given.values) is has_it
    assert own.values == {"title": "甲"}


class CascadeTests(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write(
            "content/_index.md",
            "---\ncascade:\n  toc: true\n  sidebar: left\n  banner: x\n---\n",
        )
        self.write("content/inner/_index.md", "---\ncascade: {draft: true}\n---\n")
        self.write("content/inner/a.md", STORY.format("甲", ""))
        self.write("content/inner/b.md", STORY.format("乙", "draft: false\n"))
        self.write("content/inner/deep/c.md", STORY.format("丙", "sidebar: right\n"))
        self.write("content/d.md", STORY.format("丁", ""))
        self.run_import()

    def outcomes(self) -> dict[str, ImportResult]:
        found = import_paths([self.root / "content"]).outcomes
        return {outcome.path.name: outcome for outcome in found}

    def article(self, title: str) -> Article:
        return Article.objects.get(title=title)

    def test_what_is_nearest_counts_and_a_files_own_key_before_it(self) -> None:
        statuses = [self.article(title).status for title in "甲乙丙丁"]
        draft, published = Status.DRAFT, Status.PUBLISHED
        self.assertEqual(statuses, [draft, published, draft, published])
        self.assertEqual([self.article(t).toc for t in "甲乙丙丁"], [True] * 4)
        self.assertEqual(self.article("丙").sidebar, "right")
        self.assertEqual(self.article("丁").sidebar, "left")
        self.assertEqual(self.article("丁").extra, {})

    def test_nothing_changes_the_second_time_whichever_part_is_imported(self) -> None:
        actions = {outcome.action for outcome in self.outcomes().values()}
        self.assertEqual(actions, {ImportAction.UNCHANGED})
        for part in ("content/inner", "content/inner/a.md"):
            actions = {o.action for o in import_paths([self.root / part]).outcomes}
            self.assertEqual(actions, {ImportAction.UNCHANGED})
        # None, toc and sidebar, and draft before these.
        self.assertEqual(ArchiveConfiguration.objects.count(), 3)

    def test_another_word_above_changes_the_files_below(self) -> None:
        self.write("content/inner/_index.md", "---\ntitle: 内部\n---\n")
        outcomes = self.outcomes()
        self.assertEqual(outcomes["a.md"].fields, ("status",))
        self.assertEqual(outcomes["c.md"].fields, ("status",))
        self.assertIs(outcomes["b.md"].action, ImportAction.UNCHANGED)
        self.assertIs(outcomes["d.md"].action, ImportAction.UNCHANGED)
        self.assertEqual(self.article("甲").status, Status.PUBLISHED)

    def test_files_come_out_as_they_were_but_for_what_an_editor_changed(self) -> None:
        article = self.article("甲")
        article.status = Status.PUBLISHED
        save(article, by=make_chief())
        folder = self.root.parent / "out"
        _count, outcomes = export_articles(folder, archive="site")
        self.assertEqual([p for o in outcomes for p in o.problems], [])
        for file in (self.root / "content").rglob("*.md"):
            place = file.relative_to(self.root)
            expected = file.read_bytes()
            if file.name == "a.md":
                expected = expected.replace(b"---\n\xe6", b"draft: false\n---\n\xe6")
            with self.subTest(str(place)):
                self.assertEqual((folder / place).read_bytes(), expected)

    def test_what_is_not_listed_or_not_public_is_handed_down_and_taken_back(
        self,
    ) -> None:
        cascade = "{build: {list: never}, private: true}"
        self.write("content/inner/_index.md", f"---\ncascade: {cascade}\n---\n")
        self.write(
            "content/inner/own.md", STORY.format("戊", "build: {render: link}\n")
        )
        self.outcomes()
        article = self.article("甲")
        self.assertEqual(article.visibility, Visibility.UNLISTED)
        self.assertEqual(article.status, Status.DRAFT)
        # A file's own options replace those handed down as a whole, as for Hugo.
        self.assertEqual(self.article("戊").visibility, Visibility.EVERYWHERE)
        article.status, article.visibility = Status.PUBLISHED, Visibility.EVERYWHERE
        save(article, by=make_chief())
        folder = self.root.parent / "out"
        outcomes = list(export_articles(folder, archive="site")[1])
        self.assertEqual([p for o in outcomes for p in o.problems], [])
        written = (folder / "content/inner/a.md").read_text(encoding="utf-8")
        self.assertIn("private: false\n", written)
        self.assertIn("build: {list: always}\n", written)

    def test_files_with_a_language_in_their_name_go_by_the_pages_in_it(self) -> None:
        self.write("content/x/_index.en.md", "---\ncascade: {pager: false}\n---\n")
        self.write("content/x/_index.md", "---\ncascade: {pager: true}\n---\n")
        self.write("content/x/e.en.md", STORY.format("English", ""))
        self.write("content/x/e.zh-tw.md", STORY.format("戊", ""))
        self.outcomes()
        self.assertIs(self.article("English").pager, False)
        self.assertIs(self.article("戊").pager, True)

    def test_the_sites_configuration_hands_down_what_is_nearest_to_nobody(self) -> None:
        self.write(
            "hugo.toml",
            "[[cascade]]\n[cascade.params]\nauthorbox = true\ntoc = false\n"
            "[cascade.target]\npath = '/inner/**'\n",
        )
        self.outcomes()
        self.assertEqual(
            [self.article(title).authorbox for title in "甲丙丁"], [True, True, None]
        )
        self.assertIs(self.article("甲").toc, True)

    def test_the_labels_of_the_sites_own_taxonomies_are_handed_down(self) -> None:
        self.write("hugo.toml", "[taxonomies]\ntopic = 'topics'\n")
        told = "---\ncascade: {topics: [利率], lastmod: 2025-03-04}\n---\n"
        self.write("content/inner/_index.md", told)
        self.outcomes()
        article = self.article("甲")
        self.assertEqual([tag.name for tag in article.tags.all()], ["利率"])
        self.assertEqual(str(article.modified_at)[:10], "2025-03-03")  # In UTC.
        self.assertEqual(article.extra, {})

    def test_a_mounted_folder_has_the_lists_around_its_place_in_the_content(
        self,
    ) -> None:
        self.write(
            "hugo.toml",
            "[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n"
            "[[module.mounts]]\nsource = 'wire'\ntarget = 'content/inner'\n",
        )
        self.write("wire/w.md", STORY.format("电讯", ""))
        self.run_import()
        wired = Article.objects.get(imported_file__path="wire/w.md")
        self.assertEqual((wired.status, wired.sidebar), (Status.DRAFT, "left"))
        own = "---\ncascade: {pager: true}\n---\n"
        self.write("wire/deep/_index.md", own)
        self.write("content/inner/deep/e.md", STORY.format("戊", ""))
        self.outcomes()
        self.assertIs(self.article("戊").pager, True)


class LanguageCascadeTests(ImportTestCase):
    """Under Hugo each language has its own lists, and a page of one is not another's."""

    def setUp(self) -> None:
        super().setUp()
        self.write(
            "hugo.toml",
            "defaultContentLanguage = 'zh-cn'\n[languages.zh-cn]\n[languages.en]\n",
        )

    def status(self, path: str) -> str:
        return Article.objects.get(imported_file__path=path).status

    def test_a_page_without_a_language_is_the_default_languages_alone(self) -> None:
        self.write("content/n/_index.md", "---\ncascade: {draft: true}\n---\n")
        self.write("content/n/a.md", STORY.format("甲", ""))
        self.write("content/n/a.zh-cn.md", STORY.format("乙", ""))
        self.write("content/n/a.en.md", STORY.format("A", ""))
        self.run_import()
        self.assertEqual(self.status("content/n/a.md"), Status.DRAFT)
        self.assertEqual(self.status("content/n/a.zh-cn.md"), Status.DRAFT)
        self.assertEqual(self.status("content/n/a.en.md"), Status.PUBLISHED)

    def test_a_page_in_the_default_language_is_for_files_without_one(self) -> None:
        self.write("content/m/_index.zh-CN.md", "---\ncascade: {draft: true}\n---\n")
        self.write("content/m/b.md", STORY.format("甲", ""))
        self.write("content/m/b.en.md", STORY.format("B", ""))
        self.run_import()
        self.assertEqual(self.status("content/m/b.md"), Status.DRAFT)
        self.assertEqual(self.status("content/m/b.en.md"), Status.PUBLISHED)
