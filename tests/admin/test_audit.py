"""The audit: append-only for the database, a list of acts for the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import AuditEntry, Revision
from tests.acts import publish, unspike, withdraw
from tests.factories import make_draft
from tests.people import make_chief, make_clerk, make_reporter

LIST = "admin:articles_auditentry_changelist"


class AppendOnlyTests(TestCase):
    def setUp(self) -> None:
        make_draft(title="稿")

    def test_the_database_refuses_to_change_or_delete_an_entry(self) -> None:
        rows = AuditEntry.objects.all()
        for change in (lambda: rows.update(title="别的"), rows.delete, self.replace):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
            ):
                change()
        self.assertEqual(AuditEntry.objects.get().title, "稿")

    def replace(self) -> None:
        """Write over a row by raw SQL."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_auditentry SET title = %s", ["别的"])


class AuditListTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.chief = make_chief()
        self.client.force_login(self.chief)
        self.article = make_draft(title="Kept")
        gone = make_draft(title="Gone", slug="gone")
        publishing.delete(gone, by=self.chief)
        publishing.save(self.article, act=Revision.Act.IMPORTED)

    def shown(self, **query: str) -> list[tuple[str, str]]:
        response = self.client.get(reverse(LIST), query)
        entries = response.context["cl"].result_list
        return [(entry.act, entry.title) for entry in entries]

    def test_it_lists_what_people_did_unless_asked_for_more(self) -> None:
        acts = [("deleted", "Gone"), ("saved", "Gone"), ("saved", "Kept")]
        self.assertEqual(self.shown(), acts)
        self.assertEqual(self.shown(act="all"), [("imported", "Kept"), *acts])
        self.assertEqual(self.shown(act="deleted"), acts[:1])
        self.assertEqual(self.shown(act="odd"), acts)

    def test_it_is_searched_by_person_and_title(self) -> None:
        self.assertEqual(self.shown(q="chief"), [("deleted", "Gone")])
        self.assertEqual(self.shown(q="Kept"), [("saved", "Kept")])

    def test_it_is_searched_by_address_and_by_day(self) -> None:
        self.assertEqual(self.shown(q="articles/gone"), self.shown(q="Gone"))
        today = timezone.localdate()
        self.assertEqual(self.shown(q=f"Kept {today}"), [("saved", "Kept")])
        self.assertEqual(self.shown(q=f"Kept {today - timedelta(days=1)}"), [])
        self.assertEqual(self.shown(q="2026-02-30"), [])

    def test_an_article_leads_to_its_history_and_a_deleted_one_nowhere(self) -> None:
        response = self.client.get(reverse(LIST))
        url = reverse("admin:articles_article_history", args=[self.article.pk])
        self.assertContains(response, f'href="{url}"')
        self.assertContains(response, "<code>/zh-cn/articles/gone/</code>")

    def test_its_queries_do_not_grow_with_what_it_shows(self) -> None:
        with self.assertNumQueries(4):  # Session, person, count, entries.
            self.client.get(reverse(LIST))
        for _ in range(5):
            publish(self.article, by=self.chief)
            withdraw(self.article, by=self.chief)
        with self.assertNumQueries(4):
            self.client.get(reverse(LIST))

    def test_times_kinds_and_groups_are_said_in_words(self) -> None:
        for detail, said in (
            ({"reason": "rival", "was_until": "2026-12-01T00:00:00+00:00"}, "rival; "),
            ({"was_until": "2026-12-01T00:00:00+00:00"}, "1 December, 08:00"),
            ({"revision": 27, "kind": "minor"}, "Minor"),
            ({"kind": "breaking", "until": ""}, "Breaking"),
            ({"marked_for_group": "chief editor"}, "Chief editor"),
            ({"other": 7}, "#7"),
        ):
            with self.subTest(detail=detail):
                act = AuditEntry.Act.LIFTED
                publishing.audit(act, self.article, by=self.chief, detail=detail)
                shown = self.client.get(reverse(LIST)).content.decode()
                cell = shown.partition('class="field-what">')[2].partition("</td>")[0]
                self.assertIn(said, cell)
                self.assertNotIn("27", cell)

    def test_nobody_adds_changes_or_deletes_an_entry(self) -> None:
        entry = AuditEntry.objects.latest("pk")
        for page, arguments in (("add", []), ("delete", [entry.pk])):
            url = reverse(f"admin:articles_auditentry_{page}", args=arguments)
            self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)
        url = reverse("admin:articles_auditentry_change", args=[entry.pk])
        for raw in ("User id", "Empty for a command"):
            self.assertNotContains(self.client.get(url), raw)
        self.assertEqual(self.client.post(url, {"title": "x"}).status_code, 403)

    def test_whoever_may_see_articles_may_see_it(self) -> None:
        for user, status in ((make_reporter(), 200), (make_clerk(), 403)):
            self.client.force_login(user)
            self.assertEqual(self.client.get(reverse(LIST)).status_code, status)


class FromWhereTests(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(make_chief())
        self.article = make_draft(title="Kept")

    def spike(self, **sent: str) -> str | None:
        url = reverse("admin:articles_article_verb", args=[self.article.pk, "spike"])
        self.client.post(url, **sent)  # type: ignore[arg-type]
        return AuditEntry.objects.latest("pk").client_address

    def test_an_act_through_the_web_says_from_where(self) -> None:
        self.assertEqual(self.spike(REMOTE_ADDR="192.0.2.7"), "192.0.2.7")
        found = self.client.get(reverse(LIST), {"q": "192.0.2.7"})
        self.assertContains(found, '<td class="field-whence">192.0.2.7</td>')
        self.assertNotContains(
            self.client.get(reverse(LIST), {"q": "192.0.2.8"}), ".7<"
        )

    @override_settings(CLIENT_ADDRESS_HEADER="X-Forwarded-For")
    def test_behind_a_proxy_it_is_what_the_proxy_says(self) -> None:
        told = "203.0.113.1, 2001:DB8::1%eth0"
        self.assertEqual(self.spike(HTTP_X_FORWARDED_FOR=told), "2001:db8::1")

    def test_what_is_no_address_is_left_out(self) -> None:
        self.assertIsNone(self.spike(REMOTE_ADDR="unix:"))

    def test_a_command_acts_from_nowhere_even_after_a_request(self) -> None:
        self.spike()
        unspike(self.article, by=make_chief("other"))
        self.assertIsNone(AuditEntry.objects.latest("pk").client_address)
