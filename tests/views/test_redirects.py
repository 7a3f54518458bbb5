"""Addresses of the legacy site still work."""

from __future__ import annotations

from django.test import TestCase

from articles.models import Redirect
from tests.factories import make_article, make_draft


class OldAddressTests(TestCase):
    def test_an_old_address_leads_to_the_article(self) -> None:
        article = make_article(slug="832914")
        Redirect.objects.create(path="/zh-cn/news/haiyue/832914/", article=article)
        for path in (
            "/zh-cn/news/haiyue/832914/",
            "/zh-CN/news/haiyue/832914",
            "/zh-cn/news/haiyue/832914/index.html",
        ):
            with self.subTest(path):
                self.assertRedirects(
                    self.client.get(path),
                    article.get_absolute_url(),
                    status_code=301,
                    fetch_redirect_response=False,
                )

    def test_it_does_so_in_a_folder_that_this_site_has_too(self) -> None:
        article = make_article(slug="832914")
        for path in ("/articles/old/", "/tags/news/old/", "/search/old/"):
            Redirect.objects.create(path=path, article=article)
            with self.subTest(path):
                self.assertRedirects(
                    self.client.get(f"{path}?page=1"),
                    article.get_absolute_url(),
                    status_code=301,
                    fetch_redirect_response=False,
                )

    def test_no_old_address_replaces_the_front_page_or_an_index(self) -> None:
        article = make_article()
        for path in ("//", "/tags/"):
            Redirect.objects.create(path=path, article=article)
        self.assertEqual(self.client.get("/")["Location"], "/zh-cn/")
        self.assertEqual(self.client.get("/tags/")["Location"], "/zh-cn/tags/")

    def test_the_old_address_of_a_draft_is_not_found(self) -> None:
        Redirect.objects.create(path="/old/", article=make_draft())
        self.assertEqual(self.client.get("/old/").status_code, 404)
