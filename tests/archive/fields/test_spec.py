"""Names are written so that whoever decodes entities reads them as they are."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.archive.fields import escaped
from articles.archive.front_matter import one_line


class EscapedTests(SimpleTestCase):
    def test_no_more_is_escaped_than_must_be(self) -> None:
        for name, written in {
            "AT&T 'n' \"B\" > C": "AT&T 'n' \"B\" > C",
            "a <b> c": "a &lt;b> c",
            "A&amp;B": "A&amp;amp;B",
            "A&amp;B <b>": "A&amp;amp;B &lt;b&gt;",
        }.items():
            with self.subTest(name):
                self.assertEqual(escaped(name), written)
                self.assertEqual(one_line(written), name)

    def test_spaces_that_no_file_keeps_do_not_stand_in_the_way(self) -> None:
        self.assertEqual(escaped("A&amp;B  C"), "A&amp;amp;B  C")
