"""An edited file keeps its encoding as long as that has the characters."""

from __future__ import annotations

from tests.archive.exporter.test_edited_file import EditTestCase


class EncodingTests(EditTestCase):
    def test_an_edited_file_keeps_its_encoding(self) -> None:
        body = "市场今日上涨，投资者认为央行的政策将继续支持经济增长。" * 3
        text = f"---\ntitle: 买入\ndate: 2025-02-10\n---\n{body}\n"
        for encoding in ("gb18030", "utf-16", "utf-8-sig"):
            with self.subTest(encoding):
                edited = self.edited(
                    text.encode(encoding),
                    lambda now: now.update(title="卖出"),
                )
                self.assertEqual(
                    edited.content, text.replace("买入", "卖出").encode(encoding)
                )

    def test_what_it_cannot_hold_makes_the_whole_file_utf_8(self) -> None:
        body = "市場今日上漲，投資者認為央行的政策將繼續支持經濟增長。" * 3
        text = f"---\ntitle: 買入\ndate: 2025-02-10\n---\n{body}\n"
        edited = self.edited(
            text.encode("big5"), lambda now: now.update(title="买入😀")
        )
        self.assertEqual(edited.content.decode(), text.replace("買入", "买入😀"))
