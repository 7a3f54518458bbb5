"""Preview an article while it is being written. Nothing is stored."""

from __future__ import annotations

from typing import cast

from django.contrib.admin.views.decorators import staff_member_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.forms import inlineformset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.choices import Status, Variant
from articles.forms import MAX_BODY, ArticleForm, OverrideForm, OverrideFormSet, key_in
from articles.models import Article, Tag, VariantOverride, readable_slug
from articles.pages import shown_in
from articles.publishing import Labels, instruments_numbered, render_article
from articles.reader_texts import with_tables_for_readers
from articles.views.articles import render_article_page

_Overrides = inlineformset_factory(
    Article, VariantOverride, form=OverrideForm, formset=OverrideFormSet, extra=0
)


@require_POST
@never_cache
@staff_member_required
def preview_body(request: HttpRequest) -> HttpResponse:
    """Render the body alone, below a writing box: ``content`` in, HTML out."""
    article = _article_of(request)
    body = request.POST.get("content")
    if body is None:
        return _problem(_("There is no text to show."))
    if len(body) > MAX_BODY:
        return _problem(_("The text is too long for a preview."))
    article.body = body
    render_article(article)
    with translation.override(article.variant.interface):
        return HttpResponse(with_tables_for_readers(article.body_html, _("Table")))


@require_POST
@never_cache
@staff_member_required
def preview_page(request: HttpRequest) -> HttpResponse:
    """Render the whole public page from the form, or answer its problems with 400."""
    article = _article_of(request)
    data = request.POST.copy()
    if not data.get("title", "").strip():
        data["title"] = _("No title yet")
    form = ArticleForm(data, instance=article)
    if not form.is_valid():
        context = {"form": form, "problems": _problems(form)}
        return render(request, "admin/preview_problems.html", context, status=400)

    render_article(article)
    variant = _variant_of(request, article)
    with translation.override(variant.interface):
        override = _override(data, article, variant)
        return render_article_page(
            request, article, _labels(form), variant, override=override
        )


def _article_of(request: HttpRequest) -> Article:
    """Return the article named by ``?article=``, or a new one, if the user may write it."""
    number = request.GET.get("article", "")
    if not number:
        may_add = request.user.has_perm("articles.add_article")
        if not (may_add or request.user.has_perm("articles.change_article")):
            raise PermissionDenied
        return Article()
    if (key := key_in(number)) is None:
        raise BadRequest("article must be a number")
    if not request.user.has_perm("articles.change_article"):
        raise PermissionDenied
    known = Article.objects.known_to(request.user).exclude(status=Status.KILLED)
    return get_object_or_404(known, pk=key)


def _variant_of(request: HttpRequest, article: Article) -> Variant:
    wanted = request.POST.get("preview_variant", "")
    variant = Variant(wanted) if wanted in Variant.values else article.variant
    return shown_in(article, variant)


def _labels(form: ArticleForm) -> Labels:
    """Return the labels of ``form.labels()``, with new tags unsaved."""
    names = form.cleaned_data["tags"]
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=map(Tag.key_of, names))}
    tags = [
        known.get(Tag.key_of(name)) or Tag(name=name, slug=readable_slug(name, "tag"))
        for name in names
    ]
    return Labels(
        categories=form.cleaned_data["filed_under"],
        tags=tags,
        authors=form.cleaned_data["written_by"],
        instruments=instruments_numbered(form.cleaned_data["instruments"]),
    )


def _override(
    data: QueryDict, article: Article, variant: Variant
) -> VariantOverride | None:
    """Find the override for the variant, as it stands in the form."""
    formset = cast(OverrideFormSet, _Overrides(data, instance=article))
    overrides = formset.overrides() if formset.is_valid() else []
    return next((row for row in overrides if row.variant == variant), None)


def _problems(form: ArticleForm) -> list[tuple[str, str]]:
    """Return the label of the field and the text of each problem."""
    return [
        (str(form.fields[name].label or "") if name in form.fields else "", str(error))
        for name, errors in form.errors.items()
        for error in errors
    ]


def _problem(text: str) -> HttpResponse:
    return HttpResponseBadRequest(format_html('<p class="errornote">{}</p>', text))
