"""Moderators decide what readers read of each other."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Comment, SiteSettings
from articles.rights import Right
from tests.factories import make_article
from tests.people import give, make_person

LIST = reverse("admin:articles_comment_changelist")


def page_of(comment: Comment, name: str = "change") -> str:
    return reverse(f"admin:articles_comment_{name}", args=[comment.pk])


class CommentAdminTests(TestCase):
    article: ClassVar[Article]
    editor: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(has_comments=True).save()
        cls.editor = make_person("editor")
        cls.article = make_article(title="运价", slug="k")

    def setUp(self) -> None:
        self.client.force_login(self.editor)

    def comment(self, text: str = "好", **fields: str) -> Comment:
        said = {"name": "读者", "language": "zh-Hant-TW"} | fields
        return Comment.objects.create(article=self.article, text=text, **said)

    def state(self, comment: Comment) -> str:
        comment.refresh_from_db()
        return comment.state

    def test_the_queue_shows_what_is_held_the_oldest_first(self) -> None:
        for text in ("先来的", "后来的"):
            self.comment(text)
        self.comment("通过的", state="approved")
        shown = self.client.get(LIST).content.decode()
        self.assertLess(shown.index("先来的"), shown.index("后来的"))
        self.assertNotIn("通过的", shown)
        self.assertIn("通过的", self.client.get(f"{LIST}?state=all").content.decode())

    def test_the_search_finds_words_names_and_articles(self) -> None:
        self.comment("煤价", name="林岚")
        for query, found in (
            ("煤价", True),
            ("林岚", True),
            ("运价", True),
            ("铜", False),
        ):
            answer = self.client.get(LIST, {"q": query}).content.decode()
            self.assertEqual("煤价</div>" in answer, found, query)

    def test_several_are_decided_at_once(self) -> None:
        for action, state in (
            ("approve", "approved"),
            ("refuse", "refused"),
            ("mark_as_spam", "spam"),
        ):
            both = [self.comment(f"{action}{n}") for n in range(2)]
            data = {"action": action, "_selected_action": [one.pk for one in both]}
            self.client.post(LIST, data)
            self.assertEqual({self.state(one) for one in both}, {state})

    def test_one_is_decided_on_its_page_and_readers_see_it(self) -> None:
        comment = self.comment("运价会涨")
        page = self.client.get(page_of(comment))
        self.assertContains(page, "运价会涨")
        self.assertContains(page, page_of(comment, "decide"))
        self.client.post(page_of(comment, "decide"), {"state": "approved"})
        self.assertContains(self.client.get("/zh-cn/articles/k/"), "运价会涨")
        self.client.post(page_of(comment, "decide"), {"state": "refused"})
        self.assertNotContains(self.client.get("/zh-cn/articles/k/"), "运价会涨")

    def test_erasing_leaves_nothing_of_the_reader(self) -> None:
        comment = self.comment("我的电话", name="林岚")
        self.client.post(page_of(comment, "decide"), {"state": "erased"})
        self.assertEqual(self.state(comment), "erased")
        for path in (page_of(comment), f"{LIST}?state=all"):
            shown = self.client.get(path).content.decode()
            self.assertNotIn("林岚", shown)
            self.assertNotIn("我的电话", shown)
        self.assertNotContains(self.client.get(page_of(comment)), "formaction")

    def test_a_state_that_nobody_can_choose_changes_nothing(self) -> None:
        comment = self.comment()
        for state in ("", "held", "x", "\x00"):
            self.client.post(page_of(comment, "decide"), {"state": state})
            self.assertEqual(self.state(comment), "held")

    def test_what_a_colleague_decided_is_said(self) -> None:
        comment = self.comment(state="approved")
        response = self.client.post(
            page_of(comment, "decide"), {"state": "approved"}, follow=True
        )
        self.assertContains(response, "messagelist")
        self.assertContains(response, "warning")

    def test_what_readers_send_is_shown_as_text(self) -> None:
        self.comment("</div><script>x</script>", name="<b>")
        shown = self.client.get(LIST).content.decode()
        self.assertIn("&lt;/div&gt;&lt;script&gt;", shown)
        self.assertIn("<bdi>&lt;b&gt;</bdi>", shown)

    def test_reporters_moderate_nothing(self) -> None:
        comment = self.comment()
        self.client.force_login(make_person("reporter"))
        for path in (LIST, page_of(comment)):
            self.assertEqual(self.client.get(path).status_code, 403)
        answer = self.client.post(page_of(comment, "decide"), {"state": "approved"})
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.state(comment), "held")

    def test_comments_on_what_is_under_embargo_are_hidden_with_it(self) -> None:
        comment = self.comment()
        later = timezone.now() + timedelta(hours=1)
        Article.objects.update(embargoed_until=later)
        moderator = give(make_person("reporter"), Right.MODERATE)
        self.client.force_login(moderator)
        self.assertNotContains(self.client.get(LIST), "读者</bdi>")
        answer = self.client.post(page_of(comment, "decide"), {"state": "approved"})
        self.assertEqual(answer.status_code, 404)

    def test_the_list_costs_the_same_however_long(self) -> None:
        for number in (1, 20):
            for n in range(number):
                self.comment(f"{number} {n}")
            self.client.get(LIST)
            # session, user, rights of the person and of groups, count, comments
            with self.assertNumQueries(6) as queries:
                self.client.get(LIST)
            self.assertNotIn("body_html", queries[-1]["sql"])
