"""Uploaded and imported pictures. The original file is kept as it came, for the desk."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.original_storage import original_files
from articles.rendering import escape_address

_WEB = re.compile(r"https?://", re.IGNORECASE)
LONGEST_ADDRESS = 4000


class Image(models.Model):
    """An original picture, with what a page must say about it.

    ``renditions`` is derived: for each spec name the file, width and height that
    ``articles.images.storage`` made. It stands on the row so that a list of cards needs
    no further query. At ``file.url`` readers get a rendition, never the original.
    """

    FOLDER = "images"  # In names and addresses.

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
        help_text="Archive and path the picture was first imported from.",
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
    renditions = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.alt or PurePosixPath(self.file.name or "").name


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
