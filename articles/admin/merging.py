"""The page on which an editor decides what two people changed at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.comparing import Row, compare
from articles.admin.kinds import live_rule, refusal
from articles.admin.readable import field_label, readable
from articles.choices import Variant
from articles.forms import ArticleForm, key_in
from articles.models import Article, Revision
from articles.people_names import desk_name

MERGED = "admin:articles_article_merged"
_CHOICE, _TEXT, _AGAINST, _LATER = "choice-", "text-", "against", "_later"


@dataclass(frozen=True)
class _Card:
    """A place as it is shown, with what was chosen for it so far."""

    key: str
    label: str
    rows: Sequence[Row]
    before: str
    ours: str
    theirs: str
    both: str
    text: str
    choice: str
    is_text: bool
    is_title: bool
    is_refused: bool


class MergePage(DeskAdmin[Article]):
    """Shows the places where a save met another, and what a save was merged with."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.merged_view)
        name = MERGED.partition(":")[2]
        own = path("<int:pk>/merged/<int:revision>/", view, name=name)
        return [own, *super().get_urls()]

    # Before the save

    def is_put_off(self, request: HttpRequest) -> bool:
        return _LATER in request.POST

    def decisions_in(self, request: HttpRequest) -> publishing.Decisions:
        """Read what was chosen on this page, and on those before it."""
        chosen = {
            name.removeprefix(_CHOICE): publishing.Decision(
                request.POST[name],
                _typed(request, name.removeprefix(_CHOICE)),
            )
            for name in request.POST
            if name.startswith(_CHOICE)
        }
        return publishing.Decisions(chosen, _against(request))

    def merge_page(
        self, request: HttpRequest, form: ArticleForm, found: publishing.Undecided
    ) -> HttpResponse:
        """Show each place; all that was sent travels along, because nothing is stored."""
        places = found.merge.open_places
        cards = [_card(request, place) for place in places]
        decided = {prefix + card.key for card in cards for prefix in (_CHOICE, _TEXT)}
        sent = {
            name: values
            for name, values in request.POST.lists()
            if name not in {*decided, "csrfmiddlewaretoken", _AGAINST}
        }
        if "thumbnail_file" in form.changed_data:  # It is in the library by now.
            sent["thumbnail"] = [str(form.instance.thumbnail_id or "")]
        steps = dict.fromkeys([*_against(request), found.against])
        revision = Revision.objects.select_related("created_by").get(pk=found.against)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Changed by two people at the same place"),
            "opts": self.opts,
            "article": revision.article,
            "who": _who(revision),
            "saved_at": revision.created_at,
            "cards": cards,
            "sent": [(name, value) for name in sent for value in sent[name]]
            + [(_AGAINST, str(pk)) for pk in steps],
            "later": _LATER,
        }
        template = "admin/articles/article/merge.html"
        return TemplateResponse(request, template, context, status=409)

    # After it

    def tell_of_merge(self, request: HttpRequest, saved: publishing.Saved) -> None:
        """Say what the save was merged with, if it was."""
        if not (saved.revision and saved.merged_with):
            return
        latest = saved.merged_with[0]
        people = dict.fromkeys(map(_who, saved.merged_with))
        names = dict.fromkeys(_label(name) for name in saved.their_fields)
        text = gettext("Merged with %(who)s's change of %(time)s (%(fields)s).") % {
            "who": pgettext("between names", ", ").join(people),
            "time": _time(latest),
            "fields": pgettext("between names", ", ").join(names),
        }
        url = reverse(MERGED, args=[saved.article.pk, saved.revision.pk])
        link = gettext("See the difference, or undo the merge")
        message = format_html('{} <a href="{}">{}</a>', text, url, link)
        self.message_user(request, message, messages.INFO)

    def merged_view(self, request: HttpRequest, pk: int, revision: int) -> HttpResponse:
        """Show what a save became by a merge; posted, undo the merge."""
        rows = Revision.objects.select_related("article", "created_by")
        merged = get_object_or_404(rows, pk=revision, article=pk, parents__isnull=False)
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        merged.article = article
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        may_undo = self.has_change_permission(request, article)
        if request.method == "POST":
            if not may_undo:
                raise PermissionDenied
            return self._undo(request, merged)
        own = publishing.state_before_merge(merged)
        now = publishing.recorded_state(merged)
        changed = [
            (_label(name), compare(_in_words(name, own[name]), _in_words(name, value)))
            for name, value in now.items()
            if name in own and value != own[name]
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("What a save was merged with"),
            "opts": self.opts,
            "article": article,
            "revision": merged,
            "fields": changed,
            "may_undo": may_undo,
            "is_public": article.is_published,
        }
        template = "admin/articles/article/merged.html"
        return TemplateResponse(request, template, context)

    def _undo(self, request: HttpRequest, merged: Revision) -> HttpResponse:
        try:
            by, rule = cast(User, request.user), live_rule(request)
            publishing.undo_merge(merged, by=by, rule=rule)
        except publishing.KindRefused as refused:
            self.message_user(request, refusal(refused), messages.WARNING)
        except publishing.Undecided:
            text = gettext(
                "Somebody changed the same places since. Nothing was undone: edit the "
                "article instead."
            )
            self.message_user(request, text, messages.WARNING)
        except publishing.VerbRefused as refused:
            self.message_user(request, refused.reason, messages.WARNING)
        else:
            text = gettext("The merge is undone: the article is as it was saved first.")
            self.message_user(request, text, messages.SUCCESS)
        url = reverse("admin:articles_article_change", args=[merged.article_id])
        return HttpResponseRedirect(url)


def _card(request: HttpRequest, place: publishing.Place) -> _Card:
    key = publishing.place_key(place)
    choice = request.POST.get(_CHOICE + key, "")
    is_text = publishing.is_text(place.field)
    is_title = place.field.endswith(publishing.TITLE)
    before, ours, theirs = (
        _in_words(place.field, value)
        for value in (place.base, place.ours, place.theirs)
    )
    return _Card(
        key=key,
        label=_label(place.field),
        rows=compare(ours, theirs),
        before=before,
        ours=ours,
        theirs=theirs,
        both=str(publishing.Decision("both").value(place)) if is_text else "",
        text=_typed(request, key) if choice == "text" else str(place.proposal or ""),
        choice=choice,
        is_text=is_text,
        is_title=is_title,
        is_refused=bool(choice),
    )


def _typed(request: HttpRequest, key: str) -> str:
    return request.POST.get(_TEXT + key, "").replace("\r\n", "\n").strip("\n")


def _against(request: HttpRequest) -> list[int]:
    """Return the numbers of the revisions that were decided against."""
    keys = map(key_in, request.POST.getlist(_AGAINST))
    return [key for key in keys if key is not None]


def _label(field: str) -> str:
    """Return the name of a field as editors know it."""
    if field.startswith(publishing.OVERRIDE):
        _, variant, name = field.split(".")
        return f"{Variant(variant).label}: {field_label(Article, name)}"
    return capfirst(field_label(Article, field))


def _in_words(field: str, value: Any) -> str:
    name = field.rpartition(".")[2]
    return readable(Article, name, publishing.names_of(field, value))


def _who(revision: Revision) -> str:
    if revision.act == Revision.Act.IMPORTED:
        return gettext("an import")
    person = revision.created_by
    return desk_name(person) if person else gettext("somebody")


def _time(revision: Revision) -> str:
    """Return the time of day, with the date if it is not of today."""
    at = timezone.localtime(revision.created_at)
    is_today = at.date() == timezone.localdate()
    return at.strftime("%H:%M") if is_today else date_format(at, "DATETIME_FORMAT")
