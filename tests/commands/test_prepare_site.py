"""A new site gets the sample archive and an editor; an old one is left alone."""

from __future__ import annotations

from io import StringIO

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import TestCase

from articles import search
from articles.models import Article, SearchIndex, SiteSettings, Tag, Term
from articles.rights import Right
from articles.search import rebuild_index
from articles.variants.term_base.term_rows import starter_rows
from tests.factories import make_article
from tests.people import signs_in
from tests.search.drift import titles_with
from tests.views.pages import open_page


class PrepareSiteTests(TestCase):
    output: str

    @classmethod
    def setUpTestData(cls) -> None:
        out = StringIO()
        call_command("prepare_site", stdout=out)
        cls.output = out.getvalue()

    def test_the_sample_archive_is_there(self) -> None:
        self.assertGreaterEqual(Article.objects.published().count(), 10)
        self.assertGreaterEqual(Article.objects.exclude(status="published").count(), 1)
        self.assertGreaterEqual(Article.objects.exclude(disclaimer="").count(), 2)

    def test_the_main_menu_leads_to_the_categories_of_either_language(self) -> None:
        for prefix in ("zh-cn", "en"):
            page = open_page(f"/{prefix}/")
            links = [str(link["href"]) for link in page.select(".main-menu__link")]
            filed = [link for link in links if "/categories/" in link]
            self.assertGreaterEqual(len(filed), 2)
            for link in filed:
                self.assertEqual(self.client.get(link).status_code, 200, link)

    def test_the_starter_list_of_terms_is_there(self) -> None:
        self.assertEqual(Term.objects.count(), len(starter_rows()))

    def test_terms_that_an_editor_deleted_stay_away(self) -> None:
        Term.objects.all().delete()
        call_command("prepare_site", stdout=StringIO())
        self.assertFalse(Term.objects.exists())

    def test_the_editors_password_is_shown_and_works(self) -> None:
        password = self.output.split("password")[-1].split()[0]
        self.assertTrue(signs_in(self.client, "editor", password))

    def test_the_account_is_a_chief_editors_and_no_superuser(self) -> None:
        editor = User.objects.get()
        self.assertTrue(editor.is_staff)
        self.assertFalse(editor.is_superuser)
        self.assertEqual([each.name for each in editor.groups.all()], ["chief editor"])
        self.assertTrue(editor.has_perms([*Right]))

    def test_a_group_that_somebody_deleted_is_made_again(self) -> None:
        User.objects.all().delete()
        Group.objects.all().delete()
        self.assertIn("password", self.prepare())
        self.assertTrue(User.objects.get().has_perms([*Right]))

    def prepare(self) -> str:
        out = StringIO()
        call_command("prepare_site", stdout=out)
        return out.getvalue()

    def test_a_site_from_before_the_search_gets_its_index_once(self) -> None:
        SearchIndex.objects.all().delete()
        self.assertIn("Making the search index", self.prepare())
        self.assertGreaterEqual(len(titles_with("市场")), 1)
        self.assertEqual(self.prepare(), "")

    def test_an_index_that_a_first_save_began_is_made_whole(self) -> None:
        SearchIndex.objects.all().delete()
        make_article()
        self.assertIn("was made anew", self.prepare())
        self.assertEqual(self.prepare(), "")

    def test_an_index_that_was_left_half_made_is_made(self) -> None:
        SearchIndex.objects.all().delete()
        next(rebuild_index())
        self.assertIn("was made anew", self.prepare())
        self.assertEqual(self.prepare(), "")

    def test_an_index_of_an_older_format_is_used_until_it_is_made_anew(self) -> None:
        SearchIndex.objects.update(format=0)
        self.assertGreaterEqual(len(titles_with("市场")), 1)
        self.assertIn("was made anew", self.prepare())
        self.assertGreaterEqual(len(titles_with("市场")), 1)
        self.assertEqual(self.prepare(), "")

    def test_articles_that_wait_to_be_indexed_are(self) -> None:
        Article.objects.filter(pk=make_article(title="旧").pk).update(title="新题目")
        search.mark_stale(Article.objects.values("pk"))
        self.assertEqual(self.prepare(), "")
        self.assertEqual(search.stale_count(), 0)
        self.assertEqual(titles_with("新题目"), {"新题目"})

    def test_tags_that_are_one_in_another_spelling_are_merged_and_named(self) -> None:
        make_article(tags=["复苏"])
        Tag.objects.bulk_create([Tag(name="復甦", slug="甦", key="复甦")])
        self.assertEqual(
            self.prepare(), "The tag “復甦” is “复苏” in another spelling now.\n"
        )
        self.assertEqual(self.prepare(), "")

    def test_the_second_time_changes_and_prints_nothing(self) -> None:
        Article.objects.first().delete()  # type: ignore[union-attr]
        before = Article.objects.count()
        out = StringIO()
        call_command("prepare_site", stdout=out)
        self.assertEqual(out.getvalue(), "")
        self.assertEqual((Article.objects.count(), User.objects.count()), (before, 1))
        self.assertEqual(SiteSettings.objects.count(), 1)
