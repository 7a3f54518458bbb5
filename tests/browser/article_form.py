"""The form of an article in a browser: opened, watched, and long enough to scroll."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse
from playwright.sync_api import Page, Request, expect

from articles.models import Article

DESKTOP = {"width": 1280, "height": 650}
PHONE = {"width": 390, "height": 844}
STORY = "\n\n".join(f"第{n}段：油价急升，市场反应剧烈。" * 3 for n in range(1, 30))


def open_article(page: Page, article: Article | None = None) -> None:
    """Open the form of an article, or of a new one, and wait for its scripts."""
    if article:
        page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    else:
        page.goto(reverse("admin:articles_article_add"))
    expect(page.locator("[data-bar] [data-count]")).not_to_be_empty()
    expect(page.locator("[data-show-preview], [data-preview]").first).to_be_attached()


def said(page: Page, text: str) -> None:
    expect(page.locator("[data-said]")).to_contain_text(text)


def posted(page: Page) -> list[str]:
    """Collect the addresses to which the form is sent from now on."""
    sent: list[str] = []

    def note(request: Request) -> None:
        address = urlsplit(request.url).path
        if request.method == "POST" and address.endswith(("/add/", "/change/")):
            sent.append(address)

    page.on("request", note)
    return sent
