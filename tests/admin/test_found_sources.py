"""An editor reviews what imports found: the list says all, one click decides."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import FooterRule, FoundSource, Source
from tests.archive.importer.test_footer_samples import BLOCK, NOTICE, FooterTestCase
from tests.factories import make_source
from tests.people import make_chief, make_clerk, make_reporter

LIST = reverse("admin:articles_foundsource_changelist")
CERTAIN = reverse("admin:articles_foundsource_certain")
NOTICES = "1. 转载请注明出处。\n2. 内容仅供参考。"


class ReviewTestCase(FooterTestCase):
    """Five files of ``haiyue`` with its notices, one of ``gaotai`` without, and five that
    are only guessed to be of ``haiyue.example``."""

    def setUp(self) -> None:
        super().setUp()
        self.write_files(
            range(5), f"{NOTICES}\n\n[haiyue](https://www.haiyue.example/a/{{0}})"
        )
        self.write_files(
            range(10, 11),
            "1. 转载请注明出处。\n2. 内容仅供参考。\n\n[gaotai](https://gaotai.example/{0})",
        )
        self.write_files(range(20, 25), BLOCK)
        self.outcomes()
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(make_chief())

    def found(self, label: str) -> FoundSource:
        return FoundSource.objects.get(label=label)

    def page(self, label: str) -> str:
        return reverse("admin:articles_foundsource_change", args=[self.found(label).pk])

    def decide(self, label: str, verb: str) -> Any:
        url = reverse("admin:articles_foundsource_decide", args=[self.found(label).pk])
        return self.client.post(url, {verb: "1"}, follow=True)

    def review(self, label: str, **data: str) -> Any:
        shown = self.client.get(self.page(label)).context["form"].initial
        return self.client.post(self.page(label), {**shown, **data}, follow=True)

    def source_of(self, number: int) -> str:
        source = self.article(number).source
        return source.name if source else ""


class ListTests(ReviewTestCase):
    def test_a_row_says_label_files_share_disclaimer_and_samples(self) -> None:
        answer = self.client.get(LIST)
        for expected in (
            *("haiyue", "gaotai", "haiyue.example", "only guessed"),
            *("5 of 5, 100 %", "1 of 1, 100 %", "too few", NOTICE, "内容仅供参考。"),
            *(
                "site <span>· zh-Hans</span>",
                "第3篇",
                self.article(3).get_absolute_url(),
            ),
            reverse("admin:articles_article_change", args=[self.article(24).pk]),
        ):
            self.assertContains(answer, expected)

    def test_it_asks_the_same_number_of_queries_whatever_its_length(self) -> None:
        counts = []
        for number in (30, 40):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                self.client.get(LIST)
            counts.append(len(queries))
            for n in range(number, number + 3):
                block = f"{NOTICES}\n\n[label{n}](https://label.example/{{0}})"
                self.write_files(range(n, n + 1), block)
            self.outcomes()
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 10)

    def test_open_ones_are_shown_unless_others_are_asked_for(self) -> None:
        self.decide("gaotai", "refuse")
        for query, shown in (("", 2), ("refused", 1), ("accepted", 0), ("all", 3)):
            answer = self.client.get(LIST, {"decision": query} if query else {})
            self.assertEqual(len(answer.context["rows"]), shown)

    def test_nothing_found_yet_says_so(self) -> None:
        FoundSource.objects.all().delete()
        self.assertContains(self.client.get(LIST), "There are none here")

    def test_a_notice_that_is_markup_is_shown_as_text(self) -> None:
        Source.objects.filter(slug="haiyue").update(
            disclaimer="<script>1</script>", edited_disclaimers=["disclaimer"]
        )
        answer = self.client.get(LIST)
        self.assertContains(answer, "&lt;script&gt;1&lt;/script&gt;")
        self.assertContains(answer, "written here")


class DecisionTests(ReviewTestCase):
    def test_one_click_accepts_a_guess_with_its_disclaimer(self) -> None:
        answer = self.decide("haiyue.example", "accept")
        self.assertContains(answer, "Accepted as “haiyue.example”.")
        source = Source.objects.get(name="haiyue.example")
        self.assertEqual(
            (self.source_of(20), source.disclaimer, source.edited_disclaimers),
            ("haiyue.example", NOTICE, ["disclaimer"]),
        )

    def test_one_click_refuses(self) -> None:
        self.decide("haiyue", "refuse")
        self.assertEqual(
            (self.source_of(0), self.found("haiyue").decision), ("", "refused")
        )

    def test_it_is_logged_under_who_decided(self) -> None:
        self.decide("haiyue", "refuse")
        entry = LogEntry.objects.get()
        self.assertEqual(str(entry.user), "chief")
        self.assertIn("Refused", entry.get_change_message())

    def test_all_that_are_certain_are_accepted_at_once_and_no_other(self) -> None:
        offered = [row.found.pk for row in self.client.get(LIST).context["certain"]]
        self.assertEqual(offered, [self.found("haiyue").pk])
        everything = FoundSource.objects.values_list("pk", flat=True)
        self.client.post(CERTAIN, {"found": [*everything, "x", "9" * 30]})
        accepted = FoundSource.objects.filter(decision="accepted")
        self.assertEqual([row.label for row in accepted], ["haiyue"])

    def test_a_guess_that_is_called_as_a_source_says_so(self) -> None:
        make_source("haiyue.example")
        answer = self.decide("haiyue.example", "accept")
        self.assertContains(answer, "There is a source “haiyue.example” already")
        self.assertEqual(self.found("haiyue.example").decision, "")

    def test_only_who_may_change_sources_decides(self) -> None:
        decide = reverse(
            "admin:articles_foundsource_decide", args=[self.found("haiyue").pk]
        )
        self.assertEqual(self.client.get(decide).status_code, 405)
        rules = reverse("admin:articles_footerrule_add")
        for user, sees in ((make_clerk(), 403), (make_reporter(), 200)):
            self.client.force_login(user)
            self.assertEqual(self.client.get(LIST).status_code, sees)
            self.assertEqual(self.client.get(self.page("haiyue")).status_code, sees)
            self.assertEqual(self.client.get(rules).status_code, 403)
            for url in (decide, CERTAIN, self.page("haiyue")):
                self.assertEqual(self.client.post(url).status_code, 403)
        self.assertNotContains(self.client.get(LIST), "formaction")
        user.user_permissions.add(Permission.objects.get(codename="change_source"))
        self.assertEqual(self.client.post(decide).status_code, 302)


class PageTests(ReviewTestCase):
    def test_a_new_name_and_disclaimer_reach_the_articles(self) -> None:
        self.review("haiyue", name="海岳财经", disclaimer="转载请来信。\r\n谢谢。")
        source = Source.objects.get(slug="haiyue")
        self.assertEqual((source.name, self.source_of(1)), ("海岳财经", "海岳财经"))
        self.assertEqual(source.disclaimer, "转载请来信。\n谢谢。")
        page = self.client.get(self.article(1).get_absolute_url())
        self.assertContains(page, "转载请来信。")
        self.assertNotContains(page, "内容仅供参考")

    def test_an_emptied_disclaimer_is_refused_and_an_empty_one_follows_the_files(
        self,
    ) -> None:
        self.review("haiyue", disclaimer="")
        source = Source.objects.get(slug="haiyue")
        self.assertEqual(
            (source.disclaimer, source.edited_disclaimers), ("", ["disclaimer"])
        )

    def test_a_name_that_is_taken_offers_that_source(self) -> None:
        other = make_source("海岳财经")
        answer = self.review("haiyue", name="海岳财经")
        self.assertContains(answer, "There is a source “海岳财经” already")
        self.assertContains(answer, "Move its articles to “海岳财经”")
        self.review("haiyue", name="海岳财经", source=str(other.pk))
        self.assertEqual(self.source_of(2), "海岳财经")
        other.refresh_from_db()
        self.assertEqual(other.edited_disclaimers, [])

    def test_neither_name_nor_source_is_refused_at_the_name(self) -> None:
        answer = self.review("haiyue", name="  ")
        self.assertContains(answer, "Give the source a name")
        self.assertEqual(self.found("haiyue").decision, "")

    def test_odd_input_is_refused_at_its_field(self) -> None:
        for data in (
            {"name": "长" * 256},
            {"source": "999999999999"},
            {"source": "甲"},
            {"disclaimer": "长" * 20_001},
            {"disclaimer": "\0"},
        ):
            with self.subTest(data):
                answer = self.review("haiyue", **data)
                self.assertEqual(list(answer.context["form"].errors), [*data])

    def test_a_source_that_is_not_there_is_no_error(self) -> None:
        for key in ("999999", "x"):
            url = reverse("admin:articles_foundsource_change", args=[key])
            self.assertEqual(self.client.get(url).status_code, 404)

    def test_refusing_on_the_page(self) -> None:
        self.client.post(self.page("haiyue"), {"refuse": "1"})
        self.assertEqual(self.source_of(0), "")

    def test_the_sources_own_form_remembers_what_its_disclaimer_replaced(self) -> None:
        source = Source.objects.get(slug="haiyue")
        url = reverse("admin:articles_source_change", args=[source.pk])
        form = self.client.get(url).context["adminform"].form
        sent = {name: form.initial.get(name) or "" for name in form.fields}
        self.client.post(url, sent | {"name": "海岳"})
        source.refresh_from_db()
        self.assertEqual((source.name, source.edited_disclaimers), ("海岳", []))
        self.client.post(url, sent | {"disclaimer": "转载请来信。"})
        source.refresh_from_db()
        self.assertEqual(source.edited_disclaimers, ["disclaimer"])
        self.assertEqual(source.notices, [NOTICES])


class ClosingBlockTests(ReviewTestCase):
    ADD = reverse("admin:articles_footerrule_add")

    def add(self, text: str, label: str = "haiyue", **data: str) -> Any:
        source = self.found(label).source
        sent = {
            "text": text,
            "treatment": "drop",
            "source": str(source.pk) if source else "",
        }
        return self.client.post(self.ADD, {**sent, **data}, follow=True)

    def test_the_ends_of_three_files_of_the_source_are_shown(self) -> None:
        source = self.found("haiyue").source
        assert source
        answer = self.client.get(self.ADD, {"source": source.pk})
        paths = [path for path, _text in answer.context["endings"]]
        self.assertEqual(paths, [self.place(4), self.place(3), self.place(2)])
        self.assertContains(answer, "第4篇的尾句。")
        self.assertContains(answer, "--read-again")

    def test_a_guess_shows_the_ends_of_its_own_files(self) -> None:
        pk = self.found("haiyue.example").pk
        answer = self.client.get(f"{self.ADD}?source=&found={pk}")
        paths = [path for path, _text in answer.context["endings"]]
        self.assertEqual(paths, [self.place(24), self.place(23), self.place(22)])

    def test_it_counts_the_files_that_end_so_before_anything_is_saved(self) -> None:
        for text, holders in (
            (NOTICES, 5),
            ("第*篇的尾句。\n" + NOTICES, 5),
            ("没有", 0),
        ):
            answer = self.add(text, _count="1")
            self.assertContains(answer, f"{holders} of the last 5 files end")
            self.assertNotContains(answer, "Please correct")
        self.assertFalse(FooterRule.objects.exists())

    def test_a_block_of_any_source_may_stand_below_all_else(self) -> None:
        answer = self.add("原文链接：*", "haiyue.example", _count="1")
        self.assertContains(answer, "5 of the last 11 files end with it")

    def test_it_is_saved_with_the_line_breaks_of_files(self) -> None:
        self.add("甲\r\n乙*\r\n")
        rule = FooterRule.objects.get()
        self.assertEqual(
            (rule.text, rule.source), ("甲\n乙*", self.found("haiyue").source)
        )

    def test_what_would_fit_any_file_or_none_is_refused_with_a_sentence(self) -> None:
        for text, sentence in (
            ("长" * 300_000, "at most 40 lines and 4000 characters"),
            ("甲\n" * 41, "at most 40 lines"),
            ("***\n * ", "fit the end of any file"),
            ("\n \n", "fit the end of any file"),
            ("---", "fit the end of any file"),
            ("", "required"),
        ):
            with self.subTest(text[:5]):
                answer = self.add(text)
                self.assertIn("text", answer.context["adminform"].form.errors)
                self.assertContains(answer, sentence)
        self.assertFalse(FooterRule.objects.exists())

    def test_it_holds_for_the_files_that_come_next(self) -> None:
        self.add("第*篇的尾句。", "haiyue.example")
        self.write_files(range(30, 31), "[haiyue](https://www.haiyue.example/a/{0})")
        self.outcomes()
        self.assertEqual(self.article(30).body.strip(), "第30篇的正文。")

    def test_a_block_of_a_source_that_no_file_names_holds_for_none(self) -> None:
        FooterRule.objects.create(source=make_source("高台"), text="第*篇的尾句。")
        self.write_files(range(30, 31), "[haiyue](https://www.haiyue.example/a/{0})")
        self.outcomes()
        self.assertIn("第30篇的尾句。", self.article(30).body)

    def test_the_list_of_rules_opens(self) -> None:
        self.add("第*篇的尾句。")
        answer = self.client.get(reverse("admin:articles_footerrule_changelist"))
        self.assertContains(answer, "第*篇的尾句。")
        url = reverse(
            "admin:articles_footerrule_change", args=[FooterRule.objects.get().pk]
        )
        self.assertContains(self.client.get(url), "How its files end")
