"""The desk: Django's admin, which asks who is there again without losing a text.

It stands outside the room ``admin``, whose modules register with it as they are imported.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
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

from articles.authentication import (
    has_second_factor,
    must_set_up,
    record_session,
    remember_device,
)
from articles.board import board_of
from articles.forms import key_in
from articles.people_names import desk_name
from articles.time_zones import zone_name
from articles.views import forgotten_password
from articles.views.account import account_page, set_up_second_factor
from articles.views.desk_errors import signed_out
from articles.views.desk_language import keep_language
from articles.views.desk_search import found_groups
from articles.views.model_groups import grouped
from articles.views.rate_limit import as_too_many
from articles.views.signing_in import (
    CodeForm,
    SecondFactorView,
    SignInForm,
    SignInView,
    await_code,
    enter,
    pending_user,
    seconds_to,
)

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
            path("second-factor/", SecondFactorView.as_view(), name="second_factor"),
            path("account/", self.admin_view(account_page), name="account"),
            path(
                "account/second-factor/",
                self.admin_view(set_up_second_factor),
                name="account_second_factor",
            ),
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
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "sends_mail": settings.SENDS_MAIL,
            **(extra_context or {}),
        }
        return cast(HttpResponse, SignInView.as_view(extra_context=context)(request))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Change the password, which ends all other sessions and renames this one."""
        answer = super().password_change(request, extra_context)
        if request.method == "POST" and answer.status_code == 302:
            record_session(request, cast(User, request.user))
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
            sensitive_post_parameters("password", "code"),
            csrf_protect,
            ensure_csrf_cookie,
        ]
    )
    def sign_in(self, request: HttpRequest) -> HttpResponse:
        """Sign in the editor whose form is open, and nobody else. Answers JSON.

        GET tells who is signed in, and sets the cookie that POST asks for. 202 asks for the
        code of a second factor, sent in the same way.
        """
        if request.method == "GET":
            has_desk = self.has_permission(request)
            return JsonResponse({"editor": str(request.user.pk) if has_desk else ""})
        owing = pending_user(request) if request.POST.get("code") else None
        form: Any = (
            CodeForm(owing, request.POST)
            if owing
            else SignInForm(request, request.POST)
        )
        if not form.is_valid():
            problems = [text for texts in form.errors.values() for text in texts]
            answer = JsonResponse({"problems": problems}, status=400)
            rests_until = getattr(form, "rests_until", None)
            return (
                as_too_many(answer, seconds_to(rests_until)) if rests_until else answer
            )
        editor = form.get_user()
        if str(editor.pk) != request.POST.get("editor"):
            problem = _(
                "This text is somebody else's: %(name)s cannot save it. It stays in this "
                "window until its author signs in."
            ) % {"name": editor.get_username()}
            return JsonResponse({"problems": [problem]}, status=409)
        if not owing and has_second_factor(editor):
            await_code(request, editor)
            return JsonResponse({"problems": []}, status=202)
        enter(request, editor, form.device if owing else None)
        if must_set_up(request, editor):
            problem = _("Set up a second factor in another tab first, then go on here.")
            return JsonResponse({"problems": [problem]}, status=409)
        answer = JsonResponse({"editor": str(editor.pk)})
        remember_device(answer, editor)
        return answer
