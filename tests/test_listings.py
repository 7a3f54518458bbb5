"""Articles stand in the right lists, and every page of a list is exact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.core.paginator import EmptyPage
from django.db import connection
from django.test import SimpleTestCase, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from articles import listings
from articles.choices import Status
from articles.listings import page_of
from articles.listings.positions import position_of, weight_in
from articles.models import Article, Listing, ListingEntry, Tag
from articles.publishing import (
    Labels,
    create_many,
    delete,
    merge_labels,
    save,
)
from tests.examples import examples
from tests.factories import hours_ago, make_article, make_category, make_draft


def front(at: datetime | None = None) -> Listing:
    return Listing.objects.with_visible_count(at).get(key="zh")


def titles(number: int, size: int = 10) -> list[str]:
    return [article.title for article in page_of(front(), number, size)]


class PlaceTests(TestCase):
    def test_an_article_stands_in_one_list_per_label(self) -> None:
        make_article(categories=["美股"], tags=["高盛", "标普 500"], authors=["林岚"])
        kinds = [
            key.split("/")[1:2] for key in Listing.objects.values_list("key", flat=True)
        ]
        expected = [[], ["category"], ["tag"], ["tag"], ["author"], ["month"]]
        self.assertCountEqual(kinds, expected)

    def test_a_draft_stands_in_no_list(self) -> None:
        make_draft(categories=["美股"])
        self.assertFalse(ListingEntry.objects.exists())

    def test_withdrawing_to_draft_empties_the_lists(self) -> None:
        article = make_article(categories=["美股"])
        article.status = Status.DRAFT
        save(article)
        self.assertFalse(ListingEntry.objects.exists())
        self.assertEqual(front().entry_count, 0)

    def test_deleting_an_article_takes_it_out_of_the_count(self) -> None:
        make_article()
        delete(make_article())
        self.assertEqual(front().entry_count, 1)

    def test_english_and_chinese_articles_stand_apart(self) -> None:
        make_article(language="en")
        make_article(language="zh-Hant-HK")
        keys = Listing.objects.filter(month="").values_list("key", "entry_count")
        self.assertCountEqual(keys, [("en", 1), ("zh", 1)])

    def test_saving_again_writes_no_entry(self) -> None:
        article = make_article()
        before = ListingEntry.objects.get(listing__key="zh")
        save(article)
        self.assertEqual(ListingEntry.objects.get(listing__key="zh").pk, before.pk)


class PositionTests(SimpleTestCase):
    def position(self, pk: int = 1, **fields: Any) -> str:
        return position_of(Article(pk=pk, **fields))

    def test_a_weight_counts_in_lists_of_categories_alone(self) -> None:
        heavy = Article(pk=1, weight=-3)
        for key, expected in (("zh/category/5", -3), ("zh", None), ("zh/tag/5", None)):
            self.assertEqual(weight_in(key, heavy), expected)
        self.assertIsNone(weight_in("zh/category/5", Article(pk=1)))

    def test_the_newest_comes_first_to_the_second_then_the_highest_id(self) -> None:
        now = timezone.now().replace(microsecond=0)
        ancient = datetime(1, 1, 2, tzinfo=UTC)
        last = datetime(5000, 1, 1, tzinfo=UTC)
        positions = [
            self.position(published_at=last),
            self.position(published_at=now),
            self.position(published_at=now - timedelta(seconds=1), pk=10**12),
            self.position(published_at=now - timedelta(seconds=1), pk=2),
            self.position(published_at=now - timedelta(seconds=0.5), pk=1),
            self.position(published_at=ancient),
        ]
        self.assertEqual(positions, sorted(positions))
        self.assertEqual(len(set(positions)), len(positions))

    def test_stored_ones_are_of_this_form(self) -> None:
        # Another needs all lists rebuilt.
        day = datetime(2025, 2, 10, tzinfo=UTC)
        position = self.position(pk=7, weight=1, published_at=day)
        self.assertEqual(position, "0982608544000999999999993")

    def test_all_are_of_one_length_so_that_they_sort_as_text(self) -> None:
        for fields in (
            {"weight": -(2**31), "published_at": datetime(1, 1, 2, tzinfo=UTC)},
            {"weight": 0, "published_at": datetime(5000, 1, 1, tzinfo=UTC)},
            {"published_at": None, "pk": 10**12},
        ):
            with self.subTest(**fields):
                self.assertEqual(len(self.position(**fields)), 25)


class PageTests(TestCase):
    def test_the_newest_comes_first_whatever_an_article_weighs(self) -> None:
        make_article(title="旧", published_at=hours_ago(3))
        make_article(title="新", published_at=hours_ago(1))
        make_article(title="重", published_at=hours_ago(9), weight=1)
        self.assertEqual(titles(1), ["新", "旧", "重"])

    def test_what_is_hidden_now_is_neither_shown_nor_counted(self) -> None:
        make_article(title="见")
        make_article(title="将来", published_at=timezone.now() + timedelta(hours=1))
        make_article(title="过期", expires_at=hours_ago(1))
        make_article(title="禁发", embargoed_until=timezone.now() + timedelta(hours=1))
        self.assertEqual(titles(1), ["见"])
        self.assertEqual(front().visible_count, 1)

    def test_a_scheduled_article_appears_when_its_time_comes(self) -> None:
        article = make_article(published_at=timezone.now() + timedelta(hours=1))
        self.assertEqual(titles(1), [])
        later = timezone.now() + timedelta(hours=2)
        with patch("django.utils.timezone.now", return_value=later):
            self.assertEqual(titles(1), [article.title])
            self.assertEqual(front().visible_count, 1)

    def test_a_page_beyond_the_end_does_not_exist(self) -> None:
        make_article()
        for number in (0, -1, 2, 10**9):
            with self.subTest(number), self.assertRaises(EmptyPage):
                page_of(front(), number, 10)

    def test_an_empty_list_has_one_empty_page(self) -> None:
        page = page_of(None, 1, 10)
        self.assertEqual((page.object_list, page.paginator.num_pages), ([], 1))

    def test_a_far_page_costs_the_same_queries_as_the_first(self) -> None:
        for n in range(30):
            make_article(published_at=hours_ago(n), categories=["美股"])
        listing = front()
        for number in (1, 15):
            # numbers, articles with source and thumbnail, categories, bylines
            with self.assertNumQueries(4):
                page_of(listing, number, 2)


class OrderTests(PropertyTestCase):
    """Whatever is saved and deleted, pages equal a plain sorted list."""

    @examples(25)
    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(-1, 2)), max_size=30))
    def test_pages_follow_a_plain_sorted_list(
        self, moves: list[tuple[int, int]]
    ) -> None:
        articles: list[Article] = []
        for hours, weight in moves:
            if weight < 0 and articles:
                delete(articles.pop(hours % len(articles)))
            else:
                articles.append(
                    make_article(published_at=hours_ago(hours), weight=max(weight, 0))
                )
        expected = [a.pk for a in sorted(articles, key=position_of)]
        listing = Listing.objects.with_visible_count().filter(key="zh").first()
        for number in range(1, max(2, -(-len(expected) // 3) + 1)):
            page = page_of(listing, number, 3)
            self.assertEqual(
                [a.pk for a in page], expected[number * 3 - 3 : number * 3]
            )
            self.assertEqual(page.paginator.count, len(expected))


class PlaceNewTests(PropertyTestCase):
    @examples(10)
    @given(
        st.lists(st.integers(0, 50), max_size=12),
        st.lists(st.integers(0, 50), min_size=1, max_size=12),
    )
    def test_many_at_once_stand_as_one_by_one(
        self, old: list[int], new: list[int]
    ) -> None:
        for hours in old:
            make_article(published_at=hours_ago(hours), tags=["高盛"])
        articles = [
            make_article(published_at=hours_ago(hours), tags=["高盛"]) for hours in new
        ]
        for article in articles:
            listings.remove_from_listings(article)
        listings.add_to_listings([*articles, make_draft()])
        expected = sorted(Article.objects.published(), key=position_of)
        found: list[Article] = []
        for number in page_of(front(), 1, 3).paginator.page_range:
            found += page_of(front(), number, 3)
        self.assertEqual(found, expected)
        self.assertEqual(front().visible_count, len(expected))


class RebuildTests(TestCase):
    def test_a_rebuild_gives_the_lists_that_saving_gave(self) -> None:
        for n in range(7):
            make_article(
                published_at=hours_ago(n),
                categories=["美股"],
                tags=["高盛"],
                authors=["林岚"],
            )
        make_draft()
        saved = sorted(ListingEntry.objects.values_list("listing__key", "position"))
        ListingEntry.objects.filter(listing__key="zh").delete()
        self.assertEqual(list(listings.rebuild_listings()), [7])
        rebuilt = sorted(ListingEntry.objects.values_list("listing__key", "position"))
        self.assertEqual(rebuilt, saved)
        self.assertEqual(front().entry_count, 7)


class MergeTests(TestCase):
    def listed(self) -> list[tuple[object, ...]]:
        fields = ("listing__key", "position", "public_from", "public_until")
        return sorted(ListingEntry.objects.values_list(*fields), key=str)

    def test_lists_of_merged_tags_are_those_that_a_rebuild_gives(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        make_article(tags=["甲"])
        make_article(tags=["甲", "乙"], weight=3)
        make_article(tags=["丙", "乙", "留"], published_at=hours_ago(3))
        make_article(tags=["乙"], language="en", expires_at=soon)
        make_article(tags=["丙"], published_at=soon)
        make_draft(tags=["丙"])
        for key, tags in (("k", "甲留"), ("l", "乙乙"), ("m", "留甲"), ("n", "甲无")):
            for language, tag in zip(("zh-Hans", "zh-Hant-TW"), tags, strict=True):
                make_article(
                    translation_key=key,
                    language=language,
                    tags=[tag],
                    published_at=hours_ago(9),
                )
        keep = Tag.objects.get(name="留")
        moved = merge_labels(Tag.objects.filter(name__in="甲乙丙"), keep)
        self.assertEqual(moved, 10)
        lists = {listing.key: listing for listing in Listing.objects.filter(tag=keep)}
        self.assertEqual(lists["zh/tag/" + str(keep.pk)].entry_count, 8)
        for listing in lists.values():
            self.assertEqual(listing.entries.count(), listing.entry_count)
        merged = self.listed()
        list(listings.rebuild_listings())
        self.assertEqual(merged, self.listed())

    def test_it_costs_the_same_however_many_articles_move(self) -> None:
        for n in range(9):
            make_article(tags=["甲"] if n > 1 else ["乙"] if n else ["留"])
        one, many, keep = (Tag.objects.get(name=name) for name in "乙甲留")
        with CaptureQueriesContext(connection) as queries:
            merge_labels([one], keep)
        with self.assertNumQueries(len(queries)):
            merge_labels([many], keep)


class AroundTests(TestCase):
    def test_neighbours_are_the_next_in_the_main_category(self) -> None:
        old = make_article(published_at=hours_ago(9), categories=["美股"])
        make_article(published_at=hours_ago(5), categories=["债市"])
        here = make_article(published_at=hours_ago(4), categories=["美股", "债市"])
        new = make_article(published_at=hours_ago(1), categories=["美股"])
        for hours in (0.5, 12):  # Further off on either side.
            make_article(published_at=hours_ago(hours), categories=["美股"])
        main = make_category("美股")
        with self.assertNumQueries(1):
            around = listings.neighbours(here, main)
        self.assertEqual((around.older, around.newer), (old, new))

    def test_a_translation_is_no_neighbour(self) -> None:
        here = make_article(translation_key="k", categories=["美股"])
        other = make_article(translation_key="k", language="zh-Hant-TW")
        around = listings.neighbours(here, make_category("美股"))
        self.assertEqual((around.newer, around.older), (None, None))
        self.assertEqual(around.translations, [other])

    def test_neighbours_go_by_time_whatever_they_weigh(self) -> None:
        new = make_article(published_at=hours_ago(1), categories=["美股"])
        heavy = make_article(published_at=hours_ago(9), weight=1, categories=["美股"])
        for category in (None, make_category("美股")):
            around = listings.neighbours(heavy, category)
            self.assertEqual((around.newer, around.older), (new, None))


class VersionTests(TestCase):
    """A text that people wrote in several scripts stands in a list once."""

    def listed(self, category: str = "美股") -> list[str]:
        entries = ListingEntry.objects.filter(listing__category__name=category)
        return sorted(entry.article.slug for entry in entries.select_related("article"))

    def everywhere(self) -> list[str]:
        entries = ListingEntry.objects.filter(listing__key="zh")
        return sorted(entry.article.slug for entry in entries.select_related("article"))

    def setUp(self) -> None:
        self.simplified = make_article(slug="cn", translation_key="k")
        self.hong_kong = make_article(
            slug="hk", translation_key="k", language="zh-Hant-HK"
        )

    def test_the_sites_own_script_stands_for_both(self) -> None:
        self.assertEqual(self.everywhere(), ["cn"])

    def test_versions_in_other_languages_stand_in_their_own_lists(self) -> None:
        make_article(slug="en", translation_key="k", language="en")
        make_article(slug="ja", translation_key="k", language="ja")
        self.assertEqual(self.everywhere(), ["cn", "ja"])

    def test_the_other_comes_in_when_the_first_is_withdrawn(self) -> None:
        self.simplified.status = Status.DRAFT
        save(self.simplified)
        self.assertEqual(self.everywhere(), ["hk"])
        self.simplified.status = Status.PUBLISHED
        save(self.simplified)
        self.assertEqual(self.everywhere(), ["cn"])

    def test_and_when_it_is_deleted(self) -> None:
        delete(self.simplified)
        self.assertEqual(self.everywhere(), ["hk"])

    def test_and_when_it_is_no_version_of_it_any_more(self) -> None:
        self.simplified.translation_key = "other"
        save(self.simplified)
        self.assertEqual(self.everywhere(), ["cn", "hk"])
        self.hong_kong.translation_key = "other"
        save(self.hong_kong)
        self.assertEqual(self.everywhere(), ["cn"])

    def test_one_that_is_public_goes_before_one_that_waits(self) -> None:
        self.simplified.published_at = hours_ago(-5)
        save(self.simplified)
        self.assertEqual(self.everywhere(), ["hk"])

    def test_a_label_of_one_version_alone_lists_that_one(self) -> None:
        make_article(
            slug="tw", translation_key="k", language="zh-Hant-TW", categories=["港股"]
        )
        self.assertEqual((self.everywhere(), self.listed("港股")), (["cn"], ["tw"]))

    def test_a_rebuild_comes_to_the_same(self) -> None:
        before = (self.everywhere(), Listing.objects.get(key="zh").entry_count)
        list(listings.rebuild_listings())
        after = (self.everywhere(), Listing.objects.get(key="zh").entry_count)
        self.assertEqual((before, after), ((["cn"], 1), (["cn"], 1)))

    def test_new_ones_in_bulk_come_to_the_same(self) -> None:
        new = [
            Article(
                slug=slug,
                title=slug,
                language=language,
                translation_key=key,
                status=Status.PUBLISHED,
                published_at=hours_ago(1),
            )
            for slug, language, key in (
                ("b-hk", "zh-Hant-HK", "b"),
                ("b-cn", "zh-Hans", "b"),
                ("k-tw", "zh-Hant-TW", "k"),
            )
        ]
        create_many(new, [Labels([], [], [])] * 3)
        self.assertEqual(self.everywhere(), ["b-cn", "cn"])
        self.assertEqual(Listing.objects.get(key="zh").entry_count, 2)

    def test_a_better_one_in_bulk_takes_the_place(self) -> None:
        delete(self.simplified)
        better = Article(
            slug="again",
            title="x",
            language="zh-Hans",
            translation_key="k",
            status=Status.PUBLISHED,
            published_at=hours_ago(1),
        )
        create_many([better], [Labels([], [], [])])
        self.assertEqual(self.everywhere(), ["again"])

    def test_another_version_is_no_neighbour(self) -> None:
        beside = listings.neighbours(self.hong_kong, None)
        self.assertEqual((beside.newer, beside.older), (None, None))
        self.assertEqual(beside.translations, [self.simplified])
