"""A person's own account: where it is signed in, and its second factor."""

from __future__ import annotations

from base64 import b32encode
from textwrap import wrap
from typing import Any, cast

import django_otp
import segno
from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth import authenticate, logout
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from articles.authentication import (
    confirm_second_factor,
    end_sessions,
    has_second_factor,
    live_sessions,
    must_set_up,
    new_device,
    record_account_act,
    recovery_codes_left,
    remove_second_factor,
)
from articles.forms import key_in
from articles.models import AuditEntry
from articles.views.signing_in import code_field, locked_error

# A session keeps under this key the secret of an app that has shown no code yet.
NEW_FACTOR_KEY = "new_second_factor"


class OwnPasswordForm(forms.Form):
    """The password of who is signed in. Wrong ones count as when signing in."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        name = self.request.user.get_username()
        if authenticate(self.request, username=name, password=password) is None:
            wrong = ValidationError(_("This is not your password."))
            raise locked_error(self.request, name) or wrong
        return password


class NewFactorForm(forms.Form):
    code = code_field()


@sensitive_post_parameters("password")
def account_page(request: HttpRequest) -> HttpResponseBase:
    """Show the account; end sessions of it, or take its second factor away."""
    user = _person(request)
    form = OwnPasswordForm(request)
    if request.method == "POST":
        match request.POST.get("act"):
            case "end":
                number = key_in(request.POST.get("session")) or 0
                end_sessions(user, only=number, besides=request)
            case "end_others":
                end_sessions(user, besides=request)
                messages.success(request, _("You are signed out everywhere else."))
            case "remove_factor":
                form = OwnPasswordForm(request, request.POST)
                if form.is_valid():
                    _remove_factor(request, user)
        if not form.errors:
            return redirect("admin:account")
    has_factor = has_second_factor(user)
    context = {
        **site.each_context(request),
        "title": _("Your account"),
        "sessions": live_sessions(user, request),
        "has_factor": has_factor,
        "codes_left": recovery_codes_left(user) if has_factor else 0,
        "form": form,
    }
    return TemplateResponse(request, "admin/account/account.html", context)


def _remove_factor(request: HttpRequest, user: User) -> None:
    remove_second_factor(user)
    request.session.pop(django_otp.DEVICE_ID_SESSION_KEY, None)
    end_sessions(user, besides=request)
    record_account_act(AuditEntry.Act.FACTOR_REMOVED, user, by=user)
    messages.success(request, _("Signing in asks for your password alone from now on."))


def set_up_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Show the secret of a new app until it has shown a code, then the recovery codes."""
    user = _person(request)
    if has_second_factor(user):
        if must_set_up(request, user):  # This session is older than it.
            logout(request)
            return redirect("admin:login")
        return redirect("admin:account")
    key = request.session.setdefault(NEW_FACTOR_KEY, default_key())
    form = NewFactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device, codes = confirm_second_factor(user, key, form.cleaned_data["code"])
        except ValueError:
            form.add_error("code", _("The app shows another code. Is its clock right?"))
        else:
            del request.session[NEW_FACTOR_KEY]
            django_otp.login(request, device)
            end_sessions(user, besides=request)
            record_account_act(AuditEntry.Act.FACTOR_SET_UP, user, by=user)
            return _page(request, "recovery_codes", _("Recovery codes"), codes=codes)
    device = new_device(user, key)
    return _page(
        request,
        "second_factor",
        _("Set up a second factor"),
        form=form,
        drawn=_drawn(device),
        secret=" ".join(wrap(b32encode(device.bin_key).decode(), 4)),
        is_required=must_set_up(request, user),
    )


def _page(
    request: HttpRequest, name: str, title: str, **context: Any
) -> TemplateResponse:
    context |= {**site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/account/{name}.html", context)


def _drawn(device: TOTPDevice) -> SafeString:
    """Draw the address of an app's secret: within the page, so that no other holds it."""
    code = segno.make_qr(device.config_url, error="m")
    svg = code.svg_inline(omitsize=True, light="#fff", svgclass=None, lineclass=None)
    return SafeString(svg)


def _person(request: HttpRequest) -> User:
    """Return who asks; ``admin_view`` lets nobody else in."""
    return cast(User, request.user)
