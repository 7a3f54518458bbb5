"""A preview is read by whoever has its link, until it ends or is revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from urllib.parse import quote

from django.contrib.auth.models import User
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PreviewLink
from articles.publishing import revoke_preview, save, share_preview
from tests.factories import make_article, make_draft, make_image
from tests.people import make_chief, make_clerk, make_person, make_reporter


class SharedPreviewTests(TestCase):
    chief: ClassVar[User]
    draft: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()
        cls.draft = make_draft(
            title="海岳讯",
            body="软件。\n",
            thumbnail=make_image(alt="图"),
            thumbnail_place="post",
        )

    def address(self, article: Article | None = None) -> str:
        token = share_preview(article or self.draft, by=self.chief)
        return reverse("articles:shared_preview", args=[token])

    def test_anybody_reads_the_saved_text_with_the_picture(self) -> None:
        page = self.client.get(self.address())
        self.assertContains(page, "海岳讯")
        self.assertContains(page, 'alt="图"')
        self.assertEqual(
            self.client.get(self.draft.get_absolute_url()).status_code, 404
        )

    def test_it_follows_what_is_saved_later(self) -> None:
        address = self.address()
        self.draft.title = "改过的标题"
        save(self.draft)
        self.assertContains(self.client.get(address), "改过的标题")

    def test_every_variant_links_to_the_preview_in_the_others(self) -> None:
        address = self.address()
        taiwan = self.client.get(address, {"in": "zh-tw"})
        self.assertContains(taiwan, 'lang="zh-Hant-TW"')
        self.assertContains(taiwan, quote(f"{address}?in=zh-hk"))
        self.assertNotContains(
            taiwan, self.draft.get_absolute_url().replace("cn", "hk")
        )
        for odd in ("en", "xx", "\x00"):
            self.assertContains(self.client.get(address, {"in": odd}), "海岳讯")

    def test_nobody_stores_counts_or_passes_it_on(self) -> None:
        page = self.client.get(self.address())
        self.assertIn("no-store", page["Cache-Control"])
        self.assertIn("private", page["Cache-Control"])
        self.assertIn("noindex", page["X-Robots-Tag"])
        self.assertEqual(page["Referrer-Policy"], "no-referrer")
        again = self.client.get(
            self.address(), headers={"If-None-Match": page.get("ETag", "*")}
        )
        self.assertEqual(again.status_code, 200)
        self.assertNotContains(again, "application/ld+json")

    def test_a_revoked_or_expired_link_is_gone_in_the_readers_language(self) -> None:
        for end in ("revoke", "expire"):
            address = self.address()
            link = PreviewLink.objects.latest("pk")
            if end == "revoke":
                revoke_preview(link)
            else:
                PreviewLink.objects.update(expires_at=timezone.now())
            self.client.cookies["variant"] = "zh-tw"
            page = self.client.get(address)
            self.assertContains(page, 'lang="zh-Hant-TW"', status_code=410)
            self.assertNotContains(page, "海岳讯", status_code=410)
            self.assertIn("no-store", page["Cache-Control"])

    def test_a_token_that_was_never_given_is_not_found(self) -> None:
        for token in ("x", "\udcff", "é" * 300):
            address = f"/preview/{token.encode('utf-8', 'surrogatepass').hex()}/"
            self.assertEqual(self.client.get(address).status_code, 404)

    def test_the_table_holds_no_token(self) -> None:
        token = share_preview(self.draft, by=self.chief)
        row = PreviewLink.objects.values().get()
        self.assertNotIn(token, [str(value) for value in row.values()])

    def test_under_embargo_it_asks_for_signing_in_with_the_right(self) -> None:
        until = timezone.now() + timedelta(hours=1)
        address = self.address(make_article(title="禁发", embargoed_until=until))
        answer = self.client.get(address)
        self.assertRedirects(answer, f"{reverse('admin:login')}?next={address}")
        self.assertIn("no-store", answer["Cache-Control"])
        editor = make_person("editor")
        for user, status in (
            *((make_clerk(), 403), (make_reporter(), 403)),
            (editor, 200),
        ):
            self.client.force_login(user)
            self.assertEqual(self.client.get(address).status_code, status)

    def test_a_deleted_article_takes_its_links_along(self) -> None:
        address = self.address()
        self.draft.delete()
        self.assertEqual(self.client.get(address).status_code, 404)


class SharingPageTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)
        self.draft = make_draft()
        self.page = reverse("admin:articles_article_sharing", args=[self.draft.pk])

    def test_a_link_is_shown_once_and_works(self) -> None:
        shown = self.client.post(self.page, follow=True).context["new_link"]
        self.assertEqual(Client().get(shown).status_code, 200)
        self.assertEqual(self.client.get(self.page).context["new_link"], "")

    def test_a_link_is_revoked_by_its_button(self) -> None:
        shown = self.client.post(self.page, follow=True).context["new_link"]
        number = PreviewLink.objects.get().pk
        answer = self.client.post(self.page, {"revoke": number}, follow=True)
        self.assertContains(answer, "No link works")
        self.assertEqual(Client().get(shown).status_code, 410)

    def test_the_link_of_another_article_is_not_revoked_here(self) -> None:
        share_preview(make_draft(), by=self.chief)
        for number in (PreviewLink.objects.get().pk, "x", "9" * 40):
            self.client.post(self.page, {"revoke": number})
        self.assertTrue(PreviewLink.objects.get().is_open)

    def test_who_may_not_change_articles_shares_none(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.client.post(self.page).status_code, 403)
        self.assertEqual(self.client.get(self.page).status_code, 403)
        self.assertFalse(PreviewLink.objects.exists())
