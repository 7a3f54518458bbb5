from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from articles import middleware
from articles.models import Article, AuditEntry, PendingVersion, Revision
from articles.publishing import (
    VerbRefused,
    apply_due,
    drop_changes,
    recheck_pending,
    save_changes,
    schedule_changes,
)
from tests.acts import withdraw
from tests.factories import make_article, make_draft
from tests.faults import fail_each_write
from tests.people import make_chief

pytestmark = pytest.mark.django_db

BODY = "一。\n\n二。\n\n三。\n"
HOUR = timedelta(hours=1)


def schedule(article: Article, **changes: object) -> PendingVersion:
    base = article.revisions.first()
    at = timezone.now() + HOUR
    return schedule_changes(article.pk, changes, base=base, go_live_at=at, by=None)


def after(pending: PendingVersion) -> PendingVersion:
    pending.refresh_from_db()
    return pending


def test_readers_see_the_change_from_its_hour_on() -> None:
    article = make_article(body=BODY)
    chief = make_chief()
    base = article.revisions.first()
    at = timezone.now() + HOUR
    changes = {"body": BODY.replace("一", "甲")}
    pending = schedule_changes(article.pk, changes, base=base, go_live_at=at, by=chief)
    assert apply_due(at - timedelta(seconds=1)) == 0
    article.refresh_from_db()
    assert article.body == BODY
    assert apply_due(at) == 1
    article.refresh_from_db()
    assert article.body == changes["body"]
    assert "甲" in article.body_html
    assert after(pending).state == PendingVersion.State.APPLIED
    newest = article.revisions.first()
    assert newest
    assert (newest.act, newest.created_by) == (Revision.Act.UPDATED, chief)
    assert apply_due(at) == 0


def test_a_fix_published_meanwhile_is_merged_into_it_and_keeps_its_hour() -> None:
    article = make_article(body=BODY)
    pending = schedule(article, body=BODY.replace("一", "甲"))
    hour = pending.go_live_at
    save_changes(article.pk, {"body": BODY.replace("三", "丙")})
    recheck_pending(article.pk)
    assert after(pending).state == PendingVersion.State.SCHEDULED
    assert pending.go_live_at == hour
    assert apply_due(hour) == 1
    article.refresh_from_db()
    assert article.body == "甲。\n\n二。\n\n丙。\n"


def test_a_conflict_shows_at_once_and_not_at_the_hour() -> None:
    article = make_article(body=BODY)
    pending = schedule(article, body=BODY.replace("一", "甲"))
    save_changes(article.pk, {"body": BODY.replace("一", "乙")})
    recheck_pending(article.pk)
    assert after(pending).state == PendingVersion.State.CONFLICT
    assert pending.error
    assert apply_due(pending.go_live_at) == 0
    save_changes(article.pk, {"body": BODY})
    recheck_pending(article.pk)
    assert after(pending).state == PendingVersion.State.SCHEDULED
    assert apply_due(pending.go_live_at) == 1


def test_a_conflict_that_nobody_checked_for_leaves_the_page_at_its_hour() -> None:
    article = make_article(body=BODY)
    pending = schedule(article, body=BODY.replace("一", "甲"))
    save_changes(article.pk, {"body": BODY.replace("一", "乙")})
    assert apply_due(pending.go_live_at) == 0
    article.refresh_from_db()
    assert article.body == BODY.replace("一", "乙")
    assert after(pending).state == PendingVersion.State.CONFLICT


def test_what_is_withdrawn_stays_so() -> None:
    article = make_article(body=BODY)
    pending = schedule(article, title="新")
    withdraw(article)
    assert apply_due(pending.go_live_at) == 0
    article.refresh_from_db()
    assert article.title != "新"
    assert after(pending).state == PendingVersion.State.FAILED


def test_a_slug_that_was_taken_fails_with_its_reason() -> None:
    article = make_article()
    pending = schedule(article, slug="wanted")
    make_article(slug="wanted")
    with translation.override("en"):
        assert apply_due(pending.go_live_at) == 0
    assert "slug" in after(pending).error


def test_a_second_one_takes_the_place_of_the_first() -> None:
    article = make_article()
    first, second = schedule(article, title="甲"), schedule(article, title="乙")
    assert after(first).state == PendingVersion.State.DROPPED
    assert apply_due(second.go_live_at) == 1
    article.refresh_from_db()
    assert article.title == "乙"


def test_a_dropped_one_never_goes_live() -> None:
    article = make_article()
    pending = schedule(article, title="新")
    assert drop_changes(pending, by=None)
    assert not drop_changes(pending, by=None)
    assert apply_due(pending.go_live_at) == 0
    acts = AuditEntry.objects.values_list("act", flat=True)
    assert {"change_scheduled", "change_dropped"} <= {*acts}


def test_only_a_live_article_has_changes_that_wait() -> None:
    with pytest.raises(VerbRefused):
        schedule(make_draft(), title="新")


def test_a_place_that_others_changed_is_decided_before_it_waits() -> None:
    article = make_article(body=BODY)
    base = article.revisions.first()
    save_changes(article.pk, {"body": BODY.replace("一", "乙")})
    with pytest.raises(VerbRefused):
        schedule_changes(
            article.pk,
            {"body": BODY.replace("一", "甲")},
            base=base,
            go_live_at=timezone.now() + HOUR,
            by=None,
        )
    assert not PendingVersion.objects.exists()


def test_a_write_that_fails_leaves_it_waiting_and_the_page_as_it_was() -> None:
    article = make_article(body=BODY)
    pending = schedule(article, body=BODY.replace("一", "甲"))

    def state() -> list[object]:
        return [
            *Article.objects.values_list("body", "body_html"),
            *PendingVersion.objects.values_list("state"),
            Revision.objects.count(),
            AuditEntry.objects.count(),
        ]

    assert fail_each_write(lambda: apply_due(pending.go_live_at), state) > 3


def test_the_first_reader_after_the_hour_makes_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("articles.middleware.apply_due", apply_due)
    article = make_article()
    pending = schedule(article, title="新")
    PendingVersion.objects.update(go_live_at=timezone.now())
    page = middleware.DueChangesMiddleware(lambda _request: HttpResponse())
    page(RequestFactory().get("/admin/"))
    assert after(pending).state == PendingVersion.State.SCHEDULED
    page(RequestFactory().get("/zh-cn/"))
    assert after(pending).state == PendingVersion.State.APPLIED


def test_many_readers_ask_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("articles.middleware.apply_due", lambda: asked.append(1))
    page = middleware.DueChangesMiddleware(lambda _request: HttpResponse())
    for _ in range(20):
        page(RequestFactory().get("/zh-cn/"))
    assert len(asked) == 1


def test_the_command_makes_them_and_names_what_it_could_not(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    schedule(make_article(), title="新")
    failing = schedule(make_article(), slug="wanted")
    make_article(slug="wanted")
    PendingVersion.objects.update(go_live_at=timezone.now())
    with pytest.raises(CommandError):
        call_command("publish_due")
    told = capsys.readouterr()
    assert "1 scheduled changes" in told.out
    assert failing.article.slug in told.err
    call_command("publish_due", verbosity=0)
