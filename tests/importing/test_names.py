"""A file's place says its name, its slugs and where it was served."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.test import SimpleTestCase

from articles.importing.front_matter import FrontMatter
from articles.importing.languages import folder_language
from articles.importing.names import (
    is_section,
    old_addresses,
    section_of,
    slugs_for,
    split_name,
)


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
                self.assertEqual(split_name(PurePosixPath(path)), expected)

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


class OldAddressTests(SimpleTestCase):
    def addresses(self, path: str, **values: object) -> list[str]:
        place = PurePosixPath(path)
        matter = FrontMatter(values=dict(values))
        return old_addresses(place, split_name(place)[0], matter)

    def test_the_files_own_place_is_its_address(self) -> None:
        self.assertEqual(self.addresses("content/news/a.zh-cn.md"), ["news/a"])
        self.assertEqual(self.addresses("content/news/a/index.md"), ["news/a"])
        self.assertEqual(self.addresses("content/news/a.md", slug="b"), ["news/b"])
        self.assertEqual(
            self.addresses("blog/_posts/2012-2-4-why.md"), ["blog/2012/02/04/why.html"]
        )

    def test_an_own_address_counts_and_a_pattern_does_not(self) -> None:
        self.assertEqual(self.addresses("content/a.md", url="/x/y/"), ["/x/y/"])
        self.assertEqual(
            self.addresses("content/a.md", permalink="/x.html"), ["/x.html"]
        )
        self.assertEqual(self.addresses("content/a.md", url="/:year/:slug/"), ["a"])

    def test_aliases_come_as_text_or_list_and_may_stand_beside_the_page(self) -> None:
        self.assertEqual(
            self.addresses("content/news/a.md", aliases=["/old/", "older", None])[1:],
            ["/old/", "news/older"],
        )
        self.assertEqual(
            self.addresses("content/a.md", aliases="old", redirect_from="/x")[1:],
            ["old", "/x"],
        )
