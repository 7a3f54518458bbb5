"""Addresses that no page has any more, and where they lead."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.models.addresses import PAGE_FOLDERS
from articles.models.article import Article
from articles.models.taxonomy import Author, Category, Source, Tag

Label = Category | Tag | Author | Source
Page = Article | Label


class RedirectQuerySet(models.QuerySet["Redirect"]):
    """Words for choosing redirects. Every method chains."""

    def leading_to(self, page: Page) -> Self:
        """Keep those of a page."""
        return self.filter(**{kind_of(page): page})

    def leading_on(self) -> Self:
        """Leave out the addresses that are gone for good."""
        targets = {f"{kind}__isnull": True for kind in PAGE_FOLDERS}
        return self.exclude(url="", **targets)

    def with_targets(self) -> Self:
        """Read the pages with the redirects, articles without their texts."""
        return self.select_related(*PAGE_FOLDERS).defer(
            "article__body", "article__body_html"
        )


class Redirect(models.Model):
    """An address that no page has any more, and where it leads.

    ``path`` has a slash at both ends and is in lower case. One that begins with ``/*/``
    stands for the address in every variant: ``page_path`` makes those of our own pages,
    which keep the case of the slug. At most one target is set: a page, which is found under
    whatever slug it has by then, or a ``url``. Without a target the address is gone for
    good.
    """

    class Reason(models.TextChoices):
        IMPORTED = "imported", _("Address on the old site")
        MOVED = "moved", _("The page has a new slug")
        MERGED = "merged", _("The page was merged")
        DELETED = "deleted", _("The page was deleted")
        WRITTEN = "written", _("Written by an editor")

    path = models.CharField(_("path"), max_length=600, unique=True)
    reason = models.CharField(
        _("reason"), max_length=8, choices=Reason, default=Reason.IMPORTED
    )
    variant = models.CharField(
        max_length=5,
        choices=Variant,
        blank=True,
        help_text="In which the page is shown; empty: as asked for, else its own.",
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, related_name="redirects"
    )
    # Without its label an address answers that it is gone.
    category = models.ForeignKey(Category, models.SET_NULL, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(Author, models.SET_NULL, null=True, related_name="+")
    source = models.ForeignKey(Source, models.SET_NULL, null=True, related_name="+")
    url = models.CharField(max_length=2000, blank=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self) -> str:
        return self.path

    @staticmethod
    def normal(path: str) -> str:
        """The form in which paths are stored and looked up."""
        trimmed = path.strip("/").removesuffix("/index.html").removesuffix(".html")
        return f"/{trimmed.lower()}/"

    @staticmethod
    def stored_as(path: str) -> list[str]:
        """The paths under which an address may be stored, beside ``page_path``."""
        first, _slash, rest = path.lstrip("/").partition("/")
        paths = [Redirect.normal(path)]
        return [*paths, Redirect.normal(f"/*/{rest}")] if first in Variant else paths

    @staticmethod
    def page_path(kind: str, slug: str) -> str:
        """The path of a page of ours in every variant; ``kind`` as in ``kind_of``."""
        return f"/*/{PAGE_FOLDERS[kind]}/{slug}/"

    @property
    def page(self) -> Page | None:
        """The page it leads to, if it leads to one of ours."""
        pages = (self.article, self.category, self.tag, self.author, self.source)
        return next((page for page in pages if page), None)

    def lead_to(
        self, page: Page | None = None, url: str = "", variant: str = ""
    ) -> None:
        """Set where it leads; nowhere without a page or url. Saves nothing."""
        for kind in PAGE_FOLDERS:
            setattr(self, kind, page if page and kind_of(page) == kind else None)
        self.url, self.variant = url, variant

    @property
    def is_gone(self) -> bool:
        return not (self.page or self.url)

    def target_in(self, variant: str) -> str:
        """The address it leads to; that of a label in the redirect's own variant, if it has
        one, else in the one given. Empty if the address is gone."""
        page = self.page
        if isinstance(page, Article):
            return (
                page.url_in(self.variant) if self.variant else page.get_absolute_url()
            )
        return page.url_in(self.variant or variant) if page else self.url


def kind_of(page: Page) -> str:
    """The word for a kind of page: ``article``, ``category``, ``tag``, …"""
    return str(page._meta.model_name)
