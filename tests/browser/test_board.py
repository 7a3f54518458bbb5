"""The board, its search box from any page, and the language that an editor chose."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles import publishing
from articles.choices import Status
from articles.models import Article, Conflict, Revision
from tests.browser.desk import signed_in
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_the_board() -> Article:
    reporter = make_person("reporter", "林岚")
    for n in range(10):
        article = make_draft(
            title=f"美联储意外降息50个基点，市场人士称政策转向或早于预期（{n}）",
            status=Status.IN_REVIEW,
        )
        article.revisions.update(created_by=reporter)
    make_draft(title="国债收益率", status=Status.APPROVED, published_at=hours_ago(1))
    later = timezone.now() + timedelta(hours=20)
    make_article(title="财报前瞻", published_at=later)
    article = make_article(title="油价收高")
    Conflict.objects.create(article=article, field="title", ours="甲", theirs="乙")
    Revision.objects.filter(article=article).update(created_by=reporter)
    return article


@pytest.mark.parametrize("width", [1280, 390])
def test_the_board_is_legible_and_one_button_writes(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    fill_the_board()
    chief = make_person("chief editor", "chief")
    found: dict[str, Any] = {}
    with signed_in(browser, live_server, chief, width) as page:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for address in (reverse("admin:index"), "/admin/search/?q=油价"):
                page.goto(address)
                results = Axe().run(page)
                if results.violations_count:
                    found[f"{address} {scheme}"] = results.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto(reverse("admin:index"))
        first = page.locator(".board-block").first
        expect(first).to_contain_text("国债收益率")
        page.get_by_role("link", name="Write", exact=True).click()
        expect(page.locator("#id_title")).to_be_focused()
    assert not found, "\n".join(f"{at}\n{text}" for at, text in found.items())


@pytest.mark.parametrize("width", [1280, 390])
def test_what_leads_the_front_page_is_legible(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    chief = make_person("chief editor", "chief")
    later = timezone.now() + timedelta(hours=1)
    for title, kind in (("美联储意外降息", "breaking"), ("港股午评", "lead")):
        publishing.pin(make_article(title=title), kind, ends_at=later, by=chief)
    make_article(title="油价收高")
    found: dict[str, Any] = {}
    with signed_in(browser, live_server, chief, width) as page:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for address in ("/zh-cn/", reverse("admin:articles_pin_changelist")):
                page.goto(address)
                results = Axe().run(page)
                if results.violations_count:
                    found[f"{address} {scheme}"] = results.generate_report()
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto("/zh-cn/")
        expect(page.locator(".breaking a")).to_have_text("美联储意外降息")
        expect(page.locator(".article-card__title").first).to_have_text("港股午评")
    assert not found, "\n".join(f"{at}\n{text}" for at, text in found.items())


def test_control_k_searches_from_every_page(
    browser: Browser, live_server: LiveServer
) -> None:
    article = fill_the_board()
    with signed_in(browser, live_server, make_person("chief editor", "chief")) as page:
        for address in (
            reverse("admin:articles_tag_changelist"),
            reverse("admin:articles_article_change", args=[article.pk]),
            reverse("admin:index"),
        ):
            page.goto(address)
            page.keyboard.press("Control+k")
            expect(page.locator("#desk-find")).to_be_focused()
        page.keyboard.type("油价")
        page.keyboard.press("Enter")
        expect(page.locator(".board-line__title")).to_have_text(["油价收高"])
        # The box of the list of results keeps what was asked.
        expect(page.locator("#desk-find")).to_have_value("油价")


def test_control_k_is_left_to_the_text_and_to_input_methods(
    browser: Browser, live_server: LiveServer
) -> None:
    article = fill_the_board()
    with signed_in(browser, live_server, make_person("chief editor", "chief")) as page:
        page.goto(reverse("admin:articles_article_change", args=[article.pk]))
        body = page.locator("#id_body")
        body.click()
        page.keyboard.press("Control+k")
        expect(page.locator("#desk-find")).not_to_be_focused()
        page.goto(reverse("admin:articles_tag_changelist"))
        page.evaluate(
            """document.body.dispatchEvent(new KeyboardEvent("keydown",
              {key: "k", ctrlKey: true, isComposing: true, bubbles: true}))"""
        )
        expect(page.locator("#desk-find")).not_to_be_focused()
        for keys in ("Control+Shift+k", "Control+Alt+k", "k"):
            page.keyboard.press(keys)
        expect(page.locator("#desk-find")).not_to_be_focused()


def test_a_language_chosen_here_is_spoken_in_another_browser(
    browser: Browser, live_server: LiveServer
) -> None:
    chief = make_person("chief editor", "chief")
    with signed_in(browser, live_server, chief) as page:
        page.goto(reverse("admin:index"))
        page.get_by_role("button", name="简体中文").click()
        expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    context = browser.new_context(locale="en", base_url=live_server.url)
    other = context.new_page()
    other.goto(reverse("admin:login"))
    other.fill("#id_username", "chief")
    other.fill("#id_password", "chief")
    other.keyboard.press("Enter")
    expect(other.get_by_role("button", name="退出登录")).to_be_visible()
    context.close()
