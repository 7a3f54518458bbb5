"""The rules of a version: which terms and which house style count on the site."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Language
from articles.models import SiteSettings
from articles.variants.conversions import rules_at
from articles.variants.engine import Conversion, convert_text
from articles.variants.term_base import save_site_settings
from tests.factories import make_term


class RegionalWordsTests(TestCase):
    def setUp(self) -> None:
        make_term("软件", "軟體", "軟件", is_regional=True)
        make_term("特朗普", "川普", "特朗普")

    def read(self, text: str, *, back: bool = False) -> str:
        """Convert from Simplified to Taiwan's variant, or back."""
        ways = [Language.SIMPLIFIED, Language.TAIWAN]
        source, target = reversed(ways) if back else ways
        layers = rules_at(SiteSettings.current().conversion_version).layers(None, ())
        return convert_text(text, Conversion(source, target, layers))

    def switch(self, *, on: bool) -> None:
        site = SiteSettings.current()
        site.has_regional_words = on
        save_site_settings(site)

    def test_a_site_turns_them_off_and_on_as_a_whole(self) -> None:
        self.assertEqual(self.read("特朗普谈软件"), "川普談軟體")
        self.switch(on=False)
        self.assertEqual(self.read("特朗普谈软件"), "川普談軟件")
        self.assertEqual(self.read("軟體", back=True), "软体")
        self.switch(on=True)
        self.assertEqual(self.read("特朗普谈软件"), "川普談軟體")
        self.assertEqual(self.read("軟體", back=True), "软件")

    def test_an_editors_own_term_goes_before_an_older_regional_word(self) -> None:
        make_term("視頻", "影片", "視頻", is_regional=True)
        make_term("短片", "影片", "短片")
        self.assertEqual(self.read("影片", back=True), "短片")
