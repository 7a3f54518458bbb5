"""Take reports by readers that something in an article is wrong."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles import publishing
from articles.choices import Variant
from articles.forms import ReaderReportForm, on_one_line
from articles.models import Article, ReaderReport
from articles.pages import PageContext, PageKind, shown_in
from articles.variants import conversions
from articles.views.page_meta import (
    PageMeta,
    addresses_of,
    joined_title,
    open_page,
    render_page,
)
from articles.views.rate_limit import as_too_many, is_within_rate_limit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reader_report(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published(), slug=slug)
    if shown_in(article, variant) != variant:
        raise Http404
    addresses = addresses_of(article, "articles:reader_report")
    page = open_page(request, variant, PageKind.PLAIN, addresses=addresses)
    # Only Chinese is converted; in any other language a wording is a fact like others.
    may_be_wording = variant.is_chinese and article.language.startswith("zh")
    if request.method != "POST":
        form = ReaderReportForm(selection=request.GET, may_be_wording=may_be_wording)
        return _show(request, page, article, form)
    form = ReaderReportForm(request.POST, may_be_wording=may_be_wording)
    if not form.is_valid():
        return _show(request, page, article, form)
    if not form.is_from_a_machine:
        if not is_within_rate_limit(request, "report"):
            return _refuse(request, page, article, form)
        _store(article, page, form)
    return HttpResponseRedirect(f"{page.path}?sent=1")


def _store(article: Article, page: PageContext, form: ReaderReportForm) -> None:
    sent = form.cleaned_data
    if sent["kind"] == ReaderReport.Kind.FACT:
        publishing.report_fact(
            article,
            page.variant,
            sent["note"],
            passage=sent["passage"],
            contact=sent["contact"],
        )
        return
    conversions.report_passage(
        article,
        page.variant,
        page.site.conversion_version,
        sent["passage"],
        near=sent["sentence"],
        note=on_one_line(sent["note"]),
        contact=sent["contact"],
    )


def _refuse(
    request: HttpRequest,
    page: PageContext,
    article: Article,
    form: ReaderReportForm,
) -> HttpResponse:
    form.add_error(
        None, _("There were many reports just now. Please send yours in ten minutes.")
    )
    return as_too_many(_show(request, page, article, form))


def _show(
    request: HttpRequest,
    page: PageContext,
    article: Article,
    form: ReaderReportForm,
    *,
    status: int = 200,
) -> HttpResponse:
    page.apply_variant([article])
    meta = PageMeta(
        title=joined_title(_("Report a mistake"), page),
        language=page.language,
        robots="noindex",
    )
    context = {
        "article": article,
        "form": form,
        "is_sent": "sent" in request.GET and request.method != "POST",
    }
    return render_page(
        request, "articles/reader_report.html", page, meta, context, status=status
    )
