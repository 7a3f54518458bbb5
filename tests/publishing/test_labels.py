"""Names find what exists in any spelling; slugs are readable and free."""

from __future__ import annotations

import subprocess
import sys

from django.test import SimpleTestCase, TestCase

from articles.models import Article, Category, Tag
from articles.publishing import (
    authors_named,
    categories_named,
    free_slug,
    suggest_slug,
    tags_named,
)
from tests.factories import make_article


class TagsNamedTests(TestCase):
    def test_a_new_spelling_finds_the_old_tag(self) -> None:
        (old,) = tags_named(["关税"])
        self.assertEqual(tags_named(["關稅"]), [old])
        self.assertEqual(tags_named(["ＡＩ"]), tags_named(["ai"]))

    def test_order_is_kept_and_doubles_are_dropped(self) -> None:
        names = [
            tag.name for tag in tags_named(["标普 500", "高盛", "標普  ５００", " "])
        ]
        self.assertEqual(names, ["标普 500", "高盛"])

    def test_tags_that_slug_alike_are_two(self) -> None:
        tags_named(["C#", "C++", "%"])
        self.assertCountEqual(
            Tag.objects.values_list("slug", flat=True),
            ["c-sharp", "c-plus-plus", "percent"],
        )

    def test_known_tags_cost_one_query_however_many(self) -> None:
        names = [f"标签{n}" for n in range(20)]
        tags_named(names)
        with self.assertNumQueries(1):
            tags_named(names)


class CategoriesNamedTests(TestCase):
    def test_missing_ones_are_made_with_an_address(self) -> None:
        first, second = categories_named(["美股", "&&"])
        self.assertEqual((first.slug, second.slug), ("美股", "item"))
        self.assertEqual(categories_named(["美股"]), [first])


class NameLengthTests(TestCase):
    def test_a_name_longer_than_its_column_is_cut_to_it(self) -> None:
        (tag,), (author,) = tags_named(["字" * 300]), authors_named(["字" * 300])
        (category,) = categories_named(["字" * 300])
        for label in (tag, author, category):
            with self.subTest(label._meta.model_name):
                column = label._meta.get_field("name")
                self.assertEqual(len(label.name), column.max_length)

    def test_its_address_leaves_room_for_a_number(self) -> None:
        first, second = ("字" * 300 + end for end in ("甲", "乙"))
        slug = free_slug(Category, first)
        Category.objects.create(name="一", slug=slug)
        self.assertEqual(slug, "字" * 240)
        self.assertEqual(free_slug(Category, second), f"{slug}-2")


class SuggestSlugTests(SimpleTestCase):
    def test_han_becomes_pinyin_and_latin_stays(self) -> None:
        self.assertEqual(
            suggest_slug("高盛：标普500 创新高"), "gao-sheng-biao-pu-500-chuang-xin-gao"
        )
        self.assertEqual(suggest_slug("Fed holds rates!"), "fed-holds-rates")

    def test_it_is_short_and_never_empty(self) -> None:
        self.assertLessEqual(len(suggest_slug("市场" * 100)), 80)
        self.assertEqual(suggest_slug("！？"), "article")

    def test_a_long_one_ends_with_a_whole_word_if_it_has_two(self) -> None:
        letters = "a" * 70
        self.assertEqual(suggest_slug(f"{letters} {'b' * 9}"), f"{letters}-{'b' * 9}")
        self.assertEqual(suggest_slug(f"{letters} {'b' * 10}"), letters)
        self.assertEqual(suggest_slug("c" * 81), "c" * 80)

    def test_the_dictionaries_are_loaded_by_nobody_else(self) -> None:
        # 55 MB in each process, and an import has three.
        code = "import django, sys; django.setup(); print('pypinyin' in sys.modules)"
        loaded = subprocess.run(  # noqa: S603 – our own code
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        self.assertEqual(loaded.stdout, "False\n")


class FreeSlugTests(TestCase):
    def test_the_first_free_candidate_is_taken_then_a_number(self) -> None:
        make_article(slug="a")
        self.assertEqual(free_slug(Article, "a", "fx-a"), "fx-a")
        make_article(slug="fx-a")
        self.assertEqual(free_slug(Article, "a", "fx-a"), "a-2")
