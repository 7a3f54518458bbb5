from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Conflict, ReaderReport
from tests.factories import make_article, make_category
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The list of articles, as a chief sees it who has just logged in."""
    make_chief()
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{live_server.url}{reverse('admin:articles_article_changelist')}")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def test_a_story_is_written_beside_its_page_and_published(
    desk: Page, live_server: LiveServer
) -> None:
    desk.get_by_role("link", name="Add article").click()
    desk.locator("#id_title").fill("突发 Markets open")
    desk.locator("#id_body").fill("**油价**急升。")
    preview = desk.frame_locator("[data-stage] iframe:not([data-next])")
    expect(preview.get_by_role("heading", level=1)).to_have_text("突发 Markets open")
    expect(preview.locator(".prose strong")).to_have_text("油价")
    assert not Article.objects.exists()

    desk.get_by_role("button", name="Publish…").click()
    desk.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published ")
    article = Article.objects.get()
    desk.goto(live_server.url + article.get_absolute_url())
    expect(desk.get_by_role("heading", level=1)).to_have_text("突发 Markets open")
    expect(desk.locator(".prose strong")).to_have_text("油价")


def test_a_save_keeps_the_times_that_nobody_touched(
    desk: Page, live_server: LiveServer
) -> None:
    told: dict[str, Any] = {
        "published_at": datetime(2025, 2, 10, 7, 35, 42, 123456, tzinfo=UTC),
        "modified_at": datetime(2025, 2, 11, 7, 35, 43, tzinfo=UTC),
        "expires_at": datetime(2035, 2, 10, 7, 35, 44, tzinfo=UTC),
    }
    article = make_article(**told)
    change = reverse("admin:articles_article_change", args=[article.pk])
    for language in ("zh-Hans", "zh-Hant", "en"):
        desk.set_extra_http_headers({"Accept-Language": language})
        desk.goto(live_server.url + change)
        expect(desk.locator("#id_published_at_1")).to_have_value("15:35:42")
        desk.locator(".desk-fold summary").first.click()
        desk.locator("#id_description").fill(language)
        desk.locator("[name=_update]").click()
        expect(desk.locator(".messagelist .success")).to_be_visible()
        article.refresh_from_db()
        assert article.description == language
        assert {name: getattr(article, name) for name in told} == told


def test_categories_stand_in_the_order_in_which_they_were_chosen(desk: Page) -> None:
    for name in ("Bonds", "Stocks"):
        make_category(name)
    desk.get_by_role("link", name="Add article").click()
    desk.locator("#id_title").fill("Order")
    field = desk.locator(".field-filed_under")
    desk.locator(".desk-chip summary", has_text="Categories").click()
    for name in ("Bonds", "Stocks"):
        choose(desk, name)
    first = field.locator(".select2-selection__choice", has_text="Bonds")
    first.locator(".select2-selection__choice__remove").click()
    choose(desk, "Bonds")
    desk.get_by_role("button", name="Publish…").click()
    desk.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published ")
    filed = [str(row) for row in Article.objects.get().article_categories.all()]
    assert filed == ["Stocks", "Bonds"]


def test_an_ambiguity_is_decided_beside_its_sentence(
    desk: Page, live_server: LiveServer
) -> None:
    article = make_article(title="关税上调", body="海岳讯。\n")
    expect(desk.get_by_text("0 articles")).to_be_visible()
    desk.reload()
    desk.get_by_role("link", name="Chinese, Simplified").click()
    desk.get_by_role("link", name="香港繁體").click()
    expect(desk.locator(".variants__body").last).to_have_text("海岳訊。")
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)
        desk.reload()  # Else colours are still fading into each other.
        results = Axe().run(desk)
        assert not results.violations_count, results.generate_report()

    desk.get_by_role("button", name="嶽").click()
    expect(desk.locator(".variants__body").last).to_have_text("海嶽訊。")
    choice = article.conversion_choices.get()
    assert (choice.variant, choice.printed) == ("zh-hk", "嶽")

    desk.set_viewport_size({"width": 390, "height": 800})
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.get_by_role("button", name="Take back").click()
    expect(desk.locator(".variants__body").last).to_have_text("海岳訊。")


def test_quotations_and_reports_are_read_on_a_phone_in_the_dark(
    desk: Page, live_server: LiveServer
) -> None:
    article = make_article(body="> 海岳讯。\n")
    ReaderReport.objects.create(
        article=article, variant="zh-tw", passage="嶽", sentence="海嶽訊。" * 40
    )
    desk.set_viewport_size({"width": 390, "height": 800})
    desk.emulate_media(color_scheme="dark")
    variants = reverse("admin:articles_article_variants", args=[article.pk])
    desk.goto(live_server.url + variants)
    results = Axe().run(desk)
    assert not results.violations_count, results.generate_report()

    desk.goto(live_server.url + reverse("admin:articles_readerreport_changelist"))
    for cell in desk.locator("#result_list tbody :is(td, th)").all():
        box = cell.bounding_box()
        assert box
        assert box["x"] + box["width"] <= 390


def choose(desk: Page, name: str) -> None:
    search = desk.locator(".field-filed_under .select2-search__field")
    search.click()
    search.press_sequentially(name)
    desk.get_by_role("option", name=name).click()


def test_a_conflict_is_decided_and_the_next_one_follows(
    desk: Page, live_server: LiveServer
) -> None:
    article = make_article(title="编辑的标题", body="油价升至85美元。")
    for field, theirs in (("body", "油价升至95美元。"), ("title", "档案的标题")):
        ours = getattr(article, field)
        Conflict.objects.create(
            article=article, field=field, base="", ours=ours, theirs=theirs
        )
    change = reverse("admin:articles_article_change", args=[article.pk])
    desk.goto(live_server.url + change)
    desk.locator(".desk-notice").get_by_role("link", name="title").click()
    expect(desk.locator("del")).to_have_text("编辑")
    expect(desk.locator("ins")).to_have_text("档案")

    desk.set_viewport_size({"width": 390, "height": 780})
    here, there = desk.locator("[data-side]").all()
    first, second = here.bounding_box(), there.bounding_box()
    assert first
    assert second
    assert first["x"] == second["x"]
    desk.get_by_role("button", name="Take the file's").click()
    expect(desk.get_by_text("took the file's")).to_be_visible()
    expect(desk.locator("ins")).to_have_text("95")
    desk.get_by_role("button", name="Keep the article's").click()
    expect(desk.get_by_text("keeps its own")).to_be_visible()
    expect(desk.get_by_text("0 import conflicts")).to_be_visible()
    article.refresh_from_db()
    assert (article.title, article.body) == ("档案的标题", "油价升至85美元。")
