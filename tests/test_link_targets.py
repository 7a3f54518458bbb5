"""An address in a body leads to the article or file it meant in the archive."""

from __future__ import annotations

import hashlib
from typing import Any

from django.test import TestCase

from articles import images, link_targets
from articles.models import Article, ImportedFile, Redirect
from articles.publishing import render_article
from tests.factories import make_article
from tests.sample_images import png


def imported(path: str, *, archive: str = "site", **fields: Any) -> Article:
    article = make_article(**fields)
    ImportedFile.objects.create(
        article=article,
        archive=archive,
        path=path,
        content=b"",
        digest=hashlib.sha256(b"").hexdigest(),
    )
    return article


class ResolverTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        imported("content/zh-cn/news/x/1.zh-cn.md", slug="1")
        imported("content/zh-cn/news/x/2.zh-cn.md", slug="2")
        imported("content/zh-cn/news/y/bundle/index.md", slug="bundle")
        imported("content/zh-cn/about.md", slug="about")
        Redirect.objects.create(
            path="/zh-cn/news/x/2/", article=Article.objects.get(slug="2")
        )

    def resolve(self, address: str, slug: str = "1") -> str | None:
        article = Article.objects.get(slug=slug)
        return link_targets.resolver_for(article)(address)

    def test_a_file_beside_or_above_is_found(self) -> None:
        for address, slug in {
            "2.zh-cn.md": "2", "2.md": "2", "./2.md": "2", "../x/2.md": "2",
            "../y/bundle/index.md": "bundle", "../y/bundle/": "bundle",
            "../y/bundle": "bundle", "../../about.md": "about",
        }.items():  # fmt: skip
            with self.subTest(address):
                self.assertEqual(self.resolve(address), f"/zh-cn/articles/{slug}/")

    def test_the_version_in_the_language_that_is_asked_for_is_found(self) -> None:
        Article.objects.filter(slug="2").update(translation_key="two")
        imported("en/2.md", slug="two", language="en", translation_key="two")
        for address, path in {
            "2.md?lang=en": "/en/articles/two/",
            "2.md?lang=zh-cn": "/zh-cn/articles/2/",
            "2.md?lang=zh": "/zh-cn/articles/2/",
            "2.md?lang=zh-tw": "/zh-tw/articles/2/",
            "2.md?lang=fr": "/zh-cn/articles/2/",
            "/en/2.md?lang=zh-cn#us": "/zh-cn/articles/2/#us",
        }.items():
            with self.subTest(address):
                self.assertEqual(self.resolve(address), path)

    def test_a_reference_is_found_below_the_content_or_by_its_name(self) -> None:
        for address, slug in {
            "/about.md": "about", "/about": "about", "about": "about",
            "news/x/2": "2", "/news/y/bundle": "bundle", "/zh-cn/about.md": "about",
        }.items():  # fmt: skip
            with self.subTest(address):
                self.assertEqual(self.resolve(address), f"/zh-cn/articles/{slug}/")

    def test_an_address_readers_knew_is_found(self) -> None:
        for address in (
            "/zh-cn/news/x/2/", "/zh-CN/news/x/2", "/zh-cn/news/x/2/index.html",
            "/news/x/2/", "../2/", "/zh-cn/news/x/2/?from=feed",
        ):  # fmt: skip
            with self.subTest(address):
                self.assertEqual(self.resolve(address), "/zh-cn/articles/2/")

    def test_the_place_within_the_page_is_kept(self) -> None:
        self.assertEqual(self.resolve("2.md#b%20c"), "/zh-cn/articles/2/#b%20c")

    def test_a_link_to_a_picture_leads_to_its_file(self) -> None:
        image = images.store_image(png(), origin="site:content/zh-cn/news/x/a.png")
        self.assertEqual(self.resolve("a.png"), images.full_address(image))
        image.renditions.clear()  # As of an earlier version.
        image.save()
        self.assertEqual(self.resolve("a.png"), image.file.url)

    def test_what_is_elsewhere_or_nowhere_stays(self) -> None:
        for address in (
            "https://a.example/2.md", "//a.example/2.md", "mailto:a@b.example", "#b", "",
            "?a", "3.md", "../2.md", "x/../../../../../../2.md", "%00.md", "//[", "/",
            "http://[", "a" * 5_000, "/media/a.png", "javascript:2.md",
        ):  # fmt: skip
            with self.subTest(address):
                self.assertIsNone(self.resolve(address))

    def test_another_archive_is_another_place(self) -> None:
        imported("content/a.md", archive="other", slug="a")
        self.assertIsNone(self.resolve("about.md", "a"))

    def test_each_distinct_address_costs_one_query(self) -> None:
        resolve = link_targets.resolver_for(Article.objects.get(slug="1"))
        with self.assertNumQueries(2):
            for address in ("2.md", "2.md#a", "2.md#b", "no.md", "no.md", "#a"):
                resolve(address)


class RenderingTests(TestCase):
    def test_a_body_leads_to_the_article_once_it_is_here(self) -> None:
        body = "[a](b.md#c) [d]({{< ref b >}}) [e](/zh-cn/) [f](x/y.pdf)"
        article = imported("content/a.md", body=body)
        article.refresh_from_db()
        self.assertEqual(link_targets.missing(article), ["b.md#c", "b", "x/y.pdf"])
        imported("content/b.md", slug="b")
        render_article(article)
        self.assertIn('<a href="/zh-cn/articles/b/#c">a</a>', article.body_html)
        self.assertIn('<a href="/zh-cn/articles/b/">d</a>', article.body_html)
        self.assertEqual(link_targets.missing(article), ["x/y.pdf"])

    def test_a_link_to_an_article_that_is_gone_is_missing(self) -> None:
        article = make_article(
            slug="a", body="[a](/zh-cn/articles/a/) [b](/zh-cn/articles/gone/#x)"
        )
        self.assertEqual(link_targets.missing(article), ["/zh-cn/articles/gone/#x"])

    def test_a_body_without_local_links_costs_nothing(self) -> None:
        article = make_article(body="[a](https://a.example/) [b](#c)")
        with self.assertNumQueries(0):
            link_targets.missing(article)
