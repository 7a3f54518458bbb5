"""What Traditional texts become, by the rows of our own table and OpenCC's characters."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import fold
from articles.variants.engine.from_traditional import own_entries, rows
from articles.variants.engine.opencc import characters_to, convert_script
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

TARGETS = (HANS, TAIWAN, HONG_KONG)
WAYS = [(one, other) for one in TARGETS[1:] for other in TARGETS if one != other]
HAN = "".join(map(chr, [*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0)]))


def from_hong_kong(text: str) -> str:
    return convert_script(text, HONG_KONG, HANS)


class RowTests(SimpleTestCase):
    def test_every_word_holds_the_character_of_its_row(self) -> None:
        for row in rows():
            for word in row.words:
                self.assertIn(row.char, word)

    def test_no_row_says_what_holds_without_it(self) -> None:
        """But for words that keep a shorter or later word from being found."""
        for target in TARGETS:
            words, characters = own_entries(target, characters_to(target))
            for row in rows():
                form = row.printed.get(target)
                plain = characters.get(row.char, row.char)
                if form and row.words and form == plain:
                    self.assertTrue(all(_guards(w, words) for w in row.words), row)

    def test_no_word_has_two_rows_for_one_character(self) -> None:
        seen: set[tuple[str, str, str]] = set()
        for row in rows():
            for word in row.words or ("",):
                for target in row.printed:
                    self.assertNotIn((row.char, word, target), seen)
                    seen.add((row.char, word, target))

    def test_what_a_row_prints_is_found_by_its_source(self) -> None:
        for row in rows():
            for form in row.printed.values():
                for word in row.words or (row.char,):
                    self.assertEqual(fold(word.replace(row.char, form)), fold(word))


def _guards(word: str, words: dict[str, str]) -> bool:
    """Return whether another word would be found in this one, or across its end."""
    tails = {word[at:] for at in range(1, len(word))}
    return any(
        other != word and (other in word or any(map(other.startswith, tails)))
        for other in words
    )


class CharacterTests(SimpleTestCase):
    def test_no_character_becomes_one_that_common_fonts_lack(self) -> None:
        for way in WAYS:
            converted = convert_script("\n".join(HAN), *way).split("\n")
            for char, other in zip(HAN, converted, strict=True):
                if char != other:
                    self.assertTrue("\u4e00" <= other <= "\u9fa5", f"{char} {other}")

    def test_a_variant_s_own_characters_stay_there(self) -> None:
        for source, target, text in (
            (HONG_KONG, HONG_KONG, "衞滙綫裏着羣"),
            (HONG_KONG, TAIWAN, "衛匯線裡著群"),
            (TAIWAN, HONG_KONG, "衞匯線裏着羣"),
        ):
            written = "衞滙綫裏着羣" if source == HONG_KONG else "衛匯線裡著群"
            self.assertEqual(convert_script(written, source, target), text)

    def test_cantonese_stays(self) -> None:
        for text in ("嗰啲嘢喺佢度", "劏房", "餸", "喎", "睇吓", "咗", "冇"):
            with self.subTest(text):
                self.assertEqual(from_hong_kong(text), text)
                self.assertEqual(convert_script(text, HONG_KONG, TAIWAN), text)

    @given(st.text(HAN, max_size=60), st.sampled_from(WAYS))
    def test_every_character_stands_where_its_source_stood(
        self, text: str, way: tuple[str, str]
    ) -> None:
        self.assertEqual(len(convert_script(text, *way)), len(text))


class WordTests(SimpleTestCase):
    def assert_simplified(self, *pairs: tuple[str, str]) -> None:
        for written, printed in pairs:
            with self.subTest(written):
                self.assertEqual(from_hong_kong(written), printed)
                self.assertEqual(convert_script(written, TAIWAN, HANS), printed)

    def test_the_particle_and_what_is_known_are_told_apart(self) -> None:
        self.assert_simplified(
            ("隨著市場發展", "随着市场发展"),
            ("著名學者的著作", "著名学者的著作"),
            ("效果顯著", "效果显著"),
            ("看著名單點名", "看着名单点名"),
            ("戴著名牌手錶", "戴着名牌手表"),
            ("談論著原著", "谈论着原著"),
            ("混合著兩者", "混合着两者"),
            ("重新著色", "重新着色"),
            ("發揮著作用", "发挥着作用"),
            ("他著有《海國圖誌》", "他著有《海国图志》"),
            ("執著", "执着"),
        )

    def test_characters_that_several_became_go_by_their_words(self) -> None:
        self.assert_simplified(
            ("司法覆核與顛覆核心", "司法复核与颠覆核心"),
            ("反覆答覆", "反复答复"),
            ("憑藉藉口", "凭借借口"),
            ("聲名狼藉", "声名狼藉"),
            ("瞭解瞭望台", "了解瞭望台"),
            ("經營帳戶的帳篷", "经营账户的帐篷"),
            ("漫畫分享計畫", "漫画分享计划"),
            ("設計畫面", "设计画面"),
            ("沈默的沈先生在瀋陽", "沉默的沈先生在沈阳"),
            ("烘乾元件擺在乾元殿", "烘干元件摆在乾元殿"),
            ("甚麼", "什么"),
            ("祇有神祇", "只有神祇"),
            ("大相逕庭", "大相径庭"),
        )

    def test_names_keep_their_characters(self) -> None:
        self.assert_simplified(
            ("乾照光電", "乾照光电"),
            ("乾崑智駕在崑山", "乾崑智驾在昆山"),
            ("王汎森廣汎", "王汎森广泛"),
            ("李東昇提昇", "李东昇提升"),
            ("高拔陞晉陞", "高拔陞晋升"),
            ("於梨華等於單身", "於梨华等于单身"),
            ("李澤鉅的鉅額", "李泽钜的巨额"),
        )

    def test_forms_that_papers_print_become_the_common_ones(self) -> None:
        for written, simplified, taiwan in (
            ("証券", "证券", "證券"),
            ("滙率", "汇率", "匯率"),
            ("巿民", "市民", "市民"),
            ("塲內", "场内", "場內"),
            ("對冲基金冲擊", "对冲基金冲击", "對沖基金衝擊"),
            ("折叠", "折叠", "折疊"),
            ("失踪", "失踪", "失蹤"),
        ):
            with self.subTest(written):
                self.assertEqual(from_hong_kong(written), simplified)
                self.assertEqual(convert_script(written, HONG_KONG, TAIWAN), taiwan)

    def test_hong_kong_prints_the_particle_as_its_schools_do(self) -> None:
        text = "隨著著名學者計畫"
        self.assertEqual(convert_script(text, TAIWAN, HONG_KONG), "隨着著名學者計劃")
