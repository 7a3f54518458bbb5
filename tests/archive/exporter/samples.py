"""Files that people could have written, drawn by hypothesis, and what they say."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from hypothesis import strategies as st

from articles.archive.fields import Thumbnail, Values
from articles.archive.fields.attribution import ArticleSource
from articles.archive.front_matter import one_line
from articles.archive.hugo.configuration import Configuration
from articles.archive.reader import (
    ArchiveSettings,
    FileContext,
    ParseContext,
    ParsedFile,
)
from articles.archive.reader.footer_patterns import footer_candidates

WORDS = st.sampled_from(
    [
        *(
            "股市",
            "臺灣",
            "rates",
            "Fed's",
            "a: b",
            "# no",
            "[x]",
            "{y}",
            '"so"',
            "C++",
        ),
        *("- dash", "10%", "@me", "!", "&amp", "*", "null", "true", "12:30", "0123"),
        *("😀", "é", "1,5", "no", "~", "2024-01-01", "\\n", "a'b", "|", ">", "<b"),
    ]
)
TEXT = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
NAMES = st.lists(TEXT, min_size=1, max_size=3, unique=True)
MOMENTS = st.datetimes(
    datetime(1971, 1, 2), datetime(2090, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
_COMMENTS = st.sampled_from(["", "", "", "  # 编者注", " # note: x"])
# Read only after the importer put quotes round them.
_MENDED = st.sampled_from(["甲: 乙", "@me", "50: up: down", "[x] y", "%s"])


def _above(indent: str) -> st.SearchStrategy[list[str]]:
    return st.sampled_from([[], [], [f"{indent}# 关于它: x"]])


@dataclass
class Sample:
    """A file's bytes, and the lines of each key in it."""

    content: bytes
    format: str
    lines: dict[str, list[str]] = field(default_factory=dict)


def _yaml_scalar(draw: st.DrawFn, text: str) -> str:
    style = draw(st.sampled_from(["'", '"']))
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _yaml(draw: st.DrawFn, key: str, value: Any) -> list[str]:
    comment = draw(_COMMENTS)
    if isinstance(value, list):
        items = [_yaml_scalar(draw, item) for item in value]
        if draw(st.booleans()):
            return [f"{key}: [{', '.join(items)}]{comment}"]
        indent = draw(st.sampled_from(["", "  ", "    "]))
        lines = [f"{key}:{comment}"]
        for item in items:
            lines += draw(_above(indent))
            lines.append(f"{indent}- {item}{draw(_COMMENTS)}")
        return lines
    if isinstance(value, bool):
        return [f"{key}: {json.dumps(value)}{comment}"]
    if key == "date" and draw(st.booleans()):
        return [f"{key}: {value}{comment}"]
    if key in {"summary", "desk_note"} and draw(st.booleans()):
        opening = draw(st.sampled_from(["|", "|-", ">", ">-", "|2"]))
        return [f"{key}: {opening}{comment}", f"  {value}", "", "  末行"]
    return [f"{key}: {_yaml_scalar(draw, value)}{comment}"]


def _toml(draw: st.DrawFn, key: str, value: Any) -> list[str]:
    comment = draw(_COMMENTS)
    if key == "date" and draw(st.booleans()):
        return [f"{key} = {value}{comment}"]
    if isinstance(value, str) and "'" not in value and draw(st.booleans()):
        return [f"{key} = '{value}'{comment}"]
    if isinstance(value, list) and draw(st.booleans()):
        lines = [f"{key} = [{draw(_COMMENTS)}"]
        for item in value:
            lines += draw(_above("  "))
            text = json.dumps(item, ensure_ascii=False)
            lines.append(f"  {text},{draw(_COMMENTS)}")
        return [*lines, "]" + comment]
    return [f"{key} = {json.dumps(value, ensure_ascii=False)}{comment}"]


def _json(_draw: st.DrawFn, key: str, value: Any) -> list[str]:
    return [f'  "{key}": {json.dumps(value, ensure_ascii=False)},']


_WRITERS = {"yaml": _yaml, "hexo": _yaml, "toml": _toml, "json": _json}
_FENCES = {"yaml": ("---", "---"), "hexo": (None, "---"), "toml": ("+++", "+++")}

