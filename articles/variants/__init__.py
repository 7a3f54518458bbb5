"""Chinese scripts: folding names to one key and telling which script a text is in.

Pure: no database. Each OpenCC configuration is loaded once per process.
"""

from __future__ import annotations

from articles.variants.convert import converter, fold
from articles.variants.detect import Script, detect_script

__all__ = ["Script", "converter", "detect_script", "fold"]
