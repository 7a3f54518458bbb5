"""An article is written, saved and published on its page, whatever goes wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles import publishing
from articles.models import Article
from tests.browser.article_form import STORY, open_article, posted, said
from tests.browser.conftest import sign_in
from tests.factories import make_article, make_draft
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_new_story_is_written_saved_and_published_on_one_page(page: Page) -> None:
    open_article(page)
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.type("油价急升")
    page.keyboard.press("Enter")
    expect(page.locator("#id_lead")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_be_focused()
    page.keyboard.type("正文。")
    assert not Article.objects.exists()

    page.keyboard.press("Control+s")
    said(page, "Saved ")
    article = Article.objects.get()
    assert (article.title, article.lead, article.body) == ("油价急升", "", "正文。")
    assert page.url.endswith(
        reverse("admin:articles_article_change", args=[article.pk])
    )
    expect(page.locator("#id_slug")).to_have_value("you-jia-ji-sheng")
    expect(page.locator("#id_body")).to_be_focused()
    expect(page.locator(".breadcrumbs")).to_contain_text("油价急升")
    expect(page.locator("#history")).to_contain_text("Saved")
    knows = re.compile(rf"article={article.pk}\b")
    expect(page.locator("[data-preview]")).to_have_attribute("data-preview", knows)

    page.keyboard.type("第二句。")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Control+Enter")  # Only there it confirms.
    said(page, "Published ")
    article.refresh_from_db()
    assert article.body == "正文。第二句。"
    assert article.is_published
    expect(page.get_by_role("button", name="Update")).to_be_visible()
    expect(page.get_by_role("link", name="See the page")).to_be_visible()

    page.locator(".desk-verbs__more > summary").click()
    withdraw = page.get_by_role("button", name="Withdraw")
    expect(withdraw).to_be_in_viewport()
    withdraw.click()
    said(page, "Withdrawn ")
    assert not Article.objects.published().exists()
    expect(page.get_by_role("button", name="Publish again…")).to_be_visible()


def test_enter_in_a_box_never_sends_the_form(page: Page) -> None:
    open_article(page, make_article(slug="oil", body=STORY))
    page.locator(".desk-chip summary", has_text="Language and address").click()
    page.locator(".desk-chip summary", has_text="Times").click()
    sent = posted(page)
    for box in ("#id_slug", "#id_published_at_0", "#id_expires_at_1"):
        page.locator(box).press("Enter")
    page.locator("#id_title").press("Enter")
    page.locator("#id_lead").press("Enter")
    page.wait_for_timeout(300)
    assert sent == []


def test_without_script_enter_sends_nothing_and_the_buttons_work(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        locale="en", base_url=live_server.url, java_script_enabled=False
    )
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    article = make_draft(slug="oil", title="油价")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    sent = posted(page)
    page.locator(".desk-chip summary", has_text="Language and address").click()
    page.locator("#id_slug").fill("petrol")
    page.locator("#id_slug").press("Enter")
    page.wait_for_timeout(300)
    assert sent == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved ")
    article.refresh_from_db()
    assert article.slug == "petrol"
    context.close()


def test_what_is_wrong_is_shown_at_its_field_and_keeps_the_rest(page: Page) -> None:
    open_article(page)
    page.locator("#id_body").fill("正文。")
    page.locator(".desk-chip summary", has_text="Times").click()
    page.locator("#id_expires_at_0").fill("2026-02-31")
    page.locator(".desk-chip summary", has_text="Times").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_title")).to_be_focused()
    expect(page.locator(".field-title .errorlist")).to_be_visible()
    expect(page.locator("#id_expires_at_0")).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("正文。")
    links = page.locator(".desk-problems a")
    expect(links).to_have_text(["Title", "Expires"])
    links.last.click()
    expect(page.locator("#id_expires_at_0")).to_be_focused()

    page.locator("#id_title").fill("油价")
    page.locator("#id_expires_at_0").fill("")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved ")
    problems = ".errornote:not([hidden]), .errorlist, .desk-problems"
    expect(page.locator(problems)).to_have_count(0)
    assert Article.objects.get().body == "正文。"


def test_without_script_the_first_error_has_the_focus(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        locale="en", base_url=live_server.url, java_script_enabled=False
    )
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.goto(reverse("admin:articles_article_add"))
    page.locator("#id_title").fill("油价")
    page.locator(".desk-chip summary", has_text="Language and address").click()
    page.locator("#id_slug").fill("a b")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_slug")).to_be_focused()
    page.get_by_role("link", name="Slug").click()
    assert page.url.endswith("#id_slug")
    context.close()


def test_a_server_that_fails_or_is_away_loses_nothing(page: Page) -> None:
    open_article(page, make_draft(body="正文。"))
    body = page.locator("#id_body")
    body.fill("新的正文。")
    answers: dict[str, Any] = {
        "Something went wrong": lambda route: route.fulfill(status=500, body="no"),
        "too large": lambda route: route.fulfill(status=413, body="<h1>nginx</h1>"),
        "No connection": lambda route: route.abort(),
    }
    for text, answer in answers.items():
        page.route("**/change/", on_post(answer))
        page.get_by_role("button", name="Save").click()
        said(page, text)
        page.unroute("**/change/")
    expect(body).to_have_value("新的正文。")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved ")
    assert Article.objects.get().body == "新的正文。"


def on_post(answer: Any) -> Any:
    def handle(route: Route) -> None:
        if route.request.method == "POST":
            answer(route)
        else:
            route.continue_()

    return handle


def test_an_article_that_a_colleague_deleted_leaves_its_text(page: Page) -> None:
    article = make_draft(body="正文。")
    open_article(page, article)
    page.locator("#id_body").fill("新的正文。")
    publishing.delete(article)
    page.get_by_role("button", name="Save").click()
    said(page, "a colleague may have deleted it")
    expect(page.locator("#id_body")).to_have_value("新的正文。")


def test_a_second_click_sends_nothing_and_later_words_stay(page: Page) -> None:
    open_article(page)
    page.locator("#id_title").fill("油价")
    sent = posted(page)

    def slowly(route: Route) -> None:
        page.locator("#id_title").press_sequentially("急升")
        page.locator("[data-save]").click()
        route.continue_()

    page.route("**/add/", on_post(slowly), times=1)
    page.locator("[data-save]").click()
    said(page, "Saved ")
    assert len([url for url in sent if url.endswith("/add/")]) == 1
    expect(page.locator("#id_title")).to_have_value("油价急升")
    assert Article.objects.get().title == "油价"
    page.locator("[data-save]").click()
    expect(page).to_have_title("油价急升 | Change article | Desk")
    assert Article.objects.get().title == "油价急升"


def test_leaving_warns_only_of_what_would_be_lost(page: Page) -> None:
    open_article(page, make_draft(body="正文。"))
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.locator("#id_body").press_sequentially("新")
    page.locator("#id_body").press("Backspace")
    page.reload()
    assert asked == []
    expect(page.locator("[data-bar] [data-count]")).not_to_be_empty()
    page.locator("#id_body").press_sequentially("新")
    page.reload()
    assert asked == []  # It is kept, and offered again.
    page.locator("#id_body").press_sequentially("新")
    page.evaluate("document.querySelector('[data-keeping]').dataset.outcome = 'lost'")
    page.reload()
    assert asked == ["beforeunload"]
