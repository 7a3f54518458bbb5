from __future__ import annotations

from django.test import TestCase

from articles.models import Article, Author, Category, Tag
from articles.publishing import renew_keys, tags_named
from tests.factories import make_article, make_category


def make_tag_of_before(name: str, key: str) -> Tag:
    """A tag whose key an earlier release made."""
    tag: Tag
    (tag,) = Tag.objects.bulk_create([Tag(name=name, slug=name, key=key)])
    return tag


class RenewKeysTests(TestCase):
    def test_a_name_is_found_by_the_key_of_today(self) -> None:
        tag = make_tag_of_before("反覆", "反覆")
        category = make_category("蘭薴")
        Category.objects.update(key="兰苧")
        make_article(authors=["憑藉"])
        Author.objects.update(key="凭藉")
        self.assertEqual(renew_keys(), [])
        self.assertEqual(tags_named(["反复"]), [tag])
        self.assertEqual(Category.objects.get(key="兰苎"), category)
        self.assertEqual(Author.objects.get().key, "凭借")

    def test_of_tags_with_one_name_the_most_used_stays_with_all_articles(self) -> None:
        make_article(title="甲", tags=["复苏"])
        gone = make_tag_of_before("復甦", "复甦")
        for title in "乙丙":
            make_article(title=title).tags.add(gone)
        kept = gone
        self.assertEqual(renew_keys(), [("复苏", "復甦")])
        self.assertEqual(Tag.objects.get(), kept)
        self.assertEqual(tags_named(["复苏", "復甦"]), [kept])
        self.assertEqual(Article.objects.filter(tags=kept).count(), 3)

    def test_two_authors_of_one_key_stay_two(self) -> None:
        for name in ("沈默", "沉默"):
            Author.objects.create(name=name, slug=name)
        Author.objects.update(key="old")
        renew_keys()
        self.assertEqual(Author.objects.filter(key="沈默").count(), 2)

    def test_keys_of_today_stay_and_cost_a_query_a_table(self) -> None:
        make_article(tags=["复苏"], authors=["林岚"], categories=["宏观"])
        with self.assertNumQueries(6):  # Savepoint, index, three tables, savepoint.
            self.assertEqual(renew_keys(), [])
