"""Find which pictures rendered texts show, by the addresses of their files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from django.conf import settings
from django.db.models import Q

from articles.images.renditions import FOLDER
from articles.models import Image

# Names of renditions, and of originals where there is none, begin with the digest.
_FILE = re.compile(rf"/(?:{FOLDER}|{Image.FOLDER})/([0-9a-f]{{16}})[.-]")
_ASKED_AT_ONCE = 200


def own_address() -> re.Pattern[str]:
    """Return what an address of one of our pictures looks like in a page; its group is
    the name of the file, as it is written there."""
    media = re.escape(settings.MEDIA_URL)
    return re.compile(rf"{media}((?:{FOLDER}|{Image.FOLDER})/[^\s\"'<>()?#,]+)")


def images_in(texts: Mapping[int, str]) -> dict[int, set[int]]:
    """Return the ids of the images that each text of HTML shows or links to.

    A query for some 200 pictures.
    """
    starts = {key: {*_FILE.findall(text)} for key, text in texts.items()}
    ids = _ids_of(set().union(*starts.values()))
    return {
        key: {ids[start] for start in found if start in ids}
        for key, found in starts.items()
    }


def _ids_of(starts: Iterable[str]) -> dict[str, int]:
    """Return the ids of images by the first characters of their digests."""
    ids: dict[str, int] = {}
    rest = iter(sorted(starts))
    while some := list(islice(rest, _ASKED_AT_ONCE)):
        # Ranges, which the index of digests answers.
        asked = Q(pk=None)
        for start in some:
            asked |= Q(digest__gte=start, digest__lt=f"{start}g")
        for pk, digest in Image.objects.filter(asked).values_list("pk", "digest"):
            ids[digest[:16]] = pk
    return ids
