from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.publishing import tags_named
from tests.browser.signed_in import new_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 390])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The form of a new article on a site with two tags."""
    tags_named(["关税", "标普500"])
    with new_form(browser, live_server, request.param) as page:
        expect(page.locator("#id_tags_suggestions")).to_be_attached()
        page.locator("summary", has_text="Tags").first.click()
        yield page


def test_tags_of_the_text_are_offered_and_taken_with_a_click(desk: Page) -> None:
    desk.locator("#id_body").fill("關稅上升，標普 500 下跌。")
    offered = desk.get_by_role("group", name="From the text:")
    expect(offered.get_by_role("button")).to_have_count(2, timeout=20_000)
    assert Axe().run(desk, "#id_tags, .desk-names").violations_count == 0
    offered.get_by_role("button", name="标普500").click()
    expect(desk.locator("#id_tags")).to_have_value("标普500，")
    expect(offered.get_by_role("button")).to_have_count(1)
    offered.get_by_role("button", name="关税").click()
    expect(desk.locator("#id_tags")).to_have_value("标普500，关税，")
    expect(offered).to_be_hidden()
    desk.keyboard.press("Control+z")
    expect(desk.locator("#id_tags")).to_have_value("标普500，")


def test_an_input_method_keeps_enter_and_comma_to_itself(desk: Page) -> None:
    tags = desk.locator("#id_tags")
    suggestions = desk.locator("#id_tags_suggestions li")
    tags.press_sequentially("关")
    expect(suggestions).to_have_count(1)
    desk.keyboard.press("ArrowDown")
    # What Chromium sends while pinyin is typed, and Enter takes the letters as they are.
    session = desk.context.new_cdp_session(desk)
    tags.evaluate("input => { input.value = ''; }")
    session.send(
        "Input.imeSetComposition",
        {"text": "guan,", "selectionStart": 5, "selectionEnd": 5},
    )
    expect(desk.locator("#id_tags_suggestions")).to_be_hidden()
    tags.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(tags).to_have_value("guan,")
    session.send("Input.insertText", {"text": "关"})
    expect(tags).to_have_value("关")
    expect(desk.locator("#id_tags_suggestions")).to_be_visible()
    expect(suggestions).to_have_text(["关税"])
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(tags).to_have_value("关税，")
    assert desk.url.endswith("/add/")
