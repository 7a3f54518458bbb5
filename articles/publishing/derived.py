"""The derived fields of an article: rendered, and stored again where that differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from articles import images, link_targets, search
from articles.models import Article, ListPage, Shortcode, SiteSettings, content_change
from articles.publishing.picture_uses import record_uses
from articles.publishing.transactions import transaction
from articles.rendering import Rendered, render
from articles.variants import conversions

# Fields whose text readers see: they decide the text digest.
_SEEN_FIELDS = ("language", *Article.CONVERTED)


def render_article(article: Article) -> None:
    """Fill the derived fields from the written ones. Writes nothing."""
    math = article.mathjax
    rendered = render(
        article.body,
        summary=article.summary,
        language=article.language,
        math=SiteSettings.current().mathjax if math is None else math,
        **site_options(article),
        resolve_image=images.resolver_for(article),
        resolve_link=link_targets.resolver_for(article),
    )
    fill_derived(article, rendered)


def site_options(text: Article | ListPage) -> dict[str, Any]:
    """Return what ``render`` is to know of the site that a text came from, and of the
    desk's treatments. A query each for an imported text and for one with shortcodes."""
    treatments: dict[str, str] | None = None

    def treatment_of(name: str) -> str | None:
        nonlocal treatments
        if treatments is None:
            treatments = Shortcode.treatments()
        return treatments.get(name)

    imported_file = getattr(text, "imported_file", None) if text.pk else None
    configuration = imported_file.configuration if imported_file else None
    markup = configuration.markup if configuration else {}
    return {"treatment_of": treatment_of, **markup}


def render_again(article: Article) -> bool:
    """Render a stored article anew; store and index the differences.

    Return whether there were any. If somebody saved the article since it was read, their
    version is rendered.
    """
    before, text_before = _derived(article), search.texts_of(article)
    render_article(article)
    derived = _derived(article)
    if derived == before:
        return False
    is_found_by_more = search.texts_of(article) != text_before
    with transaction() if is_found_by_more else content_change():
        unedited = Article.objects.filter(pk=article.pk, edited_at=article.edited_at)
        if unedited.update(**derived):
            record_uses([article])
            if is_found_by_more:
                search.index_articles([article])
            return True
    newer = Article.objects.filter(pk=article.pk).first()
    return newer is not None and render_again(newer)


def _derived(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in Article.DERIVED}


def fill_derived(
    article: Article, rendered: Rendered, *, has_other_script: bool | None = None
) -> None:
    """Put rendered HTML and what follows from it on the article. Writes nothing.

    Pass ``has_other_script`` where it is known already: finding out costs 1 ms.
    """
    article.body_html = rendered.html
    article.excerpt_html = rendered.excerpt_html
    article.is_truncated = rendered.is_truncated
    article.headings = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
    ]
    article.shortcodes = _lines(rendered.named_shortcodes)
    seen = [getattr(article, name) for name in _SEEN_FIELDS]
    seen += [article.body_html, article.excerpt_html]
    article.has_marks = any("-{" in text for text in seen)
    if has_other_script is None:
        has_other_script = conversions.has_other_script(article)
    article.has_other_script = has_other_script
    text = "\0".join(seen).encode("utf-8", "replace")
    article.text_digest = hashlib.sha256(text).hexdigest()[:16]


def _lines(names: Iterable[str]) -> str:
    """Return the names between line breaks, as many as the column holds."""
    text, room = "", Article._meta.get_field("shortcodes").max_length or 0
    for name in names:
        if len(text) + len(name) + 2 <= room:
            text = f"{text or chr(10)}{name}\n"
    return text
