"""The article, how articles are chosen, and the rows that file them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.choices import (
    AiUse,
    Language,
    SidebarSide,
    State,
    Status,
    ThumbnailPlace,
    Variant,
    Visibility,
)
from articles.models.addresses import address_of
from articles.models.article_queryset import ArticleQuerySet
from articles.models.compression import CompressedMarkdownField, CompressedTextField
from articles.models.permanent_names import PermanentNameField
from articles.models.readable_json import ReadableEncoder
from articles.models.taxonomy import Author, Category
from articles.models.visibility import is_within
from articles.models.web_addresses import validate_web_address
from articles.models.widget_names import validate_page_widgets
from articles.rights import Right


class Article(models.Model):
    """One story in one language.

    The page switches (``comments`` … ``widgets``) may be *not set*: then the page
    follows the site-wide choices. Fields under "Derived" are made by
    ``articles.publishing`` on every save and can be made again at any time.
    """

    title = models.CharField(_("title"), max_length=1000)
    slug = models.SlugField(_("slug"), max_length=255, unique=True, allow_unicode=True)
    language = models.CharField(
        _("language"), max_length=35, default=Language.SIMPLIFIED
    )
    lead = models.TextField(
        _("lead"), blank=True, help_text=_("Plain text, directly under the title.")
    )
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("Markdown, for lists and feeds.")
    )
    description = models.TextField(
        _("description"), blank=True, help_text=_("For search engines.")
    )
    body: models.TextField[str, str] = CompressedMarkdownField(_("body"), blank=True)

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT
    )
    published_at = models.DateTimeField(
        _("published"),
        null=True,
        blank=True,
        help_text=_(
            "Readers see the article from this moment. A future time schedules it."
        ),
    )
    modified_at = models.DateTimeField(_("last modified"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    embargoed_until = models.DateTimeField(_("embargoed until"), null=True, blank=True)

    visibility = models.CharField(
        _("listed"),
        max_length=10,
        choices=Visibility,
        blank=True,
        default=Visibility.EVERYWHERE,
        help_text=_(
            "In lists, feeds, the search and sitemaps. Its address answers in any case."
        ),
    )

    categories = models.ManyToManyField(
        Category,
        through="articles.ArticleCategory",
        related_name="articles",
        verbose_name=_("categories"),
    )
    authors = models.ManyToManyField(
        Author,
        through="articles.Byline",
        related_name="articles",
        verbose_name=_("authors"),
    )
    tags = TaggableManager(
        through="articles.TaggedArticle", blank=True, verbose_name=_("tags")
    )
    source = models.ForeignKey(
        "articles.Source",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("source"),
    )
    source_url = models.URLField(
        _("address of the original"),
        max_length=4000,
        blank=True,
        validators=[validate_web_address],
    )
    disclaimer = models.TextField(
        _("own disclaimer"),
        blank=True,
        help_text=_("Only where this article needs another text than its source."),
    )
    translation_key = models.CharField(
        _("translation key"),
        max_length=255,
        blank=True,
        db_index=True,
        help_text=_("Articles with the same key are translations of one another."),
    )
    translation_languages = models.JSONField(
        _("languages of human versions"), default=list, blank=True
    )

    thumbnail = models.ForeignKey(
        "articles.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("thumbnail"),
    )
    thumbnail_url = models.CharField(
        _("address of the thumbnail"),
        max_length=4000,
        blank=True,
        validators=[validate_web_address],
        help_text=_("A picture elsewhere, used until there is one of our own."),
    )
    thumbnail_place = models.CharField(
        _("thumbnail shown"), max_length=4, choices=ThumbnailPlace, blank=True
    )
    weight = models.IntegerField(
        _("weight"),
        default=0,
        help_text=_("Not zero: before all others, lowest first."),
    )

    ai_use = models.CharField(
        _("use of AI"),
        max_length=9,
        choices=AiUse,
        blank=True,
        help_text=_("Readers are told of it under the article."),
    )
    ai_editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"is_staff": True},
        verbose_name=_("editor responsible"),
        help_text=_("Who read what AI made, and answers for it."),
    )

    comments = models.BooleanField(_("comments"), null=True, blank=True)
    authorbox = models.BooleanField(_("author box"), null=True, blank=True)
    pager = models.BooleanField(_("pager"), null=True, blank=True)
    toc = models.BooleanField(_("table of contents"), null=True, blank=True)
    mathjax = models.BooleanField(_("mathematics"), null=True, blank=True)
    sidebar = models.CharField(
        _("sidebar"), max_length=5, choices=SidebarSide, blank=True
    )
    widgets = models.JSONField(
        _("widgets"), default=list, blank=True, validators=[validate_page_widgets]
    )
    extra = models.JSONField(
        _("other front matter"),
        encoder=ReadableEncoder,
        default=dict,
        blank=True,
        help_text=_(
            "Keys of an imported file that mean nothing here, kept as they came."
        ),
    )

    # Texts that readers of another Chinese script see converted. Each may have an
    # editor's override for a variant.
    CONVERTED = ("title", "lead", "summary", "description")

    # An instance that shows the texts of a variant or of another version refuses to be
    # saved: they would replace what was written.
    is_for_display = False
    _shown_language = ""

    # The newest revision, by number, when the article was read to be edited.
    opened_revision: int | None = None

    # Derived
    body_html = CompressedTextField(blank=True, editable=False)
    excerpt_html = models.TextField(blank=True, editable=False)
    is_truncated = models.BooleanField(default=False, editable=False)
    headings = models.JSONField(
        encoder=ReadableEncoder, default=list, blank=True, editable=False
    )
    has_marks = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether a text holds -{…}-, which no reader may see.",
    )
    has_other_script = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether a text shows another script than the article's language has.",
    )
    text_digest = models.CharField(
        max_length=16,
        blank=True,
        editable=False,
        help_text="Another one whenever what readers see may have changed.",
    )
    shortcodes = models.CharField(
        max_length=1000,
        blank=True,
        editable=False,
        help_text="Names of shortcodes without a meaning of their own, each on a line.",
    )

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    edited_at = models.DateTimeField(_("last edited"), auto_now=True)
    permanent_name = PermanentNameField()
    form_key = models.CharField(  # noqa: DJ001 – most articles have none
        max_length=32,
        null=True,
        blank=True,
        help_text="Of the form that it was written in first, which may be sent twice.",
    )

    # Made of the other fields by ``publishing``.
    DERIVED = (
        *("body_html", "excerpt_html", "is_truncated", "headings"),
        *("has_marks", "has_other_script", "text_digest", "shortcodes"),
    )
    # Kept by the database and Django. A revision records every field that is neither.
    HOUSEKEEPING = ("id", "created_at", "edited_at", "form_key", "permanent_name")
    DESK_ONLY = ("ai_editor",)  # No file of an archive says it.

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [(right.codename, right.label) for right in Right]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Status.PUBLISHED) | Q(published_at__isnull=False),
                name="published_articles_have_a_time",
                violation_error_message=_("A published article needs a time."),
            ),
            models.UniqueConstraint(
                fields=["form_key"],
                condition=Q(form_key__isnull=False),
                name="a_form_makes_one_article",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="articles_newest_first"),
            models.Index(fields=["-edited_at"], name="articles_last_edited"),
            models.Index(fields=["permanent_name"], name="articles_by_name"),
            models.Index(fields=["status", "-edited_at"], name="articles_by_status"),
            # Holds all that the queue of ambiguities asks: it may walk every article.
            models.Index(
                fields=[
                    *("status", "-published_at", "-id", "language"),
                    *("expires_at", "embargoed_until", "text_digest"),
                ],
                name="articles_in_queue_order",
            ),
            # Few have one: the admin counts them, and a change finds them, from here.
            models.Index(
                fields=["shortcodes"],
                condition=~Q(shortcodes=""),
                name="articles_with_shortcodes",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.is_for_display:
            raise TypeError("This article shows a variant: read it anew to save it.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return self.url_in(self.variant)

    def url_in(self, variant: str) -> str:
        return address_of("article_detail", variant, self.slug)

    @property
    def shown_language(self) -> str:
        """The language of the texts as shown, which ``apply_variant`` changes."""
        return self._shown_language or self.language

    @shown_language.setter
    def shown_language(self, language: str) -> None:
        self._shown_language = language

    @property
    def language_group(self) -> str:
        """Whose lists it stands in: ``zh``, ``en``, else the default variant's."""
        base = self.language.partition("-")[0]
        return (
            base
            if base in {"zh", "en"}
            else Variant(settings.DEFAULT_VARIANT).language_group
        )

    def disclaimer_of_source(self) -> str:
        """Return its source's disclaimer, if that is to stand under this article.

        One that no editor wrote stands under an imported article only if nearly all
        files of its archive and language hold it, and never twice. Up to two queries.
        """
        source, group = self.source, self.language_group
        text = source.disclaimer_in(group) if source else ""
        if source is None or not text.strip() or source.is_edited(group):
            return text
        this = Article.objects.filter(pk=self.pk)
        archive = this.values_list("imported_file__archive", flat=True).first()
        if archive is None:  # Born here.
            return text
        rows = source.evidence.filter(archive=archive, language=self.language)
        evidence = rows.first()
        if evidence is None or not evidence.is_enough:
            return ""
        return "" if evidence.notice in self.body else evidence.notice

    @property
    def variant(self) -> Variant:
        """The variant it is written for, or the default for another language."""
        for variant in Variant:
            if variant.language == self.language:
                return variant
        if self.language.startswith("zh-Hant"):
            return Variant.TAIWAN
        if self.language.startswith("zh"):
            return Variant.CHINA
        if self.language.partition("-")[0] == "en":
            return Variant.ENGLISH
        return Variant(settings.DEFAULT_VARIANT)

    @property
    def public_from(self) -> datetime | None:
        """The moment from which readers may see it; None unless it is published."""
        if self.status != Status.PUBLISHED or self.published_at is None:
            return None
        return max(self.published_at, self.embargoed_until or self.published_at)

    @property
    def listed_from(self) -> datetime | None:
        """The moment from which lists and search hold it; None where they never do."""
        return None if self.visibility == Visibility.UNLISTED else self.public_from

    def state_at(self, at: datetime | None = None) -> State:
        """Return the stage at a moment, by default now. ``in_state`` asks the table."""
        at = at or timezone.now()
        if self.status != Status.PUBLISHED:
            return State(self.status)
        if self.published_at is None or self.public_from is None:
            return State.DRAFT
        if is_within(self.public_from, self.expires_at, at):
            return State.PUBLISHED
        if self.expires_at and self.expires_at <= at:
            return State.EXPIRED
        return State.SCHEDULED if self.published_at > at else State.EMBARGOED

    @property
    def is_published(self) -> bool:
        """Tell whether a reader may see it now, as ``published()`` asks the table."""
        return self.state_at() is State.PUBLISHED

    @property
    def is_listed(self) -> bool:
        """Tell whether lists and search hold it now, as ``listed()`` asks the table."""
        return self.is_published and self.visibility != Visibility.UNLISTED

    @property
    def is_in_sitemaps(self) -> bool:
        """Tell whether search engines are told of it now, as ``in_sitemaps()`` asks."""
        return self.is_published and self.visibility == Visibility.EVERYWHERE
