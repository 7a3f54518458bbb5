"""The rule for names holds in every form of the admin, found by walking them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from articles.forms import NameField
from articles.models import Article
from tests.admin.data import ADD, article_data
from tests.people import make_chief

pytestmark = pytest.mark.django_db
# Words that programs read and that are checked by rules of their own.
_NO_NAMES = {
    *("slug", "path", "leads_to", "url", "accent_colour", "language", "menu"),
    *("date_format", "date_format_en", "translation_key", "seen"),
    *("suffix", "prefix", "treatment", "form_key", "kept_picture"),
}


def admin_forms() -> Iterator[tuple[str, Any]]:
    """Yield every form that the admin shows to a chief, rows beside a form included."""
    request = RequestFactory().get("/")
    request.user = make_chief()
    for model, desk in admin.site._registry.items():
        if model._meta.app_label != "articles":
            continue
        if desk.has_add_permission(request) or desk.has_change_permission(request):
            yield model.__name__, desk.get_form(request, change=True).base_fields
        for inline in desk.get_inline_instances(request):
            formset = inline.get_formset(request)
            yield f"{model.__name__}: {inline.model.__name__}", formset.form.base_fields


def test_every_name_in_the_admin_refuses_what_turns_the_direction() -> None:
    tried = 0
    for form, fields in admin_forms():
        for name, field in fields.items():
            is_line = type(field) in {forms.CharField, NameField}
            if not is_line or name in _NO_NAMES:
                continue
            tried += 1
            assert isinstance(field, NameField), f"{form}: {name} is a {type(field)}"
            with pytest.raises(ValidationError):
                field.clean("a\u202eb")
    assert tried > 20


def test_an_article_without_a_title_to_see_is_refused_at_the_field(
    client: Client,
) -> None:
    client.force_login(make_chief())
    for title in ("\u200b\u2060", "美\u202e股"):
        answer = client.post(reverse(ADD), article_data(title=title, body="文"))
        form = answer.context["adminform"].form
        assert list(form.errors) == ["title"]
        assert form["body"].value() == "文"
    assert not Article.objects.exists()
    client.post(reverse(ADD), article_data(title="\ufeff美\u200b股", lead="\u200b"))
    article = Article.objects.get()
    assert (article.title, article.lead) == ("美股", "")
