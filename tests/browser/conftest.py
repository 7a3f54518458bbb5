"""A Chromium for the tests of this folder, or one line that says how to get it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.article_form import DESKTOP
from tests.people import make_chief

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a browser on a busy machine try again; the report names each that had to."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        message = "There is no Chromium. Install the Debian package chromium."
        if os.environ.get("NEWSDESK_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    # Playwright's synchronous interface runs an event loop of its own.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def _browser_of_the_class(request: pytest.FixtureRequest, browser: Browser) -> None:
    request.cls.browser = browser


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A browser window of a chief who has signed in."""
    context = browser.new_context(
        locale="en",
        base_url=live_server.url,
        viewport=DESKTOP,  # type: ignore[arg-type]
    )
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def sign_in(context: BrowserContext, address: str, user: User) -> None:
    """Give a browser the cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
