"""List all corrections of articles that readers can read now, newest first."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.choices import Variant
from articles.models import HEAVY_FIELDS, Correction
from articles.pages import PageKind
from articles.serving import kept_page
from articles.views.page_meta import open_page, render_page
from articles.views.pagination import list_meta, numbered, paged, paging_of
from articles.views.site_data import with_collection

PER_PAGE = 30


@require_safe
@kept_page
@paged
def corrections(request: HttpRequest, variant: Variant, number: int) -> HttpResponse:
    page = open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: reverse("articles:corrections", args=[other]),
    )
    rows = Correction.objects.public(page.language_group).select_related("article")
    heavy = (f"article__{name}" for name in HEAVY_FIELDS)
    found = Paginator(rows.defer(*heavy), PER_PAGE).page(number)
    # One instance of each article, whose texts are converted once.
    corrected = {row.article_id: row.article for row in found}
    page.apply_variant(corrected.values())
    notices = [(row, corrected[row.article_id]) for row in found]
    paging = paging_of(found)
    heading = _("Corrections")
    title = heading if number == 1 else f"{heading} – {numbered(number)}"
    description = _(
        "What was wrong in our articles, what is right, and when we corrected it."
    )
    context = {"notices": notices, "paging": paging, "description": description}
    meta = list_meta(title, page, paging, description, is_hidden=not notices)
    meta = with_collection(meta, page, heading, corrected.values())
    return render_page(request, "articles/corrections.html", page, meta, context)
