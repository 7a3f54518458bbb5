"""Hold what readers say under articles, and decide what of it others read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils import timezone

from articles.choices import Language
from articles.models import HEAVY_FIELDS, Article, AuditEntry, Comment, SiteSettings
from articles.publishing.audit import audit
from articles.publishing.transactions import transaction
from articles.variants.engine import detect_script

_ACTS = {
    Comment.State.APPROVED: AuditEntry.Act.COMMENT_APPROVED,
    Comment.State.REFUSED: AuditEntry.Act.COMMENT_REFUSED,
    Comment.State.SPAM: AuditEntry.Act.COMMENT_SPAM,
    Comment.State.ERASED: AuditEntry.Act.COMMENT_ERASED,
}


def takes_comments(article: Article, site: SiteSettings) -> bool:
    """Tell whether readers may comment on a public article: the site's choice is needed,
    and the article may refuse."""
    return site.has_comments and article.comments is not False


def send_comment(article: Article, name: str, text: str, language: Language) -> Comment:
    """Hold a comment until an editor decides it; the same again is the one stored before.

    ``language`` is that of the page it was written on.
    """
    digest = hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
    written = {"name": name, "text": text, "language": _language_of(text, language)}
    return Comment.objects.get_or_create(
        article=article, digest=digest, defaults=written
    )[0]


@transaction()
def decide_comments(
    numbers: Iterable[int], state: Comment.State, *, by: User
) -> list[Comment]:
    """Approve, refuse or erase comments; return those that were not so before.

    What is erased stays so: nobody has its name and text any more. The audit names each
    comment by its number alone.
    """
    rows = Comment.objects.filter(pk__in=numbers).exclude(
        state__in={state, Comment.State.ERASED}
    )
    decided = list(
        rows.select_related("article")
        .defer(*(f"article__{name}" for name in HEAVY_FIELDS))
        .select_for_update(of=("self",))
    )
    for comment in decided:
        comment.state = state
        comment.decided_at, comment.decided_by = timezone.now(), by
        if state == Comment.State.ERASED:
            comment.name = comment.text = comment.digest = ""
        comment.save()
        audit(
            _ACTS[state], comment.article, by=by, detail={"comment": f"#{comment.pk}"}
        )
    return decided


def _language_of(text: str, page_language: Language) -> str:
    """Return the language of a text as far as its characters tell it."""
    script = detect_script(text)
    if script.is_certain:
        return script.language
    if script.language:  # Han that every script has.
        is_chinese = page_language != Language.ENGLISH
        return page_language if is_chinese else script.language
    has_latin = any(char.isascii() and char.isalpha() for char in text)
    return Language.ENGLISH if has_latin else page_language
