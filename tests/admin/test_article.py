from __future__ import annotations

import json
from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.choices import Status
from articles.models import (
    Article,
    Image,
    ImportedFile,
    MenuEntry,
    Revision,
    SiteSettings,
)
from tests.acts import spike
from tests.admin.data import ADD, CHANGE, LIST, article_data, data_of, open_form
from tests.factories import (
    hours_ago,
    make_article,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_source,
)
from tests.people import make_chief, make_clerk, make_person, make_reporter
from tests.sample_images import png


class EditorTestCase(TestCase):
    reporter: ClassVar[User]
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reporter = make_reporter()
        cls.chief = make_chief()

    def setUp(self) -> None:
        self.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        self.client.force_login(self.chief)


class WhoMayTests(EditorTestCase):
    def test_a_reader_is_asked_to_log_in(self) -> None:
        self.client.logout()
        for url in (reverse(LIST), reverse(ADD), reverse(CHANGE, args=[1])):
            with self.subTest(url):
                self.assertRedirects(self.client.get(url), f"/admin/login/?next={url}")

    def test_a_clerk_may_not(self) -> None:
        article = make_draft()
        self.client.force_login(make_clerk())
        for url in (reverse(LIST), reverse(ADD), reverse(CHANGE, args=[article.pk])):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 403)

    def test_a_reporter_may_write_but_not_delete(self) -> None:
        self.client.force_login(self.reporter)
        self.client.post(reverse(ADD), article_data(title="独家"))
        article = Article.objects.get(title="独家")
        url = reverse("admin:articles_article_delete", args=[article.pk])
        self.assertEqual(self.client.post(url, {"post": "yes"}).status_code, 403)

    def test_whoever_may_not_add_pictures_gets_no_upload_and_cannot_force_one(
        self,
    ) -> None:
        clerk = make_clerk()
        clerk.user_permissions.add(Permission.objects.get(codename="add_article"))
        self.client.force_login(clerk)
        self.assertNotContains(self.client.get(reverse(ADD)), "thumbnail_file")
        file = SimpleUploadedFile("a.png", png())
        data = article_data(thumbnail_file=file, thumbnail_alt="Chart")
        self.client.post(reverse(ADD), data)
        self.assertFalse(Image.objects.exists())


