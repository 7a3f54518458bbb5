"""Sign in: not by trying passwords, and only to an address that exists here."""

from __future__ import annotations

from copy import copy
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from articles.views.rate_limit import forget_tries, may_try_to_sign_in


class SignInForm(AdminAuthenticationForm):
    """Name and password; after some wrong ones from one place the account rests for that."""

    request: HttpRequest

    def clean(self) -> dict[str, Any]:
        name = self.cleaned_data.get("username", "")
        if not may_try_to_sign_in(self.request, name):
            text = _("Too many tries for this account. Try again in ten minutes.")
            raise ValidationError(text, code="too_many")
        cleaned = super().clean()
        if self.user_cache:
            forget_tries(self.request, name)
        return cleaned


def is_there(request: HttpRequest, location: str) -> bool:
    """Tell whether a page of this site can be opened at an address by who asks."""
    address = urlsplit(location)
    try:
        match = resolve(unquote(address.path))
    except Resolver404:
        return False
    asked = copy(request)
    asked.method = "GET"
    asked.path = asked.path_info = unquote(address.path)
    asked.GET, asked.POST = QueryDict(address.query), QueryDict()
    asked.resolver_match = match
    try:
        response = match.func(asked, *match.args, **match.kwargs)
    except Http404:
        return False
    except PermissionDenied:
        return True  # It says so itself.
    # Closing it would end this request. 405: a button's address, whose form was sent when
    # nobody was signed in any more.
    return response.status_code not in {404, 405}
