from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar
from unittest import mock

from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Buffer
from tests.admin.data import ADD, CHANGE, LIST, data_of
from tests.admin.kept import FORM_KEY, KEEP, make_buffer, message, send
from tests.factories import make_article, make_category, make_draft
from tests.people import make_chief, make_clerk, make_reporter


class BufferCase(TestCase):
    editor: ClassVar[User]
    article: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.editor = make_reporter()
        cls.article = make_draft(title="原题", body="原文。")

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.editor)

    def said(self, **said: Any) -> dict[str, Any]:
        return message(self.editor, self.article, **said)

    def keep(self, **said: Any) -> Any:
        response = send(self.client, self.said(**said))
        return response.json()["outcome"]

    @property
    def kept(self) -> dict[str, Any]:
        fields: dict[str, Any] = Buffer.objects.get(form_key=FORM_KEY).fields
        return fields


class KeepTests(BufferCase):
    def test_what_is_typed_is_kept_with_its_place_and_its_base(self) -> None:
        self.assertEqual(self.keep(values={"title": ["甲"], "tags": ["a"]}), "kept")
        buffer = Buffer.objects.get()
        self.assertEqual(buffer.fields, {"title": ["甲"], "tags": ["a"]})
        self.assertEqual((buffer.field, buffer.caret), ("body", 3))
        self.assertEqual(buffer.base, self.article.revisions.first())
        self.assertEqual(self.article.revisions.count(), 1)

    def test_only_what_changed_is_sent_and_a_field_may_go(self) -> None:
        self.keep(values={"title": ["甲"], "body": ["长文"], "filed_under": ["1", "2"]})
        changed = {"title": ["乙"], "filed_under": []}
        self.keep(sequence=2, follows=1, is_whole=False, values=changed)
        self.assertEqual(self.kept, {"title": ["乙"], "body": ["长文"]})

    def test_a_late_request_never_undoes_a_newer_one(self) -> None:
        self.keep(sequence=1)
        self.keep(sequence=5, follows=1, is_whole=False, values={"title": ["新"]})
        late = self.keep(
            sequence=3, follows=1, is_whole=False, values={"title": ["旧"]}
        )
        self.assertEqual((late, self.kept["title"]), ("kept", ["新"]))

    def test_changes_to_what_the_server_does_not_have_are_asked_for_as_a_whole(
        self,
    ) -> None:
        self.assertEqual(self.keep(is_whole=False), "wants_all")
        self.assertFalse(Buffer.objects.exists())

    def test_a_second_window_that_goes_on_with_a_form_takes_it_over(self) -> None:
        self.keep(sequence=4)
        second = {"writer": "window-two", "sequence": 5, "follows": 4}
        self.assertEqual(self.keep(**second, values={"title": ["二"]}), "kept")
        first = {"sequence": 6, "follows": 4, "is_whole": False}
        self.assertEqual(self.keep(**first, values={"title": ["一"]}), "elsewhere")
        self.assertEqual(self.kept["title"], ["二"])

    def test_two_tabs_are_two_buffers(self) -> None:
        self.keep()
        self.keep(form_key="fedcba9876543210", values={"title": ["另"]})
        self.assertEqual(Buffer.objects.count(), 2)

    def test_what_no_database_takes_is_replaced(self) -> None:
        self.keep(values={"title": ["a\x00b"], "body": ["\ud800文"]})
        self.assertEqual(self.kept, {"title": ["a\ufffdb"], "body": ["\ufffd文"]})

    def test_too_long_a_text_is_told(self) -> None:
        long = "字" * (publishing.MAX_BUFFER + 1)
        response = send(self.client, self.said(values={"body": [long]}))
        self.assertEqual(response.status_code, 413)
        self.assertEqual(response.json()["outcome"], "too_long")
        with mock.patch("articles.admin.script_messages.MAX_BUFFER_BYTES", 100):
            response = send(self.client, self.said(values={"body": ["字" * 200]}))
        self.assertEqual(response.status_code, 413)
        self.assertFalse(Buffer.objects.exists())

    def test_nonsense_is_refused(self) -> None:
        wrongs: list[dict[str, Any]] = [
            {name: value}
            for name, values in {
                "values": (None, [], {"a": "b"}, {"a": [1]}),
                "sequence": (-1, "x", 2**64, None),
                "form_key": ("", "short", "a" * 65, "../../etc"),
                "article": ("x", 2**64),
                "user": (None,),
                "caret": (-1,),
                "field": ("f" * 101,),
            }.items()
            for value in values
        ]
        for wrong in wrongs:
            with self.subTest(wrong):
                response = send(self.client, self.said(**wrong))
                self.assertEqual(response.status_code, 400)
        for text in ("", "[]", "{", '"x"', "[" * 100_000, b"\xff"):
            response = send(self.client, text)
            self.assertEqual(response.status_code, 400)
        self.assertFalse(Buffer.objects.exists())

    def test_a_busy_database_is_told_and_asked_again(self) -> None:
        with mock.patch(
            "articles.publishing.keep_buffer", side_effect=OperationalError
        ):
            response = send(self.client, self.said())
        self.assertEqual(response.status_code, 503)

    def test_the_text_outlives_its_article(self) -> None:
        self.keep()
        number = self.article.pk
        publishing.delete(Article.objects.get(pk=number))
        self.assertEqual(self.kept["title"], ["打字"])
        values = {"title": ["续"], "base": ["1"]}
        later = self.keep(sequence=2, follows=1, article=number, values=values)
        self.assertEqual(later, "kept")
        self.assertContains(self.client.get(reverse(LIST)), "续")
        buffer = Buffer.objects.get()
        page = self.client.get(f"{reverse(ADD)}?buffer={buffer.pk}")
        form = page.context["adminform"].form
        self.assertEqual(form["title"].value(), "续")
        self.assertFalse(form.data["base"])

    def test_what_was_left_for_a_month_goes_when_something_new_comes(self) -> None:
        old = make_buffer(self.editor, form_key="from-last-month")
        month = timezone.now() - timedelta(days=31)
        Buffer.objects.filter(pk=old.pk).update(updated_at=month)
        self.keep()
        self.assertEqual(Buffer.objects.get().form_key, FORM_KEY)


