"""Text that was decoded in a wrong encoding is found, and no other text is."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.archive.front_matter.decoding import decode
from articles.archive.front_matter.mojibake import find_mojibake
from articles.archive.problems import Problems
from tests.examples import examples

SENTENCE = "市场今日上涨，投资者认为央行的政策将继续支持经济增长。"
ANY_SENTENCE = st.text("市场今日上涨投资者认为央行的政策将继续支持，。、", min_size=12)


class MojibakeTests(SimpleTestCase):
    def test_utf_8_that_was_read_as_something_else_is_reported(self) -> None:
        texts = {
            "ä¸\xadæ–‡": "中文",
            "ä¸\xadæ\x96\x87": "中文",
            "The Fedâ€™s": "’",
            "Â£5m": "£",
            "cafÃ©": "é",
            "ðŸ˜€": "😀",
            "涓\ue15f枃": None,  # Half of it is lost: 中文 alone proves nothing.
            SENTENCE.encode().decode("gbk", "ignore"): SENTENCE[:4],
            SENTENCE.encode("gbk").decode("latin-1"): SENTENCE,
        }
        for text, meant in texts.items():
            with self.subTest(text):
                found = find_mojibake(f"新闻\n{text}")
                self.assertEqual(found and found.meant[:4], meant and meant[:4])

    def test_the_warning_names_line_text_and_meaning(self) -> None:
        problems = Problems()
        decode("---\ntitle: ä¸\xadæ–‡\n---\n".encode()).report_to(problems)
        (problem,) = problems.found
        self.assertEqual((problem.code, problem.line), ("damaged-text", 2))
        self.assertIn("“ä¸\xadæ–‡” may be “中文”", problem.message)

    def test_words_with_accents_and_rare_characters_are_no_such_text(self) -> None:
        for text in (
            "“café”—and “touché”…",
            "MAÇû e «MAÇÃ”»",
            "naïve Šárka, Zoë’s façade, 50 °C ± 2, §§ 3–5, ½",
            "涓涓细流，浒浔洵，鐨錫鏈鍥，銘鑄鋼鐵鋁合金鎳鋅銅",
            SENTENCE,
            "Đặng Thị Ngọc Thịnh, Ελλάδα, Привет, ÅÄÖåäö",
        ):
            with self.subTest(text):
                self.assertIsNone(find_mojibake(text))

    @examples(100)
    @given(ANY_SENTENCE, st.sampled_from(["cp1252", "latin-1", "gbk"]))
    def test_any_sentence_in_a_wrong_encoding_is_found(
        self, text: str, encoding: str
    ) -> None:
        self.assertIsNone(find_mojibake(text))
        try:
            shown = text.encode().decode(encoding)
        except UnicodeDecodeError:  # Half of the bytes are none of its characters.
            return
        self.assertIsNotNone(find_mojibake(shown))
