"""Two browsers, one article: merged in silence, or decided on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.article_form import said
from tests.factories import make_draft
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = "第一段。\n\n第二段。\n\n第三段。\n"
Opener = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer) -> Iterator[Opener]:
    """Open an article as a chief of this name."""
    contexts: list[BrowserContext] = []

    def open_article(name: str, article: Article, **options: object) -> Page:
        client = Client()
        client.force_login(make_chief(name))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(**{"locale": "en", **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": live_server.url,
                }
            ]
        )
        page = context.new_page()
        change = reverse("admin:articles_article_change", args=[article.pk])
        page.goto(live_server.url + change)
        return page

    yield open_article
    for context in contexts:
        context.close()


def save(page: Page, body: str) -> None:
    page.locator("#id_body").fill(body)
    page.locator("[data-save]").click()


def test_different_places_are_merged_and_the_merge_can_be_undone(
    open_as: Opener,
) -> None:
    article = make_draft(body=BODY)
    ann, ben = open_as("ann", article), open_as("ben", article)
    save(ann, BODY.replace("第一段", "安的一段"))
    said(ann, "Saved ")
    save(ben, BODY.replace("第三段", "本的三段"))
    expect(ben.get_by_text("Merged with ann's change")).to_be_visible()
    assert Article.objects.get().body == "安的一段。\n\n第二段。\n\n本的三段。\n"

    ben.get_by_role("link", name="See the difference").click()
    expect(ben.locator("ins")).to_contain_text(["安的"])
    report = Axe().run(ben)
    assert report.violations_count == 0, report.generate_report()
    ben.get_by_role("button", name="Undo the merge").click()
    expect(ben.get_by_text("The merge is undone")).to_be_visible()
    assert Article.objects.get().body == BODY.replace("第三段", "本的三段")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_same_place_is_decided(
    open_as: Opener, width: int, height: int, scheme: str
) -> None:
    article = make_draft(body=BODY, title="标题")
    size = {"width": width, "height": height}
    ann = open_as("ann", article)
    ben = open_as("ben", article, viewport=size, color_scheme=scheme)
    ann.locator("#id_title").fill("安的标题")
    save(ann, BODY.replace("第二段", "安的二段"))
    said(ann, "Saved ")
    ben.locator("#id_title").fill("本的标题")
    save(ben, BODY.replace("第二段", "本的二段"))

    expect(ben.get_by_text("2 of 2 still to decide")).to_be_visible()
    report = Axe().run(ben)
    assert report.violations_count == 0, report.generate_report()
    assert ben.evaluate("document.documentElement.scrollWidth") <= width
    title, body = ben.locator("[data-place]").all()
    mine, theirs = (title.get_by_role("heading", name=n) for n in ("Mine", "Theirs"))
    first, second = mine.bounding_box(), theirs.bounding_box()
    assert first
    assert second
    assert (first["x"] == second["x"]) is (width < 768)
    for label in title.locator(".place__choices label").all():
        box = label.bounding_box()
        assert box
        assert box["height"] >= 24

    ben.get_by_role("button", name="Save the merged article").click()
    expect(ben.get_by_text("2 of 2 still to decide")).to_be_visible()
    title.get_by_label("Use theirs").check()
    expect(ben.get_by_text("1 of 2 still to decide")).to_be_visible()
    body.get_by_label("Keep both").check()
    expect(body.get_by_label("Merged text", exact=True)).to_have_value(
        "本的二段。\n\n安的二段。"
    )
    body.get_by_label("Merged text", exact=True).fill("两人的二段。")
    expect(body.get_by_label("Use the merged text")).to_be_checked()
    ben.get_by_role("button", name="Save the merged article").click()
    expect(ben.get_by_text("Merged with ann's change")).to_be_visible()
    stored = Article.objects.get()
    assert stored.title == "安的标题"
    assert stored.body == BODY.replace("第二段", "两人的二段")


def test_deciding_is_put_off_and_taken_up_again_with_nothing_lost(
    open_as: Opener,
) -> None:
    article = make_draft(body=BODY)
    ann, ben = open_as("ann", article), open_as("ben", article)
    save(ann, BODY.replace("第二段", "安的二段"))
    said(ann, "Saved ")
    save(ben, BODY.replace("第二段", "本的二段"))
    ben.get_by_role("button", name="Not now").click()
    expect(ben.locator("#id_body")).to_have_value(BODY.replace("第二段", "本的二段"))
    assert Article.objects.get().body == BODY.replace("第二段", "安的二段")

    ben.locator("[data-save]").click()
    ben.get_by_label("Use mine").check()
    ben.get_by_role("button", name="Save the merged article").click()
    expect(ben.get_by_text("Saved ").first).to_be_visible()
    save(ben, BODY.replace("第二段", "本的第二稿"))
    said(ben, "Saved ")
    assert Article.objects.get().body == BODY.replace("第二段", "本的第二稿")
