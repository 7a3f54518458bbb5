from __future__ import annotations

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.template.loader import get_template
from django.test import SimpleTestCase

from articles import widgets
from articles.widgets import Widget, choices, get_widget, is_known, register


class RegistryTests(SimpleTestCase):
    def test_every_module_registers_the_panel_of_its_name(self) -> None:
        modules = {path.stem for path in Path(widgets.__file__).parent.glob("*.py")}
        panels = modules - {"__init__", "registry"}
        self.assertLessEqual({"recent", "search"}, panels)
        self.assertEqual([key for key, _label in choices()], sorted(panels))

    def test_every_panel_has_a_label_and_a_template(self) -> None:
        for key, label in choices():
            self.assertTrue(str(label))
            get_template(f"widgets/{key}.html")

    def test_an_unknown_name_is_told_what_is_known(self) -> None:
        self.assertFalse(is_known("rcent"))
        known = ", ".join(key for key, _label in choices())
        with self.assertRaisesMessage(LookupError, f"Known: {known}."):
            get_widget("rcent")

    def test_a_key_is_given_once(self) -> None:
        class Again(Widget):
            key = "recent"
            label = "Again"

        with self.assertRaises(ImproperlyConfigured):
            register(Again)
