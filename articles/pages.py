"""The context of a public page: its variant, sidebar, menus, and other variants."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.translation import get_language, gettext, pgettext

from articles import listings
from articles.choices import (
    Language,
    MenuName,
    RiseColour,
    SidebarSide,
    ThumbnailPlace,
    Variant,
)
from articles.listings import CountedLabel
from articles.models import (
    Article,
    Instrument,
    SiteSettings,
    is_within,
    variants_of,
    web_address,
)
from articles.people_names import full_name
from articles.reader_texts import (
    RemotePicture,
    with_latin_words_named,
    with_tables_for_readers,
    without_remote_pictures,
)
from articles.rendering import links_for_readers
from articles.shared_parts import shared, shared_card
from articles.variants import conversions
from articles.variants.engine import is_readable_in

# Narrower pictures would be blown up on a card, and across a column.
LEAST_CARD_WIDTH, LEAST_LEAD_WIDTH = 120, 480


class PageKind(StrEnum):
    HOME = "home"
    SINGLE = "single"
    LIST = "list"
    # A form, or what went wrong: nothing stands beside it.
    PLAIN = "plain"


@dataclass(frozen=True)
class MenuLink:
    """A line of a menu, ready to draw."""

    label: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Alternative:
    """The same page in a variant, or that variant's front page where there is none."""

    variant: Variant
    url: str
    is_current: bool
    is_same_page: bool = True


@dataclass
class PageContext:
    """The context of one public page. Whatever costs a query is read at most once.

    ``addresses`` returns the address of the same page in a variant, or None where it
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
    # Then no panel shows them again.
    shows_latest: bool = False
    # Of the content, as it was read before anything of this page; 0 where nothing is kept.
    content_version: int = 0

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

    @property
    def copyright_holder(self) -> str:
        return self.readable_words(self.site.copyright) or self.name

    # Scripts

    def convert_name(self, name: str) -> str:
        """Convert a name or a short text for readers of this page. No query."""
        return conversions.convert_name(
            name, self.variant, self.site.conversion_version
        )

    def readable_words(self, text: str) -> str:
        """Convert a text stored once for all languages, if readers of this page read it."""
        return self.convert_name(text) if is_readable_in(text, self.language) else ""

    def name_of(self, named: object) -> str:
        """Return the name of a label or an instrument as readers of this page call it. No
        query."""
        if isinstance(named, Instrument):
            return self.convert_name(named.name_in(self.language_group))
        regional_name = getattr(named, "regional_name", None)
        regional = regional_name(self.variant) if regional_name else ""
        return regional or self.convert_name(str(named))

    def convert_html(self, html: str) -> str:
        """Convert a rendered text that stands on many pages, as ``convert_name`` does."""
        return conversions.convert_name_html(
            html, self.variant, self.site.conversion_version
        )

    def body_for_readers(self, html: str) -> str:
        """Lead the links of a rendered text to pages in this variant, mark words, figures
        and tables, and leave out pictures that lie elsewhere. No query."""
        own = [f"{settings.SITE_URL}/"]
        if not settings.MEDIA_URL.startswith("/"):
            own.append(settings.MEDIA_URL)
        html = without_remote_pictures(html, own, words_for_picture)
        if self.variant.is_chinese:
            html = with_latin_words_named(html)
        html = with_tables_for_readers(html, gettext("Table"))
        return links_for_readers(html, self.variant)

    def apply_variant(self, articles: Iterable[Article]) -> None:
        """Convert the texts of articles for readers of this page. One query."""
        conversions.apply_variant(articles, self.variant, self.site.conversion_version)

    def apply_variant_to_list(self, articles: Sequence[Article]) -> None:
        """Replace articles by the versions nearest to readers, and convert their texts.

        One query more than ``apply_variant`` where texts stand in several versions.
        """
        conversions.select_versions(articles, self.variant)
        self.apply_variant(articles)

    @property
    def rise_colour(self) -> RiseColour:
        """Return red or green: the colour of figures that rise, for these readers."""
        choice = RiseColour(self.site.rise_colour)
        if choice is not RiseColour.REGION:
            return choice
        is_red = self.variant in {Variant.CHINA, Variant.TAIWAN}
        return RiseColour.RED if is_red else RiseColour.GREEN

    @property
    def home_url(self) -> str:
        return reverse("articles:front_page", args=[self.variant])

    # Sidebar

    @property
    def sidebar(self) -> str:
        """Return ``left``, ``right``, or nothing for a page without a sidebar."""
        site_choice = {
            PageKind.HOME: self.site.sidebar_home,
            PageKind.SINGLE: self.site.sidebar_single,
            PageKind.LIST: self.site.sidebar_list,
            PageKind.PLAIN: SidebarSide.NONE,
        }[self.kind]
        side = (self.article.sidebar if self.article else "") or site_choice
        return "" if side == SidebarSide.NONE else side

    @property
    def widget_names(self) -> list[str]:
        """Return the widgets in order: the article's list, else the site's."""
        if not self.sidebar:
            return []
        return (self.article.widgets if self.article else []) or self.site.widgets

    @cached_property
    def recent(self) -> list[Article]:
        """Return the newest articles. One query, one more for other variants' texts."""
        articles = listings.latest(
            listings.listing_key(self.language_group), self.site.recent_count
        )
        self.apply_variant_to_list(articles)
        return articles

    @cached_property
    def counted_labels(self) -> list[CountedLabel]:
        """Return all categories and the most used tags with published articles.

        One query in a version of the content.
        """
        return shared(
            self.content_version,
            ("counted labels", self.language_group),
            lambda: listings.counted_labels(
                self.language_group, self.site.taglist_count
            ),
        )

    def counted(self, kind: str) -> list[CountedLabel]:
        """Return the counted labels of one kind, by name."""
        labels = [label for label in self.counted_labels if label.kind == kind]
        return sorted(labels, key=lambda label: label.name.casefold())

    # Parts

    def draw_shared(self, template: str, draw: Callable[[PageContext], str]) -> str:
        """Draw a part of the page that all pages of its kind have; links to this page say
        so. ``draw`` is given a page of that kind which has nothing of its own."""
        key = (template, self.variant, self.kind, get_language())
        html = shared(self.content_version, key, lambda: draw(self._bare))
        for path in {self.path, iri_to_uri(self.path)} - {""}:
            href = f'href="{escape(path)}"'
            html = html.replace(href, f'{href} aria-current="page"')
        return html

    def draw_switch(self, draw: Callable[[PageContext], str]) -> str:
        """Draw the links to the page in other variants: once for all pages that exist in
        the same ones, with the addresses as slots."""
        slots = [
            replace(other, url=f"~{other.variant}~") for other in self.alternatives
        ]
        key = (self.variant, get_language(), self.article is None, *slots)
        bare = replace(self._bare, article=self.article)
        bare.__dict__["alternatives"] = slots
        html = shared(self.content_version, key, lambda: draw(bare))
        for slot, other in zip(slots, self.alternatives, strict=True):
            html = html.replace(slot.url, quote(other.url))
        return html

    def draw_card(
        self,
        template: str,
        article: Article,
        draw: Callable[[PageContext], str],
        *more: Any,
    ) -> str:
        """Draw what lists show of an article: the same on all pages of this variant. ``more``
        is what the template is given besides."""
        key = (template, article.pk, self.variant, get_language(), *more)
        return shared_card(self.content_version, key, lambda: draw(self._bare))

    @cached_property
    def _bare(self) -> PageContext:
        version = self.content_version
        return PageContext(self.site, self.variant, self.kind, content_version=version)

    # Menus

    @property
    def main_menu(self) -> list[MenuLink]:
        return list(self.menu(MenuName.MAIN))

    @property
    def footer_menu(self) -> list[MenuLink]:
        return list(self.menu(MenuName.FOOTER))

    def menu(self, name: str) -> Iterator[MenuLink]:
        """Yield the links that readers of this page may follow now. No query."""
        now = time.time()
        for entry in self.site.menus:
            if entry["menu"] != name or not entry["label"]:
                continue
            if "slug" not in entry:
                if entry.get("family", "") not in {"", self.language_group}:
                    continue
                prefix = f"/{self.variant}" if entry.get("has_variants") else ""
                url = prefix + entry["url"]
                regional = entry.get("names", {}).get(self.variant)
                yield MenuLink(regional or self.convert_name(entry["label"]), url)
            elif entry["family"] == self.language_group and is_within(
                entry["from"], entry["until"], now
            ):
                url = self._article_url(entry)
                label, language = self._article_label(entry)
                yield MenuLink(label, url, language)

    def _article_label(self, entry: dict[str, Any]) -> tuple[str, str]:
        """Return the label of a link to an article, and its language."""
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
        """Return a link to each variant."""
        return [self._alternative(variant) for variant in Variant]

    def _alternative(self, variant: Variant) -> Alternative:
        is_current = variant == self.variant
        url = self.addresses(variant) if self.addresses else None
        if url is None:
            front = reverse("articles:front_page", args=[variant])
            return Alternative(variant, front, is_current, is_same_page=False)
        return Alternative(variant, url + self.query, is_current)


