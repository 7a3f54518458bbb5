"""Which verb leads from where to where, and who may use it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.choices import State, Status
from articles.models import Article, Handling, Revision, SiteSettings
from articles.publishing import (
    SenselessTimes,
    Verb,
    VerbRefused,
    create_article,
    perform,
    restore,
    save_changes,
    verbs_for,
)
from articles.rights import Right
from tests.factories import hours_ago, make_article, make_draft
from tests.faults import fail_each_write
from tests.people import give, make_clerk, make_person
from tests.publishing.test_faults import everything

pytestmark = pytest.mark.django_db

_SOON = timedelta(hours=1)


def article_in(state: State) -> Article:
    """An article that stands there; nobody made it."""
    now = timezone.now()
    times: dict[State, dict[str, Any]] = {
        State.SCHEDULED: {"published_at": now + _SOON},
        State.EMBARGOED: {"embargoed_until": now + _SOON},
        State.EXPIRED: {"published_at": hours_ago(2), "expires_at": hours_ago(1)},
    }
    if state is State.KILLED:
        article = make_article()
        Article.objects.filter(pk=article.pk).update(status=Status.KILLED)
        return Article.objects.get(pk=article.pk)
    if state.value in Status.values:
        return make_article(status=state.value)
    return make_article(status=Status.PUBLISHED, **times[state])


# Each state with what a reporter, an editor and a chief may do there, in order.
EXPECTED = {
    State.DRAFT: (
        "hand_in save spike",
        "approve hand_in save spike",
        "publish approve hand_in save spike",
    ),
    State.IN_REVIEW: (
        "",
        "approve return save spike",
        "publish approve return save spike",
    ),
    State.APPROVED: ("", "return save spike", "publish return save spike"),
    State.SCHEDULED: ("", "save", "save publish_now cancel spike"),
    State.EMBARGOED: ("", "save", "save cancel spike"),
    State.PUBLISHED: ("", "update", "update withdraw spike"),
    State.EXPIRED: ("", "update", "update withdraw spike"),
    State.WITHDRAWN: ("", "save", "publish save spike"),
    State.KILLED: ("", "", ""),
    State.SPIKED: ("", "unspike save", "unspike save delete"),
}
GROUPS = ("reporter", "editor", "chief editor")


@pytest.mark.parametrize("state", State)
def test_each_group_has_its_verbs_in_each_state(state: State) -> None:
    article = article_in(state)
    assert article.state_at() is state
    for group, verbs in zip(GROUPS, EXPECTED[state], strict=True):
        offered = verbs_for(make_person(group), article)
        assert " ".join(offered) == verbs, group


# Each verb with the statuses or states it goes from, the status it leads to, and its act.
LEADS = [
    (Verb.HAND_IN, [State.DRAFT], Status.IN_REVIEW, "handed_in"),
    (Verb.RETURN, [State.IN_REVIEW, State.APPROVED], Status.DRAFT, "returned"),
    (Verb.APPROVE, [State.DRAFT, State.IN_REVIEW], Status.APPROVED, "approved"),
    (
        Verb.PUBLISH,
        [State.DRAFT, State.IN_REVIEW, State.APPROVED, State.WITHDRAWN],
        Status.PUBLISHED,
        "published",
    ),
    (Verb.PUBLISH_NOW, [State.SCHEDULED], Status.PUBLISHED, "published"),
    (
        Verb.CANCEL,
        [State.SCHEDULED, State.EMBARGOED],
        Status.APPROVED,
        "unscheduled",
    ),
    (Verb.WITHDRAW, [State.PUBLISHED, State.EXPIRED], Status.WITHDRAWN, "withdrawn"),
    (
        Verb.SPIKE,
        [state for state in State if state not in (State.SPIKED, State.KILLED)],
        Status.SPIKED,
        "spiked",
    ),
    (Verb.UNSPIKE, [State.SPIKED], Status.DRAFT, "unspiked"),
]


@pytest.mark.parametrize(("verb", "states", "status", "act"), LEADS)
def test_a_verb_leads_from_its_states_and_no_others(
    verb: Verb, states: list[State], status: Status, act: str
) -> None:
    for state in State:
        article = article_in(state)
        if state in states:
            assert perform(verb, article, note="n").status == status, state
            assert article.revisions.all()[0].act == act
        elif verb is Verb.PUBLISH and article.status == Status.PUBLISHED:
            assert perform(verb, article).status == Status.PUBLISHED  # Is it already.
        else:
            with pytest.raises(VerbRefused):
                perform(verb, article, note="n")
            assert Article.objects.get(pk=article.pk).status == article.status


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb is not Verb.DELETE])
def test_nobody_without_rights_does_anything(verb: Verb) -> None:
    clerk = make_clerk()
    for state in State:
        article = article_in(state)
        with pytest.raises(VerbRefused):
            perform(verb, article, by=clerk, note="n")


def test_a_time_to_come_schedules_and_publishing_now_moves_it() -> None:
    article = make_draft(published_at=timezone.now() + _SOON)
    assert perform(Verb.PUBLISH, article).state_at() is State.SCHEDULED
    assert article.revisions.all()[0].act == Revision.Act.SCHEDULED
    assert perform(Verb.PUBLISH_NOW, article).state_at() is State.PUBLISHED


def test_what_has_expired_is_not_published() -> None:
    article = make_draft(expires_at=hours_ago(1))
    with pytest.raises(SenselessTimes):
        perform(Verb.PUBLISH, article)
    assert Article.objects.get().status == Status.DRAFT


def test_only_who_handed_it_in_takes_it_back() -> None:
    one, other = make_person("reporter", "one"), make_person("reporter", "other")
    article = make_draft()
    perform(Verb.HAND_IN, article, by=one)
    with pytest.raises(VerbRefused):
        perform(Verb.TAKE_BACK, article, by=other)
    assert verbs_for(other, Article.objects.get()) == []
    assert verbs_for(one, Article.objects.get()) == [Verb.TAKE_BACK]
    assert perform(Verb.TAKE_BACK, article, by=one).status == Status.DRAFT


def test_a_note_comes_with_what_is_returned_and_stands_in_the_history() -> None:
    editor, article = make_person("editor"), article_in(State.IN_REVIEW)
    with pytest.raises(VerbRefused):
        perform(Verb.RETURN, article, by=editor, note=" \n ")
    perform(Verb.RETURN, article, by=editor, note="数字请核对。")
    revision = Revision.objects.all()[0]
    assert revision.changes == {"status": True, "note": "数字请核对。"}
    assert "note" not in revision.fields


@pytest.mark.parametrize("state", [State.APPROVED, State.SCHEDULED, State.EMBARGOED])
def test_a_save_without_the_right_to_publish_returns_it_to_review(
    state: State,
) -> None:
    article = article_in(state)
    saved = save_changes(article.pk, {"lead": "甲"}, by=make_person("chief editor"))
    assert saved.article.status == article.status
    saved = save_changes(article.pk, {"lead": "乙"}, by=make_person("editor"))
    assert saved.article.status == Status.IN_REVIEW
    assert saved.revision
    assert saved.revision.act == Revision.Act.HANDED_IN


def test_a_save_of_a_live_article_is_an_update_and_no_reporter_s() -> None:
    article = make_article()
    with pytest.raises(VerbRefused):
        save_changes(article.pk, {"lead": "甲"}, by=make_person("reporter"))
    saved = save_changes(article.pk, {"lead": "甲"}, by=make_person("editor"))
    assert saved.revision
    assert saved.revision.act == Revision.Act.UPDATED


def test_restoring_is_saving() -> None:
    article = make_article(title="旧")
    first = article.revisions.get()
    save_changes(article.pk, {"title": "新"})
    with pytest.raises(VerbRefused):
        restore(first, by=make_person("reporter"))
    assert Article.objects.get().title == "新"


def test_a_reporter_creates_a_draft_and_hands_it_in_but_publishes_nothing() -> None:
    reporter = make_person("reporter")
    with pytest.raises(VerbRefused):
        create_article({"title": "甲"}, by=reporter, verb=Verb.PUBLISH)
    assert not Article.objects.exists()
    saved = create_article({"title": "甲"}, by=reporter, verb=Verb.HAND_IN)
    assert saved.article.status == Status.IN_REVIEW
    assert saved.revision
    assert saved.revision.act == Revision.Act.HANDED_IN


def test_a_verb_and_a_text_are_one_act() -> None:
    article = make_draft(body="旧。")
    saved = save_changes(article.pk, {"body": "新文。"}, verb=Verb.HAND_IN)
    assert (saved.article.body, saved.article.status) == ("新文。", Status.IN_REVIEW)
    assert article.revisions.count() == 2


# The rule that nobody approves their own copy.


def _refused(article: Article, by: User, verb: Verb = Verb.APPROVE) -> bool:
    try:
        perform(verb, article, by=by)
    except VerbRefused:
        return True
    return False


def _forbid() -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"forbids_own_approval": True})


def test_nobody_approves_their_own_copy_where_the_site_says_so() -> None:
    editor, chief = make_person("editor"), make_person("chief editor")
    own = create_article({"title": "甲"}, by=editor).article
    assert not _refused(create_article({"title": "乙"}, by=editor).article, editor)
    _forbid()
    assert _refused(own, editor)
    perform(Verb.HAND_IN, own, by=editor)
    assert _refused(own, editor)
    assert not _refused(own, chief)
    own_of_chief = create_article({"title": "丙"}, by=chief).article
    assert _refused(own_of_chief, chief, Verb.PUBLISH)
    perform(Verb.APPROVE, own_of_chief, by=editor)
    assert not _refused(own_of_chief, chief, Verb.PUBLISH)


def test_a_draft_belongs_to_who_wrote_it_last_and_a_text_in_review_does_not() -> None:
    _forbid()
    reporter, editor = make_person("reporter"), make_person("editor")
    article = create_article({"title": "甲"}, by=reporter).article
    save_changes(article.pk, {"body": "全文重写。"}, by=editor)
    assert _refused(article, editor)
    save_changes(article.pk, {"body": "又改。"}, by=reporter, verb=Verb.HAND_IN)
    save_changes(article.pk, {"body": "又改了。"}, by=editor)
    assert not _refused(article, editor)


def test_writing_and_approving_at_once_is_approving_one_s_own() -> None:
    _forbid()
    article, editor = make_draft(), make_person("editor")
    with pytest.raises(VerbRefused):
        save_changes(article.pk, {"body": "我的。"}, by=editor, verb=Verb.APPROVE)
    assert not _refused(article, editor)


# Legal hold


@pytest.mark.parametrize("verb", [Verb.PUBLISH, Verb.PUBLISH_NOW])
def test_what_is_held_is_not_published(verb: Verb) -> None:
    state = State.APPROVED if verb is Verb.PUBLISH else State.SCHEDULED
    article, chief = article_in(state), make_person("chief editor")
    Handling.objects.create(article=article, hold_reason="诉讼")
    assert verb not in verbs_for(chief, article)
    for by in (chief, None):
        with pytest.raises(VerbRefused):
            perform(verb, article, by=by)


# Whatever fails


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        (Verb.HAND_IN, State.DRAFT),
        (Verb.APPROVE, State.IN_REVIEW),
        (Verb.PUBLISH, State.APPROVED),
        (Verb.RETURN, State.IN_REVIEW),
        (Verb.WITHDRAW, State.PUBLISHED),
        (Verb.CANCEL, State.SCHEDULED),
    ],
)
def test_a_verb_is_done_as_a_whole_or_not_at_all(verb: Verb, state: State) -> None:
    article, chief = article_in(state), make_person("chief editor")
    before = everything()
    assert fail_each_write(
        lambda: perform(verb, article, by=chief, note="n"), everything
    )
    assert everything() != before


def test_a_right_of_one_s_own_is_enough() -> None:
    article = article_in(State.IN_REVIEW)
    person = give(make_clerk(), Right.PUBLISH)
    assert verbs_for(person, article) == [Verb.PUBLISH, Verb.SAVE]
