"""Show what readers say about an article, and take what they write.

Public pages hold no form, because they are kept: the form is a page of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles import publishing
from articles.choices import Status, Variant
from articles.forms import CommentForm
from articles.models import HEAVY_FIELDS, Article, Comment
from articles.pages import PageContext, PageKind, shown_in
from articles.views.page_meta import (
    PageMeta,
    addresses_of,
    joined_title,
    open_page,
    render_page,
)
from articles.views.pagination import numbered, paged, paging_of
from articles.views.rate_limit import as_too_many, is_within_rate_limit

# Under an article, and on a page of all.
SHOWN, PER_PAGE = 10, 50


@dataclass(frozen=True)
class Discussion:
    """The newest comments on an article, how many there are, and where to go on."""

    comments: Sequence[Comment]
    count: int
    write_url: str
    all_url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.comments)


def discussion_of(article: Article, page: PageContext) -> Discussion | None:
    """Return what stands under a public article; None where it takes no comments. One
    query where it does."""
    if not (article.pk and article.is_published):  # A preview of what is written.
        return None
    if not publishing.takes_comments(article, page.site):
        return None
    rows = Comment.objects.public_under(article).with_total()
    newest = list(rows[:SHOWN])
    where = [page.variant, article.slug]
    return Discussion(
        newest,
        getattr(newest[0], "total", 0) if newest else 0,
        reverse("articles:comment_form", args=where),
        reverse("articles:comments", args=where),
    )


@require_safe
@paged
def comments(
    request: HttpRequest, variant: Variant, slug: str, number: int
) -> HttpResponse:
    """Show all comments on an article, newest first."""
    article, page = _opened(
        request, variant, slug, "articles:comments", PageKind.SINGLE
    )
    if article is None:
        raise Http404
    found = Paginator(Comment.objects.public_under(article), PER_PAGE).page(number)
    title = _("Comments on “%s”") % article.title
    if number > 1:
        title = f"{title} – {numbered(number)}"
    context = {
        "article": article,
        "comments": found.object_list,
        "count": found.paginator.count,
        "paging": paging_of(found),
    }
    return _render(request, "comments", page, title, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def comment_form(request: HttpRequest, variant: Variant, slug: str) -> HttpResponse:
    """Take a comment, which is held until an editor approves it."""
    article, page = _opened(
        request, variant, slug, "articles:comment_form", PageKind.PLAIN
    )
    if article is None:
        if request.method != "POST":
            raise Http404
        return _hand_back(request, page, slug)
    if request.method != "POST":
        return _show(request, page, article, CommentForm(article.pk))
    form = CommentForm(article.pk, request.POST)
    if not form.is_valid():
        return _show(request, page, article, form)
    if not form.is_from_a_machine:
        if not is_within_rate_limit(request, "comment"):
            form.add_error(
                None,
                _(
                    "There were many comments just now. Please send yours in ten minutes."
                ),
            )
            return as_too_many(_show(request, page, article, form))
        sent = form.cleaned_data
        publishing.send_comment(article, sent["name"], sent["text"], page.language)
    return HttpResponseRedirect(f"{page.path}?sent=1")


def _opened(
    request: HttpRequest, variant: Variant, slug: str, route: str, kind: PageKind
) -> tuple[Article | None, PageContext]:
    """Return the article, if it is public in this variant and takes comments, as its
    readers read it, and the context of its page."""
    rows = Article.objects.published().defer(*HEAVY_FIELDS)
    article = rows.filter(slug=slug).first()
    addresses = addresses_of(article, route) if article else None
    page = open_page(request, variant, kind, addresses=addresses)
    is_open = (
        article
        and shown_in(article, variant) == variant
        and publishing.takes_comments(article, page.site)
    )
    if article is None or not is_open:
        return None, page
    page.apply_variant([article])
    return article, page


def _hand_back(request: HttpRequest, page: PageContext, slug: str) -> HttpResponse:
    """Give a reader the comment back that cannot be sent any more, with nothing of the
    article."""
    killed = Article.objects.filter(slug=slug, status=Status.KILLED)
    status = 410 if killed.exists() else 404
    title = _("Comments are closed here")
    context = {"text": request.POST.get("text", "")}
    return _render(request, "comment_unsent", page, title, context, status=status)


def _show(
    request: HttpRequest,
    page: PageContext,
    article: Article,
    form: CommentForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "article": article,
        "form": form,
        "is_sent": "sent" in request.GET and request.method != "POST",
    }
    title = _("Write a comment")
    return _render(request, "comment_form", page, title, context, status=status)


def _render(
    request: HttpRequest,
    name: str,
    page: PageContext,
    title: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    meta = PageMeta(
        title=joined_title(title, page), language=page.language, robots="noindex"
    )
    template = f"articles/{name}.html"
    return render_page(request, template, page, meta, context, status=status)
