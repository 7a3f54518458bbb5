"""Show search engines the key that IndexNow's messages from this site carry."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Receiver


@require_safe
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """Answer with the key, if it is one of ours. A query."""
    receivers = Receiver.objects.active().filter(kind=Receiver.Kind.INDEXNOW)
    if not receivers.filter(secret=key).exists():
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")
