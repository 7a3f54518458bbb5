"""Screens of the desk beside the article's own: legible, wide enough, easy to hit."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Conflict
from tests.browser.conftest import sign_in
from tests.factories import make_article
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_screens_of_the_desk(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    article = make_article(title="油价", body="正文。")
    conflict = Conflict.objects.create(
        article=article, field="body", base="", ours="正文。", theirs="本文。"
    )
    context = browser.new_context(
        locale="en",
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    found: dict[str, Any] = {}

    def look(address: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            results = Axe().run(page)
            if results.violations_count:
                found[f"{address} {scheme}"] = results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    look(reverse("admin:login"))
    sign_in(context, live_server.url, make_chief())
    look(reverse("admin:index"))
    look(reverse("admin:articles_article_changelist"))
    assert page.locator("#searchbar").evaluate("box => box.offsetWidth") > 100
    for name in ("image_changelist", "stylerule_changelist", "articletemplate_add"):
        look(reverse(f"admin:articles_{name}"))
    look(reverse("admin:articles_conflict_change", args=[conflict.pk]))
    look("/admin/nothing/")
    assert not found, "\n".join(f"{at}\n{text}" for at, text in found.items())
    context.close()


def test_an_editor_chooses_the_language_of_the_desk(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(locale="en", base_url=live_server.url)
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.goto(reverse("admin:articles_article_changelist"))
    page.get_by_role("button", name="繁體中文").click()
    expect(page.get_by_role("link", name="編輯台")).to_be_visible()
    assert page.url.endswith(reverse("admin:articles_article_changelist"))
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    context.close()
