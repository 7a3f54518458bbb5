"""Feeds as a program reads them: what they list, when they change, who finds them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from articles.choices import Variant
from articles.feeds import FORMATS
from articles.models import Article, Image, SiteSettings, Tag
from articles.publishing import labels_of, save
from tests.factories import (
    hours_ago,
    make_article,
    make_draft,
    make_image,
    make_list_page,
    make_source,
    make_term,
)
from tests.people import make_chief
from tests.views.feeds import HOST, FeedTestCase
from tests.views.pages import one, open_page, value


class ListTests(FeedTestCase):
    def test_the_three_formats_hold_the_same(self) -> None:
        for n in range(3):
            make_article(title=f"报道 {n}", published_at=hours_ago(n))
        rss, atom = self.entries("/zh-tw/feed.rss"), self.entries("/zh-tw/feed.atom")
        items = self.items("/zh-tw/feed.json")
        self.assertEqual([entry.title for entry in rss], ["報道 0", "報道 1", "報道 2"])
        for ours, theirs, item in zip(rss, atom, items, strict=True):
            self.assertEqual(
                [ours.title, ours.link, ours.id, ours.content[0].value],
                [theirs.title, theirs.link, theirs.id, theirs.content[0].value],
            )
            self.assertEqual(
                [ours.title, ours.link, ours.id, ours.content[0].value],
                [item[name] for name in ("title", "url", "id", "content_html")],
            )
            self.assertEqual(ours.published_parsed, theirs.published_parsed)

    def test_each_says_what_it_is(self) -> None:
        for ending, name in (
            ("rss", "application/rss+xml; charset=utf-8"),
            ("atom", "application/atom+xml; charset=utf-8"),
            ("json", "application/feed+json; charset=utf-8"),
        ):
            answer = self.answer(f"/en/feed.{ending}")
            self.assertEqual(answer["Content-Type"], name)
        self.answer("/en/feed.html", 404)

    def test_what_the_feed_says_of_itself(self) -> None:
        SiteSettings(
            name="财经时报", tagline="快讯", copyright="财经传媒", logo=make_image()
        ).save()
        make_list_page(description="关于市场")
        for ending in ("rss", "atom"):
            feed = self.parsed(f"/zh-hk/feed.{ending}").feed
            self.assertEqual(feed.title, "財經時報")
            self.assertEqual(feed.subtitle, "關於市場")
            self.assertEqual(feed.link, f"{HOST}/zh-hk/")
            self.assertEqual(feed.language, "zh-Hant-HK")
            self.assertEqual(feed.rights, "© 財經傳媒")
            own = [link.href for link in feed.links if link.rel == "self"]
            self.assertEqual(own, [f"{HOST}/zh-hk/feed.{ending}"])
        document = json.loads(self.answer("/zh-hk/feed.json").content)
        self.assertEqual(document["version"], "https://jsonfeed.org/version/1.1")
        self.assertEqual(document["language"], "zh-Hant-HK")
        self.assertEqual(document["feed_url"], f"{HOST}/zh-hk/feed.json")
        self.assertTrue(document["icon"].startswith(f"{HOST}/media/"))
        self.assertEqual(document["items"], [])

    def test_the_newest_twenty_in_the_order_of_the_list(self) -> None:
        for n in range(22):
            make_article(title=f"报道 {n}", published_at=hours_ago(n))
        self.assertEqual(self.titles(), [f"报道 {n}" for n in range(20)])

    def test_every_kind_of_label_has_a_feed(self) -> None:
        source = make_source("海岳财经", slug="haiyue")
        make_article(
            title="一",
            categories=["股市"],
            tags=["关税"],
            authors=["卢岚"],
            source=source,
        )
        make_article(title="二")
        for path, name in (
            ("categories/股市", "股市"),
            ("tags/关税", "關稅"),
            ("authors/卢岚", "盧嵐"),
            ("sources/haiyue", "海岳財經"),
        ):
            found = self.parsed(f"/zh-tw/{path}/feed.atom")
            self.assertEqual(found.feed.title, f"{name} – Newsdesk")
            self.assertEqual([entry.title for entry in found.entries], ["一"])

    def test_a_list_with_nothing_is_an_empty_feed(self) -> None:
        make_article(categories=["美股"])
        for ending in FORMATS:
            self.answer(f"/en/categories/美股/feed.{ending}")
        self.assertEqual(self.entries("/en/categories/美股/feed.rss"), [])
        self.answer("/en/categories/none/feed.rss", 404)

    def test_only_what_readers_may_see(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        make_article(title="公开", tags=["关税"])
        make_draft(title="草稿", tags=["关税"])
        make_article(title="定时", published_at=later, tags=["关税"])
        make_article(title="禁发", embargoed_until=later, tags=["关税"])
        make_article(title="过期", expires_at=hours_ago(1), tags=["关税"])
        self.client.force_login(make_chief())
        for path in ("", "tags/关税/"):
            self.assertEqual(self.titles(f"/zh-cn/{path}feed.rss"), ["公开"])

    def test_nobody_is_told_apart(self) -> None:
        make_article()
        self.client.force_login(make_chief())
        answer = self.answer("/zh-cn/feed.rss")
        self.assertFalse(answer.cookies)
        self.assertEqual(answer["Vary"], "Sec-Fetch-Dest")

    def test_an_address_without_a_variant_leads_to_the_reader_s(self) -> None:
        self.client.cookies["variant"] = "zh-hk"
        make_article(tags=["x"])
        for path in ("/feed.json", "/tags/x/feed.rss"):
            answer = self.client.get(path)
            self.assertRedirects(answer, f"/zh-hk{path}", fetch_redirect_response=False)


class FreshnessTests(FeedTestCase):
    path = "/zh-tw/tags/关税/feed.rss"
    article: Article

    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(name="台").save()
        cls.article = make_article(
            title="关税",
            tags=["关税"],
            categories=["美股"],
            expires_at=timezone.now() + timedelta(hours=2),
            thumbnail=make_image(),
        )

    def tag(self) -> str:
        return str(self.answer(self.path)["ETag"])

    def test_what_the_client_has_is_not_sent_again(self) -> None:
        answer = self.answer(self.path)
        for condition in (
            {"if-none-match": answer["ETag"]},
            {"if-modified-since": answer["Last-Modified"]},
        ):
            again = self.client.get(self.path, headers=condition)
            self.assertEqual((again.status_code, again.content), (304, b""))
            self.assertEqual(again["ETag"], answer["ETag"])
        self.assertEqual(answer["Cache-Control"], "public, no-cache")

    def test_head_answers_as_get(self) -> None:
        self.assertEqual(self.client.head(self.path)["ETag"], self.tag())

    def test_every_change_that_shows_makes_another(self) -> None:
        changes: dict[str, Callable[[], object]] = {
            "a text": lambda: save(self.article, labels_of(self.article)),
            "a term": lambda: make_term("关税", "進口稅", "入口稅"),
            "the site": lambda: SiteSettings.objects.update(tagline="新"),
            "a name": lambda: Tag.objects.update(name="税"),
            "a picture": lambda: Image.objects.update(credit="记者"),
            "a listing": lambda: make_article(tags=["关税"]),
        }
        self.article.body = "新的正文"
        seen = [self.tag()]
        for what, change in changes.items():
            change()
            seen.append(self.tag())
            self.assertNotEqual(seen[-1], seen[-2], what)
            self.assertEqual(self.tag(), seen[-1])

    def test_time_alone_makes_another(self) -> None:
        make_list_page("tag", tag=Tag.objects.get(), body="说明")
        before = self.answer(self.path)
        later = timezone.now() + timedelta(hours=3)
        with patch("django.utils.timezone.now", return_value=later):
            after = self.answer(self.path, headers={"if-none-match": before["ETag"]})
        self.assertNotContains(after, "<item>")

    def test_what_came_back_is_newer_than_what_was_there_in_between(self) -> None:
        with patch("articles.views.feeds.time.time") as clock:
            clock.return_value = 1_000_000_000
            self.answer(self.path)
            clock.return_value += 60
            SiteSettings.objects.update(name="别名")
            between = self.answer(self.path)["Last-Modified"]
            clock.return_value += 60
            SiteSettings.objects.update(name="台")
            self.answer(self.path, headers={"if-modified-since": between})


class CostTests(FeedTestCase):
    def test_a_feed_costs_the_same_however_much_it_holds(self) -> None:
        source = make_source("海岳", disclaimer="转载须注明。")
        for n in range(12):
            make_article(
                categories=["美股", f"类{n % 3}"],
                tags=["高盛", f"标{n}"],
                authors=["林岚", f"人{n}"],
                source=source,
                thumbnail=make_image(),
                translation_key=f"k{n}",
            )
        for variant, more in (("zh-cn", 0), ("zh-tw", 2)):
            for path in ("", "categories/美股/", "tags/高盛/"):
                address = f"/{variant}/{path}feed.rss"
                tag = self.answer(address)["ETag"]
                # site, list's own page, list, hubs, articles, filings, bylines, tags;
                # in another variant the nearest versions and the stored texts
                with self.assertNumQueries(8 + more):
                    self.answer(address)
                with self.assertNumQueries(8 + more):
                    self.answer(address, 304, {"if-none-match": tag})


class LinkTests(FeedTestCase):
    def test_a_list_names_its_feeds(self) -> None:
        make_article(tags=["关税"])
        for path in ("/zh-tw/", "/zh-tw/tags/关税/"):
            page = open_page(path)
            links = page.select('link[rel="alternate"][type]')
            self.assertEqual(len(links), 3)
            for link in links:
                answer = self.client.get(str(link["href"]).removeprefix(HOST))
                content_type = answer["Content-Type"].partition(";")[0]
                self.assertEqual(content_type, link["type"])

    def test_readers_find_them(self) -> None:
        make_article(tags=["关税"])
        for variant in Variant:
            link = one(open_page(f"/{variant}/"), '.site-footer a[type*="rss"]')
            self.assertEqual(link["href"], f"/{variant}/feed.rss")
        href = value(open_page("/zh-cn/tags/关税/"), ".list-header__feed", "href")
        self.assertTrue(href.endswith("/feed.rss"))
        self.assertEqual(self.titles(href.removeprefix(HOST)), self.titles())
