"""The line that tells an editor what an act did, and what comes next."""

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
from django.utils.translation import gettext as _, gettext_lazy

from articles.admin.base import DeskAdmin
from articles.admin.panel import SHEET, SHEET_BUTTON, who_is_next
from articles.admin.pending_versions import scheduled_line
from articles.choices import State
from articles.forms import verb_in
from articles.models import Article, Handling, Revision
from articles.publishing import PUBLISHING, Verb
from articles.time_zones import moment_in_words

# A verb that was done, in the word that the history has for it.
_DONE = {
    Verb.HAND_IN: gettext_lazy("Handed in %(time)s"),
    Verb.TAKE_BACK: gettext_lazy("Taken back %(time)s. It is a draft again."),
    Verb.RETURN: gettext_lazy(
        "Returned %(time)s. It is a draft again, with your note."
    ),
    Verb.APPROVE: gettext_lazy("Approved %(time)s"),
    Verb.UPDATE: gettext_lazy("Updated %(time)s"),
    Verb.PUBLISH: gettext_lazy("Published %(time)s"),
    Verb.PUBLISH_NOW: gettext_lazy("Published %(time)s"),
    Verb.CANCEL: gettext_lazy("Schedule cancelled %(time)s. It is approved and waits."),
    Verb.WITHDRAW: gettext_lazy("Withdrawn %(time)s. Readers do not see it any more."),
    Verb.SPIKE: gettext_lazy("Spiked %(time)s"),
    Verb.UNSPIKE: gettext_lazy("Unspiked %(time)s. It is a draft now."),
}


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
        if SHEET_BUTTON in request.POST:
            return HttpResponseRedirect(reverse(SHEET, args=[article.pk]))
        verb = verb_in(request.POST)
        pending = getattr(request, "pending", None)
        line = scheduled_line(pending) if pending else what_happened(article, verb)
        self.message_user(request, line, messages.SUCCESS)
        if (
            getattr(request, "act", None) == Revision.Act.HANDED_IN
            and verb is Verb.SAVE
        ):
            text = _("It had been approved. Changed by you, it is in review again.")
            self.message_user(request, text, messages.WARNING)
        if not self.has_view_or_change_permission(request, article):
            return HttpResponseRedirect(reverse("admin:index"))
        page = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(page)


def what_happened(article: Article, verb: Verb) -> str | SafeString:
    """Return a line in the words of the verb, of the article as it is now, and what comes
    next."""
    state = article.state_at()
    if verb is Verb.SAVE and state is State.PUBLISHED:
        verb = Verb.UPDATE
    told = _DONE.get(verb, _("Saved %(time)s")) % {
        "time": date_format(timezone.localtime(), "H:i:s")
    }
    if state is State.PUBLISHED:
        page, see = article.get_absolute_url(), _("See the page")
        return format_html('{} · <a href="{}">{}</a>', told, page, see)
    if verb in PUBLISHING:
        seen_from = moment_in_words(article.public_from) if article.public_from else ""
        return _("Scheduled: readers see it %(time)s.") % {"time": seen_from}
    is_step = verb in {Verb.HAND_IN, Verb.APPROVE}
    if not is_step:
        return told
    return f"{told} · {who_is_next(article, Handling.objects.of(article))}"