class WritingTests(EditorTestCase):
    def test_a_title_is_enough_for_a_draft(self) -> None:
        response = self.client.post(reverse(ADD), {**article_data(title="美联储 降息")})
        article = Article.objects.get()
        self.assertRedirects(response, reverse(CHANGE, args=[article.pk]))
        self.assertEqual(article.slug, "mei-lian-chu-jiang-xi")
        self.assertEqual(article.status, Status.DRAFT)

    def test_two_stories_of_one_title_get_two_slugs(self) -> None:
        for _time in range(2):
            self.client.post(reverse(ADD), article_data(title="Fed"))
        slugs = Article.objects.values_list("slug", flat=True)
        self.assertCountEqual(slugs, ["fed", "fed-2"])

    def test_a_slug_that_is_taken_is_an_error_at_the_slug(self) -> None:
        make_draft(slug="fed")
        response = self.client.post(reverse(ADD), article_data(slug="fed"))
        self.assertIn("slug", response.context["adminform"].form.errors)

    def test_the_article_that_has_the_slug_is_named_and_one_click_away(self) -> None:
        holder = make_draft(slug="fed", title="<Fed>")
        page = self.client.post(reverse(ADD), article_data(slug="fed"))
        url = reverse("admin:articles_article_change", args=[holder.pk])
        link = f'<a href="{url}" target="_blank">&lt;Fed&gt;</a>'
        self.assertContains(page, link, html=True)

    def test_a_slug_under_embargo_does_not_tell_whose_it_is(self) -> None:
        make_article(slug="fed", title="Secret", embargoed_until=hours_ago(-5))
        self.client.force_login(make_person("reporter", "writer"))
        page = self.client.post(reverse(ADD), article_data(slug="fed"))
        self.assertIn("slug", page.context["adminform"].form.errors)
        self.assertNotContains(page, "Secret")

    def test_categories_authors_and_tags_keep_the_order_of_the_editor(self) -> None:
        stocks, bonds, oil = (make_category(name) for name in ("A 股", "债市", "原油"))
        lin, chen = make_author("林岚"), make_author("陈默")
        data = article_data(
            filed_under=[oil.pk, stocks.pk, bonds.pk],
            written_by=[chen.pk, lin.pk],
            tags="标普 500，高盛\nNew York",
        )
        self.client.post(reverse(ADD), data)
        article = Article.objects.get()
        filed = [row.category for row in article.article_categories.all()]
        signed = [byline.author for byline in article.bylines.all()]
        self.assertEqual(filed, [oil, stocks, bonds])
        self.assertEqual(signed, [chen, lin])
        tags = [tag.name for tag in article.tags.all()]
        self.assertEqual(tags, ["标普 500", "高盛", "New York"])

        shown = open_form(self.client, article).content.decode()
        places = [
            shown.index(f'<option value="{c.pk}" selected') for c in (oil, stocks)
        ]
        self.assertEqual(places, sorted(places))
        self.assertIn("标普 500，高盛，New York", shown)

    def test_a_new_order_of_categories_is_a_change(self) -> None:
        article = make_article(categories=["A 股", "债市"])
        stocks, bonds = make_category("A 股"), make_category("债市")
        data = data_of(article, filed_under=[bonds.pk, stocks.pk])
        self.client.post(reverse(CHANGE, args=[article.pk]), data)
        filed = [row.category for row in article.article_categories.all()]
        self.assertEqual(filed, [bonds, stocks])

    def test_one_save_writes_one_revision_by_the_editor(self) -> None:
        self.client.post(reverse(ADD), article_data())
        self.assertEqual(Revision.objects.get().created_by, self.chief)

    def test_publishing_without_a_time_means_now(self) -> None:
        data = article_data(_publish="1", body="**正文**")
        self.client.post(reverse(ADD), data)
        article = Article.objects.get()
        self.assertTrue(article.is_published)
        self.assertIn("<strong>正文</strong>", article.body_html)

    def test_the_publish_button_publishes_a_draft(self) -> None:
        self.client.post(reverse(ADD), article_data(_publish="1"))
        self.assertTrue(Article.objects.get().is_published)

    def test_a_changed_text_that_readers_know_notes_the_time(self) -> None:
        article = make_article(published_at=hours_ago(5))
        self.save_over(article, body="降息50个基点。")
        self.assertIsNotNone(article.modified_at)
        self.assertGreater(article.modified_at or hours_ago(9), hours_ago(0.1))

    def test_a_save_without_a_changed_text_notes_nothing(self) -> None:
        article = make_article(published_at=hours_ago(5), body="一\n\n二\n")
        self.save_over(article, body="一\r\n\r\n二\r\n", weight=3)
        self.assertIsNone(article.modified_at)
        self.assertEqual((article.body, article.weight), ("一\n\n二\n", 3))

    def test_a_draft_notes_nothing(self) -> None:
        article = make_draft()
        self.save_over(article, body="新的正文。")
        self.assertIsNone(article.modified_at)

    def test_an_emptied_slug_stays_what_it_was(self) -> None:
        article = make_draft(slug="fed")
        self.save_over(article, slug="")
        self.assertEqual(article.slug, "fed")

    def test_an_imported_slug_is_not_judged_until_it_changes(self) -> None:
        article = make_draft(slug="q4.results")
        self.save_over(article, title="新标题")
        self.assertEqual(article.title, "新标题")

    def test_widgets_are_names_of_the_registry(self) -> None:
        article = make_draft(widgets=["weather"])
        self.save_over(article, widgets="recent, weather")
        self.assertEqual(article.widgets, ["recent", "weather"])
        data = data_of(article, widgets="recnt")
        response = self.client.post(reverse(CHANGE, args=[article.pk]), data)
        problem = response.context["adminform"].form.errors["widgets"][0]
        self.assertIn("recent", problem)

    def test_a_picture_is_uploaded_with_the_story(self) -> None:
        file = SimpleUploadedFile("a.png", png())
        data = article_data(thumbnail_file=file, thumbnail_alt="Chart")
        self.client.post(reverse(ADD), data)
        image = Image.objects.get()
        self.assertEqual((image.alt, Article.objects.get().thumbnail), ("Chart", image))

    def test_a_picture_without_words_is_refused(self) -> None:
        file = SimpleUploadedFile("a.png", png())
        response = self.client.post(reverse(ADD), article_data(thumbnail_file=file))
        self.assertIn("thumbnail_alt", response.context["adminform"].form.errors)

    def test_a_menu_entry_is_drawn_as_soon_as_its_article_is_public(self) -> None:
        SiteSettings.objects.create()
        data = article_data(
            **{
                "_publish": "1",
                "menu_entries-TOTAL_FORMS": 1,
                "menu_entries-0-menu": "main",
                "menu_entries-0-weight": 0,
            }
        )
        self.client.post(reverse(ADD), data)
        self.assertEqual(SiteSettings.current().menus[0]["label"], "快讯")

    def test_deleting_takes_the_article_out_of_its_menus(self) -> None:
        article = make_article(categories=["债市"])
        MenuEntry.objects.create(article=article)
        publishing.refresh_menus()
        spike(article)
        url = reverse("admin:articles_article_delete", args=[article.pk])
        self.client.post(url, {"post": "yes"})
        self.assertFalse(Article.objects.exists())
        self.assertEqual(SiteSettings.current().menus, [])

    def save_over(self, article: Article, **fields: object) -> None:
        data = data_of(article, **fields)
        response = self.client.post(reverse(CHANGE, args=[article.pk]), data)
        self.assertEqual(response.status_code, 302, response.content[:0])
        article.refresh_from_db()


