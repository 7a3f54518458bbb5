"""Render a body, from Markdown to everything that pages print of it."""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markdown_it.token import Token

from articles.rendering.excerpts import automatic_excerpt, before_the_marker
from articles.rendering.headings import Heading
from articles.rendering.markdown import draw, parse
from articles.rendering.plain_text import plain_text, without_struck
from articles.rendering.postprocess import ImageResolver, LinkResolver, postprocess
from articles.rendering.sanitise import safe_id, sanitise, sanitise_excerpt
from articles.variants.engine import name_passages

_SINGLE_PARAGRAPH = re.compile(r"\s*<p>((?:(?!</?p>).)*)</p>\s*\Z", re.DOTALL)
TreatmentOf = Callable[[str], str | None]


@dataclass(frozen=True)
class Rendered:
    """A rendered body for pages, lists and feeds. The HTML is safe.

    ``unknown_shortcodes`` repeats a name for each occurrence; ``unknown_markup`` gives the
    first source of each other name. Both stay in the text as they were typed. Those of
    ``guessed_shortcodes`` are shown by the address in them; ``named_shortcodes`` are all
    that have no meaning of their own, whatever became of them.
    """

    html: str
    headings: tuple[Heading, ...]
    excerpt_html: str
    is_truncated: bool
    unknown_shortcodes: tuple[str, ...] = ()
    unknown_markup: tuple[str, ...] = ()
    guessed_shortcodes: tuple[str, ...] = ()
    named_shortcodes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words of the body on one line, without its notes."""
        return plain_text(self.html)


def render(
    body: str,
    *,
    summary: str = "",
    language: str = "",
    math: bool = False,
    hard_wraps: bool = False,
    typographer: bool = True,
    treatment_of: TreatmentOf | None = None,
    resolve_image: ImageResolver | None = None,
    resolve_link: LinkResolver | None = None,
) -> Rendered:
    """Render a body once for every place that shows it. It never raises.

    ``language`` is the language of the body: Chinese passages of an English one get a
    ``lang`` attribute, and asides a label in it. Without it none do, and labels are English.

    ``resolve_image`` and ``resolve_link`` take an address as the writer typed it
    (percent-encoded) and return what to print instead, or ``None`` to leave it.
    """
    env: dict[str, Any] = {"language": language, "treatment_of": treatment_of}
    tokens = parse(body, env, math=math, hard_wraps=hard_wraps, typographer=typographer)
    safe = sanitise(draw(tokens, env))
    excerpt_html, is_truncated = _excerpt(tokens, env, summary, safe, math=math)

    def postprocessed(markup: str) -> str:
        markup = postprocess(markup, resolve_image, resolve_link)
        return name_passages(markup, language) if language else markup

    return Rendered(
        html=postprocessed(safe),
        headings=tuple(
            replace(heading, id=safe_id(heading.id)) for heading in env["headings"]
        ),
        excerpt_html=postprocessed(excerpt_html),
        is_truncated=is_truncated,
        unknown_shortcodes=tuple(env.get("unknown_shortcodes", ())),
        unknown_markup=tuple(env.get("unknown_markup", {}).values()),
        guessed_shortcodes=tuple(env.get("guessed_shortcodes", ())),
        named_shortcodes=tuple(env.get("named_shortcodes", ())),
    )


def _excerpt(
    tokens: Sequence[Token], env: dict[str, Any], summary: str, safe: str, *, math: bool
) -> tuple[str, bool]:
    if found := before_the_marker(tokens):
        before, is_truncated = found
        drawn = draw(before, env | {"without_notes": True})
        return without_struck(sanitise_excerpt(drawn)).strip(), is_truncated
    if summary.strip():
        return without_struck(_render_summary(summary, math=math)), False
    automatic = automatic_excerpt(safe)
    return html_module.escape(automatic.text, quote=False), automatic.is_truncated


def _render_summary(summary: str, *, math: bool) -> str:
    env: dict[str, Any] = {"without_notes": True}
    safe = sanitise_excerpt(draw(parse(summary, env, math=math), env)).strip()
    single = _SINGLE_PARAGRAPH.match(safe)
    return single[1] if single else safe


def render_inline(markdown: str) -> str:
    """Render a caption or a bio: safe, and without the paragraph around one line."""
    return postprocess(_render_summary(markdown, math=False))
