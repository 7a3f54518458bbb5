from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from articles import publishing
from articles.models import Article, PendingVersion, Revision
from articles.publishing import save_changes
from articles.rights import Right
from articles.time_zones import moment_in_words
from tests.acts import withdraw
from tests.admin.browsing import form_in
from tests.factories import make_article, make_draft
from tests.people import give, make_chief, make_person

pytestmark = pytest.mark.django_db

BODY = "一。\n\n二。\n\n三。\n"


@pytest.fixture
def chief(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_person("chief editor"))
    return client


def page_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def change_of(article: Article) -> str:
    return reverse("admin:articles_article_scheduled_change", args=[article.pk])


def schedule(
    client: Client, article: Article, hour: str = "明天 9:30", **typed: str
) -> Any:
    sent = form_in(client.get(page_of(article))) | typed
    return client.post(
        page_of(article), {**sent, "_schedule": "1", "go_live_at": hour}, follow=True
    )


def test_a_change_waits_for_its_hour_and_the_page_says_so(chief: Client) -> None:
    article = make_article(body=BODY)
    page = schedule(chief, article, body=BODY.replace("一", "甲"))
    pending = PendingVersion.objects.get()
    with translation.override("en"):
        assert moment_in_words(pending.go_live_at) in page.content.decode()
    assert change_of(article) in page.content.decode()
    article.refresh_from_db()
    assert article.body == BODY
    assert "甲" in chief.get(change_of(article)).content.decode()


def test_a_change_of_what_nobody_reads_any_more_claims_no_readers(
    chief: Client,
) -> None:
    article = make_article(body=BODY)
    schedule(chief, article, body=BODY.replace("一", "甲"))
    withdraw(article, by=make_chief())
    page = chief.get(page_of(article)).content.decode()
    assert "only if readers can read the article then" in page
    assert "what readers see now" not in page


@pytest.mark.parametrize("hour", ["", "soon", "昨天 9:30"])
def test_an_hour_that_cannot_be_leaves_the_text_in_the_form(
    chief: Client, hour: str
) -> None:
    article = make_article(body=BODY)
    page = schedule(chief, article, hour, body="新的正文")
    assert "新的正文" in page.content.decode()
    assert not PendingVersion.objects.exists()
    article.refresh_from_db()
    assert article.body == BODY


def test_who_may_not_publish_schedules_nothing(client: Client) -> None:
    client.force_login(make_person("editor"))
    article = make_article(body=BODY)
    assert "_schedule" not in client.get(page_of(article)).content.decode()
    schedule(client, article, body="新的正文")
    assert not PendingVersion.objects.exists()


def test_a_draft_has_no_changes_that_wait(chief: Client) -> None:
    article = make_draft(body=BODY)
    page = schedule(chief, article, body="新的正文")
    assert "新的正文" in page.content.decode()
    assert not PendingVersion.objects.exists()


def test_it_is_made_now_moved_or_dropped(chief: Client) -> None:
    article = make_article(body=BODY)
    schedule(chief, article, body="甲。")
    chief.post(change_of(article), {"move": "1", "go_live_at": "后天 9:30"})
    pending = PendingVersion.objects.get()
    local = timezone.localtime(pending.go_live_at)
    assert local.date() == timezone.localdate() + timedelta(days=2)
    chief.post(change_of(article), {"now": "1"})
    article.refresh_from_db()
    assert article.body == "甲。"
    assert Revision.objects.latest("pk").act == Revision.Act.UPDATED
    schedule(chief, article, body="乙。")
    chief.post(change_of(article), {"drop": "1"})
    assert not PendingVersion.objects.waiting().exists()
    assert chief.get(change_of(article)).status_code == 404


def test_a_conflict_is_told_on_the_page_and_cannot_be_made_now(chief: Client) -> None:
    article = make_article(body=BODY)
    schedule(chief, article, body=BODY.replace("一", "甲"))
    save_changes(article.pk, {"body": BODY.replace("一", "乙")})
    page = chief.post(change_of(article), {"now": "1"})
    assert "Others changed the same places" in page.content.decode()
    article.refresh_from_db()
    assert article.body == BODY.replace("一", "乙")
    assert "In conflict" in chief.get(page_of(article)).content.decode()


def test_only_who_may_publish_decides(client: Client) -> None:
    chief = make_person("chief editor")
    client.force_login(chief)
    article = make_article(body=BODY)
    schedule(client, article, body="甲。")
    other = give(make_person("editor"), Right.APPROVE)
    client.force_login(other)
    assert client.get(change_of(article)).status_code == 200
    assert client.post(change_of(article), {"drop": "1"}).status_code == 403
    assert PendingVersion.objects.waiting().exists()


def test_a_change_that_waits_is_opened_in_the_form_and_put_in_its_own_place(
    chief: Client,
) -> None:
    article = make_article(body=BODY)
    schedule(chief, article, body=BODY.replace("一", "甲"), tags="美元")
    colleague = BODY.replace("三", "丙")
    base = article.revisions.first()
    save_changes(article.pk, {"body": colleague}, base=base, by=make_chief())
    address = f"{page_of(article)}?scheduled-change"
    assert address in chief.get(change_of(article)).content.decode()
    page = chief.get(address)
    sent = form_in(page)
    assert sent["body"].splitlines() == BODY.replace("一", "甲").splitlines()
    assert sent["tags"] == "美元"
    assert "not what readers see now" in page.content.decode()
    sent |= {"body": sent["body"].replace("甲", "甲乙"), "_schedule": "1"}
    assert sent["go_live_at"]
    chief.post(page_of(article), sent)
    pending = PendingVersion.objects.waiting().get()
    assert publishing.apply_now(pending)
    article.refresh_from_db()
    assert article.body == "甲乙。\n\n二。\n\n丙。\n"
    assert [str(tag) for tag in article.tags.all()] == ["美元"]


def test_a_change_beside_the_form_is_not_opened_in_it(chief: Client) -> None:
    """It would be lost: the rows of own wordings show what is stored."""
    article = make_article(body=BODY)
    base, later = article.revisions.first(), timezone.now() + timedelta(hours=2)
    changes = {f"{publishing.OVERRIDE}zh-tw.title": "標題"}
    publishing.schedule_changes(
        article.pk, changes, base=base, go_live_at=later, by=make_chief()
    )
    shown = chief.get(change_of(article)).content.decode()
    assert "?scheduled-change" not in shown
