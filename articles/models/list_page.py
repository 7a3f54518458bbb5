"""The own pages of lists: what stands above the articles of a category, a tag, …"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from articles.choices import Language, Status, Variant
from articles.models.imports import ArchivedFile
from articles.models.taxonomy import Author, Category, Tag

_ADDRESSES = {
    "front": "front_page",
    "categories": "category_index",
    "tags": "tag_index",
    "authors": "author_index",
}


class ListPageQuerySet(models.QuerySet["ListPage"]):
    def shown_in(self, variant: Variant) -> Self:
        """Keep the pages that readers of a variant may see, the best first.

        The page in their own script goes before one in their language, and that
        before one that names no language; a term's page before its section's.
        """
        language = variant.language
        own = Q(language=variant.language_group) | Q(
            language__startswith=f"{variant.language_group}-"
        )
        rank = Case(
            When(language=language, then=Value(0)),
            When(language__startswith=language[:7], then=Value(1)),
            When(own, then=Value(2)),
            default=Value(3),
        )
        is_section = Case(When(kind=ListPage.Kind.SECTION, then=1), default=0)
        shown = self.filter(own | Q(language=""), status=Status.PUBLISHED)
        return shown.order_by(rank, is_section, "pk")

    def as_data(self) -> models.QuerySet[ListPage, dict[str, str]]:
        """``{language, title, description, html}`` of each, to put in another query."""
        return self.values_list(
            JSONObject(
                language="language",
                title="title",
                description="description",
                html="body_html",
            ),
            flat=True,
        )


class ListPage(models.Model):
    """A list's own page in one language: its heading, and the text above its articles.

    ``kind`` says whose page it is; a term's names its category, tag or author. A
    section's folder has a category where one goes by its name, and else none: then
    nobody sees the page, and it is kept for the export. Everything may be empty.
    """

    class Kind(models.TextChoices):
        FRONT = "front", _("Front page")
        CATEGORY = "category", _("Category")
        TAG = "tag", _("Tag")
        AUTHOR = "author", _("Author")
        CATEGORIES = "categories", _("All categories")
        TAGS = "tags", _("All tags")
        AUTHORS = "authors", _("All authors")
        SECTION = "section", _("Section's folder")

    kind = models.CharField(_("page of"), max_length=10, choices=Kind)
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("category"),
    )
    tag = models.ForeignKey(
        Tag,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("tag"),
    )
    author = models.ForeignKey(
        Author,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("author"),
    )
    language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        default=Language.SIMPLIFIED,
        help_text=_(
            "Readers of this language see it. Empty: all who have none of their own."
        ),
    )
    title = models.CharField(
        _("title"),
        max_length=1000,
        blank=True,
        help_text=_("The heading of the list. Empty: its name."),
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("For search engines.")
    )
    body = MarkdownxField(
        _("text"), blank=True, help_text=_("Markdown, above the first articles.")
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=[(each, each.label) for each in (Status.DRAFT, Status.PUBLISHED)],
        default=Status.PUBLISHED,
    )

    # Derived
    body_html = models.TextField(blank=True, editable=False)

    objects = ListPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page of a list")
        verbose_name_plural = _("pages of lists")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="category", category__isnull=False)
                    | Q(kind="section")
                    | (~Q(kind__in=["category", "section"]) & Q(category__isnull=True))
                )
                & (Q(kind="tag") ^ Q(tag__isnull=True))
                & (Q(kind="author") ^ Q(author__isnull=True)),
                name="a_terms_page_names_its_term",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.label or self.get_kind_display())

    def url_in(self, variant: str) -> str | None:
        """Return the list's address; None for a folder that no list belongs to."""
        if label := self.label:
            return label.url_in(variant)
        name = _ADDRESSES.get(self.kind)
        return reverse(f"articles:{name}", args=[variant]) if name else None

    @property
    def label(self) -> Category | Tag | Author | None:
        return self.category or self.tag or self.author


class ImportedListPage(ArchivedFile):
    """The ``_index.md`` that a list's page was imported from, byte for byte. It stays
    when an editor deletes the page, so that the next import does not bring it back."""

    page = models.OneToOneField(
        ListPage, models.SET_NULL, null=True, related_name="imported_file"
    )

    class Meta:
        verbose_name = _("imported page of a list")
        verbose_name_plural = _("imported pages of lists")
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "path"], name="one_list_page_per_archive_path"
            )
        ]
