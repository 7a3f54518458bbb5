from __future__ import annotations

from typing import ClassVar

from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import TestCase
from django.urls import reverse

from articles import publishing
from articles.models import Article, Revision, Tag
from tests.admin.data import article_data, data_of
from tests.factories import make_article, make_category, make_draft, make_image
from tests.people import make_clerk, make_reporter

BODY = """## 小标题

正文，**重点** [链接](https://example.org/对冲)。<script>alert(1)</script>

| 指数 | 涨跌 |
| --- | ---: |
| 恒指 | 1.2% |
"""


class PreviewTestCase(TestCase):
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reporter = make_reporter()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.reporter)


class WhoMayPreviewTests(PreviewTestCase):
    urls = ("preview_body", "preview_page")

    def test_a_reader_is_asked_to_log_in(self) -> None:
        self.client.logout()
        for name in self.urls:
            response = self.client.post(reverse(name), {"content": "x"})
            self.assertRedirects(response, f"/admin/login/?next={reverse(name)}")

    def test_a_clerk_may_not(self) -> None:
        self.client.force_login(make_clerk())
        article = make_draft()
        for name in self.urls:
            for query in ("", f"?article={article.pk}"):
                with self.subTest(name, query=query):
                    response = self.client.post(reverse(name) + query)
                    self.assertEqual(response.status_code, 403)

    def test_who_may_only_add_may_not_preview_an_article_of_others(self) -> None:
        clerk = make_clerk()
        clerk.user_permissions.add(Permission.objects.get(codename="add_article"))
        self.client.force_login(clerk)
        article = make_draft()
        for query, status in (("", 200), (f"?article={article.pk}", 403)):
            response = self.client.post(
                reverse("preview_body") + query, {"content": "x"}
            )
            self.assertEqual(response.status_code, status)

    def test_a_preview_is_asked_for_by_post_and_never_cached(self) -> None:
        self.assertEqual(self.client.get(reverse("preview_body")).status_code, 405)
        response = self.client.post(reverse("preview_body"), {"content": "x"})
        self.assertIn("no-store", response["Cache-Control"])


class PreviewBodyTests(PreviewTestCase):
    def preview(self, query: str = "", **data: str) -> str:
        return self.client.post(reverse("preview_body") + query, data).content.decode()

    def test_the_preview_is_the_body_of_the_public_page(self) -> None:
        article = make_article(body=BODY)
        page = self.client.get(article.get_absolute_url()).content
        shown = BeautifulSoup(page, "html.parser").select_one(".article > .prose")
        preview = self.preview(f"?article={article.pk}", content=BODY)
        wanted = BeautifulSoup(preview, "html.parser")
        self.assertIsNotNone(shown)
        self.assertEqual(shown.decode_contents().strip(), wanted.decode().strip())  # type: ignore[union-attr]
        self.assertNotIn("<script", preview)

    def test_the_switch_for_mathematics_is_respected(self) -> None:
        text = r"\(a+b\)"
        on, off = make_draft(mathjax=True), make_draft(mathjax=False)
        self.assertIn("<math", self.preview(f"?article={on.pk}", content=text))
        self.assertNotIn("<math", self.preview(f"?article={off.pk}", content=text))

    def test_odd_requests_are_answered_politely(self) -> None:
        url = reverse("preview_body")
        self.assertContains(self.client.post(url), "no text", status_code=400)
        long = {"content": "长" * 1_000_001}
        self.assertContains(self.client.post(url, long), "too long", status_code=400)
        for number in ("x", "-1", "²", "9" * 5000):
            response = self.client.post(f"{url}?article={number}", {"content": "x"})
            self.assertEqual(response.status_code, 400)
        response = self.client.post(f"{url}?article=999999", {"content": "x"})
        self.assertEqual(response.status_code, 404)
        self.assertEqual(self.preview(content="a\x00b").strip()[:3], "<p>")


