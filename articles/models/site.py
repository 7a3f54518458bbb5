"""The choices that hold for the whole site, and its menus. Editors change them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.choices import (
    LanguageGroup,
    MenuName,
    MetaItem,
    RiseColour,
    SidebarSide,
    ThumbnailPlace,
)
from articles.models.article import Article
from articles.models.web_addresses import validate_links, validate_web_address
from articles.models.widget_names import validate_page_widgets
from articles.usage_terms import MACHINE_USES, UsageTerms


def default_widgets() -> list[str]:
    return ["search", "recent", "categories", "taglist"]


def default_post_meta() -> list[str]:
    return list(MetaItem)


def default_checklist_blocks() -> list[str]:
    return ["permission"]


class SiteSettings(models.Model):
    """The one row of site-wide choices.

    ``menus`` is derived from MenuEntry rows by ``articles.publishing``, so that a
    page learns everything about its frame in one query.
    """

    name = models.CharField(_("name"), max_length=200, default="Newsdesk")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    tagline = models.CharField(_("tagline"), max_length=300, blank=True)
    tagline_en = models.CharField(_("tagline in English"), max_length=300, blank=True)
    logo = models.ForeignKey(
        "articles.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#e22d30",
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write it as #rrggbb."))],
    )
    sidebar_home = models.CharField(
        _("sidebar on the front page"),
        max_length=5,
        choices=SidebarSide,
        default=SidebarSide.RIGHT,
    )
    sidebar_single = models.CharField(
        _("sidebar on articles"),
        max_length=5,
        choices=SidebarSide,
        default=SidebarSide.RIGHT,
    )
    sidebar_list = models.CharField(
        _("sidebar on lists"),
        max_length=5,
        choices=SidebarSide,
        default=SidebarSide.RIGHT,
    )
    widgets = models.JSONField(
        _("widgets"),
        default=default_widgets,
        blank=True,
        validators=[validate_page_widgets],
    )
    recent_count = models.PositiveSmallIntegerField(
        _("articles in “recent”"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    taglist_count = models.PositiveSmallIntegerField(
        _("tags in “taglist”"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
    )
    has_category_counts = models.BooleanField(_("count categories"), default=False)
    has_tag_counts = models.BooleanField(_("count tags"), default=False)
    social_links = models.JSONField(
        _("social links"),
        default=list,
        blank=True,
        validators=[validate_links],
        help_text=_('A list of {"title": …, "url": …}.'),
    )
    post_meta = models.JSONField(
        _("line under a title"), default=default_post_meta, blank=True
    )
    date_format = models.CharField(
        _("date format"),
        max_length=50,
        blank=True,
        help_text=_(
            "In Django's characters, such as Y-m-d H:i. Empty: as the language writes it."
        ),
    )
    date_format_en = models.CharField(
        _("date format in English"), max_length=50, blank=True
    )
    front_sections = models.JSONField(
        _("sections of the front page"), default=list, blank=True
    )
    thumbnail_place = models.CharField(
        _("thumbnails shown"),
        max_length=4,
        choices=ThumbnailPlace,
        default=ThumbnailPlace.LIST,
    )
    has_read_more = models.BooleanField(_("“read more” button"), default=True)
    authorbox = models.BooleanField(_("author box"), default=True)
    pager = models.BooleanField(_("pager"), default=True)
    toc = models.BooleanField(_("table of contents"), default=False)
    mathjax = models.BooleanField(_("mathematics"), default=False)
    rise_colour = models.CharField(
        _("colour of what rises"),
        max_length=6,
        choices=RiseColour,
        default=RiseColour.REGION,
        help_text=_(
            "Of signed figures in tables. It is red in mainland China and Taiwan, green in Hong Kong and in English."
        ),
    )
    has_comments = models.BooleanField(
        _("comments of readers"),
        default=False,
        help_text=_(
            "Under articles that do not refuse them; each is held until an editor "
            "approves it."
        ),
    )
    discussion_url = models.CharField(
        _("address of the discussion"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_(
            "Where readers comment elsewhere, while this site takes no comments; {slug} stands "
            "for the article."
        ),
    )
    disclaimer = models.TextField(
        _("disclaimer of the house"),
        blank=True,
        help_text=_("Markdown, under articles without a source."),
    )
    disclaimer_en = models.TextField(_("disclaimer in English"), blank=True)
    copyright = models.CharField(_("copyright holder"), max_length=200, blank=True)
    principles_url = models.CharField(
        _("principles of publishing"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_(
            "Address of the page that says by which rules the desk works. Search engines "
            "are told of it."
        ),
    )
    ethics_url = models.CharField(
        _("code of ethics"),
        max_length=500,
        blank=True,
        validators=[validate_web_address],
        help_text=_("Address of its page. Search engines are told of it."),
    )
    allows_search_engines = models.BooleanField(
        _("listing by search engines"),
        default=True,
        help_text=_("Off: nothing of this site, and no sitemap names anything."),
    )
    allows_answer_engines = models.BooleanField(
        _("answers by programs"),
        default=True,
        help_text=_(
            "Whether programs may make answers and summaries of what we print."
        ),
    )
    allows_training = models.BooleanField(
        _("training of models"),
        default=True,
        help_text=_("Whether models may be trained on what we print."),
    )
    has_regional_words = models.BooleanField(
        _("translate regional words"),
        default=True,
        help_text=_(
            "Readers in Taiwan read 軟體 for 软件, 資訊 for 信息 and so on: every term that "
            "is marked as a regional word. Off: none of them; names and characters alone "
            "change."
        ),
    )
    copy_checks_off = models.JSONField(
        _("Copy checks that are off"),
        default=list,
        blank=True,
        help_text=_("They remark on nothing beside any article."),
    )
    checklist_blocks = models.JSONField(
        _("needed for publishing"), default=default_checklist_blocks, blank=True
    )
    checklist_off = models.JSONField(
        _("left out of the checklist"), default=list, blank=True
    )
    forbids_own_approval = models.BooleanField(
        _("nobody approves their own copy"),
        default=False,
        help_text=_(
            "Who made an article, handed it in, or changed the draft last can neither "
            "approve it nor publish it before somebody else has approved it."
        ),
    )
    menus = models.JSONField(default=list, blank=True, editable=False)
    conversion_version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Grows with every change of the terms and the house style.",
    )

    # Kept by ``publishing`` and ``variants.term_base``; all else an editor chooses.
    DERIVED = ("menus", "conversion_version")

    class Meta:
        verbose_name = _("site-wide choices")
        verbose_name_plural = _("site-wide choices")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="there_is_one_site")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> SiteSettings:
        """The choices in force: one query, and the defaults before there is a row."""
        return cls.objects.select_related("logo").filter(pk=1).first() or cls(pk=1)

    @classmethod
    def locked(cls) -> SiteSettings:
        """The row, made if there is none, and nobody else's until the transaction ends."""
        cls.objects.get_or_create(pk=1)
        return cls.objects.select_for_update().get(pk=1)

    def save_choices(self) -> None:
        """Store what an editor chose. What is derived may have changed since it was read."""
        choices = {field.name for field in self._meta.concrete_fields} - {"id"}
        self.save(update_fields=choices.difference(self.DERIVED))

    def clean(self) -> None:
        unknown = set(self.post_meta or []) - set(MetaItem.values)
        if unknown:
            raise ValidationError(
                {"post_meta": _("Known are: %s.") % ", ".join(MetaItem.values)}
            )

    @property
    def usage_terms(self) -> UsageTerms:
        """Return what the desk refuses for the whole site; empty where it refuses nothing."""
        refused: dict[str, Any] = {
            name: False for name in MACHINE_USES if not getattr(self, name)
        }
        return UsageTerms(**refused)

    def name_in(self, language_group: str) -> str:
        return (self.name_en if language_group == "en" else "") or self.name

    def date_format_in(self, language_group: str) -> str:
        return (
            self.date_format_en if language_group == "en" else ""
        ) or self.date_format

    def tagline_in(self, language_group: str) -> str:
        return (self.tagline_en if language_group == "en" else "") or self.tagline

    def disclaimer_in(self, language_group: str) -> str:
        return (self.disclaimer_en if language_group == "en" else "") or self.disclaimer


