"""Shortcodes of Hugo and tags of Jekyll, Hexo, kramdown and WordPress, as HTML.

``shortcode_tags`` finds and pairs them in a text, ``known`` says what each becomes,
``unknown_tags`` what becomes of the others, and ``extraction`` takes them out before Markdown is parsed and places their HTML afterwards.
"""

from __future__ import annotations

from articles.rendering.shortcodes.extraction import place_shortcodes, take_out
from articles.rendering.shortcodes.known import has_meaning
from articles.rendering.shortcodes.shortcode_tags import has_tags

__all__ = ["has_meaning", "has_tags", "place_shortcodes", "take_out"]
