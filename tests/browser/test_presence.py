from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.article_form import said
from tests.browser.signed_in import open_article, signed_in
from tests.factories import make_draft
from tests.people import make_reporter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_colleagues_see_who_is_in_which_field_and_who_saved(
    browser: Browser, live_server: LiveServer
) -> None:
    article, zhou = make_draft(), make_reporter("zhou")
    zhou.first_name, zhou.last_name = "Lu", "Zhou"
    zhou.save()
    with (
        signed_in(browser, live_server, zhou) as her_desk,
        signed_in(browser, live_server, make_reporter()) as desk,
    ):
        hers = open_article(her_desk, live_server, article)
        hers.locator("#id_body").focus()
        page = open_article(desk, live_server, article)
        present = page.locator("[data-presence]")
        expect(present).to_contain_text("Lu Zhou is editing (Body")
        expect(present).not_to_have_attribute("role", "status")
        names = desk.new_page()
        names.goto(live_server.url + reverse("admin:articles_article_changelist"))
        expect(names.locator(".desk-state--open")).to_contain_text("Lu Zhou")

        hers.locator("#id_body").fill("她写的")
        hers.locator("[name=_save]").first.click()
        expect(hers.locator(".messagelist .success")).to_be_visible()
        hers.goto(live_server.url + reverse("admin:index"))
        page.locator("#id_lead").focus()
        expect(present).to_contain_text("Lu Zhou saved at")
        expect(present).not_to_contain_text("is editing")


def test_a_new_article_is_open_to_colleagues_once_saved_and_a_save_is_no_other_window(
    browser: Browser, live_server: LiveServer
) -> None:
    with (
        signed_in(browser, live_server, make_reporter("zhou")) as her_desk,
        signed_in(browser, live_server, make_reporter()) as desk,
    ):
        hers = open_article(her_desk, live_server, None)
        hers.locator("#id_title").fill("突发")
        save(hers)
        article = Article.objects.get()
        page = open_article(desk, live_server, article)
        expect(page.locator("[data-presence]")).to_contain_text("zhou is editing")

        hers.locator("#id_title").fill("突发：降息")
        save(hers)
        hers.locator("#id_body").focus()
        theirs = hers.locator("[data-presence]")
        expect(theirs).to_contain_text("reporter")
        expect(theirs).not_to_contain_text("another window")


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("form[aria-busy]")).to_have_count(0)
    said(page, "Saved ")
