"""An edited title says what it says, and keeps what the file has beside it."""

from __future__ import annotations

from collections.abc import Callable

from articles.archive.fields import Values
from tests.archive.exporter.test_edited_file import STORY, EditTestCase


def retitle(title: str) -> Callable[[Values], None]:
    return lambda now: now.update(title=title)


class TitleTests(EditTestCase):
    def test_a_title_says_the_spaces_that_it_has(self) -> None:
        for title in ("甲\u00a0乙", "甲\u3000乙", "10\u202f%"):
            edited = self.edited(STORY, retitle(title))
            expected = STORY.replace("买入", title)
            self.assertEqual(edited.content.decode(), expected)
            self.assertEqual(edited.unsaved, frozenset())

    def test_comments_in_a_title_stay_where_they_were(self) -> None:
        for old, title, new in [
            ("买入 <!-- 注 --> 今日", "买入 今日！", "买入 <!-- 注 --> 今日！"),
            ("<!-- <b> --> 买入", "卖出", "<!-- <b> --> 卖出"),
            ("买入<!-- a --><!-- b -->", "卖出", "卖出<!-- a --><!-- b -->"),
            ("买入 <!-- 注 --> 今日", "明日", "明日"),
            ("买入 <!-- 注 -->", "A <!-- 注 --> B", "A &lt;!-- 注 --> B"),
        ]:
            with self.subTest(old):
                text = STORY.replace("买入", old)
                self.check(retitle(title), (old, new), text=text)
                edited = self.edited(text, lambda now: now.update(body="新"))
                self.assertIn(old, edited.content.decode())
