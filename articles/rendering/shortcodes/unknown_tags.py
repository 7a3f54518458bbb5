"""Draw shortcodes that no vocabulary knows: as the desk chose, else by their addresses.

A tag with an address in it (``src``, ``url``, a link, the ``id`` of a provider's page) is a
link or a picture. Any other stays as it was typed, unless the desk chose a treatment.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from articles.choices import ShortcodeTreatment
from articles.rendering.shortcodes.shortcode_tags import Syntax, Tag

# Arguments that hold the address of what is shown, the likeliest first, and of where a
# click on it leads.
_SOURCES = (
    "src", "url", "source", "image", "img", "image_path", "video", "audio", "mp4", "m4v",
    "webm", "ogv", "mp3", "m4a", "ogg", "wav", "file", "pdf", "data-src",
)  # fmt: skip
_TARGETS = ("href", "link", "relref", "ref", "to", "address")
_WORDS = ("text", "label", "caption", "title", "name", "content")
_FOLDERS_OR_WEB = re.compile(
    r"(?:https?:)?//[^\s/]\S*|(?:\.{0,2}/)\S+|mailto:\S+@\S+", re.I
)
_ENDING = (
    r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|mp4|m4v|webm|ogv|mov|mp3|m4a|ogg|oga|wav|flac|aac"
    r"|pdf|docx?|xlsx?|pptx?|zip|epub|csv)"
)
_FILE = re.compile(rf"[^\s:]+{_ENDING}(?:[?#]\S*)?", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp)\Z", re.IGNORECASE)
_OTHER_FILE = re.compile(rf"{_ENDING}\Z", re.IGNORECASE)
_SHOWS_PICTURES = re.compile(
    r"ima?ge?s?(?![a-z])|pict?(?:ure)?|photo|fig(?:ure)?|gallery"
)
_HOLDS_LINK = re.compile(
    r"https?://|\]\(|\]\[|<(?:a|img|iframe|video|audio)\b|(?:src|href|url)="
)
_SOURCE_ELEMENT = re.compile(
    r"<(?:source|embed)\b[^<>]*?\ssrc=[\"']([^\"'<>]+)", re.IGNORECASE
)
_BILIBILI = re.compile(r"BV[0-9A-Za-z]{10}|av[0-9]+", re.IGNORECASE)
# How each provider addresses the page of an id.
_PROVIDERS = {
    "youtube": ("YouTube", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo", "https://vimeo.com/{}"),
    "bilibili": ("Bilibili", "https://www.bilibili.com/video/{}"),
    "youku": ("Youku", "https://v.youku.com/v_show/id_{}.html"),
    "tencent": ("Tencent Video", "https://v.qq.com/x/page/{}.html"),
    "dailymotion": ("Dailymotion", "https://www.dailymotion.com/video/{}"),
    "twitch": ("Twitch", "https://www.twitch.tv/videos/{}"),
    "ted": ("TED", "https://www.ted.com/talks/{}"),
    "spotify": ("Spotify", "https://open.spotify.com/episode/{}"),
    "netease": ("NetEase", "https://music.163.com/song?id={}"),
    "instagram": ("Instagram", "https://www.instagram.com/p/{}/"),
    "twitter": ("X", "https://x.com/i/status/{}"),
    "tweet": ("X", "https://x.com/i/status/{}"),
    "telegram": ("Telegram", "https://t.me/{}"),
    "gist": ("Gist", "https://gist.github.com/{}"),
    "asciinema": ("asciinema", "https://asciinema.org/a/{}"),
    "codepen": ("CodePen", "https://codepen.io/pen/{}"),
}  # fmt: skip
_OTHER_NAMES = {
    "yt": "youtube",
    "qq": "tencent",
    "txvideo": "tencent",
    "google_drive": "gdrive",
}
_PROVIDER_KEYS = ("provider", "service", "site", "platform", "type", "host")
_IDS = ("id", "vid", "bvid", "video_id", "videoid", "video-id")
# What closes an aside, which stands beside paragraphs.
BLOCK_END = "</aside>"
# Liquid's own statements: an address in one is compared, not shown.
_STATEMENTS = frozenset({
    "assign", "if", "unless", "elsif", "else", "case", "when", "for", "break", "continue",
    "capture", "cycle", "increment", "decrement", "tablerow", "liquid", "echo", "set",
    "block", "extends", "macro", "import", "from", "call", "filter",
})  # fmt: skip


@dataclass(frozen=True)
class _Shown:
    """An address to show, the site it belongs to, and whether it is a picture."""

    address: str
    site: str = ""
    is_picture: bool = False


@dataclass(frozen=True)
class Drawn:
    """What a tag and the one that closes it become. ``address`` is that of a link."""

    before: str
    after: str = ""
    address: str | None = None
    is_block: bool = False


def name_of(tag: Tag) -> str:
    """Return the name that an editor knows it by: of an ``include``, with its file."""
    tag = tag.opening or tag
    if (
        tag.syntax is Syntax.LIQUID
        and tag.name.startswith("include")
        and tag.positional
    ):
        return f"{tag.name} {tag.positional[0]}"
    return tag.name


def is_bare_address(text: str) -> bool:
    """Tell whether a text, such as what a pair holds, is an address and nothing else."""
    return _is_address(text.strip())


def places_of_links(text: str) -> list[int]:
    """Return where links and addresses begin in a text, in order."""
    return [found.start() for found in _HOLDS_LINK.finditer(text)]


def draw_unknown(
    tag: Tag,
    inner: str,
    inline: Callable[[str], str],
    treatment: str = "",
    *,
    holds_link: bool = False,
) -> Drawn | None:
    """Draw a tag that stands alone or opens a pair; ``inner`` is what the pair holds, if
    that has no tags. Return None if it is to be shown as it was typed."""
    if treatment == ShortcodeTreatment.DROP:
        return Drawn("")
    if treatment == ShortcodeTreatment.ASIDE:
        return _aside(tag, inline)
    if tag.syntax is Syntax.LIQUID and tag.name in _STATEMENTS:
        return None
    shown = _addresses(tag, inner)
    if treatment:
        is_picture = treatment == ShortcodeTreatment.PICTURE
        shown = [_Shown(item.address, item.site, is_picture) for item in shown]
    if shown:
        return _drawn(tag, shown, inner, inline)
    if holds_link:
        # A link or a picture within shows itself: of the tags, only a title is left.
        title = inline(tag.get("title") or tag.get("caption"))
        return Drawn(f"<p>{title}</p>" if title else "", is_block=bool(title))
    return None


def _addresses(tag: Tag, inner: str) -> list[_Shown]:
    """Return the addresses in a tag's arguments: the first named one, else all; without
    any, that of an element of HTML within a pair, such as ``<source>``."""
    if page := _page_of_provider(tag):
        return [page]
    for names, is_target in ((_SOURCES, False), (_TARGETS, True)):
        for name in names:
            if _is_address(value := tag.named.get(name, ""), name):
                return [_shown(value, tag, is_target=is_target)]
    values = [*_positional(tag), *tag.named.values()]
    found = dict.fromkeys(value for value in values if _is_address(value))
    if not found and (source := _SOURCE_ELEMENT.search(inner)):
        found = {html.unescape(source[1]): None}
    return [_shown(value, tag) for value in found]


def _positional(tag: Tag) -> list[str]:
    """Return the arguments without names; the file of an include is none."""
    return tag.positional[name_of(tag) != tag.name :]


def _is_address(value: str, name: str = "") -> bool:
    if not value or any(mark in value for mark in "{}<>\n"):
        return False
    if name in {"src", "url", "href", "link", "relref", "ref"}:
        # ``link="true"`` is a switch, ``url="two words"`` is none; a file's name may
        # have spaces.
        if _FILE.fullmatch(value.replace(" ", "-")):
            return True
        is_plain = not _SCHEME.match(value) and value not in {"true", "false"}
        return (is_plain or bool(_FOLDERS_OR_WEB.fullmatch(value))) and " " not in value
    return bool(_FOLDERS_OR_WEB.fullmatch(value) or _FILE.fullmatch(value))


def _shown(address: str, tag: Tag, *, is_target: bool = False) -> _Shown:
    """Tell by its ending, else by the shortcode's name, whether it is a picture; what a
    click leads to is none."""
    try:
        path = urlsplit(address).path
    except ValueError:  # http://[x/
        path = address
    is_picture = bool(_PICTURE.search(path))
    if not (is_picture or is_target or _OTHER_FILE.search(path)):
        is_picture = bool(_SHOWS_PICTURES.match(name_of(tag).split()[-1].lower()))
    return _Shown(address, is_picture=is_picture)


def _page_of_provider(tag: Tag) -> _Shown | None:
    """Return the page that an id stands for, if tag or arguments name its provider."""
    number = next((tag.named[name] for name in _IDS if tag.named.get(name)), "")
    named = next((p for p in _PROVIDERS if tag.named.get(p)), "")
    if named and not number:
        provider, number = named, tag.named[named]
    else:
        keys = [tag.named.get(key, "") for key in _PROVIDER_KEYS]
        keys += [key for key in [tag.named.get("server", "")] if key == "netease"]
        provider = next(filter(None, map(_provider_in, [*keys, name_of(tag)])), "")
        rest = _positional(tag)
        number = number or (rest[0] if provider and rest else "")
    if not provider and _BILIBILI.fullmatch(number):
        provider = "bilibili"
    if not provider or not number or _is_address(number):
        return None
    if provider == "bilibili" and number.isdecimal():
        number = f"av{number}"
    site, address = _PROVIDERS[provider]
    return _Shown(
        address.format(quote(number, safe="/" if provider == "gist" else "")), site
    )


def _provider_in(words: str) -> str:
    """Return the provider that a name speaks of: ``youtube-lite``, ``video.qq``."""
    parts = re.split(r"[\W_]+", words.lower())
    parts = [_OTHER_NAMES.get(part, part) for part in parts]
    exact = next((part for part in parts if part in _PROVIDERS), "")
    long = (p for p in _PROVIDERS if len(p) > 5 and p in words.lower())
    return exact or next(long, "")


def _drawn(
    tag: Tag, shown: list[_Shown], inner: str, inline: Callable[[str], str]
) -> Drawn:
    target = next(
        (tag.named[n] for n in _TARGETS if _is_address(tag.named.get(n, ""), n)), ""
    )
    if all(item.is_picture for item in shown):
        return _pictures(tag, shown, target, inline)
    words = next((tag.named[name] for name in _WORDS if tag.named.get(name)), "")
    if not words and len(shown) == 1 and not shown[0].site:
        words = " ".join(w for w in _positional(tag) if not _is_address(w))
    held = inner.strip()
    if held and len(shown) == 1 and "\n" not in held and not _HOLDS_LINK.search(held):
        return Drawn(_opening(shown[0].address), "</a>", shown[0].address)
    links = [_link(item, words) for item in shown]
    address = shown[0].address if len(shown) == 1 else None
    return Drawn(" ".join(links), "", address)


def _opening(address: str) -> str:
    return f'<a href="{html.escape(address)}">'


def _link(item: _Shown, words: str) -> str:
    label = html.escape(words or item.address)
    label = f"{item.site}: {label}" if item.site else label
    return f'<a class="embed" href="{html.escape(item.address)}">{label}</a>'


def _pictures(
    tag: Tag, shown: list[_Shown], target: str, inline: Callable[[str], str]
) -> Drawn:
    caption = tag.get("caption") or tag.get("title")
    alt = tag.get("alt") or re.sub(r"<[^<>]*>", "", inline(caption))
    alt = html.escape(html.unescape(alt).strip())
    drawn = " ".join(
        f'<img src="{html.escape(item.address)}" alt="{alt}">' for item in shown
    )
    if target and target != shown[0].address:
        drawn = f"{_opening(target)}{drawn}</a>"
    if not caption:
        return Drawn(drawn)
    below = f"<figcaption><p>{inline(caption)}</p></figcaption>"
    return Drawn(f"<figure>{drawn}{below}</figure>", is_block=True)


def _aside(tag: Tag, inline: Callable[[str], str]) -> Drawn | None:
    words = [word for name in _WORDS if (word := tag.named.get(name))]
    words = words or [" ".join(tag.positional)]
    label = '<p class="alert__label">' if tag.closing else "<p>"
    drawn = "".join(f"{label}{inline(text)}</p>" for text in words if text.strip())
    if not (drawn or tag.closing):
        return None
    opening = f'<aside class="alert alert--note" role="note">{drawn}'
    if tag.closing:
        return Drawn(opening, BLOCK_END, is_block=True)
    return Drawn(f"{opening}</aside>", is_block=True)