class SafetyTests(BufferCase):
    def test_who_is_signed_out_or_another_by_now_is_told(self) -> None:
        other = make_chief()
        for client in (Client(), self._client_of(other)):
            response = send(client, self.said())
            self.assertEqual(response.status_code, 401)
            self.assertEqual(response["X-Desk-Problem"], "signed-out")
        self.assertFalse(Buffer.objects.exists())

    def test_who_may_not_write_keeps_nothing(self) -> None:
        clerk = make_clerk()
        response = send(self._client_of(clerk), message(clerk, self.article))
        self.assertEqual(response.status_code, 403)

    def test_a_request_without_the_token_is_refused(self) -> None:
        client = Client(enforce_csrf_checks=True)
        client.force_login(self.editor)
        self.assertEqual(send(client, self.said()).status_code, 403)

    def test_only_posts_are_taken_and_nothing_is_cached(self) -> None:
        self.assertEqual(self.client.get(reverse(KEEP)).status_code, 405)
        response = send(self.client, self.said())
        self.assertIn("no-store", response["Cache-Control"])

    def test_nobody_sees_what_another_typed(self) -> None:
        buffer = make_buffer(self.editor, self.article, title="秘密")
        chief = self._client_of(make_chief())
        change = reverse(CHANGE, args=[self.article.pk])
        self.assertNotContains(chief.get(change), "?buffer=")
        for address in self._addresses(buffer):
            with self.subTest(address):
                self.assertEqual(chief.get(address).status_code, 404)
                self.assertEqual(self.client.get(address).status_code, 200)
        discard = reverse(f"{KEEP}_discard", args=[buffer.pk])
        self.assertEqual(chief.post(discard).status_code, 404)
        self.assertTrue(Buffer.objects.exists())

    def test_a_buffer_opens_only_the_article_it_was_typed_into(self) -> None:
        buffer = make_buffer(self.editor, self.article)
        for address in (
            reverse(ADD) + f"?buffer={buffer.pk}",
            reverse(CHANGE, args=[make_draft().pk]) + f"?buffer={buffer.pk}",
            *(
                reverse(CHANGE, args=[self.article.pk]) + f"?buffer={number}"
                for number in ("x", "-1", "0", "9" * 40, "²")
            ),
        ):
            with self.subTest(address):
                self.assertEqual(self.client.get(address).status_code, 404)

    def _addresses(self, buffer: Buffer) -> list[str]:
        return [
            reverse(CHANGE, args=[self.article.pk]) + f"?buffer={buffer.pk}",
            reverse(f"{KEEP}_compare", args=[buffer.pk]),
        ]

    def _client_of(self, user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user)
        return client


