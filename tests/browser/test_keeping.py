from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, Buffer
from tests.browser.conftest import sign_in
from tests.browser.killed import kill_profile, open_profile
from tests.browser.signed_in import address_of, open_article, signed_in
from tests.factories import make_article, make_draft
from tests.people import make_chief, make_reporter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BUFFER = "**/article/buffer/"
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


@pytest.fixture
def editor() -> User:
    return make_reporter()


@pytest.fixture
def article() -> Article:
    return make_draft(title="原题", body="原文。")


@pytest.fixture
def desk(
    browser: Browser, live_server: LiveServer, editor: User
) -> Iterator[BrowserContext]:
    with signed_in(browser, live_server, editor) as context:
        yield context


def expect_kept(page: Page) -> None:
    expect(page.locator("[data-line]")).to_contain_text("Kept ")


def leave(page: Page) -> None:
    page.close(run_before_unload=False)


def copies_in(page: Page) -> int:
    """Count the browser's own copies."""
    count: int = page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("newsdesk", 1).onsuccess = ({target}) => {
            const store = target.result.transaction("forms").objectStore("forms");
            store.count().onsuccess = ({target}) => resolve(target.result);
          };
        })"""
    )
    return count


def test_what_is_typed_is_kept_and_offered_on_another_machine(
    browser: Browser,
    desk: BrowserContext,
    live_server: LiveServer,
    article: Article,
    editor: User,
) -> None:
    page = open_article(desk, live_server, article)
    page.locator("#id_body").fill("原文。在编辑部写的一段")
    expect_kept(page)
    article.refresh_from_db()
    assert article.body == "原文。"

    with signed_in(browser, live_server, editor) as elsewhere:
        page = open_article(elsewhere, live_server, article)
        offer = page.locator(".desk-offer")
        expect(offer).to_contain_text("text +8 characters")
        offer.get_by_role("link", name="Compare").click()
        expect(page.locator("ins")).to_have_text("在编辑部写的一段")
        page.get_by_role("link", name="Go on with it").click()
        expect(page.locator("#id_body")).to_have_value("原文。在编辑部写的一段")
        expect(page.locator("#id_body")).to_be_focused()
        page.locator("[name=_save]").first.click()
        expect(page.locator(".messagelist .success")).to_be_visible()
    article.refresh_from_db()
    assert article.body == "原文。在编辑部写的一段"
    assert not Buffer.objects.unsaved().exists()


def test_a_new_article_goes_on_where_it_was_left(
    desk: BrowserContext, live_server: LiveServer
) -> None:
    page = open_article(desk, live_server, None)
    page.locator("#id_title").fill("没写完的报道")
    page.locator("#id_body").fill("开头")
    expect_kept(page)
    leave(page)

    page = desk.new_page()
    page.goto(live_server.url + reverse("admin:articles_article_changelist"))
    page.get_by_role("link", name="没写完的报道").click()
    expect(page.locator("#id_body")).to_have_value("开头")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get().title == "没写完的报道"
    expect(page.locator(".desk-unfinished")).to_have_count(0)


def test_without_the_network_the_browser_keeps_it_and_catches_up(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    desk.set_offline(True)
    page.locator("#id_body").fill("离线时写的")
    expect(page.locator("[data-line]")).to_contain_text(
        "Offline, text kept on this machine"
    )
    expect(page.locator("[data-keeping] [role=status]")).to_contain_text("Offline")
    page.locator("#id_body").press_sequentially("又一句")
    assert not Buffer.objects.exists()

    desk.set_offline(False)
    expect_kept(page)
    expect(page.locator("[data-keeping] [role=status]")).to_have_text("")
    assert Buffer.objects.get().fields["body"] == ["离线时写的又一句"]


def test_what_only_the_browser_has_is_offered_when_it_comes_back(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.route(BUFFER, lambda route: route.abort())
    page.locator("#id_body").fill("只在浏览器里")
    expect(page.locator("[data-keeping]")).to_have_attribute("data-outcome", "offline")
    leave(page)
    assert not Buffer.objects.exists()

    page = open_article(desk, live_server, article)
    page.locator(".desk-offer").get_by_role("link", name="Go on with it").click()
    expect(page.locator("#id_body")).to_have_value("只在浏览器里")


def test_a_busy_server_is_asked_again(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    answers = iter([503, 503])

    def answer(route: Route) -> None:
        status = next(answers, 0)
        if status:
            route.fulfill(status=status, body="")
        else:
            route.continue_()

    page = open_article(desk, live_server, article)
    page.route(BUFFER, answer)
    page.locator("#id_body").fill("等一等")
    expect_kept(page)


def test_two_tabs_of_one_person_keep_two_texts(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    pages = [open_article(desk, live_server, article) for _ in range(2)]
    for number, page in enumerate(pages):
        page.locator("#id_body").fill(f"第{number}页")
    for page in pages:
        expect_kept(page)
    kept = {buffer.fields["body"][0] for buffer in Buffer.objects.all()}
    assert kept == {"第0页", "第1页"}


def test_two_windows_that_go_on_with_one_text_part(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.locator("#id_body").fill("开头")
    expect_kept(page)
    second = open_article(desk, live_server, article)
    second.get_by_role("link", name="Go on with it").click()
    second.locator("#id_body").fill("开头，另一窗口")
    expect_kept(second)
    page.locator("#id_body").fill("开头，这一窗口")
    expect(page.locator("[data-line]")).to_be_visible()
    page.wait_for_function(
        "(old) => document.querySelector('[name=form_key]').value !== old",
        arg=Buffer.objects.get().form_key,
    )
    expect_kept(page)
    kept = {buffer.fields["body"][0] for buffer in Buffer.objects.all()}
    assert {"开头，另一窗口", "开头，这一窗口"} <= kept


def test_typing_goes_on_when_one_is_signed_out_elsewhere(
    desk: BrowserContext, live_server: LiveServer, article: Article, editor: User
) -> None:
    page = open_article(desk, live_server, article)
    desk.clear_cookies(name="sessionid")
    page.locator("#id_body").fill("登录过期后写的")
    expect(page.locator("[data-line]")).to_contain_text("You are signed out")
    assert copies_in(page) == 1
    sign_in(desk, live_server.url, editor)
    expect_kept(page)


def test_another_person_at_the_same_browser_sees_nothing_of_it(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.route(BUFFER, lambda route: route.abort())
    page.locator("#id_body").fill("机密")
    expect(page.locator("[data-keeping]")).to_have_attribute("data-outcome", "offline")
    desk.clear_cookies(name="sessionid")
    sign_in(desk, live_server.url, make_chief())
    page.unroute(BUFFER)
    page.locator("#id_body").press_sequentially("一句")
    expect(page.locator("[data-line]")).to_contain_text("You are signed out")

    other = open_article(desk, live_server, article)
    other.locator("#id_title").fill("主编的标题")
    expect_kept(other)
    expect(other.locator(".desk-offer")).to_have_count(0)
    assert "机密" not in str(Buffer.objects.get().fields)


def test_signing_out_empties_the_browser_once_the_server_has_it(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.locator("#id_body").fill("下班前的一句")
    page.locator("#logout-form button").click()
    page.wait_for_url("**/login/")
    assert copies_in(page) == 0
    assert Buffer.objects.get().fields["body"] == ["下班前的一句"]


def test_signing_out_says_what_the_server_does_not_have(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.route(BUFFER, lambda route: route.abort())
    page.locator("#id_body").fill("还没送到")
    page.locator("#logout-form button").click()
    expect(page.locator("[data-keeping-user]")).to_contain_text("kept on this machine")
    page.locator("#logout-form button").click()
    page.wait_for_url("**/login/")
    assert copies_in(page) == 1


def test_a_save_that_is_refused_loses_nothing_and_a_saved_text_is_not_offered(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.locator("#id_title").fill("")
    page.locator("#id_body").fill("新文")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".errornote").first).to_be_visible()
    expect_kept(page)
    page.locator("#id_title").fill("新题")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(live_server.url + address_of(article))
    expect(page.locator("#id_body")).to_have_value("新文")
    expect(page.locator(".desk-offer")).to_have_count(0)
    assert not Buffer.objects.unsaved().exists()


def test_an_offer_is_discarded(
    desk: BrowserContext, live_server: LiveServer, article: Article
) -> None:
    page = open_article(desk, live_server, article)
    page.locator("#id_body").fill("不要了")
    expect_kept(page)
    leave(page)
    page = open_article(desk, live_server, article)
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator(".messagelist .success")).to_contain_text("discarded")
    expect(page.locator(".desk-offer")).to_have_count(0)
    assert not Buffer.objects.unsaved().exists()


def test_what_is_typed_into_a_live_article_is_kept_counted_and_given_up(
    browser: Browser, live_server: LiveServer
) -> None:
    article = make_article(title="原题", body="第一段。\n\n第二段。")
    with signed_in(browser, live_server, make_chief()) as context:
        page = open_article(context, live_server, article)
        unlive = page.locator("[data-unlive]")
        expect(page.get_by_role("button", name="Update", exact=True)).to_be_visible()
        expect(page.locator("[data-save]")).to_have_count(0)
        expect(unlive).to_be_hidden()
        page.locator("#id_body").fill("第一段改了。\n\n第二段。\n\n第三段。")
        expect(unlive).to_contain_text("2 changes are not live yet")
        page.locator("#id_lead").fill("导语")
        expect(unlive).to_contain_text("3 changes are not live yet")
        page.keyboard.press("Control+s")
        expect(page.locator("[data-line]")).to_contain_text("readers do not see it yet")
        article.refresh_from_db()
        assert article.lead == ""

        page.reload()
        page.get_by_role("link", name="Go on with it").click()
        expect(unlive).to_contain_text("3 changes are not live yet")
        unlive.locator("summary").click()
        unlive.get_by_role("button").click()
        expect(page.locator("#id_lead")).to_have_value("")
        expect(unlive).to_be_hidden()
        expect(page.locator(".desk-offer")).to_have_count(0)
        assert not Buffer.objects.unsaved().exists()

        page.locator("#id_lead").fill("新导语")
        expect(unlive).to_contain_text("1 change is not live yet")
        page.get_by_role("button", name="Update", exact=True).click()
        expect(page.locator("[data-said]")).to_contain_text("Updated")
        expect(unlive).to_be_hidden()
        article.refresh_from_db()
        assert article.lead == "新导语"


@pytest.mark.parametrize("width", [1280, 390])
def test_bar_offers_and_comparison_can_be_read_by_all(
    desk: BrowserContext, live_server: LiveServer, article: Article, width: int
) -> None:
    page = open_article(desk, live_server, article)
    page.locator("#id_body").fill("比较")
    expect_kept(page)
    leave(page)
    page = open_article(desk, live_server, article)
    page.set_viewport_size({"width": width, "height": 800})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto(live_server.url + address_of(article))
        expect(page.locator(".desk-offer")).to_be_visible()
        for target in page.locator(".desk-offer :is(a, button)").all():
            box = target.bounding_box()
            assert box
            assert box["height"] >= 24
        results = Axe().run(page, context=".desk-offers")
        assert not results.violations_count, results.generate_report()
        page.get_by_role("link", name="Compare").click()
        expect(page.locator(".desk-diff").first).to_be_visible()
        results = Axe().run(page, context="#content-main")
        assert not results.violations_count, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_killed_browser_loses_nothing(
    browser: Browser,
    live_server: LiveServer,
    article: Article,
    editor: User,
    tmp_path: Path,
) -> None:
    typed = ""
    for kill in range(3):
        context = open_profile(browser.browser_type, tmp_path)
        sign_in(context, live_server.url, editor)
        page = open_article(context, live_server, article)
        if typed:
            page.locator(".desk-offer").first.get_by_role(
                "link", name="Go on with it"
            ).click()
            expect(page.locator("#id_body")).to_have_value(f"原文。{typed}")
        word = f"第{kill}次"
        page.locator("#id_body").press("End")
        page.keyboard.type(word)
        page.evaluate("new Promise(requestAnimationFrame)")
        kill_profile(context, tmp_path)
        typed += word
