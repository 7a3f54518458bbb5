"""No address that a page prints as a link leads anywhere but to the web.

Found by walking the fields of all models and the forms of the admin, so that a new field
is held to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client, RequestFactory

from articles.forms import RedirectForm
from articles.models import SiteSettings, Source, web_address
from tests.factories import make_article, make_source
from tests.people import make_chief

BAD = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)"),
    *(
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/x",
    ),
    *("ftp://example.com/", "\x01javascript:alert(1)"),
]
_ADDRESS = re.compile(r"(?:^|_)(?:url|urls|links?)$")
# Paths of archives and of files, never a link of a page; and where a form checks.
_NO_LINKS = {
    ("ArchiveSite", "base_urls"),
    ("ImportRun", "missing_links"),
    ("RemoteImage", "url"),
    ("ImageOrigin", "url"),
    ("Redirect", "url"),
}


def address_fields() -> Iterator[models.Field[Any, Any]]:
    for model in apps.get_app_config("articles").get_models():
        for field in model._meta.concrete_fields:
            is_address = isinstance(field, models.URLField) or _ADDRESS.search(
                field.name
            )
            if is_address and (model.__name__, field.name) not in _NO_LINKS:
                yield field


def takes(field: Any, value: Any, model_field: Any = None) -> bool:
    """Tell whether a form's field, and the model's behind it, or the model's take a value."""
    try:
        if isinstance(field, models.Field):
            field.clean(value, None)
        else:
            model_field.run_validators(field.clean(value))
    except ValidationError:
        return False
    return True


def test_every_address_of_a_model_takes_the_web_alone() -> None:
    fields = list(address_fields())
    assert len(fields) >= 7
    for field in fields:
        is_list = isinstance(field, models.JSONField)
        for address in BAD:
            value = [{"title": "x", "url": address}] if is_list else address
            assert not takes(field, value), f"{field} takes {address!r}"
        good = "https://example.com/后天?q=1#部"
        assert takes(field, [{"title": "x", "url": good}] if is_list else good)


@pytest.mark.django_db
def test_every_address_in_a_form_of_the_admin_takes_the_web_alone() -> None:
    request = RequestFactory().get("/")
    request.user = make_chief()
    tried = 0
    for model, desk in admin.site._registry.items():
        if model._meta.app_label != "articles" or not desk.has_change_permission(
            request
        ):
            continue
        for name, field in desk.get_form(request, change=True).base_fields.items():
            if not _ADDRESS.search(name):
                continue
            tried += 1
            for address in BAD:
                value = f"x {address}" if name == "social_links" else address
                is_taken = takes(field, value, model._meta.get_field(name))
                assert not is_taken, f"{model.__name__}.{name} takes {address!r}"
    assert tried >= 6


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*BAD, "//", "//example.com/"])
def test_a_redirect_leads_to_the_web_or_within_the_site(address: str) -> None:
    form = RedirectForm({"path": "/a/", "leads_to": address})
    assert "leads_to" in form.errors


@pytest.mark.parametrize("address", BAD)
def test_what_is_no_web_address_is_not_printed(address: str) -> None:
    assert web_address(address) == ""
    assert web_address("HTTPS://example.com/") == "HTTPS://example.com/"


@pytest.mark.django_db
def test_rows_older_than_the_rule_print_no_link(client: Client) -> None:
    bad = "javascript:alert(1)"
    SiteSettings(discussion_url=bad, social_links=[{"title": "x", "url": bad}]).save()
    source = make_source(url=bad, credit_url=bad, credit_line="海岳")
    Source.objects.update(terms_confirmed_at="2026-01-01T00:00Z")
    article = make_article(
        source=source, source_url=bad, thumbnail_url=bad, comments=True
    )
    addresses = [
        article.get_absolute_url(),
        f"{article.get_absolute_url()[:-1]}.ninjs.json",
        source.url_in(article.variant),
        *(f"/{article.variant}/feed.{ending}" for ending in ("rss", "atom", "json")),
    ]
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert "javascript:" not in page.content.decode(), address
