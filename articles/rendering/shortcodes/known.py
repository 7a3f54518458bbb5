"""Draw the shortcodes of news archives, without third-party scripts or frames.

What is not known here stays in the text, that of Hugo, Jekyll and Hexo as
``<code class="shortcode">``, and is reported. The result is raw HTML: like any other it has the sanitiser before it.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from articles.rendering.shortcodes.shortcode_tags import Role, Syntax, Tag

_IS_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)\Z", re.IGNORECASE)
_PICTURE_BEFORE_WORDS = re.compile(r"(?:<a [^>]*>)?\s*<img [^>]*>\s*(?:</a>)?")
_PLAYED = ("src", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav")
LONGEST_SHOWN = 300

Inline = Callable[[str], str]


@dataclass(frozen=True)
class Piece:
    """A drawn tag: between words or blocks, in an address, and in code."""

    html: str
    source: str
    address: str | None = None
    is_block: bool = False
    is_known: bool = True


class NotUnderstood(Exception):
    """A known name with unusable arguments: the tag is shown as it was typed."""


def piece_for(tag: Tag, inline: Inline) -> Piece:
    """Draw a tag. ``inline`` renders the Markdown of a caption."""
    if tag.role is Role.PRINTED:
        return Piece(html.escape(tag.source), tag.source)
    try:
        if piece := _known_piece(tag, VOCABULARIES[tag.syntax], inline):
            return piece
    except NotUnderstood:
        pass
    if tag.syntax in {Syntax.HUGO, Syntax.LIQUID}:
        return Piece(_shown(tag.source), tag.source, is_known=False)
    return Piece(html.escape(tag.source), tag.source, is_known=False)


def _known_piece(tag: Tag, known: Vocabulary, inline: Inline) -> Piece | None:
    if tag.role is Role.RAW:
        drawn = known.raw[tag.name](tag, inline)
        return Piece(drawn, tag.source, is_block=bool(drawn))
    if tag.role in {Role.OPEN, Role.CLOSE} and tag.name in known.pairs:
        before, after = known.pairs[tag.name](tag.opening or tag, inline)
        return Piece(after if tag.opening else before, tag.source, is_block=True)
    if tag.opening and (tag.name in known.blocks or tag.name in known.addresses):
        return Piece("", tag.source)  # Its opening tag stands for all of it.
    if tag.name in known.addresses:
        address = known.addresses[tag.name](tag)
        shown = html.escape(address)
        drawn = f'<a href="{shown}">{shown}</a>' if address else ""
        return Piece(drawn, tag.source, address)
    if tag.name in known.blocks:
        return Piece(known.blocks[tag.name](tag, inline), tag.source, is_block=True)
    return None


def _shown(source: str) -> str:
    words = " ".join(source.split())
    if len(words) > LONGEST_SHOWN:
        words = f"{words[:LONGEST_SHOWN]}…"
    return f'<code class="shortcode">{html.escape(words)}</code>'


def _figure(tag: Tag, inline: Inline) -> str:
    source = tag.get("src", 0)
    if not source:
        raise NotUnderstood
    caption, title = tag.get("caption"), tag.get("title")
    alt = tag.get("alt") or re.sub(r"<[^<>]*>", "", inline(caption))
    picture = _picture(source, alt, tag.get("width"), tag.get("height"))
    if link := tag.get("link"):
        picture = f'<a href="{html.escape(link)}">{picture}</a>'
    words = f"<h4>{inline(title)}</h4>" if title else ""
    credit = inline(tag.get("attr"))
    if credit and (address := tag.get("attrlink")):
        credit = f'<a href="{html.escape(address)}">{credit}</a>'
    if below := " ".join(filter(None, [inline(caption), credit])):
        words += f"<p>{below}</p>"
    words = f"<figcaption>{words}</figcaption>" if words else ""
    return f"<figure>{picture}{words}</figure>"


def _picture(source: str, alt: str, width: str = "", height: str = "") -> str:
    size = "".join(
        f' {name}="{html.escape(value.removesuffix("px"))}"'
        for name, value in [("width", width), ("height", height)]
        if value
    )
    alt = html.escape(html.unescape(alt).strip())
    return f'<img src="{html.escape(source)}" alt="{alt}"{size}>'


def _tag_picture(tag: Tag, inline: Inline) -> str:
    """Hexo's: class names, the file, then sizes, then a title with the alt in it."""
    files = [word for word in tag.positional if _IS_PICTURE.search(word)]
    if not files:
        raise NotUnderstood
    rest = tag.positional[tag.positional.index(files[0]) + 1 :]
    alt = " ".join(word.strip("'\"") for word in rest if not word.isdigit())
    return f"<p>{_picture(files[0], alt)}</p>"


