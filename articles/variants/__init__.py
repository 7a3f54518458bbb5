"""Show one Chinese text in every script.

``engine`` converts and is pure. ``conversions`` keeps converted texts, editors' choices
and readers' reports about them; ``term_base`` edits the terms and shows their effects;
``judging`` counts what a conversion gets wrong.
Import from these four: ``articles.models`` needs the engine, so this package imports
nothing itself.
"""
