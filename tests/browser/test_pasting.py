"""What is pasted into a text, from wherever it was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, strategies as st
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.rendering import render
from tests.browser.desk import open_form, paste, select, signed_in
from tests.browser.pasted_pages import PAGES, PastedPage
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_MODULES = "/static/articles/admin/writing_box"


@pytest.fixture(params=[1280, 390], ids=["desk", "phone"])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The form of a new article, at both widths. No picture is asked for."""
    with signed_in(browser, live_server, make_chief(), request.param) as page:
        page.route("**/admin/upload/**", lambda route: route.abort())
        open_form(page)
        yield page


@pytest.fixture
def wide(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The form of a new article. No picture is asked for."""
    with signed_in(browser, live_server, make_chief()) as page:
        page.route("**/admin/upload/**", lambda route: route.abort())
        open_form(page)
        yield page


def test_pages_of_every_program_become_markdown_in_the_box(desk: Page) -> None:
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    body = desk.locator("#id_body")
    for page in PAGES:
        body.fill("")
        assert paste(body, html=page.html, plain="")
        expect(body).to_have_value(page.markdown)
    # Styles of a copied page are none of ours, and nothing of them is reported.
    assert not [text for text in said if "Content Security Policy" in text]


def words(html: str) -> str:
    """The text of a page without spaces: what a conversion must keep."""
    return re.sub(r"\s", "", html)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_markdown_says_what_the_page_said(page: PastedPage) -> None:
    soup = BeautifulSoup(page.html.replace("\u200b", ""), "html.parser")
    for noise in soup(["style", "head", "svg", "script", "col"]):
        noise.decompose()
    for hidden in soup.select("[style*='display:none'], [hidden], .msocomanchor"):
        hidden.decompose()
    for marker in soup.select("[style*='mso-list:Ignore']"):
        if not re.search("[、）]", marker.get_text()):
            marker.decompose()
    for image in soup("img", class_="emoji"):
        image.replace_with(str(image["alt"]))
    said = "".join(
        soup.find_all(string=lambda text: type(text).__name__ == "NavigableString")
    )
    # What stays unconverted is resolved when a variant is read.
    rendered = render(page.markdown, language="zh-hans").html.replace("\\-{", "-{")
    shown = BeautifulSoup(rendered, "html.parser").get_text()
    assert words(shown) == words(said)


def converted(page: Page, html: str) -> str:
    """Convert in the browser, without a box."""
    markdown: str = page.evaluate(
        f"""async (html) => {{
          const {{readPage}} = await import("{_MODULES}/html_styles.js");
          const {{toMarkdown}} = await import("{_MODULES}/html_to_markdown.js");
          return toMarkdown(readPage(html)).text;
        }}""",
        html,
    )
    return markdown


_TEXT = st.text(
    st.sampled_from("油价aB1 *_[]()#->`~\\!.|&<。“”·"), min_size=1, max_size=12
)
_INLINE = st.tuples(st.sampled_from(["", "b", "i", "span", "a", "code"]), _TEXT)


def test_any_words_say_the_same_when_they_are_rendered(wide: Page) -> None:
    @given(st.lists(st.lists(_INLINE, min_size=1, max_size=4), min_size=1, max_size=3))
    @example([[("b", "注："), ("", "x"), ("i", "y.")]])
    def check(paragraphs: list[list[tuple[str, str]]]) -> None:
        soup = BeautifulSoup("", "html.parser")
        for runs in paragraphs:
            paragraph = soup.new_tag("p")
            for name, text in runs:
                if not name:
                    paragraph.append(text)
                    continue
                attributes: Any = {"href": "https://a.example/"} if name == "a" else {}
                tag = soup.new_tag(name, attrs=attributes)
                tag.string = text
                paragraph.append(tag)
            soup.append(paragraph)
        markdown = converted(wide, str(soup))
        rendered = render(markdown, language="zh-hans", typographer=False).html
        shown = BeautifulSoup(rendered.replace("\\-{", "-{"), "html.parser").get_text()
        assert words(shown) == words(soup.get_text()), markdown

    check()


def test_plain_lines_become_paragraphs(desk: Page) -> None:
    body = desk.locator("#id_body")
    for plain, wanted in (
        ("　　沪指高开。\n　　深成指低开。", "沪指高开。\n\n深成指低开。"),
        ("甲\r\n乙\r丙", "甲\n\n乙\n\n丙"),
        ("甲\n乙\n\n丙", "甲\n乙\n\n丙"),
        ("甲。\n\n　　乙。\n　　丙。", "甲。\n\n乙。\n\n丙。"),
        ("- 甲\n- 乙", "- 甲\n- 乙"),
        (
            "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |",
            "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("Oil rose\nby a third.\nGold fell.", "Oil rose\nby a third.\n\nGold fell."),
        ("```\na\nb\n```", "```\na\nb\n```"),
        ("## 甲\n乙\n丙", "## 甲\n乙\n\n丙"),
        ("**粗** [x](y) # z", "**粗** [x](y) # z"),
    ):
        body.fill("")
        paste(body, plain=plain)
        expect(body).to_have_value(wanted)


def test_what_nobody_sees_is_left_out(wide: Page) -> None:
    body = wide.locator("#id_body")
    for plain, wanted in (
        ("甲\u2028乙\u2029丙\u000b丁", "甲\n乙\n\n丙\n丁"),
        ("##\u00a0标题，\u00a0正文", "## 标题， 正文"),
        ("10\u00a0km, 1\u202f000", "10\u00a0km, 1\u202f000"),
        ("美\u200b联\ufeff储\u2060\u00ad\u200d", "美联储"),
        ("👨\u200d👩\u200d👧 ❤️\u200d🔥", "👨\u200d👩\u200d👧 ❤️\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\u202e倒\u2066序\u0007", "倒序"),
    ):
        body.fill("")
        paste(body, plain=plain)
        expect(body).to_have_value(wanted)


def test_text_wins_over_a_picture_of_itself(wide: Page) -> None:
    body = wide.locator("#id_body")
    table = "<table><tr><td>指数</td><td>涨跌</td></tr><tr><td>恒指</td><td>1%</td></tr></table>"
    shot = {"name": "image.png", "type": "image/png", "bytes": [137]}
    paste(body, shot, html=table, plain="指数\t涨跌\n恒指\t1%")
    expect(body).to_have_value("| 指数 | 涨跌 |\n| --- | --- |\n| 恒指 | 1% |")


def test_shift_pastes_as_it_stands(wide: Page) -> None:
    body = wide.locator("#id_body")
    select(body, "")
    body.dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    paste(body, html="<b>甲</b><p>乙</p>", plain="甲\n乙")
    expect(body).to_have_value("甲\n乙")
    paste(body, html="<b>丙</b>", plain="丙")
    expect(body).to_have_value("甲\n乙**丙**")


def test_a_block_gets_its_blank_lines_and_undo_takes_it_back(desk: Page) -> None:
    body = desk.locator("#id_body")
    body.fill("开头结尾")
    body.evaluate("(area) => area.setSelectionRange(2, 2)")
    paste(body, html="<p>甲</p><p>乙</p>", plain="")
    expect(body).to_have_value("开头\n\n甲\n\n乙\n\n结尾")
    body.press("ControlOrMeta+z")
    expect(body).to_have_value("开头结尾")
    paste(body, html="<b>中</b>", plain="")
    expect(body).to_have_value("开头**中**结尾")


def test_many_lines_can_be_undone_as_one(wide: Page) -> None:
    body = wide.locator("#id_body")
    body.fill("头\n\n尾")
    body.evaluate("(area) => area.setSelectionRange(3, 3)")
    lines = "\n\n".join(f"第 {n} 段 <b>&amp;" for n in range(3000))
    paste(body, plain=lines)
    expect(body).to_have_value(f"头\n\n{lines}\n\n尾")
    body.press("ControlOrMeta+z")
    expect(body).to_have_value("头\n\n尾")


@pytest.mark.parametrize("megabytes", [5, 12])
def test_a_text_longer_than_the_field_is_refused_and_nothing_is_lost(
    desk: Page, megabytes: int
) -> None:
    body = desk.locator("#id_body")
    body.fill("已写的正文")
    for kinds in ("plain", "html"):
        took = body.evaluate(
            """(area, [kind, length]) => {
              const data = new DataTransfer();
              const line = "很长的一行文字。".repeat(10);
              const text = (line + "\\n").repeat(length / 81);
              data.setData("text/plain", text);
              if (kind === "html") data.setData("text/html", `<p>${text.replaceAll("\\n", "</p><p>")}`);
              const event = new ClipboardEvent("paste", {clipboardData: data, cancelable: true});
              area.dispatchEvent(event);
              return event.defaultPrevented;
            }""",
            [kinds, megabytes * 1_000_000],
        )
        assert took
        expect(desk.get_by_role("alert")).to_contain_text("longer than 1,000,000")
        expect(desk.get_by_role("alert")).to_contain_text("still on the clipboard")
        expect(body).to_have_value("已写的正文")
        desk.get_by_role("alert").get_by_role("button", name="Close").click()
        expect(desk.get_by_role("alert")).to_have_text("")


def test_files_of_the_other_program_are_named(wide: Page) -> None:
    body = wide.locator("#id_body")
    paste(
        body,
        html='<p>见图</p><img src="file:///C:/Temp/图%201.png"><img src="/logo.png">',
        plain="见图",
    )
    expect(body).to_have_value("见图")
    alert = wide.get_by_role("alert")
    expect(alert).to_contain_text("图 1.png")
    expect(alert).to_contain_text("did not come with the text: 1")
