"""Names, folders and letters say which language a file is in."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.test import SimpleTestCase

from articles.archive.front_matter.languages import (
    folder_language,
    language_tag,
    split_language,
)


class LanguageTests(SimpleTestCase):
    def test_names_map_to_written_languages(self) -> None:
        cases = {
            "zh-CN": "zh-Hans", "zh_tw": "zh-Hant-TW", "ZH-hk": "zh-Hant-HK",
            "zh-MO": "zh-Hant-HK", "zh-SG": "zh-Hans", "en-us": "en", "pt-br": "pt-BR",
            "zh": "zh", "ja": "ja", "js": "", "v2": "", "": "",
        }  # fmt: skip
        for name, expected in cases.items():
            with self.subTest(name):
                self.assertEqual(language_tag(name), expected)

    def test_a_suffix_is_told_from_a_part_of_the_name(self) -> None:
        cases = {
            "a.zh-CN": ("a", "zh-Hans"), "why-zh_tw": ("why", "zh-Hant-TW"),
            "a.zh-Hant-HK": ("a", "zh-Hant-HK"), "a.ja": ("a", "ja"),
            "a.pt-br": ("a", "pt-BR"), "node.js": ("node.js", ""), "a.v2": ("a.v2", ""),
        }  # fmt: skip
        for stem, expected in cases.items():
            with self.subTest(stem):
                self.assertEqual(split_language(stem), expected)

    def test_a_folder_below_content_names_the_language(self) -> None:
        cases = {
            "content/zh-HK/news/1.md": "zh-Hant-HK",
            "content/en/1.md": "en",
            "content/news/1.md": "",
            "content/1.md": "",
        }
        for path, expected in cases.items():
            with self.subTest(path):
                self.assertEqual(folder_language(PurePosixPath(path)), expected)
