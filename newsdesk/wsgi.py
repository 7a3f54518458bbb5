"""The entry point for a WSGI server. Django under ASGI costs more for these pages."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from newsdesk.startup import plain_errors

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")

with plain_errors():
    _django = get_wsgi_application()

    # Only now are there models that it may import.
    from articles.serving import with_page_cache

    application = with_page_cache(_django)
