"""A Chromium for the tests of this folder, or one line that says how to get it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def _browser_of_the_class(request: pytest.FixtureRequest, browser: Browser) -> None:
    request.cls.browser = browser
