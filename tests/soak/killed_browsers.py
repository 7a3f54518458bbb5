"""Type, kill the browser at a random moment, and look for every word, again and again.

After each kill the article is opened either with the same browser, which kept every key, or
on another machine, where only what was typed in the last three seconds may be missing.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests.browser.killed import kill_profile, open_profile
from tests.factories import make_draft
from tests.people import make_chief
from tests.processes import manage
from tests.servers import Server

_LOST_AT_MOST = 3.0  # Seconds of typing that another machine may miss.


def main(rounds: int, seed: int) -> str:
    """Kill that many browsers; needs a ``DATA_DIR`` or database that may be thrown away."""
    manage("migrate")
    manage("collectstatic", "--noinput")
    make_chief("editor")
    article = make_draft(title="Soak", body="")
    form = reverse("admin:articles_article_change", args=[article.pk])
    chance = random.Random(seed)  # noqa: S311 – no secret
    server = Server(workers=1)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            address = f"http://127.0.0.1:{server.port}{form}"
            lost = kill_often(address, Path(folder), rounds, chance)
    finally:
        server.kill()
    assert not lost, f"words were lost after {lost} of {rounds} kills"
    return f"{rounds} kills, no word lost"


def kill_often(form: str, folder: Path, kills: int, chance: random.Random) -> int:
    lost = 0
    text = ""
    profile = folder / "profile-0"
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        for number in range(kills):
            context = open_profile(playwright.chromium, profile)
            page = open_form(context, form)
            text, is_lost = found_again(page, text, number)
            lost += is_lost
            typed = type_for_a_while(page, number, chance)
            kill_profile(context, profile)
            if chance.random() < 0.5:
                profile = folder / f"profile-{number + 1}"
                text += "".join(word for word, at in typed if is_due(at, typed))
            else:
                text += "".join(word for word, _at in typed)
    return lost


def open_form(context: BrowserContext, form: str) -> Page:
    page = context.new_page()
    page.goto(form)
    if "/login/" in page.url:
        page.locator("#id_username").fill("editor")
        page.locator("#id_password").fill("editor")
        page.locator("[type=submit]").first.click()
        page.wait_for_url(form)
    return page


def found_again(page: Page, text: str, number: int) -> tuple[str, bool]:
    """Open the newest offer; return what is there, and whether any of the text is not."""
    if not text:
        return "", False
    page.wait_for_load_state("networkidle")
    page.locator(".desk-offer .button").first.click()
    page.wait_for_url("**buffer=**")
    found = page.locator("#id_body").input_value()
    is_lost = not found.startswith(text)
    if is_lost:
        print(f"kill {number}: lost of {text[-60:]!r}, found {found[-60:]!r}")
    return found, is_lost


def type_for_a_while(
    page: Page, number: int, chance: random.Random
) -> list[tuple[str, float]]:
    """Type words for up to eight seconds; return each with the time it was there."""
    body = page.locator("#id_body")
    body.press("Control+End")
    typed: list[tuple[str, float]] = []
    end = time.monotonic() + chance.uniform(0, 8)
    while not typed or time.monotonic() < end:
        word = f"{number}-{len(typed)} "
        page.keyboard.type(word)
        page.evaluate("new Promise(requestAnimationFrame)")
        typed.append((word, time.monotonic()))
        time.sleep(chance.uniform(0, 0.4))
    return [*typed, ("", time.monotonic())]


def is_due(typed_at: float, typed: list[tuple[str, float]]) -> bool:
    """Tell whether the server must have had a word when the browser was killed."""
    return typed[-1][1] - typed_at > _LOST_AT_MOST
