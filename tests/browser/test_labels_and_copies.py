"""Overtaken forms, merging and bringing back, shared previews, copies: clicked through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Article, ArticleTemplate, LabelTombstone, Source, Tag
from articles.publishing import categories_named
from tests.factories import make_article, make_draft, make_source
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[1280, 390])
def desk(
    request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    """The desk, as a chief sees it who has just logged in, on a screen of each width."""
    make_chief()
    viewport = {"width": request.param, "height": 800}
    context = browser.new_context(
        locale="en",
        viewport=viewport,  # type: ignore[arg-type]
        base_url=live_server.url,
    )
    page = context.new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()


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
        assert box["height"] >= 24


def choose(page: Page, name: str) -> None:
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").press_sequentially(name)
    page.get_by_role("option", name=name).click()


def change(row: object) -> str:
    model = type(row)._meta.model_name  # type: ignore[attr-defined]
    return reverse(f"admin:articles_{model}_change", args=[row.pk])  # type: ignore[attr-defined]


def test_an_overtaken_source_shows_both_texts(desk: Page) -> None:
    source = make_source(disclaimer="旧的声明")
    desk.goto(change(source))
    Source.objects.update(disclaimer="法务的声明", contact="法务")
    desk.locator("#id_disclaimer").fill("我的声明")
    desk.locator("[name=_save]").click()
    expect(desk.get_by_text("法务的声明")).to_be_visible()
    expect(desk.locator("#id_disclaimer")).to_have_value("我的声明")
    expect(desk.locator("#id_contact")).to_have_value("法务")
    check(desk)
    source.refresh_from_db()
    assert source.disclaimer == "法务的声明"

    desk.get_by_label("Save mine instead").focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_label("Take what is stored")).to_be_checked()
    desk.keyboard.press("ArrowUp")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    source.refresh_from_db()
    assert (source.disclaimer, source.contact) == ("我的声明", "法务")


def test_tags_are_merged_and_brought_back(desk: Page) -> None:
    article = make_article(tags=["美联储", "Fed"])
    other = make_article(tags=["Fed"])
    desk.goto(reverse("admin:articles_tag_changelist"))
    for box in desk.locator("input.action-select").all():
        box.check()
    desk.locator("select[name=action]").select_option("merge_selected")
    desk.locator("button[name=index]").click()
    desk.get_by_label("美联储").check()
    check(desk)
    desk.get_by_role("button", name="Merge").click()
    expect(desk.get_by_text("Merged into “美联储”")).to_be_visible()
    assert [str(tag) for tag in other.tags.all()] == ["美联储"]

    desk.get_by_role("link", name="Merged and deleted", exact=True).click()
    check(desk)
    desk.locator("input.action-select").check()
    desk.locator("select[name=action]").select_option("bring_back")
    desk.locator("button[name=index]").click()
    expect(desk.get_by_text("Brought back:")).to_be_visible()
    assert [str(tag) for tag in other.tags.all()] == ["Fed"]
    assert {str(tag) for tag in article.tags.all()} == {"美联储", "Fed"}
    assert not LabelTombstone.objects.exists()


def test_a_category_is_deleted_into_another(desk: Page) -> None:
    gone, kept = categories_named(["债市", "股市"])
    article = make_article(categories=["债市"])
    desk.goto(reverse("admin:articles_category_delete", args=[gone.pk]))
    expect(desk.get_by_text("债市: 1 article")).to_be_visible()
    check(desk)
    choose(desk, "股市")
    desk.get_by_role("button", name="Delete").click()
    expect(desk.get_by_text("This can be undone")).to_be_visible()
    assert [str(row) for row in article.categories.all()] == ["股市"]
    desk.goto(gone.url_in("zh-cn"))
    assert desk.url.endswith(kept.url_in("zh-cn"))


def test_a_preview_is_shared_with_a_stranger_and_revoked(
    desk: Page, browser: Browser
) -> None:
    draft = make_draft(title="未发表的报道", body="软件。\n")
    desk.goto(change(draft))
    desk.get_by_role("link", name="Share the preview").click()
    desk.get_by_role("button", name="Make a link").click()
    link = desk.get_by_label("The new link").input_value()
    expect(desk.get_by_role("button", name="Copy")).to_be_visible()
    check(desk)

    stranger = browser.new_context().new_page()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("未发表的报道")
    stranger.goto(f"{link}?in=zh-tw")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("未發表的報道")
    desk.get_by_role("button", name="Revoke").click()
    expect(desk.get_by_text("No link works")).to_be_visible()
    answer = stranger.goto(link)
    assert answer
    assert answer.status == 410
    stranger.context.close()


def test_an_article_begins_from_a_template(desk: Page) -> None:
    ArticleTemplate.objects.create(name="早报", title="早报", body="## 要闻")
    desk.goto(reverse("admin:articles_article_changelist"))
    desk.get_by_role("link", name="New from a template").click()
    check(desk)
    desk.get_by_role("link", name="早报").click()
    expect(desk.locator("#id_body")).to_have_value("## 要闻")
    desk.locator("[name=_save]").last.click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get().title == "早报"


def test_copies_translations_and_follow_ups_begin_from_an_article(desk: Page) -> None:
    article = make_article(title="降息", tags=["债"])
    make_article(title="旧闻")
    for button, language in (
        ("Duplicate", "zh-Hans"),
        ("Begin a translation", "en"),
        ("Begin a follow-up", "zh-Hans"),
    ):
        desk.goto(change(article))
        desk.get_by_role("link", name="Copies and follow-ups").click()
        if language == "en":
            desk.get_by_label("Language", exact=True).select_option("en")
        desk.get_by_role("button", name=button).click()
        expect(desk.get_by_text("This is a new draft")).to_be_visible()
        new = Article.objects.latest("pk")
        assert (new.language, new.status) == (language, "draft")
        assert desk.url.endswith(change(new))
    desk.goto(reverse("admin:articles_article_copies", args=[article.pk]))
    expect(desk.get_by_text("Followed up by")).to_be_visible()
    check(desk)
    choose(desk, "旧闻")
    desk.get_by_role("button", name="Link", exact=True).click()
    expect(desk.get_by_role("link", name="旧闻")).to_be_visible()
    desk.goto(article.get_absolute_url())
    related = desk.get_by_role("navigation", name="后续报道")
    expect(related.get_by_role("link")).to_have_text(["旧闻"])
    assert Tag.objects.count() == 1
