"""Pictures: verify and resize them, store their files, find them, download them.

``processing`` wraps Pillow and knows no rows; ``renditions`` makes and finds public
copies; ``storage`` finds or makes the ``Image`` for some bytes; ``hosts`` checks hosts,
``downloads`` fetches one picture and ``download_queue`` many. Nothing here publishes:
``publishing.remote_images`` stores remote pictures and renders their articles again.
"""

from __future__ import annotations

from articles.images.download_queue import Task, do_all
from articles.images.downloads import Gone, download
from articles.images.processing import (
    CARD,
    COLUMN,
    MAX_BYTES,
    NotAnImage,
    verify_image,
)
from articles.images.renditions import (
    full_address,
    image_data,
    images_without_renditions,
    is_kept_as_is,
    make_missing_renditions,
    public_copy,
    put_file,
)
from articles.images.storage import (
    PreparedImage,
    at_original,
    candidates,
    candidates_at,
    find_image,
    find_image_at,
    prepare_image,
    resolver_for,
    store_image,
)

__all__ = [
    "CARD",
    "COLUMN",
    "MAX_BYTES",
    "Gone",
    "NotAnImage",
    "PreparedImage",
    "Task",
    "at_original",
    "candidates",
    "candidates_at",
    "do_all",
    "download",
    "find_image",
    "find_image_at",
    "full_address",
    "image_data",
    "images_without_renditions",
    "is_kept_as_is",
    "make_missing_renditions",
    "prepare_image",
    "public_copy",
    "put_file",
    "resolver_for",
    "store_image",
    "verify_image",
]
