"""Keep what is typed into an article's form, and offer it again until it is saved."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import Media, Script
from django.forms.utils import ErrorList
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from articles import publishing
from articles.admin.base import DeskAdmin
from articles.admin.script_messages import Refused, read_message
from articles.admin.typed_text import (
    Offer,
    changes_of,
    filled,
    leave_unjudged,
    offer_of,
    posted,
)
from articles.forms import BufferForm, form_key_in, key_in
from articles.models import Article, Buffer
from articles.outages import DATABASE_OUTAGES

# More lines than these are no offer any more, but a list.
_MOST_OFFERED = 5


class ArticleBuffers(DeskAdmin[Article]):
    """Gives the article's form what was typed into an earlier one: ``?buffer=``."""

    @property
    def media(self) -> Media:
        scripts: list[Any] = [
            Script(f"articles/admin/keeping/{name}.js", type="module")
            for name in ("form", "unlive")
        ]
        styles = ["articles/admin/keeping/keeping.css"]
        return super().media + Media(css={"all": styles}, js=scripts)

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and "_discard" in request.POST:
            if not self._may_write(request):
                raise PermissionDenied
            return self._discard(request, form_key_in(request.POST), object_id)
        number = request.GET.get("buffer", "")
        if number and request.method == "GET":
            buffer = self._buffer(request, number)
            if object_id != (str(buffer.article_id) if buffer.article_id else None):
                raise Http404
            request.opened_buffer = buffer  # type: ignore[attr-defined]
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(
        self,
        request: HttpRequest,
        obj: Article | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[forms.ModelForm[Article]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        buffer = _opened(request)
        return filled(form, buffer) if buffer else form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        buffer = _opened(request)
        if buffer and f"{prefix}-TOTAL_FORMS" in buffer.fields:
            kwargs["data"] = posted(buffer)
        return kwargs

    def get_inline_formsets(
        self,
        request: HttpRequest,
        formsets: Any,
        inline_instances: Any,
        obj: Any = None,
    ) -> Any:
        if _opened(request):
            for formset in formsets:
                for form in formset.forms:
                    leave_unjudged(form)
                formset._errors, formset._non_form_errors = [], ErrorList()
        return super().get_inline_formsets(request, formsets, inline_instances, obj)

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        context = super().form_context(request, obj)
        may_keep = self.has_change_permission(request, obj) if obj else True
        if not may_keep:
            return context
        article = obj if obj and obj.pk else None
        opened = _opened(request)
        form_key = opened.form_key if opened else form_key_in(request.POST)
        kept = opened or self._buffers(request).filter(form_key=form_key).first()
        return context | {
            "is_kept": True,
            "kept": kept,
            "kept_article": article,
            "is_unsaved": bool(opened) or request.method == "POST",
            "offers": self._offers(request, article, form_key),
        }

    def _offers(
        self, request: HttpRequest, article: Article | None, form_key: str
    ) -> list[Offer]:
        """Return what this editor typed into other forms of the article and never saved."""
        buffers = self._buffers(request).filter(article=article)
        rows = list(buffers.exclude(form_key=form_key)[:_MOST_OFFERED])
        form_class = super().get_form(request, article, change=bool(article))
        offers = (offer_of(row, form_class, article) for row in rows)
        return [offer for offer in offers if offer]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        unfinished = self._buffers(request).filter(article=None).with_title()
        context = {"unfinished": unfinished[:_MOST_OFFERED]}
        return super().changelist_view(request, {**(extra_context or {}), **context})

    # Addresses

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        page = self.admin_site.admin_view
        name = "articles_article_buffer"
        own = [
            path("buffer/", self.keep_view, name=name),
            path("buffer/offers/", page(self.offers_view), name=f"{name}_offers"),
            path("buffer/<int:pk>/", page(self.compare_view), name=f"{name}_compare"),
            path(
                "buffer/<int:pk>/discard/",
                page(self.discard_view),
                name=f"{name}_discard",
            ),
        ]
        return [*own, *super().get_urls()]

    @method_decorator(never_cache)
    def keep_view(self, request: HttpRequest) -> HttpResponse:
        """Keep what a window sends; answer with what became of it, or why it was not kept."""
        try:
            form = read_message(request, BufferForm)
            if not self._may_write(request):
                raise Refused("forbidden", 403)
            outcome = publishing.keep_buffer(form.typed(), by=cast(User, request.user))
        except Refused as refused:
            return refused.answer
        except publishing.BufferTooLong:
            return Refused("too_long", 413).answer
        except (*DATABASE_OUTAGES, IntegrityError):  # Rows may go at any moment.
            return Refused("busy", 503).answer
        return JsonResponse({"outcome": outcome})

    def offers_view(self, request: HttpRequest) -> HttpResponse:
        """Show the offers alone, for a page that has just brought what was kept in it."""
        if not self._may_write(request):
            raise PermissionDenied
        number = request.GET.get("article", "")
        article = self.get_object(request, number) if number else None
        if number and article is None:
            raise Http404
        context = {
            "offers": self._offers(request, article, form_key_in(request.GET)),
            "kept_article": article,
        }
        template = "admin/articles/article/_offers.html"
        return TemplateResponse(request, template, context)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set what was typed beside what is saved."""
        buffer = self._buffer(request, pk)
        article = buffer.article
        form_class = super().get_form(request, article, change=bool(article))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Typed and not saved"),
            "opts": self.opts,
            "buffer": buffer,
            "article": article,
            "changes": changes_of(buffer, form_class, article),
        }
        template = "admin/articles/article/buffer.html"
        return TemplateResponse(request, template, context)

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        buffer = self._buffer(request, pk)
        return self._discard(request, buffer.form_key, buffer.article_id)

    def _discard(
        self, request: HttpRequest, form_key: str, number: int | str | None
    ) -> HttpResponse:
        publishing.forget_buffer(cast(User, request.user), form_key)
        text = gettext("What you had typed and not saved was discarded.")
        self.message_user(request, text, messages.SUCCESS)
        if number:
            url = reverse("admin:articles_article_change", args=[number])
        else:
            url = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(url)

    def _may_write(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) or self.has_add_permission(request)

    def _buffers(self, request: HttpRequest) -> Any:
        """Return the editor's own: nobody sees another's."""
        return Buffer.objects.filter(user=cast(User, request.user)).unsaved()

    def _buffer(self, request: HttpRequest, number: str | int) -> Buffer:
        if not self._may_write(request):
            raise Http404
        own: QuerySet[Buffer] = self._buffers(request)
        return get_object_or_404(own, pk=key_in(number))


def _opened(request: HttpRequest) -> Buffer | None:
    """Return the buffer that the form is filled from."""
    return getattr(request, "opened_buffer", None)
