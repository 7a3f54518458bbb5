"""Comments of readers, for a moderator to approve or refuse."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy

from articles import publishing
from articles.admin.base import OpenFilter, RecordAdmin
from articles.models import HEAVY_FIELDS, Comment
from articles.rights import Right

ALL = "all"
_IN_LISTS = 300  # Characters.


class StateFilter(OpenFilter):
    """Show those that are held, unless somebody asks for another state."""

    title = _("state")
    parameter_name = "state"
    words = [*Comment.State.choices, (ALL, _("All"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() == ALL else queryset.filter(state=self.value())


@admin.register(Comment)
class CommentAdmin(RecordAdmin[Comment]):
    """A queue, the oldest first, and a page for each with its buttons."""

    list_display = ["words", "who", "state", "where", "created_at"]
    list_filter = [StateFilter]
    list_select_related = ["article"]
    left_out_of_lists = [f"article__{name}" for name in HEAVY_FIELDS]
    search_fields = ["name", "text", "article__title"]
    search_help_text = _("Words of a comment, its reader's name, or an article's title")
    ordering = ["pk"]
    fields = [
        "who",
        "whole",
        "where",
        "state",
        "created_at",
        "decided_by",
        "decided_at",
    ]
    actions = ["approve", "refuse", "mark_as_spam"]
    change_form_template = "admin/articles/comment/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(self.decide_view)
        name = "articles_comment_decide"
        return [path("<int:pk>/decide/", decide, name=name), *super().get_urls()]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_decide(request)

    def may_decide(self, request: HttpRequest) -> bool:
        return request.user.has_perm(Right.MODERATE)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return self.may_decide(request)

    @admin.display(description=_("comment"))
    def words(self, comment: Comment) -> SafeString:
        return _in_its_language(comment, Truncator(comment.text).chars(_IN_LISTS))

    @admin.display(description=_("comment"))
    def whole(self, comment: Comment) -> SafeString:
        return _in_its_language(comment, comment.text)

    @admin.display(description=_("name"), ordering="name")
    def who(self, comment: Comment) -> SafeString:
        return format_html("<bdi>{}</bdi>", comment.name)

    @admin.display(description=_("article"), ordering="article")
    def where(self, comment: Comment) -> SafeString:
        article = comment.article
        url = article.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, article.title)

    def form_context(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        states = Comment.State
        verbs = [
            (states.APPROVED, pgettext_lazy("a comment", "Approve")),
            (states.REFUSED, pgettext_lazy("a comment", "Refuse")),
            (states.SPAM, _("Spam")),
        ]
        left = [(state, label) for state, label in verbs if state != obj.state]
        is_erased = obj.state == states.ERASED
        return {"verbs": [] if is_erased else left}

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what a button of a comment's page says, and go on with the queue."""
        if refusal := self.refuse_unless_posted(request):
            return refusal
        get_object_or_404(self.get_queryset(request), pk=pk)
        chosen = request.POST.get("state", "")
        if chosen in Comment.State and chosen != Comment.State.HELD:
            self._decide(request, [pk], Comment.State(chosen))
        return HttpResponseRedirect(reverse("admin:articles_comment_changelist"))

    @admin.action(
        description=pgettext_lazy("a comment", "Approve"), permissions=["decide"]
    )
    def approve(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, _numbers(queryset), Comment.State.APPROVED)

    @admin.action(
        description=pgettext_lazy("a comment", "Refuse"), permissions=["decide"]
    )
    def refuse(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, _numbers(queryset), Comment.State.REFUSED)

    @admin.action(description=_("Mark as spam"), permissions=["decide"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Comment]) -> None:
        self._decide(request, _numbers(queryset), Comment.State.SPAM)

    def _decide(
        self, request: HttpRequest, numbers: list[int], state: Comment.State
    ) -> None:
        by = cast(User, request.user)
        number = len(publishing.decide_comments(numbers, state, by=by))
        if not number:
            text = _("Somebody else decided so meanwhile.")
            self.message_user(request, text, messages.WARNING)
            return
        texts = {
            Comment.State.APPROVED: ngettext(
                "%d comment is approved: readers see it now.",
                "%d comments are approved: readers see them now.",
                number,
            ),
            Comment.State.REFUSED: ngettext(
                "%d comment is refused.", "%d comments are refused.", number
            ),
            Comment.State.SPAM: ngettext(
                "%d comment is marked as spam.",
                "%d comments are marked as spam.",
                number,
            ),
            Comment.State.ERASED: ngettext(
                "The name and the words of %d comment are erased.",
                "The names and the words of %d comments are erased.",
                number,
            ),
        }
        self.message_user(request, texts[state] % number, messages.SUCCESS)


def _in_its_language(comment: Comment, text: str) -> SafeString:
    return format_html(
        '<div class="desk-comment" dir="auto" lang="{}">{}</div>',
        comment.language,
        text or comment.get_state_display(),
    )


def _numbers(comments: QuerySet[Comment]) -> list[int]:
    return list(comments.values_list("pk", flat=True))
