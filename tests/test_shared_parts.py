from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from articles import serving
from articles.models import SiteSettings, content_change
from articles.shared_parts import shared
from tests.acts import withdraw
from tests.factories import hours_ago, make_article
from tests.views.pages import open_page, words


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
