"""An article after publication, clicked through: corrected, killed, brought back by two."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.desk import signed_in
from tests.factories import hours_ago, make_article
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def check(page: Page) -> None:
    """Nothing is wider than the screen, too small for a thumb, or hard to perceive."""
    page.wait_for_load_state()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(page)
    assert not results.violations_count, results.generate_report()
    for button in page.locator("#content button:visible").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 24, button.evaluate("button => button.outerHTML")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_chief_corrects_and_kills_and_two_bring_it_back(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    article = make_article(
        slug="fed", title="美联储降息", body="降息25个基点。", published_at=hours_ago(5)
    )
    change = reverse("admin:articles_article_change", args=[article.pk])
    first, second = (make_person("chief editor", name) for name in ("lin", "shen"))
    with (
        signed_in(browser, live_server, first, width) as lin,
        signed_in(browser, live_server, second, width) as shen,
    ):
        lin.goto(change)
        lin.get_by_role("link", name="Correct…").click()
        lin.get_by_label("Severity").select_option("Clarification")
        lin.get_by_label("Text").fill("应为50个基点。")
        check(lin)
        lin.get_by_role("button", name="Publish the correction").click()
        expect(lin.get_by_text("readers see it now")).to_be_visible()
        check(lin)
        for path in ("/zh-cn/articles/fed/", "/zh-cn/corrections/"):
            lin.goto(path)
            expect(lin.get_by_text("应为50个基点。")).to_be_visible()
            check(lin)

        lin.goto(change)
        lin.get_by_role("link", name="Kill…").click()
        check(lin)
        lin.get_by_label("Reason").fill("法院要求")
        lin.get_by_label("Notice to readers").fill("本文有误。")
        lin.get_by_label("Your password").fill("lin")
        lin.get_by_role("button", name="Kill").click()
        expect(lin.get_by_text("Killed by lin")).to_be_visible()
        check(lin)
        answer = shen.goto("/zh-tw/articles/fed/")
        assert answer
        assert answer.status == 410
        expect(shen.get_by_text("本文有誤。")).to_be_visible()
        check(shen)

        lin.get_by_role("button", name="Ask to bring it back").click()
        expect(lin.get_by_text("You asked to bring it back")).to_be_visible()
        shen.goto(change)
        check(shen)
        shen.get_by_role("button", name="Confirm and bring back").click()
        expect(shen.get_by_text("Brought back: 美联储降息")).to_be_visible()
        answer = lin.goto("/zh-cn/articles/fed/")
        assert answer
        assert answer.status == 200
    assert Article.objects.get().is_published
