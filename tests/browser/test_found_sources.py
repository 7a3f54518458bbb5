"""After an import at night: sources are accepted, renamed and refused, a block is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from articles.archive.importer import import_paths
from articles.models import Article, FooterRule, FoundSource, Source
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = reverse("admin:articles_foundsource_changelist")
NOTICES = "1. 转载请注明出处。\n2. 内容仅供参考。\n\n"
# Not Django's own search box and breadcrumbs.
OURS = ".desk-found-tabs, .desk-found__certain, .desk-found, .desk-found-page"
# A folder names a source, and so does the label of the link that closes its files.
BLOCKS = {
    "haiyue": NOTICES + "[haiyue](https://haiyue.example/{0})",
    "gaotai": "（完）\n\n[gaotai](https://gaotai.example/{0})",
    "advert": "[advert](https://advert.example/{0})",
    "guess": "免责声明：本文仅供参考。\n\n原文链接：https://guess.example/{0}",
}


@pytest.fixture(params=[1280, 390])
def sources(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    tmp_path: Path,
) -> Iterator[Page]:
    """The sources found, in a wide and a narrow window, as a chief sees them."""
    for name, block in BLOCKS.items():
        folder = tmp_path / "desk/content" / name
        folder.mkdir(parents=True)
        for number in range(5):
            head = f"---\ntitle: {name}第{number}篇\ndate: 2025-02-10\n---\n"
            text = f"{head}\n{name}第{number}篇的正文。\n\n{block.format(number)}\n"
            (folder / f"{number}.md").write_text(text, encoding="utf-8")
    list(import_paths([tmp_path / "desk"]).outcomes)
    make_chief()
    size = ViewportSize(width=request.param, height=900)
    context = browser.new_context(locale="en", viewport=size)
    page = context.new_page()
    page.goto(f"{live_server.url}{LIST}")
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Sources found")).to_be_visible()
    yield page
    context.close()


def sources_of(name: str) -> set[str]:
    """Return the names of the sources that the articles of a folder have."""
    chosen = Article.objects.filter(imported_file__path__contains=f"/{name}/")
    return {name or "" for name in chosen.values_list("source__name", flat=True)}


def test_each_is_accepted_renamed_or_refused(sources: Page) -> None:
    expect(sources.get_by_text("5 of 5, 100 %")).to_have_count(2)
    sources.get_by_role("button", name="Refuse advert").click()
    expect(sources.get_by_text("advert: Refused")).to_be_visible()
    assert sources_of("advert") == {""}

    sources.get_by_role("link", name="guess.example", exact=True).click()
    sources.get_by_label("Name:", exact=True).fill("猜财经")
    sources.get_by_label("Disclaimer:", exact=True).fill("转载请来信。")
    sources.get_by_role("button", name="Accept", exact=True).click()
    expect(sources.get_by_text("Accepted as “猜财经”.")).to_be_visible()
    assert sources_of("guess") == {"猜财经"}

    sources.get_by_role("button", name="Accept all 2").click()
    expect(sources.get_by_text("2 sources were accepted.")).to_be_visible()
    assert not FoundSource.objects.open().exists()

    article = Article.objects.filter(source__name="猜财经").first()
    assert article
    sources.goto(sources.url.replace(LIST, article.get_absolute_url()))
    expect(sources.get_by_text("转载请来信。")).to_be_visible()
    expect(sources.get_by_text("免责声明：本文仅供参考。")).to_have_count(0)


def test_a_name_that_is_taken_leads_to_one_source(sources: Page) -> None:
    sources.get_by_role("link", name="gaotai", exact=True).click()
    sources.get_by_label("Name:", exact=True).fill("haiyue")
    sources.get_by_role("button", name="Accept", exact=True).click()
    expect(sources.get_by_text("There is a source “haiyue” already")).to_be_visible()
    sources.get_by_role("button", name="Move its articles to “haiyue”").click()
    expect(sources.get_by_text("Accepted as “haiyue”.")).to_be_visible()
    assert sources_of("gaotai") == {"haiyue"}
    assert not Source.objects.filter(name="gaotai").exists()


def test_a_block_is_copied_counted_and_saved(sources: Page) -> None:
    row = sources.locator(
        "tr", has=sources.get_by_role("link", name="gaotai", exact=True)
    )
    row.get_by_role("link", name="Name a closing block").click()
    expect(sources.get_by_text("（完）")).to_have_count(3)
    sources.get_by_label("Lines of the block").fill("（完）")
    sources.get_by_label("Treatment").select_option("drop")
    sources.get_by_role("button", name="Count the files").click()
    expect(sources.get_by_text("5 of the last 5 files end with it.")).to_be_visible()
    assert not FooterRule.objects.exists()
    sources.get_by_role("button", name="Save", exact=True).click()
    expect(sources.get_by_text("was added successfully")).to_be_visible()
    rule = FooterRule.objects.get()
    assert rule.source
    assert (rule.text, rule.treatment, rule.source.slug) == ("（完）", "drop", "gaotai")


def test_all_can_be_read_and_pressed_in_either_light(sources: Page) -> None:
    width = sources.viewport_size["width"] if sources.viewport_size else 0
    form = reverse(
        "admin:articles_foundsource_change",
        args=[FoundSource.objects.get(label="haiyue").pk],
    )
    for path in (LIST, form):
        sources.goto(sources.url.replace(LIST, path))
        for scheme in ("light", "dark"):
            sources.emulate_media(color_scheme=scheme)
            sources.reload()  # Else colours are still fading into each other.
            results = Axe().run(sources, context=OURS)
            assert not results.violations_count, results.generate_report()
        assert sources.evaluate("document.documentElement.scrollWidth") <= width