class PreviewPageTests(PreviewTestCase):
    def test_a_new_article_is_shown_whole_and_nothing_is_stored(self) -> None:
        data = article_data(
            title="还没有存",
            lead="导语在此",
            body=BODY,
            tags="新标签",
            filed_under=[make_category("债市").pk],
            thumbnail=make_image().pk,
            thumbnail_place="both",
        )
        response = self.client.post(reverse("preview_page"), data)
        for text in ("还没有存", "导语在此", "<table", "新标签", "债市", "<img"):
            with self.subTest(text):
                self.assertContains(response, text)
        for model in (Article, Tag, Revision):
            self.assertFalse(model._default_manager.exists())

    def test_an_article_without_a_title_is_shown_nonetheless(self) -> None:
        response = self.client.post(reverse("preview_page"), article_data(title=" "))
        self.assertContains(response, "No title yet")

    def test_the_preview_of_an_article_is_its_public_page(self) -> None:
        article = make_article(body=BODY, tags=["债"], categories=["宏观"])
        page = self.client.get(article.get_absolute_url())
        url = f"{reverse('preview_page')}?article={article.pk}"
        category = make_category("宏观")
        data = data_of(article, tags="债", filed_under=[category.pk])
        preview = self.client.post(url, data)
        mains = [
            BeautifulSoup(response.content, "html.parser").select_one("main")
            for response in (page, preview)
        ]
        self.assertIsNotNone(mains[0])
        bodies = [main.select_one(".article > .prose") for main in mains if main]
        self.assertEqual(str(bodies[0]), str(bodies[1]))
        article.refresh_from_db()
        self.assertEqual(article.revisions.count(), 1)

    def test_a_chinese_article_is_shown_in_the_variant_asked_for(self) -> None:
        data = article_data(preview_variant="zh-hk")
        response = self.client.post(reverse("preview_page"), data)
        self.assertContains(response, 'lang="zh-Hant-HK"')

    def test_an_override_is_shown_as_it_stands_in_the_form(self) -> None:
        article = make_draft(title="关税", lead="导语")
        article.overrides.create(
            variant="zh-tw", fields={"title": "舊題", "lead": "舊導語"}
        )
        stored = article.overrides.get()
        overrides = {
            **{"TOTAL_FORMS": 2, "INITIAL_FORMS": 1},
            **{"0-id": stored.pk, "0-article": article.pk, "0-variant": "zh-tw"},
            **{"0-title": "新題", "1-variant": "zh-hk", "1-title": "港題"},
        }
        sent = {f"overrides-{name}": value for name, value in overrides.items()}
        url = f"{reverse('preview_page')}?article={article.pk}"
        for variant, title in (("zh-tw", "新題"), ("zh-hk", "港題"), ("zh-cn", "关税")):
            data = data_of(article, preview_variant=variant, **sent)
            page = self.client.post(url, data).content.decode()
            shown = BeautifulSoup(page, "html.parser")
            with self.subTest(variant):
                self.assertEqual(shown.select_one("h1").get_text(), title)  # type: ignore[union-attr]
                self.assertNotIn("舊", page)
        data = data_of(article, preview_variant="zh-tw", **sent)
        response = self.client.post(url, data | {"overrides-0-DELETE": "on"})
        self.assertContains(response, "關稅")
        self.assertEqual(article.overrides.get().fields["title"], "舊題")

    def test_choices_made_for_the_article_count(self) -> None:
        article = make_draft(body="他在后台。\n")
        place = {"variant": "zh-tw", "sentence": "他在后台。", "offset": 2}
        article.conversion_choices.create(**place, printed="后")
        url = f"{reverse('preview_page')}?article={article.pk}"
        page = self.client.post(url, data_of(article, preview_variant="zh-tw"))
        self.assertContains(page, "他在后台。")

    def test_problems_are_named_in_the_language_of_the_editor(self) -> None:
        data = article_data(slug="a/b")
        response = self.client.post(reverse("preview_page"), data)
        self.assertContains(response, "Slug", status_code=400)
        self.assertContains(response, 'class="problems"', status_code=400)

    def test_somebody_elses_save_does_not_stop_the_preview(self) -> None:
        article = make_draft()
        base = article.revisions.get().pk
        article.lead = "导语"
        publishing.save(article)
        url = f"{reverse('preview_page')}?article={article.pk}"
        response = self.client.post(url, data_of(article, base=base))
        self.assertEqual(response.status_code, 200)
