"""What holds at every address of the desk, found by walking them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import URLResolver, get_resolver

from articles.models import ArticleTemplate, AuditEntry, Buffer, Conflict, Revision
from tests.factories import make_draft, make_image, make_list_page, make_term
from tests.people import make_chief, make_clerk

pytestmark = pytest.mark.django_db
# What answers whoever asks, and what answers all who may sign in.
_OPEN = {"sign_in", "login", "set_language", "logout"}
_HARMLESS = {*_OPEN, "index", "jsi18n", "password_change", "password_change_done"}
_KEYS = ("<int:pk>", "<int:number>", "<path:object_id>", "<id>")
_LONG = "9" * 5000


def routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif route.startswith("admin/") and pattern.name and "(?P" not in route:
            yield pattern.name, f"/{route}"


def key_for(route: str) -> object:
    """Return the key of a row that the address may be of, if there is one."""
    if "/buffer/" in route:
        return Buffer.objects.get().pk
    label, model = (*route.split("/"), "", "")[2:4]
    try:
        row = apps.get_model(label, model)._default_manager.order_by("pk").first()
    except LookupError:
        return 1
    return row.pk if row else 1


@pytest.fixture
def addresses() -> list[tuple[str, str]]:
    make_image()
    make_term("信息", "資訊")
    make_list_page()
    ArticleTemplate.objects.create(name="周报", title="周报")
    article = make_draft(categories=["美股"], tags=["加息"], authors=["林岚"])
    Conflict.objects.create(article=article, field="title")
    Buffer.objects.create(
        user=make_chief(), form_key="0123456789abcdef", article=article, caret=0
    )
    found = []
    for name, route in routes(get_resolver().url_patterns):
        url = route.replace("<int:revision>", str(Revision.objects.latest().pk))
        url = url.replace("<path:content_type_id>", "1")
        for key in _KEYS:
            url = url.replace(key, str(key_for(route)))
        found.append((name, url))
    assert len(found) > 150
    return found


def test_nothing_but_signing_in_answers_who_is_not_signed_in(
    client: Client, addresses: list[tuple[str, str]]
) -> None:
    for name, url in addresses:
        for answer in (client.get(url), client.post(url, {"post": "yes"})):
            shown = f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code}"
            assert answer.status_code in {302, 401, 403, 404, 405} or name in _OPEN, (
                shown
            )


def test_nothing_but_the_desks_own_pages_answers_who_has_no_right(
    client: Client, addresses: list[tuple[str, str]]
) -> None:
    client.force_login(make_clerk())
    for name, url in addresses:
        if name in _HARMLESS:
            continue
        for answer in (client.get(url), client.post(url, {"post": "yes"})):
            shown = f"{answer.request['REQUEST_METHOD']} {url}: {answer.status_code}"
            assert answer.status_code in {302, 400, 401, 403, 404, 405}, shown


def test_who_may_only_look_changes_nothing(
    client: Client, addresses: list[tuple[str, str]]
) -> None:
    viewer = make_clerk("viewer")
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view"))
    client.force_login(viewer)
    before = counts()
    for name, url in addresses:
        if name not in _HARMLESS:
            sent = {"post": "yes", "choice": "ours", "duplicate": "1", "_save": "1"}
            assert client.post(url, sent).status_code < 500, url
            assert counts() == before, url


def counts() -> list[int]:
    models: list[Any] = [
        m for m in apps.get_app_config("articles").get_models() if m != Buffer
    ]
    return [model._default_manager.count() for model in [*models, User]]


def test_what_no_page_sends_is_answered_and_never_a_failure(
    client: Client, addresses: list[tuple[str, str]]
) -> None:
    client.force_login(User.objects.get(username="chief"))
    names = ("base", "buffer", "article", "state", "template", "against", "after")
    named = {"field_name": "x", "model_name": "x", "app_label": "x"}
    for text in ("a\0b", _LONG):
        sent = dict.fromkeys(
            (*names, "form_key", "other", "into", "unfollow", "revoke", "make"), text
        )
        for name, url in addresses:
            if name in _HARMLESS:
                continue
            for answer in (
                client.get(url, dict.fromkeys(names, text) | named),
                client.post(url, {**sent, "follow": "1", "choice-x": text}),
            ):
                assert answer.status_code < 500, url
    assert not AuditEntry.objects.filter(act=AuditEntry.Act.DELETED).exists()
