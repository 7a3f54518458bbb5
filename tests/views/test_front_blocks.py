"""What stands where on the front page: the desk's places, then time; nothing twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from unittest import mock

from bs4 import Tag
from django.contrib.auth.models import User
from django.test import TestCase
from django.utils import timezone

from articles import publishing
from articles.listings import front
from articles.models import Article, Pin, SiteSettings
from tests.factories import hours_ago, make_article, make_image
from tests.people import make_chief
from tests.views.pages import one, open_page, words

LEAD, RELATED = ".front__lead .article-card__title a", ".front__related a"
HEADLINES, BREAKING = ".front__headlines h3", ".breaking li a"
WIRE, SECTIONS = ".wire__line a", ".front-section h2"
EVERY = ".breaking a, .front h2 a, .front h3, .front__related a, .wire__line a"


class FrontTestCase(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def place(
        self, article: Article, kind: str, hours: float = 5, **times: Any
    ) -> None:
        ends_at = times.pop("ends_at", None) or hours_ago(-hours)
        publishing.pin(article, kind, ends_at=ends_at, by=self.chief, **times)

    def shown(self, selector: str, path: str = "/zh-cn/") -> list[str]:
        return words(open_page(path), selector)


class PlacementTests(FrontTestCase):
    old: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.old = make_article(title="旧闻", published_at=hours_ago(50))
        for n in range(12):
            make_article(title=f"新{n}", published_at=hours_ago(n))

    def test_without_a_choice_the_newest_with_a_picture_leads(self) -> None:
        self.assertEqual(self.shown(LEAD), ["新0"])
        make_article(title="图", published_at=hours_ago(5), thumbnail=make_image())
        self.assertEqual(self.shown(LEAD), ["图"])
        self.assertEqual(self.shown(HEADLINES)[0], "新0")

    def test_too_small_a_picture_makes_no_lead_and_is_not_blown_up(self) -> None:
        tiny = make_image(width=20, height=20)
        make_article(title="小", published_at=hours_ago(0), thumbnail=tiny)
        make_article(title="大", published_at=hours_ago(3), thumbnail=make_image())
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, LEAD), ["大"])
        self.assertEqual(len(page.select("main img")), 1)

    def test_a_lead_yields_to_the_next_story_the_moment_it_is_withdrawn(self) -> None:
        self.place(self.old, "lead")
        self.place(Article.objects.get(title="新3"), "related")
        self.assertEqual((self.shown(LEAD), self.shown(RELATED)), (["旧闻"], ["新3"]))
        later = timezone.now() + timedelta(hours=1)
        for change in (
            {"status": "withdrawn"},
            {"status": "killed"},
            {"expires_at": hours_ago(0)},
            {"embargoed_until": later},
            {"published_at": later},
            {"visibility": "unlisted"},
        ):
            article = Article.objects.get(pk=self.old.pk)
            before = {name: getattr(article, name) for name in change}
            Article.objects.filter(pk=article.pk).update(**change)
            page = open_page("/zh-cn/")
            self.assertEqual(words(page, LEAD), ["新0"], change)
            self.assertEqual(words(page, RELATED), [], change)
            self.assertNotIn("旧闻", words(page, EVERY))
            Article.objects.filter(pk=article.pk).update(**before)
            self.assertEqual(self.shown(LEAD), ["旧闻"], change)

    def test_a_place_begins_and_ends_by_the_clock(self) -> None:
        start, end = hours_ago(-1), hours_ago(-2)
        self.place(self.old, "lead", starts_at=start, ends_at=end)
        second = timedelta(seconds=1)
        for at, leads in (
            *((start - second, False), (start, True)),
            *((end - second, True), (end, False)),
        ):
            with mock.patch("django.utils.timezone.now", return_value=at):
                self.assertEqual(self.shown(LEAD) == ["旧闻"], leads, at)

    def test_pins_stand_before_what_is_new_in_their_order(self) -> None:
        self.place(self.old, "pin")
        self.place(Article.objects.get(title="新7"), "pin")
        expected = ["旧闻", "新7", "新1", "新2", "新3"]
        self.assertEqual(self.shown(HEADLINES), expected)

    def test_breaking_news_stand_in_a_bar_above_all(self) -> None:
        self.place(self.old, "breaking")
        page = open_page("/zh-tw/")
        self.assertEqual(words(page, BREAKING), ["舊聞"])
        self.assertEqual(words(page, EVERY).count("舊聞"), 1)

    def test_the_lead_carries_the_mark_itself_and_no_bar_is_drawn(self) -> None:
        for title in ("旧闻", "新0"):  # Placed, and leading by its time.
            self.place(Article.objects.get(title=title), "breaking")
            if title == "旧闻":
                self.place(self.old, "lead")
            page = open_page("/zh-cn/")
            self.assertEqual(words(page, LEAD), [title])
            self.assertEqual(words(page, ".breaking-mark"), ["突发"])
            self.assertFalse(page.select(".breaking"))
            Pin.objects.all().delete()

    def test_readers_of_the_other_language_see_none_of_it(self) -> None:
        make_article(title="First", language="en")
        self.place(self.old, "lead")
        self.place(make_article(title="Cut", language="en"), "breaking")
        self.assertNotIn("旧闻", self.shown(EVERY, "/en/"))
        self.assertEqual(self.shown(BREAKING), [])

    def test_one_of_two_versions_stands_for_both(self) -> None:
        for title, language in (("台版", "zh-Hant-TW"), ("陆版", "zh-Hans")):
            article = make_article(title=title, language=language, translation_key="k")
            self.place(article, "lead")
        for path, own, other in (
            ("/zh-tw/", "台版", "陸版"),
            ("/zh-cn/", "陆版", "台版"),
        ):
            self.assertEqual(self.shown(LEAD, path), [own])
            self.assertNotIn(other, self.shown(EVERY, path))

    def test_a_small_site_has_neither_wire_nor_sections(self) -> None:
        page = open_page("/zh-cn/")
        self.assertFalse(page.select(".wire, .front-section"))
        self.assertEqual(len(words(page, EVERY)), 13)


class BlockTests(FrontTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        for n in range(45):
            make_article(
                title=f"第{n}",
                published_at=hours_ago(n / 2),
                categories=["美股", "债市", "港股"][n % 3 : n % 3 + 1],
            )

    def test_nothing_stands_there_twice(self) -> None:
        for title, kind in (
            *(("第40", "lead"), ("第41", "related"), ("第2", "related")),
            *(
                ("第42", "pin"),
                ("第0", "pin"),
                ("第43", "breaking"),
                ("第40", "breaking"),
            ),
        ):
            self.place(Article.objects.get(title=title), kind)
        page = open_page("/zh-cn/")
        links = [str(link["href"]) for link in page.select("main a[href*=articles]")]
        self.assertGreater(len(links), 30)
        self.assertEqual(len(links), len({*links}))
        self.assertFalse(page.select(".widget--recent"))
        self.assertTrue(open_page("/zh-cn/?page=2").select(".widget--recent"))

    def test_the_wire_covers_a_day_by_time_with_the_day_where_it_changes(self) -> None:
        noon = timezone.localtime().replace(hour=12, minute=0)
        with mock.patch("django.utils.timezone.now", return_value=noon):
            self.move(noon)
            page = open_page("/zh-cn/")
        self.assertEqual(words(page, "#nd-wire-title"), ["快讯"])
        times = [str(time["datetime"]) for time in page.select(".wire__line time")]
        self.assertEqual(times, sorted(times, reverse=True))
        self.assertEqual(words(page, ".wire__line time")[0], "11:30")
        self.assertEqual(len(page.select(".wire__day")), 0)
        self.assertEqual(words(page, ".front__lead time"), ["12:00"])

    def test_the_wire_has_all_of_its_stretch_but_what_stands_above(self) -> None:
        page = open_page("/zh-cn/")
        above = {*words(page, LEAD), *words(page, HEADLINES)}
        lines = words(page, WIRE)
        self.assertEqual(lines[:3], ["第1", "第2", "第3"])
        count = len(above) + front.WIRE
        self.assertEqual({*above, *lines}, {f"第{n}" for n in range(count)})

    def test_the_day_stands_where_it_changes(self) -> None:
        night = timezone.localtime().replace(hour=2, minute=0)
        with mock.patch("django.utils.timezone.now", return_value=night):
            self.move(night)
            page = open_page("/zh-cn/")
        self.assertEqual(len(page.select(".wire__day")), 1)

    def test_headlines_are_what_has_a_picture_and_one_makes_room_for_it(self) -> None:
        self.assertEqual(self.shown(HEADLINES), ["第4", "第5", "第6", "第7", "第8"])
        for n in (3, 9, 12):
            article = Article.objects.get(title=f"第{n}")
            article.thumbnail = make_image()
            publishing.save(article)
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, LEAD), ["第3"])
        self.assertEqual(words(page, HEADLINES), ["第9", "第12", "第4", "第5"])
        self.assertEqual(words(page, WIRE)[:3], ["第0", "第1", "第2"])
        self.place(Article.objects.get(title="第3"), "lead")
        self.place(Article.objects.get(title="第30"), "related")
        self.assertEqual(self.shown(HEADLINES), ["第9", "第12", "第4", "第5", "第6"])

    def test_a_lead_without_a_standfirst_shows_how_its_text_begins(self) -> None:
        lead = make_article(title="头", body="开头一段。" * 3)
        self.place(lead, "lead")
        for path, expected in (("/zh-cn/", "开头一段。"), ("/zh-tw/", "開頭一段。")):
            text = words(open_page(path), ".front__lead .article-card__summary")
            self.assertEqual(text, [expected * 3])
        lead.lead = "导语。"
        publishing.save(lead)
        self.assertEqual(self.shown(".article-card__lead"), ["导语。"])
        self.assertEqual(self.shown(".front__lead .article-card__summary"), [])

    def test_where_little_is_of_the_day_the_column_shows_the_latest_with_dates(
        self,
    ) -> None:
        self.move(timezone.now() - timedelta(days=3))
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, "#nd-wire-title"), ["最新"])
        for shown in words(page, ".wire__line time"):
            self.assertIn("月", shown)

    def move(self, newest: datetime) -> None:
        """Let the articles be half an hour apart, the newest of that time."""
        for n in range(45):
            article = Article.objects.get(title=f"第{n}")
            article.published_at = newest - timedelta(hours=n / 2)
            publishing.save(article)

    def test_sections_stand_in_the_order_of_the_desk(self) -> None:
        SiteSettings(front_sections=["港股", "没有", "美股"]).save()
        self.assertEqual(self.shown(SECTIONS), ["港股", "美股"])
        SiteSettings(front_sections=[]).save()
        self.assertCountEqual(self.shown(SECTIONS), ["美股", "债市", "港股"])

    def test_a_section_begins_with_a_picture_if_it_has_one(self) -> None:
        article = Article.objects.get(title="第24")
        article.thumbnail = make_image()
        publishing.save(article)
        page = open_page("/zh-cn/")
        firsts = [
            section.select("h3")[0].get_text(strip=True)
            for section in page.select(".front-section")
            if section.select("img")
        ]
        self.assertLessEqual(len(firsts), 1)
        for section in page.select(".front-section"):
            self.assertLessEqual(len(section.select("h3")), front.SECTION_SIZE)

    def test_a_picture_puts_no_old_story_before_those_of_today(self) -> None:
        make_article(
            title="旧图",
            published_at=hours_ago(24 * 90),
            categories=["新栏"],
            thumbnail=make_image(width=640, height=360),
        )
        make_article(title="新闻", published_at=hours_ago(30), categories=["新栏"])
        SiteSettings(front_sections=["新栏"]).save()
        self.assertEqual(self.shown(".front-section h3"), ["新闻", "旧图"])

    def test_a_headline_of_today_has_its_time_and_an_older_one_its_date(self) -> None:
        late = timezone.localtime().replace(hour=23, minute=50)
        with mock.patch("django.utils.timezone.now", return_value=late):
            page = open_page("/zh-cn/")
            day = timezone.localdate()
        for shown in page.select(".headline-time time"):
            is_today = str(shown["datetime"])[:10] == day.isoformat()
            self.assertEqual(":" in shown.get_text(), is_today)

    def test_it_costs_at_most_eight_queries_whatever_it_shows(self) -> None:
        for n, kind in enumerate((*["lead"] * 3, *["related"] * 3, *["pin"] * 6)):
            self.place(Article.objects.get(title=f"第{n + 20}"), kind)
        self.place(Article.objects.get(title="第5"), "breaking")
        for n in (3, 7):
            Article.objects.filter(title=f"第{n}").update(translation_key=f"k{n}")
            make_article(language="zh-Hant-HK", translation_key=f"k{n}")
        with mock.patch("articles.shared_parts.MOST", 500):
            for variant in ("zh-cn", "zh-tw"):
                self.client.get(f"/{variant}/")
            # version, listing, sections, articles, how the lead's text begins
            with self.assertNumQueries(5):
                self.client.get("/zh-cn/")
            with self.assertNumQueries(7):  # nearest versions, stored texts
                self.client.get("/zh-tw/")

    def test_a_headline_breaks_between_words(self) -> None:
        title = "美联储意外降息50个基点，" + "人民币汇率收复失地" * 8
        self.place(make_article(title=title), "lead")
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, LEAD), [title])
        markup = str(page.select(LEAD)[0])
        for part in ("美联储<wbr/>意外", "50个", "基点，人民币", "人民币<wbr/>汇率"):
            self.assertIn(part, markup)

    def test_the_halves_of_a_headline_are_boxes_with_the_same_text(self) -> None:
        for title in (
            "上涨 50 个基点之后　债市机构<b>如何应对",
            "扩展中东市场 未来五年再增店",
        ):
            self.place(make_article(title=title), "lead")
            lead = one(open_page("/zh-cn/"), LEAD)
            self.assertEqual(lead.get_text(), title)
            self.assertEqual(len(lead.select(".headline-half")), 2)

    def test_a_number_with_a_space_before_its_unit_is_marked(self) -> None:
        self.place(make_article(title="上涨 50 个基点的 3 天"), "lead")
        page = open_page("/zh-cn/")
        numbers = words(page, f"{LEAD} .headline-number")
        self.assertEqual(numbers, ["50 个基点", "3 天"])

    def test_a_headline_is_text_whatever_it_looks_like(self) -> None:
        title = "央行<i>降息</i>与a<wbr>b"
        self.place(make_article(title=title), "lead")
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, LEAD), [title])
        self.assertFalse(page.select("main i"))

    def test_the_bar_and_the_blocks_are_sections_with_names(self) -> None:
        page = open_page("/zh-cn/")
        self.assertTrue(named(page))


def named(page: Tag) -> bool:
    """Tell whether what names each section is there."""
    sections = page.select("main section[aria-labelledby]")
    return bool(sections) and all(
        page.select(f"#{section['aria-labelledby']}") for section in sections
    )
