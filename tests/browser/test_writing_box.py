"""The writing box, as it is clicked and typed into, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.desk import open_form, select, signed_in
from tests.factories import make_article
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The form of a new article, at both widths."""
    with signed_in(browser, live_server, make_chief(), request.param) as page:
        open_form(page)
        yield page


@pytest.fixture
def wide(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The form of a new article."""
    with signed_in(browser, live_server, make_chief()) as page:
        open_form(page)
        yield page


def body_of(desk: Page) -> Locator:
    return desk.locator("#id_body")


def press(desk: Page, name: str) -> None:
    desk.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()


def test_every_button_changes_the_text_and_undo_takes_it_back(desk: Page) -> None:
    body = body_of(desk)
    for button, text, chosen, wanted in (
        ("Bold", "油价急升。", "油价", "**油价**急升。"),
        ("Bold", "**油价**急升。", "油价", "油价急升。"),
        ("Bold", "- 油价\n\n黄金", "- 油价\n\n黄金", "- **油价**\n\n**黄金**"),
        ("Heading", "行情", "", "## 行情"),
        ("Heading", "## 行情", "", "### 行情"),
        ("Heading", "### 行情", "", "行情"),
        ("Link", "见公告。", "公告", "见[公告](https://)。"),
        ("Link", "https://a.example/", "https://a.example/", "[](https://a.example/)"),
        ("Quotation", "甲\n\n乙", "甲\n\n乙", "> 甲\n>\n> 乙"),
        ("Quotation", "> 甲\n>\n> 乙", "> 甲\n>\n> 乙", "甲\n\n乙"),
        ("List", "甲\n\n乙", "甲\n\n乙", "- 甲\n- 乙"),
        ("List", "- 甲\n- 乙", "- 甲\n- 乙", "甲\n\n乙"),
        ("List", "1. 甲", "甲", "- 甲"),
        ("Numbered list", "甲\n乙", "甲\n乙", "1. 甲\n2. 乙"),
        ("Table", "甲\n乙", "", "甲\n乙\n\n|  |  |\n| --- | --- |\n|  |  |"),
        ("Leave unconverted", "后台", "后台", "-{后台}-"),
        ("Leave unconverted", "-{后台}-", "后台", "后台"),
    ):
        body.fill(text)
        select(body, chosen)
        press(desk, button)
        expect(body).to_have_value(wanted)
        expect(body).to_be_focused()
        desk.keyboard.press("ControlOrMeta+z")
        expect(body).to_have_value(text)


def test_keys_do_what_the_buttons_say(wide: Page) -> None:
    body = body_of(wide)
    bold = wide.get_by_role("button", name="Bold", exact=True)
    expect(bold).to_have_attribute("title", "Bold (Ctrl+B)")
    expect(bold).to_have_attribute("aria-keyshortcuts", "Control+B")
    body.fill("油价")
    select(body, "油价")
    body.press("Control+b")
    expect(body).to_have_value("**油价**")
    body.press("Control+b")
    expect(body).to_have_value("油价")
    body.press("Control+k")
    expect(body).to_have_value("[油价](https://)")
    body.press("Control+h")
    expect(wide.get_by_role("textbox", name="Find")).to_be_focused()
    wide.keyboard.press("Escape")
    expect(wide.get_by_role("search", name="Find and replace")).to_be_hidden()
    expect(body).to_be_focused()


def test_a_mac_is_shown_its_own_keys(browser: Browser, live_server: LiveServer) -> None:
    with signed_in(browser, live_server, make_chief()) as page:
        page.add_init_script(
            "Object.defineProperty(navigator, 'userAgentData', {value: {platform: 'macOS'}})"
        )
        open_form(page)
        for name, key in (("Bold", "⌘B"), ("Find and replace", "⌥⌘F")):
            button = page.get_by_role("button", name=name, exact=True)
            expect(button).to_have_attribute("title", f"{name} ({key})")
        select(body_of(page), "")
        page.keyboard.press("Meta+b")
        expect(body_of(page)).to_have_value("****")
        page.keyboard.press("Alt+Meta+f")
        expect(page.get_by_role("textbox", name="Find")).to_be_focused()


def test_the_keys_of_browsers_and_input_methods_are_left_alone(wide: Page) -> None:
    body = body_of(wide)
    body.fill("一\n二\n三")
    select(body, "二")
    for key in ("Control+d", "Control+]", "Control+.", "Control+Shift+p", "Alt+b"):
        body.press(key)
    expect(body).to_have_value("一\n二\n三")


def test_tab_leaves_the_text_and_the_toolbar_is_one_stop(desk: Page) -> None:
    body = body_of(desk)
    body.fill("正文")
    body.press("Shift+Tab")
    bold = desk.get_by_role("button", name="Bold", exact=True)
    expect(bold).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    keys = desk.get_by_role("button", name="Keys", exact=True)
    expect(keys).to_be_focused()
    desk.keyboard.press("Enter")
    expect(keys).to_have_attribute("aria-expanded", "true")
    expect(desk.get_by_text("Ctrl+Shift+V")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.get_by_text("Ctrl+Shift+V")).to_be_hidden()
    desk.keyboard.press("Tab")
    expect(body).to_be_focused()
    desk.keyboard.press("Tab")
    expect(body).not_to_be_focused()
    expect(body).to_have_value("正文")


def test_enter_goes_on_with_a_list_and_ends_it(wide: Page) -> None:
    body = body_of(wide)
    for start, wanted in (
        ("- 甲", "- 甲\n- 乙\n\n丙"),
        ("  * 甲", "  * 甲\n  * 乙\n\n丙"),
        ("9. 甲", "9. 甲\n10. 乙\n\n丙"),
        ("> 甲", "> 甲\n> 乙\n\n丙"),
        ("> - 甲", "> - 甲\n> - 乙\n> 丙"),
        ("甲", "甲\n乙\n\n丙"),
    ):
        body.fill(start)
        body.press("End")
        body.press("Enter")
        body.press_sequentially("乙")
        body.press("Enter")
        body.press("Enter")
        body.press_sequentially("丙")
        expect(body).to_have_value(wanted)


def test_nothing_happens_while_an_input_method_composes(wide: Page) -> None:
    body = body_of(wide)
    body.fill("- 甲")
    body.press("End")
    session = wide.context.new_cdp_session(wide)
    session.send(
        "Input.imeSetComposition",
        {"text": "yi", "selectionStart": 2, "selectionEnd": 2},
    )
    expect(body).to_have_value("- 甲yi")
    for key in ("Enter", "Control+b", "Control+h", "Escape"):
        body.dispatch_event(
            "keydown",
            {
                "key": key[-1] if "+" in key else key,
                "ctrlKey": "+" in key,
                "isComposing": True,
                "cancelable": True,
            },
        )
    wide.get_by_role("button", name="Heading").dispatch_event("click")
    expect(body).to_have_value("- 甲yi")
    expect(wide.get_by_role("search", name="Find and replace")).to_be_hidden()
    session.send("Input.insertText", {"text": "乙"})
    expect(body).to_have_value("- 甲乙")
    body.press("Control+b")
    expect(body).to_have_value("- 甲乙****")


def test_find_and_replace(desk: Page) -> None:
    body = body_of(desk)
    text = "Fed按兵不动。\n\nＦＥＤ主席说，fed会议。" + "\n行" * 60 + "\nFed"
    body.fill(text)
    body.press("ControlOrMeta+Home")
    press(desk, "Find and replace")
    bar = desk.get_by_role("search", name="Find and replace")
    find = bar.get_by_role("textbox", name="Find")
    by = bar.get_by_role("textbox", name="Replace with")
    find.fill("fed")
    expect(bar.get_by_role("status")).to_have_text("1 of 4")
    find.press("Shift+Enter")
    expect(bar.get_by_role("status")).to_have_text("4 of 4")
    assert body.evaluate("(area) => area.scrollTop") > 0
    find.press("Enter")
    bar.get_by_role("button", name="Next").click()
    expect(bar.get_by_role("status")).to_have_text("2 of 4")
    by.fill("美联储")
    by.press("Enter")
    expect(body).to_have_value(text.replace("ＦＥＤ", "美联储"))
    expect(bar.get_by_role("status")).to_have_text("2 of 3")
    bar.get_by_role("checkbox", name="Match case and width").check()
    expect(bar.get_by_role("status")).to_have_text("1 of 1")
    find.fill("FED")
    expect(bar.get_by_role("status")).to_have_text("not found")
    find.fill("Fed")
    expect(bar.get_by_role("status")).to_have_text("2 of 2")
    bar.get_by_role("button", name="Replace all").click()
    expect(bar.get_by_role("status")).to_have_text("replaced: 2")
    after = text.replace("ＦＥＤ", "美联储")
    expect(body).to_have_value(after.replace("Fed", "美联储"))
    bar.get_by_role("button", name="Close").click()
    expect(body).to_be_focused()
    body.press("ControlOrMeta+z")
    expect(body).to_have_value(after)
    assert desk.evaluate("document.documentElement.scrollWidth") <= desk.evaluate(
        "innerWidth"
    )


def test_the_fields_of_the_box_are_not_the_forms(wide: Page) -> None:
    """Enter in them saves nothing, and what they hold is not posted."""
    wide.locator("#id_title").fill("题目")
    body_of(wide).fill("正文")
    press(wide, "Find and replace")
    find = wide.get_by_role("textbox", name="Find")
    find.fill("正")
    find.press("Enter")
    assert not Article.objects.exists()
    names = wide.evaluate(
        "[...new FormData(document.querySelector('#article_form')).keys()].join()"
    )
    assert "find" not in names
    assert names.count("body") == 1


def test_axe_finds_nothing_and_targets_are_large_enough(desk: Page) -> None:
    body_of(desk).fill("正文 Fed")
    press(desk, "Keys")
    press(desk, "Find and replace")
    desk.get_by_role("textbox", name="Find").fill("fed")
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        results = Axe().run(desk, context=".writing-box")
        assert not results.violations_count, results.generate_report()
    for button in desk.locator(".writing-box button:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] + box["width"] <= desk.evaluate("innerWidth")


def test_a_form_without_the_page_beside_it_shows_the_text_below(
    wide: Page, live_server: LiveServer
) -> None:
    wide.goto(f"{live_server.url}{reverse('admin:articles_source_add')}")
    disclaimer = wide.locator("#id_disclaimer")
    disclaimer.fill("**本文**不构成建议。")
    expect(wide.locator(".writing-box__preview strong")).to_have_text("本文")


def test_a_row_that_is_added_to_a_form_gets_a_box_of_its_own(wide: Page) -> None:
    wide.goto(reverse("admin:articles_category_add"))
    wide.get_by_role("button", name="Add another Page of a list").click()
    body = wide.locator("#id_pages-0-body")
    expect(body).to_have_attribute("data-writing-box", "started")
    body.fill("正文")
    select(body, "正文")
    body.press("Control+b")
    expect(body).to_have_value("**正文**")


def test_without_scripts_the_text_is_a_plain_field(
    browser: Browser, live_server: LiveServer
) -> None:
    make_article(body="\n开头空行")
    article = Article.objects.get()
    with signed_in(browser, live_server, make_chief(), scripts=False) as page:
        page.goto(
            live_server.url
            + reverse("admin:articles_article_change", args=[article.pk])
        )
        expect(page.locator("#id_body")).to_have_value("\n开头空行")
        expect(page.get_by_role("link", name="Pictures of the library")).to_be_visible()
        expect(page.get_by_role("toolbar")).to_have_count(0)
