from __future__ import annotations

from django.test import TestCase

from tests.factories import make_article
from tests.views.pages import words
from tests.widgets.frames import draw, frame


class TagListTests(TestCase):
    def test_the_most_used_tags_in_alphabetical_order(self) -> None:
        for tags in (["高盛", "b"], ["高盛", "b"], ["a"]):
            make_article(tags=tags)
        panel = draw("taglist", frame(taglist_count=2))
        self.assertEqual(words(panel, ".tag"), ["b", "高盛"])
        self.assertEqual(panel.select(".widget__more a")[0]["href"], "/zh-cn/tags/")

    def test_counts_are_a_choice_of_the_site(self) -> None:
        make_article(tags=["高盛"])
        panel = draw("taglist", frame(has_tag_counts=True))
        self.assertEqual(words(panel, ".tag"), ["高盛 (1)"])

    def test_categories_and_tags_share_one_query(self) -> None:
        make_article(tags=["高盛"], categories=["美股"])
        page = frame()
        with self.assertNumQueries(1):
            draw("taglist", page)
            draw("categories", page)

    def test_nothing_to_show(self) -> None:
        self.assertFalse(draw("taglist", frame()).select("*"))
