"""A reader comments on a phone, an editor approves it, and others read it."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Comment, SiteSettings
from tests.browser.desk import signed_in
from tests.factories import make_article
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ARTICLE = "/zh-cn/articles/k/"
PHONE = {"width": 390, "height": 664}


def assert_accessible(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Colours go over into those of the other scheme.
        page.evaluate(
            "Promise.allSettled(document.getAnimations().map((one) => one.finished))"
        )
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_comment_goes_from_a_phone_over_the_desk_to_readers(
    browser: Browser, live_server: LiveServer
) -> None:
    SiteSettings(has_comments=True).save()
    make_article(slug="k", title="运价")
    context = browser.new_context(base_url=live_server.url, viewport=PHONE)  # type: ignore[arg-type]
    reader = context.new_page()
    reader.goto(ARTICLE)
    reader.locator(".comments .button").click()
    assert_accessible(reader)
    reader.locator("[name=name]").fill("读者")
    reader.locator("[name=text]").fill("运价会涨")
    expect(reader.locator("[data-counted] span")).to_have_text("4")
    reader.wait_for_timeout(3_200)
    reader.locator(".report__form button").click()
    expect(reader.locator(".report__thanks")).to_be_visible()
    assert_accessible(reader)

    with signed_in(browser, live_server, make_person("editor")) as desk:
        desk.goto(reverse("admin:index"))
        desk.get_by_role("link", name="运价会涨").click()
        desk.get_by_role("button", name="Approve").click()
        expect(desk.locator(".messagelist .success")).to_be_visible()

    reader.goto(ARTICLE)
    expect(reader.locator(".comment__text")).to_have_text("运价会涨")
    for path in ("", "comments/", "report/"):
        reader.goto(ARTICLE + path)
        assert_accessible(reader)
    reader.goto(f"{ARTICLE}comment/")
    reader.locator(".report__form button").click()  # With nothing, and too quick.
    assert_accessible(reader)
    context.close()


def test_the_queue_of_comments_is_accessible(
    browser: Browser, live_server: LiveServer
) -> None:
    article = make_article()
    comment = Comment.objects.create(
        article=article, name="读者", text="运价会涨", language="zh-Hans"
    )
    with signed_in(browser, live_server, make_person("editor"), 390) as desk:
        for name, arguments in (("changelist", []), ("change", [comment.pk])):
            desk.goto(reverse(f"admin:articles_comment_{name}", args=arguments))
            expect(desk.get_by_text("运价会涨").first).to_be_visible()
            assert_accessible(desk)
