"""An embargo that is running ends early only by its own verb, with a right and a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.archive.importer import resolve
from articles.archive.importer.update import plan_merge
from articles.choices import State, Status
from articles.models import Article, AuditEntry, Conflict, EmbargoLift
from articles.publishing import (
    SenselessTimes,
    VerbRefused,
    lift_embargo,
    save,
    save_changes,
)
from articles.rights import Right
from tests.factories import make_article, make_draft
from tests.faults import fail_each_write
from tests.people import give, make_person

pytestmark = pytest.mark.django_db
UNTIL = timezone.now().replace(microsecond=0) + timedelta(days=1)


@pytest.fixture
def story() -> Article:
    return make_article(title="禁发稿", slug="held", embargoed_until=UNTIL)


def stored_until(article: Article) -> Any:
    return Article.objects.get(pk=article.pk).embargoed_until


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_lift_embargo", args=[article.pk])


def test_the_chief_lifts_it_with_a_reason_and_all_of_it_is_recorded(
    story: Article,
) -> None:
    chief = make_person("chief editor")
    client = client_of(chief)
    form = reverse("admin:articles_article_change", args=[story.pk])
    assert page_of(story) in client.get(form).content.decode()
    answer = client.post(page_of(story), {"reason": "  Fed 提前公布。 "}, follow=True)
    assert "The embargo is lifted: 禁发稿" in answer.content.decode()
    assert Client().get("/zh-cn/articles/held/").status_code == 200
    assert "禁发稿" in Client().get("/zh-cn/").content.decode()
    lift = EmbargoLift.objects.get()
    assert (lift.was_until, lift.reason, lift.by) == (UNTIL, "Fed 提前公布。", chief)
    entry = AuditEntry.objects.get(act=AuditEntry.Act.LIFTED)
    assert entry.detail == {
        "reason": "Fed 提前公布。",
        "was_until": UNTIL.isoformat(),
    }
    assert story.revisions.first().fields["embargoed_until"] is None  # type: ignore[union-attr]


def test_without_the_right_there_is_no_button_and_no_page(story: Article) -> None:
    client = client_of(make_person("editor"))
    form = reverse("admin:articles_article_change", args=[story.pk])
    shown = client.get(form).content.decode()
    assert "Under embargo until" in shown
    assert page_of(story) not in shown
    for answer in (
        client.get(page_of(story)),
        client.post(page_of(story), {"reason": "x"}),
    ):
        assert answer.status_code == 403
    assert stored_until(story) == UNTIL


def test_without_a_reason_nothing_happens(story: Article) -> None:
    client = client_of(make_person("chief editor"))
    answer = client.post(page_of(story), {"reason": " \n"})
    assert answer.status_code == 409
    assert "Say why" in answer.content.decode()
    assert stored_until(story) == UNTIL


def test_what_was_lifted_or_is_over_is_not_lifted_again(story: Article) -> None:
    chief = make_person("chief editor")
    lift_embargo(story, reason="r", by=chief)
    for _ in range(2):
        with pytest.raises(VerbRefused):
            lift_embargo(story, reason="r", by=chief)
    answer = client_of(chief).post(page_of(story), {"reason": "r"})
    assert answer.status_code == 409
    assert EmbargoLift.objects.count() == 1


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT, Status.APPROVED])
@pytest.mark.parametrize("until", [None, UNTIL - timedelta(seconds=1)])
def test_no_save_ends_it_early_whoever_saves(status: str, until: Any) -> None:
    story = make_article(embargoed_until=UNTIL, status=status)
    changes = {"embargoed_until": until.isoformat() if until else None}
    with pytest.raises(SenselessTimes):
        save_changes(story.pk, changes, by=make_person("chief editor"))
    story.embargoed_until = until
    with pytest.raises(SenselessTimes):
        save(story)
    assert stored_until(story) == UNTIL


def test_it_may_be_made_longer_and_one_that_is_over_may_go(story: Article) -> None:
    later = UNTIL + timedelta(days=1)
    story.embargoed_until = later
    save(story)
    assert stored_until(story) == later
    over = make_article(embargoed_until=timezone.now() - timedelta(hours=1))
    over.embargoed_until = None
    save(over)
    assert stored_until(over) is None


def test_an_import_that_ends_it_early_waits_as_a_conflict() -> None:
    base = {"embargoed_until": UNTIL}
    for theirs in (None, UNTIL - timedelta(hours=1)):
        plan = plan_merge(base, base, {"embargoed_until": theirs}, is_same_file=False)
        assert plan.conflicts == ("embargoed_until",)
        assert plan.merged == base
    later = {"embargoed_until": UNTIL + timedelta(hours=1)}
    plan = plan_merge(base, base, later, is_same_file=False)
    assert (plan.conflicts, plan.merged) == ((), later)


def test_deciding_such_a_conflict_does_not_lift_it(story: Article) -> None:
    conflict = Conflict.objects.create(
        article=story, field="embargoed_until", base=None, ours=None, theirs=None
    )
    with pytest.raises(ValidationError):
        resolve(conflict, Conflict.Choice.THEIRS, make_person("chief editor"))
    assert stored_until(story) == UNTIL


def test_a_failure_at_any_write_leaves_all_or_nothing(story: Article) -> None:
    chief = make_person("chief editor")
    entries = AuditEntry.objects.filter(act=AuditEntry.Act.LIFTED)

    def state() -> list[Any]:
        counts = [EmbargoLift.objects.count(), entries.count(), story.revisions.count()]
        return [stored_until(story), *counts]

    failed = fail_each_write(lambda: lift_embargo(story, reason="r", by=chief), state)
    assert failed > 3
    assert state() == [None, 1, 1, 2]


def test_the_right_alone_is_enough() -> None:
    story = make_draft(embargoed_until=UNTIL)
    person = give(make_person("reporter"), Right.LIFT_EMBARGO, Right.SEE_EMBARGOED)
    lifted = lift_embargo(story, reason="r", by=person)
    assert lifted.state_at() is State.DRAFT
