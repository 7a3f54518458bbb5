"""What revisions and the audit record of each act, and going back to a revision."""

from __future__ import annotations

from typing import Any, ClassVar

import hypothesis
import pytest
from django.contrib.auth.models import User
from django.test import TestCase
from hypothesis import strategies as st

from articles.choices import Status
from articles.models import Article, AuditEntry, Category, Revision, Source, Tag
from articles.publishing import (
    GoneRow,
    Labels,
    Overtaken,
    RestoreScope,
    authors_named,
    categories_named,
    changes_between,
    delete,
    delete_labels,
    labels_of,
    merge_labels,
    plan_restore,
    record_of,
    restore,
    save,
    save_tag,
    tags_named,
)
from articles.publishing.history import KEPT_FIELDS
from tests.acts import publish, spike, unspike, withdraw
from tests.factories import make_article, make_draft, make_image, make_source
from tests.faults import fail_each_write
from tests.people import make_chief

EVERYTHING = RestoreScope.EVERYTHING


def last(article: Article) -> Revision:
    return article.revisions.latest()


class RecordingTests(TestCase):
    def test_an_act_is_called_by_what_it_does_to_the_status(self) -> None:
        article = make_draft()
        article.title = "改"
        save(article)
        publish(article)
        withdraw(article)
        spike(article)
        unspike(article)
        acts = [revision.act for revision in article.revisions.order_by("pk")]
        self.assertEqual(
            acts, ["saved", "saved", "published", "withdrawn", "spiked", "unspiked"]
        )

    def test_it_says_what_changed_and_by_how_many_characters(self) -> None:
        article = make_article(body="降息五十个基点。", tags=["加息"])
        article.title, article.body = "另题", "美联储 降息 50 个基点。"
        save(article, Labels([], tags_named(["降息"]), []))
        self.assertEqual(
            last(article).changes,
            {
                "title": True,
                "body": 3,
                "tags": {"added": ["降息"], "removed": ["加息"]},
            },
        )

    def test_another_order_of_labels_is_a_change_without_names(self) -> None:
        article = make_article(categories=["债", "股"])
        labels = labels_of(article)
        save(article, Labels(labels.categories[::-1], [], []))
        self.assertEqual(
            last(article).changes, {"categories": {"added": [], "removed": []}}
        )

    def test_a_renamed_label_is_no_change(self) -> None:
        article = make_article(tags=["降息"])
        tag = Tag.objects.get()
        tag.name = "减息"
        save_tag(tag)
        article.lead = "导语"
        save(article)
        self.assertEqual(last(article).changes, {"lead": True})

    def test_a_time_of_another_zone_is_no_change(self) -> None:
        self.assertEqual(
            changes_between(
                {"published_at": "2025-01-01T08:00:00+08:00"},
                {"published_at": "2025-01-01T00:00:00+00:00"},
            ),
            {},
        )


class AuditTests(TestCase):
    chief: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()

    def test_each_act_leaves_one_entry_with_who_and_what(self) -> None:
        article = make_draft(title="稿", slug="gao")
        publish(article, by=self.chief)
        entry = AuditEntry.objects.latest("pk")
        self.assertEqual(AuditEntry.objects.count(), article.revisions.count())
        self.assertEqual(
            (entry.act, entry.user_id, entry.user_name, entry.title, entry.address),
            ("published", self.chief.pk, "chief", "稿", "/zh-cn/articles/gao/"),
        )
        self.assertEqual(entry.revision_id, last(article).pk)
        self.assertEqual(entry.detail, {"status": True, "published_at": True})

    def test_an_entry_outlives_the_article_and_the_person(self) -> None:
        article = make_draft(title="稿")
        article.lead = "导语"
        save(article, by=self.chief)
        delete(article, by=self.chief)
        self.chief.delete()
        acts = AuditEntry.objects.filter(user_name="chief").values_list("act", "title")
        self.assertEqual([*acts], [("deleted", "稿"), ("saved", "稿")])

    def test_an_address_of_any_length_has_room(self) -> None:
        article = make_draft(slug="稿" * 255, title="题" * 1000)
        self.assertIn("稿" * 255, AuditEntry.objects.latest("pk").address)
        self.assertEqual(AuditEntry.objects.latest("pk").article_id, article.pk)


