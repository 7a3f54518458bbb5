from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch
from xml.etree.ElementTree import Element, fromstring

from django.test import TestCase
from django.utils import timezone

from articles.choices import Variant
from articles.models import LABEL_FOLDERS, SiteSettings, VariantOverride
from articles.publishing import save, tags_named
from articles.views import sitemaps
from tests.factories import (
    hours_ago,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_source,
    make_term,
)
from tests.schemas import xml_problems

HOST = "http://127.0.0.1:8000"
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGES = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


class SitemapTestCase(TestCase):
    def setUp(self) -> None:
        # Numbers of records go on from test to test where the database counts them
        # outside transactions: here one sitemap holds them all, whatever they are.
        size = patch.object(sitemaps, "SITEMAP_SIZE", 10**9)
        size.start()
        self.addCleanup(size.stop)

    def document(self, path: str) -> Element:
        answer = self.client.get(path)
        self.assertEqual(answer.status_code, 200, path)
        self.assertEqual(answer["Content-Type"], "application/xml; charset=utf-8")
        self.assertEqual(xml_problems(answer.content, "sitemaps"), [])
        return fromstring(answer.content)  # noqa: S314 – our own

    def texts(self, path: str, name: str) -> list[str]:
        return [element.text or "" for element in self.document(path).iter(name)]

    def moments(self, path: str) -> list[str]:
        return self.texts(path, f"{SITEMAPS}lastmod")

    def addresses(self, path: str) -> list[str]:
        """The paths of the addresses that a sitemap lists."""
        found = self.texts(path, f"{SITEMAPS}loc")
        self.assertTrue(all(url.startswith(f"{HOST}/") for url in found), found)
        return [url.removeprefix(HOST) for url in found]

    def articles(self, variant: str) -> list[str]:
        found = self.addresses(f"/sitemap-{variant}-articles-1.xml")
        return [path.removeprefix(f"/{variant}/articles/").strip("/") for path in found]


class IndexTests(SitemapTestCase):
    def test_an_empty_site_has_an_empty_index(self) -> None:
        make_draft()
        self.assertEqual(self.addresses("/sitemap.xml"), [])

    def test_it_names_lists_and_articles_of_every_variant_in_use(self) -> None:
        make_article()
        expected = [
            f"/sitemap-{variant}-{kind}-1.xml"
            for variant in ("zh-cn", "zh-tw", "zh-hk")
            for kind in ("lists", "articles")
        ]
        self.assertEqual(self.addresses("/sitemap.xml"), expected)
        make_article(language="en")
        self.assertIn("/sitemap-en-articles-1.xml", self.addresses("/sitemap.xml"))

    def test_the_last_change_is_the_newest_of_the_articles(self) -> None:
        make_article(published_at=hours_ago(50))
        newest = make_article(published_at=hours_ago(2))
        moments = self.moments("/sitemap.xml")
        edited = timezone.localtime(newest.edited_at).isoformat(timespec="seconds")
        self.assertEqual(moments, [edited] * 3)

    def test_becoming_public_is_a_change(self) -> None:
        coming = make_article(published_at=timezone.now() + timedelta(hours=1))
        make_article(published_at=hours_ago(2))
        later = timezone.now() + timedelta(hours=2)
        with patch("django.utils.timezone.now", return_value=later):
            moments = self.moments("/sitemap.xml")
        public = timezone.localtime(coming.published_at).isoformat(timespec="seconds")
        self.assertEqual(moments, [public] * 3)

    def test_a_large_archive_is_cut_and_nothing_is_lost(self) -> None:
        articles = [make_article(slug=f"s-{n}", tags=[f"标{n}"]) for n in range(7)]
        with patch.object(sitemaps, "SITEMAP_SIZE", 3):
            parts = self.addresses("/sitemap.xml")
            listed = [url for part in parts for url in self.addresses(part)]
        self.assertGreaterEqual(len(parts), 3 * (3 + 3))
        self.assertEqual(len(listed), len(set(listed)))
        wanted = {a.url_in(v) for a in articles for v in ("zh-cn", "zh-tw", "zh-hk")}
        self.assertLessEqual(wanted, set(listed))

    def test_robots_are_told(self) -> None:
        answer = self.client.get("/robots.txt")
        self.assertContains(answer, f"\nSitemap: {HOST}/sitemap.xml\n")
        self.assertContains(answer, f"\nSitemap: {HOST}/news-sitemap.xml\n")


