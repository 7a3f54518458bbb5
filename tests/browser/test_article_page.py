"""The page on which an article is written, as people use it at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles import publishing
from articles.models import Article
from tests.browser.conftest import sign_in
from tests.factories import make_article, make_category, make_draft, make_source
from tests.people import make_chief, make_clerk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP = {"width": 1280, "height": 650}
PHONE = {"width": 390, "height": 844}
STORY = "\n\n".join(f"第{n}段：油价急升，市场反应剧烈。" * 3 for n in range(1, 30))


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser window of a chief."""
    context = browser.new_context(
        locale="en",
        base_url=live_server.url,
        viewport=DESKTOP,  # type: ignore[arg-type]
    )
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def open_article(page: Page, article: Article | None = None) -> None:
    """Open the form of an article, or of a new one, and wait for its scripts."""
    if article:
        page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    else:
        page.goto(reverse("admin:articles_article_add"))
    expect(page.locator("[data-count]")).not_to_be_empty()
    expect(page.locator("[data-show-preview], [data-preview]").first).to_be_attached()


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(text)


def posted(page: Page) -> list[str]:
    """Collect the addresses of the forms that are sent from now on."""
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(request.url) if request.method == "POST" else None,
    )
    return sent


def test_a_new_story_is_written_saved_and_published_on_one_page(page: Page) -> None:
    open_article(page)
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.type("油价急升")
    page.keyboard.press("Enter")
    expect(page.locator("#id_lead")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_be_focused()
    page.keyboard.type("正文。")
    assert not Article.objects.exists()

    page.keyboard.press("Control+s")
    said(page, "Saved ")
    article = Article.objects.get()
    assert (article.title, article.lead, article.body) == ("油价急升", "", "正文。")
    assert page.url.endswith(
        reverse("admin:articles_article_change", args=[article.pk])
    )
    expect(page.locator("#id_slug")).to_have_value("you-jia-ji-sheng")
    expect(page.locator("#id_body")).to_be_focused()

    page.keyboard.type("第二句。")
    page.keyboard.press("Control+Enter")
    said(page, "Published ")
    article.refresh_from_db()
    assert article.body == "正文。第二句。"
    assert article.is_published
    expect(page.get_by_role("button", name="Update")).to_be_visible()
    expect(page.get_by_role("link", name="See the page")).to_be_visible()

    page.locator(".desk-verbs__more summary").click()
    page.get_by_role("button", name="Withdraw").click()
    said(page, "Withdrawn ")
    assert not Article.objects.published().exists()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_be_visible()


def test_enter_in_a_box_never_sends_the_form(page: Page) -> None:
    open_article(page, make_article(slug="oil", body=STORY))
    page.locator(".desk-chip summary", has_text="Language and address").click()
    page.locator(".desk-chip summary", has_text="Times").click()
    sent = posted(page)
    for box in ("#id_slug", "#id_published_at_0", "#id_expires_at_1"):
        page.locator(box).press("Enter")
    page.locator("#id_title").press("Enter")
    page.locator("#id_lead").press("Enter")
    page.wait_for_timeout(300)
    assert [url for url in sent if "/preview/" not in url] == []


def test_without_script_enter_sends_nothing_and_the_buttons_work(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        locale="en", base_url=live_server.url, java_script_enabled=False
    )
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    article = make_draft(slug="oil", title="油价")
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    sent = posted(page)
    page.locator(".desk-chip summary", has_text="Language and address").click()
    page.locator("#id_slug").fill("petrol")
    page.locator("#id_slug").press("Enter")
    page.wait_for_timeout(300)
    assert sent == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved ")
    article.refresh_from_db()
    assert article.slug == "petrol"
    context.close()


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


def test_what_is_wrong_is_shown_at_its_field_and_keeps_the_rest(page: Page) -> None:
    open_article(page)
    page.locator("#id_body").fill("正文。")
    page.locator(".desk-chip summary", has_text="Times").click()
    page.locator("#id_expires_at_0").fill("2026-02-31")
    page.locator(".desk-chip summary", has_text="Times").click()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_title")).to_be_focused()
    expect(page.locator(".field-title .errorlist")).to_be_visible()
    expect(page.locator("#id_expires_at_0")).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("正文。")
    links = page.locator(".desk-problems a")
    expect(links).to_have_text(["Title", "Expires"])
    links.last.click()
    expect(page.locator("#id_expires_at_0")).to_be_focused()

    page.locator("#id_title").fill("油价")
    page.locator("#id_expires_at_0").fill("")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved ")
    problems = ".errornote:not([hidden]), .errorlist, .desk-problems"
    expect(page.locator(problems)).to_have_count(0)
    assert Article.objects.get().body == "正文。"


def test_without_script_the_first_error_has_the_focus(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(
        locale="en", base_url=live_server.url, java_script_enabled=False
    )
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.goto(reverse("admin:articles_article_add"))
    page.locator("#id_title").fill("油价")
    page.locator(".desk-chip summary", has_text="Language and address").click()
    page.locator("#id_slug").fill("a b")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#id_slug")).to_be_focused()
    page.get_by_role("link", name="Slug").click()
    assert page.url.endswith("#id_slug")
    context.close()


def test_a_server_that_fails_or_is_away_loses_nothing(page: Page) -> None:
    open_article(page, make_draft(body="正文。"))
    body = page.locator("#id_body")
    body.fill("新的正文。")
    answers: dict[str, Any] = {
        "Something went wrong": lambda route: route.fulfill(status=500, body="no"),
        "too large": lambda route: route.fulfill(status=413, body="<h1>nginx</h1>"),
        "No connection": lambda route: route.abort(),
    }
    for text, answer in answers.items():
        page.route("**/change/", on_post(answer))
        page.get_by_role("button", name="Save").click()
        said(page, text)
        page.unroute("**/change/")
    expect(body).to_have_value("新的正文。")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved ")
    assert Article.objects.get().body == "新的正文。"


def on_post(answer: Any) -> Any:
    def handle(route: Route) -> None:
        if route.request.method == "POST":
            answer(route)
        else:
            route.continue_()

    return handle


def test_an_article_that_a_colleague_deleted_leaves_its_text(page: Page) -> None:
    article = make_draft(body="正文。")
    open_article(page, article)
    page.locator("#id_body").fill("新的正文。")
    publishing.delete(article)
    page.get_by_role("button", name="Save").click()
    said(page, "a colleague may have deleted it")
    expect(page.locator("#id_body")).to_have_value("新的正文。")


def test_a_second_click_sends_nothing_and_later_words_stay(page: Page) -> None:
    open_article(page)
    page.locator("#id_title").fill("油价")
    sent = posted(page)

    def slowly(route: Route) -> None:
        page.locator("#id_title").press_sequentially("急升")
        page.locator("[data-save]").click()
        route.continue_()

    page.route("**/add/", on_post(slowly), times=1)
    page.locator("[data-save]").click()
    said(page, "Saved ")
    assert len([url for url in sent if url.endswith("/add/")]) == 1
    expect(page.locator("#id_title")).to_have_value("油价急升")
    assert Article.objects.get().title == "油价"
    page.locator("[data-save]").click()
    expect(page).to_have_title("油价急升 | Change article | Desk")
    assert Article.objects.get().title == "油价急升"


def test_leaving_warns_only_of_what_would_be_lost(page: Page) -> None:
    open_article(page, make_draft(body="正文。"))
    asked: list[str] = []

    def leave(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.locator("#id_body").press_sequentially("新")
    page.locator("#id_body").press("Backspace")
    page.reload()
    assert asked == []
    expect(page.locator("[data-count]")).not_to_be_empty()
    page.locator("#id_body").press_sequentially("新")
    page.reload()
    assert asked == ["beforeunload"]


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


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_legible_wide_enough_and_easy_to_hit(
    page: Page, size: Any, scheme: Any
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    open_article(page, make_article(body=STORY))
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
    main = page.get_by_role("button", name="Publish", exact=True).bounding_box()
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
