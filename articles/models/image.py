"""Uploaded and imported pictures. The original file is kept as it came, for the desk."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import GENERATED_TYPES, SourceType, source_type_uri
from articles.models.original_storage import original_files
from articles.rendering import escape_address
from articles.variants.engine import fold

_WEB = re.compile(r"https?://", re.IGNORECASE)
LONGEST_ADDRESS = 4000
# What the library's search looks through.
_SEARCHED = ("alt", "caption", "credit", "licence", "file_name", "origin")


class Image(models.Model):
    """An original picture, with what a page must say about it.

    ``renditions`` is derived: for each spec name the file, width and height that
    ``articles.images`` made. It stands on the row so that a list of cards needs no further
    query. ``recipe`` names the table of sizes all of which were made; it is empty while some
    are missing. At ``file.url`` readers get a rendition, never the original.
    """

    FOLDER = "images"  # In names and addresses.
    # What people, or the file, say of it.
    WORDS = ("alt", "caption", "credit", "licence", "source_type")

    file = models.FileField(
        _("file"), upload_to=f"{FOLDER}/", storage=original_files, max_length=255
    )
    digest = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        help_text="SHA-256 of the original bytes: the same picture is stored once.",
    )
    origin = models.CharField(
        _("origin"),
        max_length=1000,
        blank=True,
        editable=False,
        db_index=True,
        help_text=_("Archive and path the picture was first imported from."),
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=255,
        blank=True,
        help_text=_("Such as CC BY 4.0, or what the agency allows."),
    )
    source_type = models.CharField(
        _("how it was made"),
        max_length=60,
        choices=SourceType,
        blank=True,
        help_text=_(
            "Readers are told of a picture that AI made, in whole or in part. Every copy of "
            "the picture says it too."
        ),
    )
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("In per cent. Empty: the middle."),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("In per cent. Empty: the middle."),
    )
    file_name = models.CharField(
        _("file name"), max_length=255, blank=True, editable=False
    )
    renditions = models.JSONField(default=dict, blank=True, editable=False)
    recipe = models.CharField(max_length=8, blank=True, editable=False, db_index=True)
    search_key = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.alt or self.file_name or PurePosixPath(self.file.name or "").name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(" ".join(getattr(self, name) for name in _SEARCHED))
        super().save(*args, **kwargs)

    @property
    def focal_point(self) -> tuple[int, int]:
        """The point that crops keep, in per cent from the left and from the top."""
        x, y = self.focal_x, self.focal_y
        return (50 if x is None else x, 50 if y is None else y)

    @property
    def source_type_uri(self) -> str:
        return source_type_uri(self.source_type)

    @property
    def is_generated(self) -> bool:
        """Tell whether readers are told that AI made it, in whole or in part."""
        return self.source_type in GENERATED_TYPES


class ImageUse(models.Model):
    """A text that shows the picture. Derived from the text by ``articles.publishing``."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="uses")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, related_name="image_uses"
    )
    list_page = models.ForeignKey(
        "articles.ListPage", models.CASCADE, null=True, related_name="image_uses"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article=None) ^ models.Q(list_page=None),
                name="image_uses_have_one_text",
            ),
            models.UniqueConstraint(
                fields=["article", "image"], name="one_use_an_article"
            ),
            models.UniqueConstraint(
                fields=["list_page", "image"], name="one_use_a_list_page"
            ),
        ]

    def __str__(self) -> str:
        return str(self.article or self.list_page)


class FormerFile(models.Model):
    """A file that a picture had until it was replaced or deleted: texts may still name it.

    Without an image the picture is deleted.
    """

    name = models.CharField(max_length=255, unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    image = models.ForeignKey(
        Image, models.SET_NULL, null=True, related_name="former_files"
    )
    ended_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class ImageOrigin(models.Model):
    """A place in an archive and the picture that lies there now: one picture may lie at
    many, and another take its place."""

    origin = models.CharField(
        max_length=1000,
        unique=True,
        help_text="Archive and path, with a colon between.",
    )
    image = models.ForeignKey(Image, models.CASCADE, related_name="origins")

    def __str__(self) -> str:
        return self.origin


class RemoteImage(models.Model):
    """A picture on another site and what came of fetching it.

    ``key`` stands for the address, which may be longer than an index takes. The row
    goes with its Image: a picture that somebody deleted is fetched anew where it is
    still shown.
    """

    class Status(models.TextChoices):
        FETCHED = "fetched", _("fetched")
        WAITING = "waiting", _("to be tried again")
        DEAD = "dead", _("not to be had")

    key = models.CharField(max_length=64, unique=True, editable=False)
    url = models.CharField(_("address"), max_length=LONGEST_ADDRESS)
    status = models.CharField(_("status"), max_length=8, choices=Status)
    image = models.ForeignKey(
        Image, models.CASCADE, null=True, blank=True, related_name="remotes"
    )
    try_count = models.PositiveIntegerField(_("tries"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    tried_at = models.DateTimeField(_("last tried"), auto_now=True)

    class Meta:
        verbose_name = _("remote picture")
        verbose_name_plural = _("remote pictures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="fetched", image__isnull=False)
                | (~models.Q(status="fetched") & models.Q(image__isnull=True)),
                name="fetched_pictures_are_here",
            )
        ]

    def __str__(self) -> str:
        return self.url

    @staticmethod
    def normal(address: str) -> str:
        """The one spelling an address is fetched and looked up by; "" for no picture's."""
        whole = re.sub(r"\A[/\\]{2}", "https://", address.strip()).partition("#")[0]
        whole = escape_address(whole) if _WEB.match(whole) else ""
        return whole if len(whole) <= LONGEST_ADDRESS else ""

    @classmethod
    def key_of(cls, address: str) -> str:
        url = cls.normal(address)
        return hashlib.sha256(url.encode()).hexdigest() if url else ""
