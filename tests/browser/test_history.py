"""What an editor clicks to compare, to go back, to spike an article and to take it up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from articles.publishing import Labels, save, tags_named
from tests.factories import make_article
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [pytest.param((1280, 800), id="desk"), pytest.param((390, 844), id="phone")]


@pytest.fixture(params=SIZES)
def page(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The history of a live article with two acts, as a chief sees it."""
    chief = make_chief()
    article = make_article(title="美联储降息", body="第一段。\n\n降息五十个基点。")
    article.body = "第一段。\n\n降息二十五个基点。"
    save(article, Labels([], tags_named(["降息"]), []), by=chief)
    width, height = request.param
    context = browser.new_context(
        locale="en", viewport={"width": width, "height": height}
    )
    page = context.new_page()
    url = reverse("admin:articles_article_history", args=[article.pk])
    page.goto(live_server.url + url)
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


def assert_in_order(page: Page) -> None:
    """Axe finds nothing, in light and dark, and nothing is wider than the screen."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()  # Else colours are still fading into each other.
        results = Axe().run(page)
        assert not results.violations_count, results.generate_report()
    is_narrow = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(is_narrow)


def test_two_states_are_compared_and_the_texts_restored(page: Page) -> None:
    expect(page.get_by_text("body +1, tags +降息")).to_be_visible()
    assert_in_order(page)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("ins", has_text="二十")).to_be_visible()
    expect(page.get_by_text("Added: 降息")).to_be_visible()
    assert_in_order(page)

    page.get_by_role("link", name="Restore").first.click()
    expect(page.get_by_role("heading", name="Body")).to_be_visible()
    expect(page.get_by_role("heading", name="Tags")).to_be_hidden()
    page.get_by_role("link", name="Everything but").click()
    expect(page.get_by_role("heading", name="Tags")).to_be_visible()
    assert_in_order(page)
    page.get_by_role("link", name="The texts only").click()
    page.get_by_role("button", name="Restore: readers see it at once").click()
    expect(page.locator(".messagelist")).to_contain_text("Restored:")
    article = Article.objects.get()
    assert article.is_published
    assert "五十个" in article.body
    assert [tag.name for tag in article.tags.all()] == ["降息"]


def test_an_article_is_spiked_taken_up_and_spiked_again_to_be_deleted(
    page: Page,
) -> None:
    article = Article.objects.get()
    page.locator(".breadcrumbs").get_by_role("link", name=article.title).click()
    page.locator(".desk-verbs__more > summary").click()
    page.get_by_role("link", name="Spike…").click()
    assert_in_order(page)
    page.get_by_role("button", name="Withdraw and spike").click()
    expect(page.locator(".messagelist")).to_contain_text("Spiked ")
    page.get_by_role("button", name="Unspike").click()
    expect(page.locator(".messagelist").last).to_contain_text("It is a draft now")
    page.locator(".desk-verbs__more > summary").click()
    page.get_by_role("link", name="Spike…").click()
    page.get_by_role("button", name="Spike").click()
    page.locator(".desk-verbs__more > summary").click()
    page.get_by_role("link", name="Delete for good…").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".messagelist")).to_contain_text("deleted successfully")
    assert not Article.objects.exists()
