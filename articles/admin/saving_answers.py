"""What an editor is told once an article is saved: what happened, and what comes next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin.base import DeskAdmin
from articles.choices import State
from articles.models import Article


class SavingAnswers(DeskAdmin[Article]):
    """Every verb leads back to the page of the article, with one line."""

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: Any = None
    ) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._told(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._told(request, obj)

    def _told(self, request: HttpRequest, article: Article) -> HttpResponse:
        line = what_happened(article, request.POST)
        self.message_user(request, line, messages.SUCCESS)
        if not self.has_view_or_change_permission(request, article):
            return HttpResponseRedirect(reverse("admin:index"))
        page = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(page)


def what_happened(article: Article, sent: Any) -> str | SafeString:
    """Return a line in the words of the button that was pressed."""
    now = date_format(timezone.localtime(), "H:i:s")
    state = article.state_at()
    if "_withdraw" in sent:
        return _("Withdrawn %(time)s. Readers do not see it any more.") % {"time": now}
    if state == State.PUBLISHED:
        told = _("Published %(time)s") if "_publish" in sent else _("Updated %(time)s")
        return format_html(
            '{} · <a href="{}">{}</a>',
            told % {"time": now},
            article.get_absolute_url(),
            _("See the page"),
        )
    if "_publish" in sent:
        return _("Published %(time)s; to readers it is: %(state)s.") % {
            "time": now,
            "state": state.label,
        }
    return _("Saved %(time)s") % {"time": now}
