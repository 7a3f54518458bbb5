from __future__ import annotations

from typing import Any, ClassVar
from unittest import mock

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from articles.models import MenuEntry, SiteSettings, Term
from articles.variants import term_base
from articles.variants.term_base import save_site_settings
from tests.factories import make_article, make_category
from tests.people import make_chief, make_reporter

CHANGE = "admin:articles_sitesettings_change"


class SiteAdminTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)
        self.url = reverse(CHANGE, args=[1])

    def save(self, **fields: Any) -> Any:
        form = self.client.get(self.url).context["adminform"].form
        data = {name: form[name].value() for name in form.fields}
        shown = {
            name: value for name, value in data.items() if value not in (None, False)
        }
        return self.client.post(self.url, {**shown, **fields})

    def test_the_list_leads_straight_to_the_form(self) -> None:
        response = self.client.get(reverse("admin:articles_sitesettings_changelist"))
        self.assertRedirects(response, self.url)
        self.assertFalse(SiteSettings.objects.exists())

    def test_saving_makes_the_one_row(self) -> None:
        self.save(name="财经", widgets="recent, search", post_meta="date")
        site = SiteSettings.objects.get()
        self.assertEqual((site.pk, site.name), (1, "财经"))
        self.assertEqual(
            (site.widgets, site.post_meta), (["recent", "search"], ["date"])
        )

    def test_what_programs_may_is_told_at_once(self) -> None:
        self.save(name="财经", allows_training="", ethics_url="https://t.example/e")
        site = SiteSettings.objects.get()
        self.assertTrue(site.allows_search_engines and site.allows_answer_engines)
        self.assertFalse(site.allows_training)
        self.assertContains(self.client.get("/robots.txt"), "User-agent: GPTBot")
        front = self.client.get("/zh-cn/")
        self.assertEqual(front["TDM-Reservation"], "1")
        self.assertContains(front, "https://t.example/e")

    def test_an_address_of_principles_is_one_of_the_web(self) -> None:
        answer = self.save(name="财经", principles_url="javascript:alert(1)")
        self.assertContains(answer, "begins with http")
        self.assertFalse(SiteSettings.objects.exists())

    def test_sections_are_categories_in_an_order(self) -> None:
        for name in ("美股", "债市"):
            make_category(name)
        self.save(front_sections="债市, 美股")
        self.assertEqual(SiteSettings.current().front_sections, ["债市", "美股"])
        answer = self.save(front_sections="没有")
        self.assertIn("front_sections", answer.context["adminform"].form.errors)

    def test_a_term_saved_while_the_form_was_open_counts(self) -> None:
        self.save(name="财经")
        with mock.patch.object(
            term_base, "save_site_settings", side_effect=self.save_after_a_term
        ):
            self.save(name="财经新闻")
        site = SiteSettings.current()
        self.assertEqual((site.name, site.conversion_version), ("财经新闻", 2))

    def save_after_a_term(self, site: SiteSettings) -> None:
        term_base.save_term(
            Term(simplified="特朗普", taiwan="川普", hong_kong="特朗普")
        )
        save_site_settings(site)

    def test_regional_words_are_switched_and_texts_converted_anew(self) -> None:
        self.save(name="财经")
        before = SiteSettings.current().conversion_version
        self.save(name="财经新闻")
        self.assertEqual(SiteSettings.current().conversion_version, before)
        for value in (False, True):
            self.save(has_regional_words="on" if value else "")
            site = SiteSettings.current()
            self.assertIs(site.has_regional_words, value)
            before += 1
            self.assertEqual(site.conversion_version, before)

    def test_links_are_written_as_lines(self) -> None:
        self.save(social_links="微博 https://weibo.example/\nRSS https://a.example/")
        self.assertEqual(
            [link["title"] for link in SiteSettings.current().social_links],
            ["微博", "RSS"],
        )
        self.assertContains(self.client.get(self.url), "微博 https://weibo.example/")

    def test_odd_values_are_errors_at_their_fields(self) -> None:
        for field, value in (
            ("widgets", "nonsense"),
            ("post_meta", "weather"),
            ("social_links", "javascript:alert(1)"),
            ("accent_colour", "red"),
            ("recent_count", "0"),
        ):
            with self.subTest(field):
                form = self.save(**{field: value}).context["adminform"].form
                self.assertIn(field, form.errors)

    def test_there_is_no_second_site_and_no_deleting(self) -> None:
        self.assertEqual(
            self.client.get(reverse("admin:articles_sitesettings_add")).status_code, 403
        )
        SiteSettings.objects.create()
        url = reverse("admin:articles_sitesettings_delete", args=[1])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)

    def test_a_reporter_may_not(self) -> None:
        self.client.force_login(make_reporter())
        self.assertEqual(self.client.get(self.url).status_code, 403)


class MenuEntryAdminTests(TestCase):
    def setUp(self) -> None:
        self.client.force_login(make_chief())
        SiteSettings.objects.create()

    def test_the_menus_follow_an_entry(self) -> None:
        article = make_article(title="关于我们")
        url = reverse("admin:articles_menuentry_add")
        self.client.post(url, {"menu": "footer", "article": article.pk, "weight": 0})
        self.assertEqual(SiteSettings.current().menus[0]["label"], "关于我们")
        entry = MenuEntry.objects.get()
        change = reverse("admin:articles_menuentry_change", args=[entry.pk])
        data = {"menu": "main", "label": "我们", "article": article.pk, "weight": 1}
        self.client.post(change, data)
        self.assertEqual(SiteSettings.current().menus[0]["label"], "我们")
        delete = reverse("admin:articles_menuentry_delete", args=[entry.pk])
        self.client.post(delete, {"post": "yes"})
        self.assertEqual(SiteSettings.current().menus, [])

    def test_an_entry_leads_somewhere_and_only_once(self) -> None:
        url = reverse("admin:articles_menuentry_add")
        for data in (
            {"menu": "main", "weight": 0},
            {"menu": "main", "weight": 0, "label": "x", "url": "javascript:1"},
        ):
            self.assertEqual(self.client.post(url, data).status_code, 200)
        self.assertFalse(MenuEntry.objects.exists())
