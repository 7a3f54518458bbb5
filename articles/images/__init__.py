"""Pictures: verify and resize them, store their files, find them, download them.

``specs`` is the table of public copies; ``processing`` makes them with Pillow, which
``photo_metadata`` reads files with, and knows no rows; ``renditions`` stores them,
``picture_data`` is what pages print of them, and ``uses`` finds which texts do; ``storage``
finds or makes the ``Image`` for some bytes; ``share_cards`` draws what is shared where there
is none; ``downloads`` fetches one picture and ``download_queue`` many. Nothing here publishes: ``publishing.remote_images`` stores remote pictures and renders
their articles again.
"""

from __future__ import annotations

from articles.images.download_queue import Task, do_all
from articles.images.downloads import Gone, download
from articles.images.picture_data import (
    CARD_SIZES,
    COLUMN_SIZES,
    LEAD_SIZES,
    full_address,
    image_data,
    picture_data,
    shared_picture,
)
from articles.images.processing import MAX_BYTES, NotAnImage
from articles.images.renditions import (
    RenditionResult,
    delete_file,
    delete_unused,
    files_of,
    files_of_a_change,
    forget_crops,
    image_of_file,
    images_without_renditions,
    is_kept_as_is,
    make_missing_renditions,
    public_copy,
    put_file,
    remake_first,
)
from articles.images.share_cards import CARD_SIZE, CARDS_FOLDER, ShareCard
from articles.images.specs import CARD, SQUARE, STANDARD, WIDE
from articles.images.storage import (
    PreparedImage,
    at_original,
    candidates,
    candidates_at,
    find_image,
    find_image_at,
    prepare_image,
    put_files,
    resolver_for,
    store_image,
)
from articles.images.uses import images_in, own_address

__all__ = [
    "CARD",
    "CARDS_FOLDER",
    "CARD_SIZE",
    "CARD_SIZES",
    "COLUMN_SIZES",
    "LEAD_SIZES",
    "MAX_BYTES",
    "SQUARE",
    "STANDARD",
    "WIDE",
    "Gone",
    "NotAnImage",
    "PreparedImage",
    "RenditionResult",
    "ShareCard",
    "Task",
    "at_original",
    "candidates",
    "candidates_at",
    "delete_file",
    "delete_unused",
    "do_all",
    "download",
    "files_of",
    "files_of_a_change",
    "find_image",
    "find_image_at",
    "forget_crops",
    "full_address",
    "image_data",
    "image_of_file",
    "images_in",
    "images_without_renditions",
    "is_kept_as_is",
    "make_missing_renditions",
    "own_address",
    "picture_data",
    "prepare_image",
    "public_copy",
    "put_file",
    "put_files",
    "remake_first",
    "resolver_for",
    "shared_picture",
    "store_image",
]
