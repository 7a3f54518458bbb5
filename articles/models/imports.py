"""What was imported as it looked in its archive, and what its imports met."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.compression import CompressedField
from articles.models.found_sources import FoundSource
from articles.models.readable_json import ReadableEncoder


class ArchiveConfiguration(models.Model):
    """How files were read: time zone, languages, permalinks, taxonomies.

    A file is read again by what it was read by, whatever its site says today.
    """

    data = models.JSONField(
        _("configuration"), help_text="As archive.hugo.Configuration.data gives it."
    )
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("configuration of an archive")
        verbose_name_plural = _("configurations of archives")

    def __str__(self) -> str:
        return str(self.data.get("time_zone", ""))

    @property
    def markup(self) -> dict[str, bool]:
        """Return how the site drew Markdown, as arguments of ``rendering.render``."""
        return dict(self.data.get("markup", {}))


class ArchiveSite(models.Model):
    """The site that an archive was: its full addresses in texts mean this one."""

    archive = models.CharField(_("archive"), max_length=255, unique=True)
    base_urls = models.JSONField(
        default=list, help_text="The site's baseURL, and those of its languages."
    )

    def __str__(self) -> str:
        return self.archive


class DeclaredLanguage(models.Model):
    """What the desk says that texts of an archive are in, where they do not say it
    themselves. The innermost folder around a file decides."""

    archive = models.CharField(_("archive"), max_length=255)
    folder = models.CharField(
        _("folder"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Below the archive's root, such as content/news. Empty: all of it."
        ),
    )
    language = models.CharField(
        _("language"), max_length=35, help_text="As a BCP 47 tag, or zh for any script."
    )

    class Meta:
        verbose_name = _("language of an archive")
        verbose_name_plural = _("languages of archives")
        ordering = ["archive", "folder"]
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "folder"], name="one_language_per_folder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.archive}: {self.folder or '/'}"


class ArchivedFile(models.Model):
    """A file of an archive, byte for byte. Archive and path are its identity."""

    configuration = models.ForeignKey(
        ArchiveConfiguration,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="What it was read by. Empty: by the desk's own time zone alone.",
    )
    archive = models.CharField(_("archive"), max_length=255)
    path = models.CharField(_("path"), max_length=1000)
    content = CompressedField()
    encoding = models.CharField(_("encoding"), max_length=20, default="utf-8")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    size = models.PositiveBigIntegerField(default=0)
    changed_at_ns = models.BigIntegerField(
        default=0,
        help_text="The file's own time: with the size it says that nothing changed.",
    )
    warnings = models.JSONField(
        _("warnings"),
        encoder=ReadableEncoder,
        default=list,
        blank=True,
        help_text="A list of {level, code, line, message}, as the import reported them.",
    )
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.archive}: {self.path}"

    @cached_property
    def base_urls(self) -> list[str]:
        """The addresses of the archive's site. A query, once."""
        sites = ArchiveSite.objects.filter(archive=self.archive)
        return sites.values_list("base_urls", flat=True).first() or []


class ImportedFile(ArchivedFile):
    """The file that an article was imported from. One whose article an editor deleted
    stays, so that the next import does not bring it back."""

    article = models.OneToOneField(
        Article, models.SET_NULL, null=True, related_name="imported_file"
    )
    footer = models.JSONField(
        encoder=ReadableEncoder,
        null=True,
        help_text="The attribution footer as it was lifted out of the text, so that the file"
        " parses the same by any later rules: as archive.reader.AttributionFooter.data gives"
        " it, {} for none. Null: not known, it was lifted by today's rules.",
    )
    notice = models.CharField(
        max_length=32,
        blank=True,
        help_text="The digest of the footer's notices, the same in either script.",
    )
    found_source = models.ForeignKey(
        FoundSource,
        models.SET_NULL,
        null=True,
        related_name="imported_files",
        help_text="The source as the file names it, or as was guessed.",
    )
    file_time = models.DateTimeField(
        null=True,
        help_text="What stands for the date that the file does not have.",
    )

    class Meta:
        verbose_name = _("imported original")
        verbose_name_plural = _("imported originals")
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "path"], name="one_original_per_archive_path"
            )
        ]
        indexes = [
            # All that a run asks of files that did not change: read from here alone,
            # it need not pass over the content of every file to get there.
            models.Index(
                fields=[
                    *("archive", "path", "size", "changed_at_ns", "digest"),
                    *("configuration", "article"),
                ],
                name="originals_as_last_seen",
            )
        ]


