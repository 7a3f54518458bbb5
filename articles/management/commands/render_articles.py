from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Article, ListPage
from articles.publishing import DERIVED_FIELDS, render_article, render_list_page


class Command(BaseCommand):
    help = (
        "Render every article and list's page anew, after a change to the renderer or to the "
        "site-wide choice on mathematics. Nothing that was written changes."
    )

    def handle(self, **options: Any) -> None:
        done = changed = 0
        for article in Article.objects.select_related("original").iterator(500):
            before = [getattr(article, name) for name in DERIVED_FIELDS]
            render_article(article)
            if before != [getattr(article, name) for name in DERIVED_FIELDS]:
                Article.objects.filter(pk=article.pk).update(
                    **{name: getattr(article, name) for name in DERIVED_FIELDS}
                )
                changed += 1
            done += 1
            if self.stdout.isatty() and done % 100 == 0:
                self.stdout.write(f"\r{done:,} articles", ending="")
                self.stdout.flush()
        for page in ListPage.objects.select_related("original").iterator(500):
            render_list_page(page)
            page.save(update_fields=["body_html"])
        self.stdout.write(f"Rendered {done:,} articles; {changed:,} changed.")
