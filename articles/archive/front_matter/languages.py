"""Recognise the language of a name, a folder or a text."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from django.conf.locale import LANG_INFO

from articles.choices import Language

_LANGUAGES = {
    "zh-cn": Language.SIMPLIFIED,
    "zh-sg": Language.SIMPLIFIED,
    "zh-hans": Language.SIMPLIFIED,
    "zh-hans-cn": Language.SIMPLIFIED,
    "zh-tw": Language.TAIWAN,
    "zh-hant": Language.TAIWAN,
    "zh-hant-tw": Language.TAIWAN,
    "zh-hk": Language.HONG_KONG,
    "zh-mo": Language.HONG_KONG,
    "zh-hant-hk": Language.HONG_KONG,
}
_LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}([-_][a-z]{4})?([-_]([a-z]{2}|\d{3}))?", re.IGNORECASE
)
_CHINESE_SUFFIX = re.compile(
    r"[._-](?P<tag>zh[-_](?:cn|tw|hk|sg|mo|hans|hant)(?:[-_](?:cn|tw|hk))?)$",
    re.IGNORECASE,
)
_OTHER_SUFFIX = re.compile(
    r"\.(?P<tag>[a-z]{2}(?:[-_][a-z]{2,4})?(?:[-_][a-z]{2})?)$", re.IGNORECASE
)


def language_tag(text: str) -> str:
    """Return the BCP 47 tag for a name such as ``zh_cn``; empty if it is none.

    Plain ``zh`` says nothing about the script and stays ``zh``.
    """
    if not _LANGUAGE_TAG.fullmatch(text):
        return ""
    name = text.replace("_", "-").lower()
    if name in _LANGUAGES:
        return _LANGUAGES[name]
    if name.split("-")[0] == "en":
        return Language.ENGLISH
    language, *rest = name.split("-")
    if language != "zh" and language not in LANG_INFO:
        return ""
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([language, *parts])


def split_language(stem: str, *, only_chinese: bool = False) -> tuple[str, str]:
    """Split a file's name from the language at its end; return both.

    ``only_chinese`` is for a site that declares its languages: amazon.co.uk is a name.
    """
    found = _CHINESE_SUFFIX.search(stem)
    if not (found or only_chinese):
        found = _OTHER_SUFFIX.search(stem)
    tag = language_tag(found["tag"]) if found else ""
    return (stem[: found.start()], tag) if found and tag else (stem, "")


def folder_language(path: PurePosixPath) -> str:
    """Return the language of the folder below ``content``, as in ``content/zh-cn/news``."""
    parts = path.parts
    after = parts[parts.index("content") + 1 : -1] if "content" in parts else parts[:1]
    name = after[0] if after and len(parts) > 1 else ""
    return language_tag(name) if len(name) == 2 or "-" in name or "_" in name else ""
