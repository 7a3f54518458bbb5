"""The closing block is lifted whole, and nothing else ever is."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.importing.closing import lift

NOTICES = """1. 欢迎转载，转载时请标明来源为海岳财经。商业性转载请发邮件至：media@haiyue.example。

2. 所有内容仅供参考，不构成投资建议，风险自负。"""
LINK = "[haiyue](https://www.haiyue.example/article/对冲基金-832914)"


class LiftTests(SimpleTestCase):
    def test_notices_and_link_leave_the_body(self) -> None:
        body, closing = lift(f"正文。\n\n尾句。\n\n\n\n{NOTICES}\n\n{LINK}\n", [])
        self.assertEqual(body, "正文。\n\n尾句。\n")
        assert closing is not None
        self.assertEqual(closing.disclaimer, NOTICES)
        self.assertEqual(
            closing.url, "https://www.haiyue.example/article/对冲基金-832914"
        )
        self.assertEqual((closing.label, closing.name), ("haiyue", "海岳财经"))
        self.assertEqual(closing.home, "https://www.haiyue.example/")
        self.assertEqual(closing.line, 7)

    def test_english_notices_name_their_source(self) -> None:
        notices = "1. To republish, credit Meridian Wire as the source.\n2. Not investment advice."
        _body, closing = lift(
            f"Text.\n\n{notices}\n\n[meridian](https://m.example/1)", []
        )
        assert closing is not None
        self.assertEqual(closing.name, "Meridian Wire")

    def test_a_lone_link_is_lifted_only_under_a_name_of_the_file(self) -> None:
        body, closing = lift(f"正文。\n\n{LINK}\n", ["Haiyue"])
        assert closing is not None
        self.assertEqual((body, closing.disclaimer), ("正文。\n", ""))
        self.assertIsNone(lift(f"正文。\n\n{LINK}\n", ["美股"])[1])

    def test_a_body_of_nothing_but_the_link_becomes_empty(self) -> None:
        self.assertEqual(lift(LINK, ["haiyue"])[0], "")

    def test_other_endings_stay(self) -> None:
        for body in (
            "正文。\n\n1. 第一\n2. 第二\n\n[haiyue](https://a.example/)\n",
            f"{LINK}\n\n正文。\n",
            f"{NOTICES}\n",
            "见[原文](https://a.example/)。\n",
            "![x](https://a.example/x.png)\n",
            "",
        ):
            with self.subTest(body):
                self.assertEqual(lift(body, []), (body, None))
