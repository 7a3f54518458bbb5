"""The queue of doubtful characters over all articles, and the term that ends a doubt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from articles import publishing
from articles.admin.base import RecordAdmin
from articles.admin.terms import effects_context
from articles.choices import ChineseVariant, TermKind, Variant
from articles.forms import TermForm, key_in
from articles.models import (
    Article,
    AuditEntry,
    Category,
    OpenAmbiguities,
    SiteSettings,
)
from articles.variants import conversions, queue, term_base

LIST = "admin:articles_openambiguities_changelist"
DECIDE = "admin:articles_openambiguities_decide"
TERM = "admin:articles_openambiguities_term"
_STATES = {"published": True, "other": False}
# Of the form of a term; it counts for the whole site.
_TERM_FIELDS = ("simplified", "taiwan", "hong_kong", "kind", "note")


@admin.register(OpenAmbiguities)
class QueueAdmin(RecordAdmin[OpenAmbiguities]):
    """Not a list of records: its page is made by ``articles.variants.queue``."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        names = [name.partition(":")[2] for name in (LIST, DECIDE, TERM)]
        return [
            path("", view(self.queue_view), name=names[0]),
            path("<int:pk>/decide/", view(self.decide_view), name=names[1]),
            path("<int:pk>/term/", view(self.term_view), name=names[2]),
        ]

    def may_add_terms(self, request: HttpRequest) -> bool:
        return self.may_decide(request) and request.user.has_perm("articles.add_term")

    def queue_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = _chosen(request)
        page = queue.queue_page(
            chosen,
            SiteSettings.current().conversion_version,
            after=_after(request),
            by=request.user,
        )
        query = request.GET.copy()
        if page.last:
            query["after"] = str(page.last)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Doubtful characters"),
            "opts": self.opts,
            "entries": [(entry, _term_query(entry)) for entry in page.entries],
            "query": request.GET.urlencode(),
            "next_query": query.urlencode() if page.last else "",
            "is_final": page.is_final,
            "is_first_page": "after" not in request.GET,
            "chosen": chosen,
            "state": request.GET.get("state", ""),
            "variants": [Variant(value) for value in ChineseVariant.values],
            "categories": Category.objects.order_by("name"),
            "may_decide": self.may_decide(request),
            "may_add_terms": self.may_add_terms(request),
        }
        template = "admin/articles/openambiguities/queue.html"
        return TemplateResponse(request, template, context)

    # Deciding here

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store a choice; answer the script of the page in JSON, else show what is next."""
        if refusal := self.refuse_unless_posted(request):
            return refusal
        article = get_object_or_404(_articles(request), pk=pk)
        printed = request.POST.get("printed", "")
        try:
            choices = queue.decide(
                article,
                _variants(request.POST.get("variants", "")),
                _rules(),
                request.POST.get("key", ""),
                printed,
                by=cast(User, request.user),
            )
        except conversions.NotAnAnswer:
            text = gettext("That sentence has changed meanwhile. Nothing was decided.")
            return self._answer(request, text, is_decided=False)
        text = gettext("Decided: %s") % choices[0]
        detail = {"decided": str(choices[0])}
        editor = cast(User, request.user)
        publishing.audit(AuditEntry.Act.DECIDED, article, by=editor, detail=detail)
        url = reverse("admin:articles_article_variants", args=[article.pk])
        link = format_html(
            '{} <a href="{}?in={}#ambiguities">{}</a>',
            text,
            url,
            choices[0].variant,
            pgettext("a decision", "Take back"),
        )
        return self._answer(request, link, is_decided=True)

    def _answer(
        self, request: HttpRequest, text: str, *, is_decided: bool
    ) -> HttpResponse:
        if request.accepts("text/html"):
            level = messages.SUCCESS if is_decided else messages.WARNING
            self.message_user(request, text, level)
            return HttpResponseRedirect(_queue_url(request))
        return JsonResponse({"is_decided": is_decided, "message": text})

    # Deciding for good

    def term_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what the term would change, before it is stored."""
        if not self.may_add_terms(request):
            raise PermissionDenied
        article = get_object_or_404(_articles(request), pk=pk)
        back = HttpResponseRedirect(_queue_url(request))
        if request.method == "POST":
            form = TermForm(request.POST)
            if form.is_valid():
                self._store(request, form)
                return back
        else:
            asked = [request.GET.get(name, "") for name in ("in", "key", "printed")]
            variants, key, printed = asked
            try:
                forms = queue.proposed_term(
                    article, _variants(variants), _rules(), key, printed
                )
            except conversions.NotAnAnswer:
                text = gettext(
                    "That sentence has changed meanwhile. Nothing was decided."
                )
                self.message_user(request, text, messages.WARNING)
                return back
            proposed = {"kind": TermKind.PHRASE, "_effects": "1", "seen": ""}
            note = request.GET.get("sentence", "")[:500]
            form = TermForm({**proposed, **forms, "note": note})
            form.is_valid()  # It holds back, to show what changes.
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Always: a term"),
            "opts": self.opts,
            "article": article,
            "form": form,
            "fields": [form[name] for name in _TERM_FIELDS],
            "others": _others(request),
            "back": _queue_url(request),
            "media": self.media,
            **effects_context(form),
        }
        template = "admin/articles/openambiguities/term.html"
        return TemplateResponse(request, template, context)

    def _store(self, request: HttpRequest, form: TermForm) -> None:
        term = form.save(commit=False)
        term_base.save_term(term, by=cast(User, request.user))
        reason = gettext("From the doubtful characters")
        self.log_addition(request, term, reason)  # type: ignore[arg-type]
        text = format_html(
            '{} <a href="{}">{}</a>',
            gettext("A term decides from now on:"),
            reverse("admin:articles_term_change", args=[term.pk]),
            term_base.forms_of(term.entry),
        )
        self.message_user(request, text, messages.SUCCESS)


