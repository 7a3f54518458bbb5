"""Tags for parts of public pages that are drawn once for many of them."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Article
from articles.pages import PageContext
from articles.widgets import get_widget, is_known

register = template.Library()


@register.simple_tag
def widget(key: str, page: PageContext) -> SafeString:
    """``{% widget "recent" page %}``: its HTML; nothing for an unknown key."""
    # It was drawn by a template.
    return SafeString(get_widget(key).render(page) if is_known(key) else "")


@register.simple_tag
def shared_part(template: str, page: PageContext) -> SafeString:
    """``{% shared_part "articles/_footer.html" page %}``: drawn once for all pages of its
    kind. The template gets a page that has nothing of its own, no path either."""
    # It was drawn by a template.
    return SafeString(
        page.draw_shared(
            template, lambda bare: render_to_string(template, {"page": bare})
        )
    )


@register.simple_tag
def variant_switch(page: PageContext) -> SafeString:
    """``{% variant_switch page %}``: the links to the page in other variants."""
    template = "articles/_variant_switch.html"
    # It was drawn by a template, and what is put in is percent-encoded.
    return SafeString(
        page.draw_switch(lambda slots: render_to_string(template, {"page": slots}))
    )


@register.simple_tag
def card(
    template: str, article: Article, page: PageContext, **choices: bool
) -> SafeString:
    """``{% card "articles/_headline.html" article page has_picture=True %}``: drawn once for
    all lists. The template gets a page that has nothing of its own, and the choices."""

    def draw(bare: PageContext) -> str:
        return render_to_string(template, {"article": article, "page": bare, **choices})

    # It was drawn by a template.
    return SafeString(page.draw_card(template, article, draw, *choices.items()))
