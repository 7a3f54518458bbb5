"""Every public address, grouped by what stands in the path."""

from __future__ import annotations

app_name = "articles"
urlpatterns: list = []
