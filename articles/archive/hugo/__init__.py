"""Hugo's rules about a site: configuration, cascade, paths and permalinks. No database."""

from __future__ import annotations

from articles.archive.hugo.cascade import Cascades
from articles.archive.hugo.configuration import Configuration, SiteLanguage
from articles.archive.hugo.configuration_files import (
    BadConfiguration,
    is_site,
    main_file,
    read_files,
)
from articles.archive.hugo.ignored_settings import IgnoredSetting, ignored_settings
from articles.archive.hugo.paths import (
    Section,
    is_about_archive,
    is_for_machines,
    is_section,
    section_at,
    slugs_for,
    split_name,
    translation_key,
)
from articles.archive.hugo.permalinks import (
    AddressParts,
    file_path_of,
    old_addresses,
    other_spellings,
    path_of,
)
from articles.archive.hugo.theme_settings import HugoMenuEntry, theme_settings_of

__all__ = [
    "AddressParts",
    "BadConfiguration",
    "Cascades",
    "Configuration",
    "HugoMenuEntry",
    "IgnoredSetting",
    "Section",
    "SiteLanguage",
    "file_path_of",
    "ignored_settings",
    "is_about_archive",
    "is_for_machines",
    "is_section",
    "is_site",
    "main_file",
    "old_addresses",
    "other_spellings",
    "path_of",
    "read_files",
    "section_at",
    "slugs_for",
    "split_name",
    "theme_settings_of",
    "translation_key",
]