def address(article: Article, variant: str) -> str:
    """Return the article's address for readers of that variant."""
    return article.url_in(shown_in(article, Variant(variant)))


def shown_in(article: Article, variant: Variant) -> Variant:
    """Return the variant to read an article in: any Chinese one for Chinese."""
    return variant if variant in variants_of(article) else article.variant


def version_for(versions: Iterable[Article], variant: Variant) -> Article | None:
    """Choose the version whose page readers of the variant are to find."""
    readable = [
        version for version in versions if shown_in(version, variant) == variant
    ]
    return conversions.nearest_version(readable, variant)


def shows_thumbnail(
    article: Article, site: SiteSettings, place: ThumbnailPlace
) -> bool:
    """Tell whether the article has a picture and its, or the site's, choice is here."""
    choice = article.thumbnail_place or site.thumbnail_place
    url = article.thumbnail_url
    has_picture = bool(article.thumbnail or web_address(url) or url.startswith("//"))
    if place == ThumbnailPlace.LIST and article.thumbnail:
        has_picture = article.thumbnail.width >= LEAST_CARD_WIDTH
    return has_picture and choice in {place, ThumbnailPlace.BOTH}


def is_fit_to_lead(article: Article, site: SiteSettings) -> bool:
    """Tell whether lists show a picture of the article that is ours and large enough to
    stand across a column."""
    image = article.thumbnail
    is_large = image is not None and image.width >= LEAST_LEAD_WIDTH
    return is_large and shows_thumbnail(article, site, ThumbnailPlace.LIST)


def words_for_picture(picture: RemotePicture) -> str:
    """Return the words of the link to a picture that was not fetched yet."""
    words = gettext("Picture")
    if picture.width and picture.height:
        words += f" ({picture.width} × {picture.height})"
    said = picture.alt or picture.host
    return (
        words + pgettext("before what a picture shows", ": ") + said if said else words
    )


def editor_name(article: Article) -> str:
    """Return the name of who answers for what AI made, as it is written in its language;
    empty for an account without one."""
    return full_name(article.ai_editor) if article.ai_editor else ""
