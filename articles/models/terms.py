"""Records of how Chinese reads in each variant: editors' decisions and conversions."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.choices import ChineseVariant, Language, TermKind
from articles.models.article import Article
from articles.models.readable_json import ReadableEncoder
from articles.models.taxonomy import Category
from articles.variants import engine

_FORM_LENGTH = 200


class Term(models.Model):
    """An entry of the term base: one form per variant, decided by an editor.

    Without category and article it counts for the whole site. ``variants.term_base``
    saves it; the form refuses one that contradicts another.
    """

    simplified = models.CharField(
        _("Simplified"), max_length=_FORM_LENGTH, help_text=_("As in zh-Hans texts.")
    )
    taiwan = models.CharField(_("Taiwan"), max_length=_FORM_LENGTH, blank=True)
    hong_kong = models.CharField(_("Hong Kong"), max_length=_FORM_LENGTH, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=TermKind, default=TermKind.PHRASE
    )
    category = models.ForeignKey(
        Category,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("only in category"),
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("only in article"),
    )
    synonyms = models.CharField(
        _("other names"),
        max_length=500,
        blank=True,
        help_text=_(
            "Names that readers may search it by, with commas between: S&P 500, SPX."
        ),
    )
    is_regional = models.BooleanField(
        _("regional word"),
        default=False,
        help_text=_(
            "A word that regions say differently (软件, 軟體), or a guard of one. It counts "
            "while the site translates regional words."
        ),
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["simplified", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(category=None) | Q(article=None),
                name="a_term_has_one_scope",
                violation_error_message=_("Choose a category or an article, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.simplified

    @property
    def entry(self) -> engine.TermEntry:
        """The term as texts are converted by it."""
        forms = self.simplified, self.taiwan, self.hong_kong
        return engine.TermEntry(*forms, TermKind(self.kind), self.is_regional)

    @property
    def names(self) -> list[str]:
        """Everything it may be searched by."""
        others = [name.strip() for name in re.split("[,，、]", self.synonyms)]
        forms = [self.simplified, self.taiwan, self.hong_kong, *others]
        return list(dict.fromkeys(filter(None, forms)))

    def clean(self) -> None:
        for name in ("simplified", "taiwan", "hong_kong"):
            setattr(self, name, getattr(self, name).strip())
        if self.entry.has_no_form:
            raise ValidationError({"simplified": _("A term needs a form.")})
        if self.entry.is_incomplete:
            missing = [
                name for name in ("taiwan", "hong_kong") if not getattr(self, name)
            ]
            remedy = _("Give a form for each variant, or choose “leave alone”.")
            raise ValidationError(dict.fromkeys(missing, remedy))


class StyleRule(models.Model):
    """A row of the house style: what a variant prints instead of OpenCC's form."""

    language = models.CharField(_("variant"), max_length=10, choices=Language)
    converted = models.CharField(_("instead of"), max_length=20)
    printed = models.CharField(_("print"), max_length=20)
    is_on = models.BooleanField(_("on"), default=True)

    class Meta:
        verbose_name = _("row of the house style")
        verbose_name_plural = _("house style")
        ordering = ["language", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "converted"], name="one_style_row_per_form"
            )
        ]

    def __str__(self) -> str:
        return f"{self.converted} → {self.printed}"

    @property
    def entry(self) -> engine.StyleRow:
        """The row as texts are converted by it."""
        return engine.StyleRow(self.language, self.converted, self.printed, self.is_on)


class LearnedWeights(models.Model):
    """What this desk's own texts taught about ambiguous characters; one row, or none.

    Without it the weights that come with the project count.
    """

    digest = models.CharField(max_length=64)
    packed = models.BinaryField()
    learned_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.digest


class VariantOverride(models.Model):
    """An editor's own texts for one variant of an article.

    ``fields`` maps names of ``Article.CONVERTED`` to them; a field that is not there is
    converted.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="overrides")
    variant = models.CharField(_("variant"), max_length=5, choices=ChineseVariant)
    fields = models.JSONField(encoder=ReadableEncoder, default=dict)

    class Meta:
        verbose_name = _("wording in a variant")
        verbose_name_plural = _("wordings in variants")
        ordering = ["variant"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "variant"],
                name="one_override_per_variant",
                violation_error_message=_("This variant has its wording already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_variant_display()

    @property
    def recorded(self) -> dict[str, str]:
        """The variant and its texts in one map, as a revision keeps them."""
        return {"variant": str(self.variant), **self.fields}


class ConversionChoice(models.Model):
    """An editor's choice: in this sentence, this character becomes that.

    It counts as long as the sentence stands; a changed sentence is asked again.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="conversion_choices"
    )
    variant = models.CharField(_("variant"), max_length=5, choices=ChineseVariant)
    sentence = models.TextField()
    offset = models.PositiveIntegerField()
    printed = models.CharField(max_length=4)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sentence[self.offset : self.offset + 1]} → {self.printed}"

    @property
    def entry(self) -> engine.Choice:
        """The choice as texts are converted by it."""
        return engine.Choice(self.sentence, self.offset, self.printed)


class VariantText(models.Model):
    """An article converted to a variant. Derived: made when first read, never edited.

    ``fields`` maps the names of ``Article.CONVERTED`` to converted texts. The row counts
    while the article's ``text_digest`` and the site's ``conversion_version`` are the same.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="variant_texts")
    variant = models.CharField(max_length=5, choices=ChineseVariant)
    text_digest = models.CharField(max_length=16)
    conversion_version = models.PositiveIntegerField()
    fields = models.JSONField(encoder=ReadableEncoder, default=dict)
    excerpt_html = models.TextField()
    body_html = models.TextField()
    headings = models.JSONField(encoder=ReadableEncoder, default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "variant"], name="one_text_per_article_and_variant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.fields.get('title', '')}"


class OpenAmbiguities(models.Model):
    """What is open in an article. Derived: made when the queue is read, never edited.

    ``found`` lists the ambiguities of all variants in the order of the page, cut to what
    an editor reads of each; ``open_in`` names the variants that have one, with spaces.
    The row counts while the article's ``text_digest`` is the same; in another
    ``conversion_version`` it is to be made anew before anybody decides by it.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="open_ambiguities"
    )
    text_digest = models.CharField(max_length=16)
    conversion_version = models.PositiveIntegerField()
    open_in = models.CharField(max_length=20, blank=True)
    found = models.JSONField(encoder=ReadableEncoder, default=list)

    class Meta:
        verbose_name = _("doubtful character")
        verbose_name_plural = _("doubtful characters")
        indexes = [
            # What may hold something new after a change of the rules.
            models.Index(
                fields=["conversion_version"],
                condition=Q(open_in=""),
                name="ambiguities_once_settled",
            ),
            # Few are open; the board lists them.
            models.Index(
                fields=["article"], condition=~Q(open_in=""), name="ambiguities_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.open_in}"
