"""Type, kill the browser at a random moment, and look for every word, again and again.

    .venv/bin/python -m tests.soak.killed_browsers [KILLS] [SEED]

The site is a real one, in a folder of its own. After each kill the article is opened either
with the same browser, which kept every key, or on another machine, where only what was typed
in the last three seconds may be missing. Exits with 1 if a word is lost.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
django.setup()

from tests.browser.killed import kill_profile, open_profile  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 30
LOST_AT_MOST = 3.0  # Seconds of typing that another machine may miss.
PREPARE = """
from django.contrib.auth.models import User
from tests.factories import make_draft
User.objects.create_superuser("editor", password="editor")
print(make_draft(title="Soak", body="").pk)
"""


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 2**32
    print(f"{kills} kills, seed {seed}")
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as (url, article):
        chance = random.Random(seed)  # noqa: S311 – no secret
        lost = kill_often(url + article, Path(folder), kills, chance)
    print(f"{kills} kills of the browser, {lost} with words lost.")
    sys.exit(1 if lost else 0)


@contextmanager
def site(folder: Path) -> Iterator[tuple[str, str]]:
    """Serve a new site; yield its address and the path of an article's form."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {"DATA_DIR": str(folder / "data"), "SITE_URL": url}
    manage = [sys.executable, "manage.py"]

    def run(*arguments: str) -> str:
        command = [*manage, *arguments]
        done = subprocess.run(  # noqa: S603 – our own command
            command,
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    run("migrate", "--verbosity", "0")
    run("collectstatic", "--noinput", "--verbosity", "0")
    number = run("shell", "--no-imports", "-c", PREPARE).strip()
    server = subprocess.Popen(  # noqa: S603 – our own command
        [
            *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi"),
            *("--port", str(port), "--workers", "2", "--no-ws"),
            *("--log-level", "warning", "newsdesk.wsgi:application"),
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        wait_for(f"{url}/healthz")
        yield url, f"/admin/articles/article/{number}/change/"
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    for _ in range(120):
        try:
            urlopen(url).close()  # noqa: S310 – our own server
        except URLError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(url)


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
    return typed[-1][1] - typed_at > LOST_AT_MOST


if __name__ == "__main__":
    main()