_KEYS: dict[str, st.SearchStrategy[Any]] = {
    "summary": TEXT,
    "description": TEXT,
    "categories": NAMES,
    "tags": NAMES,
    "authors": NAMES,
    "toc": st.booleans(),
    "pager": st.booleans(),
    "sidebar": st.sampled_from(["left", "right"]),
    "widgets": st.just(["recent", "search"]),
    "thumbnail": st.just("https://e.example/a.png"),
    "desk_note": TEXT,
    "Keywords": NAMES,
}


@st.composite
def headers(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """A format, and the lines of each key in their order; "" are comments."""
    form = draw(st.sampled_from(list(_WRITERS)))
    moment = draw(MOMENTS).strftime("%Y-%m-%dT%H:%M:%S")
    zone = draw(st.sampled_from(["", "Z", "+08:00", "-05:00"]))
    title = draw(TEXT.filter(one_line))  # "<b >" is none.
    values: dict[str, Any] = {"title": title, "date": moment + zone}
    for key in draw(st.lists(st.sampled_from(list(_KEYS)), unique=True)):
        values[key] = draw(_KEYS[key])
    lines = {key: _WRITERS[form](draw, key, value) for key, value in values.items()}
    if form == "yaml" and draw(st.booleans()):
        lines["title"] = [f"title: {draw(_MENDED)}"]
    if form == "json":
        lines[key] = [lines[(key := list(lines)[-1])][0].removesuffix(",")]
    elif draw(st.booleans()):
        lines["title"].append("# 注释: [not a key]")
    return form, lines


_LINES = st.one_of(st.just(""), TEXT, st.sampled_from(["## 小标题", "> quoted", "```"]))
NOTICES = ["1. 欢迎转载，转载时请标明来源为海岳财经。", "", "2. 仅供参考，风险自负。"]
LINK = "[haiyue](https://www.haiyue.example/article/%E7%89%9B-1)"
_NOTICE = "免责声明：仅供参考。"
# The first is known by its shape, the others because many files end like them.
BLOCKS = [
    [*NOTICES, "", LINK],
    ["---", "", _NOTICE, "", "原文链接：https://www.haiyue.example/article/1"],
    ["**声明**", "", "内容由作者提供。", "来源：海岳财经"],
    [_NOTICE],
    ["<https://www.haiyue.example/article/1>"],
]
PLACE = FileContext(
    "site",
    PurePosixPath("content/zh-CN/news/haiyue/1.zh-CN.md"),
    ArchiveSettings(Configuration("Asia/Shanghai"), "site"),
    ParseContext([footer_candidates(["", *block])[0].digest for block in BLOCKS]),
)


@st.composite
def bodies(draw: st.DrawFn) -> list[str]:
    lines = draw(st.lists(_LINES, max_size=8))
    if draw(st.booleans()):
        lines += ["", *draw(st.sampled_from(BLOCKS))]
    return lines + [""] * draw(st.integers(0, 2))


# Texts with their title on top, elsewhere, or not at all; some end with a block.
TITLED = st.sampled_from(
    [
        *("", "\n", "{}", "{}\n", "\n{}\n", "{}\n\n", "# {}", "# {}\n", "{}\n===\n"),
        *("甲", "{}\n\n甲\n", "# {}\n甲", "## {} ##\n\n\n甲\n乙", "甲\n\n{}\n"),
        *("{}\n{}\n甲", "<!-- c -->\n{}\n\n甲\n"),
    ]
)
CLOSED = st.sampled_from(["", "{}", "# {}", "甲"]).map(f"{{}}\n\n{_NOTICE}\n".format)
_BODIES = bodies()


@st.composite
def samples(draw: st.DrawFn, texts: st.SearchStrategy[list[str]] = _BODIES) -> Sample:
    """A whole file: any format, line ends of one or several kinds, with or without a
    byte order mark and a last line end."""
    form, keys = draw(headers())
    body = draw(texts)
    front = [line for lines in keys.values() for line in lines]
    if form == "json":
        lines = ["{", *front, "}", *body]
    else:
        opening, closing = _FENCES[form]
        lines = [*([opening] if opening else []), *front, str(closing), *body]
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\n", "\r\n"]]))
    text = "".join(
        line + (ends[n % len(ends)] if n < len(lines) - 1 else "")
        for n, line in enumerate(lines)
    )
    mark = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    return Sample(mark + text.encode(), form, keys)


@st.composite
def plain_texts(draw: st.DrawFn) -> bytes:
    """A text without front matter: a title, then lines or paragraphs."""
    gap = draw(st.sampled_from(["\n", "\n\n", "\r\n"]))
    lines = draw(st.lists(TEXT.map("{}。".format), min_size=1, max_size=5))
    return (f"报告：{draw(TEXT)}" + gap + gap.join(lines)).encode()


def as_imported(content: bytes, place: FileContext) -> FileContext:
    """The place with what an import of these bytes records of them."""
    return replace(place, context=place.parse(content).used)


def values_from(parsed: ParsedFile) -> Values:
    """The article that the importer makes of a file."""
    footer = parsed.footer
    source = None
    if footer and footer.label:
        source = ArticleSource(footer.name, footer.label)
    return parsed.values | {
        "slug": parsed.slugs[0],
        "body": parsed.body,
        "source": source,
        "source_url": footer.url if footer else "",
        "disclaimer": footer.disclaimer if footer else "",
        "thumbnail": Thumbnail(address=parsed.values["thumbnail"]),
    }


@dataclass
class Listed:
    """A file with one list of tags, the lines of each tag, and what is wanted of it."""

    content: bytes
    format: str
    lines: dict[str, list[str]]
    wanted: list[str]


_PAIRS = {
    "yaml": ("---\n{}tags:{}\n", "{}- {}{}\n", "{}---\n"),
    "flow": ("---\n{}tags: [{}\n", "{}{},{}\n", "{}] # end\n---\n"),
    "toml": ("+++\n{}tags = [{}\n", "{}{},{}\n", "{}] # end\n+++\n"),
}


@st.composite
def listed(draw: st.DrawFn) -> Listed:
    """A list over many lines with a comment above and beside each item, in a format
    that has comments; some items go and some come."""
    form = draw(st.sampled_from(list(_PAIRS)))
    title = "title = '买入'\n" if form == "toml" else f"title: {draw(_MENDED)}\n"
    opening, item, closing = _PAIRS[form]
    tags = draw(st.lists(st.sampled_from("abcde"), min_size=1, unique=True))
    lines: dict[str, list[str]] = {}
    for tag in tags:
        above = f"  # on {tag}\n" * draw(st.integers(0, 2))
        beside = draw(st.sampled_from(["", f"  # by {tag}"]))
        line = item.format("  ", json.dumps(tag), beside)
        lines[tag] = (above + line).split("\n")[:-1]
    front = "\n".join(line for tag in tags for line in lines[tag])
    tail = closing.format(draw(st.sampled_from(["", "  # last\n"])))
    text = opening.format(title, draw(_COMMENTS)) + front + "\n" + tail + "Text.\n"
    kept = draw(st.lists(st.sampled_from(tags), unique=True).map(sorted))
    order = [tag for tag in tags if tag in kept]
    wanted = order + draw(st.sampled_from([[], ["新"]]))
    return Listed(text.encode(), form, lines, wanted)


_SAID = {
    "title": ["&a 买入", "&a '买, 入' # why", "&a |\n  买\n  入"],
    "tags": ["&a [金, 油]", "&a\n  # on 金\n  - 金 # by 金\n  - 油", "&a 金"],
    "summary": ["&a >-\n  买\n  入", '&a "a: \\"b\\""'],
}


@st.composite
def anchored(draw: st.DrawFn) -> Sample:
    """A header with an anchor that two other keys call."""
    key = draw(st.sampled_from(list(_SAID)))
    keys = {key: f"{key}: {draw(st.sampled_from(_SAID[key]))}"}
    keys |= {
        "note": "note: *a # n",
        "more": draw(st.sampled_from(["m: [*a, x]", "m: *a"])),
    }
    keys |= {"date": "date: 2025-02-10 # d", "base": "base: &b {sidebar: left}\n<<: *b"}
    lines = {name: text.split("\n") for name, text in keys.items()}
    front = "\n".join(keys.values())
    return Sample(f"---\n{front}\n---\nText.\n".encode(), "yaml", lines)
