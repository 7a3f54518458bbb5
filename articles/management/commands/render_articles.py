from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from articles.management.progress import progress_bar
from articles.models import Article, ListPage
from articles.publishing import render_again, render_list_page_again


class Command(BaseCommand):
    help = (
        "Render every article and list's page anew, after a change to the renderer or to the "
        "site-wide choice on mathematics. Nothing that was written changes."
    )

    def handle(self, **options: Any) -> None:
        done = changed = 0
        with progress_bar(total=Article.objects.count(), unit="articles") as bar:
            articles = Article.objects.select_related("imported_file__configuration")
            for article in articles.iterator(500):
                changed += render_again(article)
                done += 1
                bar.update()
        for page in ListPage.objects.select_related(
            "imported_file__configuration"
        ).iterator(500):
            render_list_page_again(page)
        self.stdout.write(f"Rendered {done:,} articles; {changed:,} changed.")
