"""An edited file keeps its encoding as long as that has the characters."""

from __future__ import annotations

from articles.archive.front_matter.decoding import decode, encode
from tests.archive.exporter.test_edited_file import EditTestCase

SIMPLIFIED = "市场今日上涨，投资者认为央行的政策将继续支持经济增长。" * 3
TRADITIONAL = "市場今日上漲，投資者認為央行的政策將繼續支持經濟增長。" * 3
BODIES = {
    **dict.fromkeys(["utf-8", "utf-8-sig", "gb18030"], SIMPLIFIED),
    **dict.fromkeys(["utf-16-le", "utf-16-be"], SIMPLIFIED),
    **dict.fromkeys(["utf-32-le", "utf-32-be"], SIMPLIFIED),
    **dict.fromkeys(["big5", "cp950", "big5hkscs"], TRADITIONAL),
}
# What Taiwan's and Hong Kong's systems added to Big5.
ADDED = {"cp950": "碁", "big5hkscs": "咗"}


class EncodingTests(EditTestCase):
    def test_an_edited_file_keeps_its_encoding_and_its_mark(self) -> None:
        for encoding, body in BODIES.items():
            for end in ("\n", "\r\n"):
                with self.subTest(encoding, end=end):
                    text = f"---\ntitle: 甲\ndate: 2025-02-10\n---\n{body}\n"
                    text = (text + ADDED.get(encoding, "")).replace("\n", end)
                    content = encode(text, encoding)
                    self.assertEqual(decode(content).encoding, encoding)
                    edited = self.edited(content, lambda now: now.update(title="乙"))
                    expected = text.replace("甲", "乙")
                    self.assertEqual(edited.content, encode(expected, encoding))

    def test_what_it_cannot_hold_makes_the_whole_file_utf_8(self) -> None:
        for end in ("\n", "\r\n"):
            text = f"---\ntitle: 買入\ndate: 2025-02-10\n---\n{TRADITIONAL}\n"
            text = text.replace("\n", end)
            edited = self.edited(
                text.encode("big5"), lambda now: now.update(title="買入😀")
            )
            self.assertEqual(edited.content.decode(), text.replace("買入", "買入😀"))

    def test_damaged_bytes_stay_where_no_edit_touched_them(self) -> None:
        head = "---\ntitle: 甲\ndate: 2025-02-10\n---\n".encode()
        rest = SIMPLIFIED.encode() + b"\xe4\xb8\r\n" + SIMPLIFIED.encode()
        edited = self.edited(head + rest, lambda now: now.update(title="乙"))
        self.assertEqual(
            edited.content, head.replace("甲".encode(), "乙".encode()) + rest
        )

    def test_a_file_that_is_written_anew_keeps_its_encoding(self) -> None:
        for encoding in BODIES:
            with self.subTest(encoding):
                content = encode(f"標題\r\n\r\n{TRADITIONAL}\r\n", encoding)
                edited = self.edited(content, lambda now: now.update(tags=["甲"]))
                self.assertTrue(edited.is_rewritten)
                self.assertEqual(edited.unsaved, frozenset())
                decoded = decode(edited.content)
                self.assertEqual(decoded.encoding, decode(content).encoding)
                self.assertIn("tags: [甲]\r\n", decoded.text)
