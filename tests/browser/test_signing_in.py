"""Signing in again over a form: the text stays, and is saved by its own author alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_otp.oath import totp
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.authentication import confirm_second_factor
from articles.models import Article
from tests.browser.conftest import sign_in
from tests.factories import make_draft
from tests.people import make_chief, make_reporter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk(NamedTuple):
    page: Page
    chief: User
    article: Article


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    """A chief who has typed into an article."""
    context = browser.new_context(locale="en", base_url=live_server.url)
    chief, article = make_chief(), make_draft(title="油价", body="正文。")
    sign_in(context, live_server.url, chief)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.locator("[data-bar] [data-count]")).not_to_be_empty()
    page.locator("#id_body").fill("新的正文。")
    yield Desk(page, chief, article)
    context.close()


def sign_out_everywhere() -> None:
    Session.objects.all().delete()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(text)


def body_of(article: Article) -> str:
    article.refresh_from_db()
    return article.body


def test_a_save_goes_on_after_signing_in_over_the_form(desk: Desk) -> None:
    page = desk.page
    sign_out_everywhere()
    page.keyboard.press("Control+s")
    box = page.get_by_role("dialog")
    expect(box.get_by_label("Username")).to_have_value("chief")
    password = box.get_by_label("Password")
    expect(password).to_be_focused()
    results = Axe().run(page)
    assert not results.violations_count, results.generate_report()

    password.fill("wrong")
    box.get_by_role("button", name="Sign in").click()
    expect(box.get_by_role("alert")).to_contain_text("correct username and password")
    expect(password).to_be_focused()
    assert body_of(desk.article) == "正文。"

    # As a password manager or the clipboard would put it there.
    page.keyboard.insert_text("chief")
    page.keyboard.press("Enter")
    said(page, "Saved ")
    expect(box).to_be_hidden()
    assert body_of(desk.article) == "新的正文。"
    expect(page.locator("#id_body")).to_have_value("新的正文。")


def test_the_same_box_asks_for_the_code_of_a_second_factor(desk: Desk) -> None:
    page = desk.page
    key = "31" * 20
    before = totp(bytes.fromhex(key), drift=-1)
    confirm_second_factor(desk.chief, key, f"{before:06}")
    sign_out_everywhere()
    save(page)
    box = page.get_by_role("dialog")
    box.get_by_label("Password").fill("chief")
    page.keyboard.press("Enter")
    code = box.get_by_label("The code of your second factor")
    expect(code).to_be_focused()
    expect(box.get_by_label("Password")).to_be_hidden()
    code.fill("12345")
    page.keyboard.press("Enter")
    expect(box.get_by_role("alert")).to_contain_text("This code is wrong")
    code.fill(f"{totp(bytes.fromhex(key)):06}")
    page.keyboard.press("Enter")
    said(page, "Saved ")
    assert body_of(desk.article) == "新的正文。"


def test_whoever_does_not_sign_in_keeps_the_text(desk: Desk) -> None:
    page = desk.page
    sign_out_everywhere()
    save(page)
    page.get_by_role("dialog").get_by_role("button", name="Not now").click()
    said(page, "You are signed out")
    expect(page.locator("#id_body")).to_have_value("新的正文。")
    assert body_of(desk.article) == "正文。"


def test_somebody_else_cannot_save_it(desk: Desk) -> None:
    page = desk.page
    make_reporter()
    sign_out_everywhere()
    save(page)
    box = page.get_by_role("dialog")
    box.get_by_label("Username").fill("reporter")
    box.get_by_label("Password").fill("reporter")
    box.get_by_role("button", name="Sign in").click()
    expect(box.get_by_role("alert")).to_contain_text("reporter cannot save it")
    assert body_of(desk.article) == "正文。"
    assert not Session.objects.exists()


def test_somebody_else_who_signed_in_in_another_tab_cannot_save_it(
    desk: Desk, live_server: LiveServer
) -> None:
    sign_in(desk.page.context, live_server.url, make_reporter())
    save(desk.page)
    said(desk.page, "you are signed in as reporter now")
    expect(desk.page.locator("#id_body")).to_have_value("新的正文。")
    assert body_of(desk.article) == "正文。"


def test_signing_in_in_another_tab_is_enough(desk: Desk) -> None:
    page = desk.page
    sign_out_everywhere()
    other = page.context.new_page()
    other.goto(reverse("admin:login"))
    other.get_by_label("Username").fill("chief")
    other.get_by_label("Password").fill("chief")
    other.get_by_role("button", name="Log in").click()
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()
    other.close()
    save(page)  # The form was opened with a token of before.
    said(page, "Saved ")
    assert body_of(desk.article) == "新的正文。"


def test_cookies_that_are_gone_ask_for_signing_in_too(desk: Desk) -> None:
    page = desk.page
    page.context.clear_cookies()
    save(page)
    page.get_by_role("dialog").get_by_label("Password").fill("chief")
    page.keyboard.press("Enter")
    said(page, "Saved ")
    assert body_of(desk.article) == "新的正文。"


def test_the_preview_offers_to_sign_in(desk: Desk) -> None:
    page = desk.page
    sign_out_everywhere()
    page.locator("#id_body").press_sequentially("又")
    page.locator("[data-sign-in] button").click()
    page.get_by_role("dialog").get_by_label("Password").fill("chief")
    page.keyboard.press("Enter")
    frame = page.frame_locator("[data-stage] iframe:not([data-next])")
    expect(frame.locator(".prose")).to_contain_text("又")
    expect(page.locator("[data-sign-in]")).to_be_hidden()


def test_without_script_the_whole_text_is_handed_back_and_sent_again(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        locale="en", base_url=live_server.url, java_script_enabled=False
    )
    article = make_draft(title="油价", body="正文。")
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    page.locator("#id_body").fill("\n第一段。\n\n<第二段>。")
    sign_out_everywhere()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    expect(page.get_by_label("Body")).to_have_value("\n第一段。\n\n<第二段>。")
    expect(page.get_by_text("Nothing was saved.")).to_be_visible()

    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    other = opened.value
    other.get_by_label("Username").fill("chief")
    other.get_by_label("Password").fill("chief")
    other.get_by_role("button", name="Log in").click()
    # The token on the page is of before: it is handed back once more, and then goes in.
    page.get_by_role("button", name="Send again").click()
    page.get_by_role("button", name="Send again").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved ")
    assert body_of(article) == "\n第一段。\n\n<第二段>。"
    context.close()
