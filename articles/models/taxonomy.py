"""What articles are filed under: categories, tags, authors and sources."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from articles.choices import Reuse, Variant
from articles.models.addresses import address_of, readable_slug
from articles.models.category_names import regional_name
from articles.models.invisible import TURNS_DIRECTION, without_invisible
from articles.models.web_addresses import validate_web_address, web_address
from articles.usage_terms import TERM_NAMES, UsageTerms
from articles.variants.engine import fold


class Keyed(models.Model):
    """A label whose spellings in another script, width or case find the same row.

    Unlike a tag's, the key need not be unique: a desk may have had two before.
    """

    name: models.CharField[str, str]
    key = models.CharField(
        max_length=255,
        db_index=True,
        editable=False,
        help_text="The name folded to Simplified, half width and lower case.",
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key_of(self.name)
        super().save(*args, **kwargs)

    @staticmethod
    def key_of(name: str) -> str:
        # “%” has no letters to fold, and is a name all the same.
        return (fold(name) or name)[:255]


class Category(Keyed):
    """A section of the site. The first that an article names is its main one."""

    name = models.CharField(_("name"), max_length=255, unique=True)
    slug = models.SlugField(_("slug"), max_length=255, unique=True, allow_unicode=True)
    name_tw = models.CharField(
        _("name in Taiwan"),
        max_length=255,
        blank=True,
        help_text=_(
            "Empty: what it is usually called there, else the name, converted."
        ),
    )
    name_hk = models.CharField(
        _("name in Hong Kong"),
        max_length=255,
        blank=True,
        help_text=_(
            "Empty: what it is usually called there, else the name, converted."
        ),
    )
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def regional_name(self, variant: Variant) -> str:
        """Return its name in a region; empty where that is ``name``, converted."""
        return regional_name(self.name, self.name_tw, self.name_hk, variant)

    def url_in(self, variant: str) -> str:
        return address_of("category_detail", variant, self.slug)


# Marks that people write around a tag, and spaces that some set between scripts.
_HASHES = re.compile(r"^[#\s]+")
_CLOSING = re.compile(r"[\s,.;:!?。、…]+$")
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SCRIPT_GAP = re.compile(rf"(?<={_HAN}) (?=[a-z0-9])|(?<=[a-z0-9%]) (?={_HAN})")


class Tag(TagBase):  # type: ignore[misc]
    """A label. Spellings that differ in script, width, case, invisible characters, a
    leading ``#``, closing punctuation or a space beside Han are one tag."""

    name = models.CharField(_("name"), max_length=255, unique=True)
    slug = models.SlugField(_("slug"), max_length=255, unique=True, allow_unicode=True)
    key = models.CharField(
        max_length=255,
        unique=True,
        editable=False,
        help_text="What all spellings of the name have in common.",
    )
    place = models.CharField(
        max_length=500,
        editable=False,
        help_text="Sorts as text: Latin letters, then Han by their sound.",
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key_of(self.name)
        self.place = self.place_of(self.key)
        super().save(*args, **kwargs)

    @staticmethod
    def place_of(key: str) -> str:
        """Return where a tag stands by its name: the Chinese national standard has the
        3,755 most common Simplified characters in the order of pinyin."""
        return key[:60].encode("gb18030", "replace").hex()

    @staticmethod
    def key_of(name: str) -> str:
        """Return the key of every spelling of a name; empty where nothing is seen of it."""
        plain = TURNS_DIRECTION.sub("", without_invisible(name))
        # What stands between a mark and the end is no less a name: C# and C++ stay.
        key = _CLOSING.sub("", _HASHES.sub("", Tag.fold_spaces(plain)))
        return key if any(map(str.isalnum, key)) else fold(plain)

    @staticmethod
    def fold_spaces(text: str) -> str:
        """Fold a text as keys are, so that keys can be found in it."""
        return _SCRIPT_GAP.sub("", fold(text))

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = readable_slug(tag, "tag")
        return slug if i is None else f"{slug}-{i + 1}"

    def url_in(self, variant: str) -> str:
        return address_of("tag_detail", variant, self.slug)


class Author(Keyed):
    """A byline, with what the author box says."""

    name = models.CharField(_("name"), max_length=255, unique=True)
    slug = models.SlugField(_("slug"), max_length=255, unique=True, allow_unicode=True)
    bio = models.TextField(
        _("biography"), blank=True, help_text=_("Markdown, one paragraph.")
    )
    avatar = models.ForeignKey(
        "articles.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def url_in(self, variant: str) -> str:
        return address_of("author_detail", variant, self.slug)


class Source(models.Model):
    """Whose text an article is, with the terms that readers must be told."""

    name = models.CharField(_("name"), max_length=255, unique=True)
    slug = models.SlugField(_("slug"), max_length=255, unique=True, allow_unicode=True)
    url = models.URLField(
        _("home page"),
        max_length=2000,
        blank=True,
        validators=[validate_web_address],
    )
    disclaimer = models.TextField(
        _("disclaimer"),
        blank=True,
        help_text=_("Markdown, shown once under every Chinese article of this source."),
    )
    disclaimer_en = models.TextField(
        _("disclaimer in English"),
        blank=True,
        help_text=_("Markdown, shown under articles in English and other languages."),
    )
    notices = models.JSONField(
        default=list,
        editable=False,
        help_text="Notices in files that mean the disclaimer, whatever it says by now.",
    )
    edited_disclaimers = models.JSONField(
        default=list,
        editable=False,
        help_text="The disclaimers that an editor wrote or confirmed, by their fields. The"
        " others follow the evidence in the files.",
    )
    reuse = models.CharField(
        _("reuse by others"),
        max_length=20,
        choices=Reuse,
        blank=True,
        help_text=_("What others may do with its texts."),
    )
    contact = models.CharField(
        _("contact"),
        max_length=500,
        blank=True,
        help_text=_("Whom to ask for permission: e-mail, telephone or address."),
    )
    credit_line = models.CharField(
        _("credit line"),
        max_length=500,
        blank=True,
        help_text=_("The words in which the source wants to be named."),
    )
    credit_url = models.URLField(
        _("link of the credit"),
        max_length=2000,
        blank=True,
        validators=[validate_web_address],
    )
    allows_search_engines = models.BooleanField(
        _("listing by search engines"),
        null=True,
        blank=True,
        help_text=_("Whether search engines may list our copies of its texts."),
    )
    allows_answer_engines = models.BooleanField(
        _("answers by programs"),
        null=True,
        blank=True,
        help_text=_("Whether programs may make answers and summaries of its texts."),
    )
    allows_training = models.BooleanField(
        _("training of models"),
        null=True,
        blank=True,
        help_text=_("Whether models may be trained on its texts."),
    )
    terms_confirmed_at = models.DateTimeField(
        _("terms confirmed"), null=True, editable=False
    )
    terms_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def url_in(self, variant: str) -> str:
        return address_of("source_detail", variant, self.slug)

    @property
    def has_terms(self) -> bool:
        """Tell whether an editor confirmed the terms; readers see no others."""
        return self.terms_confirmed_at is not None

    @property
    def usage_terms(self) -> UsageTerms:
        """The terms that an editor confirmed; empty until then."""
        if not self.has_terms:
            return UsageTerms()
        terms = UsageTerms(**{name: getattr(self, name) for name in TERM_NAMES})
        return replace(terms, credit_url=web_address(terms.credit_url))

    def disclaimer_in(self, language_group: str) -> str:
        """Return the disclaimer for readers of that group (``zh``, ``en``), else the other
        one if an editor wrote that and did not empty the first: what files show of one
        language says nothing of another.
        """
        first = _disclaimer_field(language_group)
        second = "disclaimer_en" if first == "disclaimer" else "disclaimer"
        text: str = getattr(self, first)
        is_refused = not text and first in self.edited_disclaimers
        if not text and not is_refused and second in self.edited_disclaimers:
            text = getattr(self, second)
        return text

    def is_edited(self, language_group: str) -> bool:
        """Tell whether an editor wrote or confirmed the disclaimer for these readers."""
        return bool(self.edited_disclaimers) and (
            _disclaimer_field(language_group) in self.edited_disclaimers
            or not getattr(self, _disclaimer_field(language_group))
        )

    def stands_for(self, notice: str, language_group: str) -> bool:
        """Tell whether an editor put the disclaimer in the place of a notice in files."""
        name = _disclaimer_field(language_group)
        is_written = name in self.edited_disclaimers and getattr(self, name).strip()
        return bool(is_written) and _folded(notice) in map(_folded, self.notices)


# A few dozen notices stand under all articles.
_folded = lru_cache(maxsize=256)(fold)


def _disclaimer_field(language_group: str) -> str:
    return "disclaimer" if language_group == "zh" else "disclaimer_en"
