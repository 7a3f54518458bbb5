"""Bytes become the text that was meant, or are refused; never something else."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.archive.front_matter.decoding import decode, encode
from articles.archive.problems import Problems, Refused
from tests.examples import examples

SIMPLIFIED = (
    "---\ntitle: 美联储维持利率不变\n---\n市场此前普遍预计，央行将在下半年降息。\n"
)
TRADITIONAL = (
    "---\ntitle: 聯準會維持利率不變\n---\n市場此前普遍預計，央行將在下半年降息。\n"
)
# Sentences as newspapers write them: what a guess must be right about.
SENTENCES = st.lists(
    st.sampled_from(
        [
            "对冲基金连续买入美国科技股，市场出现热潮。",
            "油价上涨百分之三，因中东局势紧张。",
            "The S&P 500 rose 0.4% on Friday.",
            "公司董事会宣布回购股份，总额不超过十亿元。",
            "恆生指數收市報兩萬一千點，全日成交逾千億元。",
            "這些基金願意投入股市，投資者稍感寬慰。",
        ]
    ),
    min_size=1,
    max_size=5,
).map("\n".join)
ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16-le",
    "utf-16-be",
    "utf-32-le",
    "utf-32-be",
    "gb18030",
    "big5",
]


def code_of(content: bytes) -> str:
    try:
        return decode(content).encoding
    except Refused as refused:
        return f"refused: {refused.problem.code}"


class DecodeTests(SimpleTestCase):
    def test_each_encoding_is_recognised_and_gives_its_bytes_again(self) -> None:
        for encoding in ENCODINGS:
            text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
            with self.subTest(encoding):
                content = encode(text, encoding)
                decoded = decode(content)
                self.assertEqual((decoded.text, decoded.encoding), (text, encoding))
                self.assertEqual(encode(decoded.text, decoded.encoding), content)

    def test_traditional_chinese_in_gb18030_is_not_taken_for_big5(self) -> None:
        self.assertEqual(code_of(TRADITIONAL.encode("gb18030")), "gb18030")

    def test_hong_kongs_own_characters_are_read(self) -> None:
        text = f"{TRADITIONAL}佢哋話嘅嘢，冇人信。"
        decoded = decode(text.encode("big5hkscs"))
        self.assertEqual((decoded.text, decoded.encoding), (text, "big5hkscs"))

    def test_a_title_alone_is_enough_where_it_is_plain(self) -> None:
        for title in ("央行宣布降准", "港股收市上升", "美国经济增长"):
            with self.subTest(title):
                text = f"---\ntitle: {title}\n---\nText\n"
                self.assertEqual(decode(text.encode("gb18030")).text, text)

    def test_other_encodings_are_refused_with_their_line(self) -> None:
        french = (
            "---\ntitle: Économie\n---\nTouchée, très déçue à Genève, été, naïve.\n"
        )
        cases = {
            french: "latin-1",
            "Die Börse schließt für größere Überschüsse": "cp1252",
            "日本銀行は政策金利を据え置くことを決めた。円相場は小幅に上昇": "shift-jis",
            "日本銀行は金融政策で、政策金利を据え置くことを決めた": "euc-jp",
            "Центральный банк повысил ключевую ставку": "cp1251",
        }
        for text, encoding in cases.items():
            with self.subTest(encoding):
                self.assertEqual(code_of(text.encode(encoding)), "refused: not-utf-8")
        with self.assertRaises(Refused) as caught:
            decode(french.encode("latin-1"))
        self.assertEqual(caught.exception.problem.line, 2)
        self.assertIn("iconv", caught.exception.problem.message)

    def test_a_few_damaged_bytes_do_not_cost_the_file(self) -> None:
        content = f"{SIMPLIFIED}最后一字".encode() + "被截断"[0].encode()[:2] + b"\n"
        decoded = decode(content)
        self.assertEqual((decoded.encoding, decoded.damaged_line), ("utf-8", 5))
        self.assertEqual(encode(decoded.text, decoded.encoding), content)

    def test_ten_whole_characters_make_up_for_a_damaged_byte(self) -> None:
        for damaged in (1, 2):
            rest = b" and ASCII, which is in any encoding\n" + b"\xe4 " * damaged
            for whole, is_read in ((10 * damaged, True), (10 * damaged - 1, False)):
                with self.subTest(damaged=damaged, whole=whole):
                    code = code_of("碁".encode() * whole + rest)
                    self.assertEqual(code == "utf-8", is_read)

    def test_a_cut_in_mid_character_names_the_encoding_that_it_is_in(self) -> None:
        for text, encoding in ((SIMPLIFIED, "GB18030"), (TRADITIONAL, "BIG5")):
            with self.subTest(encoding), self.assertRaises(Refused) as caught:
                decode(f"{text}收".encode(encoding)[:-1])
            self.assertIn(
                f"iconv -c -f {encoding} -t UTF-8", caught.exception.problem.message
            )
            self.assertEqual(caught.exception.problem.line, 5)

    def test_a_title_in_another_encoding_than_its_text_is_reported(self) -> None:
        def codes(content: bytes) -> list[tuple[str, int]]:
            problems = Problems()
            decode(content).report_to(problems)
            return [(problem.code, problem.line) for problem in problems.found]

        body = "市场此前普遍预计，央行将在下半年降息。\n" * 3
        title = "---\ntitle: 快讯标题\n---\n"
        mixed = title.encode() + body.encode("gb18030")
        self.assertEqual(codes(mixed), [("encoding", 0), ("damaged-text", 2)])
        self.assertEqual(codes(f"{title}{body}".encode("gb18030")), [("encoding", 0)])

    def test_a_binary_file_is_refused_as_one(self) -> None:
        for content in (
            b"\x89PNG\r\n\x1a\n" + bytes(40),
            b"%PDF-1.7\n%abc",
            b"text" + bytes(500),
            bytes(range(256)) * 8,
        ):
            with self.subTest(content[:8]):
                self.assertEqual(code_of(content), "refused: binary")

    def test_a_single_nul_does_not_make_a_binary_file(self) -> None:
        self.assertEqual(decode(b"text\x00 and more\n").text, "text\x00 and more\n")

    def test_nothing_but_a_mark_or_blank_lines_is_a_text_too(self) -> None:
        for content in (b"", b"\n \n", b"\xef\xbb\xbf\r\n", b"\xff\xfe\n\x00"):
            with self.subTest(content):
                decoded = decode(content)
                self.assertEqual(decoded.text.strip(), "")
                self.assertEqual(encode(decoded.text, decoded.encoding), content)

    @examples(60)
    @given(SENTENCES, st.sampled_from(ENCODINGS))
    def test_what_people_write_comes_back_or_is_refused(
        self, text: str, encoding: str
    ) -> None:
        try:
            content = encode(text, encoding)
        except UnicodeEncodeError:  # Simplified in Big5.
            return
        try:
            decoded = decode(content)
        except Refused:
            self.assertIn(encoding, {"gb18030", "big5"})
        else:
            self.assertEqual(decoded.text, text)

    @given(st.binary(max_size=120))
    def test_any_bytes_come_back_or_are_refused(self, content: bytes) -> None:
        try:
            decoded = decode(content)
        except Refused as refused:
            self.assertIn(refused.problem.code, {"binary", "not-utf-8"})
        else:
            self.assertEqual(encode(decoded.text, decoded.encoding), content)
