"""Pictures that are dropped, pasted or picked into a text, and what is said of them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Image
from articles.rendering import render
from tests.browser.desk import drop, file_of, open_form, paste, select, signed_in
from tests.factories import make_image
from tests.images.server import PictureServer
from tests.people import make_chief, make_reporter
from tests.sample_images import png

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SESSION = configured.SESSION_COOKIE_NAME
RED, BLUE = png(colour=(200, 0, 0)), png(colour=(0, 0, 200))


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
    """The form of a new article, as a reporter sees it."""
    with signed_in(browser, live_server, make_reporter()) as page:
        open_form(page)
        yield page


def test_dropped_pictures_get_paragraphs_and_a_card_each(desk: Page) -> None:
    body = desk.locator("#id_body")
    body.fill("前文后文")
    body.evaluate("(area) => area.setSelectionRange(2, 2)")
    assert drop(body, file_of(RED, "red.png"), file_of(BLUE, "blue.png"))
    card = desk.get_by_role("dialog", name="About the picture")
    expect(card.get_by_role("status")).to_have_text("1 of 2")
    red, blue = (image.file.url for image in Image.objects.order_by("pk"))
    expect(body).to_have_value(f"前文\n\n![red]({red})\n\n![blue]({blue})\n\n后文")
    alt = card.get_by_role("textbox", name="Alt text")
    expect(alt).to_be_focused()

    alt.fill("一座[钻井]平台")
    card.get_by_role("textbox", name="Caption").fill('北海的"钻井平台"')
    card.get_by_role("textbox", name="Credit").fill("海岳财经")
    results = Axe().run(desk, context=".writing-box")
    assert not results.violations_count, results.generate_report()
    card.get_by_role("button", name="Apply").click()
    expect(card.get_by_role("textbox", name="Credit")).to_have_value("海岳财经")
    alt.fill("蓝")
    card.get_by_role("textbox", name="Credit").fill("")
    alt.press("Enter")
    expect(card).to_be_hidden()
    expect(body).to_be_focused()
    figure = (
        f'{{{{< figure src="{red}" alt="一座[钻井]平台" '
        'caption="北海的\\"钻井平台\\"" attr="海岳财经" >}}'
    )
    expect(body).to_have_value(f"前文\n\n{figure}\n\n![蓝]({blue})\n\n后文")
    shown = render(body.input_value()).html
    assert 'alt="一座[钻井]平台"' in shown
    assert "<figcaption><p>北海的&quot;钻井平台&quot; 海岳财经</p>" in shown or (
        '<figcaption><p>北海的"钻井平台" 海岳财经</p>' in shown
    )
    image = Image.objects.earliest("pk")
    image.refresh_from_db()
    assert (image.alt, image.credit) == ("一座[钻井]平台", "海岳财经")


def test_escape_leaves_the_picture_and_closes_the_card(wide: Page) -> None:
    body = wide.locator("#id_body")
    paste(body, file_of(RED, "截图.png"))
    card = wide.get_by_role("dialog", name="About the picture")
    expect(card).to_be_visible()
    wide.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(body).to_have_value(f"![截图]({Image.objects.get().file.url})")


def test_typing_and_undoing_elsewhere_do_not_disturb_an_upload(wide: Page) -> None:
    held: list[Route] = []
    wide.route("**/admin/upload/", lambda route: held.append(route))
    body = wide.locator("#id_body")
    body.fill("正文")
    select(body, "")
    drop(body, file_of(RED, "red.png"))
    expect(wide.get_by_text("Uploading red.png")).to_be_visible()
    body.press("ControlOrMeta+Home")
    body.press_sequentially("ab")
    body.press("ControlOrMeta+z")
    body.press_sequentially("序")
    wide.wait_for_function(
        "() => document.querySelector('#id_body').value.startsWith('序')"
    )
    held[0].continue_()
    card = wide.get_by_role("dialog", name="About the picture")
    expect(card).to_be_visible()
    expect(body).to_have_value(f"序正文\n\n![red]({Image.objects.get().file.url})")
    # Who went on writing is not called away.
    expect(body).to_be_focused()
    body.press_sequentially("言")
    expect(body).to_have_value(f"序言正文\n\n![red]({Image.objects.get().file.url})")


def test_an_upload_whose_place_was_undone_puts_nothing_anywhere(wide: Page) -> None:
    held: list[Route] = []
    wide.route("**/admin/upload/", lambda route: held.append(route))
    body = wide.locator("#id_body")
    body.fill("正文")
    select(body, "")
    drop(body, file_of(RED, "red.png"))
    expect(wide.get_by_text("Uploading red.png")).to_be_visible()
    body.press("ControlOrMeta+z")
    expect(body).to_have_value("正文")
    held[0].continue_()
    expect(wide.get_by_role("alert")).to_contain_text("the picture is in the library")
    expect(body).to_have_value("正文")
    assert Image.objects.count() == 1


def test_an_upload_that_ends_in_another_field_leaves_the_focus_there(
    wide: Page,
) -> None:
    held: list[Route] = []
    wide.route("**/admin/upload/", lambda route: held.append(route))
    body = wide.locator("#id_body")
    select(body, "")
    drop(body, file_of(RED, "red.png"))
    title = wide.locator("#id_title")
    title.press_sequentially("题")
    held[0].continue_()
    expect(wide.get_by_role("dialog", name="About the picture")).to_be_visible()
    title.press_sequentially("目")
    expect(title).to_have_value("题目")


def test_an_upload_waits_for_the_input_method(wide: Page) -> None:
    held: list[Route] = []
    wide.route("**/admin/upload/", lambda route: held.append(route))
    body = wide.locator("#id_body")
    body.fill("正文")
    select(body, "")
    drop(body, file_of(RED, "red.png"))
    expect(wide.get_by_text("Uploading red.png")).to_be_visible()
    body.press("ControlOrMeta+Home")
    session = wide.context.new_cdp_session(wide)
    composition = {"text": "xu", "selectionStart": 2, "selectionEnd": 2}
    session.send("Input.imeSetComposition", composition)
    with wide.expect_response("**/admin/upload/"):
        held[0].continue_()
    expect(body).to_have_value(re.compile("^xu正文\n\n<!--"))
    session.send("Input.insertText", {"text": "序"})
    expect(body).to_have_value(f"序正文\n\n![red]({Image.objects.get().file.url})")


def test_files_that_are_no_pictures_are_refused_with_a_word(wide: Page) -> None:
    body = wide.locator("#id_body")
    body.fill("正文\n\n结尾")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    for content, name, type_ in (
        (svg, "evil.svg", "image/svg+xml"),
        (b"<html><script>alert(1)</script>", "page.gif", "image/gif"),
    ):
        body.evaluate("(area) => area.setSelectionRange(2, 2)")
        drop(body, file_of(content, name, type_))
        alert = wide.get_by_role("alert")
        expect(alert).to_contain_text(f"{name} was not taken")
        expect(alert).to_contain_text("not")
        expect(body).to_have_value("正文\n\n结尾")
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (400, json.dumps({"problems": ["Too large by far."]}), "Too large by far."),
        (403, "<h1>Forbidden</h1>", "You may not do this"),
        (413, "<h1>nginx</h1>", "too large for this site"),
        (500, "<h1>Oops</h1>", "error (500)"),
        (200, "<h1>Log in</h1>", "error (200)"),
        (0, "", "cannot be reached"),
    ],
)
def test_every_answer_but_a_picture_is_explained(
    wide: Page, status: int, content: str, said: str
) -> None:
    def answer(route: Route) -> None:
        if not status:
            return route.abort()
        kind = "application/json" if content.startswith("{") else "text/html"
        return route.fulfill(status=status, body=content, content_type=kind)

    wide.route("**/admin/upload/", answer)
    body = wide.locator("#id_body")
    body.fill("正文")
    select(body, "")
    drop(body, file_of(RED, "red.png"))
    expect(wide.get_by_role("alert")).to_contain_text("red.png was not taken: ")
    expect(wide.get_by_role("alert")).to_contain_text(said)
    expect(body).to_have_value("正文")


def test_a_login_that_ended_is_named(wide: Page) -> None:
    wide.context.clear_cookies(name=SESSION)
    body = wide.locator("#id_body")
    drop(body, file_of(RED, "red.png"))
    expect(wide.get_by_role("alert")).to_contain_text("You are logged out")


def test_a_picture_is_picked_from_the_library(desk: Page) -> None:
    for n in range(26):
        make_image(alt=f"库图 {n}")
    chosen = make_image(alt="油价走势", caption="近一年走势", credit="海岳财经")
    body = desk.locator("#id_body")
    body.fill("正文")
    select(body, "")
    open_library = desk.get_by_role("button", name="Picture from the library")
    open_library.click()
    dialog = desk.get_by_role("dialog", name="Picture from the library")
    expect(dialog.get_by_role("listitem")).to_have_count(24)
    results = Axe().run(desk, context=".writing-box__picker")
    assert not results.violations_count, results.generate_report()
    dialog.get_by_role("button", name="More pictures").click()
    expect(dialog.get_by_role("listitem")).to_have_count(27)
    dialog.get_by_role("textbox", name="Search pictures").fill("没有这张")
    expect(dialog.get_by_role("status")).to_have_text("No picture is found.")
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(body).to_have_value("正文")

    open_library.click()
    dialog.get_by_role("textbox", name="Search pictures").fill("走势")
    dialog.get_by_role("button", name="油价走势").click()
    expect(dialog).to_be_hidden()
    expect(body).to_have_value(
        f'正文\n\n{{{{< figure src="{chosen.file.url}" alt="油价走势" '
        'caption="近一年走势" attr="海岳财经" >}}'
    )
    card = desk.get_by_role("dialog", name="About the picture")
    expect(card.get_by_role("textbox", name="Caption")).to_have_value("近一年走势")


def test_a_file_is_chosen_with_the_button(wide: Page) -> None:
    with wide.expect_file_chooser() as chooser:
        wide.get_by_role("button", name="Picture: upload").click()
    chooser.value.set_files({"name": "red.png", "mimeType": "image/png", "buffer": RED})
    expect(wide.get_by_role("dialog", name="About the picture")).to_be_visible()
    expect(wide.locator("#id_body")).to_have_value(
        f"![red]({Image.objects.get().file.url})"
    )


def test_the_pictures_of_a_pasted_page_are_fetched(wide: Page, settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = ["localhost"]
    body = wide.locator("#id_body")
    data = f"data:image/png;base64,{b64encode(RED).decode()}"
    with PictureServer() as server:
        good, gone = server.url("good/a.png"), server.url("nothing.png")
        html = (
            f'<p>甲</p><img data-src="{good}" alt="走势"><p>乙</p><img src="{data}">'
            f'<p>丙</p><img src="{gone}"><p>丁</p>'
        )
        paste(body, file_of(RED, "image.png"), html=html, plain="甲乙丙丁")
        expect(wide.get_by_role("alert")).to_contain_text("404 Not Found")
    fetched = Image.objects.get(origin=good).file.url
    uploaded = Image.objects.get(origin="").file.url
    expect(body).to_have_value(
        f"甲\n\n![走势]({fetched})\n\n乙\n\n![]({uploaded})\n\n丙\n\n![]({gone})\n\n丁"
    )
    expect(wide.get_by_role("dialog", name="About the picture")).to_be_hidden()


def test_a_picture_copied_from_a_page_is_the_picture(wide: Page) -> None:
    body = wide.locator("#id_body")
    html = '<meta charset="utf-8"><img src="https://a.example/x.png" alt="x">'
    paste(body, file_of(RED, "image.png"), html=html)
    expect(wide.get_by_role("dialog", name="About the picture")).to_be_visible()
    expect(body).to_have_value(f"![]({Image.objects.get().file.url})")


def test_what_a_reporter_may_not_change_is_said_and_the_text_has_it(
    wide: Page,
) -> None:
    image = make_image(alt="旧说明")
    wide.get_by_role("button", name="Picture from the library").click()
    wide.get_by_role("button", name="旧说明").click()
    card = wide.get_by_role("dialog", name="About the picture")
    card.get_by_role("textbox", name="Alt text").fill("新说明")
    card.get_by_role("button", name="Apply").click()
    expect(wide.get_by_role("alert")).to_contain_text("The library keeps what it had")
    expect(wide.locator("#id_body")).to_have_value(f"![新说明]({image.file.url})")
