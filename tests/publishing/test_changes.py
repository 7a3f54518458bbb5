"""Saving what one person changed: of the row as it is, once, and never half."""

from __future__ import annotations

from unittest import mock

import pytest

from articles.choices import Status
from articles.models import Article, Revision, Tag
from articles.publishing import (
    AlreadyCreated,
    Decision,
    Decisions,
    SlugTaken,
    Undecided,
    changes as changes_module,
    create_article,
    derived,
    place_key,
    save,
    save_changes,
    tags_named,
    undo_merge,
)
from tests.acts import publish, withdraw
from tests.factories import make_article, make_category, make_draft

pytestmark = pytest.mark.django_db


def newest(article: Article) -> Revision:
    revision = article.revisions.first()
    assert revision
    return revision


def test_a_change_is_one_revision_and_no_change_is_none() -> None:
    article = make_draft()
    saved = save_changes(article.pk, {"lead": "导语"})
    assert saved.revision == newest(article)
    assert save_changes(article.pk, {"lead": "导语"}).revision is None
    assert article.revisions.count() == 2


def test_saving_an_article_as_it_is_leaves_it_as_last_edited_when_it_was() -> None:
    article = make_draft()
    edited_at = Article.objects.get().edited_at
    save(article)
    assert (article.revisions.count(), Article.objects.get().edited_at) == (
        1,
        edited_at,
    )


def test_a_text_that_loses_everywhere_is_kept_on_record() -> None:
    article = make_draft(title="原题")
    base = newest(article)
    save_changes(article.pk, {"title": "甲题"})
    with pytest.raises(Undecided) as undecided:
        save_changes(article.pk, {"title": "乙题"}, base=base)
    (place,) = undecided.value.merge.open_places
    decisions = Decisions(
        {place_key(place): Decision("theirs")}, [undecided.value.against]
    )
    saved = save_changes(article.pk, {"title": "乙题"}, base=base, decisions=decisions)
    assert Article.objects.get().title == "甲题"
    assert saved.revision == newest(article)
    assert saved.revision.act == Revision.Act.MERGED
    assert [lost["ours"] for lost in saved.revision.rejected] == ["乙题"]


def test_a_save_in_between_is_merged_however_often() -> None:
    article = make_draft(body="一。\n\n二。\n\n三。\n")
    base = newest(article)
    render, others = derived.render_article, iter(["甲", "乙", "丙", "丁"])

    def rendered(draft: Article) -> None:
        # Others save twice while this one is rendered; the third time it has the lock.
        with mock.patch.object(changes_module, "render_article", render):
            if (word := next(others, "")) and word in "甲乙":
                save_changes(article.pk, {"title": word})
        render(draft)

    with mock.patch.object(changes_module, "render_article", rendered):
        saved = save_changes(article.pk, {"lead": "导语"}, base=base)
    stored = Article.objects.get()
    assert (stored.title, stored.lead) == ("乙", "导语")
    assert [revision.pk for revision in saved.merged_with] == [base.pk + 2, base.pk + 1]
    assert saved.their_fields == ["title"]


def test_the_act_says_what_the_save_did() -> None:
    article = make_draft()
    assert publish(article).is_published
    assert newest(article).act == Revision.Act.PUBLISHED
    assert withdraw(article).status == Status.WITHDRAWN
    assert newest(article).act == Revision.Act.WITHDRAWN


def test_a_changed_text_of_a_live_article_notes_the_time() -> None:
    article = make_article()
    save_changes(article.pk, {"weight": 1})
    assert Article.objects.get().modified_at is None
    save_changes(article.pk, {"lead": "降息50个基点"})
    assert Article.objects.get().modified_at is not None


def test_a_tag_that_was_renamed_meanwhile_is_the_same_tag() -> None:
    article = make_article(tags=["旧名", "股市"])
    base = newest(article)
    tag = Tag.objects.get(name="旧名")
    Tag.objects.filter(pk=tag.pk).update(name="新名", key="新名")
    base.fields["tag_ids"] = [tag.pk, Tag.objects.get(name="股市").pk]
    base.save()
    save_changes(article.pk, {"tags": ["旧名", "债市"]}, base=base)
    assert {found.name for found in article.tags.all()} == {"新名", "债市"}


def test_the_base_of_an_import_has_the_body_that_was_replaced_since() -> None:
    article = make_draft(body="一。\n\n二。\n\n三。\n")
    article.revisions.all().delete()
    save(article, act=Revision.Act.IMPORTED)
    base = newest(article)
    assert "body" not in base.fields
    save_changes(article.pk, {"body": "一。\n\n二。\n\n丙。\n"})
    save_changes(article.pk, {"body": "甲。\n\n二。\n\n三。\n"}, base=base)
    assert Article.objects.get().body == "甲。\n\n二。\n\n丙。\n"


def test_a_slug_that_was_taken_meanwhile_stores_nothing() -> None:
    make_draft(slug="fed")
    article = make_draft()
    with pytest.raises(SlugTaken):
        save_changes(article.pk, {"slug": "fed", "lead": "导语"})
    with pytest.raises(SlugTaken):
        create_article({"title": "新", "slug": "fed"})
    assert (Article.objects.count(), article.revisions.count()) == (2, 1)


def test_two_new_articles_of_one_title_get_two_slugs() -> None:
    slugs = [create_article({"title": "Fed"}).article.slug for _ in range(2)]
    assert slugs == ["fed", "fed-2"]


def test_a_form_makes_one_article() -> None:
    create_article({"title": "Fed"}, form_key="k")
    with pytest.raises(AlreadyCreated):
        create_article({"title": "Fed"}, form_key="k")
    assert Article.objects.count() == 1


def test_a_merge_that_is_undone_keeps_what_came_after_it() -> None:
    article = make_draft(body="一。\n\n二。\n\n三。\n")
    base = newest(article)
    save_changes(article.pk, {"body": "一。\n\n二。\n\n丙。\n", "weight": 7})
    merged = save_changes(article.pk, {"body": "甲。\n\n二。\n\n三。\n"}, base=base)
    assert merged.revision
    save_changes(article.pk, {"lead": "导语"})
    undo_merge(merged.revision)
    stored = Article.objects.get()
    assert (stored.body, stored.lead, stored.weight) == (
        "甲。\n\n二。\n\n三。\n",
        "导语",
        0,
    )


def test_two_overrides_of_one_text_are_for_a_person_to_decide() -> None:
    article = make_draft()
    base = newest(article)
    name = "overrides.zh-tw.title"
    save_changes(article.pk, {name: "臺灣"}, base=base)
    with pytest.raises(Undecided) as undecided:
        save_changes(article.pk, {name: "台灣"}, base=base)
    (place,) = undecided.value.merge.open_places
    assert (place.field, place.ours, place.theirs) == (name, "台灣", "臺灣")


def test_labels_that_are_gone_are_left_out() -> None:
    article = make_article(categories=["债市"])
    base = newest(article)
    category = make_category("债市")
    article.article_categories.all().delete()
    category.delete()
    save_changes(article.pk, {"tags": [t.name for t in tags_named(["甲"])]}, base=base)
    assert [tag.name for tag in article.tags.all()] == ["甲"]
