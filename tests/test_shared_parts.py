from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import quote

from django.template.loader import render_to_string
from django.test import TestCase
from django.utils import timezone

from articles import publishing, serving
from articles.models import SiteSettings, content_change
from articles.shared_parts import shared
from articles.templatetags.page_parts import card
from tests.acts import withdraw
from tests.factories import hours_ago, make_article, make_image
from tests.views.pages import open_page, words
from tests.widgets.frames import frame


def renew() -> None:
    """Change something that readers see."""
    with content_change():
        SiteSettings.objects.update(tagline="快讯")


class SharedPartTests(TestCase):
    def setUp(self) -> None:
        self.enterContext(patch("articles.shared_parts.MOST", 50))

    def test_a_part_is_made_once_in_a_version(self) -> None:
        renew()
        version = serving.read_version().number
        self.assertEqual(shared(version, "part", lambda: 1), 1)
        self.assertEqual(shared(version, "part", lambda: 2), 1)
        renew()
        newer = serving.read_version().number
        self.assertEqual(shared(newer, "part", lambda: 3), 3)
        # Who began before it gets nothing newer and leaves nothing older.
        self.assertEqual(shared(version, "part", lambda: 4), 4)
        self.assertEqual(shared(newer, "part", lambda: 5), 3)

    def test_their_number_is_bounded(self) -> None:
        renew()
        version = serving.read_version().number
        for number in range(60):
            shared(version, number, lambda: "first")
        self.assertEqual(shared(version, 59, lambda: "again"), "again")

    def test_a_withdrawn_article_is_gone_from_the_panel(self) -> None:
        article = make_article(title="撤回", slug="a", published_at=hours_ago(1))
        make_article(title="留下", slug="b")
        self.assertIn("撤回", words(open_page("/zh-cn/tags/"), ".widget--recent a"))
        withdraw(article)
        self.assertEqual(
            words(open_page("/zh-cn/tags/"), ".widget--recent a"), ["留下"]
        )

    def test_what_is_scheduled_appears_by_the_clock_alone(self) -> None:
        make_article(title="现在")
        soon = timezone.now() + timedelta(minutes=5)
        make_article(title="稍后", published_at=soon)
        recent = ".widget--recent a"
        self.assertEqual(words(open_page("/zh-cn/tags/"), recent), ["现在"])
        with patch("django.utils.timezone.now", return_value=soon):
            self.assertEqual(words(open_page("/zh-cn/tags/"), recent), ["稍后", "现在"])
        with self.subTest("and goes again with a clock that was ahead"):
            self.assertEqual(words(open_page("/zh-cn/tags/"), recent), ["现在"])

    def test_the_page_itself_is_marked_on_each_page(self) -> None:
        for slug in ("a", "b"):
            make_article(slug=slug, published_at=hours_ago(1))
        for slug in ("a", "b", "a"):
            path = f"/zh-cn/articles/{slug}/"
            current = open_page(path).select(".widget--recent [aria-current=page]")
            self.assertEqual([link["href"] for link in current], [path])

    def test_variants_and_kinds_of_pages_have_their_own(self) -> None:
        with content_change():
            SiteSettings(name="网络新闻").save()
        name = ".site-header__name"
        for variant, shown in (("zh-cn", "网络新闻"), ("zh-tw", "網路新聞")):
            for path in ("", "tags/"):
                page = open_page(f"/{variant}/{path}")
                self.assertEqual(len(page.select("h1.site-header__brand")), not path)
                self.assertEqual(words(page, name)[0][-2:], shown[-2:])


class CardTests(TestCase):
    def setUp(self) -> None:
        self.enterContext(patch("articles.shared_parts.MOST", 50))
        renew()

    def cards(self, path: str) -> list[str]:
        return words(open_page(path), ".article-card__title")

    def test_a_card_is_drawn_once_for_all_lists_of_a_variant(self) -> None:
        make_article(title="共享", categories=["股市"], tags=["黄金"])
        drawn = "articles.templatetags.page_parts.render_to_string"
        for variant, times in (("zh-cn", 1), ("zh-tw", 1), ("zh-cn", 0)):
            with patch(drawn, wraps=render_to_string) as draw:
                for path in ("categories/股市/", "tags/黄金/"):
                    self.assertEqual(len(self.cards(f"/{variant}/{path}")), 1)
                cards = [
                    call
                    for call in draw.call_args_list
                    if call.args[0] == "articles/_article_card.html"
                ]
            self.assertEqual(len(cards), times, variant)

    def test_a_changed_article_has_another_card(self) -> None:
        article = make_article(title="之前", categories=["股市"])
        self.assertEqual(self.cards("/zh-cn/categories/股市/"), ["之前"])
        article.title = "之后"
        publishing.save(article)
        self.assertEqual(self.cards("/zh-cn/categories/股市/"), ["之后"])

    def test_with_and_without_a_picture_it_is_another_card(self) -> None:
        template = "articles/_headline.html"
        article = make_article(title="图", thumbnail=make_image())
        version = serving.read_version().number
        page = replace(frame(), content_version=version)
        with_picture = card(template, article, page, has_picture=True)
        self.assertIn("<img", with_picture)
        self.assertNotIn("<img", card(template, article, page, has_picture=False))
        self.assertEqual(card(template, article, page, has_picture=True), with_picture)

    def test_links_to_other_variants_lead_to_the_page_that_they_stand_on(self) -> None:
        for slug in ("甲", "乙"):
            make_article(slug=slug)
        for slug in ("甲", "乙", "甲"):
            page = open_page(f"/zh-cn/articles/{slug}/")
            found = [
                str(link["href"]).partition("?next=")[2]
                for link in page.select(".variant-switch a[data-keeps-place]")
            ]
            expected = [
                quote(f"/{variant}/articles/{quote(slug)}/")
                for variant in ("zh-cn", "zh-tw", "zh-hk")
            ]
            self.assertEqual(found[:3], expected)