def _embed(site: str, address: str, words: str = "") -> str:
    """Something shown elsewhere, as a link that says where it leads."""
    shown = html.escape(words or address)
    link = f'<a class="embed" href="{html.escape(address)}">{site}: {shown}</a>'
    return f"<p>{link}</p>"


def _argument(tag: Tag, name: str = "id", position: int = 0) -> str:
    value = tag.get(name, position).strip()
    if not value:
        raise NotUnderstood
    return quote(value, safe="")


def _youtube(tag: Tag, inline: Inline) -> str:
    address = f"https://www.youtube.com/watch?v={_argument(tag)}"
    return _embed("YouTube", address, tag.get("title"))


def _vimeo(tag: Tag, inline: Inline) -> str:
    return _embed("Vimeo", f"https://vimeo.com/{_argument(tag)}", tag.get("title"))


def _tweet(tag: Tag, inline: Inline) -> str:
    both = len(tag.positional) > 1
    user = tag.get("user", 0 if both else None) or "i"
    number = _argument(tag, "id", 1 if both else 0)
    return _embed("X", f"https://x.com/{quote(user, safe='')}/status/{number}")


def _instagram(tag: Tag, inline: Inline) -> str:
    return _embed("Instagram", f"https://www.instagram.com/p/{_argument(tag)}/")


def _gist(tag: Tag, inline: Inline) -> str:
    both = len(tag.positional) > 1 and tag.syntax is Syntax.HUGO
    user = tag.get("user", 0 if both else None)
    number = _argument(tag, "id", 1 if both else 0)
    if tag.syntax is Syntax.LIQUID:
        number = number.replace("%2F", "/")  # Jekyll writes user/number.
    place = f"{quote(user, safe='')}/{number}" if user else number
    return _embed("Gist", f"https://gist.github.com/{place}")


def _named_link(tag: Tag, inline: Inline) -> str:
    address = tag.get("", 0)
    if not address:
        raise NotUnderstood
    words = " ".join(tag.positional[1:]) or address
    return f'<p><a href="{html.escape(address)}">{html.escape(words)}</a></p>'


def _code(tag: Tag, inline: Inline) -> str:
    """Code with its language; Hexo may give it a title."""
    language, title = tag.get("lang", 0) or tag.get("language"), ""
    if tag.syntax is Syntax.LIQUID and tag.name != "highlight":
        named = [word for word in tag.positional if word.startswith("lang:")]
        language = named[0].removeprefix("lang:") if named else ""
        plain = [word for word in tag.positional if ":" not in word]
        title = " ".join(plain)
    code = textwrap.dedent(tag.inner.strip("\n"))
    name = f' class="language-{html.escape(language)}"' if language else ""
    drawn = f"<pre><code{name}>{html.escape(code, quote=False)}\n</code></pre>"
    return f"<p>{html.escape(title)}</p>{drawn}" if title else drawn


def _caption(tag: Tag, inline: Inline) -> str:
    """WordPress's: a picture, perhaps in a link, and words after it or as an argument."""
    drawn = inline(tag.inner.strip())
    if not (picture := _PICTURE_BEFORE_WORDS.match(drawn)):
        return f"<p>{drawn}</p>"
    words = drawn[picture.end() :].strip() or inline(tag.get("caption"))
    words = f"<figcaption><p>{words}</p></figcaption>" if words else ""
    return f"<figure>{picture[0].strip()}{words}</figure>"


def _wordpress_embed(tag: Tag, inline: Inline) -> str:
    return _file_link(tag.inner.strip())


def _player(tag: Tag, inline: Inline) -> str:
    return _file_link(next((tag.get(n) for n in _PLAYED if tag.get(n)), ""))


