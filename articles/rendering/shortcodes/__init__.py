"""Shortcodes of Hugo and tags of Jekyll, Hexo, kramdown and WordPress, as HTML.

``shortcode_tags`` finds and pairs them in a text, ``known`` says what each becomes,
``unknown_tags`` what becomes of the others, and ``extraction`` takes them out before Markdown is parsed and places their HTML afterwards.
"""

from __future__ import annotations

from articles.rendering.shortcodes.extraction import place_shortcodes, take_out

__all__ = ["place_shortcodes", "take_out"]
