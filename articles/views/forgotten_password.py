"""A new password by mail, for who forgot theirs; where the site sends mail at all."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from threading import Thread
from typing import Any, cast

from django.conf import settings
from django.contrib.admin import site
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.views import (
    PasswordResetCompleteView,
    PasswordResetConfirmView,
    PasswordResetDoneView,
    PasswordResetView,
)
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import path, reverse_lazy
from django.utils.translation import get_language, gettext_lazy as _, override

from articles.models import SiteSettings
from articles.views.rate_limit import as_too_many, is_within_rate_limit

_log = logging.getLogger(__name__)


class _ForgottenForm(PasswordResetForm):
    """Writes to the accounts of an address, without letting anybody wait for a word of it.

    Who waited could tell by the time whether there is such an account.
    """

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        templates = (subject_template_name, email_template_name)
        told = (get_language(), templates, context, from_email, to_email)
        Thread(target=_deliver, args=told, name="forgotten-password").start()


def _deliver(
    language: str,
    templates: tuple[str, str],
    context: dict[str, Any],
    from_email: str | None,
    to_email: str,
) -> None:
    with override(language):
        subject, body = (render_to_string(name, context) for name in templates)
    try:
        EmailMessage(subject.strip(), body, from_email, [to_email]).send()
    except (OSError, SMTPException):
        _log.exception("The mail to somebody who forgot their password was not sent.")


class _DeskPage:
    """A page of the desk that is there only where the site sends mail."""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if not settings.SENDS_MAIL:
            raise Http404
        answer = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return cast(HttpResponseBase, answer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        desk = site.each_context(self.request)  # type: ignore[attr-defined]
        return {**desk, **context}


class AskView(_DeskPage, PasswordResetView):
    """Take an e-mail address. The answer is the same whether anybody has it."""

    form_class = _ForgottenForm
    template_name = "admin/forgotten/ask.html"
    subject_template_name = "admin/forgotten/subject.txt"
    email_template_name = "admin/forgotten/mail.txt"
    success_url = reverse_lazy("admin:forgotten_sent")
    title = _("Forgotten password")

    def form_valid(self, form: Any) -> HttpResponse:
        if not is_within_rate_limit(self.request, "forgotten"):
            form.add_error(
                None, _("There were many tries just now. Try again in ten minutes.")
            )
            answer = self.render_to_response(self.get_context_data(form=form))
            return as_too_many(answer)
        self.extra_email_context = {
            "site": SiteSettings.current(),
            "address": settings.SITE_URL,
        }
        return super().form_valid(form)


class SentView(_DeskPage, PasswordResetDoneView):
    template_name = "admin/forgotten/sent.html"
    title = _("Look into your mail")


class NewPasswordView(_DeskPage, PasswordResetConfirmView):
    template_name = "admin/forgotten/new.html"
    success_url = reverse_lazy("admin:forgotten_done")
    title = _("A new password")


class DoneView(_DeskPage, PasswordResetCompleteView):
    template_name = "admin/forgotten/done.html"
    title = _("Your new password holds")


URLS = [
    path("forgotten/", AskView.as_view(), name="forgotten"),
    path("forgotten/sent/", SentView.as_view(), name="forgotten_sent"),
    path("forgotten/done/", DoneView.as_view(), name="forgotten_done"),
    path(
        "forgotten/<uidb64>/<token>/",
        NewPasswordView.as_view(),
        name="forgotten_new",
    ),
]
