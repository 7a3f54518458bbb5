"""The language of the desk, which is its editor's own choice and kept with the account."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from articles.models import EditorProfile

# Django's own, where its Chinese catalogues say nothing, or end the label of a field in
# a Latin colon: ours do better.
DJANGO_WORDS = (gettext_noop("Error:"), gettext_noop(":"))


def keep_language(request: HttpRequest, language: str) -> None:
    """Keep the choice of an editor; of nobody, the browser alone keeps it."""
    user = request.user
    if not (user.is_authenticated and user.is_staff):
        return
    EditorProfile.objects.update_or_create(user=user, defaults={"language": language})
    request.session[EditorProfile.SESSION_KEY] = language


def take_up_language(request: HttpRequest) -> None:
    """Speak from now on as who has just signed in chose before, in any browser."""
    rows = EditorProfile.objects.filter(user=request.user.pk)
    if language := rows.values_list("language", flat=True).first():
        request.session[EditorProfile.SESSION_KEY] = language
