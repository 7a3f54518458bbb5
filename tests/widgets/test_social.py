from __future__ import annotations

from django.test import SimpleTestCase

from tests.views.pages import words
from tests.widgets.frames import draw, frame


class SocialTests(SimpleTestCase):
    def test_the_links_in_their_order(self) -> None:
        links = [
            {"title": "Telegram", "url": "https://t.example/x"},
            {"title": "邮件", "url": "mailto:desk@x.example"},
        ]
        panel = draw("social", frame(social_links=links))
        self.assertEqual(words(panel, "a"), ["Telegram", "邮件"])

    def test_what_is_incomplete_or_unsafe_is_left_out(self) -> None:
        links = [
            *("x", None, {}, {"title": "无"}, {"url": "https://x.example/"}),
            {"title": "坏", "url": "javascript:alert(1)"},
        ]
        self.assertFalse(draw("social", frame(social_links=links)).select("*"))
