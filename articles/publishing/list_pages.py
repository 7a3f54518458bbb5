"""Save list pages: the text above a list."""

from __future__ import annotations

from articles import images, link_targets
from articles.models import ListPage, SiteSettings, content_change
from articles.publishing.derived import site_options
from articles.publishing.picture_uses import record_uses
from articles.rendering import render


@content_change()
def save_list_page(page: ListPage) -> None:
    """Store the page, rendered."""
    render_list_page(page)
    page.save()
    record_uses([page])


@content_change()
def render_list_page_again(page: ListPage) -> None:
    """Render a stored page anew; nothing that was written changes."""
    render_list_page(page)
    page.save(update_fields=["body_html"])
    record_uses([page])


def render_list_page(page: ListPage) -> None:
    """Fill the derived field from the written ones. Writes nothing."""
    rendered = render(
        page.body,
        language=page.language,
        math=SiteSettings.current().mathjax,
        **site_options(page),
        resolve_image=images.resolver_for(page),
        resolve_link=link_targets.resolver_for(page),
    )
    page.body_html = rendered.html
