from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse

from articles.models import Article, Author, Category, Listing, Source, Tag
from tests.admin.data import pages_data
from tests.factories import make_article, make_category, make_source
from tests.people import make_chief, make_clerk, make_reporter


class LabelTestCase(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)


class EveryPageTests(LabelTestCase):
    models = (
        *("article", "category", "tag", "author", "source", "image", "menuentry"),
        "listpage",
    )

    def test_every_list_and_form_opens(self) -> None:
        for model in self.models:
            for page in ("changelist", "add"):
                with self.subTest(model, page=page):
                    response = self.client.get(
                        reverse(f"admin:articles_{model}_{page}")
                    )
                    self.assertEqual(response.status_code, 200)
        for name in ("admin:index", "admin:articles_auditentry_changelist"):
            self.assertEqual(self.client.get(reverse(name)).status_code, 200)

    def test_every_row_opens(self) -> None:
        make_article(
            categories=["债"], tags=["债"], authors=["林"], source=make_source()
        )
        for model in (Category, Tag, Author, Source):
            url = f"admin:articles_{model._meta.model_name}_change"
            response = self.client.get(
                reverse(url, args=[model._default_manager.get().pk])
            )
            self.assertContains(response, "View on site")

    def test_a_clerk_may_open_none_and_a_reporter_may_only_look(self) -> None:
        category = make_category()
        url = reverse("admin:articles_category_change", args=[category.pk])
        for user, get, post in ((make_clerk(), 403, 403), (make_reporter(), 200, 403)):
            self.client.force_login(user)
            self.assertEqual(self.client.get(url).status_code, get)
            self.assertEqual(self.client.post(url, {"name": "X"}).status_code, post)

    def test_the_tags_of_taggit_are_not_offered(self) -> None:
        self.assertNotContains(self.client.get(reverse("admin:index")), "taggit")


class LabelFormTests(LabelTestCase):
    def test_a_name_makes_the_slug(self) -> None:
        data = {"name": "外汇 市场", **pages_data()}
        self.client.post(reverse("admin:articles_category_add"), data)
        self.assertEqual(Category.objects.get().slug, "外汇-市场")

    def test_renaming_leaves_the_address_alone(self) -> None:
        source = make_source(slug="haiyue")
        url = reverse("admin:articles_source_change", args=[source.pk])
        self.client.post(url, {"name": "海岳", "slug": ""})
        source.refresh_from_db()
        self.assertEqual((source.name, source.slug), ("海岳", "haiyue"))

    def test_a_category_with_articles_cannot_be_deleted_and_says_why(self) -> None:
        make_article(categories=["债市"])
        category = make_category("债市")
        url = reverse("admin:articles_category_delete", args=[category.pk])
        self.assertContains(self.client.get(url), "债市: 1 article")
        self.client.post(url, {"post": "yes"})
        self.assertTrue(Category.objects.exists())

    def test_an_empty_category_can(self) -> None:
        url = reverse("admin:articles_category_delete", args=[make_category().pk])
        self.client.post(url, {"post": "yes"})
        self.assertFalse(Category.objects.exists())


class TagTests(LabelTestCase):
    def test_another_spelling_of_a_tag_is_refused(self) -> None:
        make_article(tags=["关税"])
        url = reverse("admin:articles_tag_add")
        response = self.client.post(url, {"name": "關稅", **pages_data()})
        self.assertContains(response, "关税")
        self.assertEqual(Tag.objects.count(), 1)

    def test_a_tag_may_be_renamed_to_another_spelling_of_itself(self) -> None:
        make_article(tags=["etf"])
        tag = Tag.objects.get()
        url = reverse("admin:articles_tag_change", args=[tag.pk])
        self.client.post(url, {"name": "ETF", "slug": tag.slug, **pages_data()})
        tag.refresh_from_db()
        self.assertEqual(tag.name, "ETF")

    def test_the_list_costs_the_same_however_many_tags(self) -> None:
        make_article(tags=[f"t{n}" for n in range(20)])
        # Session, user; how many, the tags with their counts.
        with self.assertNumQueries(4):
            self.client.get(reverse("admin:articles_tag_changelist"))

    def test_deleting_a_tag_names_it_alone(self) -> None:
        article = make_article(tags=["债", "股"])
        tag = Tag.objects.get(name="债")
        url = reverse("admin:articles_tag_delete", args=[tag.pk])
        self.client.post(url, {"post": "yes"})
        self.assertEqual([t.name for t in article.tags.all()], ["股"])


class MergeTests(LabelTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.both = make_article(tags=["美联储", "港股", "Fed"])
        self.other = make_article(tags=["Fed"])
        self.keep, self.gone = (Tag.objects.get(name=n) for n in ("美联储", "Fed"))

    def merge(self, **more: object) -> object:
        data = {
            "action": "merge_selected",
            "_selected_action": [self.keep.pk, self.gone.pk],
            **more,
        }
        return self.client.post(reverse("admin:articles_tag_changelist"), data)

    def test_it_asks_which_tag_to_keep_before_it_does_anything(self) -> None:
        response = self.merge()
        self.assertContains(response, "美联储")  # type: ignore[arg-type]
        self.assertEqual(Tag.objects.count(), 3)

    def test_articles_get_the_tag_that_stays_in_its_place(self) -> None:
        self.merge(merge="1", into=self.keep.pk)
        names = [[t.name for t in a.tags.all()] for a in (self.both, self.other)]
        self.assertEqual(names, [["美联储", "港股"], ["美联储"]])
        self.assertFalse(Tag.objects.filter(pk=self.gone.pk).exists())

    def test_the_list_of_the_tag_that_stays_has_all_articles(self) -> None:
        self.merge(merge="1", into=self.keep.pk)
        listing = Listing.objects.get(tag=self.keep)
        self.assertEqual(listing.entry_count, 2)
        self.assertEqual(listing.entries.count(), 2)
        self.assertFalse(Listing.objects.filter(key=f"zh/tag/{self.gone.pk}").exists())

    def test_one_tag_is_not_merged_and_a_tag_not_selected_is_not_kept(self) -> None:
        self.merge(_selected_action=[self.keep.pk], merge="1", into=self.keep.pk)
        third = Tag.objects.get(name="港股")
        self.merge(merge="1", into=third.pk)
        self.assertEqual(Tag.objects.count(), 3)

    def test_a_reporter_may_not_merge(self) -> None:
        self.client.force_login(make_reporter())
        self.merge(merge="1", into=self.keep.pk)
        self.assertEqual(Tag.objects.count(), 3)
        self.assertEqual(Article.objects.count(), 2)


class SpellingTests(LabelTestCase):
    def test_a_second_spelling_of_a_category_is_refused_at_its_field(self) -> None:
        make_category(name="财经")
        url = reverse("admin:articles_category_add")
        response = self.client.post(url, {"name": "財經", "slug": "", **pages_data()})
        self.assertContains(response, "This is “财经” in another spelling.")
        self.assertEqual(Category.objects.count(), 1)

    def test_an_old_double_can_still_be_saved(self) -> None:
        double = Category.objects.create(name="News", slug="news")
        Category.objects.create(name="news", slug="news-2")
        url = reverse("admin:articles_category_change", args=[double.pk])
        data = {"name": "NEWS", "slug": "news", "description": "", **pages_data()}
        self.client.post(url, data)
        self.assertEqual(Category.objects.get(pk=double.pk).name, "NEWS")
