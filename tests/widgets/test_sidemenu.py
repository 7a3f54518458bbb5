from __future__ import annotations

from typing import Any

from django.test import SimpleTestCase

from tests.views.pages import words
from tests.widgets.frames import draw, frame


class SideMenuTests(SimpleTestCase):
    def entry(self, label: str, **fields: Any) -> dict[str, Any]:
        return {"id": 1, "menu": "side", "label": label, "url": "/x/"} | fields

    def test_the_side_menu_s_lines(self) -> None:
        menus = [self.entry("入门"), self.entry("别处", menu="main"), self.entry("")]
        panel = draw("sidemenu", frame(menus=menus))
        self.assertEqual(words(panel, "a"), ["入门"])

    def test_nothing_to_show(self) -> None:
        self.assertFalse(draw("sidemenu", frame()).select("*"))
