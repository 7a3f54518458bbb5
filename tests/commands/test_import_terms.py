from __future__ import annotations

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import TestCase

from articles.models import Term
from articles.variants.term_base.term_rows import starter_rows
from tests.factories import make_term

HEAD = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK,scope,note,synonyms,regional\n"


class ImportTermsTests(TestCase):
    def run_on(self, text: str | None, **options: object) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        with TemporaryDirectory() as folder:
            file = Path(folder) / "terms.csv"
            if text is not None:
                file.write_text(text, encoding="utf-8")
            try:
                call_command("import_terms", file, stdout=out, stderr=err, **options)
            except CommandError as error:
                err.write(str(error))
        return out.getvalue(), err.getvalue()

    def test_a_file_comes_in_and_is_counted(self) -> None:
        out, err = self.run_on(f"{HEAD}phrase,软件,軟體,軟件,site,,\n")
        self.assertEqual(
            out.split(), ["created", "1", "updated", "0", "unchanged", "0"]
        )
        self.assertEqual((err, Term.objects.count()), ("", 1))

    def test_a_dry_run_writes_nothing(self) -> None:
        out, _err = self.run_on(f"{HEAD}phrase,软件,軟體,軟件,site,\n", dry_run=True)
        self.assertIn("nothing was written", out)
        self.assertFalse(Term.objects.exists())

    def test_only_new_terms_may_come_in(self) -> None:
        make_term("软件", "軟件", "軟件")
        out, _err = self.run_on(f"{HEAD}phrase,软件,軟體,軟件,site,,\n", only_new=True)
        self.assertEqual(
            out.split(),
            ["created", "0", "updated", "0", "unchanged", "1", "left", "out", "0"],
        )
        self.assertEqual(Term.objects.get().taiwan, "軟件")

    def test_bad_lines_are_told_with_their_place_and_fail(self) -> None:
        out, err = self.run_on(f"{HEAD}nobody,软件,軟體,軟件,site,\n")
        self.assertIn("terms.csv:2: There is no kind “nobody”", err)
        self.assertIn("nothing was imported", err)
        self.assertEqual((out, Term.objects.exists()), ("", False))

    def test_odd_lines_are_told_and_come_in(self) -> None:
        out, err = self.run_on(f"{HEAD}phrase,软件,软體,軟件,site,\n")
        self.assertIn("terms.csv:2: In “软體”, 软 does not belong to", err)
        self.assertIn("1", out)

    def test_a_missing_file_is_told(self) -> None:
        _out, err = self.run_on(None)
        self.assertIn("cannot be read", err)

    def test_without_a_file_the_starter_list_comes_in(self) -> None:
        call_command("import_terms", verbosity=0)
        self.assertEqual(Term.objects.count(), len(starter_rows()))


class ExportTermsTests(TestCase):
    def test_what_is_written_comes_in_unchanged(self) -> None:
        make_term("软件", "軟體", "軟件", note="行业, 常用", synonyms="SaaS, App")
        out = StringIO()
        with TemporaryDirectory() as folder:
            file = Path(folder) / "terms.csv"
            call_command("export_terms", file)
            call_command("import_terms", file, stdout=out)
            self.assertEqual(file.read_text("utf-8").splitlines()[0], HEAD.strip())
        self.assertEqual(out.getvalue().split()[-1], "1")

    def test_without_a_file_it_prints(self) -> None:
        make_term("软件", "軟體", "軟件")
        out = StringIO()
        call_command("export_terms", stdout=out)
        self.assertEqual(out.getvalue(), f"{HEAD}phrase,软件,軟體,軟件,site,,,\n")

    def test_a_place_that_cannot_be_written_is_told(self) -> None:
        with self.assertRaisesMessage(CommandError, "cannot be written"):
            call_command("export_terms", Path("/nowhere/terms.csv"))
