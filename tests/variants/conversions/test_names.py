"""Names around articles read in the variant of the page, whichever region wrote them."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from articles.models import SiteSettings
from articles.variants.conversions import convert_name
from tests.factories import make_term


class NameTests(TestCase):
    def read(self, name: str, variant: Variant) -> str:
        return convert_name(
            name,
            variant,
            SiteSettings.objects.get_or_create(pk=1)[0].conversion_version,
        )

    def test_words_of_the_other_traditional_region_are_converted(self) -> None:
        make_term("恒生指数", "恆生指數", "恒生指數")
        make_term("美联储", "聯準會", "聯儲局")
        for name, taiwan, hong_kong in (
            ("恒生指數", "恆生指數", "恒生指數"),
            ("聯儲局", "聯準會", "聯儲局"),
            ("聯準會", "聯準會", "聯儲局"),
        ):
            with self.subTest(name):
                self.assertEqual(self.read(name, Variant.TAIWAN), taiwan)
                self.assertEqual(self.read(name, Variant.HONG_KONG), hong_kong)

    def test_a_name_without_such_words_stays_as_it_is(self) -> None:
        for name in ("財經新聞", "軟體與晶片", "裡外"):
            self.assertEqual(self.read(name, Variant.TAIWAN), name)
