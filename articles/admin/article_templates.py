"""What new articles of a kind begin with."""

from __future__ import annotations

from django.contrib import admin
from django.forms import Script

from articles.admin.base import DeskAdmin
from articles.forms import ArticleTemplateForm
from articles.models import ArticleTemplate


@admin.register(ArticleTemplate)
class ArticleTemplateAdmin(DeskAdmin[ArticleTemplate]):
    form = ArticleTemplateForm
    list_display = ["name", "language", "title"]
    search_fields = ["name", "title"]
    autocomplete_fields = ["categories", "authors", "source"]

    class Media:
        js = [Script("articles/admin/tags.js", type="module")]
