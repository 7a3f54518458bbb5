from __future__ import annotations

from typing import Any

from django.test import TestCase
from django.urls import reverse

from articles.models import Category, ImportedListPage, ListPage
from tests.admin.data import pages_data
from tests.factories import make_article, make_author, make_category, make_list_page
from tests.people import make_chief, make_reporter


class ListPagesTestCase(TestCase):
    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(make_chief())


class LabelPagesTests(ListPagesTestCase):
    def change(self, category: Category, pages: dict[str, Any]) -> str:
        url = reverse("admin:articles_category_change", args=[category.pk])
        data = {"name": category.name, "slug": category.slug, **pages}
        answer = self.client.post(url, data)
        return "" if answer.status_code == 302 else answer.content.decode()

    def test_a_text_is_written_beside_its_label_and_rendered(self) -> None:
        make_article(tags=["高盛"])
        for label in (make_category(), make_author()):
            kind = str(label._meta.model_name)
            url = reverse(f"admin:articles_{kind}_change", args=[label.pk])
            page = {"title": "标题", "body": "**文**"}
            data = {"name": str(label), "slug": label.slug, **pages_data(page)}
            self.assertEqual(self.client.post(url, data).status_code, 302)
            stored = ListPage.objects.get(kind=kind)
            self.assertEqual(stored.label, label)
            self.assertIn("<strong>文</strong>", stored.body_html)

    def test_nothing_typed_makes_no_page(self) -> None:
        self.change(make_category(), pages_data({}))
        self.assertFalse(ListPage.objects.exists())

    def test_a_page_can_be_changed_and_deleted(self) -> None:
        category = make_category()
        page = make_list_page("category", category=category, body="旧")
        form = {"id": page.pk, "category": category.pk, "body": "新"}
        self.change(category, pages_data(form, initial=1))
        page.refresh_from_db()
        self.assertEqual((page.body, page.body_html), ("新", "<p>新</p>\n"))
        self.change(category, pages_data(form | {"DELETE": "on"}, initial=1))
        self.assertFalse(ListPage.objects.exists())

    def test_the_page_of_its_folder_stays_one(self) -> None:
        category = make_category()
        page = make_list_page("section", category=category)
        form = {"id": page.pk, "category": category.pk, "body": "新"}
        self.change(category, pages_data(form, initial=1))
        page.refresh_from_db()
        self.assertEqual((page.kind, page.body), ("section", "新"))

    def test_two_pages_in_one_language_are_refused(self) -> None:
        answer = self.change(
            make_category(),
            pages_data(
                {"body": "一", "language": "en"}, {"body": "二", "language": "en"}
            ),
        )
        self.assertIn("The list has a page in this language.", answer)
        self.assertFalse(ListPage.objects.exists())


class ListPageAdminTests(ListPagesTestCase):
    url = reverse("admin:articles_listpage_add")

    def test_the_front_page_gets_a_text(self) -> None:
        data = {"kind": "front", "language": "en", "body": "Hi.", "status": "published"}
        self.assertEqual(self.client.post(self.url, data).status_code, 302)
        self.assertContains(self.client.get("/en/"), "<p>Hi.</p>")
        answer = self.client.post(self.url, data)
        self.assertContains(answer, "The list has a page in this language.")

    def test_a_label_s_page_is_not_made_here(self) -> None:
        data = {"kind": "tag", "language": "en", "body": "Hi.", "status": "published"}
        self.assertEqual(self.client.post(self.url, data).status_code, 200)

    def test_an_imported_page_shows_its_file(self) -> None:
        page = make_list_page(title="首页")
        ImportedListPage.objects.create(
            page=page,
            archive="site",
            path="content/_index.md",
            content="---\n旧\n".encode(),
        )
        url = reverse("admin:articles_listpage_change", args=[page.pk])
        answer = self.client.get(url)
        self.assertContains(answer, "site: content/_index.md")
        self.assertContains(answer, "---\n旧\n")

    def test_the_list_costs_the_same_however_many_pages(self) -> None:
        for n in range(5):
            make_list_page("category", category=make_category(f"c{n}"))
        # Session, user; how many, the pages.
        with self.assertNumQueries(4):
            self.client.get(reverse("admin:articles_listpage_changelist"))

    def test_a_reporter_may_not_write_one(self) -> None:
        self.client.force_login(make_reporter())
        self.assertEqual(self.client.get(self.url).status_code, 403)
