"""Every public address, grouped by what stands in the path."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, include, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles.choices import Variant
from articles.feeds import FORMATS
from articles.models import LABEL_FOLDERS
from articles.views import (
    archive,
    articles,
    comments,
    corrections,
    feeds,
    files,
    front_page,
    health,
    indexnow,
    labels,
    ninjs,
    partner_feed,
    reports,
    robots,
    search,
    share_cards,
    shared_previews,
    sharing,
    sitemaps,
    suggestions,
    variants,
)


class VariantConverter:
    regex = "|".join(Variant.values)

    def to_python(self, value: str) -> Variant:
        return Variant(value)

    def to_url(self, value: str) -> str:
        return str(value)


class WordConverter:
    """A slug in any script. No database takes a NUL."""

    regex = r"[^/\x00]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedConverter(StringConverter):
    """The ending of a feed's address, which names its format."""

    regex = "|".join(FORMATS)


class SitemapConverter(StringConverter):
    regex = "|".join(sitemaps.KINDS)


class KeyConverter(StringConverter):
    """A key of IndexNow."""

    regex = "[A-Za-z0-9-]{8,128}"


class NumberConverter(IntConverter):
    """Each number has one spelling, and any database takes it."""

    regex = "[1-9][0-9]{0,8}"


class YearConverter(IntConverter):
    regex = "[1-9][0-9]{3}"


class TwoDigitsConverter(IntConverter):
    """The number of a month or day."""

    regex = "0[1-9]|[12][0-9]|3[01]"

    def to_url(self, value: str | int) -> str:
        return f"{int(value):02d}"


class ColourConverter:
    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return f"#{value}"

    def to_url(self, value: str) -> str:
        return value.removeprefix("#").lower()


register_converter(VariantConverter, "variant")
register_converter(WordConverter, "word")
register_converter(FeedConverter, "feed")
register_converter(SitemapConverter, "sitemap")
register_converter(KeyConverter, "key")
register_converter(NumberConverter, "number")
register_converter(YearConverter, "year")
register_converter(TwoDigitsConverter, "two")
register_converter(ColourConverter, "colour")


def _label_patterns() -> list[URLPattern]:
    patterns = []
    for kind, folder in LABEL_FOLDERS.items():
        options = {"kind": kind}
        patterns += [
            path(f"{folder}/", labels.label_index, options, name=f"{kind}_index"),
            path(
                f"{folder}/<word:slug>/",
                labels.label_detail,
                options,
                name=f"{kind}_detail",
            ),
            path(
                f"{folder}/<word:slug>/feed.<feed:ending>",
                feeds.label_feed,
                options,
                name=f"{kind}_feed",
            ),
        ]
    return patterns


_variant_patterns = [
    path("", front_page.front_page, name="front_page"),
    path("feed.<feed:ending>", feeds.front_page_feed, name="front_page_feed"),
    path("manifest.webmanifest", files.manifest, name="manifest"),
    path("articles/<word:slug>/", articles.article_detail, name="article_detail"),
    path(
        "articles/<word:slug>/report/",
        reports.reader_report,
        name="reader_report",
    ),
    path("articles/<word:slug>/comment/", comments.comment_form, name="comment_form"),
    path("articles/<word:slug>/comments/", comments.comments, name="comments"),
    path("articles/<word:slug>/code.svg", sharing.share_code, name="share_code"),
    path("articles/<word:slug>.ninjs.json", ninjs.article_ninjs, name="article_ninjs"),
    path("articles/<word:slug>/ninjs.json", ninjs.former_ninjs, name="former_ninjs"),
    path("feed.ninjs.json", partner_feed.partner_feed, name="partner_feed"),
    path(
        "articles/<word:slug>/card-<slug:digest>.png",
        share_cards.share_card,
        name="share_card",
    ),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.archive_year, name="archive_year"),
    path(
        "archive/<year:year>/<two:month>/",
        archive.archive_articles,
        name="archive_month",
    ),
    path(
        "archive/<year:year>/<two:month>/<two:day>/",
        archive.archive_articles,
        name="archive_day",
    ),
    path("corrections/", corrections.corrections, name="corrections"),
    path("search/", search.search_results, name="search_results"),
    path("search/feed.<feed:ending>", feeds.search_feed, name="search_feed"),
    path("search/suggest/", suggestions.search_suggestions, name="search_suggestions"),
    *_label_patterns(),
]

_without_variant = [
    path(folder, variants.to_variant)
    for name in (
        "articles",
        "archive",
        "corrections",
        "search",
        *LABEL_FOLDERS.values(),
    )
    for folder in (f"{name}/", f"{name}/<path:rest>")
]

app_name = "articles"
urlpatterns = [
    path("<variant:variant>/", include(_variant_patterns)),
    path("", variants.to_variant),
    path("feed.<feed:rest>", variants.to_variant),
    *_without_variant,
    path(
        "remember/<variant:variant>/",
        variants.remember_variant,
        name="remember_variant",
    ),
    path("accent/<colour:colour>.css", files.site_css, name="site_css"),
    path(
        "files/<number:number>/<word:name>", files.attached_file, name="attached_file"
    ),
    path(
        "preview/<word:token>/", shared_previews.shared_preview, name="shared_preview"
    ),
    path("favicon.ico", files.favicon, name="favicon"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("robots.txt", robots.robots, name="robots"),
    path("<key:key>.txt", indexnow.indexnow_key, name="indexnow_key"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path(
        "sitemap-<variant:variant>-<sitemap:kind>-<number:number>.xml",
        sitemaps.sitemap,
        name="sitemap",
    ),
]
if settings.MEDIA_URL.startswith("/"):
    media = settings.MEDIA_URL.lstrip("/")
    urlpatterns.append(path(f"{media}<path:name>", files.media, name="media"))
