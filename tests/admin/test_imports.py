"""Past imports can be looked at: what became of the files, and what was noticed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from articles.admin.import_words import ACTIONS, CODES
from articles.archive.importer import ImportAction
from articles.models import Conflict, ImportRun
from tests.factories import make_article
from tests.people import make_chief, make_clerk, make_reporter

LIST = reverse("admin:articles_importrun_changelist")
MANUAL = Path(__file__).resolve().parent.parent.parent / "docs" / "importing.md"


class ImportListTests(TestCase):
    def test_the_newest_run_stands_first(self) -> None:
        runs = [ImportRun.objects.create() for _n in range(3)]
        self.client.force_login(make_chief())
        page = self.client.get(reverse("admin:articles_importrun_changelist"))
        shown = [run.pk for run in page.context["cl"].result_list]
        self.assertEqual(shown, [run.pk for run in reversed(runs)])


class ImportsTests(TestCase):
    def setUp(self) -> None:
        self.run_ = ImportRun.objects.create(
            paths=["/archive"],
            actions={"unchanged": 9000, "created": 1000},
            codes={"bad-date": 1, "missing-picture": 2},
            missing_links=[{"target": "toc.md", "count": 5678, "file": "a/1.md"}],
            closings=[{"source": "haiyue", "pattern": "1. 欢迎转载。", "count": 1234}],
            site_changes=[
                {"choice": "sidebar_home", "here": "right", "there": "none"},
                {"choice": "menu main", "here": "", "there": "首页 (1) → /"},
            ],
            problems=[{"path": "a.md", "code": "x", "line": 3, "message": "Mend it."}],
        )
        self.run_.finished_at = self.run_.started_at + timedelta(seconds=100)
        self.run_.save()
        self.client.force_login(make_reporter())

    def page(self) -> Any:
        url = reverse("admin:articles_importrun_change", args=[self.run_.pk])
        return self.client.get(url, headers={"accept-language": "en"})

    def test_a_run_tells_what_became_of_the_files_in_words(self) -> None:
        answer = self.page()
        self.assertContains(answer, "New articles and pages of lists.")
        self.assertContains(answer, "A picture that is not in the archive.")
        shown = [(one.word, one.number) for one in answer.context["actions"]]
        self.assertEqual(shown, [("created", "1,000"), ("unchanged", "9,000")])
        self.assertEqual(answer.context["total"], "10,000")

    def test_a_run_tells_how_long_it_took_and_how_fast_it_was(self) -> None:
        answer = self.page()
        self.assertContains(answer, "1 min 40 s")
        self.assertContains(answer, "100 files a second")

    def test_a_run_without_an_end_says_so(self) -> None:
        ImportRun.objects.update(finished_at=None)
        self.assertContains(self.page(), "No end is recorded")
        answer = self.client.get(LIST, headers={"accept-language": "en"})
        self.assertContains(answer, "Running, or stopped before its end")

    def test_problems_and_closing_blocks_are_shown(self) -> None:
        answer = self.page()
        for expected in (
            "a.md",
            "Mend it.",
            "1,234",
            "haiyue",
            "1. 欢迎转载。",
            "5,678",
        ):
            self.assertContains(answer, expected)

    def test_many_closing_blocks_are_folded_away(self) -> None:
        self.assertContains(self.page(), 'class="desk-more" open')
        self.run_.closings *= 6
        self.run_.missing_links *= 6
        self.run_.save()
        self.assertNotContains(self.page(), 'class="desk-more" open')

    def test_site_wide_choices_are_named_as_editors_know_them(self) -> None:
        self.assertEqual(
            self.page().context["site_changes"],
            [
                ("sidebar on the front page", "Right", "No sidebar"),
                ("Main menu", "", "首页 (1) → /"),
            ],
        )

    def test_a_run_leads_to_its_conflicts(self) -> None:
        self.assertEqual(self.page().context["run"].conflict_count, 0)
        for choice in ("", "ours"):
            Conflict.objects.create(
                article=make_article(), run=self.run_, field="title", choice=choice
            )
        Conflict.objects.create(article=make_article(), field="title")
        answer = self.page()
        self.assertContains(answer, "1 open of 2")
        conflicts = self.client.get(answer.context["conflicts_url"])
        self.assertEqual(len(conflicts.context["cl"].result_list), 2)

    def test_a_page_costs_one_query_of_its_own(self) -> None:
        self.page()  # Django asks once which number its model has.
        # Session, user, two of permissions; the run with its counts.
        with self.assertNumQueries(5):
            self.page()

    def test_the_list_costs_the_same_however_many_and_loads_no_details(self) -> None:
        for _n in range(5):
            ImportRun.objects.create()
        # Session, user, two of permissions; how many, the runs with their counts.
        with self.assertNumQueries(6) as queries:
            self.client.get(LIST)
        self.assertNotIn("closings", queries[-1]["sql"])

    def test_others_may_not_look(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.page().status_code, 403)
        self.assertEqual(self.client.get(LIST).status_code, 403)


class WordsTests(SimpleTestCase):
    def test_every_action_has_a_word(self) -> None:
        self.assertEqual(set(ACTIONS), set(ImportAction))

    def test_every_code_of_the_manual_has_a_meaning(self) -> None:
        _text, table = MANUAL.read_text(encoding="utf-8").split("| code | level |")
        rows = (line.split("|")[1] for line in table.splitlines() if "`" in line)
        codes = {code for row in rows for code in re.findall(r"`([a-z0-9-]+)`", row)}
        self.assertEqual(set(CODES), codes)
