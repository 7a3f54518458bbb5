from __future__ import annotations

from urllib.parse import quote

from django.test import TestCase, override_settings

from tests.factories import hours_ago, make_article
from tests.views.pages import open_page


class ToVariantTests(TestCase):
    def location(self, path: str) -> str:
        answer = self.client.get(path)
        self.assertEqual(answer.status_code, 302)
        return str(answer["Location"])

    def test_without_a_choice_the_site_s_default(self) -> None:
        self.assertEqual(self.location("/"), "/zh-cn/")
        make_article(slug="x")
        for path in ("/articles/x/", "/articles/x"):
            self.assertEqual(self.location(path), f"/zh-cn{path}")
        for folder in ("categories", "tags", "authors", "sources", "search"):
            self.assertEqual(self.location(f"/{folder}/"), f"/zh-cn/{folder}/")

    @override_settings(DEFAULT_VARIANT="zh-tw")
    def test_another_default(self) -> None:
        self.assertEqual(self.location("/"), "/zh-tw/")

    def test_the_remembered_variant(self) -> None:
        self.client.cookies["variant"] = "zh-hk"
        self.assertEqual(self.location("/"), "/zh-hk/")
        self.client.cookies["variant"] = "//evil.example"
        self.assertEqual(self.location("/"), "/zh-cn/")

    def test_script_and_query_survive(self) -> None:
        make_article(tags=["高盛"])
        path = f"/tags/{quote('高盛')}/?page=2"
        self.assertEqual(self.location(path), f"/zh-cn{path}")

    def test_it_never_leads_away_nor_to_what_is_not_there(self) -> None:
        make_article(tags=["将来"], published_at=hours_ago(-1), slug="later")
        for path in (
            *("/articles//evil.example/", "/articles/%5Cevil.example"),
            *("/articles/later/", "/tags/将来/", "/archive/2031/"),
        ):
            with self.subTest(path):
                self.assertEqual(self.client.get(path).status_code, 404)

    def test_no_cache_gives_one_reader_s_answer_to_another(self) -> None:
        answer = self.client.get("/")
        self.assertIn("Cookie", answer["Vary"])
        self.assertIn("private", answer["Cache-Control"])


class RememberVariantTests(TestCase):
    def test_the_choice_is_kept_and_the_reader_goes_on(self) -> None:
        answer = self.client.get("/remember/zh-tw/?next=/zh-tw/tags/")
        self.assertRedirects(answer, "/zh-tw/tags/", fetch_redirect_response=False)
        self.assertEqual(answer.cookies["variant"].value, "zh-tw")
        self.assertTrue(answer.cookies["variant"]["httponly"])
        self.assertIn("no-store", answer["Cache-Control"])

    def test_it_never_leads_away(self) -> None:
        for target in (
            *("https://evil.example/", "//evil.example/", "/\\evil.example", ""),
            *("javascript:alert(1)", "\\\\evil.example", "/\n/evil.example", "x"),
        ):
            answer = self.client.get("/remember/en/", {"next": target})
            self.assertEqual(answer["Location"], "/en/", target)

    def test_an_unknown_variant_is_not_found(self) -> None:
        self.assertEqual(self.client.get("/remember/fr/").status_code, 404)


class SwitchTests(TestCase):
    def targets(self, path: str) -> list[str]:
        links = open_page(path).select(".variant-switch a")
        return [str(link["href"]).partition("?next=")[2] for link in links]

    def test_it_stays_on_the_article(self) -> None:
        make_article(slug="k")
        expected = [f"/{p}/articles/k/" for p in ("zh-cn", "zh-tw", "zh-hk")]
        self.assertEqual(self.targets("/zh-tw/articles/k/"), [*expected, "/en/"])

    def test_a_human_version_goes_before_the_same_text(self) -> None:
        make_article(slug="cn", translation_key="k")
        make_article(slug="tw", translation_key="k", language="zh-Hant-TW")
        make_article(slug="en", translation_key="k", language="en")
        expected = "cn/articles/cn tw/articles/tw hk/articles/tw"
        chinese = [f"/zh-{rest}/" for rest in expected.split()]
        self.assertEqual(
            self.targets("/zh-cn/articles/cn/"), [*chinese, "/en/articles/en/"]
        )
        from_english = self.targets("/en/articles/en/")
        self.assertEqual(from_english[:3], chinese)

    def test_a_missing_version_says_where_it_leads(self) -> None:
        page = open_page(make_article().get_absolute_url())
        link = page.select(".variant-switch a")[-1]
        self.assertIn("首页", link["title"])
        self.assertEqual(link["lang"], "en")

    def test_it_stays_on_a_list_and_on_a_search(self) -> None:
        make_article(tags=["高盛"])
        tag = quote("高盛")
        targets = self.targets("/zh-cn/tags/高盛/")
        self.assertEqual(targets[3], quote(f"/en/tags/{tag}/"))
        targets = self.targets("/zh-cn/search/?q=a b")
        self.assertEqual(targets[1], quote("/zh-tw/search/?q=a+b"))

    def test_the_page_s_own_variant_is_marked(self) -> None:
        links = open_page("/zh-hk/").select(".variant-switch a[aria-current]")
        self.assertEqual([link["hreflang"] for link in links], ["zh-Hant-HK"])
