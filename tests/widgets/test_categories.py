from __future__ import annotations

from django.test import TestCase

from tests.factories import hours_ago, make_article, make_category
from tests.views.pages import words
from tests.widgets.frames import draw, frame


class CategoriesTests(TestCase):
    def test_those_with_something_to_read_in_alphabetical_order(self) -> None:
        make_article(categories=["b", "A"])
        make_article(categories=["c"], expires_at=hours_ago(1))
        make_category("empty")
        panel = draw("categories", frame())
        self.assertEqual(words(panel, "a"), ["A", "b"])

    def test_counts_are_a_choice_of_the_site(self) -> None:
        make_article(categories=["美股"])
        make_article(categories=["美股"])
        make_article(categories=["美股"], language="en")
        panel = draw("categories", frame(has_category_counts=True))
        self.assertEqual(words(panel, ".widget__count"), ["2"])
        self.assertFalse(draw("categories", frame()).select(".widget__count"))

    def test_nothing_to_show(self) -> None:
        self.assertFalse(draw("categories", frame()).select("*"))