class ShowingTests(EditorTestCase):
    def test_an_article_with_nothing_set_opens(self) -> None:
        self.assertContains(open_form(self.client, make_draft(body="")), "As the site")

    def test_an_article_with_everything_set_opens(self) -> None:
        article = make_article(
            **dict.fromkeys(("comments", "authorbox", "pager", "toc", "mathjax"), True),
            **{
                "lead": "导语",
                "summary": "摘要",
                "disclaimer": "声明",
                "language": "fr",
            },
            source=make_source(),
            thumbnail=make_image(alt="大厅"),
            expires_at=timezone.now() + timedelta(days=1),
            embargoed_until=hours_ago(1),
            extra={"keywords": ["期权"]},
            widgets=["recent"],
            categories=["债市"],
            authors=["林岚"],
            tags=["a, b"],
        )
        ImportedFile.objects.create(
            article=article,
            archive="desk",
            path="content/a.md",
            content=b"",
            digest="",
            warnings=[{"code": "mixed_script", "line": 3, "message": "融漲"}],
        )
        response = open_form(self.client, article)
        for text in ("Line 3: 融漲", "mixed_script", "desk: content/a.md", "期权"):
            with self.subTest(text):
                self.assertContains(response, text)
        self.assertContains(response, 'value="fr" selected')
        self.assertContains(response, "&quot;a, b&quot;")
        self.assertContains(response, "Asia/Shanghai")

    def test_a_viewer_sees_the_article_and_no_preview(self) -> None:
        self.reporter.user_permissions.filter(codename="change_article").delete()
        self.reporter.user_permissions.filter(codename="add_article").delete()
        self.client.force_login(self.reporter)
        response = open_form(self.client, make_article(categories=["债市"]))
        self.assertContains(response, "债市")
        self.assertNotContains(response, "data-preview")

    def test_a_draft_can_be_viewed_on_the_site(self) -> None:
        draft = make_draft()
        self.assertContains(open_form(self.client, draft), draft.get_absolute_url())

    def test_a_saved_state_can_be_read(self) -> None:
        article = make_draft(body="原来的话")
        revision = article.revisions.get()
        url = reverse("admin:articles_revision_change", args=[revision.pk])
        self.assertContains(open_form(self.client, article), url)
        self.assertContains(self.client.get(url), "原来的话")


