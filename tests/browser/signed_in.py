"""Browsers in which somebody has signed in, and an article's form in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from articles.models import Article
from tests.browser.conftest import sign_in
from tests.people import make_chief


@contextmanager
def signed_in(
    browser: Browser, live_server: LiveServer, user: User
) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en")
    sign_in(context, live_server.url, user)
    yield context
    context.close()


def open_article(
    context: BrowserContext, live_server: LiveServer, article: Article | None
) -> Page:
    page = context.new_page()
    page.goto(live_server.url + address_of(article))
    return page


def address_of(article: Article | None) -> str:
    if article is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[article.pk])


@contextmanager
def new_form(browser: Browser, live_server: LiveServer, width: int) -> Iterator[Page]:
    """Let a chief log in at the address of a new article's form."""
    make_chief()
    context = browser.new_context(locale="en", viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(live_server.url + address_of(None))
    page.get_by_label("Username").fill("chief")
    page.get_by_label("Password").fill("chief")
    page.get_by_role("button", name="Log in").click()
    yield page
    context.close()
