"""The sheet that stands between *Publish…* and readers."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from articles import publishing
from articles.admin.article_pages import ArticlePages
from articles.admin.panel import SHEET
from articles.admin.saving_answers import what_happened
from articles.forms import PublishingForm, TypedMomentField
from articles.models import Article
from articles.publishing import Verb
from articles.rights import Right
from articles.time_zones import distance_in_words, moment_in_words

_REFUSALS = (publishing.VerbRefused, publishing.SenselessTimes, publishing.Busy)


class PublishingSheet(ArticlePages):
    """Articles with a page on which they are given their time and published."""

    def get_urls(self) -> list[URLResolver | URLPattern]:  # type: ignore[override]
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/publish/",
                wrap(self.publish_view),
                name=SHEET.partition(":")[2],
            ),
            path(
                "typed-moment/",
                wrap(self.typed_moment_view),
                name="articles_article_typed_moment",
            ),
            *super().get_urls(),
        ]

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_seen(request, pk)
        if not request.user.has_perm(Right.PUBLISH):
            raise PermissionDenied
        is_sent = request.method == "POST"
        by = cast(User, request.user)
        form = PublishingForm(
            request.POST if is_sent else None,
            article=article,
            versions=publishing.versions_for(Verb.PUBLISH, article, by),
        )
        if is_sent and form.is_valid():
            try:
                return self._publish(request, article, form)
            except _REFUSALS as refusal:
                form.add_error(
                    None,
                    str(refusal)
                    or gettext("Others were saving at this moment: try it again."),
                )
        context = {"title": gettext("Publish: %s") % article, "form": form}
        status = 422 if form.errors else 200
        return self.article_page(request, "article/publish", article, context, status)

    def _publish(
        self, request: HttpRequest, article: Article, form: PublishingForm
    ) -> HttpResponse:
        by = cast(User, request.user)
        with publishing.transaction():
            if clearance := form.cleaned_data.get("clearance"):
                publishing.record_clearance(article, clearance, by=by)
            times = form.times()

            def publish(one: Article, *, by: User | None) -> Article:
                saved = publishing.save_changes(one.pk, times, verb=Verb.PUBLISH, by=by)
                return saved.article

            is_for_all = form.cleaned_data.get("with_versions")
            others = form.versions if is_for_all else ()
            published = publishing.act_on_all(publish, [article, *others], by=by)
        line = what_happened(published[0], Verb.PUBLISH)
        self.message_user(request, line, messages.SUCCESS)
        page = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(page)

    def typed_moment_view(self, request: HttpRequest) -> JsonResponse:
        """Say what a typed time means, for the line beside the box."""
        try:
            moment = TypedMomentField(required=False).clean(request.GET.get("text", ""))
        except ValidationError as error:
            return JsonResponse({"problem": " ".join(error.messages)})
        if moment is None:
            return JsonResponse({"meant": ""})
        words = pgettext("between a moment and how far it is", ", ").join(
            [moment_in_words(moment), distance_in_words(moment)]
        )
        is_ahead = moment > timezone.now()
        return JsonResponse({"meant": words, "is_ahead": is_ahead})
