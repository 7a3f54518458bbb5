from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest import mock

from django.test import TestCase

from articles import listings
from articles.models import Article, SiteSettings
from tests.factories import hours_ago, make_article, make_image
from tests.views.pages import comes_before, one, open_page, value, words


class FrontPageTests(TestCase):
    def test_a_site_without_any_article(self) -> None:
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, ".empty h2"), ["还没有发布任何文章"])
        self.assertEqual(len(page.select("h1")), 1)

    def test_each_family_has_its_own_articles(self) -> None:
        make_article(title="简")
        make_article(title="繁", language="zh-Hant-HK", published_at=hours_ago(2))
        make_article(title="English", language="en")
        for prefix, expected in (
            ("zh-cn", ["简", "繁"]),
            ("zh-tw", ["簡", "繁"]),
            ("zh-hk", ["簡", "繁"]),
        ):
            page = open_page(f"/{prefix}/")
            self.assertEqual(words(page, ".article-card__title"), expected)
            for link in page.select(".article-card__title a"):
                self.assertIn(f"/{prefix}/articles/", str(link["href"]))
        page = open_page("/en/")
        self.assertEqual(words(page, ".article-card__title"), ["English"])

    def test_a_card_says_its_language_where_it_is_not_the_page_s(self) -> None:
        for n in range(listings.COVERED + 1):
            make_article(language="ja", published_at=hours_ago(n))
        card = one(open_page("/zh-cn/"), ".article-card--lead")
        self.assertEqual(card["lang"], "ja")
        self.assertEqual(one(card, ".headline-time")["lang"], "zh-Hans")
        card = one(open_page("/zh-cn/?page=2"), ".article-card")
        self.assertEqual(card["lang"], "ja")
        self.assertEqual(one(card, ".meta")["lang"], "zh-Hans")

    def test_further_pages_are_plain_lists(self) -> None:
        image = make_image()
        for n in range(listings.COVERED + 1):
            make_article(published_at=hours_ago(n), thumbnail=image)
        self.assertTrue(open_page("/zh-cn/").select(".front"))
        page = open_page("/zh-cn/?page=2")
        self.assertFalse(page.select(".front"))
        self.assertEqual(len(page.select(".article-card")), 1)

    def test_the_parts_of_a_card_stand_in_order(self) -> None:
        make_article(
            thumbnail=make_image(),
            lead="导语",
            body="长文。" * 200,
            categories=["美股"],
        )
        page = open_page("/zh-cn/categories/美股/")
        names = "picture title lead summary more"
        self.assertTrue(
            comes_before(page, *[f".article-card__{name}" for name in names.split()])
        )

    def test_pictures_have_their_size_and_an_alternative(self) -> None:
        make_article(thumbnail=make_image(alt="交易所"))
        make_article(thumbnail=make_image(), title="标题", published_at=hours_ago(2))
        images = open_page("/zh-cn/").select(".article-card img")
        self.assertEqual([image["alt"] for image in images], ["交易所", ""])
        for image in images:
            self.assertTrue(image["width"] and image["height"])

    def test_the_title_is_the_site_s_alone(self) -> None:
        SiteSettings(name="台", name_en="Desk").save()
        self.assertEqual(one(open_page("/zh-cn/"), "title").get_text(), "台")
        self.assertEqual(one(open_page("/en/"), "title").get_text(), "Desk")


class CardTests(TestCase):
    def meta(self, now: datetime) -> list[str]:
        with mock.patch("django.utils.timezone.now", return_value=now):
            page = open_page("/zh-cn/categories/美股/")
        return words(page, ".article-card .meta__item:has(time)")

    def test_a_card_says_the_day_once_and_the_year_where_it_is_another(self) -> None:
        SiteSettings(post_meta=["date"]).save()
        noon = datetime(2025, 3, 4, 4, tzinfo=UTC)
        for hours, changed in ((2, "更新 14:00"), (48, "更新 3月6日 12:00")):
            Article.objects.all().delete()
            make_article(
                published_at=noon,
                modified_at=noon + timedelta(hours=hours),
                categories=["美股"],
            )
            shown = self.meta(noon + timedelta(days=5))
            self.assertEqual(shown, ["3月4日 12:00", changed])
        self.assertIn("2025年3月4日 12:00", self.meta(noon + timedelta(days=365)))


class PagingTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        for n in range(listings.COVERED + 11):
            make_article(title=f"第{n}", published_at=hours_ago(n))

    def test_the_second_page_goes_on_behind_all_that_is_new_on_the_first(self) -> None:
        page = open_page("/zh-cn/")
        titles = words(page, "main h2 a, main h3 a, .wire__line a")
        newest = [f"第{n}" for n in range(listings.COVERED)]
        self.assertCountEqual(titles, newest)
        self.assertEqual(words(page, ".pagination__here"), ["1/3"])

    def test_ten_a_page_and_the_way_on_and_back(self) -> None:
        page = open_page("/zh-cn/?page=2")
        titles = words(page, ".article-card__title")
        first = listings.COVERED
        self.assertEqual(titles, [f"第{n}" for n in range(first, first + 10)])
        self.assertEqual(words(page, ".pagination__here"), ["2/3"])
        self.assertEqual(one(page, ".pagination [rel=prev]")["href"], "/zh-cn/")
        self.assertEqual(one(page, ".pagination [rel=next]")["href"], "/zh-cn/?page=3")
        canonical = value(page, "link[rel=canonical]", "href")
        self.assertTrue(canonical.endswith("/zh-cn/?page=2"))

    def test_the_first_page_has_one_address(self) -> None:
        self.assertRedirects(self.client.get("/zh-cn/?page=1"), "/zh-cn/", 301)
        # Parameters that no page depends on never enter one.
        answer = self.client.get("/zh-cn/?page=1&utm=x")
        self.assertRedirects(answer, "/zh-cn/", 301)

    def test_odd_numbers_are_not_found(self) -> None:
        for odd in ("0", "4", "-1", "x", "", "１", "1.0", "01", "9" * 30, "2 ", "%00"):
            answer = self.client.get(f"/zh-cn/?page={odd}")
            self.assertEqual(answer.status_code, 404, odd)

    def test_one_page_needs_no_paging(self) -> None:
        self.assertFalse(open_page("/en/").select(".pagination"))


class VersionTests(TestCase):
    def test_readers_of_each_variant_see_the_version_nearest_to_them(self) -> None:
        make_article(slug="cn", title="关税甲", translation_key="k")
        make_article(
            slug="hk", title="關稅乙", translation_key="k", language="zh-Hant-HK"
        )
        for prefix, slug, title in (
            ("zh-cn", "cn", "关税甲"),
            ("zh-tw", "hk", "關稅乙"),
            ("zh-hk", "hk", "關稅乙"),
        ):
            with self.subTest(prefix):
                page = open_page(f"/{prefix}/")
                self.assertEqual(words(page, ".article-card__title"), [title])
                href = value(page, ".article-card__title a", "href")
                self.assertEqual(href, f"/{prefix}/articles/{slug}/")