class ArticleTests(SitemapTestCase):
    def test_an_article_is_listed_in_each_variant_it_is_read_in(self) -> None:
        make_article(slug="zh")
        make_article(slug="en", language="en")
        make_article(slug="ja", language="ja")
        self.assertEqual(self.articles("zh-cn"), ["zh", "ja"])
        self.assertEqual(self.articles("zh-tw"), ["zh"])
        self.assertEqual(self.articles("zh-hk"), ["zh"])
        self.assertEqual(self.articles("en"), ["en"])

    def test_each_variant_lists_the_version_that_is_its_own(self) -> None:
        make_article(slug="cn", translation_key="k")
        make_article(slug="tw", translation_key="k", language="zh-Hant-TW")
        make_article(slug="en", translation_key="k", language="en")
        make_draft(slug="hk", translation_key="k", language="zh-Hant-HK")
        make_article(slug="other", translation_key="l")
        self.assertEqual(self.articles("zh-cn"), ["cn", "other"])
        self.assertEqual(self.articles("zh-tw"), ["tw", "other"])
        self.assertEqual(self.articles("zh-hk"), ["tw", "other"])
        self.assertEqual(self.articles("en"), ["en"])

    def test_only_what_readers_may_see(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        make_draft()
        make_article(published_at=later)
        make_article(embargoed_until=later)
        make_article(expires_at=hours_ago(1))
        self.assertEqual(self.articles("zh-cn"), [])

    def test_when_it_was_last_changed(self) -> None:
        make_article(published_at=hours_ago(5))
        make_article(published_at=hours_ago(5), modified_at=hours_ago(2))
        first, second = self.moments("/sitemap-zh-tw-articles-1.xml")
        expected = [timezone.localtime(hours_ago(n)) for n in (5, 2)]
        self.assertEqual(
            [first[:16], second[:16]], [m.isoformat()[:16] for m in expected]
        )
        self.assertTrue(first.endswith("+08:00"))

    def test_a_picture_is_named_by_an_address_that_readers_get_it_at(self) -> None:
        make_article(thumbnail=make_image())
        (url,) = self.texts("/sitemap-zh-cn-articles-1.xml", f"{IMAGES}loc")
        answer = self.client.get(url.removeprefix(HOST))
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(b"".join(answer))

    def test_there_is_one_address_for_each(self) -> None:
        make_article()
        for name in (
            "zh-cn-articles-01",
            "zh-cn-articles-0",
            "fr-lists-1",
            "zh-cn-x-1",
        ):
            answer = self.client.get(f"/sitemap-{name}.xml")
            self.assertEqual(answer.status_code, 404, name)
        for kind in sitemaps.KINDS:
            self.assertEqual(self.addresses(f"/sitemap-en-{kind}-999.xml"), [])


class ListTests(SitemapTestCase):
    def test_lists_that_hold_something(self) -> None:
        source = make_source(slug="haiyue")
        make_article(
            categories=["股市"], tags=["关税"], authors=["卢岚"], source=source
        )
        make_article(tags=["过期"], expires_at=timezone.now() + timedelta(hours=1))
        make_category("空")
        later = timezone.now() + timedelta(hours=2)
        with patch("django.utils.timezone.now", return_value=later):
            found = self.addresses("/sitemap-zh-tw-lists-1.xml")
        category, author = make_category("股市"), make_author("卢岚")
        (tag,) = tags_named(["关税"])
        labels = [label.url_in("zh-tw") for label in (source, category, author, tag)]
        indexes = [f"/zh-tw/{name}/" for name in LABEL_FOLDERS.values()]
        periods = [path for path in found if path.startswith("/zh-tw/archive/")]
        self.assertEqual(len(periods), 3)  # All time, the year and the month.
        self.assertCountEqual(found, ["/zh-tw/", *labels, *indexes, *periods])
        self.assertEqual(self.addresses("/sitemap-en-lists-1.xml"), [])


class NewsTests(SitemapTestCase):
    def stories(self) -> list[dict[str, str]]:
        fields = {"loc": SITEMAPS, "language": NEWS, "name": NEWS, "title": NEWS}
        return [
            {
                name: next(url.iter(f"{namespace}{name}")).text or ""
                for name, namespace in fields.items()
            }
            for url in self.document("/news-sitemap.xml")
        ]

    def test_an_empty_one_is_a_sitemap(self) -> None:
        make_article(published_at=hours_ago(49))
        make_draft()
        self.assertEqual(self.stories(), [])

    def test_a_story_in_each_variant(self) -> None:
        SiteSettings(name="财经时报", name_en="Finance Times").save()
        make_term("关税", "進口稅", "入口稅")
        make_article(slug="k", title="美国关税", published_at=hours_ago(47))
        make_article(
            slug="e", title="Tariffs", language="en", published_at=hours_ago(48.1)
        )
        make_article(
            slug="f", title="A & B\x0b", language="en", published_at=hours_ago(3)
        )
        make_article(slug="ja", title="関税", language="ja", published_at=hours_ago(4))
        found = [tuple(story.values()) for story in self.stories()]
        self.assertEqual(
            found,
            [
                (f"{HOST}/en/articles/f/", "en", "Finance Times", "A & B"),
                (f"{HOST}/zh-cn/articles/ja/", "ja", "财经时报", "関税"),
                (f"{HOST}/zh-cn/articles/k/", "zh-cn", "财经时报", "美国关税"),
                (f"{HOST}/zh-tw/articles/k/", "zh-tw", "財經時報", "美國進口稅"),
                (f"{HOST}/zh-hk/articles/k/", "zh-tw", "財經時報", "美國入口稅"),
            ],
        )

    def test_an_editor_s_title_for_a_variant(self) -> None:
        article = make_article(title="关税")
        save(
            article,
            overrides=[VariantOverride(variant="zh-hk", fields={"title": "加稅"})],
        )
        self.assertEqual([s["title"] for s in self.stories()], ["关税", "關稅", "加稅"])

    def test_the_moment_has_its_offset(self) -> None:
        article = make_article()
        found = self.texts("/news-sitemap.xml", f"{NEWS}publication_date")
        moment = timezone.localtime(article.published_at).isoformat(timespec="seconds")
        self.assertEqual(found, [moment] * 3)

    def test_the_newest_come_first_and_the_rest_is_left_out(self) -> None:
        for n in range(4):
            make_article(slug=f"s{n}", published_at=hours_ago(n))
        with patch.object(sitemaps, "NEWS_SIZE", 4):
            found = [story["loc"].removeprefix(HOST) for story in self.stories()]
        names = ["zh-cn/articles/s0", "zh-tw/articles/s0", "zh-hk/articles/s0"]
        self.assertEqual(found, [f"/{name}/" for name in [*names, "zh-cn/articles/s1"]])

    def test_only_what_readers_may_see(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        make_article(published_at=later)
        make_article(embargoed_until=later)
        make_article(expires_at=hours_ago(1))
        self.assertEqual(self.stories(), [])


class CostTests(SitemapTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        for n in range(6):
            make_article(tags=[f"标{n}"], translation_key=f"k{n}")
            make_article(language="en", translation_key=f"k{n}")

    def test_none_costs_more_for_holding_more(self) -> None:
        for path, queries in (
            ("/sitemap.xml", 4),  # site, lists, what is public, what was edited
            ("/sitemap-zh-tw-articles-1.xml", 3),  # site, articles, their versions
            ("/sitemap-zh-tw-lists-1.xml", 2),  # site, lists
            # site, articles, versions, and the titles of two variants
            ("/news-sitemap.xml", 5),
        ):
            self.client.get(path)
            with self.assertNumQueries(queries):
                self.client.get(path)

    def test_what_a_crawler_has_is_not_sent_again(self) -> None:
        for path in ("/sitemap.xml", "/sitemap-en-lists-1.xml", "/news-sitemap.xml"):
            answer = self.client.get(path)
            self.assertEqual(answer["Cache-Control"], "public, no-cache")
            self.assertFalse(answer.cookies)
            headers = {"if-none-match": answer["ETag"]}
            self.assertEqual(self.client.get(path, headers=headers).status_code, 304)

    def test_every_variant_is_listed(self) -> None:
        index = " ".join(self.addresses("/sitemap.xml"))
        for variant in Variant:
            self.assertIn(f"/sitemap-{variant}-articles-1.xml", index)