class OfferTests(BufferCase):
    def test_opening_an_article_offers_what_was_typed_into_it(self) -> None:
        data = data_of(self.article, body="原文。加了四字", tags="a，b")
        buffer = make_buffer(self.editor, self.article, **data)
        page = self.client.get(reverse(CHANGE, args=[self.article.pk]))
        self.assertContains(page, f"?buffer={buffer.pk}")
        self.assertContains(page, "text +4 characters, Tags")

    def test_older_texts_are_offered_folded(self) -> None:
        for number in range(3):
            data = data_of(self.article, body=f"原文。{number}")
            make_buffer(self.editor, self.article, f"{number:016}", **data)
        page = self.client.get(reverse(CHANGE, args=[self.article.pk]))
        self.assertContains(page, "?buffer=", 3)
        self.assertContains(page, "<summary>2 older ones</summary>", html=True)

    def test_what_is_saved_already_is_no_offer(self) -> None:
        data = data_of(self.article)
        make_buffer(self.editor, self.article, **data)
        page = self.client.get(reverse(CHANGE, args=[self.article.pk]))
        self.assertNotContains(page, "?buffer=")

    def test_the_form_opens_as_it_was_left_half_written_and_unjudged(self) -> None:
        markets, bonds = make_category("股市"), make_category("债市")
        typed = {
            "title": "",
            "body": "写到一半</textarea>",
            "tags": "新标签",
            "filed_under": [str(bonds.pk), str(markets.pk)],
            "published_at_0": "2026-13-45",
            "published_at_1": "9:",
            "toc": "true",
            "overrides-TOTAL_FORMS": 1,
            "overrides-0-variant": "zh-tw",
            "overrides-0-title": "台湾的标题",
            "overrides-0-id": "",
        }
        data = data_of(self.article, **typed)
        buffer = make_buffer(self.editor, self.article, **data)
        page = self._open(buffer)
        self.assertNotContains(page, "errornote")
        self.assertNotContains(page, "errorlist")
        form = page.context["adminform"].form
        self.assertEqual(form["title"].value(), "")
        self.assertEqual(form["filed_under"].value(), typed["filed_under"])
        self.assertContains(page, "写到一半&lt;/textarea&gt;")
        self.assertContains(page, 'value="2026-13-45"')
        self.assertContains(page, 'value="台湾的标题"')
        self.assertContains(page, f'name="form_key" value="{FORM_KEY}"')
        self.assertEqual(form["base"].value(), str(buffer.base_id))
        self.assertContains(page, 'data-sequence="4"')

    def test_an_inline_that_cannot_be_read_does_no_harm(self) -> None:
        data = data_of(self.article, **{"overrides-TOTAL_FORMS": "x"})
        page = self._open(make_buffer(self.editor, self.article, **data))
        self.assertEqual(page.status_code, 200)

    def test_saving_takes_the_buffer_away_and_a_late_request_does_not_bring_it_back(
        self,
    ) -> None:
        self.keep(values={"title": ["改"]})
        url = reverse(CHANGE, args=[self.article.pk])
        data = data_of(self.article, title="改", form_key=FORM_KEY)
        self.assertEqual(self.client.post(url, data).status_code, 302)
        self.assertEqual(self.keep(), "kept")
        self.assertEqual(self.keep(sequence=2, follows=1), "closed")
        self.assertEqual(self.keep(writer="window-two", follows=1), "closed")
        self.assertEqual(self.kept, {})
        self.assertNotContains(self.client.get(url), "?buffer=")

    def test_a_save_that_overtakes_the_first_message_closes_the_form_too(self) -> None:
        url = reverse(CHANGE, args=[self.article.pk])
        self.client.post(url, data_of(self.article, form_key=FORM_KEY))
        self.assertEqual(self.keep(), "closed")

    def test_a_save_that_fails_keeps_the_buffer_and_the_key(self) -> None:
        self.keep()
        url = reverse(CHANGE, args=[self.article.pk])
        page = self.client.post(url, data_of(self.article, title="", form_key=FORM_KEY))
        self.assertContains(page, f'name="form_key" value="{FORM_KEY}"')
        self.assertContains(page, 'data-sequence="1"')
        self.assertEqual(self.kept, {"title": ["打字"]})

    def test_a_form_key_of_mischief_is_replaced_and_saved_without(self) -> None:
        url = reverse(CHANGE, args=[self.article.pk])
        for key in ('"><script>', "k" * 5000, "a" * 8 + "\x00"):
            page = self.client.post(url, data_of(self.article, title="", form_key=key))
            self.assertNotContains(page, key)
            response = self.client.post(url, data_of(self.article, form_key=key))
            self.assertEqual(response.status_code, 302)
        self.assertFalse(Buffer.objects.exists())

    def test_an_unfinished_article_is_offered_in_the_list_and_on_a_new_page(
        self,
    ) -> None:
        buffer = make_buffer(self.editor, title="没写完的报道")
        for address in (reverse(LIST), reverse(ADD)):
            page = self.client.get(address)
            self.assertContains(page, "没写完的报道")
            self.assertContains(page, f"{reverse(ADD)}?buffer={buffer.pk}")
        page = self.client.get(f"{reverse(ADD)}?buffer={buffer.pk}")
        form = page.context["adminform"].form
        self.assertEqual(form["title"].value(), "没写完的报道")

    def test_typed_and_saved_stand_side_by_side(self) -> None:
        category = make_category("债市")
        typed = {
            "body": "改过的文。",
            "filed_under": [category.pk, "x"],
            "published_at_0": "2026-12-01",
            "published_at_1": "09:30",
        }
        data = data_of(self.article, **typed)
        buffer = make_buffer(self.editor, self.article, **data)
        page = self.client.get(reverse(f"{KEEP}_compare", args=[buffer.pk]))
        for words in ("<del>原</del>", "<ins>改过的</ins>", "债市", "2026-12-01 09:30"):
            self.assertContains(page, words)
        labels = [change.label for change in page.context["changes"]]
        self.assertEqual(labels, ["Body", "Categories", "Published"])

    def test_discarding_takes_a_button(self) -> None:
        buffer = make_buffer(self.editor, self.article)
        discard = reverse(f"{KEEP}_discard", args=[buffer.pk])
        self.assertEqual(self.client.get(discard).status_code, 405)
        response = self.client.post(discard)
        self.assertRedirects(response, reverse(CHANGE, args=[self.article.pk]))
        self.assertFalse(Buffer.objects.unsaved().exists())
        self.assertEqual(self.kept, {})

    def test_the_offers_alone_are_those_of_the_page(self) -> None:
        data = data_of(self.article, body="另文")
        buffer = make_buffer(self.editor, self.article, **data)
        offers = reverse(f"{KEEP}_offers")
        query = {"article": str(self.article.pk)}
        self.assertContains(self.client.get(offers, query), f"?buffer={buffer.pk}")
        own = self.client.get(offers, {**query, "form_key": FORM_KEY})
        self.assertNotContains(own, "?buffer=")
        for number in ("x", "0", "9" * 40):
            response = self.client.get(offers, {"article": number})
            self.assertEqual(response.status_code, 404)

    def test_who_may_only_look_is_kept_nothing_for(self) -> None:
        clerk = make_clerk()
        clerk.user_permissions.set(
            self.editor.user_permissions.filter(codename__startswith="view_")
        )
        self.client.force_login(clerk)
        page = self.client.get(reverse(CHANGE, args=[make_article().pk]))
        self.assertNotContains(page, "form_key")

    def _open(self, buffer: Buffer) -> Any:
        url = reverse(CHANGE, args=[self.article.pk])
        return self.client.get(url, {"buffer": buffer.pk})
