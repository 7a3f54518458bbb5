from __future__ import annotations

from typing import Any

from django.test import TestCase

from articles.choices import Status
from articles.models import Article, Author, Source, Tag
from articles.publishing import save
from tests.factories import (
    hours_ago,
    make_article,
    make_category,
    make_list_page,
    make_source,
)
from tests.views.pages import one, open_page, value, words


def make_stock(**fields: Any) -> Article:
    return make_article(categories=["美股"], **fields)


class LabelDetailTests(TestCase):
    def test_each_kind_lists_what_is_under_it(self) -> None:
        source = make_source("海岳", url="https://h.example/")
        make_article(
            title="报道",
            categories=["美股"],
            tags=["标普 500"],
            authors=["林岚"],
            source=source,
        )
        make_article(title="别的", published_at=hours_ago(2))
        Author.objects.update(bio="记者，写*债市*。")
        for address, heading in (
            ("categories/美股", "美股"),
            (f"tags/{Tag.objects.get().slug}", "标普 500"),
            (f"authors/{Author.objects.get().slug}", "林岚"),
            (f"sources/{Source.objects.get().slug}", "海岳"),
        ):
            page = open_page(f"/zh-cn/{address}/")
            self.assertEqual(words(page, "h1"), [heading])
            self.assertEqual(words(page, ".article-card__title"), ["报道"])
            self.assertEqual(words(page, ".list-header__count"), ["共 1 篇文章"])

    def test_an_unknown_label_is_not_found(self) -> None:
        for folder in ("categories", "tags", "authors", "sources"):
            open_page(f"/zh-cn/{folder}/无/", status=404)

    def test_a_label_without_articles_in_the_family_is_empty(self) -> None:
        make_article(categories=["美股"])
        page = open_page("/en/categories/美股/")
        self.assertEqual(len(page.select(".empty")), 1)
        make_list_page("category", category=make_category("空"), body="将有文章。")
        open_page("/zh-cn/categories/空/")
        open_page("/zh-cn/categories/空/?page=2", status=404)


class WeightTests(TestCase):
    def titles(self, address: str = "categories/美股/") -> list[str]:
        return words(open_page(f"/zh-cn/{address}"), ".article-card__title")

    def test_weights_stand_first_on_the_first_page_lowest_first_and_once(self) -> None:
        for n in range(12):
            make_stock(title=f"新{n}", published_at=hours_ago(n), tags=["高盛"])
        for weight, title in ((2, "旧二"), (-1, "旧一")):
            make_stock(title=title, weight=weight, published_at=hours_ago(50))
        newest = Article.objects.get(title="新3")
        newest.weight = 1
        save(newest)
        shown = self.titles()
        self.assertEqual(shown[:4], ["旧一", "新3", "旧二", "新0"])
        self.assertEqual(len(shown), len({*shown}))
        by_time = [*(f"新{n}" for n in range(10, 12)), "旧二", "旧一"]
        self.assertEqual({*self.titles("categories/美股/?page=2")}, {*by_time})
        self.assertEqual(self.titles("tags/高盛/")[0], "新0")

    def test_many_weights_keep_nothing_new_off_the_first_page(self) -> None:
        for n in range(1, 9):
            make_stock(title=f"重{n}", weight=n, published_at=hours_ago(99))
        for n in range(10):
            make_stock(title=f"新{n}", published_at=hours_ago(n))
        expected = [f"重{n}" for n in range(1, 6)] + [f"新{n}" for n in range(10)]
        self.assertEqual(self.titles(), expected)

    def test_readers_see_no_weighted_article_that_they_may_not_see(self) -> None:
        make_stock(title="新")
        hidden = make_stock(title="重", weight=1, published_at=hours_ago(-1))
        self.assertEqual(self.titles(), ["新"])
        Article.objects.filter(pk=hidden.pk).update(
            published_at=hours_ago(1), status=Status.WITHDRAWN
        )
        self.assertEqual(self.titles(), ["新"])

    def test_it_costs_no_query(self) -> None:
        make_stock(weight=1)
        # Nothing is kept in tests: version, site, recent and counted labels are among them.
        with self.assertNumQueries(9):
            self.client.get("/zh-cn/categories/美股/")


class LabelIndexTests(TestCase):
    def test_the_most_used_come_first_and_unused_ones_are_absent(self) -> None:
        make_article(tags=["高盛"])
        make_article(tags=["高盛", "美股"])
        make_article(tags=["过期"], expires_at=hours_ago(1))
        Tag.objects.create(name="没用过")
        page = open_page("/zh-cn/tags/")
        self.assertEqual(words(page, ".label-list__name"), ["高盛", "美股"])
        self.assertEqual(
            words(page, ".label-list__count"), ["文章数： 2", "文章数： 1"]
        )

    def test_tags_stand_by_their_names_if_asked(self) -> None:
        names = ["中国", "銀行", "Apple", "安联", "FX168", "黃金"]
        for n, name in enumerate(names):
            for _again in range(n + 1):
                make_article(tags=[name])
        make_article(tags=["过期"], expires_at=hours_ago(1))
        path = "/zh-cn/tags/?order=name"
        open_page(path)  # Terms are read once.
        with self.assertNumQueries(6):
            page = open_page(path)
        self.assertEqual(
            words(page, ".label-list__name"),
            ["Apple", "FX168", "安联", "黄金", "银行", "中国"],
        )
        self.assertEqual(words(page, ".label-order [aria-current]"), ["按名称"])
        self.assertIn("noindex", value(page, "meta[name=robots]", "content"))
        used = open_page("/zh-cn/tags/")
        self.assertEqual(words(used, ".label-list__name")[:2], ["黄金", "FX168"])
        description = value(used, "meta[name=description]", "content")
        self.assertTrue(
            description.startswith("Newsdesk的标签：黄金、FX168"), description
        )

    def test_an_index_without_anything(self) -> None:
        for folder in ("categories", "tags", "authors", "sources"):
            page = open_page(f"/en/{folder}/")
            self.assertEqual(len(page.select(".empty")), 1)
            open_page(f"/en/{folder}/?page=2", status=404)

    def test_a_long_index_goes_on_on_a_second_page(self) -> None:
        make_article(tags=[f"标签{n}" for n in range(201)])
        first = open_page("/zh-cn/tags/")
        self.assertEqual(len(first.select(".label-list__item")), 200)
        second = open_page(str(one(first, ".pagination [rel=next]")["href"]))
        self.assertEqual(len(second.select(".label-list__item")), 1)
        self.assertFalse(second.select(".pagination [rel=next]"))
