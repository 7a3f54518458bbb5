from __future__ import annotations

from django.test import TestCase

from articles import listings
from articles.choices import Status
from articles.models import Author, Category, Tag
from tests.factories import (
    hours_ago,
    make_article,
    make_author,
    make_category,
    make_list_page,
)
from tests.views.pages import comes_before, one, open_page, value, words


class LabelTests(TestCase):
    def test_each_kind_of_label_shows_its_page_above_its_articles(self) -> None:
        make_article(categories=["fx"], tags=["高盛"], authors=["lin"])
        Author.objects.update(bio="记者。")
        for kind, label in (
            ("category", Category.objects.get()),
            ("tag", Tag.objects.get()),
            ("author", Author.objects.get()),
        ):
            make_list_page(
                kind, **{kind: label}, title="标题", description="说明", body="**文**"
            )
            page = open_page(label.url_in("zh-cn"))
            self.assertEqual(words(page, "h1"), ["标题"])
            self.assertEqual(words(page, ".list-text strong"), ["文"])
            self.assertTrue(comes_before(page, ".list-text", ".article-card"))
            self.assertEqual(value(page, "meta[name=description]", "content"), "说明")
            self.assertEqual(words(page, "title"), ["标题 – Newsdesk"])

    def test_what_the_label_says_of_itself_stands_first_and_stays(self) -> None:
        category = make_category("fx")
        Category.objects.update(description="短。")
        make_list_page("category", category=category, body="长。")
        page = open_page("/zh-cn/categories/fx/")
        self.assertEqual(words(page, ".list-header__text"), ["短。"])
        self.assertTrue(comes_before(page, ".list-header__text", ".list-text"))
        self.assertEqual(value(page, "meta[name=description]", "content"), "短。")

    def test_the_second_page_has_the_heading_without_the_text(self) -> None:
        for n in range(11):
            make_article(categories=["fx"], published_at=hours_ago(n))
        make_list_page(
            "category", category=make_category("fx"), title="外汇", body="文"
        )
        page = open_page("/zh-cn/categories/fx/?page=2")
        self.assertEqual(words(page, "h1"), ["外汇"])
        self.assertFalse(page.select(".list-text"))

    def test_other_readers_do_not_see_it(self) -> None:
        category = make_category("fx")
        make_article(categories=["fx"], language="en")
        make_list_page("category", category=category, title="外汇", body="文")
        draft = {"language": "en", "title": "Draft", "status": Status.DRAFT}
        make_list_page("category", category=category, **draft)
        page = open_page("/en/categories/fx/")
        self.assertEqual(words(page, "h1"), ["fx"])
        self.assertFalse(page.select(".list-text"))

    def test_it_is_read_in_the_script_of_the_page(self) -> None:
        category = make_category("fx")
        make_list_page("category", category=category, title="外汇", body="关税")
        page = open_page("/zh-tw/categories/fx/")
        self.assertEqual(words(page, "h1"), ["外匯"])
        self.assertEqual(words(page, ".list-text"), ["關稅"])
        self.assertFalse(one(page, "h1").get("lang"))

    def test_a_page_of_another_label_is_not_borrowed(self) -> None:
        make_article(authors=["lin"])
        make_list_page("author", author=make_author("mei"), title="梅")
        self.assertEqual(words(open_page("/zh-cn/authors/lin/"), "h1"), ["lin"])


class IndexTests(TestCase):
    def test_an_index_has_its_heading_and_text(self) -> None:
        make_article(tags=["高盛"])
        make_list_page("tags", title="话题", body="文", description="说明")
        page = open_page("/zh-cn/tags/")
        self.assertEqual(
            (words(page, "h1"), words(page, ".list-text")), (["话题"], ["文"])
        )
        self.assertEqual(value(page, "meta[name=description]", "content"), "说明")
        self.assertEqual(words(open_page("/zh-cn/authors/"), "h1"), ["作者"])


class FrontPageTests(TestCase):
    def test_the_text_stands_above_the_articles_and_the_site_keeps_its_name(
        self,
    ) -> None:
        make_article()
        make_list_page(title="首页", body="欢迎。", description="说明")
        page = open_page("/zh-cn/")
        self.assertTrue(comes_before(page, ".list-text", ".article-card"))
        self.assertEqual(words(page, "h1"), ["Newsdesk"])
        self.assertEqual(words(page, "title"), ["Newsdesk"])
        self.assertEqual(value(page, "meta[name=description]", "content"), "说明")

    def test_before_the_first_article_there_is_the_text_alone(self) -> None:
        make_list_page(body="欢迎。")
        page = open_page("/zh-cn/")
        self.assertEqual(words(page, ".list-text"), ["欢迎。"])
        self.assertFalse(page.select(".empty"))

    def test_its_second_page_is_without_it(self) -> None:
        for n in range(listings.COVERED + 1):
            make_article(published_at=hours_ago(n))
        make_list_page(body="欢迎。")
        self.assertFalse(open_page("/zh-cn/?page=2").select(".list-text"))

    def test_the_text_has_the_looks_of_a_text(self) -> None:
        make_list_page(body="欢迎。")
        one(open_page("/zh-cn/"), ".prose")
