"""What surrounds the content of every page: sidebar, menus, and the other variants."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from django.urls import reverse

from articles import listings
from articles.choices import Language, MenuName, SidebarSide, ThumbnailPlace, Variant
from articles.listings import CountedLabel
from articles.models import Article, SiteSettings, is_within
from articles.rendering import render_inline
from articles.variants import conversions


class PageKind(StrEnum):
    HOME = "home"
    SINGLE = "single"
    LIST = "list"


@dataclass(frozen=True)
class MenuLink:
    """A line of a menu, ready to draw."""

    label: str
    url: str
    language: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Alternative:
    """The same page in a variant, or that variant's front page where there is none."""

    variant: Variant
    url: str
    is_current: bool
    is_same_page: bool = True


@dataclass
class PageContext:
    """The frame of one answer. Everything that costs a query is asked at most once.

    ``addresses`` gives the address of the same page in a variant, or None where it
    does not exist there; without it the variants lead to their front pages.
    """

    site: SiteSettings
    variant: Variant
    kind: PageKind
    path: str = ""
    article: Article | None = None
    addresses: Callable[[Variant], str | None] | None = None
    query: str = ""
    staff_warnings: list[str] = field(default_factory=list)

    @property
    def language_group(self) -> str:
        return self.variant.language_group

    @property
    def language(self) -> Language:
        return self.variant.language

    @property
    def name(self) -> str:
        return self.convert_name(self.site.name_in(self.language_group))

    @property
    def tagline(self) -> str:
        return self.convert_name(self.site.tagline_in(self.language_group))

    # Scripts

    def convert_name(self, name: str) -> str:
        """A name or a short text as readers of this page see it. No query."""
        return conversions.convert_name(
            name, self.variant, self.site.conversion_version
        )

    def convert_html(self, html: str) -> str:
        """As ``convert_name``, for a rendered text that stands on many pages."""
        return conversions.convert_name_html(
            html, self.variant, self.site.conversion_version
        )

    def apply_variant(self, articles: Iterable[Article]) -> None:
        """Let articles say what readers of this page see. One query."""
        conversions.apply_variant(articles, self.variant, self.site.conversion_version)

    def apply_variant_to_list(self, articles: Sequence[Article]) -> None:
        """As ``apply_variant``, for what a list holds one version of. One query more where
        texts are known in several."""
        conversions.select_versions(articles, self.variant)
        self.apply_variant(articles)

    @property
    def home_url(self) -> str:
        return reverse("articles:front_page", args=[self.variant])

    # Sidebar

    @property
    def sidebar(self) -> str:
        """``left``, ``right``, or nothing for a page without a sidebar."""
        of_the_kind = {
            PageKind.HOME: self.site.sidebar_home,
            PageKind.SINGLE: self.site.sidebar_single,
            PageKind.LIST: self.site.sidebar_list,
        }[self.kind]
        side = (self.article.sidebar if self.article else "") or of_the_kind
        return "" if side == SidebarSide.NONE else side

    @property
    def widget_names(self) -> list[str]:
        """In the order they are drawn: the article's own list, else the site's."""
        if not self.sidebar:
            return []
        return (self.article.widgets if self.article else []) or self.site.widgets

    @cached_property
    def recent(self) -> list[Article]:
        """One query, and one where other variants' texts are shown."""
        articles = listings.latest(
            listings.listing_key(self.language_group), self.site.recent_count
        )
        self.apply_variant_to_list(articles)
        return articles

    @cached_property
    def counted_labels(self) -> list[CountedLabel]:
        """All categories and the most used tags that readers find something under.

        One query for both panels.
        """
        return listings.counted_labels(self.language_group, self.site.taglist_count)

    # Menus

    @property
    def main_menu(self) -> list[MenuLink]:
        return list(self.menu(MenuName.MAIN))

    @property
    def footer_menu(self) -> list[MenuLink]:
        return list(self.menu(MenuName.FOOTER))

    def menu(self, name: str) -> Iterator[MenuLink]:
        """What readers of this page may follow now. No query."""
        now = time.time()
        for entry in self.site.menus:
            if entry["menu"] != name or not entry["label"]:
                continue
            if "slug" not in entry:
                if entry.get("family", "") not in {"", self.language_group}:
                    continue
                prefix = f"/{self.variant}" if entry.get("has_variants") else ""
                url = prefix + entry["url"]
                label = self.convert_name(entry["label"])
                yield MenuLink(label, url, is_current=url == self.path)
            elif _is_open(entry, now) and entry["family"] == self.language_group:
                url = self._article_url(entry)
                label, language = self._article_label(entry)
                yield MenuLink(label, url, language, is_current=url == self.path)

    def _article_label(self, entry: dict[str, Any]) -> tuple[str, str]:
        """What the line says, and in which language."""
        if entry["language"].startswith("zh") and self.variant.is_chinese:
            return self.convert_name(entry["label"]), self.language
        return entry["label"], entry["language"]

    def _article_url(self, entry: dict[str, Any]) -> str:
        variant = Variant(entry["variant"])
        is_chinese = entry["language"].startswith("zh")
        if is_chinese and self.variant.is_chinese:
            variant = self.variant
        return reverse("articles:article_detail", args=[variant, entry["slug"]])

    # Variants

    @cached_property
    def alternatives(self) -> list[Alternative]:
        """Where each variant's link leads."""
        return [self._alternative(variant) for variant in Variant]

    def _alternative(self, variant: Variant) -> Alternative:
        here = variant == self.variant
        url = self.addresses(variant) if self.addresses else None
        if url is None:
            front = reverse("articles:front_page", args=[variant])
            return Alternative(variant, front, here, is_same_page=False)
        return Alternative(variant, url + self.query, here)


