from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from newsdesk.query_compiling import switch_off_jit


class ArticlesConfig(AppConfig):
    default = True
    name = "articles"
    verbose_name = _("Newsdesk")

    def ready(self) -> None:
        post_migrate.connect(switch_off_jit, sender=self)


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with the desk as its site."""

    default = False
    default_site = "articles.views.desk_site.DeskSite"
