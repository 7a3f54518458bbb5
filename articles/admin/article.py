"""The desk where articles are written, filed, scheduled and published."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _, pgettext

from articles import images
from articles.admin.article_copies import CopiedArticleAdmin
from articles.admin.article_page import ArticlePage
from articles.admin.article_saving import ArticleSaving
from articles.admin.buffers import ArticleBuffers
from articles.admin.changelist import (
    ArticleChangeList,
    BoardFilter,
    LanguageFilter,
    PeriodQuerySet,
    ShortcodeFilter,
    StateFilter,
    WarningsFilter,
    searched,
)
from articles.admin.corrections import CorrectedArticleAdmin
from articles.admin.embargoes import EmbargoedArticles
from articles.admin.handling import ArticleHandling
from articles.admin.history import ArticleHistory
from articles.admin.killing import KilledArticleAdmin
from articles.admin.pending_versions import ScheduledChanges
from articles.admin.pins import PinnedArticles
from articles.admin.presence import ArticlePresence
from articles.admin.publishing_sheet import PublishingSheet
from articles.admin.selection import SelectedArticles
from articles.admin.sharing import SharedArticleAdmin
from articles.admin.verbs import ArticleVerbs
from articles.admin.versions import ArticleVersions, BehindFilter
from articles.choices import Status, Visibility
from articles.models import Article, web_address


@admin.register(Article)
class ArticleAdmin(
    ScheduledChanges,
    KilledArticleAdmin,
    CopiedArticleAdmin,
    CorrectedArticleAdmin,
    SharedArticleAdmin,
    ArticleVersions,
    ArticleBuffers,
    ArticlePresence,
    ArticleHandling,
    EmbargoedArticles,
    ArticlePage,
    ArticleSaving,
    ArticleHistory,
    SelectedArticles,
    ArticleVerbs,
    PinnedArticles,
    PublishingSheet,
):
    list_display = [
        *("picture", "title", "state", "written_in", "section", "author", "source"),
        *("published", "edited"),
    ]
    list_display_links = ["title"]
    list_filter = [
        *(StateFilter, LanguageFilter, "categories", "source", WarningsFilter),
        *(ShortcodeFilter, BoardFilter, BehindFilter),
    ]
    search_fields = ["title", "slug"]
    date_hierarchy = "published_at"
    search_help_text = _(
        "Words of the title, text or tags in any script; “side by side”, -without, "
        "tag:…, source:…, author:…, category:…. Or the address of the original, or a slug."
    )
    ordering = ["-edited_at"]
    actions = ["pin_selected"]

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleChangeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        rows = PeriodQuerySet(Article).known_to(request.user)
        return rows.order_by(*self.get_ordering(request))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        # Whoever picks one has typed half a word, and sees titles alone.
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            unspiked = queryset.exclude(status=Status.SPIKED)
            return super().get_search_results(request, unspiked, search_term)
        return searched(queryset, search_term), False

    @admin.display(description=_("picture"))
    def picture(self, article: Article) -> str:
        if article.thumbnail:
            url = images.image_data(article.thumbnail, images.CARD).url
        else:
            url = web_address(article.thumbnail_url)
        if not url:
            return ""
        return format_html(
            '<img class="desk-picture" src="{}" alt="" loading="lazy">', url
        )

    @admin.display(description=_("state"), ordering="status")
    def state(self, article: Article) -> str:
        state = article.state_at()
        shown: list[tuple[str, Any]] = [(state.value, state.label)]
        if article.visibility == Visibility.UNLISTED:
            shown.append(("unlisted", _("unlisted")))
        if present := getattr(article, "present", ()):
            shown.append(("open", f"✎ {', '.join(present)}"))
        pill = '<span class="desk-state desk-state--{}">{}</span>'
        return format_html_join(" ", pill, shown)

    @admin.display(description=_("published"), ordering="published_at")
    def published(self, article: Article) -> str:
        moment = article.published_at
        return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""

    @admin.display(description=_("main category"))
    def section(self, article: Article) -> str:
        return next(map(str, article.article_categories.all()), "")

    @admin.display(description=_("author"))
    def author(self, article: Article) -> str:
        return pgettext("between names", ", ").join(
            str(byline.author) for byline in article.bylines.all()
        )

    @admin.display(description=_("last edited"), ordering="edited_at")
    def edited(self, article: Any) -> str:
        when = timezone.localtime(article.edited_at).strftime("%Y-%m-%d %H:%M")
        return format_html("{} <span>{}</span>", when, article.editor_name)

    def view_on_site(self, article: Article) -> str:
        return article.get_absolute_url()
