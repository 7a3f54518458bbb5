"""A day of one story: handed in, returned, approved by another, published, withdrawn."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.choices import Status
from articles.models import Article
from tests.browser.article_form import open_article, said
from tests.browser.desk import signed_in
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, verb: str) -> None:
    """Press a verb of the panel, behind ⋯ if it is not the main one."""
    button = page.locator("[data-bar]").get_by_role("button", name=verb, exact=True)
    if not button.is_visible():
        page.locator(".desk-verbs__more > summary").click()
    button.click()


def assert_accessible(page: Page) -> None:
    page.wait_for_load_state()
    results = Axe().run(page)
    assert not results.violations_count, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def state(page: Page) -> str:
    return page.locator("[data-bar] .desk-state").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_story_goes_from_hand_to_hand(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    reporter, editor = make_person("reporter"), make_person("editor")
    chief = make_person("chief editor", "chief")
    with (
        signed_in(browser, live_server, reporter, width) as writing,
        signed_in(browser, live_server, editor, width) as reading,
        signed_in(browser, live_server, chief, width) as deciding,
    ):
        open_article(writing)
        writing.fill("#id_title", "美联储降息")
        press(writing, "Hand in")
        said(writing, "Handed in")
        expect(writing.get_by_role("link", name="Take back…")).to_be_visible()
        assert_accessible(writing)
        article = Article.objects.get()

        open_article(reading, article)
        assert state(reading) == "In review"
        reading.locator(".desk-verbs__more > summary").click()
        reading.get_by_text("Return…").click()
        press(reading, "Return")
        expect(reading.locator(".errorlist").first).to_contain_text("Say what is")
        reading.get_by_label("What is to be changed?").fill("数字请核对。")
        press(reading, "Return")
        said(reading, "Returned")

        open_article(writing, article)
        expect(writing.get_by_text("数字请核对。").first).to_be_visible()
        assert_accessible(writing)
        writing.fill("#id_body", "五十个基点。")
        writing.keyboard.press("Control+Enter")
        said(writing, "Handed in")

        open_article(reading, article)
        press(reading, "Approve")
        said(reading, "Approved")
        said(reading, "Waits for publication: Chief editor")

        open_article(deciding, article)
        assert_accessible(deciding)
        press(deciding, "Publish…")
        sheet = deciding.get_by_role("dialog")
        sheet.get_by_role("button", name="Publish").click()
        said(deciding, "Published")
        expect(deciding.get_by_role("button", name="Update")).to_be_visible()
        article.refresh_from_db()
        assert (article.status, article.body) == (Status.PUBLISHED, "五十个基点。")
        press(deciding, "Withdraw")
        said(deciding, "Withdrawn")
        expect(deciding.get_by_role("button", name="Publish again…")).to_be_visible()
        article.refresh_from_db()
        assert article.status == Status.WITHDRAWN
