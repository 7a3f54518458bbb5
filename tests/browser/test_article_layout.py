"""The page of an article as people see it at a desk and on a phone."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import publishing
from articles.models import Article
from tests.browser.article_form import DESKTOP, PHONE, STORY, open_article, said
from tests.browser.conftest import sign_in
from tests.factories import make_article, make_category, make_draft, make_source
from tests.people import make_clerk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_pasted_title_stands_on_one_line_and_shows_on_two(page: Page) -> None:
    open_article(page)
    title = page.locator("#id_title")
    one = title.bounding_box()
    title.evaluate(
        "(box, text) => { box.focus(); document.execCommand('insertText', false, text); }",
        "美联储意外降息五十个基点\n并暗示年内或再降两次，全球股市大涨美元大跌",
    )
    expect(title).not_to_have_value("\n")
    assert "\n" not in title.input_value()
    two = title.bounding_box()
    assert one
    assert two
    assert two["height"] > one["height"]


def test_twelve_lines_of_the_text_are_in_the_first_screen(page: Page) -> None:
    open_article(page, make_draft(title="美联储意外降息" * 5, body=STORY))
    box = page.locator("#id_body").bounding_box()
    assert box
    assert page.evaluate("scrollY") == 0
    assert min(650, box["y"] + box["height"]) - box["y"] >= 12 * 24


def test_the_caret_returns_to_where_one_wrote_last(page: Page) -> None:
    article = make_draft(body=STORY)
    open_article(page, article)
    body = page.locator("#id_body")
    body.evaluate("box => { box.focus(); box.setSelectionRange(40, 40); }")
    page.keyboard.type("甲")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved ")
    page.goto(reverse("admin:articles_article_changelist"))
    open_article(page, article)
    expect(body).to_be_focused()
    assert body.evaluate("box => box.selectionStart") == 41


def test_chips_say_what_is_chosen_and_open_in_place(page: Page) -> None:
    publishing.save(
        make_draft(source=make_source("海岳财经")),
        publishing.Labels(categories=[make_category("央行")], tags=[], authors=[]),
    )
    open_article(page, Article.objects.get())
    chips = page.locator(".desk-chip")
    expect(chips.filter(has_text="央行")).to_be_visible()
    expect(chips.filter(has_text="海岳财经")).to_be_visible()
    tags = chips.filter(has_text="Tags")
    expect(tags.locator(".desk-chip__value")).to_have_text("–")
    expect(page.locator("#id_tags")).to_be_hidden()
    tags.locator("summary").press("Enter")
    page.locator("#id_tags").fill("油价，通胀")
    expect(tags.locator(".desk-chip__value")).to_have_text("油价，通胀")


def test_the_preview_follows_the_paragraph_and_keeps_its_variant(page: Page) -> None:
    article = make_draft(title="软件", body=STORY)
    open_article(page, article)
    page.get_by_label("Read in").select_option("zh-tw")
    frame = page.frame_locator("[data-stage] iframe:not([data-next])")
    expect(frame.get_by_role("heading", level=1)).to_have_text("軟件")
    body = page.locator("#id_body")
    at = STORY.index("第25段") + 3
    body.evaluate("(box, at) => { box.focus(); box.setSelectionRange(at, at); }", at)
    body.press("ArrowRight")
    page.wait_for_function(
        """() => {
          const frame = document.querySelector("[data-stage] iframe:not([data-next])");
          const block = [...frame.contentDocument.querySelectorAll(".prose > *")]
            .find((other) => other.textContent.includes("第25段"));
          const { top } = block.getBoundingClientRect();
          return top >= 0 && top < frame.contentWindow.innerHeight;
        }"""
    )
    open_article(page, article)
    expect(page.get_by_label("Read in")).to_have_value("zh-tw")
    body.press("Alt+p")
    expect(page.locator("[data-preview]")).to_be_hidden()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_no_bar_hides_what_has_the_focus(page: Page, size: Any) -> None:
    page.set_viewport_size(size)
    open_article(page, make_article(body=STORY))
    for summary in page.locator(
        ".desk-page details:not(.desk-verbs__more) summary"
    ).all():
        summary.evaluate("fold => { fold.parentElement.open = true; }")
    page.locator("#id_title").focus()
    hidden = []
    for _step in range(90):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at.closest("[data-writing]")) return null;
              if (at.closest("[data-bar]") || at.matches("iframe")) return "";
              const box = at.getBoundingClientRect();
              const bar = document.querySelector("[data-bar]");
              const isOver = getComputedStyle(bar).position === "fixed";
              const low = isOver ? bar.getBoundingClientRect().top : innerHeight;
              const isSeen = box.top < low - 8 && box.bottom > 8;
              return isSeen ? "" : at.name || at.id || at.outerHTML.slice(0, 80);
            }"""
        )
        if found is None:
            break
        hidden.append(found)
    assert len(hidden) > 20
    assert [name for name in hidden if name] == []


def test_what_is_amiss_with_keeping_is_seen_wherever_one_writes(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_article(page, make_draft(body=STORY))
    page.context.set_offline(True)
    page.locator("#id_body").focus()
    page.keyboard.type("离线")
    offline = page.locator("[data-keeping] [data-line]")
    expect(offline).to_contain_text("Offline")
    page.locator("#history").scroll_into_view_if_needed()
    expect(offline).to_be_in_viewport()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_legible_wide_enough_and_easy_to_hit(
    page: Page, size: Any, scheme: Any
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    open_article(page, make_draft(body=STORY, categories=["央行"]))
    for summary in page.locator(".desk-page details summary").all():
        summary.evaluate("fold => { fold.parentElement.open = true; }")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    results = Axe().run(page)
    assert not results.violations_count, results.generate_report()
    small = page.evaluate(
        """() => [...document.querySelectorAll(
          ".desk-page :is(button, summary, select, input:not([type=checkbox])), .desk-user :is(button, a)"
        )].filter((target) => target.checkVisibility() && !target.closest(
            ".select2-hidden-accessible, .select2-search"))
          .map((target) => [target.textContent || target.name, target.getBoundingClientRect()])
          .filter(([, box]) => box.height && (box.width < 24 || box.height < 24))
          .map(([name]) => name)"""
    )
    assert small == []


def test_on_a_phone_the_verbs_stand_at_the_lower_edge(page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_article(page)
    main = page.get_by_role("button", name="Publish…").bounding_box()
    save = page.get_by_role("button", name="Save").bounding_box()
    assert main
    assert save
    assert main["y"] > 760
    assert main["width"] > save["width"]
    size = page.locator("#id_body").evaluate("box => getComputedStyle(box).fontSize")
    assert size == "16px"
    page.locator("#id_title").fill("油价")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved ")
    page.get_by_role("button", name="Preview", exact=True).click()
    frame = page.frame_locator("[data-stage] iframe:not([data-next])")
    expect(frame.get_by_role("heading", level=1)).to_have_text("油价")
    page.set_viewport_size({"width": 390, "height": 400})  # The keyboard is open.
    expect(page.locator("[data-main]")).to_be_visible()
    expect(page.locator("[data-save]")).to_be_hidden()


def test_who_may_only_read_gets_no_verbs(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(locale="en", base_url=live_server.url)
    reader = make_clerk()
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    sign_in(context, live_server.url, reader)
    page = context.new_page()
    article = make_article(title="油价", body=STORY)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.get_by_text("油价", exact=True).first).to_be_visible()
    expect(page.locator(".desk-verbs button")).to_have_count(0)
    results = Axe().run(page)
    assert not results.violations_count, results.generate_report()
    context.close()
