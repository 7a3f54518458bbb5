from __future__ import annotations

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import TestCase

from tests.factories import make_term

RULES = "发\t头【发】|理【发】\t髮\t髮\n发\t【发】\t發\t發\n"


class JudgeConversionTests(TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        self.rules = self.write("rules.tsv", RULES)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run_on(self, *texts: Path, **options: object) -> str:
        self.out, self.err = StringIO(), StringIO()
        call_command(
            "judge_conversion",
            self.rules,
            *texts,
            stdout=self.out,
            stderr=self.err,
            **options,
        )
        return self.out.getvalue()

    def assert_refused(self, told: str, *texts: Path, **options: object) -> None:
        with self.assertRaisesMessage(CommandError, told):
            self.run_on(*texts, **options)

    def test_each_variant_has_its_figure_and_an_example_of_each_class(self) -> None:
        make_term("理发业", "理發業", "理髮業")
        out = self.run_on(self.write("a.txt", "理发业发展。\n"))
        self.assertEqual(
            out.splitlines(),
            [
                "zh-Hant-TW: 2000.00 errors per 10,000 characters (1 of 2 judged places "
                "in 5 characters; 0 places became words of another length)",
                "      1  发: 理发业发展 → 理發業發展",
                "zh-Hant-HK: 0.00 errors per 10,000 characters (0 of 2 judged places "
                "in 5 characters; 0 places became words of another length)",
            ],
        )

    def test_without_terms_the_term_base_is_left_out(self) -> None:
        make_term("理发业", "理發業", "理髮業")
        text = self.write("a.txt", "理发业发展。\n")
        self.assertNotIn("→", self.run_on(text, without_terms=True))

    def test_the_house_style_of_the_site_is_applied(self) -> None:
        self.rules = self.write("rules.tsv", "台\t【台】\t臺\t\n")
        self.assertIn("台灣", self.run_on(self.write("a.txt", "台湾\n")))

    def test_a_markdown_file_is_judged_by_what_readers_see_of_it(self) -> None:
        file = self.write(
            "a.md",
            "---\ntitle: 出发的人\nsummary: 发发发\n---\n\n理**发**店，"
            "`发`[开发](https://a.example/发)。\n",
        )
        self.assertIn("0 of 3 judged places", self.run_on(file))

    def test_a_markdown_file_may_lack_a_title(self) -> None:
        for front in ("---\ntitle:\n---\n", ""):
            file = self.write("a.md", f"{front}出发了。\n")
            self.assertIn("places in 3 characters", self.run_on(file))

    def test_a_folder_is_searched_for_texts(self) -> None:
        self.write("a.txt", "出发\n")
        self.write("sub/b.md", "发布\n")
        self.write("c.html", "发发\n")
        self.assertIn("0 of 2 judged places", self.run_on(self.folder))

    def test_a_text_in_another_script_or_language_is_left_out_with_a_warning(
        self,
    ) -> None:
        self.write("a.txt", "出发\n")
        self.write("b.txt", "股價漲了，發布\n")
        self.write("c.md", "Shares rose.\n")
        self.assertIn("of 1 judged places", self.run_on(self.folder))
        self.assertIn("b.txt: written in zh-Hant-TW, not judged.", self.err.getvalue())
        self.assertIn(
            "c.md: written in another language, not judged.", self.err.getvalue()
        )

    def test_rules_say_which_source_they_are_for(self) -> None:
        self.rules = self.write(
            "rules.tsv", "# source: zh-Hant-HK\n著\t名【著】\t着\t著\n"
        )
        out = self.run_on(self.write("a.txt", "這部名著賣斷了\n"))
        self.assertIn("zh-Hans: 1428.57 errors", out)
        self.assertIn("zh-Hant-TW: 0.00 errors", out)

    def test_the_source_can_be_chosen(self) -> None:
        text = self.write("a.txt", "理髮店\n")
        self.assertIn("zh-Hans: ", self.run_on(text, source="zh-Hant-TW"))

    def test_bad_input_is_told_with_its_place(self) -> None:
        text = self.write("a.txt", "出发\n")
        self.assert_refused("b.txt: cannot be read", self.folder / "b.txt")
        empty = self.folder / "empty"
        empty.mkdir()
        self.assert_refused("empty: no file ends in .markdown, .md, .txt", empty)
        self.assert_refused(
            "c.md:1: The front matter is opened", self.write("c.md", "---\ntitle: 发\n")
        )
        picture = self.folder / "e.txt"
        picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00")
        self.assert_refused("e.txt: This is no text but a binary file", picture)
        self.assert_refused("No text is in zh-Hans", self.write("d.txt", "\n"))
        self.write("rules.tsv", f"{RULES}发\t发\t發\t發\n")
        self.assert_refused("rules.tsv:3: “发” needs one judged character", text)
        self.rules.write_bytes(b"\xff\xfe")
        self.assert_refused("rules.tsv: is not UTF-8", text)
        self.rules = self.folder / "none.tsv"
        self.assert_refused("none.tsv: cannot be read", text)
