"""The doors of the verbs: what the article's page offers, takes and refuses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.choices import Status
from articles.models import (
    Article,
    AuditEntry,
    Handling,
    PendingVersion,
    Revision,
    SiteSettings,
)
from articles.publishing import Verb
from tests.acts import spike
from tests.admin.data import ADD, CHANGE, LIST, article_data, data_of, open_form
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_chief, make_clerk, make_person


class VerbTestCase(TestCase):
    people: ClassVar[dict[str, User]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.people = {
            group: make_person(group)
            for group in ("reporter", "editor", "chief editor")
        }

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.sign_in("reporter")

    def sign_in(self, group: str) -> None:
        self.client.force_login(self.people[group])

    def send(self, article: Article, **sent: Any) -> Any:
        url = reverse(CHANGE, args=[article.pk])
        return self.client.post(url, data_of(article, **sent), follow=True)

    def verb(self, verb: str, article: Article) -> str:
        return reverse("admin:articles_article_verb", args=[article.pk, verb])

    def handle(self, article: Article, **sent: Any) -> Any:
        url = reverse("admin:articles_article_handling", args=[article.pk])
        return self.client.post(url, sent, follow=True)


class FormTests(VerbTestCase):
    def test_a_reporter_hands_in_with_the_text_and_waits(self) -> None:
        article = make_draft()
        answer = self.send(article, body="新的。", _hand_in="1")
        article.refresh_from_db()
        self.assertEqual((article.status, article.body), (Status.IN_REVIEW, "新的。"))
        self.assertContains(answer, "Handed in")
        self.assertContains(answer, "Waits for approval: Editor")
        self.assertNotContains(answer, 'name="_save"')
        self.assertContains(answer, self.verb("take_back", article))

    def test_a_hand_made_verb_is_refused_with_the_text_kept(self) -> None:
        for verb in ("_publish", "_approve", "_withdraw", "_cancel", "_unspike"):
            article = make_draft()
            answer = self.send(article, body="我打的字", **{verb: "1"})
            with self.subTest(verb):
                self.assertContains(answer, "我打的字</textarea>")
                self.assertContains(answer, "Nothing is saved.")
                article.refresh_from_db()
                self.assertEqual((article.status, article.body), ("draft", "正文。"))
                self.assertEqual(article.revisions.count(), 1)

    def test_a_new_article_is_not_published_by_who_may_not(self) -> None:
        sent = article_data(title="独家", _publish="1")
        answer = self.client.post(reverse(ADD), sent)
        self.assertContains(answer, "hand the article in instead")
        self.assertContains(answer, "独家")
        self.assertFalse(Article.objects.exists())

    def test_a_new_article_offers_what_a_person_may(self) -> None:
        for group, shown, hidden in (
            ("reporter", ["_hand_in", "_save"], ["_approve", "_sheet"]),
            ("editor", ["_approve", "_hand_in", "_save"], ["_sheet"]),
            ("chief editor", ["_sheet", "_approve", "_hand_in", "_save"], []),
        ):
            self.sign_in(group)
            page = self.client.get(reverse(ADD))
            for name in shown:
                self.assertContains(page, f'name="{name}"')
            for name in [*hidden, "_spike"]:
                self.assertNotContains(page, f'name="{name}"')

    def test_a_reporter_reads_a_live_article_and_changes_nothing_of_it(self) -> None:
        article = make_article()
        page = open_form(self.client, article)
        self.assertNotContains(page, 'name="body"')
        self.assertContains(page, "Changes of what is live: Editor")
        answer = self.send(article, body="我打的字")
        self.assertContains(answer, "leaves it to an editor")
        self.assertContains(answer, "我打的字</textarea>")
        self.assertEqual(Article.objects.get().body, "正文。")

    def test_a_form_that_was_open_while_the_state_changed_keeps_its_text(self) -> None:
        article = make_draft()
        publishing.perform(Verb.HAND_IN, article, by=self.people["editor"])
        answer = self.send(article, body="我打的字")
        self.assertContains(answer, "It is in review")
        self.assertContains(answer, "我打的字</textarea>")

    def test_an_editor_s_change_of_what_is_approved_goes_back_to_review(self) -> None:
        article = make_draft(status=Status.APPROVED)
        self.sign_in("editor")
        answer = self.send(article, lead="改")
        self.assertContains(answer, "it is in review again")
        article.refresh_from_db()
        self.assertEqual(article.status, Status.IN_REVIEW)

    def test_returning_needs_a_note_which_the_author_reads(self) -> None:
        article = make_draft(status=Status.IN_REVIEW)
        self.sign_in("editor")
        answer = self.send(article, _return="1", note=" ", body="编辑的")
        self.assertContains(answer, "Say what is to be changed")
        self.assertContains(answer, "编辑的</textarea>")
        answer = self.send(article, _return="1", note="请核对 <数字>。")
        self.assertContains(answer, "Returned")
        self.sign_in("reporter")
        self.assertContains(open_form(self.client, article), "请核对 &lt;数字&gt;。")
        history = reverse("admin:articles_article_history", args=[article.pk])
        self.assertContains(self.client.get(history), "请核对 &lt;数字&gt;。")
        self.send(article, _hand_in="1")
        panel = open_form(self.client, article).context["panel"]
        self.assertIsNone(panel.returned)

    def test_what_expired_is_refused_at_its_field(self) -> None:
        article = make_draft(expires_at=hours_ago(1))
        self.sign_in("chief editor")
        answer = self.send(article, _publish="1")
        self.assertIn("expires_at", answer.context["adminform"].form.errors)
        self.assertEqual(Article.objects.get().status, Status.DRAFT)

    def test_one_s_own_copy_is_refused_by_the_rule_however_it_is_sent(self) -> None:
        SiteSettings.objects.create(forbids_own_approval=True)
        self.sign_in("editor")
        self.client.post(reverse(ADD), article_data(title="我的"))
        article = Article.objects.get()
        self.assertNotContains(open_form(self.client, article), 'name="_approve"')
        answer = self.send(article, _approve="1")
        self.assertContains(answer, "This is your own copy")
        answer = self.client.post(self.verb("approve", article))
        self.assertContains(answer, "This is your own copy", status_code=409)
        self.assertEqual(Article.objects.get().status, Status.DRAFT)

    def test_restoring_a_live_article_is_changing_it(self) -> None:
        article = make_article(title="旧")
        first = article.revisions.get()
        publishing.save_changes(article.pk, {"title": "新"})
        newest = article.revisions.all()[0].pk
        url = reverse("admin:articles_revision_restore", args=[first.pk])
        answer = self.client.post(url, {"base": newest})
        self.assertContains(answer, "leaves it to an editor")
        self.assertEqual(Article.objects.get().title, "新")


class PageTests(VerbTestCase):
    def test_what_was_handed_in_is_taken_back_without_the_form(self) -> None:
        article = make_draft()
        self.send(article, _hand_in="1")
        self.client.get(self.verb("take_back", article))
        self.assertEqual(Article.objects.get().status, Status.IN_REVIEW)
        answer = self.client.post(self.verb("take_back", article), follow=True)
        self.assertContains(answer, "It is a draft again.")
        self.assertEqual(Article.objects.get().status, Status.DRAFT)

    def test_a_verb_that_came_too_late_is_refused_in_words(self) -> None:
        article = make_article()
        self.sign_in("editor")
        answer = self.client.post(self.verb("return", article), {"note": "n"})
        self.assertContains(answer, "in this state now: Published", status_code=409)

    def test_a_note_that_is_lacking_is_asked_for_again(self) -> None:
        article = make_draft(status=Status.IN_REVIEW)
        self.sign_in("editor")
        answer = self.client.post(self.verb("return", article), {"note": ""})
        self.assertContains(answer, 'name="note"', status_code=409)

    def test_other_words_and_other_people_find_no_page(self) -> None:
        article = make_draft()
        for word in ("save", "delete", "update", "nonsense"):
            self.assertEqual(self.client.get(self.verb(word, article)).status_code, 404)
        clerk = Client()
        clerk.force_login(make_clerk())
        for verb in Verb.values:
            status = clerk.post(self.verb(verb, article)).status_code
            self.assertIn(status, (403, 404), verb)


class SelectionTests(VerbTestCase):
    def select(self, action: str, *articles: Article, **more: str) -> Any:
        ids = [article.pk for article in articles]
        sent = {"action": action, "_selected_action": ids, **more}
        return self.client.post(reverse(LIST), sent, follow=True)

    def offered(self) -> list[str]:
        page = self.client.get(reverse(LIST))
        choices = page.context["action_form"].fields["action"].choices
        return [name.removesuffix("_selected") for name, _label in choices if name]

    def test_actions_are_offered_by_right(self) -> None:
        make_draft()
        for group, expected in (
            ("reporter", ["hand_in", "spike"]),
            ("editor", ["hand_in", "approve", "return", "spike"]),
            (
                "chief editor",
                [
                    "hand_in",
                    "approve",
                    "return",
                    "publish",
                    "cancel",
                    "withdraw",
                    "spike",
                    "pin",
                ],
            ),
        ):
            self.sign_in(group)
            self.assertEqual(self.offered(), expected)

    def test_it_says_first_what_it_will_do_and_does_nothing_yet(self) -> None:
        self.sign_in("editor")
        one, two = make_draft(title="甲"), make_article(title="乙")
        page = self.select("approve_selected", one, two)
        self.assertContains(page, "1 article changes")
        self.assertContains(page, "1 article does not change")
        self.assertContains(page, "in this state now: Published")
        self.assertNotIn(f'value="{two.pk}"', page.content.decode())
        one.refresh_from_db()
        self.assertEqual(one.status, Status.DRAFT)

    def test_one_that_fails_keeps_no_other_back(self) -> None:
        self.sign_in("chief editor")
        one, two = make_draft(title="甲"), make_draft(title="乙")
        expired = make_draft(title="丙", expires_at=hours_ago(1))
        spike(two)
        page = self.select("publish_selected", one, two, expired, confirmed="1")
        self.assertContains(page, "1 article changed.")
        self.assertContains(page, "丙: This time is over")
        statuses = Article.objects.order_by("pk").values_list("status", flat=True)
        self.assertEqual([*statuses], ["published", "spiked", "draft"])

    def test_a_hand_made_action_without_the_right_does_nothing(self) -> None:
        article = make_draft()
        self.select("publish_selected", article, confirmed="1")
        self.assertEqual(Article.objects.get().status, Status.DRAFT)

    def test_a_selection_is_returned_with_one_note(self) -> None:
        self.sign_in("editor")
        articles = [make_draft(status=Status.IN_REVIEW) for _ in range(2)]
        page = self.select("return_selected", *articles, confirmed="1", note=" ")
        self.assertContains(page, "Say what is to be changed")
        self.select("return_selected", *articles, confirmed="1", note="重写")
        returned = Revision.objects.filter(act=Revision.Act.RETURNED)
        self.assertEqual({one.changes["note"] for one in returned}, {"重写"})


class HandlingTests(VerbTestCase):
    def test_a_hold_stops_what_waits_and_nobody_publishes_before_it_is_released(
        self,
    ) -> None:
        later = hours_ago(-5)
        article = make_article(published_at=later)
        self.sign_in("chief editor")
        answer = self.handle(article, hold="1", reason="诉讼中")
        article.refresh_from_db()
        self.assertEqual((article.status, article.published_at), ("approved", later))
        self.assertContains(answer, "诉讼中")
        self.assertNotContains(answer, 'name="_sheet"')
        answer = self.send(article, _publish="1", lead="我打的字")
        self.assertContains(answer, "legal hold")
        self.assertContains(answer, "我打的字</textarea>")
        self.handle(article, release="1")
        self.assertFalse(Handling.objects.get().is_held)
        self.send(article, _publish="1")
        article.refresh_from_db()
        self.assertEqual(article.status, Status.PUBLISHED)
        acts = AuditEntry.objects.values_list("act", flat=True)
        self.assertEqual([*acts][1:4], ["released", "held", "unscheduled"])

    def test_a_hold_stops_changes_of_what_is_live_and_of_what_waits(self) -> None:
        article = make_article(lead="原导语")
        self.sign_in("chief editor")
        later = (timezone.localtime() + timedelta(hours=5)).strftime("%Y-%m-%d %H:%M")
        self.send(article, _schedule="1", go_live_at=later, lead="以后的导语")
        answer = self.handle(article, hold="1", reason="诉讼中")
        self.assertNotContains(answer, 'name="_update"')
        self.assertContains(answer, "Waits for release from legal hold")
        self.assertContains(answer, "legal hold")
        pending = PendingVersion.objects.get()
        self.assertEqual(pending.state, PendingVersion.State.CONFLICT)
        self.assertIn("legal hold", pending.error)
        self.send(article, _update="1", lead="新导语")
        article.refresh_from_db()
        self.assertEqual(article.lead, "原导语")
        self.handle(article, release="1")
        pending.refresh_from_db()
        self.assertEqual(pending.state, PendingVersion.State.SCHEDULED)
        self.send(article, _update="1", summary="新摘要")
        article.refresh_from_db()
        self.assertEqual(article.summary, "新摘要")

    def test_only_who_has_the_right_holds_and_only_with_a_reason(self) -> None:
        article = make_draft()
        self.sign_in("editor")
        self.assertNotContains(open_form(self.client, article), 'name="hold"')
        self.assertContains(self.handle(article, hold="1", reason="x"), "You may not")
        self.sign_in("chief editor")
        self.assertContains(self.handle(article, hold="1", reason=" "), "Say why")
        self.assertFalse(Handling.objects.exists())
        self.handle(article, hold="1", reason="一")
        self.assertContains(self.handle(article, hold="1", reason="二"), "already")
        self.handle(article, release="1")
        answer = self.handle(article, release="1")
        self.assertContains(answer, "not on legal hold any more")

    def test_an_editor_assigns_and_marks_and_the_line_names_who_is_next(self) -> None:
        article = make_draft(status=Status.IN_REVIEW)
        self.sign_in("editor")
        page = open_form(self.client, article)
        self.assertContains(page, 'form="desk-handling"')
        reporter, chief = self.people["reporter"], self.people["chief editor"]
        sent = {
            "assignment-assignee": reporter.pk,
            "assignment-marked_for": f"user-{chief.pk}",
        }
        self.handle(article, assign="1", **sent)
        self.handle(article, assign="1", **sent)
        entry = AuditEntry.objects.get(act=AuditEntry.Act.ASSIGNED)
        names = {"assignee": "reporter", "marked_for": "chief editor"}
        self.assertEqual((entry.detail, entry.user_name), (names, "editor"))
        self.sign_in("reporter")
        page = open_form(self.client, article)
        self.assertContains(page, "Waits for approval: chief editor")
        group = self.people["editor"].groups.get()
        self.handle(article, **{"assignment-marked_for": f"group-{group.pk}"})
        page = open_form(self.client, article)
        self.assertContains(page, "Waits for approval: Editor")
        self.assertIsNone(Handling.objects.get().assignee)

    def test_a_reporter_assigns_only_what_is_theirs(self) -> None:
        article = make_draft()
        answer = self.handle(article, **{"assignment-assignee": ""})
        self.assertContains(answer, "You may assign only what you write")
        own = publishing.create_article({"title": "甲"}, by=self.people["reporter"])
        mark = {"assignment-marked_for": f"user-{self.people['editor'].pk}"}
        self.handle(own.article, **mark)
        self.assertEqual(Handling.objects.get().marked_for, self.people["editor"])

    def test_nobody_who_is_gone_is_assigned(self) -> None:
        article = make_draft()
        self.sign_in("editor")
        for wrong in ("999", "x"):
            answer = self.handle(article, **{"assignment-assignee": wrong})
            self.assertContains(answer, "is not there any more")
        self.assertFalse(Handling.objects.exists())

    def test_a_superuser_s_rule_is_the_same(self) -> None:
        SiteSettings.objects.create(forbids_own_approval=True)
        self.client.force_login(make_chief())
        self.client.post(reverse(ADD), article_data(title="我的", _publish="1"))
        self.assertFalse(Article.objects.exists())
