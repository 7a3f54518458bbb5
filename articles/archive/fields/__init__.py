"""One table of front-matter fields: a row holds all that the archive knows of some.

A row (``FieldSpec``) is a group of an article's fields that are decided together: the
dates with the embargo, the title alone. It names the fields and the keys that hold them,
and has a method for each thing that is done with them:

    read      keys of a file → values            first import, import again
    plain     values → what JSON holds           merge, conflicts, dry run
    align     another's value, spelled alike     merge
    merge     base, ours, theirs → one value     merge
    apply     values → article                   all imports, conflicts
    current   article → values                   merge, export
    same      file and article agree             export
    write     values → keys of a file            export, edited files and new ones

``Values`` are Python objects by field name. Those read from a file hold what no article
has besides: ``is_draft``, ``has_bad_date`` and ``is_dated_by_change`` for the reader,
which decides last what title, language, date and status are (they may hang on the text
and the path), and ``thumbnail_line``. ``body``, ``slugs`` and the attribution footer
stand on the parsed file itself (``Parsed``).

``FIELDS`` is the table. Its order is that of the keys in a new file, and of warnings. The
keys of a row that ``cascades`` are handed down by a Hugo site's lists. Keys that no row
reads are kept as ``extra``. The other fields of an article are declared by itself
(``Article.DERIVED``, ``HOUSEKEEPING``, ``DESK_ONLY``).
"""

from __future__ import annotations

from articles.archive.fields.attribution import source_slug
from articles.archive.fields.spec import (
    FilePlace,
    HeaderEdit,
    ReadContext,
    Values,
    escaped,
    unix_lines,
)
from articles.archive.fields.table import (
    ATTRIBUTION,
    CASCADING_KEYS,
    FIELD_OF,
    FIELDS,
    aligned,
    apply_values,
    article_values,
    current_values,
    differences,
    plain_values,
    read_fields,
    set_columns,
)
from articles.archive.fields.texts import TITLE_LENGTH, slug_candidates
from articles.archive.fields.thumbnail import Thumbnail, thumbnail_place
from articles.archive.fields.untouched import stored_base, untouched

__all__ = [
    "ATTRIBUTION",
    "CASCADING_KEYS",
    "FIELDS",
    "FIELD_OF",
    "TITLE_LENGTH",
    "FilePlace",
    "HeaderEdit",
    "ReadContext",
    "Thumbnail",
    "Values",
    "aligned",
    "apply_values",
    "article_values",
    "current_values",
    "differences",
    "escaped",
    "plain_values",
    "read_fields",
    "set_columns",
    "slug_candidates",
    "source_slug",
    "stored_base",
    "thumbnail_place",
    "unix_lines",
    "untouched",
]
