"""Screens of the desk beside the article's own: legible, wide enough, easy to hit."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from articles.choices import CorrectionSeverity
from articles.models import Conflict
from articles.publishing import correct, hold, kill, schedule_changes
from tests.browser.conftest import sign_in
from tests.factories import hours_ago, make_article, make_draft, make_instrument
from tests.people import make_chief

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_on_the_screens_of_the_desk(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    article = make_article(title="油价", body="正文。")
    conflict = Conflict.objects.create(
        article=article, field="body", base="", ours="正文。", theirs="本文。"
    )
    context = browser.new_context(
        locale="en",
        base_url=live_server.url,
        viewport={"width": width, "height": 800},
    )
    page = context.new_page()
    found: dict[str, Any] = {}

    def look(address: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(address)
            results = Axe().run(page)
            if results.violations_count:
                found[f"{address} {scheme}"] = results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    look(reverse("admin:login"))
    sign_in(context, live_server.url, make_chief())
    look(reverse("admin:index"))
    look(reverse("admin:articles_article_changelist"))
    assert page.locator("#searchbar").evaluate("box => box.offsetWidth") > 100
    for name in ("image_changelist", "stylerule_changelist", "articletemplate_add"):
        look(reverse(f"admin:articles_{name}"))
    look(reverse("admin:articles_conflict_change", args=[conflict.pk]))
    look("/admin/nothing/")
    assert not found, "\n".join(f"{at}\n{text}" for at, text in found.items())
    context.close()


ARTICLE = "admin:articles_article"


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(1280, "dark", "zh-hans"), (390, "light", "zh-hant")],
)
def test_axe_finds_nothing_on_the_screens_of_the_newsroom(
    browser: Browser,
    live_server: LiveServer,
    width: int,
    scheme: Literal["light", "dark"],
    language: str,
) -> None:
    chief = make_chief()
    live, english = (
        make_article(title="油价", language=language, translation_key="oil")
        for language in ("zh-Hans", "en")
    )
    correct(live, CorrectionSeverity.CORRECTION, "应为25个基点。", by=chief)
    held, killed = make_article(title="在诉讼中"), make_article(title="不能再读")
    hold(held, "诉讼中", by=chief)
    kill(killed, reason="侵权", notices={"zh": "本文已撤下。"}, by=chief)
    embargoed = make_article(embargoed_until=hours_ago(-5))
    draft, instrument = make_draft(title="草稿"), make_instrument()
    later = {"lead": "新导语"}
    base = live.revisions.first()
    schedule_changes(live.pk, later, base=base, go_live_at=hours_ago(-3), by=chief)
    pages: list[tuple[str, *tuple[int, ...]]] = [
        *((f"{ARTICLE}_change", one.pk) for one in (live, held, killed, draft)),
        (f"{ARTICLE}_publish", draft.pk),
        *(
            (f"{ARTICLE}_{name}", live.pk)
            for name in ("corrections", "kill", "history")
        ),
        (f"{ARTICLE}_versions", english.pk),
        (f"{ARTICLE}_lift_embargo", embargoed.pk),
        (f"{ARTICLE}_sharing", draft.pk),
        *(("admin:auth_user_" + name,) for name in ("changelist", "add")),
        ("admin:auth_group_change", Group.objects.create(name="desk").pk),
        *(
            (f"admin:articles_{name}_changelist",)
            for name in ("auditentry", "pin", "aftercheck", "instrument")
        ),
        ("admin:articles_instrument_change", instrument.pk),
        ("admin:articles_pin_add",),
        ("admin:search",),
    ]
    context = browser.new_context(
        locale=language,
        base_url=live_server.url,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    sign_in(context, live_server.url, chief)
    page = context.new_page()
    found: list[str] = []
    for name, *arguments in pages:
        answer = page.goto(reverse(name, args=arguments))
        assert answer is not None
        assert answer.ok, name
        results = Axe().run(page)
        if results.violations_count:
            found.append(f"{name}\n{results.generate_report()}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert not found, "\n".join(found)
    context.close()


def test_an_editor_chooses_the_language_of_the_desk(
    browser: Browser, live_server: LiveServer
) -> None:
    context = browser.new_context(locale="en", base_url=live_server.url)
    sign_in(context, live_server.url, make_chief())
    page = context.new_page()
    page.goto(reverse("admin:articles_article_changelist"))
    page.get_by_role("button", name="繁體中文").click()
    expect(page.get_by_role("link", name="編輯台")).to_be_visible()
    assert page.url.endswith(reverse("admin:articles_article_changelist"))
    page.get_by_role("button", name="简体中文").click()
    expect(page.get_by_role("button", name="退出登录")).to_be_visible()
    context.close()
