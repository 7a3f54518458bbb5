"""Readers' comments are held, decided, recorded, and erased for good."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.test import TestCase

from articles.choices import Language
from articles.models import Article, AuditEntry, Comment, SiteSettings
from articles.publishing import decide_comments, send_comment, takes_comments
from tests.factories import make_article
from tests.people import make_person

State = Comment.State


class SendTests(TestCase):
    article: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.article = make_article()

    def send(self, text: str = "好", language: Language = Language.TAIWAN) -> Comment:
        return send_comment(self.article, "读者", text, language)

    def test_it_is_held(self) -> None:
        self.assertEqual(self.send().state, State.HELD)

    def test_the_same_again_is_one(self) -> None:
        self.assertEqual(self.send(), self.send())
        self.assertNotEqual(self.send(), self.send("不好"))

    def test_the_same_again_stays_refused(self) -> None:
        Comment.objects.filter(pk=self.send().pk).update(state=State.REFUSED)
        self.assertEqual(self.send().state, State.REFUSED)

    def test_its_language_is_that_of_its_characters(self) -> None:
        for text, page, expected in (
            ("这个问题", Language.TAIWAN, Language.SIMPLIFIED),
            ("這個問題", Language.SIMPLIFIED, Language.TAIWAN),
            ("好", Language.HONG_KONG, Language.HONG_KONG),
            ("好", Language.ENGLISH, Language.SIMPLIFIED),
            ("Well said", Language.SIMPLIFIED, Language.ENGLISH),
            ("👍", Language.TAIWAN, Language.TAIWAN),
        ):
            with self.subTest(text, page=page):
                comment = send_comment(self.article, page, text, page)
                self.assertEqual(comment.language, expected)

    def test_site_and_article_must_both_take_them(self) -> None:
        for site, article, expected in (
            (False, True, False),
            (True, None, True),
            (True, False, False),
        ):
            one = Article(comments=article)
            taken = takes_comments(one, SiteSettings(has_comments=site))
            self.assertIs(taken, expected)

    def test_a_site_takes_none_until_somebody_says_so(self) -> None:
        self.assertFalse(takes_comments(Article(comments=True), SiteSettings()))


class DecisionTests(TestCase):
    editor: ClassVar[User]
    comment: ClassVar[Comment]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.editor = make_person("editor")
        article = make_article()
        cls.comment = send_comment(article, "读者", "好", Language.SIMPLIFIED)

    def decide(self, state: State) -> list[Comment]:
        return decide_comments([self.comment.pk], state, by=self.editor)

    def test_each_decision_is_recorded_without_what_was_said(self) -> None:
        for state in (State.APPROVED, State.REFUSED, State.SPAM, State.ERASED):
            with self.subTest(state):
                self.assertEqual(len(self.decide(state)), 1)
                entry = AuditEntry.objects.latest("pk")
                self.assertEqual(entry.act.removeprefix("comment_"), state)
                self.assertEqual(entry.user_name, "editor")
                self.assertEqual(entry.detail, {"comment": f"#{self.comment.pk}"})

    def test_the_same_decision_twice_is_one(self) -> None:
        self.decide(State.APPROVED)
        self.assertEqual(self.decide(State.APPROVED), [])
        acts = AuditEntry.objects.filter(act=AuditEntry.Act.COMMENT_APPROVED)
        self.assertEqual(acts.count(), 1)

    def test_erasing_leaves_nothing_and_is_for_good(self) -> None:
        self.decide(State.APPROVED)
        self.decide(State.ERASED)
        self.assertEqual(self.decide(State.APPROVED), [])
        erased = Comment.objects.get()
        self.assertEqual((erased.name, erased.text, erased.digest), ("", "", ""))
        self.assertEqual((erased.state, erased.decided_by), (State.ERASED, self.editor))

    def test_two_erased_comments_stand_beside_each_other(self) -> None:
        article = self.comment.article
        other = send_comment(article, "读者", "坏", Language.SIMPLIFIED)
        numbers = [self.comment.pk, other.pk]
        self.assertEqual(len(decide_comments(numbers, State.ERASED, by=self.editor)), 2)
