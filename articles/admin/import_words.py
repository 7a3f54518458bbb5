"""The importer's words as an editor reads them: what became of files, and its codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from articles.archive.importer import ImportAction

# What became of a file, in a word and in a sentence.
ACTIONS: dict[str, tuple[Any, Any]] = {
    ImportAction.CREATED: (
        pgettext_lazy("a file", "created"),
        _("New articles and pages of lists."),
    ),
    ImportAction.UPDATED: (
        pgettext_lazy("a file", "updated"),
        _("The file had changed; nobody here had."),
    ),
    ImportAction.UNCHANGED: (pgettext_lazy("a file", "unchanged"), _("Left alone.")),
    ImportAction.MERGED: (
        pgettext_lazy("a file", "merged"),
        _("Changed here and in the file; both are kept."),
    ),
    ImportAction.CONFLICT: (
        pgettext_lazy("a file", "conflict"),
        _("Both changed the same place: decide."),
    ),
    ImportAction.SKIPPED: (
        pgettext_lazy("a file", "skipped"),
        _("Not articles, on purpose."),
    ),
    ImportAction.FAILED: (
        pgettext_lazy("a file", "failed"),
        _("Not imported; the problems say why."),
    ),
}

_NO_FILE = _("No such file, or no permission to read it.")
_ODD = _("A value was read as best it could be.")
_CUT = _("Cut; the whole is kept with the other front matter.")

CODES: dict[str, Any] = {
    "missing": _NO_FILE,
    "unreadable": _NO_FILE,
    "empty": _("Nothing in the file: a draft of its name."),
    "not-utf-8": _("The encoding cannot be told safely: convert the file."),
    "binary": _("A picture, a document or an archive with a text's ending."),
    "too-large": _("Over 20 MB; it was not read."),
    "bad-name": _("The path cannot be kept: rename the file."),
    "bad-ending": _("Its ending is none of a text's: rename the file."),
    "front-matter": _("The front matter cannot be read."),
    "bad-date": _("A date that is none; kept as a draft."),
    "unknown-widget": _("A panel that is not known: kept, and not drawn."),
    "busy": _("Others were writing at the same moment: import again."),
    "not-stored": _("The database cannot hold a value of it."),
    "no-storage": _("Its pictures cannot be stored now: import it again."),
    "conflict": _("The file and an editor changed the same place."),
    "thumbnail-kept": _("The file has another thumbnail; the article keeps its own."),
    "slug-kept": _("The file has a new slug; the article keeps its address."),
    "missing-date": _("No date; kept as a draft."),
    "headless": _("A page that Hugo does not show; kept as a draft."),
    "file-time": _("No date: published with the file's own time."),
    "todays-news": _("No date, and the file was last written today: today's news."),
    "missing-title": _("The title was taken from a heading or the file's name."),
    "encoding": _("An encoding other than UTF-8 was recognised."),
    "repaired": _("A broken header was read."),
    "damaged-text": _("Characters were lost before, or a part is in another encoding."),
    "long-title": _CUT,
    "long-name": _CUT,
    "missing-link": _("A link to what is not in the archive; it stays as written."),
    "missing-picture": _("A picture that is not in the archive."),
    "bad-picture": _("A file that is not a picture."),
    "picture-kept-as-is": _("A picture too long for WebP: readers get another format."),
    "unknown-file": _("A file of a kind that does not come in."),
    "bad-file": _("A file that cannot be read or stored."),
    "unknown-shortcode": _("Readers see it as it was typed."),
    "shortcode-as-link": _("Readers see the link or the picture in a shortcode."),
    "ignored-setting": _("A setting of the site that is not followed."),
    "outside-content": _("Texts outside the site's content: not looked at."),
    "unknown-markup": _("Readers see it as it was typed."),
    "bad-mark": _(
        "A mark for the conversion is broken: readers see it as it was typed."
    ),
    "language-differs": _("The text is not in the script that it claims."),
    "configured-language": _(
        "Most texts are in another language than the site is said to be in."
    ),
    "mixed-script": _("The text is in two scripts."),
    "text-switch": _ODD,
    "odd-list": _ODD,
    "odd-value": _ODD,
    "odd-sidebar": _ODD,
    "odd-weight": _ODD,
    "odd-language": _ODD,
    "many-languages": _ODD,
    "duplicate-key": _("A key stands twice: the last one counts."),
    "control-character": _("Invisible characters were left out."),
    "address-taken": _("An old address already leads to another article."),
    "address-too-long": _("An old address is too long to be kept."),
    "no-front-matter": _("A plain text: look it over."),
    "proposed-source": _("The source was guessed from the opening: look it over."),
    "maybe-heading": _("A line that may be a heading: look it over."),
    "closing-block": _("A closing block left the text, on purpose."),
    "possible-notice": _("The last lines may be a notice, and stay in the text."),
    "repeated-title": _("The title on top of the text is not shown twice."),
    "not-an-article": _("Skipped on purpose."),
    "killed-here": _("Skipped, because its article was killed."),
    "deleted-here": _("Skipped, because its article was deleted here."),
}


@dataclass(frozen=True)
class Count:
    """How often a word of the importer stands for a file, and what it means."""

    word: str
    label: Any
    meaning: Any
    number: str


def counted_actions(actions: dict[str, int]) -> Iterator[Count]:
    """Count the files by action, in the importer's order; unknown words at the end."""
    for word in [*ACTIONS, *(word for word in actions if word not in ACTIONS)]:
        if number := actions.get(word):
            label, meaning = ACTIONS.get(word, (word, ""))
            yield Count(word, label, meaning, f"{number:,}")


def counted_codes(codes: dict[str, int]) -> Iterator[Count]:
    """Count the problems by code, the most frequent first."""
    for code, number in sorted(codes.items(), key=lambda one: (-one[1], one[0])):
        yield Count(code, code, CODES.get(code, ""), f"{number:,}")
