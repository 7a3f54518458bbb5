from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from tests.factories import hours_ago, make_article, make_draft
from tests.views.pages import words
from tests.widgets.frames import draw, frame


class RecentTests(TestCase):
    def test_the_newest_of_the_family_with_the_current_one(self) -> None:
        for n in range(3):
            make_article(title=f"第{n}", slug=f"s{n}", published_at=hours_ago(n))
        make_article(language="en")
        make_draft()
        page = frame(path="/zh-cn/articles/s1/", recent_count=2)
        panel = draw("recent", page)
        self.assertEqual(words(panel, "a"), ["第0", "第1"])
        current = panel.select("[aria-current=page]")
        self.assertEqual([link["href"] for link in current], [page.path])

    def test_it_is_read_in_the_script_of_the_page(self) -> None:
        make_article(language="zh-Hans", title="关税")
        link = draw("recent", frame(Variant.HONG_KONG)).select("a")[0]
        self.assertEqual((link.get_text(), link.get("lang")), ("關稅", None))
        self.assertIn("/zh-hk/", str(link["href"]))

    def test_nothing_to_show(self) -> None:
        self.assertFalse(draw("recent", frame()).select("*"))
