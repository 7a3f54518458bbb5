"""An editor may have characters of the other script written as the article's own does."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.urls import reverse

from articles.choices import Language
from articles.models import Article, Revision
from tests.admin.data import ADD, CHANGE, data_of, open_form
from tests.admin.test_article import EditorTestCase
from tests.factories import make_article
from tests.people import make_clerk

OFFER = "Write characters of the other script"


class OwnScriptTests(EditorTestCase):
    def make(self, **fields: Any) -> Article:
        plain = {"title": "隨後融涨，業績報告", "language": Language.HONG_KONG}
        return make_article(**{**plain, "body": "業績報告，說明會。\n", **fields})

    def save(self, article: Article, **fields: Any) -> Article:
        url = reverse(CHANGE, args=[article.pk])
        response = self.client.post(url, data_of(article, **fields))
        self.assertEqual(response.status_code, 302)
        return Article.objects.get(pk=article.pk)

    def test_the_form_offers_it_with_every_character_and_its_own_form(self) -> None:
        article = self.make(body="業績報告，說明會，隨後对账。\n")
        shown = open_form(self.client, article).content.decode()
        self.assertIn(OFFER, shown)
        self.assertIn("Title: 涨 → 漲; Body: 对 → 對, 账 → 賬. To keep one", shown)

    def test_it_is_written_so_once_the_editor_asks(self) -> None:
        article = self.make(body="業績報告`涨`與[涨](涨.md)，說明會。\n")
        self.assertEqual(self.save(article).title, article.title)
        saved = self.save(article, own_script="on")
        self.assertEqual(saved.title, "隨後融漲，業績報告")
        self.assertEqual(saved.body.strip(), "業績報告`涨`與[漲](涨.md)，說明會。")
        self.assertIn(">漲</a>", saved.body_html)
        self.assertEqual(Revision.objects.filter(article=article).count(), 3)

    def test_readers_are_told_that_the_text_was_modified(self) -> None:
        article = self.make()
        self.assertIsNone(self.save(article).modified_at)
        self.assertIsNotNone(self.save(article, own_script="on").modified_at)

    def test_other_fields_stay_to_the_byte(self) -> None:
        article = self.make(lead="導語\u3000", summary="摘要\r\n業績")
        saved = self.save(article, own_script="on")
        self.assertEqual((saved.lead, saved.summary), (article.lead, article.summary))

    def test_there_is_no_offer_where_nothing_slipped_in(self) -> None:
        for article in (
            self.make(title="對冲、睇吓、-{涨}-"),
            self.make(title="关税上调"),
            self.make(title="a 关 b 關", language="en", body="Text\n"),
        ):
            with self.subTest(article.title):
                shown = open_form(self.client, article).content.decode()
                self.assertNotIn(OFFER, shown)
        empty = self.client.get(reverse(ADD)).content.decode()
        self.assertNotIn(OFFER, empty)

    def test_who_may_only_look_is_offered_nothing(self) -> None:
        article = self.make()
        viewer = make_clerk()
        viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.client.force_login(viewer)
        shown = open_form(self.client, article)
        self.assertEqual(shown.status_code, 200)
        self.assertNotIn(OFFER, shown.content.decode())
