from __future__ import annotations

import re

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.views.theme_colours import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    MIN_CONTRAST,
    contrast,
    stylesheet,
)
from tests.examples import examples


class AccentTests(SimpleTestCase):
    @examples(50)
    @given(st.integers(0, 0xFFFFFF))
    def test_every_colour_can_be_read_on_and_written_with(self, number: int) -> None:
        accent = f"#{number:06x}"
        css = stylesheet(accent)
        ink = re.search(r"--on-accent: (#\w+)", css)
        light, dark = re.findall(r"light-dark\((#\w+), (#\w+)\)", css)[0]
        self.assertGreaterEqual(contrast(accent, ink[1] if ink else ""), MIN_CONTRAST)
        self.assertGreaterEqual(contrast(light, LIGHT_BACKGROUND), MIN_CONTRAST)
        self.assertGreaterEqual(contrast(dark, DARK_BACKGROUND), MIN_CONTRAST)

    def test_a_legible_colour_stays_as_it_is(self) -> None:
        self.assertIn("light-dark(#005a9c,", stylesheet("#005a9c"))
