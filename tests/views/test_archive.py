"""The archive shows what readers find in each year, month and day, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

from django.test import TestCase, override_settings

from articles.choices import Visibility
from articles.listings import months_held, rebuild_listings
from articles.models import Article, Listing, SiteSettings
from articles.publishing import delete, save
from tests.factories import hours_ago, make_article, make_draft
from tests.views.pages import one, open_page, value, words

CHINA = ZoneInfo("Asia/Shanghai")


def at(year: int, month: int, day: int, hour: int = 9, **fields: Any) -> Article:
    moment = datetime(year, month, day, hour, tzinfo=CHINA)
    return make_article(published_at=moment, **fields)


class PeriodTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        at(2024, 12, 31, 23, title="除夕前")
        at(2025, 2, 14, 8, title="情人节早")
        at(2025, 2, 14, 20, title="情人节晚", weight=-3)
        at(2025, 2, 28, title="月末")
        at(2025, 4, 1, title="四月")
        at(2025, 2, 15, title="Valentine", language="en")

    def test_all_months_stand_below_their_years_with_their_counts(self) -> None:
        page = open_page("/zh-cn/archive/")
        self.assertEqual(words(page, ".archive-year__title"), ["2025年", "2024年"])
        self.assertEqual(
            words(page, ".archive-year__months li"),
            ["2025年4月 文章数： 1", "2025年2月 文章数： 3", "2024年12月 文章数： 1"],
        )
        self.assertEqual(words(page, ".archive-facts"), ["共 5 篇文章"])

    def test_a_year_lists_its_months_and_leads_to_the_years_around(self) -> None:
        page = open_page("/zh-cn/archive/2025/")
        self.assertEqual(words(page, "h1"), ["2025年"])
        self.assertEqual(len(page.select(".archive-year__months li")), 2)
        self.assertEqual(
            [link["href"] for link in page.select(".archive-around a")],
            ["/zh-cn/archive/2024/"],
        )

    def test_a_month_lists_its_articles_by_time_whatever_their_weight(self) -> None:
        page = open_page("/zh-cn/archive/2025/02/")
        self.assertEqual(words(page, "h1"), ["2025年2月"])
        self.assertEqual(
            words(page, ".article-card__title"), ["月末", "情人节晚", "情人节早"]
        )
        self.assertEqual(
            [(link["rel"], link["href"]) for link in page.select(".archive-around a")],
            [
                (["prev"], "/zh-cn/archive/2024/12/"),
                (["next"], "/zh-cn/archive/2025/04/"),
            ],
        )
        self.assertEqual(
            [link["href"] for link in page.select(".month a")],
            ["/zh-cn/archive/2025/02/14/", "/zh-cn/archive/2025/02/28/"],
        )

    def test_a_month_is_a_calendar_of_its_weeks(self) -> None:
        for path, heads, first_row in (
            ("zh-cn", "一二三四五六日", [""] * 5 + ["1", "2"]),
            ("zh-hk", "一二三四五六日", [""] * 5 + ["1", "2"]),
        ):
            page = open_page(f"/{path}/archive/2025/02/")
            self.assertEqual("".join(words(page, ".month th [aria-hidden]")), heads)
            self.assertEqual(words(page, ".month th .visually-hidden")[1][:2], "星期")
            rows = page.select(".month tbody tr")
            self.assertEqual(words(rows[0], "td"), first_row)
            self.assertTrue(all(len(row.select("td")) == 7 for row in rows))
            counts = [count.split()[-1] for count in words(page, ".month__count")]
            self.assertEqual(counts, ["2", "1"])
        page = open_page("/en/archive/2025/02/")
        self.assertEqual(words(page, ".month th [aria-hidden]")[0], "Sun")

    def test_today_and_the_day_of_the_page_are_marked(self) -> None:
        noon = datetime(2025, 2, 14, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
        with mock.patch("django.utils.timezone.now", return_value=noon):
            page = open_page("/zh-cn/archive/2025/02/")
        self.assertEqual(
            [link["href"] for link in page.select("[aria-current=date]")],
            ["/zh-cn/archive/2025/02/14/"],
        )
        page = open_page("/zh-cn/archive/2025/02/28/")
        self.assertEqual(
            [link["href"] for link in page.select(".month [aria-current]")],
            ["/zh-cn/archive/2025/02/28/"],
        )

    def test_a_day_lists_its_articles_by_the_site_s_clock(self) -> None:
        page = open_page("/zh-cn/archive/2025/02/14/")
        self.assertEqual(words(page, "h1"), ["2025年2月14日"])
        self.assertEqual(words(page, ".article-card__title"), ["情人节晚", "情人节早"])
        page = open_page("/zh-cn/archive/2024/12/31/")
        self.assertEqual(words(page, ".article-card__title"), ["除夕前"])

    def test_what_holds_nothing_is_not_found(self) -> None:
        for path in (
            *("2023/", "2025/03/", "2025/02/15/", "2025/02/30/", "2025/13/"),
            *("0000/", "2025/02/?page=2", "2025/02/14/?page=2"),
        ):
            with self.subTest(path):
                open_page(f"/zh-cn/archive/{path}", status=404)

    def test_the_other_language_has_months_of_its_own(self) -> None:
        page = open_page("/en/archive/2025/02/")
        self.assertEqual(words(page, ".article-card__title"), ["Valentine"])
        self.assertEqual(words(page, "h1"), ["February 2025"])
        open_page("/en/archive/2025/04/", status=404)
        open_page("/zh-tw/archive/2025/04/")

    def test_a_period_is_alike_only_for_those_who_find_something_in_it(self) -> None:
        def languages(path: str) -> set[str]:
            links = open_page(path).select("link[rel=alternate][hreflang]")
            return {str(link["hreflang"]) for link in links}

        chinese = {"zh-Hans", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant", "x-default"}
        for path in ("archive/", "archive/2025/", "archive/2025/02/"):
            self.assertEqual(languages(f"/zh-cn/{path}"), chinese | {"en"}, path)
        for path in ("archive/2024/", "archive/2025/04/", "archive/2025/02/14/"):
            self.assertEqual(languages(f"/zh-cn/{path}"), chinese, path)

    def test_each_page_has_a_title_a_description_and_an_address_of_its_own(
        self,
    ) -> None:
        described = set()
        for path in ("", "2025/", "2025/02/", "2025/02/14/"):
            page = open_page(f"/zh-cn/archive/{path}")
            described.add(value(page, "meta[name=description]", "content"))
            canonical = value(page, "link[rel=canonical]", "href")
            self.assertTrue(canonical.endswith(f"/zh-cn/archive/{path}"))
        self.assertEqual(len(described), 4)
        self.assertIn(
            "2025年2月 – 共 3 篇文章，最新：月末；情人节晚；情人节早", described
        )
        title = one(open_page("/zh-cn/archive/2025/02/"), "title").text
        self.assertTrue(title.startswith("2025年2月 – "), title)

    def test_they_are_in_the_sitemap_and_the_footer(self) -> None:
        sitemap = self.client.get("/sitemap-zh-cn-lists-1.xml").content.decode()
        for path in ("", "2025/", "2025/02/", "2024/12/"):
            self.assertIn(f"/zh-cn/archive/{path}</loc>", sitemap)
        self.assertEqual(sitemap.count("/zh-cn/</loc>"), 1)
        page = open_page("/zh-cn/")
        self.assertTrue(page.select('.site-footer a[href="/zh-cn/archive/"]'))

    def test_a_page_of_what_is_kept_asks_seven_queries(self) -> None:
        SiteSettings(widgets=["search", "recent", "categories", "taglist"]).save()
        # Nothing is kept in tests: site, recent, counted labels; version, months, days, page
        # (numbers, articles, categories, bylines)
        for path, queries in (
            ("", 5),
            ("2025/", 5),
            ("2025/02/", 3 + 7),
            ("2025/02/14/", 3 + 7),
        ):
            with self.assertNumQueries(queries):
                self.client.get(f"/zh-cn/archive/{path}")


class UpkeepTests(TestCase):
    def test_only_what_readers_see_counts(self) -> None:
        at(2025, 5, 1, title="见", slug="seen")
        at(2025, 5, 1, expires_at=hours_ago(1))
        at(2025, 5, 1, embargoed_until=hours_ago(-1))
        at(2025, 5, 1, visibility=Visibility.UNLISTED)
        at(2025, 6, 1, embargoed_until=hours_ago(-1))
        make_draft(published_at=datetime(2025, 7, 1, tzinfo=CHINA))
        page = open_page("/zh-cn/archive/2025/05/01/")
        self.assertEqual(words(page, ".article-card__title"), ["见"])
        self.assertEqual(words(page, ".archive-facts"), ["共 1 篇文章"])
        self.assertEqual([month.month for month in months_held()], ["2025-05"])
        open_page("/zh-cn/archive/2025/06/", status=404)
        delete(Article.objects.get(slug="seen"))
        open_page("/zh-cn/archive/2025/05/", status=404)

    def test_an_article_moves_with_its_date(self) -> None:
        article = at(2025, 5, 1)
        article.published_at = datetime(2025, 6, 1, tzinfo=CHINA)
        save(article)
        open_page("/zh-cn/archive/2025/05/", status=404)
        open_page("/zh-cn/archive/2025/06/01/")

    def test_the_lists_can_be_made_anew(self) -> None:
        at(2025, 5, 1)
        at(2025, 6, 1, language="en")
        columns = ("key", "month", "entry_count")
        before = sorted(Listing.objects.values_list(*columns))
        Listing.objects.update(entry_count=0)
        for _done in rebuild_listings():
            pass
        self.assertEqual(sorted(Listing.objects.values_list(*columns)), before)

    def test_an_empty_archive_says_so_and_is_not_listed(self) -> None:
        page = open_page("/en/archive/")
        self.assertTrue(page.select(".empty"))
        self.assertIn("noindex", value(page, "meta[name=robots]", "content"))

    def test_a_month_goes_on_on_a_second_page(self) -> None:
        start = datetime(2025, 5, 1, tzinfo=CHINA)
        for n in range(12):
            make_article(published_at=start + timedelta(hours=n))
        for path in ("2025/05/", "2025/05/01/"):
            first = open_page(f"/zh-cn/archive/{path}")
            self.assertEqual(len(first.select(".article-card")), 10)
            second = open_page(f"/zh-cn/archive/{path}?page=2")
            self.assertEqual(len(second.select(".article-card")), 2)

    @override_settings(TIME_ZONE="America/New_York")
    def test_another_clock_has_other_days_where_summer_begins_too(self) -> None:
        zone = ZoneInfo("America/New_York")
        for hour in (0, 3, 23):
            make_article(published_at=datetime(2025, 3, 9, hour, 30, tzinfo=zone))
        page = open_page("/zh-cn/archive/2025/03/09/")
        self.assertEqual(len(page.select(".article-card")), 3)
        open_page("/zh-cn/archive/2025/03/10/", status=404)
