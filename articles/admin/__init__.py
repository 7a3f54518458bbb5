"""The editors' side. One module per group of records; rules live in ``publishing``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import taggit.admin  # noqa: F401 – loaded first, so that its own Tag can be taken out
from django.contrib import admin
from taggit.models import Tag as TaggitTag

for _module in iter_modules(__path__, f"{__name__}."):
    import_module(_module.name)  # It registers its records.

# Its tags and its merging know only taggit's own tables, which hold nothing here.
admin.site.unregister(TaggitTag)
