"""Eight editors press Save at the same moment. These tests commit: threads see it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from django.test import Client, TransactionTestCase
from django.urls import reverse

from articles.models import Article
from tests.admin.browsing import form_in
from tests.admin.data import ADD, CHANGE
from tests.factories import make_draft
from tests.people import make_chief
from tests.soak.invariants import broken_invariants

EDITORS = 8
PARAGRAPHS = [f"第{n}段。" for n in range(EDITORS)]


class AtOnceTests(TransactionTestCase):
    def setUp(self) -> None:
        self.clients = []
        for n in range(EDITORS):
            client = Client()
            client.force_login(make_chief(f"chief{n}"))
            self.clients.append(client)

    def test_all_are_saved_and_merged(self) -> None:
        article = make_draft(body="\n\n".join(PARAGRAPHS))
        url = reverse(CHANGE, args=[article.pk])
        forms = [form_in(client.get(url)) for client in self.clients]

        def save(n: int) -> int:
            paragraphs = [*PARAGRAPHS]
            paragraphs[n] = f"第{n}人改过。"
            sent = forms[n] | {"body": "\n\n".join(paragraphs)}
            try:
                return self.clients[n].post(url, sent).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(EDITORS) as pool:
            self.assertEqual({*pool.map(save, range(EDITORS))}, {302})
        article.refresh_from_db()
        expected = "\n\n".join(f"第{n}人改过。" for n in range(EDITORS))
        self.assertEqual(article.body, expected)
        self.assertEqual(article.revisions.count(), 1 + EDITORS)
        self.assertEqual(broken_invariants(), [])

    def test_a_form_sent_by_several_threads_makes_one_article(self) -> None:
        client = self.clients[0]
        sent = form_in(client.get(reverse(ADD))) | {"title": "快讯", "tags": "新"}
        session = client.cookies

        def add(_n: int) -> int:
            own = Client()
            own.cookies = session
            try:
                return own.post(reverse(ADD), sent).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            self.assertEqual({*pool.map(add, range(4))}, {302})
        self.assertEqual(Article.objects.count(), 1)
        self.assertEqual(broken_invariants(), [])
