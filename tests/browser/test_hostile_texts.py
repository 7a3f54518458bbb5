"""Texts that try to run a script run none, even in a browser that ignores our policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from articles import publishing
from articles.choices import CorrectionSeverity, Language, Status
from articles.models import Article, Comment, SiteSettings
from tests.browser.hostile_texts import hostile_texts
from tests.factories import hours_ago, make_draft
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = hostile_texts()
_A_FILE = 15  # Texts in the front matter of one file.
# What handlers wait for, at every element; then what is left of handlers and addresses.
_TOUCH = """() => {
  const kinds = ["mouseover", "pointerenter", "focus", "click", "toggle", "animationstart"];
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      const address = value.replace(/[\\s\\x00-\\x1f]/g, "").toLowerCase();
      const isAddress = ["href", "src", "action", "formaction", "xlink:href", "data"].includes(name);
      if (/^on/i.test(name) || name === "srcdoc") found.push(element.outerHTML.slice(0, 200));
      if (isAddress && /^(javascript|vbscript|data:text)/.test(address)) found.push(address);
    }
    const isLeading = element.closest("a[href], form, button") !== null;
    for (const kind of kinds) {
      if (kind !== "click" || !isLeading) element.dispatchEvent(new Event(kind));
    }
  }
  return found;
}"""


def _in_groups(size: int) -> Iterator[list[str]]:
    for first in range(0, len(TEXTS), size):
        yield TEXTS[first : first + size]


def _import(folder: Path) -> None:
    """Import a file with all texts in its body, and files with some in their front matter."""
    body = "\n\n".join(f"{text}\n\n末{n}。" for n, text in enumerate(TEXTS))
    files: list[tuple[dict[str, Any], str]] = [
        ({"title": "正文", "slug": "body"}, body)
    ]
    for n, group in enumerate(_in_groups(_A_FILE)):
        some = iter(group)
        matter: dict[str, Any] = {"slug": f"matter-{n}"}
        for name in ("title", "subtitle", "lead", "summary", "description", "keywords"):
            matter[name] = next(some, "x")
        for name in ("tags", "categories", "authors"):
            matter[name] = [next(some, "x"), next(some, "y")]
        matter |= {"source": next(some, "x"), "thumbnail": next(some, "x")}
        files.append((matter, "正文。"))
    for n, (matter, text) in enumerate(files):
        matter |= {"date": hours_ago(1 + n / 60), "lang": "zh-CN"}
        head = yaml.safe_dump(matter, allow_unicode=True)
        (folder / f"{n}.md").write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8")
    call_command("import_markdown", str(folder), verbosity=0)


def _fill(folder: Path) -> Article:
    SiteSettings(name=TEXTS[0], tagline=TEXTS[90], has_comments=True).save()
    _import(folder)
    article = Article.objects.get(slug="body")
    for some in _in_groups(10):
        publishing.correct(article, CorrectionSeverity.CORRECTION, "\n".join(some))
        make_draft(title=some[0][:200], status=Status.IN_REVIEW)
    Comment.objects.bulk_create(
        Comment(
            article=article,
            name=some[0][:40],
            text="\n".join(some),
            language=Language.SIMPLIFIED,
            state=Comment.State.APPROVED if n else Comment.State.HELD,
        )
        for n, some in enumerate(_in_groups(5))
    )
    return article


def _touched(page: Page, address: str) -> list[str]:
    """Open a page and do all that a handler may wait for; return what is left of them."""
    page.goto(address, wait_until="load")
    found: list[str] = page.evaluate(_TOUCH)
    page.wait_for_timeout(100)
    return found


def test_no_text_runs_a_script(
    browser: Browser, live_server: LiveServer, tmp_path: Path
) -> None:
    article = _fill(tmp_path)
    chief = Client()
    chief.force_login(make_chief())
    session = chief.cookies[settings.SESSION_COOKIE_NAME].value
    ran: list[Any] = []
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    context.expose_function("ran", lambda said: ran.append(said))
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    public = [
        *("/zh-cn/articles/body/", "/zh-tw/articles/body/", "/zh-cn/"),
        *("/zh-cn/articles/body/comments/", "/zh-cn/corrections/"),
        *("/zh-hk/articles/matter-0/", "/zh-cn/articles/matter-9/"),
    ]
    desk = [
        reverse("admin:index"),
        reverse("admin:articles_article_change", args=[article.pk]),
        *(reverse(f"admin:articles_{name}_changelist") for name in ("comment",)),
    ]
    found = {address: _touched(page, address) for address in public}
    assert len(page.context.pages) == 1
    page.goto("/zh-cn/articles/body/")
    shown = page.locator("main").inner_text()
    swallowed = [n for n in range(len(TEXTS)) if f"末{n}。" not in shown]
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": session,
                "url": live_server.url,
            }
        ]
    )
    found |= {address: _touched(page, address) for address in desk}
    assert {address: left for address, left in found.items() if left} == {}
    assert ran == []
    # What another text hides cannot be judged: only a script that is not closed hides one.
    assert swallowed == [TEXTS.index(f"<script>ran({n})") for n in swallowed]
    page.set_content("<img src=x onerror=ran(7)>")
    page.wait_for_timeout(200)
    assert ran == [7]
    context.close()