def _file_link(address: str) -> str:
    if not address or " " in address:
        raise NotUnderstood
    shown = html.escape(address)
    return f'<p><a class="embed" href="{shown}">{shown}</a></p>'


def _details(tag: Tag, inline: Inline) -> tuple[str, str]:
    summary = tag.get("summary", 0) or tag.get("title") or "Details"
    is_open = tag.get("open").lower() in {"true", "open"}
    opening = "<details open>" if is_open else "<details>"
    return f"{opening}<summary>{inline(summary)}</summary>", "</details>"


def _quote(tag: Tag, inline: Inline) -> tuple[str, str]:
    credit = html.escape(" ".join(tag.positional))
    return "<blockquote>", f"<p>— {credit}</p></blockquote>" if credit else (
        "</blockquote>"
    )


def _reference(tag: Tag) -> str:
    address = tag.get("path", 0)
    if not address:
        raise NotUnderstood
    return address


def _reference_in_language(tag: Tag) -> str:
    """Of the text's version in the language that is asked for."""
    path, mark, place = _reference(tag).partition("#")
    asked = f"?lang={quote(tag.get('lang'), safe='')}" if tag.get("lang") else ""
    return f"{path}{asked}{mark}{place}"


def _nothing(tag: Tag, inline: Inline | None = None) -> str:
    return ""


def _from_the_root(tag: Tag) -> str:
    address = _reference(tag)
    return address if "://" in address else f"/{address.lstrip('/')}"


@dataclass(frozen=True)
class Vocabulary:
    """The names one system knows: addresses, things that stand alone, and pairs.

    Those in ``raw`` are pairs that hold no Markdown of the body.
    """

    addresses: dict[str, Callable[[Tag], str]] = field(default_factory=dict)
    blocks: dict[str, Callable[[Tag, Inline], str]] = field(default_factory=dict)
    pairs: dict[str, Callable[[Tag, Inline], tuple[str, str]]] = field(
        default_factory=dict
    )
    raw: dict[str, Callable[[Tag, Inline], str]] = field(default_factory=dict)


HUGO = Vocabulary(
    addresses=dict.fromkeys(["ref", "relref"], _reference_in_language),
    blocks={
        "figure": _figure,
        "youtube": _youtube,
        "gist": _gist,
        **dict.fromkeys(["vimeo", "vimeo_simple"], _vimeo),
        **dict.fromkeys(["tweet", "twitter", "twitter_simple"], _tweet),
        **dict.fromkeys(["x", "x_simple"], _tweet),
        **dict.fromkeys(["instagram", "instagram_simple"], _instagram),
    },
    pairs={"details": _details},
    raw={"highlight": _code},
)
# https://jekyllrb.com/docs/liquid/tags/, …/liquid/filters/ and
# https://hexo.io/docs/tag-plugins
LIQUID = Vocabulary(
    addresses={
        "post_url": _reference,
        "asset_path": _reference,
        "link": _from_the_root,
        # Here the site's own address begins no other.
        **dict.fromkeys(["site.url", "site.baseurl"], _nothing),
        "relative_url": _from_the_root,
    },
    blocks={
        **dict.fromkeys(["asset_img", "img"], _tag_picture),
        **dict.fromkeys(["post_link", "asset_link"], _named_link),
        **{"youtube": _youtube, "vimeo": _vimeo, "gist": _gist},
    },
    pairs=dict.fromkeys(["blockquote", "quote"], _quote),
    raw={
        "comment": _nothing,
        **dict.fromkeys(["highlight", "codeblock", "code"], _code),
    },
)
# https://kramdown.gettalong.org/syntax.html#extensions
KRAMDOWN = Vocabulary(blocks={"options": _nothing}, raw={"comment": _nothing})
# https://wordpress.org/documentation/article/shortcode-blocks/
WORDPRESS = Vocabulary(
    blocks=dict.fromkeys(["audio", "video"], _player),
    raw={
        **dict.fromkeys(["caption", "wp_caption"], _caption),
        "embed": _wordpress_embed,
        "sourcecode": _code,
    },
)
VOCABULARIES = {
    Syntax.HUGO: HUGO,
    Syntax.LIQUID: LIQUID,
    Syntax.KRAMDOWN: KRAMDOWN,
    Syntax.WORDPRESS: WORDPRESS,
}
