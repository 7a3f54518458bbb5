from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.choices import TermKind
from articles.models import SiteSettings, Term
from articles.publishing import LONGEST_CHECKED
from articles.variants import term_base
from tests.people import make_clerk, make_reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_reporter())
    return client


def check(desk: Client, **fields: str) -> Any:
    data = {"language": "zh-Hans", "published_on": "2026-11-29", **fields}
    return desk.post(reverse("copy_checks"), data)


def test_what_is_found_is_answered_with_its_place_and_fix(desk: Client) -> None:
    answer = check(desk, body="行情会延续。。")
    assert answer.json() == {
        "checks": [
            {
                "key": "doubled_marks",
                "label": "Doubled punctuation",
                "severity": "should",
                "findings": [
                    {
                        "field": "body",
                        "start": 5,
                        "end": 7,
                        "text": "。。",
                        "message": "“。。”: one mark is enough",
                        "fix": "。",
                    }
                ],
            }
        ]
    }
    assert "no-store" in answer["Cache-Control"]


def test_places_count_as_a_browser_does(desk: Client) -> None:
    [found] = check(desk, body="😀涨\r\n👍。。").json()["checks"]
    [finding] = found["findings"]
    text = "😀涨\n👍。。".encode("utf-16-le")
    place = slice(2 * finding["start"], 2 * finding["end"])
    assert text[place].decode("utf-16-le") == "。。"


def test_dates_are_read_from_the_day_of_publication(desk: Client) -> None:
    def keys(day: str) -> list[str]:
        answer = check(desk, body="会议将于11月1日召开。", published_on=day)
        return [found["key"] for found in answer.json()["checks"]]

    assert keys("2026-11-29") == ["tense"]
    assert keys("2026-10-29") == []
    assert check(desk, body="文", published_on="2026-11-").status_code == 200


def test_names_and_script_follow_the_terms_and_the_language(desk: Client) -> None:
    term = Term(
        simplified="特朗普", taiwan="川普", hong_kong="特朗普", kind=TermKind.PERSON
    )
    term_base.save_term(term)
    answer = check(desk, body="特朗普说，川普又说，特朗普不说關税。我们这样说。")
    found = {kind["key"]: kind["findings"] for kind in answer.json()["checks"]}
    assert [finding["text"] for finding in found["names"]] == ["川普"]
    assert [finding["fix"] for finding in found["script"]] == ["关"]


def test_a_kind_that_the_site_switched_off_is_not_found(desk: Client) -> None:
    SiteSettings(copy_checks_off=["doubled_marks", "gone"]).save()
    assert check(desk, body="行情会延续。。").json() == {"checks": []}


def test_a_check_costs_two_queries(
    desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    check(desk, body="文")
    # Session and user, rights of user and groups; the site twice.
    with django_assert_num_queries(6):
        check(desk, body="行情会延续。。" * 50, title="川普")


def test_a_text_that_is_too_long_is_said_to_be(desk: Client) -> None:
    answer = check(desk, body="文" * (LONGEST_CHECKED + 1))
    assert answer.status_code == 400
    assert answer.json() == {
        "problem": "A text of more than 200,000 characters is not checked."
    }


@pytest.mark.parametrize("body", ["a\x00b", "\ud800".encode("utf-16", "surrogatepass")])
def test_odd_characters_fail_nothing(desk: Client, body: Any) -> None:
    assert check(desk, body=body).status_code in {200, 400}


def test_only_who_writes_articles_may_check(client: Client) -> None:
    url = reverse("copy_checks")
    assert client.post(url).status_code == 302
    client.force_login(make_clerk())
    assert client.post(url).status_code == 403
    client.force_login(make_reporter())
    assert client.post(url).status_code == 200
    assert client.get(url).status_code == 405
