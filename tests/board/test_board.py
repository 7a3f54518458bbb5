from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.test import TestCase
from django.utils import timezone
from django.utils.translation import override

from articles.board import SHOWN, Board, board_of
from articles.choices import Status
from articles.models import (
    AfterCheck,
    Article,
    Comment,
    Conflict,
    Correction,
    Handling,
    ImportRun,
    Kill,
    OpenAmbiguities,
    PendingVersion,
    ReaderReport,
    Revision,
)
from articles.rights import Right
from tests.factories import hours_ago, make_article, make_draft
from tests.people import give, make_clerk, make_person


def titles(board: Board) -> dict[str, list[str]]:
    return {block.key: [line.title for line in block.lines] for block in board.blocks}


def saved_by(user: User, act: str = Revision.Act.SAVED, **fields: Any) -> Article:
    """A draft that this person saved, as far as the board can tell."""
    article = make_draft(**fields)
    article.revisions.update(created_by=user, act=act)
    return article


def acted(article: Article, by: User, act: str) -> None:
    Revision.objects.create(article=article, created_by=by, act=act, fields={})


class ReporterTests(TestCase):
    me: ClassVar[User]
    editor: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.me = make_person("reporter")
        cls.editor = make_person("editor")

    def test_my_drafts_are_those_that_i_began_and_no_colleague_s(self) -> None:
        mine = saved_by(self.me, title="我的")
        saved_by(self.editor, title="别人的")
        make_draft(title="没有人的")
        acted(mine, self.editor, Revision.Act.SAVED)
        self.assertEqual(titles(board_of(self.me)), {"mine": ["我的"]})

    def test_a_line_names_who_acted_last(self) -> None:
        mine = saved_by(self.me)
        acted(mine, self.editor, Revision.Act.SAVED)
        [block] = board_of(self.me).blocks
        self.assertEqual(block.lines[0].person, "editor")

    def test_what_is_returned_waits_until_it_is_handed_in_again(self) -> None:
        mine = saved_by(self.me, title="退")
        acted(mine, self.editor, Revision.Act.RETURNED)
        acted(mine, self.me, Revision.Act.SAVED)
        self.assertEqual(titles(board_of(self.me)), {"returned": ["退"]})
        acted(mine, self.me, Revision.Act.HANDED_IN)
        Article.objects.update(status=Status.IN_REVIEW)
        self.assertNotIn("returned", titles(board_of(self.me)))

    def test_what_is_returned_says_why(self) -> None:
        mine = saved_by(self.me)
        for note in ("标题", "导语"):
            act, by = Revision.Act.RETURNED, self.editor
            changes = {"note": note}
            Revision.objects.create(
                article=mine, created_by=by, act=act, changes=changes, fields={}
            )
        [block] = [b for b in board_of(self.me).blocks if b.key == "returned"]
        self.assertEqual([line.note for line in block.lines], ["导语"])

    def test_a_draft_goes_with_whom_it_is_assigned_to(self) -> None:
        mine = saved_by(self.me, title="我的")
        theirs = saved_by(self.editor, title="派给我的")
        Handling.objects.create(article=mine, assignee=self.editor)
        Handling.objects.create(article=theirs, assignee=self.me)
        self.assertEqual(titles(board_of(self.me)), {"mine": ["派给我的"]})

    def test_what_is_marked_for_me_or_for_my_group(self) -> None:
        for title, fields in (
            ("给我", {"marked_for": self.me}),
            ("给记者", {"marked_for_group": self.me.groups.get()}),
            ("给编辑", {"marked_for": self.editor}),
        ):
            Handling.objects.create(article=make_draft(title=title), **fields)
        self.assertEqual(titles(board_of(self.me)), {"marked": ["给记者", "给我"]})

    def test_drafts_untouched_for_14_days_stand_apart(self) -> None:
        old = saved_by(self.me, title="旧")
        Article.objects.filter(pk=old.pk).update(
            edited_at=timezone.now() - timedelta(days=14)
        )
        saved_by(self.me, title="新")
        self.assertEqual(titles(board_of(self.me)), {"mine": ["新"], "stale": ["旧"]})

    def test_nothing_that_only_others_may_do_is_shown(self) -> None:
        make_draft(status=Status.IN_REVIEW)
        make_draft(status=Status.APPROVED, published_at=hours_ago(1))
        keys = {b.key for b in (*board_of(self.me).blocks, *board_of(self.me).empty)}
        self.assertEqual(
            keys,
            {"marked", "returned", "mine", "today", "timed", "changing", "stale"},
        )

    def test_an_embargo_hides_an_article_from_who_may_not_see_it(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        make_article(title="密", embargoed_until=later + timedelta(hours=1))
        make_article(title="定时", published_at=later)
        self.assertEqual(titles(board_of(self.me)), {"timed": ["定时"]})
        self.assertEqual(titles(board_of(self.editor))["timed"], ["定时", "密"])

    def test_somebody_without_rights_has_an_empty_board(self) -> None:
        saved_by(self.me)
        board = board_of(make_clerk())
        self.assertEqual((board.blocks, board.empty), ([], []))


class EditorTests(TestCase):
    chief: ClassVar[User]
    editor: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.editor = make_person("editor")
        cls.chief = make_person("chief editor", "chief")

    def test_what_waits_longest_for_approval_stands_first(self) -> None:
        for title, hours in (("晚", 1), ("早", 5)):
            article = make_draft(title=title, status=Status.IN_REVIEW)
            Article.objects.filter(pk=article.pk).update(edited_at=hours_ago(hours))
        self.assertEqual(titles(board_of(self.editor)), {"in_review": ["早", "晚"]})

    def test_who_publishes_sees_what_is_approved(self) -> None:
        make_draft(title="已签", status=Status.APPROVED)
        self.assertEqual(titles(board_of(self.chief)), {"approved": ["已签"]})
        self.assertEqual(titles(board_of(self.editor)), {})

    def test_a_missed_hour_stands_on_top_for_who_publishes(self) -> None:
        make_draft(status=Status.IN_REVIEW)
        make_draft(title="误", status=Status.APPROVED, published_at=hours_ago(1))
        first = board_of(self.chief).blocks[0]
        self.assertEqual((first.key, first.is_alarm), ("missed", True))
        self.assertNotIn("missed", titles(board_of(self.editor)))

    def test_a_missed_hour_says_what_kept_the_article(self) -> None:
        make_draft(title="送", status=Status.IN_REVIEW, published_at=hours_ago(3))
        make_draft(title="签", status=Status.APPROVED, published_at=hours_ago(2))
        held = make_draft(status=Status.APPROVED, published_at=hours_ago(1))
        Handling.objects.create(article=held, hold_reason="律师来电")
        with override("en"):
            lines = board_of(self.chief).blocks[0].lines
        self.assertEqual(
            [line.note for line in lines],
            [
                "Nobody approved it.",
                "Approved, but nobody published it.",
                "On legal hold.",
            ],
        )

    def test_a_change_that_did_not_go_live_stands_on_top_with_the_reason(self) -> None:
        article = make_article(title="文", published_at=hours_ago(48))
        change = {"article": article, "by": self.editor, "go_live_at": hours_ago(1)}
        row = PendingVersion.objects.create(state="scheduled", **change)
        self.assertEqual(titles(board_of(self.editor)), {"changing": ["文"]})
        PendingVersion.objects.update(state="failed", error="改不了")
        first = board_of(self.chief).blocks[0]
        self.assertEqual((first.key, first.is_alarm), ("failed", True))
        [line] = first.lines
        self.assertEqual((line.note, line.at), ("改不了", row.go_live_at))
        PendingVersion.objects.update(state="applied")
        self.assertEqual(titles(board_of(self.chief)), {})

    def test_legal_hold_is_shown_to_who_may_release_it(self) -> None:
        article = make_draft(title="诉")
        Handling.objects.create(article=article, hold_reason="律师函")
        Handling.objects.create(article=make_draft(title="不诉"))
        self.assertEqual(titles(board_of(self.chief)), {"held": ["诉"]})
        self.assertEqual(titles(board_of(self.editor)), {})

    def test_today_is_what_readers_see_since_midnight_here(self) -> None:
        now = timezone.localtime()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        make_article(title="今", published_at=midnight)
        make_article(title="昨", published_at=midnight - timedelta(seconds=1))
        make_article(title="完", published_at=midnight, expires_at=hours_ago(0))
        self.assertEqual(titles(board_of(self.editor)), {"today": ["今"]})

    def test_what_imports_and_readers_left_to_decide(self) -> None:
        article = make_article(title="文", published_at=hours_ago(48))
        run = ImportRun.objects.create()
        Conflict.objects.create(article=article, run=run, field="title")
        Conflict.objects.create(article=article, field="lead", choice="ours")
        ReaderReport.objects.create(article=article, variant="zh-tw", passage="干")
        ReaderReport.objects.create(
            article=article, variant="zh-tw", passage="幹", outcome="fixed"
        )
        row = {"conversion_version": 1, "open_in": "zh-tw"}
        OpenAmbiguities.objects.create(
            article=article, text_digest=article.text_digest, **row
        )
        changed = make_article(title="改", published_at=hours_ago(48))
        OpenAmbiguities.objects.create(article=changed, text_digest="old", **row)
        self.assertEqual(
            titles(board_of(self.editor)),
            {"ambiguities": ["文"], "conflicts": ["文"], "reports": ["干"]},
        )

    def test_what_readers_sent_stands_in_the_order_of_its_lists(self) -> None:
        article = make_article(title="文", published_at=hours_ago(48))
        report = {"article": article, "variant": "zh-tw"}
        for passage, count in (("甲", 1), ("乙", 3), ("丙", 1)):
            ReaderReport.objects.create(passage=passage, report_count=count, **report)
        ReaderReport.objects.create(kind="fact", note="错" * 99, **report)
        for text, state in (("先", "held"), ("后", "held"), ("过", "approved")):
            Comment.objects.create(article=article, text=text, state=state)
        board = titles(board_of(self.editor))
        self.assertEqual(board["reports"], ["乙", "错" * 80, "丙", "甲"])
        self.assertEqual(board["comments"], ["先", "后"])

    def test_who_only_moderates_sees_no_reports(self) -> None:
        article = make_article(title="文", published_at=hours_ago(48))
        ReaderReport.objects.create(article=article, variant="zh-tw", passage="甲")
        Comment.objects.create(article=article, text="先")
        moderator = give(make_person("reporter"), Right.MODERATE)
        self.assertEqual(titles(board_of(moderator)), {"comments": ["先"]})

    def test_a_block_shows_eight_and_counts_to_99(self) -> None:
        make_draft(status=Status.IN_REVIEW)
        stored = Article.objects.get()
        for n in range(104):
            stored.pk, stored.slug = None, f"w-{n}"
            stored.save()
        [block] = board_of(self.editor).blocks
        self.assertEqual((len(block.shown), block.count), (SHOWN, "99+"))

    def test_a_chief_checks_confirms_and_sees_what_was_corrected(self) -> None:
        article = make_article(title="文", published_at=hours_ago(48))
        AfterCheck.objects.create(revision=article.revisions.latest())
        done = make_article(published_at=hours_ago(48)).revisions.latest()
        AfterCheck.objects.create(revision=done, at=timezone.now())
        for days, text in ((1, "更正"), (8, "旧更正")):
            at = timezone.now() - timedelta(days=days)
            Correction.objects.create(
                article=article, text=text, corrected_at=at, by=self.chief
            )
        killed = make_draft(title="撤")
        Article.objects.filter(pk=killed.pk).update(status=Status.KILLED)
        kill = Kill.objects.create(article=killed, reason="错", status_before="draft")
        expected = {"checks": ["文"], "corrections": ["文"]}
        self.assertEqual(titles(board_of(self.chief)), expected)
        Kill.objects.filter(pk=kill.pk).update(
            undo_asked_at=timezone.now(), undo_asked_by=self.editor
        )
        board = {block.key: block for block in board_of(self.chief).blocks}
        self.assertEqual([line.title for line in board["revivals"].lines], ["撤"])
        self.assertEqual(board["corrections"].lines[0].note, "更正")
        self.assertEqual(titles(board_of(self.editor)), {})

    def test_what_hangs_on_an_embargoed_article_is_hidden_with_it(self) -> None:
        later = timezone.now() + timedelta(hours=1)
        article = make_article(title="密", embargoed_until=later)
        Conflict.objects.create(article=article, field="title")
        approver = give(make_clerk(), Right.APPROVE)
        self.assertEqual(titles(board_of(approver)), {})
        self.assertEqual(titles(board_of(self.editor))["conflicts"], ["密"])

    def test_it_costs_eight_queries_besides_the_rights(self) -> None:
        saved_by(self.editor, status=Status.IN_REVIEW)
        self.chief.has_perm("x")  # Reads the rights.
        with self.assertNumQueries(8):
            board_of(self.chief)
