"""Signing in to the desk, and what tests do with its writing box."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

# What a program puts on the clipboard, pasted or dropped as the browser would.
_GIVE = """(area, {kinds, files, how}) => {
  const data = new DataTransfer();
  for (const [kind, text] of Object.entries(kinds)) data.setData(kind, text);
  for (const {name, type, bytes} of files) {
    data.items.add(new File([Uint8Array.from(bytes)], name, {type}));
  }
  const options = {bubbles: true, cancelable: true};
  const event = how === "paste"
    ? new ClipboardEvent("paste", {clipboardData: data, ...options})
    : new DragEvent("drop", {dataTransfer: data, ...options});
  area.focus();
  return !area.dispatchEvent(event);
}"""


@contextmanager
def signed_in(
    browser: Browser,
    live_server: LiveServer,
    user: User,
    width: int = 1280,
    **options: Any,
) -> Iterator[Page]:
    """A page of a browser in which this person has logged in."""
    scripts = options.pop("scripts", True)
    client = Client()
    client.force_login(user)
    context = browser.new_context(
        locale="en",
        viewport={"width": width, "height": 800},
        base_url=live_server.url,
        java_script_enabled=scripts,
    )
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "url": live_server.url,
            }
        ]
    )
    yield context.new_page()
    context.close()


def open_form(page: Page) -> None:
    """Open the form of a new article, its writing box at work."""
    page.goto(reverse("admin:articles_article_add"))
    expect(page.locator("#id_body")).to_have_attribute("data-writing-box", "started")


def select(area: Locator, text: str) -> None:
    """Select a text where it first stands; an empty one puts the caret at the end."""
    area.evaluate(
        """(area, text) => {
          const at = text ? area.value.indexOf(text) : area.value.length;
          area.focus();
          area.setSelectionRange(at, at + text.length);
        }""",
        text,
    )


def paste(area: Locator, *files: dict[str, Any], **kinds: str) -> bool:
    """Paste; ``html`` and ``plain`` are texts. Tells whether the box took it over."""
    return _give(area, "paste", files, kinds)


def drop(area: Locator, *files: dict[str, Any]) -> bool:
    return _give(area, "drop", files, {})


def _give(area: Locator, how: str, files: Any, kinds: dict[str, str]) -> bool:
    texts = {f"text/{kind}": text for kind, text in kinds.items()}
    return bool(
        area.evaluate(_GIVE, {"kinds": texts, "files": list(files), "how": how})
    )


def file_of(content: bytes, name: str, type_: str = "image/png") -> dict[str, Any]:
    return {"name": name, "type": type_, "bytes": list(content)}
