"""Who may see a picture: anybody, while something public shows it, or who of the desk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.models import AnonymousUser, User
from django.core.signing import Signer
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from articles import images
from articles.choices import Status
from articles.listings import public_labels
from articles.models import (
    Article,
    FormerFile,
    Image,
    ImageUse,
    PreviewLink,
    SiteSettings,
    VariantOverride,
)
from articles.rights import Right

# The seconds for which browsers and caches keep a picture without asking again: so long it
# may be seen after its article is withdrawn.
MAX_AGE = 300
_SIGNER = Signer(salt="articles.preview-pictures")
_DIGEST = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Audience:
    """The answer whether readers may see a picture, and for how long they may keep it."""

    is_public: bool
    is_public_for_a_while: bool


EVERYBODY = Audience(is_public=True, is_public_for_a_while=True)
NOBODY = Audience(is_public=False, is_public_for_a_while=False)


def audience_of(name: str) -> Audience:
    """Return the audience of a file of a picture, by its name in storage.

    Two queries for a picture of a public article, a dozen at most. Files without a row were
    left behind by early versions, and texts may still name them; or by a storage that was
    away when a picture was deleted or replaced.
    """
    image = _image_of(name)
    if image is None:
        return NOBODY if _is_of_former_file(name) else EVERYBODY
    now = timezone.now()
    later = now + timedelta(seconds=MAX_AGE)
    # By the uses: there are few of a picture, and many articles.
    uses = ImageUse.objects.filter(image=image).values("article")
    users = Article.objects.filter(pk__in=uses).published(now)
    if users.current(later).exists():
        return EVERYBODY
    start = _start_of(name)
    if not _is_shown(image, start, now):
        return NOBODY
    return Audience(
        is_public=True, is_public_for_a_while=_is_shown(image, start, later)
    )


def known_to(user: User | AnonymousUser) -> Q:
    """Return the condition of the pictures that this person of the desk may know of: all
    but those that only texts show which are hidden from them."""
    if user.has_perm(Right.SEE_EMBARGOED):
        return Q()
    hidden = Article.objects.hidden_from(user).values("pk")
    uses = ImageUse.objects.filter(image=OuterRef("pk"))
    is_seen_elsewhere = Exists(uses.exclude(article__in=hidden))
    return ~Q(Exists(uses.filter(article__in=hidden))) | Q(is_seen_elsewhere)


def is_known_to(user: User | AnonymousUser, name: str) -> bool:
    """Tell whether this person of the desk may know of a picture, by the name of a file of
    it in storage."""
    image = _image_of(name)
    return image is None or Image.objects.filter(known_to(user), pk=image.pk).exists()


def _image_of(name: str) -> Image | None:
    """Return the picture that a file in storage is of. Up to two queries."""
    image = images.image_of_file(name) if _is_original(name) else None
    start = _start_of(name)
    if image is None and _DIGEST.fullmatch(start):
        # A range, which the index of digests answers.
        found = Image.objects.filter(digest__gte=start, digest__lt=f"{start}g")
        image = found.only("pk").order_by().first()
    return image


def _is_of_former_file(name: str) -> bool:
    start = _start_of(name)
    if not _DIGEST.fullmatch(start):
        return False
    return FormerFile.objects.filter(digest__gte=start, digest__lt=f"{start}g").exists()


def _start_of(name: str) -> str:
    return PurePosixPath(name).name[:16].lower()  # A disk may take either case.


def _is_original(name: str) -> bool:
    return name.partition("/")[0].lower() == Image.FOLDER


def _is_shown(image: Image, start: str, at: datetime) -> bool:
    """Tell whether something that is public at a moment shows an image.

    The last of them look for the name, which begins with ``start``, in texts that are
    rendered where they are shown. One query each: together they take long to compile.
    """
    uses = ImageUse.objects.filter(image=image)
    overrides = VariantOverride.objects.alias(texts=Cast("fields", TextField()))
    published = Article.objects.published(at)
    shows: tuple[QuerySet[Any], ...] = (
        Article.objects.filter(pk__in=uses.values("article")).published(at),
        SiteSettings.objects.filter(Q(logo=image) | _holding(start)),
        uses.filter(list_page__status=Status.PUBLISHED),
        public_labels("author", at).filter(Q(avatar=image) | Q(bio__contains=start)),
        public_labels("source", at).filter(_holding(start)),
        overrides.filter(texts__contains=start, article__in=published.values("pk")),
    )
    return any(rows.exists() for rows in shows)


def _holding(start: str) -> Q:
    return Q(disclaimer__contains=start) | Q(disclaimer_en__contains=start)


def sign_for(link: PreviewLink, html: str) -> str:
    """Return a page of a preview with the addresses of pictures that the link opens."""

    def signed(match: re.Match[str]) -> str:
        signature = _SIGNER.signature(f"{link.pk}/{unquote(match[1])}")
        return f"{match[0]}?preview={signature}.{link.pk}"

    return images.own_address().sub(signed, html)


def is_opened_by(key: str, name: str) -> bool:
    """Tell whether the key that ``sign_for`` gave an address opens that file now.

    One query. Under embargo no link shows its pictures: who may see them is signed in.
    """
    signature, _dot, number = key.rpartition(".")
    if not constant_time_compare(signature, _SIGNER.signature(f"{number}/{name}")):
        return False
    links = PreviewLink.objects.open().exclude(article__in=Article.objects.embargoed())
    return links.filter(pk=int(number)).exists()
