"""Two articles never have one name for good, though two files may."""

from __future__ import annotations

from collections.abc import Sequence

from articles.archive.importer.prepare import PreparedFile
from articles.models import Article


def keep_names_apart(
    articles: Sequence[Article], files: Sequence[PreparedFile]
) -> None:
    """Name new articles after the place of their files where another has the name that
    the file says. A query, and none where no file says one."""
    said = {file.parsed.values["permanent_name"] for file in files} - {""}
    if not said:
        return
    rows = Article.objects.filter(permanent_name__in=said)
    taken = set(rows.values_list("permanent_name", flat=True))
    for article, file in zip(articles, files, strict=True):
        if article.permanent_name in taken:
            article.permanent_name = file.discovered.permanent_name
        taken.add(article.permanent_name)
