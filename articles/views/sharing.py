"""Let readers pass an article on, without anybody learning of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from articles.choices import Reuse, Variant
from articles.models import Article
from articles.pages import PageContext, address
from articles.usage_terms import UsageTerms
from articles.views.page_meta import absolute

# The address of a page lasts, and with it the picture of it.
_CODE_LASTS = 24 * 3600  # Seconds.


@dataclass(frozen=True)
class Sharing:
    """The ways in which readers pass an article on.

    ``credit`` is what a copied passage is followed by, where its source asks for that.
    """

    url: str
    mail_url: str
    code_url: str
    credit: str


def sharing_of(article: Article, terms: UsageTerms, page: PageContext) -> Sharing:
    """Return the ways to pass on a published article. No query."""
    url = iri_to_uri(absolute(address(article, page.variant)))
    mail = urlencode(
        {"subject": article.title, "body": f"{article.title}\n{url}"}, quote_via=quote
    )
    line = page.convert_name(terms.credit_line) or page.name
    credit = _("Source: %(source)s, “%(title)s”")
    return Sharing(
        url=url,
        mail_url=f"mailto:?{mail}",
        code_url=reverse("articles:share_code", args=[page.variant, article.slug]),
        credit=f"{credit % {'source': line, 'title': article.title}}\n{url}"
        if _asks_for_credit(terms)
        else "",
    )


def _asks_for_credit(terms: UsageTerms) -> bool:
    asked = terms.credit_line or terms.credit_url
    return bool(asked or terms.reuse == Reuse.WITH_CREDIT)


@require_safe
@cache_control(public=True, max_age=_CODE_LASTS)
def share_code(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Draw the address of a published article as a QR code."""
    article = get_object_or_404(Article.objects.published(), slug=slug)
    url = iri_to_uri(absolute(address(article, variant)))
    drawn = io.BytesIO()
    code = segno.make_qr(url, error="m")
    code.save(drawn, kind="svg", xmldecl=False, omitsize=True, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
