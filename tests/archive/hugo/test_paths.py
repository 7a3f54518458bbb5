"""A file's place says its name, its slugs, and whose page and translation it is."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.test import SimpleTestCase

from articles.archive.front_matter.languages import folder_language
from articles.archive.hugo.configuration import Configuration, SiteLanguage
from articles.archive.hugo.paths import (
    is_section,
    section_of,
    slugs_for,
    split_name,
    translation_key,
)

HERE = Configuration("Asia/Shanghai")


class NameTests(SimpleTestCase):
    def test_the_language_in_a_file_name_is_no_part_of_its_name(self) -> None:
        cases = {
            "a/832914.zh-CN.md": ("832914", "zh-Hans"),
            "a/why-julia-zh_tw.md": ("why-julia", "zh-Hant-TW"),
            "a/story.ja.md": ("story", "ja"),
            "a/node.js.md": ("node.js", ""),
            "a/big-story/index.zh-hk.md": ("big-story", "zh-Hant-HK"),
            "a/plain.md": ("plain", ""),
            "_posts/2012-02-14-why-zh_CN.md": ("why", "zh-Hans"),
            "news/2012-02-14-why.md": ("2012-02-14-why", ""),
        }
        for path, expected in cases.items():
            with self.subTest(path):
                self.assertEqual(split_name(PurePosixPath(path), HERE), expected)

    def test_a_list_s_page_is_known_whatever_a_site_calls_its_languages(self) -> None:
        for name in ("_index.md", "_index.zh-tw.md", "_index.tc.md"):
            self.assertTrue(is_section(PurePosixPath("content/news", name)), name)
        for name in ("_indexes.md", "index.md", "_index.a.b.md"):
            self.assertFalse(is_section(PurePosixPath("content", name)), name)

    def test_where_names_collide_folders_come_in_front(self) -> None:
        path = PurePosixPath("content/en/news/fx/1.en.md")
        self.assertEqual(
            slugs_for(path, "1", ""), ["1", "fx-1", "news-fx-1", "en-news-fx-1"]
        )
        self.assertEqual(slugs_for(path, "1", "own")[0], "own")

    def test_a_sections_page_says_whose_it_is(self) -> None:
        cases = {
            "content/zh-cn/categories/guides/_index.zh-cn.md": ("categories", "guides"),
            "content/tags/c/_index.md": ("tags", "c"),
            "content/authors/lin/_index.md": ("authors", "lin"),
            "content/en/news/fx/_index.md": ("", "fx"),
            "content/en/_index.md": ("", ""),
            "content/tags/_index.md": ("tags", ""),
            "_index.md": ("", ""),
        }
        for text, expected in cases.items():
            with self.subTest(text):
                path = PurePosixPath(text)
                self.assertTrue(is_section(path))
                found = section_of(path, folder_language(path))
                self.assertEqual((found.taxonomy, found.name), expected)
        self.assertFalse(is_section(PurePosixPath("content/_index_of_news.md")))


class TranslationKeyTests(SimpleTestCase):
    def key(self, path: str, configuration: Configuration = HERE) -> str:
        return translation_key("site", PurePosixPath(path), configuration)

    def test_one_place_in_two_languages_is_one_text(self) -> None:
        pairs = (
            ("content/news/a.en.md", "content/news/a.zh-CN.md"),
            ("content/en/news/a.md", "content/zh-cn/news/a.md"),
            ("content/en/news/a.en.md", "content/zh-CN/news/a.zh-CN.md"),
            ("content/a/index.en.md", "content/a/index.zh-hk.md"),
        )
        for one, other in pairs:
            with self.subTest(one):
                self.assertEqual(self.key(one), self.key(other))
                self.assertTrue(self.key(one).startswith("site:"))

    def test_a_place_without_a_language_says_nothing_of_translations(self) -> None:
        self.assertEqual(self.key("content/news/a.md"), "")
        self.assertEqual(self.key("a.md"), "")

    def test_on_a_site_of_languages_the_default_one_needs_no_name(self) -> None:
        site = Configuration(
            "UTC",
            (
                SiteLanguage("en", "en", "content"),
                SiteLanguage("cn", "zh-Hans", "content"),
            ),
        )
        self.assertEqual(
            self.key("content/a.md", site), self.key("content/a.cn.md", site)
        )

    def test_a_long_place_keeps_a_key_of_its_own(self) -> None:
        one, other = (f"content/en/{'长' * 300}{n}.md" for n in (1, 2))
        self.assertEqual(len(self.key(one)), 255)
        self.assertNotEqual(self.key(one), self.key(other))
