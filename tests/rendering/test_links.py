from __future__ import annotations

import re
from html import unescape

from django.test import SimpleTestCase

from articles.rendering import render

# A text beside the addresses that are links in it. Under Hugo none of these is whole.
LINKED = {
    "详见https://a.example/x，然后": ["https://a.example/x"],
    "https://a.example/中文路径 后": ["https://a.example/中文路径"],
    "来源：www.a.example。来源:https://a.example/": [
        "www.a.example",
        "https://a.example/",
    ],
    "（https://a.example/x）“https://a.example/y”": [
        "https://a.example/x",
        "https://a.example/y",
    ],
    "查https://a.example/x?q=新闻&p=1。": ["https://a.example/x?q=新闻&p=1"],
    "https://a.example/甲/乙#丙）": ["https://a.example/甲/乙#丙"],
    "下载https://a.example/2024年报.pdf看": ["https://a.example/2024年报.pdf"],
    "https://a.example/A股_行情，": ["https://a.example/A股_行情"],
    "https://a.example/wiki/Börse und": ["https://a.example/wiki/Börse"],
    "**https://a.example/新闻**后": ["https://a.example/新闻"],
    "写信到desk@a.example，谢谢": ["desk@a.example"],
    # Where a path ends in a letter or digit, the next word is no part of it.
    "打开https://a.example/x查看": ["https://a.example/x"],
    "见https://a.example查看": ["https://a.example"],
    "见https://a.example/x.然后": ["https://a.example/x"],
    "https://a.example/x和https://b.example/y": [
        "https://a.example/x",
        "https://b.example/y",
    ],
    "买入1000@48.5元": [],
    "`见https://a.example/x`": [],
}


class BareAddressTests(SimpleTestCase):
    def test_addresses_that_touch_chinese_are_whole_links(self) -> None:
        for body, expected in LINKED.items():
            with self.subTest(body):
                html = render(body).html
                found = re.findall("<a [^>]*>([^<]*)</a>", html)
                self.assertEqual([unescape(words) for words in found], expected)

    def test_they_lead_where_they_say(self) -> None:
        html = render("见https://a.example/新闻，").html
        self.assertIn('href="https://a.example/%E6%96%B0%E9%97%BB"', html)
        self.assertIn('href="mailto:a@b.example"', render("写信到a@b.example。").html)

    def test_a_link_s_own_words_hold_no_other_link(self) -> None:
        html = render("[见https://a.example/x](https://b.example)").html
        self.assertEqual(html.count("<a "), 1)
