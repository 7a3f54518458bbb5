"""Verbs for many articles at once: what they will do is said first, then each is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.changelist import StateFilter
from articles.choices import State
from articles.forms import LONGEST_NOTE
from articles.models import HEAVY_FIELDS, Article
from articles.publishing import Verb

# Each is stored by itself, with its lists and its revision.
MAX_SELECTED = 200
# The failures that are told one by one.
_MOST_TOLD = 20

_LABELS: dict[Verb, Any] = {
    Verb.HAND_IN: gettext_lazy("Hand in selected articles"),
    Verb.APPROVE: gettext_lazy("Approve selected articles"),
    Verb.RETURN: gettext_lazy("Return selected articles"),
    Verb.PUBLISH: gettext_lazy("Publish selected articles"),
    Verb.CANCEL: gettext_lazy("Cancel the schedule of selected articles"),
    Verb.WITHDRAW: gettext_lazy("Withdraw selected articles"),
    Verb.SPIKE: gettext_lazy("Spike selected articles"),
    Verb.UNSPIKE: gettext_lazy("Unspike selected articles"),
}
_OF_SPIKED = {f"{Verb.UNSPIKE}_selected", "delete_selected"}


@dataclass(frozen=True)
class Refusal:
    """An article that a verb is not for, and why."""

    article: Article
    reason: str


@dataclass(frozen=True)
class Forecast:
    """The outcome that a verb would have for a selection."""

    changing: Sequence[Article]
    refused: Sequence[Refusal]


class SelectedArticles(DeskAdmin[Article]):
    """Offers in the list the verbs that a person has a right to."""

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer for what is spiked what others are not, and the other way round."""
        if IS_POPUP_VAR in request.GET:
            return {}
        verbs = {
            f"{verb}_selected": (_action(verb), f"{verb}_selected", label)
            for verb, label in _LABELS.items()
            if publishing.has_right(verb, cast(User, request.user))
        }
        shows_spiked = request.GET.get(StateFilter.parameter_name) == State.SPIKED
        return {
            name: action
            for name, action in (verbs | super().get_actions(request)).items()
            if (name in _OF_SPIKED) == shows_spiked
        }

    def act_on_selected(
        self, request: HttpRequest, queryset: QuerySet[Any], verb: Verb
    ) -> HttpResponse | None:
        """Say what the verb would do with the selection; when that is confirmed, do it."""
        articles = list(queryset.defer(*HEAVY_FIELDS)[: MAX_SELECTED + 1])
        if len(articles) > MAX_SELECTED:
            text = _("Select at most %(limit)s articles.") % {"limit": MAX_SELECTED}
            self.message_user(request, text, messages.WARNING)
            return None
        note = request.POST.get("note", "")[:LONGEST_NOTE]
        lacks_note = verb is Verb.RETURN and not note.strip()
        if "confirmed" in request.POST and not lacks_note:
            self._do(request, articles, verb, note)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _LABELS[verb],
            "opts": self.opts,
            "verb": verb,
            "action": f"{verb}_selected",
            "forecast": _forecast(articles, verb, cast(User, request.user)),
            "lacks_note": lacks_note and "confirmed" in request.POST,
            "longest_note": LONGEST_NOTE,
            "checkbox": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        template = "admin/articles/article/selection.html"
        return TemplateResponse(request, template, context)

    def _do(
        self, request: HttpRequest, articles: Sequence[Article], verb: Verb, note: str
    ) -> None:
        """Do it with each, by itself: what fails is told, and keeps nothing else back."""
        by, done = cast(User, request.user), 0
        failures: list[Refusal] = []
        for article in articles:
            try:
                publishing.perform(verb, article, by=by, note=note)
                done += 1
            except publishing.VerbRefused as refused:
                failures.append(Refusal(article, refused.reason))
            except publishing.SenselessTimes as problem:
                failures.append(Refusal(article, str(problem)))
            except publishing.Busy as problem:
                reason = _("Others were saving at this moment: try it again.")
                failures.append(Refusal(article, str(problem) or reason))
            except Article.DoesNotExist:
                failures.append(Refusal(article, _("It is not there any more.")))
        text = ngettext("%(n)s article changed.", "%(n)s articles changed.", done)
        level = messages.SUCCESS if done else messages.WARNING
        self.message_user(request, text % {"n": done}, level)
        if failures:
            lines = [(one.article, one.reason) for one in failures[:_MOST_TOLD]]
            told = format_html_join("", "<br>{}: {}", lines)
            count = ngettext(
                "%(n)s article did not change:",
                "%(n)s articles did not change:",
                len(failures),
            )
            count %= {"n": len(failures)}
            self.message_user(request, count + told, messages.WARNING)


def _action(verb: Verb) -> Callable[..., HttpResponse | None]:
    def act(
        model_admin: SelectedArticles, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        return model_admin.act_on_selected(request, queryset, verb)

    return act


def _forecast(articles: Sequence[Article], verb: Verb, by: User) -> Forecast:
    """Ask for each article whether the verb may be used. A few queries for each."""
    changing: list[Article] = []
    refused: list[Refusal] = []
    for article in articles:
        try:
            publishing.check(verb, article, by)
        except publishing.VerbRefused as refusal:
            refused.append(Refusal(article, refusal.reason))
        else:
            changing.append(article)
    return Forecast(changing, refused)