def _is_open(entry: dict[str, Any], now: float) -> bool:
    return is_within(entry["from"], entry["until"], now)


def address(article: Article, variant: str) -> str:
    """The article's address for readers of that variant: its own where it has one."""
    return article.url_in(shown_in(article, Variant(variant)))


def shown_in(article: Article, variant: Variant) -> Variant:
    """The variant to read it in: any Chinese one for Chinese, else only its own."""
    if article.language.startswith("zh") and variant.is_chinese:
        return variant
    return article.variant


def version_for(versions: Iterable[Article], variant: Variant) -> Article | None:
    """Of a text's versions the one whose page readers of the variant are to find."""
    fitting = [version for version in versions if shown_in(version, variant) == variant]
    return conversions.nearest_version(fitting, variant)


def shows_thumbnail(
    article: Article, site: SiteSettings, place: ThumbnailPlace
) -> bool:
    """Whether the article has a picture and its, or the site's, choice is that place."""
    chosen = article.thumbnail_place or site.thumbnail_place
    has_picture = bool(article.thumbnail or article.thumbnail_url)
    return has_picture and chosen in {place, ThumbnailPlace.BOTH}


@dataclass(frozen=True)
class Disclaimer:
    """Whose text this is, and on what terms."""

    html: str
    language: str


def disclaimer_of(article: Article, page: PageContext) -> Disclaimer:
    """The one disclaimer: the article's own, else its source's, else the house's."""
    language_group = article.language_group
    if article.disclaimer.strip():
        text, language = article.disclaimer, article.language
    elif source := article.source:
        text = source.disclaimer_in(language_group)
        language = _language_of(text, source.disclaimer, article)
    else:
        text = page.site.disclaimer_in(language_group)
        language = _language_of(text, page.site.disclaimer, article)
    if language.startswith("zh") and page.variant.is_chinese:
        return Disclaimer(page.convert_html(_rendered(text)), page.language)
    return Disclaimer(_rendered(text), language)


def _language_of(text: str, chinese: str, article: Article) -> str:
    """What the chosen disclaimer is written in: there is a Chinese and an English."""
    if text != chinese:
        return "en"
    return article.language if article.language.startswith("zh") else "zh"


@lru_cache(maxsize=256)
def _rendered(markdown: str) -> str:
    """A few dozen texts stand under all articles: render each once per process."""
    return render_inline(markdown) if markdown.strip() else ""
