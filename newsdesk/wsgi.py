"""The entry point for a WSGI server. Django under ASGI costs more for these pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

_django = get_wsgi_application()

# Only now are there models that it may import.
from articles.serving import with_page_cache  # noqa: E402

application = with_page_cache(_django)
