"""Colleagues are called by their names, wherever the desk speaks of them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from articles import publishing
from articles.choices import CorrectionSeverity
from articles.publishing import Verb
from tests.factories import make_article, make_draft
from tests.people import make_chief, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    """A chief's browser, who works beside 周鹭 and Ann Lee."""
    chief = make_chief("zl")
    chief.last_name, chief.first_name = "周", "鹭"
    chief.save()
    ann = make_person("reporter", "al")
    ann.first_name, ann.last_name = "Ann", "Lee"
    ann.save()
    client.force_login(chief)
    client.user = chief  # type: ignore[attr-defined]
    return client


def page(desk: Client, name: str, *arguments: int) -> str:
    return desk.get(reverse(f"admin:{name}", args=arguments)).content.decode()


def test_a_returned_text_a_hold_and_the_history_name_who_did_it(desk: Client) -> None:
    draft, by = make_draft(title="稿"), desk.user  # type: ignore[attr-defined]
    publishing.perform(Verb.HAND_IN, draft, by=by)
    publishing.perform(Verb.RETURN, draft, by=by, note="再核对")
    publishing.hold(draft, "诉讼", by=by)
    form = page(desk, "articles_article_change", draft.pk)
    assert form.count("· 周鹭") == 2
    assert "周鹭" in page(desk, "articles_article_history", draft.pk)


def test_a_correction_and_a_kill_name_who_made_them(desk: Client) -> None:
    article, by = make_article(), desk.user  # type: ignore[attr-defined]
    publishing.correct(article, CorrectionSeverity.CORRECTION, "应为25。", by=by)
    assert "· 周鹭" in page(desk, "articles_article_corrections", article.pk)
    publishing.kill(article, reason="侵权", notices={"zh": "已撤下。"}, by=by)
    assert "周鹭" in page(desk, "articles_article_change", article.pk)


def test_choosers_and_the_list_of_accounts_put_names_in_their_order(
    desk: Client,
) -> None:
    form = page(desk, "articles_article_change", make_draft().pk)
    assert ">周鹭</option>" in form
    assert ">Ann Lee</option>" in form
    assert '<td class="field-full_name">周鹭</td>' in page(desk, "auth_user_changelist")


def test_a_list_is_named_by_what_stands_in_it(desk: Client) -> None:
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    shown = page(desk, "articles_aftercheck_changelist")
    assert "<h1>发后复核</h1>" in shown
    assert "选择" not in shown.partition("<h1>")[2].partition("</h1>")[0]
