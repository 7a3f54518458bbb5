"""The queue by its keys: one decides and leads to the next, none acts where one writes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.admin.queue import LIST
from articles.models import ConversionChoice, Term
from tests.factories import hours_ago, make_article
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENTENCES = ("海岳讯。", "海岳稿。", "海岳说。", "海岳涨。")
CURRENT = "[data-entry][aria-current=true] .queue__sentence"


@pytest.fixture
def queue(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The queue with four open places, as a chief sees it who has just logged in."""
    make_chief()
    for n, sentence in enumerate(SENTENCES):
        make_article(title=f"{n}", body=f"{sentence}\n", published_at=hours_ago(n + 1))
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse(LIST)}")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(CURRENT)).to_have_text(SENTENCES[0])
    yield page
    context.close()


def printed() -> dict[str, str]:
    """Return what was decided in Taiwan's variant, by sentence."""
    choices = ConversionChoice.objects.filter(variant="zh-tw")
    return {choice.sentence: choice.printed for choice in choices}


def test_a_key_decides_and_goes_to_the_next(queue: Page) -> None:
    first = queue.locator("[data-entry]").first
    kept = first.locator("[data-keep]").get_attribute("value")
    other = first.locator("[data-other]").get_attribute("value")
    queue.keyboard.press("Enter")
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[1])
    queue.keyboard.press("1")
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[2])
    queue.keyboard.press("s")
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[3])
    expect(queue.locator(".queue__decided")).to_have_count(2)
    assert printed() == {SENTENCES[0]: kept, SENTENCES[1]: other}

    # Behind the last one nothing but what was skipped is left.
    queue.keyboard.press("Enter")
    expect(queue.locator("[data-status]")).to_contain_text("still open")
    queue.reload()
    expect(queue.locator("[data-entry]")).to_have_count(1)
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[2])
    queue.keyboard.press("1")
    expect(queue.get_by_text("Nothing is open here.")).to_be_visible()


def test_always_makes_a_term_and_the_queue_goes_on_without_it(queue: Page) -> None:
    queue.keyboard.press("a")
    expect(queue.get_by_role("heading", name="What readers would see")).to_be_visible()
    queue.get_by_role("button", name="Store the term").click()
    expect(queue.get_by_text("A term decides from now on:")).to_be_visible()
    assert "海岳" in Term.objects.latest("pk").simplified
    assert SENTENCES[0] not in queue.locator(".queue__entries").inner_text()


def test_keys_act_only_where_nobody_writes_and_can_be_switched_off(queue: Page) -> None:
    queue.get_by_label("State").focus()
    queue.keyboard.press("1")
    queue.keyboard.press("s")
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[0])
    queue.get_by_label("Keys", exact=True).uncheck()
    queue.locator("[data-entry]").first.focus()
    queue.keyboard.press("s")
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[0])
    queue.reload()
    expect(queue.get_by_label("Keys", exact=True)).not_to_be_checked()
    assert printed() == {}


def test_what_could_not_be_stored_stays_open(queue: Page) -> None:
    queue.context.clear_cookies()  # As one who was logged out meanwhile.
    queue.keyboard.press("1")
    expect(queue.locator("[data-status]")).to_contain_text("Not stored")
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[0])
    assert printed() == {}


def test_it_is_read_and_decided_on_a_phone_by_touch(queue: Page) -> None:
    queue.set_viewport_size({"width": 390, "height": 800})
    for scheme in ("light", "dark"):
        queue.emulate_media(color_scheme=scheme)
        queue.reload()  # Else colours are still fading into each other.
        results = Axe().run(queue)
        assert not results.violations_count, results.generate_report()
    assert queue.evaluate("document.documentElement.scrollWidth") <= 390
    queue.locator("[data-entry]").nth(1).locator("[data-other]").click()
    expect(queue.locator(CURRENT)).to_have_text(SENTENCES[2])
    expect(queue.locator(".queue__decided")).to_have_count(1)
    assert printed().keys() == {SENTENCES[1]}


def test_without_scripts_every_button_leads_to_what_is_next(
    queue: Page, browser: Browser, live_server: LiveServer
) -> None:
    state = queue.context.storage_state()
    context = browser.new_context(
        locale="en", java_script_enabled=False, storage_state=state
    )
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse(LIST)}")
    page.locator("[data-other]").first.click()
    expect(page.locator(".queue__sentence").first).to_have_text(SENTENCES[1])
    expect(page.get_by_text("Decided:")).to_be_visible()
    assert printed().keys() == {SENTENCES[0]}
    context.close()