class MenuEntry(models.Model):
    """A line in a menu: an article, or an address of its own."""

    menu = models.CharField(_("menu"), max_length=50, default=MenuName.MAIN)
    label = models.CharField(
        _("label"),
        max_length=255,
        blank=True,
        help_text=_("Empty: the article's title."),
    )
    weight = models.IntegerField(
        _("weight"),
        default=0,
        help_text=_("Not zero: before all others, lowest first."),
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="menu_entries",
        verbose_name=_("article"),
    )
    url = models.CharField(
        _("address"),
        max_length=2000,
        blank=True,
        validators=[
            RegexValidator(r"^(https?://|/)", _("Start it with / or https://."))
        ],
        help_text=_("A page of this site is best given without its variant: /tags/."),
    )
    language_group = models.CharField(
        _("shown on"),
        max_length=2,
        choices=LanguageGroup,
        blank=True,
        help_text=_("An article's line is always shown in its own language alone."),
    )

    class Meta:
        verbose_name = _("menu entry")
        verbose_name_plural = _("menu entries")
        ordering = ["menu", "weight", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["menu", "article"], name="one_entry_per_menu_and_article"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False) ^ ~Q(url=""),
                name="a_menu_entry_leads_somewhere",
                violation_error_message=_("Give an article or an address, not both."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.article or self.url)

    def clean(self) -> None:
        # Beside a new article, the entry has an article that has no number yet.
        has_article = self.article_id is not None or self.article is not None
        if not has_article and not self.label:
            raise ValidationError({"label": _("An address needs a label.")})
