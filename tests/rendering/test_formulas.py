from __future__ import annotations

from django.test import SimpleTestCase

from articles.rendering import without_formulas
from articles.rendering.maths import to_mathml

HALF = r"\frac{1}{2}"


class WithoutFormulasTests(SimpleTestCase):
    def test_every_way_of_writing_one(self) -> None:
        for text in (
            r"为 \(x^2\) 倍",
            r"为 \[x^2\] 倍",
            "为 $$x^2$$ 倍",
            r"为 $\alpha$ 倍",
            f"为 {to_mathml(HALF)} 倍",
            r"为 <code>\(\badmacro{\)</code> 倍",
        ):
            found = without_formulas(text)
            self.assertIn("…", found, text)
            self.assertNotIn("\\", found)
            self.assertNotIn("math", found)

    def test_money_and_paths_stay(self) -> None:
        for text in ("从 $5 升到 $6", r"C:\temp", "一（甲）", "A\\B", "$$"):
            self.assertEqual(without_formulas(text), text)

    def test_a_long_text_of_openers_is_read_at_once(self) -> None:
        text = r"\(" * 20_000
        self.assertEqual(without_formulas(text), text)
