"""Front matter: from a file's bytes to keys and plain values. No database.

``decoding`` finds the encoding, ``split`` cuts front matter from body, ``parse`` reads
the keys in any format, with ``repair`` for headers that a parser refuses; ``keys`` reads
one value each by kind.
"""

from __future__ import annotations

from articles.archive.front_matter.cleaning import clean_body, clean_text, one_line
from articles.archive.front_matter.dates import (
    date_in_folders,
    date_in_name,
    parse_moment,
    without_date,
)
from articles.archive.front_matter.decoding import decode, encode, report_encoding
from articles.archive.front_matter.keys import Keys, is_no, weight_of
from articles.archive.front_matter.languages import (
    folder_language,
    language_by_letters,
    language_tag,
    split_language,
)
from articles.archive.front_matter.parse import FrontMatter, parse_front_matter, plain
from articles.archive.front_matter.repair import (
    expand_tabs,
    quote_leading_zeros,
    quote_line,
)
from articles.archive.front_matter.split import Document, split_document
from articles.archive.front_matter.yaml_values import parse_yaml

__all__ = [
    "Document",
    "FrontMatter",
    "Keys",
    "clean_body",
    "clean_text",
    "date_in_folders",
    "date_in_name",
    "decode",
    "encode",
    "expand_tabs",
    "folder_language",
    "is_no",
    "language_by_letters",
    "language_tag",
    "one_line",
    "parse_front_matter",
    "parse_moment",
    "parse_yaml",
    "plain",
    "quote_leading_zeros",
    "quote_line",
    "report_encoding",
    "split_document",
    "split_language",
    "weight_of",
    "without_date",
]
