"""Shares, indices and currencies that are traded, and the articles about them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONArray
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.article_queryset import ArticleQuerySet
from articles.models.exchanges import Exchange, symbols_in
from articles.models.relation import Collected
from articles.variants.engine import fold


class Instrument(models.Model):
    """A share, index or currency. ``code`` is how the desk and readers see it: 0700.HK.

    The Chinese name is written once, in any script: the term base says how readers of
    another one see it.
    """

    exchange = models.CharField(_("market"), max_length=6, choices=Exchange)
    symbol = models.CharField(
        _("symbol"),
        max_length=24,
        help_text=_("In any spelling: 700, 00700 and 0700.HK are one."),
    )
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("In Chinese, in either script; readers see it in theirs."),
    )
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    code = models.CharField(_("code"), max_length=32, unique=True, editable=False)
    key = models.CharField(
        max_length=255,
        db_index=True,
        editable=False,
        help_text="The name folded to Simplified, half width and lower case.",
    )

    articles = models.ManyToManyField(
        Article, through="articles.ArticleInstrument", related_name="+"
    )

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        market = Exchange(self.exchange)
        self.symbol = market.normal(self.symbol)
        self.code = market.code(self.symbol)
        self.key = fold(self.name)[:255]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.exchange not in Exchange.values:
            return  # The field says so.
        market = Exchange(self.exchange)
        # A symbol that was copied with its market is no less one.
        symbol = market.normal(self.symbol) or self._named_symbol(market)
        if not symbol:
            raise ValidationError(
                {"symbol": _("This market has no symbols like that.")}
            )
        self.symbol = symbol
        others = Instrument.objects.filter(code=market.code(symbol))
        if same := others.exclude(pk=self.pk).first():
            said = _("This is “%(instrument)s”, which is here already.")
            raise ValidationError(
                {"symbol": ValidationError(said, params={"instrument": same})}
            )

    def _named_symbol(self, market: Exchange) -> str:
        return dict(symbols_in(self.symbol)).get(market, "")

    @property
    def spellings(self) -> list[str]:
        """Its names, and its symbol in every way in which people write it."""
        written = Exchange(self.exchange).spellings(self.symbol)
        return [*filter(None, (self.name, self.name_en)), *written]

    def name_in(self, language_group: str) -> str:
        return (self.name_en if language_group == "en" else "") or self.name


class ArticleInstrument(models.Model):
    """An instrument that an article is about; the first is what it is about most."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="article_instruments"
    )
    instrument = models.ForeignKey(
        Instrument,
        models.PROTECT,
        related_name="article_instruments",
        verbose_name=_("instrument"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "instrument"], name="an_instrument_stands_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.instrument)


_READ = ("id", "exchange", "symbol", "name", "name_en", "code")


def with_instruments(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Annotate ``instrument_rows``, so that a page needs no query of its own for them."""
    own = ArticleInstrument.objects.filter(article=OuterRef("pk")).order_by()
    rows = own.annotate(
        rows=Collected(
            JSONArray("position", "id", *(f"instrument__{name}" for name in _READ))
        )
    )
    found = Subquery(rows.values("rows"), output_field=JSONField())
    return articles.annotate(instrument_rows=found)


def instruments_of(article: Article) -> list[Instrument]:
    """Return an article's instruments in their order: those that ``with_instruments`` read,
    else by a query."""
    if not hasattr(article, "instrument_rows"):
        rows = article.article_instruments.select_related("instrument")
        return [row.instrument for row in rows]
    return [
        Instrument(**dict(zip(_READ, values, strict=True)))
        for _position, _id, *values in sorted(article.instrument_rows or ())
    ]
