"""Sanitise HTML: keep what a reader's browser may receive of a body.

**Ids.** Headings and notes keep the ids Hugo gave them, so old links still land.
In return the site's own ids begin with ``nd-`` (``nd-main``, ``nd-search``), and an
id of the body that begins so is renamed to ``text-nd-…``. A body may still hold
``id="config"``: scripts of the site find elements by data attributes or by ``nd-``
ids, and never read ``window.something`` or ``document.something`` as a setting.
``name`` attributes do not pass.

**Links.** Only web, mail and telephone addresses and relative ones. A link with any
other address loses it and keeps its words.

**Style.** No ``style`` attribute passes; a table cell keeps its alignment as ``align``.
"""

from __future__ import annotations

import re

import nh3

from articles.rendering.embeds import frames_as_links
from articles.rendering.plain_text import TAG, without_controls

RESERVED_ID_PREFIX = "nd-"

_TEXT_TAGS = (
    "a abbr b bdi bdo blockquote br cite code dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p pre q rp rt ruby s "
    "samp section small span strong sub summary sup table tbody td tfoot th thead time "
    "tr u ul var wbr caption col colgroup"
)
_MATH_TAGS = (
    "math mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub "
    "msubsup msup mtable mtd mtext mtr munder munderover menclose"
)
ALLOWED_TAGS = frozenset({*_TEXT_TAGS.split(), *_MATH_TAGS.split()})
_MATH_ATTRIBUTES = (
    "accent accentunder columnalign columnlines columnspacing depth display displaystyle "
    "fence form height linebreak linethickness lspace mathcolor mathbackground mathsize "
    "mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace "
    "scriptlevel separator stretchy voffset width"
)
# Their text is code or belongs to a frame: nothing of it is for reading.
_CODE_TAGS = (
    "script style iframe noscript noembed noframes object template textarea title xmp "
    "svg select"
)
_CONTENT_GOES_TOO = frozenset(_CODE_TAGS.split())
DEEPEST_ELEMENT = 500
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^<>]*>")
# Void elements, and those the next of their kind closes.
_FLAT_TAGS = (
    "area br col dd dt embed hr img input li link meta p rp rt source tbody td tfoot "
    "th thead tr track wbr"
)
_NEVER_NESTED = frozenset(_FLAT_TAGS.split())
_EVERYWHERE = frozenset({"class", "dir", "id", "lang", "title", "translate"})
_ATTRIBUTES: dict[str, str] = {
    "a": "href hreflang role",
    "blockquote": "cite",
    "bdo": "dir",
    "col": "span",
    "colgroup": "span",
    "del": "cite datetime",
    "details": "open",
    "div": "role",
    "img": "src alt width height",
    "input": "type disabled checked",
    "ins": "cite datetime",
    "li": "value",
    "ol": "start reversed type",
    "q": "cite",
    "td": "align colspan rowspan headers",
    "th": "align colspan rowspan headers scope abbr",
    "time": "datetime",
} | dict.fromkeys(_MATH_TAGS.split(), _MATH_ATTRIBUTES)
_ROLES = frozenset({"doc-noteref", "doc-backlink", "doc-endnotes"})
_CLASSES = frozenset(
    [
        "footnotes",
        "footnote-ref",
        "footnote-backref",
        "task-list-item",
        "contains-task-list",
    ]
)
_CODE_CLASS = re.compile(r"language-[\w+#.-]{1,40}\Z")
_SAFE_ID = re.compile(r"[^\s\"'<>`=]{1,300}\Z")
_URL_ATTRIBUTES = frozenset({"href", "src", "cite"})
_IGNORED_IN_URLS = re.compile(r"[\x00-\x20\u200b-\u200f\u2028-\u202f\ufeff]+")
_PICTURE_DATA = re.compile(
    r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+\Z", re.ASCII
)
_SIZE = re.compile(r"[0-9]{1,5}\Z", re.ASCII)
_DIRECTIONS = frozenset({"ltr", "rtl", "auto"})
_ALIGNMENTS = frozenset({"left", "center", "right"})


def sanitise(html: str) -> str:
    """Keep what a news article needs of this HTML and drop the rest."""
    return _cleaned(_cleaner, html)


def sanitise_excerpt(html: str) -> str:
    """Sanitise without ids: a list prints many excerpts on one page."""
    return _cleaned(_excerpt_cleaner, html)


def _cleaned(cleaner: nh3.Cleaner, html: str) -> str:
    safe = without_controls(cleaner.clean(_flatten(frames_as_links(html))))
    return TAG.sub(_without_other_field, safe) if "<input" in safe else safe


def _without_other_field(tag: re.Match[str]) -> str:
    """Drop form controls other than the disabled box of a task list."""
    is_other = tag[2] == "input" and ' type="checkbox"' not in tag[3]
    return "" if is_other else tag[0]


def _flatten(html: str) -> str:
    """Leave out opening tags below the depth where browsers stop nesting too.

    Each level costs the sanitiser a walk up all others: 40,000 open ``<div>`` took
    it nine seconds.
    """
    if html.count("<") <= DEEPEST_ELEMENT:
        return html
    depth = 0

    def keep_or_drop(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in _NEVER_NESTED:
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
        elif depth < DEEPEST_ELEMENT:
            depth += 1
        else:
            return ""
        return tag[0]

    return _ANY_TAG.sub(keep_or_drop, html)


def safe_id(identifier: str) -> str:
    """Give the id a body's element is printed with."""
    if identifier.lower().startswith(RESERVED_ID_PREFIX):
        return f"text-{identifier}"
    return identifier


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name in _URL_ATTRIBUTES:
        return _filter_address(tag, name, value)
    match name:
        case "id":
            return safe_id(value) if _SAFE_ID.match(value) else None
        case "class":
            return _filter_classes(tag, value)
        case "role":
            return value if value in _ROLES else None
        case "width" | "height" if tag == "img":
            return value if _SIZE.match(value) else None
        case "type" if tag == "input":
            return "checkbox" if value.lower() == "checkbox" else None
        case "dir":
            return value if value.lower() in _DIRECTIONS else None
        case "align":
            return value if value.lower() in _ALIGNMENTS else None
    return value


def _filter_classes(tag: str, value: str) -> str | None:
    kept = [
        name
        for name in value.split()
        if name in _CLASSES
        or (tag in {"code", "pre"} and _CODE_CLASS.match(name))
        or (tag == "code" and name == "shortcode")
    ]
    return " ".join(kept) or None


def _filter_address(tag: str, name: str, value: str) -> str | None:
    address = _IGNORED_IN_URLS.sub("", value)
    if address[:5].lower() == "data:":
        is_picture = tag == "img" and name == "src" and _PICTURE_DATA.match(address)
        return address if is_picture else None
    if address.lower().startswith(f"#{RESERVED_ID_PREFIX}"):
        return f"#{safe_id(address[1:])}"
    return value


def _build(everywhere: frozenset[str]) -> nh3.Cleaner:
    attributes = {tag: set(names.split()) for tag, names in _ATTRIBUTES.items()}
    return nh3.Cleaner(
        tags=set(ALLOWED_TAGS),
        clean_content_tags=set(_CONTENT_GOES_TOO),
        attributes=attributes | {"*": set(everywhere)},
        attribute_filter=_filter_attribute,
        set_tag_attribute_values={"input": {"disabled": ""}},
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,  # ``postprocess`` adds it, to links that leave the site.
    )


_cleaner = _build(_EVERYWHERE)
_excerpt_cleaner = _build(_EVERYWHERE - {"id"})