class RestoreTests(TestCase):
    def setUp(self) -> None:
        self.article = make_draft(
            **{"title": "先前的", "body": "先前的正文。", "toc": True},
            categories=["美股"],
            tags=["高盛", "债"],
            authors=["林岚"],
            source=make_source(),
        )
        self.first = last(self.article)
        self.article.title, self.article.body = "后来的", "后来的正文。"
        self.article.toc, self.article.slug = None, "later"
        save(self.article, Labels([], tags_named(["金"]), []))

    def now(self) -> Article:
        return Article.objects.get(pk=self.article.pk)

    def tag_names(self) -> list[str]:
        return [tag.name for tag in self.now().tags.all()]

    def test_by_default_the_texts_go_back_and_nothing_else(self) -> None:
        restore(self.first)
        article = self.now()
        self.assertEqual(
            (article.title, article.body, article.toc, article.slug, self.tag_names()),
            ("先前的", "先前的正文。", None, "later", ["金"]),
        )
        self.assertEqual(last(article).act, Revision.Act.RESTORED)

    def test_a_live_article_stays_live_and_a_withdrawn_one_withdrawn(self) -> None:
        as_draft = last(self.article)
        publish(self.article)
        as_published = last(self.article)
        for scope in RestoreScope:
            restore(as_draft, scope)
            self.assertTrue(self.now().is_published)
        withdraw(self.now())
        restore(as_published, EVERYTHING)
        self.assertEqual(self.now().status, Status.WITHDRAWN)

    def test_a_text_that_readers_see_change_is_modified_now(self) -> None:
        publish(self.article)
        self.assertIsNone(self.now().modified_at)
        restore(self.first)
        self.assertIsNotNone(self.now().modified_at)

    def test_a_renamed_label_comes_back_as_renamed(self) -> None:
        tag = Tag.objects.get(name="高盛")
        tag.name = "高盛集团"
        save_tag(tag)
        Tag.objects.create(name="高盛", slug="another")
        restore(self.first, EVERYTHING)
        self.assertEqual(self.tag_names(), ["高盛集团", "债"])

    def test_labels_that_are_one_by_now_come_back_once(self) -> None:
        self.first.fields["tag_ids"] = [Tag.objects.get(name="债").pk] * 2
        restore(self.first, EVERYTHING)
        self.assertEqual(self.tag_names(), ["债"])

    def test_a_deleted_label_is_named_and_made_anew_only_if_asked(self) -> None:
        tag = Tag.objects.get(name="高盛")
        tag.delete()
        gone = GoneRow("tag", "高盛")
        self.assertEqual(plan_restore(self.first, EVERYTHING).gone, [gone])
        restore(self.first, EVERYTHING)
        self.assertEqual(self.tag_names(), ["债"])
        restore(self.first, EVERYTHING, make=[gone, GoneRow("tag", "别的")])
        self.assertEqual(self.tag_names(), ["高盛", "债"])
        self.assertFalse(Tag.objects.filter(name="别的").exists())

    def test_a_label_made_anew_hides_no_change_that_readers_see(self) -> None:
        publish(self.article)
        delete_labels(list(Tag.objects.filter(name="高盛")))
        restore(self.first, EVERYTHING, make=[GoneRow("tag", "高盛")])
        self.assertEqual(self.tag_names(), ["高盛", "债"])
        self.assertIsNotNone(self.now().modified_at)
        changes = last(self.article).changes
        self.assertLessEqual({"title", "body", "tags"}, changes.keys())

    def test_labels_of_earlier_releases_are_found_by_name(self) -> None:
        for name in ("category_ids", "tag_ids", "author_ids"):
            del self.first.fields[name]
        restore(self.first, EVERYTHING)
        self.assertEqual(self.tag_names(), ["高盛", "债"])
        self.assertEqual(Tag.objects.count(), 3)

    def test_a_deleted_source_or_picture_leaves_the_present_one(self) -> None:
        image, source = make_image(), make_source("别家")
        Article.objects.update(source=source, thumbnail=image)
        Source.objects.exclude(pk=source.pk).delete()
        self.first.fields["thumbnail_id"] = image.pk + 1
        gone = plan_restore(self.first, EVERYTHING).gone
        self.assertEqual(gone, [GoneRow("source"), GoneRow("image")])
        restore(self.first, EVERYTHING)
        self.assertEqual((self.now().source, self.now().thumbnail), (source, image))

    def test_a_field_that_the_revision_does_not_know_stays(self) -> None:
        del self.first.fields["toc"], self.first.fields["source_id"]
        restore(self.first, EVERYTHING)
        self.assertIsNone(self.now().toc)
        self.assertIsNotNone(self.now().source)

    def test_what_somebody_saved_meanwhile_is_not_overwritten(self) -> None:
        base = last(self.article).pk
        self.article.title = "同事的"
        save(self.article)
        with self.assertRaises(Overtaken):
            restore(self.first, base=base)
        self.assertEqual(self.now().title, "同事的")
        restore(self.first, base=last(self.article).pk)
        self.assertEqual(self.now().title, "先前的")

    def test_going_to_where_it_is_records_nothing(self) -> None:
        restore(self.first)
        count = self.article.revisions.count()
        restore(self.first)
        self.assertEqual(self.article.revisions.count(), count)

    def test_a_plan_stores_nothing(self) -> None:
        before = record_of(self.now())
        plan = plan_restore(self.first, EVERYTHING)
        self.assertEqual(plan.after["title"], "先前的")
        self.assertEqual(record_of(self.now()), before)

    def test_a_merged_tag_comes_back_as_what_it_became_and_once(self) -> None:
        tags = {tag.name: tag for tag in Tag.objects.all()}
        merge_labels([tags["债"]], tags["金"])
        restore(self.first, EVERYTHING)
        self.assertEqual(self.tag_names(), ["高盛", "金"])

    def test_a_write_that_fails_leaves_all_as_it_was(self) -> None:
        Category.objects.all().delete()
        gone = GoneRow("category", "美股")

        def state() -> tuple[Any, ...]:
            article = self.now()
            rows = (Revision, AuditEntry, Category)
            counts = [model._default_manager.count() for model in rows]
            return record_of(article), article.edited_at, counts

        failed = fail_each_write(
            lambda: restore(self.first, EVERYTHING, make=[gone]), state
        )
        self.assertGreater(failed, 5)
        self.assertEqual(self.now().title, "先前的")


