"""Take reports by readers that a passage of an article reads wrong in their script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from articles.choices import Variant
from articles.forms import ConversionReportForm
from articles.models import Article
from articles.pages import PageContext, PageKind
from articles.variants import conversions
from articles.views.page_meta import PageMeta, joined_title, open_page, render_page
from articles.views.rate_limit import WINDOW, is_within_rate_limit


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversion_report(
    request: HttpRequest, variant: Variant, slug: str
) -> HttpResponse:
    article = get_object_or_404(Article.objects.published(), slug=slug)
    if not (variant.is_chinese and article.language.startswith("zh")):
        raise Http404
    page = open_page(
        request,
        variant,
        PageKind.SINGLE,
        addresses=lambda other: (
            reverse("articles:conversion_report", args=[other, slug])
            if other.is_chinese
            else None
        ),
    )
    if request.method != "POST":
        return _show(
            request, page, article, ConversionReportForm(selection=request.GET)
        )
    form = ConversionReportForm(request.POST)
    if not form.is_valid():
        return _show(request, page, article, form)
    if not form.is_from_a_machine:
        if not is_within_rate_limit(request, "report"):
            return _refuse(request, page, article, form)
        _store(article, page, form)
    return HttpResponseRedirect(f"{page.path}?sent=1")


def _store(article: Article, page: PageContext, form: ConversionReportForm) -> None:
    sent = form.cleaned_data
    conversions.report_passage(
        article,
        page.variant,
        page.site.conversion_version,
        sent["passage"],
        near=sent["sentence"],
        note=sent["note"],
    )


def _refuse(
    request: HttpRequest,
    page: PageContext,
    article: Article,
    form: ConversionReportForm,
) -> HttpResponse:
    form.add_error(
        None, _("There were many reports just now. Please send yours in ten minutes.")
    )
    response = _show(request, page, article, form, status=429)
    response["Retry-After"] = str(WINDOW)
    return response


def _show(
    request: HttpRequest,
    page: PageContext,
    article: Article,
    form: ConversionReportForm,
    *,
    status: int = 200,
) -> HttpResponse:
    page.apply_variant([article])
    meta = PageMeta(
        title=joined_title(_("Report a wrong wording"), page),
        language=page.language,
        robots="noindex",
    )
    context = {
        "article": article,
        "form": form,
        "is_sent": "sent" in request.GET and request.method != "POST",
    }
    return render_page(
        request, "articles/conversion_report.html", page, meta, context, status=status
    )
