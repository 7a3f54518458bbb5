from __future__ import annotations

from django.test import TestCase

from tests.factories import make_article
from tests.search.test_results import found


class PrintedTests(TestCase):
    """Whatever a variant prints finds its source, and the other way round."""

    def test_each_spelling_finds_every_other(self) -> None:
        for number, spellings in enumerate(
            (
                *("复苏 復甦 復蘇", "了解 瞭解", "借助 藉助", "凭借 憑藉", "反复 反覆"),
                *("回复 回覆", "什么 甚麼 什麼 甚么", "账户 帳戶 賬戶", "计划 計畫"),
            )
        ):
            words = spellings.split()
            for word in words:
                make_article(title=word, body=f"第{number}篇说{word}的事")
            for word in words:
                with self.subTest(word):
                    self.assertCountEqual(found(word), words)
                    self.assertCountEqual(found(f"说{word}的事"), words)
