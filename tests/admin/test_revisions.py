"""The history of an article in the admin: its acts, states compared, and going back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Revision, Tag
from articles.publishing import Labels, save, tags_named
from tests.acts import publish
from tests.admin.data import open_form
from tests.factories import make_article, make_draft, make_image, make_source
from tests.people import make_clerk, make_reporter


def make_viewer() -> User:
    viewer = make_clerk("viewer")
    viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
    return viewer


class HistoryTestCase(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.reporter = make_reporter()
        self.client.force_login(self.reporter)
        self.article = make_draft(
            title="先前的", body="先前的正文。", source=make_source(), tags=["加息"]
        )
        self.first = self.article.revisions.latest()
        self.article.title, self.article.body = "后来的", "后来的长正文。"
        save(self.article, Labels([], tags_named(["降息"]), []), by=self.reporter)
        self.second = self.article.revisions.latest()

    def history(self, article: Article | None = None, **query: Any) -> Any:
        number = (article or self.article).pk
        url = reverse("admin:articles_article_history", args=[number])
        return self.client.get(url, query)

    def compare(self, *states: object) -> Any:
        url = reverse("admin:articles_article_compare", args=[self.article.pk])
        return self.client.get(url, {"state": [str(state) for state in states]})

    def restore_url(self, revision: Revision | None = None) -> str:
        number = (revision or self.first).pk
        return reverse("admin:articles_revision_restore", args=[number])

    def restore(self, **data: Any) -> Any:
        sent = {"base": self.article.revisions.latest().pk, **data}
        answer = self.client.post(self.restore_url(), sent)
        self.article.refresh_from_db()
        return answer


class TimelineTests(HistoryTestCase):
    def test_an_act_says_when_who_and_what_changed(self) -> None:
        response = self.history()
        steps = response.context["stretches"][0].steps
        self.assertEqual(steps[0].revision.created_by, self.reporter)
        self.assertEqual(steps[0].summary, "title, body +1, tags +降息 −加息")
        self.assertContains(response, "title, body +1, tags +降息 −加息")

    def test_what_was_not_worked_out_is_worked_out_when_it_is_shown(self) -> None:
        Revision.objects.update(changes={})
        summaries = [s.summary for s in self.history().context["stretches"][0].steps]
        self.assertEqual(
            summaries, ["title, body +1, tags +降息 −加息", "First version"]
        )

    def test_a_text_that_lost_in_a_merge_is_shown(self) -> None:
        self.second.rejected = [
            {"field": "body", "place": 3, "ours": "我写的", "theirs": "同事写的"}
        ]
        self.second.save()
        response = self.history()
        self.assertContains(response, "Not taken when merged: 1 place")
        self.assertContains(response, "我写的")
        self.assertContains(response, "同事写的")

    def test_many_imports_on_end_are_folded(self) -> None:
        for n in range(4):
            self.article.weight = n + 1
            save(self.article, act=Revision.Act.IMPORTED)
        folded = [stretch.is_folded for stretch in self.history().context["stretches"]]
        self.assertEqual(folded, [True, False])
        self.assertContains(self.history(), "4 imports")

    def test_its_queries_do_not_grow_with_what_it_shows(self) -> None:
        for n in range(60):
            self.article.weight = n + 1
            save(self.article, by=self.reporter)
        # Session, person and two of their rights; article with its newest revision,
        # count, revisions.
        with self.assertNumQueries(8):
            self.history()
        Revision.objects.update(changes={})
        with self.assertNumQueries(9):  # And the states to be compared.
            response = self.history(p="2")
        self.assertContains(response, 'aria-current="page"')
        self.assertEqual(len(response.context["stretches"][0].steps), 12)

    def test_an_odd_page_is_one_that_there_is(self) -> None:
        for page in ("0", "99", "x", "-1", "\x00"):
            self.assertEqual(self.history(p=page).status_code, 200)

    def test_the_page_of_the_article_shows_the_latest_acts(self) -> None:
        response = open_form(self.client, self.article)
        self.assertContains(response, "title, body +1, tags +降息 −加息")
        self.assertContains(
            response, reverse("admin:articles_article_history", args=[self.article.pk])
        )

    def test_the_admins_own_log_stays_empty(self) -> None:
        publish(self.article)
        self.restore(scope="texts")
        self.assertFalse(LogEntry.objects.exists())

    def test_who_may_not_see_articles_sees_no_history(self) -> None:
        self.client.force_login(make_clerk())
        for answer in (
            self.history(),
            self.compare(self.first.pk),
            self.client.get(self.restore_url()),
        ):
            self.assertEqual(answer.status_code, 403)


class ComparingTests(HistoryTestCase):
    def test_two_states_are_compared_whatever_their_order(self) -> None:
        response = self.compare(self.second.pk, self.first.pk)
        self.assertEqual(response.context["older"], self.first)
        labels = [each.label for each in response.context["differences"]]
        self.assertEqual(labels, ["Title", "Body", "Tags"])
        self.assertContains(response, "<ins>后来</ins>")
        self.assertContains(response, "<del>先前</del>")

    def test_one_state_is_compared_with_now(self) -> None:
        self.article.lead = "导语"
        save(self.article)
        response = self.compare(self.second.pk)
        labels = [each.label for each in response.context["differences"]]
        self.assertEqual(labels, ["Lead"])

    def test_pictures_stand_side_by_side_and_times_are_the_desks(self) -> None:
        image = make_image(alt="大厅")
        self.article.thumbnail = image
        self.article.expires_at = datetime(2035, 1, 1, 16, tzinfo=UTC)
        save(self.article)
        response = self.compare(self.first.pk, self.article.revisions.latest().pk)
        self.assertContains(response, 'alt="大厅"')
        self.assertContains(response, "2035-01-02 00:00:00")

    def test_other_numbers_of_ticks_lead_back(self) -> None:
        other = make_article().revisions.latest().pk
        third = [self.first.pk, self.second.pk, other]
        for states in ([], third, [other], ["x"], ["9" * 40], ["\x00"], ["²"]):
            with self.subTest(states):
                answer = self.compare(*states)
                url = reverse("admin:articles_article_history", args=[self.article.pk])
                self.assertRedirects(answer, url)

    def test_who_may_only_look_is_not_offered_to_restore(self) -> None:
        self.client.force_login(make_viewer())
        self.assertNotContains(self.compare(self.first.pk), self.restore_url())


class RestoringTests(HistoryTestCase):
    def test_the_difference_comes_first_and_looking_restores_nothing(self) -> None:
        response = self.client.get(self.restore_url())
        labels = [each.label for each in response.context["differences"]]
        self.assertEqual(labels, ["Title", "Body"])
        response = self.client.get(self.restore_url(), {"scope": "everything"})
        labels = [each.label for each in response.context["differences"]]
        self.assertEqual(labels, ["Title", "Body", "Tags"])
        self.article.refresh_from_db()
        self.assertEqual(self.article.title, "后来的")

    def test_an_editor_goes_back_to_it(self) -> None:
        answer = self.restore(scope="texts")
        self.assertRedirects(
            answer, reverse("admin:articles_article_change", args=[self.article.pk])
        )
        self.assertEqual(self.article.title, "先前的")
        self.assertEqual([tag.name for tag in self.article.tags.all()], ["降息"])

    def test_of_a_live_article_the_button_says_that_readers_see_it(self) -> None:
        words = "Restore: readers see it at once"
        self.assertNotContains(self.client.get(self.restore_url()), words)
        publish(self.article)
        self.assertContains(self.client.get(self.restore_url()), words)

    def test_after_somebody_saved_it_is_shown_again(self) -> None:
        for base in (self.first.pk, "", "x", "9" * 40):
            with self.subTest(base=base):
                answer = self.restore(base=base, scope="texts")
                self.assertContains(answer, "Somebody saved the article")
                self.assertEqual(answer.context["plan"].base, self.second.pk)
                self.assertEqual(self.article.title, "后来的")

    def test_a_deleted_label_is_offered_to_be_made_anew(self) -> None:
        Tag.objects.get(name="加息").delete()
        response = self.client.get(self.restore_url(), {"scope": "everything"})
        self.assertContains(response, 'value="tag:加息"')
        self.restore(scope="everything", make=["tag:加息", "tag:别的", "\x00", ":"])
        self.assertEqual([tag.name for tag in self.article.tags.all()], ["加息"])
        self.assertFalse(Tag.objects.filter(name="别的").exists())

    def test_an_odd_scope_is_the_texts(self) -> None:
        for scope in ("", "all", "\x00"):
            response = self.client.get(self.restore_url(), {"scope": scope})
            self.assertEqual(response.context["scope"], "texts")

    def test_whoever_may_only_look_cannot_restore(self) -> None:
        self.client.force_login(make_viewer())
        self.assertEqual(self.restore().status_code, 403)
        self.assertEqual(self.article.title, "后来的")

    def test_a_state_that_is_no_more_is_not_found(self) -> None:
        url = self.restore_url()
        self.first.delete()
        self.assertEqual(self.client.post(url).status_code, 404)


class StateTests(HistoryTestCase):
    def page(self) -> Any:
        url = reverse("admin:articles_revision_change", args=[self.first.pk])
        return self.client.get(url)

    def test_it_names_the_source_and_no_numbers(self) -> None:
        self.assertContains(self.page(), "<pre>海岳财经</pre>")
        self.assertNotContains(self.page(), "tag_ids")

    def test_it_leads_to_comparing_and_restoring(self) -> None:
        self.assertContains(self.page(), self.restore_url())
        self.client.force_login(make_viewer())
        self.assertNotContains(self.page(), self.restore_url())

    def test_there_is_no_list_of_states_beside_the_audit(self) -> None:
        answer = self.client.get(reverse("admin:articles_revision_changelist"))
        self.assertRedirects(answer, reverse("admin:articles_auditentry_changelist"))
