"""What the library says of a picture stands on pages whose readers can read it."""

from __future__ import annotations

from django.test import TestCase

from articles.models import SiteSettings
from articles.variants.engine import is_readable_in
from tests.factories import make_article, make_image

CHINESE = {
    "alt": "交易所大厅",
    "caption": "周一的交易所",
    "credit": "摄影记者",
    "licence": "经许可使用",
}
ENGLISH = {
    "alt": "The floor",
    "caption": "The exchange on Monday",
    "credit": "A. Chen",
    "licence": "CC BY 4.0",
}
FEEDS = ("feed.rss", "feed.atom", "feed.json")


class PictureWordsTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(name="Desk", name_en="Desk", thumbnail_place="both").save()

    def told(self, variant: str, language: str, words: dict[str, str]) -> str:
        """Return all that pages and feeds of an article with such a picture say."""
        image = make_image(**words)
        body = f"Words.\n\n![]({image.file.url})"
        make_article(
            slug="s", title="Desk", language=language, thumbnail=image, body=body
        )
        paths = ("articles/s/", "", *FEEDS)
        answers = [self.client.get(f"/{variant}/{path}") for path in paths]
        return "".join(answer.content.decode() for answer in answers)

    def test_an_english_story_says_nothing_in_chinese(self) -> None:
        told = self.told("en", "en", CHINESE)
        for text in CHINESE.values():
            self.assertNotIn(text, told)
        self.assertNotIn("<figcaption", told)

    def test_what_is_said_in_english_stands_there(self) -> None:
        told = self.told("en", "en", ENGLISH)
        for text in ENGLISH.values():
            self.assertIn(text, told)
        self.assertIn('og:image:alt" content="The floor"', told)

    def test_a_chinese_story_says_all(self) -> None:
        told = self.told("zh-cn", "zh-Hans", CHINESE)
        for text in CHINESE.values():
            self.assertIn(text, told)

    def test_names_in_latin_letters_are_read_by_everybody(self) -> None:
        self.assertTrue(is_readable_in("Reuters", "zh-Hans"))
        self.assertTrue(is_readable_in("東京", "ja"))
        self.assertFalse(is_readable_in("東京 Tokyo", "en"))
