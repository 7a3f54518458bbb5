from __future__ import annotations

from typing import Any, ClassVar

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, AuditEntry, Pin
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_chief, make_person

ADD = "admin:articles_pin_add"
LIST = "admin:articles_pin_changelist"


class PinAdminTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def add(self, **fields: Any) -> Any:
        times = ("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1")
        sent = {"kind": "pin", **dict.fromkeys(times, "")}
        return self.client.post(reverse(ADD), sent | fields)

    def test_an_article_s_page_leads_to_its_pin(self) -> None:
        article = make_article()
        page = reverse("admin:articles_article_change", args=[article.pk])
        add = f"{reverse(ADD)}?article={article.pk}"
        self.assertContains(self.client.get(page), add.replace("&", "&amp;"))
        self.assertContains(self.client.get(add), article.title)
        self.assertRedirects(self.add(article=article.pk), reverse(LIST))
        pin = Pin.objects.get()
        change = reverse("admin:articles_pin_change", args=[pin.pk])
        self.assertContains(self.client.get(page), change)
        self.assertContains(self.client.get(change), article.title)
        entry = AuditEntry.objects.get(act="pinned")
        self.assertEqual(entry.user_name, "chief")

    def test_what_makes_no_sense_is_said_at_the_field(self) -> None:
        draft, public = make_draft(), make_article()
        past = timezone.localtime(hours_ago(1))
        times = {"ends_at_0": f"{past:%Y-%m-%d}", "ends_at_1": f"{past:%H:%M}"}
        for fields, name in (
            ({"article": draft.pk}, "article"),
            ({"article": public.pk, "kind": "breaking"}, "ends_at"),
            ({"article": public.pk, **times}, "ends_at"),
            ({"article": public.pk, "kind": "x"}, "kind"),
            ({"article": 999_999}, "article"),
        ):
            answer = self.add(**fields)
            self.assertEqual(answer.status_code, 200, fields)
            errors = answer.context["adminform"].form.errors
            self.assertEqual([*errors], [name], fields)
        self.assertFalse(Pin.objects.exists())
        for _n in range(Pin.MOST):
            publishing.pin(make_article(), "pin", by=self.chief)
        errors = self.add(article=public.pk).context["adminform"].form.errors
        self.assertEqual([*errors], ["kind"])

    def test_an_end_before_the_start_is_said_at_its_field(self) -> None:
        times: dict[str, str] = {}
        for name, hours in (("starts_at", 5), ("ends_at", 2)):
            local = timezone.localtime(hours_ago(-hours))
            times |= {f"{name}_0": f"{local:%Y-%m-%d}", f"{name}_1": f"{local:%H:%M}"}
        answer = self.add(article=make_article().pk, **times)
        self.assertEqual([*answer.context["adminform"].form.errors], ["ends_at"])

    def test_breaking_news_become_the_lead_by_their_form(self) -> None:
        article = make_article()
        end = hours_ago(-2)
        pin = publishing.pin(article, "breaking", ends_at=end, by=self.chief)
        change = reverse("admin:articles_pin_change", args=[pin.pk])
        times = ("starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1")
        self.client.post(change, {"kind": "lead", **dict.fromkeys(times, "")})
        self.assertEqual(Pin.objects.get().kind, "lead")

    def test_an_article_that_has_a_place_moves_to_the_new_one(self) -> None:
        article = make_article()
        publishing.pin(article, "pin", by=self.chief)
        answer = self.add(article=article.pk, kind="lead")
        self.assertRedirects(answer, reverse(LIST))
        self.assertEqual(Pin.objects.get().kind, "lead")

    def test_buttons_put_them_in_order(self) -> None:
        for title in "甲乙":
            publishing.pin(make_article(title=title), "pin", by=self.chief)
        page = BeautifulSoup(self.client.get(reverse(LIST)).content, "html.parser")
        up = page.select(".desk-move")[2]
        self.assertEqual(up["aria-label"], "Up: 乙")
        address = str(up["formaction"])
        self.assertEqual(self.client.get(address).status_code, 405)
        self.assertRedirects(self.client.post(address), reverse(LIST))
        self.assertEqual([p.article.title for p in Pin.objects.all()], ["乙", "甲"])

    def test_the_list_unpins_by_its_own_verb(self) -> None:
        pin = publishing.pin(make_article(), "pin", by=self.chief)
        page = self.client.get(reverse(LIST))
        self.assertNotContains(page, "delete_selected")
        sent = {"action": "unpin_selected", "_selected_action": [pin.pk]}
        self.client.post(reverse(LIST), sent)
        pin = publishing.pin(make_article(), "pin", by=self.chief)
        address = reverse("admin:articles_pin_delete", args=[pin.pk])
        self.client.post(address, {"post": "yes"})
        self.assertEqual(AuditEntry.objects.filter(act="unpinned").count(), 2)

    def test_the_list_of_articles_pins_what_is_selected(self) -> None:
        rows = [make_article(), make_draft(title="稿")]
        sent = {
            "action": "pin_selected",
            "_selected_action": [row.pk for row in rows],
        }
        page = reverse("admin:articles_article_changelist")
        answer = self.client.post(page, sent, follow=True)
        self.assertContains(answer, "“稿” is not pinned")
        self.assertContains(answer, "1 article pinned.")
        self.assertEqual(Pin.objects.get().article, rows[0])

    def test_the_list_says_what_readers_do_not_see(self) -> None:
        for title in "甲乙":
            publishing.pin(make_article(title=title), "pin", by=self.chief)
        first, second = Pin.objects.all()
        Pin.objects.filter(pk=first.pk).update(ends_at=hours_ago(1))
        Article.objects.filter(pk=second.article_id).update(status="withdrawn")
        page = BeautifulSoup(self.client.get(reverse(LIST)).content, "html.parser")
        shown = [cell.get_text() for cell in page.select(".field-shown")]
        self.assertEqual(shown, ["ended", "Withdrawn"])

    def test_only_who_may_place_sees_any_of_it(self) -> None:
        article = make_article()
        pin = publishing.pin(article, "pin", by=self.chief)
        self.client.force_login(make_person("editor"))
        move = reverse("admin:articles_pin_move", args=[pin.pk, "up"])
        for address in (reverse(ADD), reverse(LIST)):
            self.assertEqual(self.client.get(address).status_code, 403)
        self.assertEqual(self.client.post(move).status_code, 403)
        page = reverse("admin:articles_article_change", args=[article.pk])
        self.assertNotContains(self.client.get(page), reverse(ADD))
        sent = {"action": "pin_selected", "_selected_action": [make_article().pk]}
        self.client.post(reverse("admin:articles_article_changelist"), sent)
        self.assertEqual(Pin.objects.count(), 1)

    def test_a_shipped_chief_may_pin(self) -> None:
        self.client.force_login(make_person("chief editor", "second"))
        self.assertRedirects(self.add(article=make_article().pk), reverse(LIST))
