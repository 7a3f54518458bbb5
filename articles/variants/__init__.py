"""Show one Chinese text in every script.

``engine`` converts and is pure. ``conversions`` keeps converted texts, editors' choices
and readers' reports about them; ``term_base`` edits the terms and shows their effects.
Import from these three: ``articles.models`` needs the engine, so this package imports
nothing itself.
"""
