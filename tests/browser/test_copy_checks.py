from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.publishing import tags_named
from tests.browser.signed_in import new_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "😀行情会延续。。\n\n他说的的确。，好。。"


@pytest.fixture(params=[1280, 390])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The form of a new article, as a chief sees it."""
    with new_form(browser, live_server, request.param) as page:
        # Before its scripts have put the cursor into the title, it takes what is typed.
        expect(page.locator("[data-bar] [data-count]")).not_to_be_empty()
        expect(page.locator("#id_title")).to_be_focused()
        page.locator("#id_body").fill(TEXT)
        # The first check loads dictionaries.
        expect(kind(page, "doubled_marks")).to_be_visible(timeout=60_000)
        yield page


def kind(page: Page, key: str) -> Locator:
    return page.locator(f"[data-key={key}]")


def findings(page: Page) -> list[str]:
    return page.locator("[data-key=doubled_marks] mark").all_text_contents()


def body_of(page: Page) -> str:
    return page.locator("#id_body").input_value()


def test_a_fix_is_made_at_its_place_and_taken_back_with_ctrl_z(desk: Page) -> None:
    assert findings(desk) == ["。。", "。，", "。。"]
    first = desk.locator("[data-key=doubled_marks] li").first
    first.get_by_role("button", name="Fix").click()
    assert body_of(desk) == TEXT.replace("。。\n", "。\n")
    expect(desk.locator("[data-key=doubled_marks] mark")).to_have_count(2)
    desk.keyboard.press("Control+z")
    assert body_of(desk) == TEXT


def test_checks_and_tags_go_on_when_signing_in_again_made_another_token(
    desk: Page,
) -> None:
    tags_named(["行情"])
    token = {"name": "csrftoken", "value": "a" * 32, "domain": "localhost", "path": "/"}
    desk.context.add_cookies([token])  # type: ignore[list-item]
    desk.locator("#id_body").fill("行情会延续，他说。。")
    expect(desk.locator("[data-key=doubled_marks] mark")).to_have_text(["。。"])
    offered = desk.get_by_role("group", name="From the text:", include_hidden=True)
    expect(offered.locator("button")).to_have_text(["行情"], timeout=20_000)


def test_all_of_a_kind_are_fixed_at_once(desk: Page) -> None:
    desk.locator("[data-key=doubled_marks]").get_by_role(
        "button", name="Fix all"
    ).click()
    assert body_of(desk) == "😀行情会延续。\n\n他说的的确。好。"
    expect(desk.locator("[data-key=doubled_marks]")).to_have_count(0)
    for _ in range(3):
        desk.keyboard.press("Control+z")
    assert body_of(desk) == TEXT


def test_a_place_is_shown_in_the_text(desk: Page) -> None:
    desk.locator("[data-key=doubled_marks] li").nth(1).get_by_role(
        "button", name="Show"
    ).click()
    expect(desk.locator("#id_body")).to_be_focused()
    selected = desk.locator("#id_body").evaluate(
        "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    )
    assert selected == "。，"


def test_a_place_that_changed_meanwhile_is_left_alone(desk: Page) -> None:
    # As a script of another kind would, without an event.
    desk.locator("#id_body").evaluate("box => { box.value = `新${box.value}`; }")
    desk.locator("[data-key=doubled_marks] li").first.get_by_role(
        "button", name="Fix"
    ).click()
    assert body_of(desk) == f"新{TEXT}"
    expect(desk.locator("[data-copy-checks] mark").first).to_have_text("。。")


def test_a_kind_is_switched_off_and_on_in_this_browser(desk: Page) -> None:
    desk.locator("[data-key=doubled_marks]").get_by_role(
        "button", name="Switch off"
    ).click()
    expect(desk.locator("[data-key=doubled_marks]")).to_have_count(0)
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.reload()
    desk.locator("#id_body").fill(f"{TEXT} ")
    switched_off = desk.get_by_text("Switched off in this browser")
    expect(switched_off).to_be_visible()
    expect(desk.locator("[data-key=doubled_marks]")).to_have_count(0)
    switched_off.click()
    desk.get_by_role("button", name="Switch on").click()
    expect(desk.locator("[data-key=doubled_marks]")).to_be_visible()


def test_nothing_is_asked_while_an_input_method_composes(desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.locator("#id_body").evaluate(
        """box => {
          box.value += "ni";
          box.dispatchEvent(new InputEvent("input", { isComposing: true, bubbles: true }));
        }"""
    )
    desk.wait_for_timeout(900)
    assert not any(url.endswith("/admin/checks/") for url in asked)
    with desk.expect_request("**/admin/checks/"):
        desk.locator("#id_body").dispatch_event("compositionend")


def test_axe_finds_nothing_and_targets_are_large(desk: Page) -> None:
    results = Axe().run(desk, "[data-copy-checks]")
    assert results.violations_count == 0, results.generate_report()
    for button in desk.locator("[data-copy-checks] :is(button, summary):visible").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
