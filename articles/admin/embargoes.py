"""The page on which an embargo is lifted early."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.models import Article, EmbargoLift
from articles.rights import Right
from articles.time_zones import moment_in_words

PAGE = "admin:articles_article_lift_embargo"


class EmbargoedArticles(ArticlePages):
    """Says of an article until when it is under embargo, and lets who may lift that."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        view = self.admin_site.admin_view(self.lift_embargo_view)
        name = PAGE.partition(":")[2]
        return [path("<int:pk>/lift-embargo/", view, name=name), *super().get_urls()]

    def form_context(self, request: HttpRequest, obj: Article | None) -> dict[str, Any]:
        context = super().form_context(request, obj)
        stored = Article.objects.embargoed().filter(pk=obj.pk) if obj else None
        until = stored and stored.values_list("embargoed_until", flat=True).first()
        if obj and until:
            context["embargo"] = moment_in_words(until)
            if request.user.has_perm(Right.LIFT_EMBARGO):
                context["lift_url"] = reverse(PAGE, args=[obj.pk])
        return context

    def lift_embargo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the reason, and lift the embargo when it is given."""
        article = self.article_seen(request, pk)
        if not request.user.has_perm(Right.LIFT_EMBARGO):
            raise PermissionDenied
        refusal, reason = "", request.POST.get("reason", "")
        if request.method == "POST":
            try:
                publishing.lift_embargo(
                    article, reason=reason, by=cast(User, request.user)
                )
            except publishing.VerbRefused as refused:
                refusal = refused.reason
            else:
                text = gettext("The embargo is lifted: %s") % article
                self.message_user(request, text, messages.SUCCESS)
                page = reverse("admin:articles_article_change", args=[pk])
                return HttpResponseRedirect(page)
            article.refresh_from_db()
        until = article.embargoed_until
        is_running = until is not None and until > timezone.now()
        context = {
            "title": gettext("Lift the embargo early: %s") % article,
            "until": moment_in_words(until) if until and is_running else "",
            "refusal": refusal,
            "reason": reason,
            "longest_reason": EmbargoLift.MAX_REASON,
        }
        status = 409 if refusal else 200
        page = "article/lift_embargo"
        return self.article_page(request, page, article, context, status)
