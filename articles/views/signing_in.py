"""Sign in: a password, a code where the account has a second factor, and then to the desk."""

from __future__ import annotations

import math
import time
from copy import copy
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import unquote, urlencode, urlsplit

import django_otp
from django import forms
from django.contrib.admin import site
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    QueryDict,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django_otp.models import Device

from articles.authentication import (
    check_code,
    has_second_factor,
    locked_until,
    record_session,
    remember_device,
)
from articles.views.desk_language import take_up_language
from articles.views.rate_limit import as_too_many

# A session keeps under this key who gave the right password and still owes a code.
PENDING_KEY = "waits_for_code"
PENDING_LASTS = 600  # Seconds.


class SignInForm(AdminAuthenticationForm):
    """Name and password; after some wrong ones it says when to try again."""

    request: HttpRequest

    def get_invalid_login_error(self) -> ValidationError:
        name = self.cleaned_data.get("username", "")
        return locked_error(self.request, name) or super().get_invalid_login_error()


class _CodeInput(forms.TextInput):
    def format_value(self, value: Any) -> None:
        """Show no code again: the next one is another."""


def code_field() -> forms.CharField:
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "autofocus": True,
    }
    widget = _CodeInput(attrs=attrs)
    return forms.CharField(label=gettext_lazy("Code"), max_length=40, widget=widget)


class CodeForm(forms.Form):
    """The code of a person whose password was right."""

    code = code_field()
    device: Device
    rests_until: datetime | None = None

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        check = check_code(self.user, code)
        if check.rests_until:
            self.rests_until = check.rests_until
            until = timezone.localtime(check.rests_until)
            text = _("After wrong codes the next one is looked at from %(time)s on.")
            raise ValidationError(text % {"time": date_format(until, "H:i:s")})
        if check.device is None:
            raise ValidationError(
                _("This code is wrong, or was used already. Wait for the next one.")
            )
        self.device = check.device
        return code

    def get_user(self) -> User:
        return self.user


class SignInView(LoginView):
    authentication_form = SignInForm
    template_name = "admin/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast(User, form.get_user())
        if has_second_factor(user):
            await_code(self.request, user)
            query = urlencode({self.redirect_field_name: self.get_redirect_url()})
            return redirect(f"{reverse('admin:second_factor')}?{query}")
        return entered(self.request, user, self.get_success_url())


class SecondFactorView(LoginView):
    """Ask for the code. Without a password just before, it leads back to that."""

    template_name = "admin/second_factor.html"

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.user = pending_user(request)
        if self.user is None:
            return redirect("admin:login")
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        return CodeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"user": self.user, "data": self.request.POST or None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            **site.each_context(self.request),
            "title": _("Second factor"),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        user = cast(User, self.user)
        return entered(self.request, user, self.get_success_url(), form.device)

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        if form.rests_until:
            return as_too_many(answer, seconds_to(form.rests_until))
        return answer


def enter(request: HttpRequest, user: User, device: Device | None = None) -> None:
    """Sign somebody in who has given all that is asked for."""
    login(request, user)
    if device:
        django_otp.login(request, device)
    request.session.pop(PENDING_KEY, None)
    record_session(request, user)
    take_up_language(request)


def entered(
    request: HttpRequest, user: User, leads_to: str, device: Device | None = None
) -> HttpResponse:
    """Sign somebody in, and lead to where they were going or to the front of the desk."""
    enter(request, user, device)
    if not is_there(request, leads_to):
        leads_to = reverse("admin:index")
    answer = HttpResponseRedirect(leads_to)
    remember_device(answer, user)
    return answer


def await_code(request: HttpRequest, user: User) -> None:
    """Remember for some minutes whose password was right."""
    request.session[PENDING_KEY] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "backend": user.backend,
        "since": int(time.time()),
    }


def pending_user(request: HttpRequest) -> User | None:
    """Return who owes a code here, if they may still come in with that password."""
    pending = request.session.get(PENDING_KEY)
    if not pending or time.time() - pending["since"] > PENDING_LASTS:
        return None
    user = User.objects.filter(
        pk=pending["user"], is_active=True, is_staff=True
    ).first()
    if user is None or user.get_session_auth_hash() != pending["password"]:
        return None
    user.backend = pending["backend"]
    return user


def locked_error(request: HttpRequest, username: str) -> ValidationError | None:
    """Return what to say where django-axes has refused a password."""
    if not getattr(request, "axes_locked_out", False):
        return None
    until = locked_until(request, username)
    if until is None:  # It ended just now.
        return None
    return ValidationError(
        _(
            "Too many wrong passwords. Try again at %(time)s, in %(minutes)s min. "
            "A chief editor can let you in sooner."
        ),
        code="locked",
        params={
            # The whole minute after it.
            "time": date_format(
                timezone.localtime(until + timedelta(seconds=59)), "H:i"
            ),
            "minutes": math.ceil(seconds_to(until) / 60),
        },
    )


def as_locked(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Tell programs too that a password was refused unseen, as django-axes asks."""
    until = locked_until(request, (credentials or {}).get("username") or "")
    return as_too_many(response, seconds_to(until)) if until else response


def seconds_to(moment: datetime) -> int:
    return max(1, math.ceil((moment - timezone.now()).total_seconds()))


def is_there(request: HttpRequest, location: str) -> bool:
    """Tell whether a page of this site can be opened at an address by who asks."""
    address = urlsplit(location)
    try:
        match = resolve(unquote(address.path))
    except Resolver404:
        return False
    asked = copy(request)
    # The view would put back the token that signing in has just replaced.
    asked.META = {**request.META}
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
