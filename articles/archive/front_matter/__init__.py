"""Front matter: from a file's bytes to keys and plain values. No database.

``decoding`` finds the encoding, ``split`` cuts front matter from body, ``parse`` reads
the keys in any format, with ``repair`` for headers that a parser refuses; ``keys`` reads
one value each by kind.
"""

from __future__ import annotations

from articles.archive.front_matter.cleaning import (
    as_list,
    clean_body,
    clean_text,
    lowered,
    one_line,
)
from articles.archive.front_matter.dates import (
    date_in_folders,
    date_in_name,
    parse_datetime,
    without_date,
)
from articles.archive.front_matter.decoding import decode, encode
from articles.archive.front_matter.keys import Keys, is_no, weight_of
from articles.archive.front_matter.languages import (
    folder_language,
    language_tag,
    split_language,
)
from articles.archive.front_matter.parse import (
    FrontMatter,
    identical,
    parse_front_matter,
    plain,
    repaired_front,
)
from articles.archive.front_matter.split import SplitFile, split_file
from articles.archive.front_matter.yaml_values import parse_yaml

__all__ = [
    "FrontMatter",
    "Keys",
    "SplitFile",
    "as_list",
    "clean_body",
    "clean_text",
    "date_in_folders",
    "date_in_name",
    "decode",
    "encode",
    "folder_language",
    "identical",
    "is_no",
    "language_tag",
    "lowered",
    "one_line",
    "parse_datetime",
    "parse_front_matter",
    "parse_yaml",
    "plain",
    "repaired_front",
    "split_file",
    "split_language",
    "weight_of",
    "without_date",
]
