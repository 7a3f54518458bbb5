"""An editor decides between the article's text and the file's, and nothing is lost."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Conflict, ImportedFile, ImportRun, Revision
from articles.publishing import save
from articles.rights import Right
from tests.admin.data import open_form
from tests.factories import make_article
from tests.people import give, make_clerk, make_person

LIST = reverse("admin:articles_conflict_changelist")


def make_conflict(article: Article, **fields: Any) -> Conflict:
    """An open conflict over the title, unless told otherwise."""
    plain: dict[str, Any] = {"field": "title", "base": None, "theirs": "档案的"}
    plain["ours"] = article.title if fields.get("field", "title") == "title" else None
    return Conflict.objects.create(article=article, **plain | fields)


class ConflictTestCase(TestCase):
    def setUp(self) -> None:
        self.article = make_article(title="编辑的标题", body="油价上升。\n\n金价持平。")
        self.run_ = ImportRun.objects.create()
        self.conflict = make_conflict(self.article, run=self.run_, theirs="档案的标题")
        self.editor = give(make_person("editor", "reporter"), Right.PUBLISH)
        self.client.force_login(self.editor)

    def page(self, conflict: Conflict | None = None) -> Any:
        key = (conflict or self.conflict).pk
        url = reverse("admin:articles_conflict_change", args=[key])
        return self.client.get(url, headers={"accept-language": "en"})

    def decide(self, choice: str, conflict: Conflict | None = None, **data: Any) -> Any:
        conflict = conflict or self.conflict
        revision = Revision.objects.filter(article=conflict.article_id).first()
        url = reverse("admin:articles_conflict_decide", args=[conflict.pk])
        sent = {"choice": choice, "base": revision.pk if revision else "", **data}
        answer = self.client.post(url, sent, follow=True)
        self.article.refresh_from_db()
        self.conflict.refresh_from_db()
        return answer


class PageTests(ConflictTestCase):
    def test_both_texts_stand_side_by_side_with_the_difference_marked(self) -> None:
        answer = self.page()
        self.assertContains(answer, "<del>编辑</del>的标题")
        self.assertContains(answer, "<ins>档案</ins>的标题")

    def test_it_tells_the_article_the_field_the_file_and_the_import(self) -> None:
        ImportedFile.objects.create(
            article=self.article, archive="site", path="news/1.md", content=b""
        )
        answer = self.page()
        run = reverse("admin:articles_importrun_change", args=[self.run_.pk])
        for expected in (
            reverse("admin:articles_article_change", args=[self.article.pk]),
            self.article.get_absolute_url(),
            "site: news/1.md",
            run,
        ):
            self.assertContains(answer, expected)

    def test_an_article_that_changed_since_shows_what_it_says_now(self) -> None:
        self.assertNotContains(self.page(), "changed after the import")
        self.article.title = "后来的标题"
        save(self.article)
        answer = self.page()
        self.assertContains(answer, "changed after the import")
        self.assertEqual(answer.context["current"], "后来的标题")
        self.assertContains(answer, "编辑的标题")

    def test_a_date_a_switch_and_other_front_matter_are_no_json(self) -> None:
        when = "2025-02-10T15:35:00+08:00"
        cases: list[tuple[str, Any, str]] = [
            ("published_at", when, "2025-02-10 15:35:00"),
            ("toc", False, "Off"),
            ("sidebar", "none", "No sidebar"),
            ("language", "en", "English"),
            ("extra", {"series": ["甲", "乙"]}, "series: 甲, 乙"),
        ]
        for field, theirs, expected in cases:
            conflict = make_conflict(self.article, field=field, theirs=theirs)
            with self.subTest(field):
                self.assertEqual(self.page(conflict).context["incoming"], expected)

    def test_a_newer_conflict_of_the_same_field_is_named(self) -> None:
        newer = make_conflict(self.article, theirs="更新的")
        url = reverse("admin:articles_conflict_change", args=[newer.pk])
        self.assertContains(self.page(), url)

    def test_what_is_written_is_not_taken_for_html(self) -> None:
        conflict = make_conflict(self.article, theirs="<script>alert(1)</script>")
        self.assertNotContains(self.page(conflict), "<script>alert")

    def test_it_costs_the_same_however_long_the_text(self) -> None:
        conflict = make_conflict(
            self.article, field="body", theirs="油价下跌。\n\n" * 300
        )
        self.page()  # Django asks once which number its model has.
        # Session, user, two of permissions; the conflict with its article and file; the
        # next and a newer conflict; the article's newest revision, and as it is now.
        with self.assertNumQueries(9):
            self.page(conflict)

    def test_looking_changes_nothing(self) -> None:
        before = Article.objects.values().get(), Conflict.objects.values().get()
        self.page()
        url = reverse("admin:articles_conflict_decide", args=[self.conflict.pk])
        self.assertEqual(self.client.get(url, {"choice": "theirs"}).status_code, 405)
        after = Article.objects.values().get(), Conflict.objects.values().get()
        self.assertEqual(after, before)


class DecisionTests(ConflictTestCase):
    def test_the_files_text_is_taken(self) -> None:
        self.decide("theirs")
        self.assertEqual(self.article.title, "档案的标题")
        self.assertEqual(self.conflict.choice, "theirs")
        self.assertEqual(self.conflict.resolved_by, self.editor)

    def test_what_the_file_replaced_is_among_the_saved_states(self) -> None:
        self.article.title = "后来的标题"
        save(self.article)
        self.decide("theirs")
        titles = [revision.fields["title"] for revision in self.article.revisions.all()]
        self.assertEqual(titles[:2], ["档案的标题", "后来的标题"])

    def test_the_articles_text_is_kept_and_nothing_is_saved(self) -> None:
        revisions = self.article.revisions.count()
        self.decide("ours")
        self.assertEqual(self.article.title, "编辑的标题")
        self.assertEqual(self.conflict.choice, "ours")
        self.assertEqual(self.article.revisions.count(), revisions)

    def test_the_next_open_conflict_follows_and_then_the_list(self) -> None:
        other = make_conflict(make_article(title="别的"))
        answer = self.decide("ours")
        self.assertEqual(answer.context["conflict"], other)
        answer = self.decide("ours", other)
        self.assertEqual(answer.request["PATH_INFO"], LIST)

    def test_a_decided_one_tells_who_and_what_and_has_no_buttons(self) -> None:
        self.decide("theirs")
        answer = self.page()
        self.assertContains(answer, "reporter")
        self.assertContains(answer, "Took the file&#x27;s")
        self.assertNotContains(answer, 'name="choice"')

    def test_a_decision_stays(self) -> None:
        self.decide("ours")
        self.decide("theirs")
        self.assertEqual(self.article.title, "编辑的标题")
        self.assertEqual(self.conflict.choice, "ours")

    def test_an_article_saved_after_the_page_was_opened_is_looked_at_again(
        self,
    ) -> None:
        answer = self.decide("theirs", base=0)
        self.assertEqual(answer.context["conflict"], self.conflict)
        self.assertEqual(self.article.title, "编辑的标题")
        self.assertEqual(self.conflict.choice, "")

    def test_what_the_article_cannot_be_is_refused_with_a_reason(self) -> None:
        conflict = make_conflict(self.article, field="published_at", theirs=None)
        answer = self.decide("theirs", conflict)
        self.assertEqual(answer.context["conflict"], conflict)
        self.assertEqual(len(answer.context["messages"]), 1)
        self.assertIsNotNone(self.article.published_at)
        conflict.refresh_from_db()
        self.assertEqual(conflict.choice, "")

    def test_an_unknown_choice_is_refused(self) -> None:
        self.assertEqual(self.decide("both").status_code, 400)
        self.assertEqual(self.conflict.choice, "")

    def test_whoever_may_only_look_cannot_decide(self) -> None:
        viewer = make_clerk("viewer")
        viewer.user_permissions.add(Permission.objects.get(codename="view_article"))
        self.client.force_login(viewer)
        self.assertNotContains(self.page(), 'name="choice"')
        self.assertEqual(self.decide("theirs").status_code, 403)
        sent = {"action": "take_theirs", "_selected_action": [self.conflict.pk]}
        self.client.post(LIST, sent)
        self.conflict.refresh_from_db()
        self.assertEqual(self.conflict.choice, "")

    def test_others_may_neither_look_nor_decide(self) -> None:
        self.client.force_login(make_clerk())
        self.assertEqual(self.page().status_code, 403)
        self.assertEqual(self.client.get(LIST).status_code, 403)
        self.assertEqual(self.decide("theirs").status_code, 403)


class ListTests(ConflictTestCase):
    def decide_all(self, action: str) -> Any:
        sent = {"action": action, "_selected_action": [self.conflict.pk]}
        answer = self.client.post(LIST, sent, follow=True)
        self.article.refresh_from_db()
        self.conflict.refresh_from_db()
        return answer

    def test_selected_ones_take_the_files_text(self) -> None:
        self.decide_all("take_theirs")
        self.assertEqual(self.article.title, "档案的标题")
        self.assertEqual(self.conflict.choice, "theirs")

    def test_selected_ones_keep_the_articles_text(self) -> None:
        self.decide_all("keep_ours")
        self.assertEqual(self.article.title, "编辑的标题")
        self.assertEqual(self.conflict.choice, "ours")

    def test_it_shows_the_open_ones_unless_asked_for_others(self) -> None:
        decided = make_conflict(self.article, choice="ours", resolved_at=timezone.now())
        for query, expected in (
            ("", [self.conflict]),
            ("?decision=decided", [decided]),
            ("?decision=all", [self.conflict, decided]),
        ):
            with self.subTest(query):
                shown = self.client.get(LIST + query).context["cl"].result_list
                self.assertEqual(list(shown), expected)

    def test_it_names_the_field_and_the_file(self) -> None:
        ImportedFile.objects.create(
            article=self.article, archive="site", path="news/1.md", content=b""
        )
        answer = self.client.get(LIST)
        self.assertContains(answer, Article._meta.get_field("title").verbose_name)
        self.assertContains(answer, "site: news/1.md")

    def test_it_costs_the_same_however_many_and_loads_no_texts(self) -> None:
        for _n in range(5):
            make_conflict(make_article(), run=self.run_)
        # Session, user, two of permissions; how many, the conflicts with articles,
        # files and imports.
        with self.assertNumQueries(6) as queries:
            self.client.get(LIST)
        self.assertNotIn("theirs", queries[-1]["sql"])
        self.assertNotIn('"body"', queries[-1]["sql"])


class NoticeTests(ConflictTestCase):
    def test_the_article_says_at_its_top_that_something_is_open(self) -> None:
        url = reverse("admin:articles_conflict_change", args=[self.conflict.pk])
        self.assertContains(open_form(self.client, self.article), url)
        self.decide("ours")
        self.assertNotContains(open_form(self.client, self.article), url)
