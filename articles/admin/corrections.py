"""The notices on an article: publish one, change it, take it away."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.choices import CorrectionSeverity
from articles.forms import CorrectionForm, key_in
from articles.models import LONGEST_CORRECTION, Article, Correction
from articles.rights import Right

PAGE = "admin:articles_article_corrections"


class CorrectedArticleAdmin(ArticlePages):
    """Articles with a page for their corrections."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.corrections_view)
        name = PAGE.partition(":")[2]
        return [path("<int:pk>/corrections/", view, name=name), *super().get_urls()]

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        may = bool(obj and obj.pk) and request.user.has_perm(Right.CORRECT)
        return {**super().form_context(request, obj), "may_correct": may}

    def corrections_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(Right.CORRECT):
            raise PermissionDenied
        article = self.article_seen(request, pk)
        rows = article.corrections.select_related("by")
        sent = request.POST if request.method == "POST" else request.GET
        number = key_in(sent.get("correction"))
        correction = get_object_or_404(rows, pk=number) if number else None
        versions = [] if correction else _live_versions(request, article)
        proposed = request.GET.get("text", "")[:LONGEST_CORRECTION]
        form = CorrectionForm(
            article, correction=correction, versions=versions, proposed=proposed
        )
        if request.method == "POST":
            is_removal = "remove" in request.POST
            if not is_removal:
                form = CorrectionForm(
                    article, request.POST, correction=correction, versions=versions
                )
            if is_removal or form.is_valid():
                try:
                    return self._store(request, article, correction, form)
                except publishing.VerbRefused as refused:
                    form.add_error(None, refused.reason)
                except Correction.DoesNotExist:
                    form.add_error(None, gettext("A colleague removed it meanwhile."))
        context = {
            "title": gettext("Corrections"),
            "subtitle": str(article),
            "correction": correction,
            "corrections": rows,
            "form": form,
        }
        return self.article_page(request, "article/corrections", article, context)

    def _store(
        self,
        request: HttpRequest,
        article: Article,
        correction: Correction | None,
        form: CorrectionForm,
    ) -> HttpResponse:
        """Store what was sent, or remove it. Raises ``VerbRefused`` and ``DoesNotExist``."""
        by = cast(User, request.user)
        if "remove" in request.POST:
            if correction is None:
                raise Correction.DoesNotExist
            publishing.remove_correction(correction, by=by)
            text = gettext("The correction is removed; the history keeps it.")
        else:
            severity = CorrectionSeverity(form.cleaned_data["severity"])
            told = form.cleaned_data["text"]
            at = form.cleaned_data["corrected_at"]
            if correction:
                publishing.change_correction(
                    correction, severity, told, corrected_at=at, by=by
                )
            else:
                texts = {article: told, **form.texts()}

                def correct(one: Article, *, by: User | None) -> Correction:
                    said = texts[one]
                    return publishing.correct(
                        one, severity, said, corrected_at=at, by=by
                    )

                publishing.act_on_all(correct, texts, by=by)
            text = gettext("Corrected: readers see it now.")
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse(PAGE, args=[article.pk]))


def _live_versions(request: HttpRequest, article: Article) -> list[Article]:
    by = cast(User, request.user)
    versions = publishing.versions_of(article, seen_by=by)
    return [version for version in versions if version.is_published]
