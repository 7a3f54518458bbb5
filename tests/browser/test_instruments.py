from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.signed_in import new_form
from tests.factories import make_instrument

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 390])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The form of a new article on a desk that keeps two instruments."""
    make_instrument("0700.HK", "腾讯控股")
    make_instrument("AAPL.O", "苹果")
    with new_form(browser, live_server, request.param) as page:
        expect(page.locator("#id_instruments_suggestions")).to_be_attached()
        page.locator("summary", has_text="Instruments").first.click()
        yield page


def test_instruments_are_completed_and_an_unknown_one_is_told_at_the_field(
    desk: Page,
) -> None:
    box = desk.locator("#id_instruments")
    offered = desk.locator("#id_instruments_suggestions li")
    for typed, taken in (
        ("騰", "0700.HK 腾讯控股，"),
        ("aap", "0700.HK 腾讯控股，AAPL.US 苹果，"),
    ):
        box.press_sequentially(typed)
        expect(offered).to_have_text([taken.split("，")[-2]])
        expect(offered).to_be_visible()
        desk.keyboard.press("ArrowDown")
        desk.keyboard.press("Enter")
        expect(box).to_have_value(taken)
    box.press_sequentially("9988.HK")
    desk.locator("#id_title").fill("财报")
    desk.locator("[data-save]").first.click()
    told = desk.locator(".errorlist", has_text="9988.HK").first
    expect(told).to_be_visible()
    expect(told.get_by_role("link", name="Add it")).to_be_visible()
    expect(box).to_have_value("0700.HK 腾讯控股，AAPL.US 苹果，9988.HK")
    assert Axe().run(desk, ".desk-chips").violations_count == 0
