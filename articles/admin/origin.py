"""Read-only displays on an article's page: what it was imported from, and how."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _

from articles.models import Article, ImportedFile


class OriginDisplays:
    """Methods for ``readonly_fields`` of the article's admin."""

    @admin.display(description=_("imported from"))
    def original_file(self, article: Article) -> str:
        imported_file = _imported_file(article)
        return str(imported_file) if imported_file else gettext("Written here.")

    @admin.display(description=_("import warnings"))
    def import_warnings(self, article: Article) -> str:
        imported_file = _imported_file(article)
        if imported_file is None or not imported_file.warnings:
            return "–"
        rows = (_warning_line(warning) for warning in imported_file.warnings)
        return format_html(
            '<ul class="desk-list">{}</ul>',
            format_html_join("", "<li>{}</li>", ((row,) for row in rows)),
        )

    @admin.display(description=_("attached files"))
    def files_of_article(self, article: Article) -> str:
        files = article.attached_files.order_by("path")
        rows = [
            (file.get_absolute_url(), file.path, filesizeformat(file.size))
            for file in files
        ]
        lines = format_html_join("", '<li><a href="{}">{}</a> {}</li>', rows)
        return format_html('<ul class="desk-list">{}</ul>', lines) if rows else "–"

    @admin.display(description=_("other front matter"))
    def other_front_matter(self, article: Article) -> str:
        if not article.extra:
            return "–"
        pretty = json.dumps(article.extra, ensure_ascii=False, indent=2)
        return format_html('<pre class="desk-data">{}</pre>', pretty)


def _imported_file(article: Article) -> ImportedFile | None:
    return ImportedFile.objects.defer("content").filter(article=article).first()


def _warning_line(warning: dict[str, Any]) -> SafeString:
    line = warning.get("line")
    place = gettext("Line %(line)s: ") % {"line": line} if line else ""
    return format_html(
        "{}{} <code>{}</code>",
        place,
        warning.get("message", ""),
        warning.get("code", ""),
    )