NAMES = st.lists(st.sampled_from(["债", "股", "金", "汇"]), unique=True, max_size=4)
EDITS = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(["甲", "乙", "丙"]),
            "body": st.text("一二三\n*#", max_size=12),
            "lead": st.sampled_from(["", "导语"]),
            "status": st.sampled_from([Status.DRAFT, Status.PUBLISHED]),
            "toc": st.sampled_from([None, True, False]),
            "widgets": st.sampled_from([[], ["recent"]]),
            "language": st.sampled_from(["zh-Hans", "en"]),
            "labels": st.tuples(NAMES, NAMES, NAMES),
        }
    ),
    min_size=2,
    max_size=5,
)


@pytest.mark.django_db
@hypothesis.settings(
    max_examples=25, suppress_health_check=list(hypothesis.HealthCheck)
)
@hypothesis.given(edits=EDITS, data=st.data())
def test_everything_is_as_any_revision_recorded_it(edits: Any, data: Any) -> None:
    article = make_article(slug=f"s-{Article.objects.count()}")
    for edit in edits:
        categories, tags, authors = edit.pop("labels")
        for name, value in edit.items():
            setattr(article, name, value)
        save(
            article,
            Labels(
                categories_named(categories), tags_named(tags), authors_named(authors)
            ),
        )
    revision = data.draw(st.sampled_from(list(article.revisions.all())))
    before = record_of(Article.objects.get(pk=article.pk))
    restore(revision, EVERYTHING)
    after = record_of(Article.objects.get(pk=article.pk))
    recorded = Revision.objects.get(pk=revision.pk).recorded
    for name, value in recorded.items():
        if name not in KEPT_FIELDS:
            assert after[name] == value, name
    for name in KEPT_FIELDS - {"modified_at"}:
        assert after[name] == before[name], name
