"""How articles are chosen."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Prefetch, Q
from django.utils import timezone

from articles.choices import State, Status, Variant, Visibility
from articles.models.article_labels import ArticleCategory, Byline
from articles.models.taxonomy import Source
from articles.models.visibility import not_over
from articles.rights import Right

if TYPE_CHECKING:
    from articles.models.article import Article  # noqa: F401 – mypy's alone

# What a list of cards never shows and should not carry.
HEAVY_FIELDS = ["body", "body_html", "headings", "disclaimer", "extra"]


class ArticleQuerySet(models.QuerySet["Article"]):
    """The newsroom's words for choosing articles. Every method chains."""

    def published(self, at: datetime | None = None) -> Self:
        """Keep what a reader may see at a moment, by default now."""
        return self.in_state(State.PUBLISHED, at)

    def listed(self, at: datetime | None = None) -> Self:
        """Keep what stands in lists, feeds and search: published, and not unlisted."""
        return self.published(at).exclude(visibility=Visibility.UNLISTED)

    def in_sitemaps(self, at: datetime | None = None) -> Self:
        """Keep what search engines are told of."""
        return self.published(at).filter(visibility=Visibility.EVERYWHERE)

    def in_state(self, state: State, at: datetime | None = None) -> Self:
        """Keep the articles whose ``Article.state_at`` a moment is this one."""
        at = at or timezone.now()
        if state is not State.PUBLISHED and state.value in Status.values:
            return self.filter(status=state)
        if state is State.EXPIRED:
            return self.filter(status=Status.PUBLISHED, expires_at__lte=at)
        if state is State.SCHEDULED:
            return self.current(at).filter(published_at__gt=at)
        begun = self.current(at).filter(published_at__lte=at)
        if state is State.EMBARGOED:
            return begun.filter(embargoed_until__gt=at)
        return begun.filter(
            Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=at)
        )

    def exported(self) -> Self:
        """Leave out what the desk put aside, and what it killed."""
        return self.exclude(status__in=[Status.SPIKED, Status.KILLED])

    def embargoed(self, at: datetime | None = None) -> Self:
        """Keep what is under embargo at a moment, by default now, whatever its status."""
        return self.filter(embargoed_until__gt=at or timezone.now())

    def unspiked(self) -> Self:
        """Leave out what the desk has put aside."""
        return self.exclude(status=Status.SPIKED)

    def current(self, at: datetime | None = None) -> Self:
        """Keep what a reader may see at a moment, by default now, or later."""
        unexpired = not_over(at or timezone.now(), "expires_at")
        return self.filter(unexpired, status=Status.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep all that the desk may know of for who is of it; for others, what is
        published."""
        verbs = ("view", "change")
        if not any(user.has_perm(f"articles.{verb}_article") for verb in verbs):
            return self.published()
        return self.known_to(user)

    def known_to(self, user: User | AnonymousUser) -> Self:
        """Leave out what this person of the desk may not know of."""
        hidden = self.model._default_manager.hidden_from(user)
        return self.exclude(pk__in=hidden.values("pk"))

    def hidden_from(self, user: User | AnonymousUser) -> Self:
        """Keep what this person of the desk may not know of: it is under embargo, they may
        not see such, have not worked on it, and it was not given to them."""
        if user.has_perm(Right.SEE_EMBARGOED):
            return self.none()
        others = self.order_by().embargoed().exclude(revisions__created_by=user.pk)
        given = Q(handling__assignee=user.pk) | Q(handling__marked_for=user.pk)
        return others.exclude(given)

    def in_language_group(self, language_group: str) -> Self:
        """Keep what ``Article.language_group`` says of each: ``zh``, ``en``, else the default's."""
        own = Q(language=language_group) | Q(language__startswith=f"{language_group}-")
        if language_group != Variant(settings.DEFAULT_VARIANT).language_group:
            return self.filter(own)
        other = "en" if language_group == "zh" else "zh"
        return self.exclude(Q(language=other) | Q(language__startswith=f"{other}-"))

    def newest_first(self) -> Self:
        # The id breaks ties, so no story appears on two pages.
        return self.order_by("-published_at", "-id")

    def with_labels(self) -> Self:
        """Load source, thumbnail, categories and authors: two further queries."""
        return self.select_related("source", "thumbnail").prefetch_related(
            Prefetch(
                "article_categories", ArticleCategory.objects.select_related("category")
            ),
            Prefetch("bylines", Byline.objects.select_related("author__avatar")),
        )

    def for_search_engines(self) -> Self:
        """Leave out the texts whose sources do not let search engines list a copy."""
        refusing = Source.objects.filter(
            allows_search_engines=False, terms_confirmed_at__isnull=False
        )
        return self.exclude(source__in=refusing)

    def with_card_data(self) -> Self:
        """Load the fields of article cards, in three queries however many."""
        return self.defer(*HEAVY_FIELDS).with_labels()
