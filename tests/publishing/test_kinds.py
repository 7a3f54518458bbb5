"""The kind that a change to a live article is proposed as, and what follows from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import SimpleTestCase, TestCase
from hypothesis import given, strategies as st

from articles.choices import ChangeKind
from articles.models import AfterCheck, Article, AuditEntry, Revision
from articles.publishing import (
    KindRefused,
    LiveRule,
    check_afterwards,
    resolve_times,
    restore,
    save,
    save_changes,
)
from articles.publishing.kinds import ANY_KIND, proposed_kind
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_person

TECHNICAL, MINOR, SUBSTANTIVE = ChangeKind

BODY = "美联储宣布降息25个基点。\n\n市场反应平静，分析人士认为后市仍需观察。\n\n张伟表示乐观。"


def kind_of(name: str, before: Any, after: Any) -> ChangeKind:
    return proposed_kind({name: before}, {name: after})


class ProposedKindTests(SimpleTestCase):
    def test_markup_and_white_space_are_technical(self) -> None:
        for before, after in (
            ("市场平静。", "市场 平静。\n"),
            ("市场平静。", "**市场**平静。"),
            ("一段。第二段。", "一段。\n\n第二段。"),
            ("小标题", "## 小标题"),
        ):
            with self.subTest(after=after):
                self.assertEqual(kind_of("body", before, after), TECHNICAL)

    def test_labels_and_switches_are_technical(self) -> None:
        for name, before, after in (
            ("categories", [1], [1, 2]),
            ("tags", [1], []),
            ("toc", None, True),
            ("weight", 0, 5),
            ("description", "旧的描述", "新的描述，涨50%"),
            ("slug", "a", "b"),
        ):
            with self.subTest(name=name):
                self.assertEqual(kind_of(name, before, after), TECHNICAL)

    def test_small_wording_is_minor(self) -> None:
        for before, after in (
            ("分析人士认为后市仍需观察。", "分析人士认为后市尚需观察。"),
            ("市场反应平静,", "市场反应平静，"),
            ("It was a quiet day.", "It was a calm day."),
            ("见[公告](https://a.example/1)", "见[公告](https://a.example/2)"),
        ):
            with self.subTest(after=after):
                self.assertEqual(kind_of("body", before, after), MINOR)

    def test_pictures_authors_and_source_are_minor(self) -> None:
        for name in ("thumbnail_id", "authors", "source_id", "disclaimer"):
            with self.subTest(name=name):
                self.assertEqual(kind_of(name, None, 3), MINOR)

    def test_what_tells_is_never_minor(self) -> None:
        for before, after in (
            ("降息25个基点", "降息50个基点"),
            ("降息25个基点", "降息２５个基点"),
            ("跌至-5%", "跌至5%"),
            ("约1.5倍", "约15倍"),
            ("共5亿元", "共5亿美元"),
            ("三家公司", "四家公司"),
            ("公司否认", "公司确认"),
            ("将会加息", "将不会加息"),
            ("股价上涨", "股价下跌"),
            ("張偉表示", "李偉表示"),
            ("张伟表示乐观", "张玮表示乐观"),
            ("北京的公司", "上海的公司"),
            ("腾讯公布业绩", "阿里巴巴公布业绩"),
            ("It is said", "It is not said"),
            ("shares rose", "shares fell"),
            ("Apple said", "Google said"),
            ("增长5%", "~~增长5%~~"),
            ("10<sup>9</sup>", "109"),
        ):
            with self.subTest(after=after):
                self.assertEqual(kind_of("body", before, after), SUBSTANTIVE)

    def test_a_title_that_reads_differently_is_substantive(self) -> None:
        self.assertEqual(kind_of("title", "美联储降息", "美联储降息了"), SUBSTANTIVE)
        self.assertEqual(kind_of("title", "美联储降息", "美联储 降息"), TECHNICAL)
        own = {"title": "内存", "overrides.zh-tw.title": ""}
        told = own | {"overrides.zh-tw.title": "記憶體"}
        self.assertEqual(proposed_kind(own, told), SUBSTANTIVE)

    def test_an_override_in_another_script_alone_changes_no_word(self) -> None:
        own = {"lead": "里面", "overrides": []}
        told = own | {"overrides": [{"variant": "zh-tw", "lead": "裡面"}]}
        self.assertEqual(proposed_kind(own, told), TECHNICAL)

    def test_many_small_changes_are_substantive_together(self) -> None:
        before = {"lead": "甲" * 12, "summary": "甲" * 12}
        after = {"lead": "乙" * 12, "summary": "甲" * 12}
        self.assertEqual(proposed_kind(before, after), SUBSTANTIVE)
        before = {"lead": "可以的", "summary": "可以的", "body": BODY}
        few = {"lead": "行的呀", "summary": "行的呀", "body": BODY}
        self.assertEqual(proposed_kind(before, few), MINOR)
        many = few | {"body": BODY.replace("市场反应平静", "交易时段波澜微小")}
        self.assertEqual(proposed_kind(before, many), SUBSTANTIVE)

    def test_a_new_language_is_substantive(self) -> None:
        self.assertEqual(kind_of("language", "zh-Hans", "en"), SUBSTANTIVE)


_WORDS = st.text(alphabet="的在观察市场5不涨张伟a *\n", max_size=30)
_LINES = st.lists(
    st.tuples(_WORDS, _WORDS, st.sampled_from((0, 1, 2))), min_size=1, max_size=5
)


class MoreIsNeverLessTests(SimpleTestCase):
    @given(lines=_LINES)
    def test_more_changed_lines_never_make_a_lesser_kind(
        self, lines: list[tuple[str, str, int]]
    ) -> None:
        def text(level: int) -> str:
            # Each line has a mark of its own, and no line end inside.
            chosen = (new if at <= level and at else old for old, new, at in lines)
            return "\n".join(
                f"{chr(0x3041 + n)}{' '.join(line.split())}"
                for n, line in enumerate(chosen)
            )

        some, more = (kind_of("body", text(0), text(level)) for level in (1, 2))
        self.assertLessEqual(some.rank, more.rank)

    @given(
        values=st.dictionaries(
            st.sampled_from(["title", "lead", "summary", "body", "description"]),
            st.tuples(_WORDS, _WORDS, st.booleans()),
            min_size=1,
        )
    )
    def test_more_changed_fields_never_make_a_lesser_kind(
        self, values: dict[str, tuple[str, str, bool]]
    ) -> None:
        before = {name: old for name, (old, _new, _is_first) in values.items()}
        all_new = {name: new for name, (_old, new, _is_first) in values.items()}
        some = before | {
            name: new for name, (_old, new, is_first) in values.items() if is_first
        }
        self.assertLessEqual(
            proposed_kind(before, some).rank, proposed_kind(before, all_new).rank
        )


class LiveChangeTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(body=BODY, published_at=hours_ago(5))

    def change(self, rule: LiveRule = ANY_KIND, **changes: Any) -> Revision | None:
        return save_changes(self.article.pk, changes, rule=rule).revision

    def test_only_a_substantive_change_moves_the_time_of_the_last_change(self) -> None:
        revision = self.change(body=BODY.replace("仍需", "尚需"))
        assert revision
        self.assertEqual(revision.kind, MINOR)
        self.article.refresh_from_db()
        self.assertIsNone(self.article.modified_at)
        revision = self.change(body=BODY.replace("25", "50"))
        assert revision
        self.assertEqual(revision.kind, SUBSTANTIVE)
        self.article.refresh_from_db()
        self.assertIsNotNone(self.article.modified_at)

    def test_who_may_publish_says_what_kind_it_is(self) -> None:
        revision = self.change(LiveRule(TECHNICAL), body=BODY.replace("25", "50"))
        assert revision
        self.assertEqual(revision.kind, TECHNICAL)
        self.article.refresh_from_db()
        self.assertIsNone(self.article.modified_at)

    def test_a_change_to_a_draft_has_no_kind(self) -> None:
        revision = save_changes(make_draft().pk, {"title": "新的"}).revision
        assert revision
        self.assertEqual(revision.kind, "")

    def test_whatever_else_stores_a_live_article_tells_the_kind(self) -> None:
        self.article.body = BODY.replace("25", "75")
        save(self.article)
        self.assertEqual(self.article.revisions.latest().kind, SUBSTANTIVE)

    def test_an_import_says_by_its_date_what_it_brings(self) -> None:
        self.article.body = BODY.replace("25", "75")
        save(self.article, act=Revision.Act.IMPORTED)
        self.assertEqual(self.article.revisions.latest().kind, TECHNICAL)
        self.article.modified_at = hours_ago(1)
        save(self.article, act=Revision.Act.IMPORTED)
        self.assertEqual(self.article.revisions.latest().kind, SUBSTANTIVE)

    def test_a_restored_state_is_a_change_too(self) -> None:
        first = self.article.revisions.latest()
        self.change(body=BODY.replace("25", "50"))
        with pytest.raises(KindRefused):
            restore(first, rule=LiveRule(may_publish=False))
        restore(first)
        self.assertEqual(self.article.revisions.latest().kind, SUBSTANTIVE)

    def test_times_follow_from_the_kind(self) -> None:
        self.assertIn("modified_at", resolve_times({}, ["body"], SUBSTANTIVE))
        for kind in (MINOR, TECHNICAL, None):
            self.assertNotIn("modified_at", resolve_times({}, ["body"], kind))
        typed = {"modified_at": hours_ago(3)}
        times = resolve_times(typed, ["body", "modified_at"], SUBSTANTIVE)
        self.assertEqual(times, typed)


class FastLaneTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(body=BODY, published_at=hours_ago(5))
        self.editor = make_person("editor")

    def change(self, after: str, asked: ChangeKind | None = None) -> Revision | None:
        rule = LiveRule(asked, may_publish=False)
        changes = {"body": after}
        return save_changes(
            self.article.pk, changes, by=self.editor, rule=rule
        ).revision

    def test_a_minor_change_is_live_at_once_and_waits_to_be_checked(self) -> None:
        revision = self.change(BODY.replace("仍需", "尚需"))
        self.assertIn("尚需", Article.objects.get().body)
        self.assertEqual(AfterCheck.objects.open().get().revision, revision)

    def test_a_larger_one_is_refused_and_nothing_is_stored(self) -> None:
        for asked in (None, MINOR, TECHNICAL, SUBSTANTIVE):
            with self.subTest(asked=asked), pytest.raises(KindRefused):
                self.change(BODY.replace("25", "50"), asked)
        self.assertEqual(Article.objects.get().body, BODY)
        self.assertFalse(AfterCheck.objects.exists())

    def test_address_and_times_are_left_to_who_may_publish(self) -> None:
        for changes in (
            {"slug": "elsewhere"},
            {"expires_at": "2020-01-01T00:00:00+00:00"},
            {"embargoed_until": "2099-01-01T00:00:00+00:00"},
            {"visibility": "unlisted"},
        ):
            with pytest.raises(KindRefused):
                save_changes(self.article.pk, changes, rule=LiveRule(may_publish=False))
        self.assertTrue(Article.objects.get().is_published)

    def test_a_kind_is_raised_and_never_lowered(self) -> None:
        with pytest.raises(KindRefused):
            self.change(BODY.replace("仍需", "尚需"), TECHNICAL)
        revision = self.change(BODY.replace("平静", "**平静**"), MINOR)
        assert revision
        self.assertEqual(revision.kind, MINOR)

    def test_who_may_publish_is_checked_by_nobody(self) -> None:
        save_changes(self.article.pk, {"body": BODY + "好。"}, rule=LiveRule())
        self.assertFalse(AfterCheck.objects.exists())

    def test_one_person_takes_a_check_and_it_is_recorded(self) -> None:
        self.change(BODY.replace("仍需", "尚需"))
        check, chief = AfterCheck.objects.get(), make_person("chief editor")
        self.assertTrue(check_afterwards(check, by=chief))
        self.assertFalse(check_afterwards(check, by=self.editor))
        check.refresh_from_db()
        self.assertEqual(check.taken_by, chief)
        acts = AuditEntry.objects.filter(act=AuditEntry.Act.CHECKED)
        self.assertEqual(acts.get().user_name, "chief editor")
