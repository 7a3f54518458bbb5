"""The page of a story's versions, and the notice of one that is behind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, AuditEntry, SiteSettings
from articles.publishing import behind, save_changes
from tests.admin.data import CHANGE, LIST
from tests.factories import make_article, make_draft
from tests.people import make_person


class VersionTests(TestCase):
    chief: ClassVar[User]
    reporter: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_person("chief editor")
        cls.reporter = make_person("reporter")

    def setUp(self) -> None:
        self.client.force_login(self.chief)
        self.client.cookies["django_language"] = "en"
        self.block()
        self.chinese = make_article(title="降息", translation_key="k", body="一。")
        self.english = make_article(
            title="Cut", translation_key="k", language="en", body="One.\n\nOld."
        )

    def block(self, *keys: str) -> None:
        site = SiteSettings.locked()
        site.checklist_blocks = [*keys]
        site.save()

    def page(self, *pks: int) -> str:
        name = "versions" if len(pks) == 1 else "version"
        return reverse(f"admin:articles_article_{name}", args=pks)

    def change(self, body: str = "One.\n\nNew.") -> int:
        revision = save_changes(self.english.pk, {"body": body}).revision
        assert revision is not None
        return revision.pk

    def mark(self, seen: Any) -> Any:
        page = self.page(self.chinese.pk, self.english.pk)
        return self.client.post(page, {"seen": seen}, follow=True)

    def test_the_article_says_which_version_it_is_behind_and_since_when(self) -> None:
        form = reverse(CHANGE, args=[self.chinese.pk])
        self.assertNotContains(self.client.get(form), "Behind the version")
        self.change()
        answer = self.client.get(form)
        self.assertContains(answer, "Behind the version in English since ")
        self.assertContains(answer, self.page(self.chinese.pk, self.english.pk))
        other = self.client.get(reverse(CHANGE, args=[self.english.pk]))
        self.assertNotContains(other, "Behind the version")

    def test_the_difference_since_both_were_level_is_shown(self) -> None:
        self.change()
        answer = self.client.get(self.page(self.chinese.pk, self.english.pk))
        (difference,) = answer.context["differences"]
        self.assertEqual(difference.label, "Body")
        self.assertContains(answer, "New")
        self.assertContains(answer, "Mark as level")

    def test_marked_as_level_it_is_behind_no_more(self) -> None:
        seen = self.change()
        answer = self.mark(seen)
        self.assertContains(answer, "Marked as level with the version in English.")
        self.assertFalse(behind().exists())
        entry = AuditEntry.objects.get(act=AuditEntry.Act.LEVELLED)
        self.assertEqual(entry.user_id, self.chief.pk)

    def test_what_changed_while_an_editor_looked_is_shown(self) -> None:
        seen = self.change()
        self.change("One.\n\nNewest.")
        answer = self.mark(seen)
        self.assertContains(answer, "This version changed again while you looked")
        self.assertContains(answer, "Newest")
        self.assertTrue(behind().exists())

    def test_odd_requests_change_nothing(self) -> None:
        self.change()
        for seen in ("", "x", "\x00", "9" * 30, "-1"):
            self.assertEqual(self.mark(seen).status_code, 200, seen)
        alone = make_article()
        page = self.page(self.chinese.pk, alone.pk)
        self.assertEqual(self.client.get(page).status_code, 404)
        self.assertTrue(behind().exists())

    def test_the_list_of_articles_finds_what_is_behind(self) -> None:
        self.change()
        answer = self.client.get(reverse(LIST), {"versions": "behind"})
        found = [article.pk for article in answer.context["cl"].result_list]
        self.assertEqual(found, [self.chinese.pk])

    def test_all_versions_are_withdrawn_and_published_at_once(self) -> None:
        draft = make_draft(translation_key="k", language="zh-Hant-TW")
        page = self.page(self.chinese.pk)
        self.assertContains(self.client.get(page), "Withdraw all")
        answer = self.client.post(page, {"withdraw": "1"}, follow=True)
        self.assertContains(answer, "2 versions changed.")
        self.assertFalse(Article.objects.published().exists())
        answer = self.client.post(page, {"publish": "1"}, follow=True)
        self.assertContains(answer, "3 versions changed.")
        self.assertEqual(Article.objects.published().count(), 3)
        draft.refresh_from_db()
        self.assertTrue(draft.is_published)

    def test_a_reporter_sees_the_versions_and_publishes_none(self) -> None:
        self.client.force_login(self.reporter)
        page = self.page(self.chinese.pk)
        self.assertNotContains(self.client.get(page), "Withdraw all")
        answer = self.client.post(page, {"withdraw": "1"})
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(Article.objects.published().count(), 2)

    def test_a_story_in_one_language_has_no_such_link(self) -> None:
        alone = make_article()
        form = self.client.get(reverse(CHANGE, args=[alone.pk]))
        self.assertNotContains(form, self.page(alone.pk))
        answer = self.client.get(self.page(alone.pk))
        self.assertContains(answer, "There is no other version.")

    def test_one_that_lacks_something_publishes_none(self) -> None:
        self.block("lead")
        for slug in ("a", "b"):
            make_draft(
                title=slug,
                slug=slug,
                translation_key="d",
                language={"a": "zh-Hans", "b": "en"}[slug],
                lead="导语" if slug == "a" else "",
            )
        first = Article.objects.get(slug="a")
        answer = self.client.post(self.page(first.pk), {"publish": "1"}, follow=True)
        self.assertContains(
            answer, "Nothing is changed, in no version: b: There is no lead."
        )
        self.assertFalse(
            Article.objects.published().filter(translation_key="d").exists()
        )
        sheet = reverse("admin:articles_article_publish", args=[first.pk])
        sent = {"when": "now", "with_versions": "on"}
        self.assertContains(
            self.client.post(sheet, sent), "b: There is no lead.", status_code=422
        )
        self.client.post(sheet, {"when": "now"})
        published = Article.objects.published().filter(translation_key="d")
        self.assertEqual([article.slug for article in published], ["a"])

    def test_the_sheet_gives_all_versions_one_time(self) -> None:
        first = make_draft(translation_key="d")
        second = make_draft(translation_key="d", language="en", title="Second")
        sheet = reverse("admin:articles_article_publish", args=[first.pk])
        self.assertContains(self.client.get(sheet), "Second")
        self.client.post(sheet, {"when": "now", "with_versions": "on"})
        first.refresh_from_db()
        second.refresh_from_db()
        self.assertTrue(first.is_published and second.is_published)
        self.assertEqual(first.published_at, second.published_at)

    def test_withdrawing_takes_the_other_versions_along_if_asked(self) -> None:
        page = reverse(
            "admin:articles_article_verb", args=[self.chinese.pk, "withdraw"]
        )
        self.assertContains(self.client.get(page), "Cut")
        self.client.post(page, {})
        self.assertEqual([*Article.objects.published()], [self.english])
        page = page.replace(f"/{self.chinese.pk}/", f"/{self.english.pk}/")
        publish = page.replace("withdraw", "publish").replace(
            f"/{self.english.pk}/", f"/{self.chinese.pk}/"
        )
        self.client.post(publish, {})
        self.client.post(page, {"with_versions": "1"})
        self.assertFalse(Article.objects.published().exists())

    def test_a_version_under_embargo_is_named_to_nobody_who_may_not_know(self) -> None:
        self.change()
        Article.objects.filter(pk=self.english.pk).update(
            embargoed_until=timezone.now() + timedelta(hours=1)
        )
        self.client.force_login(self.reporter)
        for page in (
            reverse(CHANGE, args=[self.chinese.pk]),
            self.page(self.chinese.pk),
        ):
            self.assertNotContains(self.client.get(page), "Cut")
        for pks in (
            (self.chinese.pk, self.english.pk),
            (self.english.pk, self.chinese.pk),
            (self.english.pk,),
        ):
            self.assertEqual(self.client.get(self.page(*pks)).status_code, 404, pks)

    def test_the_board_names_what_is_behind(self) -> None:
        self.change()
        board = self.client.get(reverse("admin:index"))
        self.assertContains(board, "Versions behind")
        self.assertContains(board, self.page(self.chinese.pk, self.english.pk))
