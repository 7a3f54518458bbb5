"""Deleting a page that readers know, merging labels, and bringing them back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import Permission, User
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Category, LabelTombstone, Source, Tag
from articles.publishing import (
    categories_named,
    delete_labels,
    merge_labels,
    tags_named,
)
from tests.acts import spike
from tests.factories import make_article, make_author, make_category, make_source
from tests.people import make_chief, make_clerk, make_reporter

GRAVES = reverse("admin:articles_labeltombstone_changelist")


class DeskTestCase(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)

    def delete(self, row: Any, into: Any = "") -> Any:
        url = reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk])
        sent = {"post": "yes", "into": getattr(into, "pk", into)}
        return self.client.post(url, sent, follow=True)


class DeletingTests(DeskTestCase):
    def test_a_category_with_articles_goes_only_into_another(self) -> None:
        gone, kept = categories_named(["债市", "股市"])
        article = make_article(categories=["债市"])
        self.assertContains(self.delete(gone), "It has articles")
        self.assertTrue(Category.objects.filter(pk=gone.pk).exists())
        self.assertContains(self.delete(gone, kept), "This can be undone")
        self.assertEqual([str(c) for c in article.categories.all()], ["股市"])
        old = self.client.get(gone.url_in("zh-cn"))
        self.assertEqual(old["Location"], kept.url_in("zh-cn"))

    def test_the_page_says_how_many_articles_it_has(self) -> None:
        make_article(tags=["债"])
        url = reverse("admin:articles_tag_delete", args=[Tag.objects.get().pk])
        self.assertContains(self.client.get(url), "债: 1 article")

    def test_a_label_cannot_lead_to_itself_or_to_nonsense(self) -> None:
        tag = tags_named(["债"])[0]
        for into in (tag, "x", "\x00", "9" * 30):
            self.assertEqual(self.delete(tag, into).status_code, 200)
        self.assertTrue(Tag.objects.exists())

    def test_the_address_of_a_deleted_article_is_gone_or_leads_to_another(self) -> None:
        first, second = make_article(slug="a"), make_article(slug="b")
        kept = make_article(slug="c")
        for article in (first, second):
            spike(article)
        self.delete(first)
        self.assertEqual(self.client.get("/zh-cn/articles/a/").status_code, 410)
        self.delete(second, kept)
        old = self.client.get("/zh-tw/articles/b/")
        self.assertEqual(old["Location"], "/zh-tw/articles/c/")
        self.assertEqual(Article.objects.get(), kept)

    def test_what_no_reader_ever_saw_is_not_said_to_be_gone(self) -> None:
        draft = make_article(slug="a", status="draft", published_at=None)
        spike(draft)
        self.delete(draft)
        self.assertEqual(self.client.get("/zh-cn/articles/a/").status_code, 404)

    def test_who_may_not_delete_may_not_lead_either(self) -> None:
        tag = tags_named(["债"])[0]
        self.client.force_login(make_reporter())
        self.assertEqual(self.delete(tag).status_code, 403)
        self.assertTrue(Tag.objects.exists())


class MergingTests(DeskTestCase):
    def test_every_kind_of_label_is_merged_in_its_list(self) -> None:
        pairs: dict[str, list[Any]] = {
            "category": [make_category(name) for name in "甲乙"],
            "author": [make_author(name) for name in "甲乙"],
            "source": [make_source(name) for name in "甲乙"],
            "tag": tags_named("甲乙"),
        }
        for kind, (gone, kept) in pairs.items():
            url = reverse(f"admin:articles_{kind}_changelist")
            chosen = {
                "action": "merge_selected",
                "_selected_action": [gone.pk, kept.pk],
            }
            self.assertContains(self.client.post(url, chosen), "Keep")
            sent = {**chosen, "merge": "1", "into": kept.pk}
            answer = self.client.post(url, sent, follow=True)
            self.assertContains(answer, f"Merged into “{kept}”")
            self.assertFalse(type(gone)._default_manager.filter(pk=gone.pk).exists())


class BringingBackTests(DeskTestCase):
    def bring_back(self, *graves: LabelTombstone) -> Any:
        sent = {"action": "bring_back", "_selected_action": [g.pk for g in graves]}
        return self.client.post(GRAVES, sent, follow=True)

    def test_the_list_says_what_each_became(self) -> None:
        first, second = tags_named(["旧标签", "新标签"])
        merge_labels([first], second, by=self.chief)
        delete_labels([make_author("某人")])
        page = self.client.get(GRAVES)
        for text in ("旧标签", "新标签", "chief", "某人", "Gone for good"):
            self.assertContains(page, text)

    def test_the_list_costs_the_same_however_many(self) -> None:
        for n in range(12):
            first, second = tags_named([f"旧{n}", f"新{n}"])
            merge_labels([first], second, by=self.chief)
        # Session, user; the kinds to filter by ask nothing; how many, the rows.
        with self.assertNumQueries(4):
            self.client.get(GRAVES)

    def test_a_merge_is_undone_from_the_list(self) -> None:
        first, second = tags_named(["甲", "乙"])
        article = make_article(tags=["甲"])
        merge_labels([first], second)
        answer = self.bring_back(LabelTombstone.objects.get())
        self.assertContains(answer, "Brought back:")
        self.assertEqual([str(t) for t in article.tags.all()], ["甲"])

    def test_a_name_taken_by_now_is_said(self) -> None:
        delete_labels(categories_named(["甲"]))
        categories_named(["甲"])
        answer = self.bring_back(LabelTombstone.objects.get())
        self.assertContains(answer, "cannot come back")
        self.assertTrue(LabelTombstone.objects.exists())

    def test_only_who_may_add_such_a_label_may_bring_it_back(self) -> None:
        delete_labels(categories_named(["甲"]))
        delete_labels([make_source("乙")])
        reporter = make_reporter()
        self.client.force_login(reporter)
        self.bring_back(*LabelTombstone.objects.all())
        self.assertEqual(LabelTombstone.objects.count(), 2)
        right = Permission.objects.get(codename="add_category")
        reporter.user_permissions.add(right)
        self.client.force_login(User.objects.get(pk=reporter.pk))
        answer = self.bring_back(*LabelTombstone.objects.all())
        self.assertContains(answer, "You may not add this: 乙")
        self.assertTrue(Category.objects.exists())
        self.assertFalse(Source.objects.exists())

    def test_a_clerk_sees_no_list(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.client.get(GRAVES).status_code, 403)
