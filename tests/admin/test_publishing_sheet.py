from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.choices import Reuse, State, Status
from articles.models import (
    Article,
    AuditEntry,
    Handling,
    Revision,
    SiteSettings,
    SourceClearance,
)
from articles.publishing import VerbRefused
from articles.time_zones import moment_in_words
from tests.acts import publish
from tests.admin.browsing import form_in
from tests.factories import hours_ago, make_article, make_draft, make_source
from tests.people import make_chief, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_person("chief editor"))
    return client


def sheet(article: Article) -> str:
    return reverse("admin:articles_article_publish", args=[article.pk])


def test_it_is_published_now(chief: Client) -> None:
    article = make_draft(categories=["债市"])
    page = chief.get(sheet(article))
    assert page.context["form"]["when"].value() == "now"
    answer = chief.post(sheet(article), {"when": "now"}, follow=True)
    article.refresh_from_db()
    assert article.is_published
    assert article.get_absolute_url() in answer.content.decode()
    assert Revision.objects.latest("pk").act == Revision.Act.PUBLISHED


@pytest.mark.parametrize("typed", ["明天 9:30", "明天９：３０", "tomorrow 9.30 am"])
def test_it_is_scheduled_as_it_is_typed(chief: Client, typed: str) -> None:
    article = make_draft(categories=["债市"])
    chief.post(sheet(article), {"when": "at", "published_at": typed})
    article.refresh_from_db()
    local = timezone.localtime(article.published_at)
    assert f"{local:%H:%M}" == "09:30"
    assert local.date() == timezone.localdate() + timedelta(days=1)
    assert article.state_at() is State.SCHEDULED


def test_what_is_scheduled_shows_its_time_and_can_be_published_now(
    chief: Client,
) -> None:
    later = timezone.now().replace(microsecond=0) + timedelta(hours=3)
    article = make_article(published_at=later, categories=["债市"])
    form = chief.get(sheet(article)).context["form"]
    assert form["when"].value() == "at"
    sent = {"when": "at", "published_at": form["published_at"].value()}
    chief.post(sheet(article), sent)
    article.refresh_from_db()
    assert article.published_at == later
    chief.post(sheet(article), {"when": "now"})
    article.refresh_from_db()
    assert article.is_published


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"when": "at"}, "published_at"),
        ({"when": "at", "published_at": "soon"}, "published_at"),
        ({"when": "now", "expires_at": "昨天 9:30"}, "expires_at"),
        (
            {
                "when": "now",
                "expires_at": "明天 9:30",
                "embargoed_until": "后天 9:30",
            },
            "embargoed_until",
        ),
        ({"when": "never"}, "when"),
        ({}, "when"),
    ],
)
def test_times_that_make_no_sense_are_refused_at_the_field(
    chief: Client, sent: dict[str, str], field: str
) -> None:
    article = make_draft(categories=["债市"])
    page = chief.post(sheet(article), sent)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    article.refresh_from_db()
    assert article.state_at() is State.DRAFT


def test_what_blocks_is_named_and_nothing_happens(chief: Client) -> None:
    SiteSettings.objects.create(checklist_blocks=["category"])
    article = make_draft()
    page = chief.post(sheet(article), {"when": "now"})
    assert page.status_code == 422
    assert "No category is chosen." in page.content.decode()
    article.refresh_from_db()
    assert article.state_at() is State.DRAFT


def test_a_permission_is_recorded_with_the_act_that_it_allows(chief: Client) -> None:
    source = make_source(reuse=Reuse.PERMISSION, terms_confirmed_at=timezone.now())
    article = make_draft(source=source, categories=["债市"])
    page = chief.post(sheet(article), {"when": "now"})
    assert "clearance" in page.context["form"].errors
    assert not SourceClearance.objects.exists()
    sent = {"when": "now", "clearance": "王编辑 11月30日来信"}
    chief.post(sheet(article), sent)
    article.refresh_from_db()
    assert article.is_published
    assert SourceClearance.objects.get().text == "王编辑 11月30日来信"
    assert AuditEntry.objects.filter(act=AuditEntry.Act.CLEARED).exists()


@pytest.mark.parametrize("group", ["reporter", "editor"])
def test_nobody_else_publishes(client: Client, group: str) -> None:
    client.force_login(make_person(group))
    article = make_draft(categories=["债市"])
    assert client.get(sheet(article)).status_code == 403
    assert client.post(sheet(article), {"when": "now"}).status_code == 403


def test_what_is_typed_is_echoed_with_its_distance(client: Client) -> None:
    client.force_login(make_chief())
    address = reverse("admin:articles_article_typed_moment")
    meant = client.get(address, {"text": "明天 9:30"}).json()["meant"]
    tomorrow = timezone.localtime().replace(
        hour=9, minute=30, second=0, microsecond=0
    ) + timedelta(days=1)
    assert meant.startswith(moment_in_words(tomorrow))
    assert client.get(address, {"text": "明天 9:30"}).json()["is_ahead"]
    assert not client.get(address, {"text": "2020-01-01 9:30"}).json()["is_ahead"]
    assert client.get(address, {"text": "25:00"}).json()["problem"]
    assert client.get(address).json() == {"meant": ""}


def test_its_button_says_whether_it_publishes_or_schedules(chief: Client) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    for times, label in (
        ({}, "Publish"),
        ({"published_at": hours_ago(1)}, "Publish"),
        ({"published_at": tomorrow}, "Schedule"),
        ({"embargoed_until": tomorrow}, "Schedule"),
    ):
        page = chief.get(sheet(make_draft(**times))).content.decode()
        assert f">{label}</button>" in page


def test_a_live_article_keeps_its_time_on_the_sheet(chief: Client) -> None:
    article = make_article(published_at=hours_ago(5), categories=["债市"])
    before = article.published_at
    assert before
    assert before.microsecond
    form = chief.get(sheet(article)).context["form"]
    sent = {"when": "at", "published_at": form["published_at"].value()}
    chief.post(sheet(article), sent)
    article.refresh_from_db()
    assert article.published_at == before


def test_no_other_door_publishes_what_lacks_what_the_desk_insists_on(
    chief: Client,
) -> None:
    SiteSettings.objects.create(checklist_blocks=["category"])
    article = make_draft(body="一。\n")
    form = form_in(chief.get(article_page(article)))
    page = chief.post(article_page(article), {**form, "body": "二。", "_publish": "1"})
    assert "No category is chosen." in page.content.decode()
    with pytest.raises(VerbRefused):
        publish(article, by=make_chief())
    article.refresh_from_db()
    assert (article.state_at(), article.body) == (State.DRAFT, "一。\n")


def test_the_button_saves_and_leads_to_the_sheet(chief: Client) -> None:
    article = make_draft(body="一。\n")
    form = form_in(chief.get(article_page(article)))
    sent = {**form, "body": "二。\r\n", "_sheet": "1"}
    answer = chief.post(article_page(article), sent)
    assert answer["Location"] == sheet(article)
    article.refresh_from_db()
    assert (article.state_at(), article.body) == (State.DRAFT, "二。\n")


def article_page(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def test_what_is_held_is_refused_in_words_on_the_sheet(chief: Client) -> None:
    article = make_draft(categories=["债市"])
    Handling.objects.create(article=article, hold_reason="诉讼")
    answer = chief.post(sheet(article), {"when": "now"})
    assert answer.status_code == 422
    assert "It is on legal hold" in answer.content.decode()
    article.refresh_from_db()
    assert article.status == Status.DRAFT
