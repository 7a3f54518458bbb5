from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from newsdesk.observability.exporters import start_exporters
from newsdesk.observability.queries import watch_queries


class ObservabilityConfig(AppConfig):
    name = "newsdesk.observability"

    def ready(self) -> None:
        connection_created.connect(watch_queries, dispatch_uid="watch_queries")
        start_exporters()