def term_query(
    key: str, variants: Sequence[str], chosen: str, others: Sequence[str], sentence: str
) -> str:
    """Write the query that asks ``TERM`` for the term that always prints ``chosen``."""
    asked = {"key": key, "in": " ".join(variants), "printed": chosen}
    return urlencode({**asked, "others": "".join(others), "sentence": sentence})


def _term_query(entry: queue.QueueEntry) -> str:
    sentence = f"{entry.before}{entry.source}{entry.after}"
    return term_query(entry.key, entry.variants, entry.chosen, entry.others, sentence)


def _articles(request: HttpRequest) -> Any:
    seen = Article.objects.known_to(request.user)
    return seen.filter(language__startswith="zh").prefetch_related(
        "article_categories", "conversion_choices"
    )


def _rules() -> conversions.Rules:
    return conversions.rules_at(SiteSettings.current().conversion_version)


def _variants(named: str) -> list[Variant]:
    """Read variants with spaces between; none where one is not known."""
    names = named.split()
    are_known = all(name in ChineseVariant.values for name in names)
    return [Variant(name) for name in dict.fromkeys(names)] if are_known else []


def _chosen(request: HttpRequest) -> queue.QueueFilter:
    variants = _variants(request.GET.get("variant", ""))
    return queue.QueueFilter(
        variants[0] if variants else None,
        key_in(request.GET.get("category")),
        _STATES.get(request.GET.get("state", "")),
    )


def _after(request: HttpRequest) -> Article | None:
    number = key_in(request.GET.get("after"))
    if number is None:
        return None
    columns = ("published_at", "status", "expires_at", "embargoed_until")
    return Article.objects.filter(pk=number).only(*columns).first()


def _queue_url(request: HttpRequest) -> str:
    """Return the address of the queue as the editor had narrowed it."""
    names = ("variant", "category", "state", "after")
    query = {name: request.GET[name] for name in names if name in request.GET}
    return f"{reverse(LIST)}?{urlencode(query)}" if query else reverse(LIST)


def _others(request: HttpRequest) -> list[tuple[str, str]]:
    """List the other forms that were on offer, each with the query for its term."""
    offered = request.GET.get("others", "")[:8]
    found = []
    for form in offered:
        query = request.GET.copy()
        rest = offered.replace(form, request.GET.get("printed", "")[:1])
        query["printed"], query["others"] = form, rest
        found.append((form, query.urlencode()))
    return found
