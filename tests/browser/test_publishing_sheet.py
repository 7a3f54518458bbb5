"""From the text to the public page: the sheet that opens over the form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.choices import State
from articles.models import Article, SiteSettings
from tests.browser.article_form import open_article, said
from tests.browser.conftest import sign_in
from tests.factories import make_category, make_draft
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 390])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    context = browser.new_context(
        locale="en",
        base_url=live_server.url,
        viewport={"width": request.param, "height": 800},
    )
    sign_in(context, live_server.url, make_chief())
    yield context.new_page()
    context.close()


def check(page: Page) -> None:
    """Nothing in the sheet is too small for a thumb or hard to perceive."""
    results = Axe().run(page, context="dialog[open]")
    assert not results.violations_count, results.generate_report()
    small = page.evaluate(
        """() => [...document.querySelectorAll("dialog[open] :is(a, button, input, summary, textarea)")]
          .filter((target) => target.type !== "hidden" && target.getBoundingClientRect().height < 24)
          .map((target) => target.outerHTML)"""
    )
    assert small == []


def test_a_breaking_story_is_public_after_few_clicks_and_two_pages(desk: Page) -> None:
    desk.goto(reverse("admin:index"))
    clicks, loads = 0, 0

    def count(_page: Page) -> None:
        nonlocal loads
        loads += 1

    desk.on("load", count)
    desk.locator(f"a[href^='{reverse('admin:articles_article_add')}']").first.click()
    clicks += 1
    desk.wait_for_load_state()
    desk.keyboard.type("突发：央行降息")  # The cursor starts in the title.
    desk.locator("#id_body").fill("央行宣布降息。")
    desk.keyboard.press("Control+Enter")
    sheet = desk.get_by_role("dialog")
    expect(sheet).to_be_visible()
    check(desk)
    sheet.get_by_role("button", name="Publish").click()
    clicks += 1
    said(desk, "Published ")
    desk.get_by_role("link", name="See the page").click()
    clicks += 1
    expect(desk.get_by_role("heading", level=1)).to_have_text("突发：央行降息")
    assert clicks <= 6
    assert loads <= 2


def test_what_is_typed_is_echoed_and_scheduled_without_leaving_the_page(
    desk: Page,
) -> None:
    article = make_draft(title="油价")
    open_article(desk, article)
    address = desk.url
    desk.get_by_role("button", name="Publish…").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_label("Time").fill("明天 9:30")
    expect(sheet.get_by_label("At", exact=True)).to_be_checked()
    expect(sheet.locator("output").first).to_contain_text("09:30 Beijing time, in ")
    expect(sheet.locator("[data-main]")).to_have_text("Schedule")
    sheet.get_by_label("Now").check()
    expect(sheet.locator("[data-main]")).to_have_text("Publish")
    sheet.get_by_label("At", exact=True).check()
    desk.keyboard.press("Control+Enter")
    expect(sheet).to_have_count(0)
    said(desk, "Scheduled")
    assert desk.url == address
    article.refresh_from_db()
    assert article.state_at() is State.SCHEDULED
    assert article.published_at
    local = timezone.localtime(article.published_at)
    assert local.date() == timezone.localdate() + timedelta(days=1)


def test_what_is_missing_is_mended_from_the_sheet(desk: Page) -> None:
    SiteSettings.objects.create(checklist_blocks=["category"])
    make_category("债市")
    article = make_draft(title="油价")
    open_article(desk, article)
    desk.get_by_role("button", name="Publish…").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("button", name="Publish").click()
    expect(sheet.get_by_role("alert")).to_contain_text("1 thing is missing")
    check(desk)
    sheet.get_by_role("link", name="Mend").first.click()
    expect(sheet).to_have_count(0)
    expect(desk.locator(".field-filed_under")).to_be_visible()
    assert not Article.objects.published().exists()
    desk.get_by_role("button", name="Back to the sheet (1 left)").click()
    expect(sheet).to_be_visible()


def test_escape_and_cancel_close_the_sheet_and_keep_the_draft(desk: Page) -> None:
    open_article(desk, make_draft(title="油价"))
    for close in ("Escape", "Cancel"):
        desk.get_by_role("button", name="Publish…").click()
        sheet = desk.get_by_role("dialog")
        expect(sheet).to_be_visible()
        if close == "Escape":
            desk.keyboard.press("Escape")
        else:
            sheet.get_by_role("link", name="Cancel").click()
        expect(sheet).to_have_count(0)
    assert not Article.objects.published().exists()
