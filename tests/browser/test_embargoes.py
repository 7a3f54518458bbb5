"""Lift an embargo in a browser, wide and narrow, light and dark."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.desk import signed_in
from tests.factories import make_article
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_chief_lifts_an_embargo_from_the_article(
    browser: Browser, live_server: LiveServer, width: int
) -> None:
    until = timezone.now() + timedelta(days=1)
    story = make_article(title="美联储决议", slug="fed", embargoed_until=until)
    found: dict[str, Any] = {}
    with signed_in(browser, live_server, make_person("chief editor"), width) as page:
        form = reverse("admin:articles_article_change", args=[story.pk])
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(form)
            page.get_by_role("link", name="Lift the embargo early…").click()
            page.wait_for_load_state()
            results = Axe().run(page, context="#content-main")
            if results.violations_count:
                found[scheme] = results.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not found, "\n".join(f"{at}\n{text}" for at, text in found.items())
        button = page.get_by_role("button", name="Lift the embargo")
        button.click()  # The browser asks for the reason itself.
        expect(page).to_have_url(
            f"{live_server.url}{reverse('admin:articles_article_lift_embargo', args=[story.pk])}"
        )
        page.get_by_label("Why is it lifted early?").fill("提前公布。")
        button.click()
        expect(page.get_by_text("The embargo is lifted: 美联储决议")).to_be_visible()
    assert Client().get("/zh-cn/articles/fed/").status_code == 200
