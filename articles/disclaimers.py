"""The terms under which an article is published: its own, its source's or the site's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from articles.models import Article
from articles.pages import PageContext
from articles.rendering import render_inline


@dataclass(frozen=True)
class Disclaimer:
    """The terms under which an article is published, as HTML, and its language."""

    html: str
    language: str


def disclaimer_of(article: Article, page: PageContext) -> Disclaimer:
    """Return the article's disclaimer, else its source's, else the site's.

    One query if only evidence in the source's files tells which it is.
    """
    language_group, source = article.language_group, article.source
    own = article.disclaimer
    is_own = bool(own.strip())
    if is_own and not (source and source.stands_for(own, language_group)):
        text, language = own, article.language
    elif source:
        text = article.disclaimer_of_source()
        language = _language_of(text, source.disclaimer, article)
    else:
        text = page.site.disclaimer_in(language_group)
        language = _language_of(text, page.site.disclaimer, article)
    if language.startswith("zh") and page.variant.is_chinese:
        return Disclaimer(page.convert_html(_rendered(text)), page.language)
    return Disclaimer(_rendered(text), language)


def _language_of(text: str, chinese: str, article: Article) -> str:
    """Return the language of the chosen disclaimer, of which there are two."""
    if text != chinese:
        return "en"
    return article.language if article.language.startswith("zh") else "zh"


@lru_cache(maxsize=256)
def _rendered(markdown: str) -> str:
    """Render each disclaimer once per process: a few dozen stand under all articles."""
    return render_inline(markdown) if markdown.strip() else ""
