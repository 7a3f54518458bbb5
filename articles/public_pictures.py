"""The pictures that anybody may see: those which something public shows at that moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.core.signing import Signer
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from articles import images
from articles.choices import Status
from articles.listings import public_labels
from articles.models import (
    Article,
    Image,
    ImageUse,
    ListPage,
    PreviewLink,
    SiteSettings,
    VariantOverride,
)

# The seconds for which browsers and caches keep a picture without asking again: so long it
# may be seen after its article is withdrawn.
MAX_AGE = 300
_SIGNER = Signer(salt="articles.preview-pictures")
_DIGEST = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Audience:
    """Whether readers may see a picture, now and for as long as they may keep it."""

    is_public: bool
    is_public_for_a_while: bool


EVERYBODY = Audience(is_public=True, is_public_for_a_while=True)


def audience_of(name: str) -> Audience:
    """Return the audience of a file of a picture, by its name in storage.

    At most three queries, one for a rendition. Files without a row were left behind by
    early versions, and texts may still name them.
    """
    start = PurePosixPath(name).name[:16].lower()  # A disk may take either case.
    rows = Image.objects.all()
    if image := images.image_of_file(name) if _is_original(name) else None:
        rows = rows.filter(pk=image.pk)
    elif _DIGEST.fullmatch(start):
        # A range, which the index of digests answers.
        rows = rows.filter(digest__gte=start, digest__lt=f"{start}g")
    else:
        return EVERYBODY
    now = timezone.now()
    found = (
        rows.order_by()
        .annotate(now=_shown(start, now))
        .annotate(then=_shown(start, now + timedelta(seconds=MAX_AGE)))
        .values_list("now", "then")
        .first()
    )
    return Audience(*found) if found else EVERYBODY


def _is_original(name: str) -> bool:
    return name.partition("/")[0].lower() == Image.FOLDER


def _shown(start: str, at: datetime) -> Q:
    """Return the condition that something which is public at a moment shows an image.

    The last of them look for the name, which begins with ``start``, in texts that are
    rendered where they are shown.
    """
    image = OuterRef("pk")
    published = Article.objects.published(at)
    uses = ImageUse.objects.filter(image=image)
    authors, sources = public_labels("author", at), public_labels("source", at)
    overrides = VariantOverride.objects.alias(texts=Cast("fields", TextField()))
    pages = ListPage.objects.filter(status=Status.PUBLISHED)
    return (
        # By the use: there are few of a picture, and many articles.
        Q(Exists(published.filter(image_uses__image=image)))
        | Q(Exists(uses.filter(list_page__in=pages.values("pk"))))
        | Q(Exists(SiteSettings.objects.filter(logo=image)))
        | Q(Exists(authors.filter(Q(avatar=image) | Q(bio__contains=start))))
        | Q(Exists(SiteSettings.objects.filter(_holding(start))))
        | Q(Exists(sources.filter(_holding(start))))
        | Q(
            Exists(
                overrides.filter(
                    texts__contains=start, article__in=published.values("pk")
                )
            )
        )
    )


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
