"""A whole Hugo site comes in as its configuration says, and is read so ever after."""

from __future__ import annotations

from pathlib import Path

from articles.archive.exporter import export_articles
from articles.archive.hugo import BadConfiguration
from articles.archive.importer import ImportAction, import_paths
from articles.models import ArchiveConfiguration, Article, Redirect, Revision
from articles.publishing import save
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief

SITE = """
baseURL = "https://old.example/desk/"
timeZone = "America/New_York"
defaultContentLanguage = "cn"
[languages.cn]
locale = "zh-CN"
contentDir = "texts/cn"
[languages.en]
contentDir = "texts/en"
[permalinks]
news = "/:year/:slug/"
[taxonomies]
topic = "topics"
"""
STORY = "---\ntitle: {}\ndate: 2025-02-10 15:35:00\ntopics: [Rates]\n---\n{}\n"


class SiteTestCase(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()
        self.write("hugo.toml", SITE)
        self.write("texts/cn/news/1.md", STORY.format("标题", "关税上调。"))
        self.write("texts/en/news/1.md", STORY.format("Title", "Tariffs rise."))
        self.write("layouts/page.html", "no article")
        self.write("notes.md", "no article")


class SiteTests(SiteTestCase):
    def test_only_the_folders_of_content_hold_articles(self) -> None:
        self.assertEqual(self.actions(), [ImportAction.CREATED, ImportAction.CREATED])

    def test_dates_languages_addresses_and_labels_are_the_sites(self) -> None:
        self.run_import()
        english = Article.objects.get(title="Title")
        chinese = Article.objects.get(title="标题")
        self.assertEqual((english.language, chinese.language), ("en", "zh-Hans"))
        assert english.published_at
        self.assertEqual(english.published_at.isoformat(), "2025-02-10T20:35:00+00:00")
        self.assertEqual([tag.name for tag in english.tags.all()], ["Rates"])
        self.assertEqual(
            set(
                Redirect.objects.filter(url="").values_list(
                    "path", "article__title", "tag__name"
                )
            ),
            {
                ("/desk/2025/标题/", "标题", None),
                ("/desk/en/2025/title/", "Title", None),
                *(
                    (f"/desk{prefix}/{folder}/rates/", None, "Rates")
                    for prefix in ("", "/en")
                    for folder in ("tags", "topics")
                ),
            },
        )

    def test_two_archives_of_one_name_are_refused_before_anything_is_stored(
        self,
    ) -> None:
        paths = []
        for month in ("january", "february"):
            story = self.write(f"../{month}/posts/a.md", STORY.format("A", "x"))
            paths.append(story.resolve().parent)
        with self.assertRaisesMessage(BadConfiguration, "Rename one of the two"):
            import_paths(paths)
        self.assertFalse(Article.objects.exists())

    def test_the_versions_of_a_text_are_linked_by_their_place(self) -> None:
        self.run_import()
        keys = set(Article.objects.values_list("translation_key", flat=True))
        self.assertEqual(keys, {"site:news/1"})

    def test_a_file_is_the_same_however_it_is_named(self) -> None:
        self.run_import()
        self.root = self.root / "texts/en"
        self.assertEqual(self.actions(), [ImportAction.UNCHANGED])
        self.root = self.root / "news/1.md"
        self.assertEqual(self.actions(), [ImportAction.UNCHANGED])

    def test_a_broken_configuration_stops_before_anything_is_stored(self) -> None:
        self.write("hugo.toml", "timeZone = ")
        with self.assertRaisesMessage(BadConfiguration, "hugo.toml:1: "):
            self.run_import()
        self.assertFalse(Article.objects.exists())


class ChangedConfigurationTests(SiteTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.run_import()

    def change(self) -> None:
        self.write("hugo.toml", SITE.replace("America/New_York", "Asia/Tokyo"))

    def test_files_that_did_not_change_are_read_anew(self) -> None:
        self.change()
        found = self.run_import()
        self.assertEqual({o.action for o in found}, {ImportAction.UPDATED})
        self.assertEqual({o.fields for o in found}, {("published_at",)})
        self.assertEqual(
            self.actions(), [ImportAction.UNCHANGED, ImportAction.UNCHANGED]
        )

    def test_where_that_changes_nothing_no_revision_says_otherwise(self) -> None:
        self.write("hugo.toml", SITE.replace(":slug", ":filename"))
        before = Revision.objects.count()
        self.assertEqual(
            self.actions(), [ImportAction.UNCHANGED, ImportAction.UNCHANGED]
        )
        self.assertEqual(Revision.objects.count(), before)
        self.assertTrue(Redirect.objects.filter(path="/desk/2025/1/").exists())
        self.assertEqual(ArchiveConfiguration.objects.count(), 2)

    def test_an_editors_date_outlives_it(self) -> None:
        article = Article.objects.get(title="标题")
        article.title = "新标题"
        save(article, by=make_chief())
        self.change()
        self.assertEqual(
            {outcome.action for outcome in self.run_import()},
            {ImportAction.UPDATED, ImportAction.MERGED},
        )
        article.refresh_from_db()
        assert article.published_at
        self.assertEqual(article.title, "新标题")
        self.assertEqual(article.published_at.isoformat(), "2025-02-10T06:35:00+00:00")

    def test_a_dry_run_says_so_and_keeps_no_configuration(self) -> None:
        self.change()
        found = list(import_paths([self.root], dry_run=True).outcomes)
        self.assertEqual({outcome.action for outcome in found}, {ImportAction.UPDATED})
        self.assertEqual(ArchiveConfiguration.objects.count(), 1)

    def test_the_export_reads_as_the_import_did(self) -> None:
        self.change()  # In the files alone: what was imported was read before.
        folder = self.root.parent / "out"
        _count, outcomes = export_articles(folder, archive="site")
        self.assertEqual(
            [(o.kind, o.problems) for o in outcomes], [("original", ())] * 2
        )
        for name in ("texts/cn/news/1.md", "texts/en/news/1.md"):
            with self.subTest(name):
                written = Path(folder, name).read_bytes()
                self.assertEqual(written, (self.root / name).read_bytes())


class VersionsWithoutConfigurationTests(ImportTestCase):
    def keys(self) -> dict[str, str]:
        rows = Article.objects.filter(imported_file__path__startswith="notes/")
        return dict(rows.values_list("imported_file__path", "translation_key"))

    def test_a_name_without_a_language_is_a_version_of_those_beside_it(self) -> None:
        self.write("notes/a.md", STORY.format("Title", "Tariffs rise again."))
        self.write("notes/b.md", STORY.format("Other", "Tariffs fall again."))
        self.run_import()
        self.assertEqual(self.keys(), {"notes/a.md": "", "notes/b.md": ""})
        self.write("notes/a.zh-tw.md", STORY.format("標題", "關稅上調。"))
        self.write("notes/c/index.md", STORY.format("Bundle", "Yields rise."))
        self.write("notes/c/index.zh-cn.md", STORY.format("页包", "收益率上升。"))
        outcomes = {one.path.name: one for one in self.run_import()}
        self.assertEqual(outcomes["a.md"].fields, ("translation_key",))
        expected = {
            "notes/a.md": "site:notes/a",
            "notes/a.zh-tw.md": "site:notes/a",
            "notes/b.md": "",
            "notes/c/index.md": "site:notes/c/index",
            "notes/c/index.zh-cn.md": "site:notes/c/index",
        }
        self.assertEqual(self.keys(), expected)
        self.assertEqual(set(self.actions()), {ImportAction.UNCHANGED})
        folder = self.root.parent / "out"
        list(export_articles(folder, archive="site")[1])
        for place in expected:
            self.assertEqual(
                (folder / place).read_bytes(), (self.root / place).read_bytes()
            )