class ImageReference(models.Model):
    """A place where the last import of a file looked for a picture that the file names.

    A picture that comes later, or is replaced, is seen although the file did not change.
    """

    archive = models.CharField(max_length=255)
    place = models.CharField(
        max_length=1000, help_text="Where the file that calls it lies in the archive."
    )
    path = models.TextField(help_text="Where it lies below the root, or may come to.")
    size = models.PositiveBigIntegerField(
        null=True, help_text="Empty: it was not there."
    )
    changed_at_ns = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["archive", "place"], name="pictures_of_a_file")]

    def __str__(self) -> str:
        return f"{self.archive}: {self.path}"


class FooterPattern(models.Model):
    """How files of an archive end, where that may be a source's notices and link.

    ``samples`` are files that end so under different texts, as many as it takes to
    be sure: kept, so that a run over a few new files knows what an earlier one saw.
    """

    archive = models.CharField(_("archive"), max_length=255)
    digest = models.CharField(max_length=32)
    text = models.TextField(
        help_text="The lines, with addresses as their hosts and all in one script."
    )
    samples = models.JSONField(default=list)

    class Meta:
        verbose_name = _("closing pattern")
        verbose_name_plural = _("closing patterns")
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "digest"], name="one_row_per_closing_pattern"
            )
        ]

    def __str__(self) -> str:
        return self.text


class ImportRun(models.Model):
    """One run of the importer. Without an end it was killed, or is still going."""

    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    paths = models.JSONField(_("paths"), default=list)
    actions = models.JSONField(
        _("what became of the files"),
        default=dict,
        help_text="Counts by action: created, updated, …",
    )
    codes = models.JSONField(
        _("what was noticed"), default=dict, help_text="Counts by code of a problem."
    )
    closings = models.JSONField(
        _("closing blocks lifted"),
        default=list,
        help_text="A list of {source, pattern, count}, the most frequent first.",
    )
    missing_links = models.JSONField(
        _("links to what is not in the archive"),
        default=list,
        help_text="A list of {target, count, file}, the most frequent first.",
    )
    site_changes = models.JSONField(
        _("site-wide choices taken over"),
        default=list,
        help_text="A list of {choice, here, there}: what was, and what took its place.",
    )
    problems = models.JSONField(
        _("problems"),
        default=list,
        help_text="The first errors, as {path, code, line, message}.",
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Words for choosing conflicts. Every method chains."""

    def open(self) -> Self:
        """Keep what nobody has decided yet."""
        return self.filter(choice="")


class Conflict(models.Model):
    """A field that the archive and an editor both changed since the last import.

    The article keeps ``ours``; ``theirs`` waits here for an editor to decide.
    """

    class Choice(models.TextChoices):
        OURS = "ours", _("Kept the article's")
        THEIRS = "theirs", _("Took the file's")

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="conflicts", verbose_name=_("article")
    )
    run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, related_name="conflicts"
    )
    field = models.CharField(_("field"), max_length=50)
    base = models.JSONField(_("at the last import"), null=True)
    ours = models.JSONField(_("in the article"), null=True)
    theirs = models.JSONField(_("in the file"), null=True)
    choice = models.CharField(_("decision"), max_length=6, choices=Choice, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    resolved_at = models.DateTimeField(_("decided"), null=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("import conflict")
        verbose_name_plural = _("import conflicts")
        ordering = ["-id"]

    def __str__(self) -> str:
        names = {field.name: field for field in Article._meta.concrete_fields}
        known = names.get(self.field)
        return f"{self.article}: {known.verbose_name if known else self.field}"
