"""The desk: Django's admin, which asks who is there again without losing a text.

It stands outside the room ``admin``, whose modules register with it as they are imported.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import login
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db.models import Model
from django.http import (
    Http404,
    HttpRequest,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from articles.board import board_of
from articles.forms import key_in
from articles.people_names import desk_name
from articles.time_zones import zone_name
from articles.views import forgotten_password
from articles.views.desk_errors import signed_out
from articles.views.desk_language import keep_language, take_up_language
from articles.views.desk_search import found_groups
from articles.views.model_groups import grouped
from articles.views.signing_in import SignInForm, is_there

ViewT = TypeVar("ViewT", bound=Callable[..., HttpResponseBase])


class DeskSite(admin.AdminSite):
    """The admin with its own name, a choice of language, and signing in over a form."""

    site_header = gettext_lazy("Desk")
    site_title = gettext_lazy("Desk")
    index_title = gettext_lazy("The desk")
    login_form = SignInForm

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [
            path("language/", self.choose_language, name="set_language"),
            path("search/", self.admin_view(self.search), name="search"),
            path("sign-in/", self.sign_in, name="sign_in"),
            path(
                "r/<path:content_type_id>/<path:object_id>/",
                self.admin_view(self.public_page, cacheable=True),
                name="view_on_site",
            ),
            *forgotten_password.URLS,
            *super().get_urls(),
        ]

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in, then go where somebody was going, or to the front page of the desk."""
        context = {**(extra_context or {}), "sends_mail": settings.SENDS_MAIL}
        was_signed_in = request.user.is_authenticated
        answer = super().login(request, context)
        if request.user.is_authenticated and not was_signed_in:
            take_up_language(request)
        leads_to = answer.headers.get("Location", "")
        if leads_to and request.method == "POST" and not is_there(request, leads_to):
            return HttpResponseRedirect(reverse("admin:index"))
        return answer

    def admin_view(self, view: ViewT, cacheable: bool = False) -> ViewT:
        """Hand back what somebody sent who is not signed in; Django would ask only who."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            is_lost = request.method == "POST" and not self.has_permission(request)
            if is_lost and request.path != reverse("admin:logout"):
                return signed_out(request)
            return guarded(request, *args, **kwargs)

        return cast(ViewT, update_wrapper(inner, guarded))

    def public_page(
        self, request: HttpRequest, content_type_id: str, object_id: str
    ) -> HttpResponseBase:
        """Lead to the public page of a record, whose address not everybody may know."""
        number = key_in(content_type_id)
        kind = get_object_or_404(ContentType, pk=number)
        model = cast(type[Model], kind.model_class())
        if not self.is_registered(model):
            raise Http404
        desk = self.get_model_admin(model)
        row = desk.get_object(request, object_id)
        if row is None or not desk.has_view_or_change_permission(request, row):
            raise Http404
        return shortcut(request, kind.pk, object_id)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """List what this person may see; all of it in our own groups."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        user = request.user
        return super().each_context(request) | {
            "zone": zone_name(),
            "own_name": desk_name(user) if user.is_authenticated else "",
        }

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the board; the lists of all records are folded below."""
        context = {
            **self.each_context(request),
            "title": self.index_title,
            "subtitle": None,
            "board": board_of(request.user),
            "may_write": request.user.has_perm("articles.add_article"),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/board/board.html", context)

    def search(self, request: HttpRequest) -> TemplateResponse:
        """Show what is called so, of every kind that this person may see."""
        query = request.GET.get("q", "").replace("\x00", "").strip()
        context = {
            **self.each_context(request),
            "title": _("Search"),
            "query": query,
            "groups": found_groups(self, request, query) if query else [],
        }
        return TemplateResponse(request, "admin/board/search.html", context)

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Keep the language with the account of who is signed in, and in the browser."""
        language = request.POST.get("language", "")
        if request.method == "POST" and language in dict(settings.LANGUAGES):
            keep_language(request, language)
        return set_language(request)

    @method_decorator(
        [
            require_http_methods(["GET", "POST"]),
            never_cache,
            sensitive_post_parameters("password"),
            csrf_protect,
            ensure_csrf_cookie,
        ]
    )
    def sign_in(self, request: HttpRequest) -> JsonResponse:
        """Sign in the editor whose form is open, and nobody else. Answers JSON.

        GET tells who is signed in, and sets the cookie that POST asks for.
        """
        if request.method == "GET":
            has_desk = self.has_permission(request)
            return JsonResponse({"editor": str(request.user.pk) if has_desk else ""})
        form = self.login_form(request, request.POST)
        if not form.is_valid():
            problems = [text for texts in form.errors.values() for text in texts]
            return JsonResponse({"problems": problems}, status=400)
        editor = form.get_user()
        if str(editor.pk) != request.POST.get("editor"):
            problem = _(
                "This text is somebody else's: %(name)s cannot save it. It stays in this "
                "window until its author signs in."
            ) % {"name": editor.get_username()}
            return JsonResponse({"problems": [problem]}, status=409)
        login(request, editor)
        take_up_language(request)
        return JsonResponse({"editor": str(editor.pk)})