class MischiefTests(EditorTestCase):
    def refused(self, **fields: object) -> dict[str, list[str]]:
        response = self.client.post(reverse(ADD), article_data(**fields))
        self.assertEqual(response.status_code, 200)
        self.assertFalse(Article.objects.exists())
        errors: dict[str, list[str]] = response.context["adminform"].form.errors
        return errors

    def test_odd_values_are_errors_at_their_fields(self) -> None:
        cases: list[tuple[str, dict[str, object]]] = [
            ("title", {"title": "长" * 1001}),
            ("title", {"title": "a\x00b"}),
            ("body", {"body": "a\x00b"}),
            ("body", {"body": "长" * 1_000_001}),
            ("tags", {"tags": "a\x00b"}),
            ("tags", {"tags": "长" * 300}),
            ("slug", {"slug": "a/b"}),
            ("language", {"language": "tlh"}),
            ("filed_under", {"filed_under": ["x", "99999999999999999999"]}),
            ("source", {"source": "-1"}),
            ("source", {"source": "x"}),
            ("thumbnail", {"thumbnail": "²"}),
            (
                "published_at",
                {"published_at_0": "0001-01-01", "published_at_1": "0:00"},
            ),
            (
                "published_at",
                {"published_at_0": "9999-12-31", "published_at_1": "0:00"},
            ),
            ("published_at", {"published_at_0": "soon", "published_at_1": "0:00"}),
            ("source_url", {"source_url": "javascript:alert(1)"}),
            ("widgets", {"widgets": "a\x00b"}),
            ("weight", {"weight": "9" * 40}),
        ]
        for field, fields in cases:
            with self.subTest(field, value=str(fields)[:60]):
                self.assertIn(field, self.refused(**fields))

    def test_an_article_cannot_expire_before_it_is_published(self) -> None:
        errors = self.refused(
            published_at_0="2026-01-02",
            published_at_1="0:00",
            expires_at_0="2026-01-01",
            expires_at_1="0:00",
        )
        self.assertIn("expires_at", errors)

    def test_odd_addresses_are_no_errors_of_ours(self) -> None:
        for query in (
            *("?q=%00", f"?q={'a' * 60_000}", "?p=99999999", "?p=x", "?o=9.x", "?e=1"),
            *("?published_at__year=x", "?state=x", "?source__id__exact=x"),
        ):
            with self.subTest(query[:40]):
                response = self.client.get(reverse(LIST) + query)
                self.assertLess(response.status_code, 500)
        for pk in ("x", "0", "9" * 40):
            url = reverse(CHANGE, args=[pk])
            self.assertLess(self.client.get(url).status_code, 500)

    def test_autocompletes_survive_odd_questions(self) -> None:
        url = reverse("admin:autocomplete")
        tag = {"app_label": "articles", "model_name": "taggedarticle"}
        for query in (
            {**tag, "field_name": "tag", "term": "\x00"},
            {**tag, "field_name": "tag", "term": "关" * 5000},
            {**tag, "field_name": "tag", "term": "x", "page": "x"},
            {**tag, "field_name": "nothing"},
            {},
        ):
            with self.subTest(str(query)[:60]):
                self.assertLess(self.client.get(url, query).status_code, 500)

    def test_a_tag_is_suggested_in_any_script(self) -> None:
        make_article(tags=["关税"])
        query = {"app_label": "articles", "model_name": "taggedarticle"}
        response = self.client.get(
            reverse("admin:autocomplete"), {**query, "field_name": "tag", "term": "關"}
        )
        results = json.loads(response.content)["results"]
        self.assertEqual([result["text"] for result in results], ["关税"])
