"""Whose text an article is, and on what terms: under its page and in feeds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from articles.models import Article
from articles.rendering import render_inline
from articles.widgets import Page


@dataclass(frozen=True)
class Notice:
    """Whose text this is, and on what terms."""

    html: str
    language: str


def notice_of(article: Article, page: Page) -> Notice:
    """The one disclaimer: the article's own, else its source's, else the house's."""
    family = article.family
    if article.disclaimer.strip():
        text, language = article.disclaimer, article.language
    elif source := article.source:
        text = source.disclaimer_in(family)
        language = _language_of(text, source.disclaimer, article)
    else:
        text = page.site.disclaimer_in(family)
        language = _language_of(text, page.site.disclaimer, article)
    if language.startswith("zh") and page.variant.is_chinese:
        return Notice(page.said_html(_rendered(text)), page.language)
    return Notice(_rendered(text), language)


def _language_of(text: str, chinese: str, article: Article) -> str:
    """What the chosen disclaimer is written in: there is a Chinese and an English."""
    if text != chinese:
        return "en"
    return article.language if article.language.startswith("zh") else "zh"


@lru_cache(maxsize=256)
def _rendered(markdown: str) -> str:
    """A few dozen texts stand under all articles: render each once per process."""
    return render_inline(markdown) if markdown.strip() else ""
