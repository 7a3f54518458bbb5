"""What stands above a text is the file's, whatever becomes of the text."""

from __future__ import annotations

from tests.archive.exporter.test_edited_file import EditTestCase


class GapTests(EditTestCase):
    def test_a_new_text_below_a_title_leaves_the_front_matter_alone(self) -> None:
        for head in (
            '---\ntitle: "股市 Fed\'s"\ndate: 2025-02-10 # why\n---\n',
            '+++\ntitle = "股市 Fed\'s"\ndate = 2025-02-10 # why\n+++\n',
            '{"title": "股市 Fed\'s", "date": "2025-02-10"}\n',
            "title: 股市 Fed's\ndate: 2025-02-10\n---\n",
            "Title: 股市 Fed's\nDate: 2025-02-10\n\n",
        ):
            for text in (
                "股市 Fed's\n",
                "股市 Fed's",
                "# 股市 Fed's\n\n\n甲\n",
                "\n甲\n",
            ):
                with self.subTest(head, text=text):
                    edited = self.edited(
                        head + text, lambda now: now.update(body="股市")
                    )
                    self.assertFalse(edited.is_rewritten)
                    self.assertTrue(edited.content.decode().startswith(head))

    def test_a_title_that_a_new_heading_would_take_over_is_written_down(self) -> None:
        self.check(
            lambda now: now.update(body="## 小标题\n"),
            ("title: <b>", 'title: "1"'),
            ("甲\n", "## 小标题\n"),
            text="---\ntitle: <b>\ndate: 2025-02-10\n---\n甲\n",
        )

    def test_a_text_of_nothing_but_space_is_no_change(self) -> None:
        self.check(lambda now: now.update(body=" \n"), text="---\ntitle: 甲\n---\n")
