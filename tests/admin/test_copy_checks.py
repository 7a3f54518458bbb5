from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, SiteSettings
from tests.admin.data import ADD, article_data
from tests.people import make_chief, make_reporter

pytestmark = pytest.mark.django_db
SLIPS = {"body": "行情会延续。。", "title": "快讯"}


@pytest.fixture
def desk(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_reporter())
    return client


def messages_after(desk: Client, **fields: str) -> list[str]:
    answer = desk.post(reverse(ADD), article_data(**fields), follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_a_save_without_script_tells_what_the_checks_find(desk: Client) -> None:
    remarks = [text for text in messages_after(desk, **SLIPS) if "Doubled" in text]
    assert remarks == [
        "Doubled punctuation, 1 place: Body, “行情会延续。。”. "
        "“。。”: one mark is enough."
    ]
    assert Article.objects.count() == 1


def test_a_save_of_a_form_that_showed_them_does_not(desk: Client) -> None:
    texts = messages_after(desk, **SLIPS, copy_checks_shown="1")
    assert not any("Doubled" in text for text in texts)


def test_a_chief_switches_kinds_off_for_the_site(client: Client) -> None:
    client.force_login(make_chief())
    url = reverse("admin:articles_sitesettings_change", args=[1])
    SiteSettings().save()
    form = client.get(url).context["adminform"].form
    data = {
        name: value
        for name in form.fields
        if (value := form[name].value()) not in (None, False, [])
    }
    data |= {"widgets": "search", "post_meta": "", "social_links": ""}
    answer = client.post(url, {**data, "copy_checks_off": ["tense", "rates"]})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert SiteSettings.current().copy_checks_off == ["tense", "rates"]
