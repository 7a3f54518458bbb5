"""What holds for every file, drawn by hypothesis.

``NEWSDESK_EXAMPLES=2000`` draws more of them.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import SimpleTestCase
from hypothesis import HealthCheck, given, settings, strategies as st

from articles.archive.exporter.edited_file import edit, unsaved
from articles.archive.exporter.file_text import FileText, spans
from articles.archive.exporter.new_file import compose
from articles.archive.fields import Thumbnail, Values
from articles.choices import AiUse, Status, Visibility
from tests.archive.exporter.samples import (
    BLOCKS,
    CLOSED,
    MOMENTS,
    NAMES,
    PLACE,
    TEXT,
    TITLED,
    Listed,
    Sample,
    anchored,
    as_imported,
    bodies,
    listed,
    plain_texts,
    samples,
    values_from,
)
from tests.examples import examples

often = settings(examples(500), suppress_health_check=list(HealthCheck))
seldom = settings(often, max_examples=often.max_examples // 4)

Change = tuple[str, Callable[[Values], None]]


def value(
    key: str, name: str, new: st.SearchStrategy[Any]
) -> st.SearchStrategy[Change]:
    def change(drawn: Any) -> Change:
        return key, lambda now: now.update({name: drawn})

    return new.map(change)


def attribute(
    key: str, name: str, new: st.SearchStrategy[Any]
) -> st.SearchStrategy[Change]:
    def change(drawn: Any) -> Change:
        return key, lambda now: now.update({name: drawn})

    return new.map(change)


def noted(note: str) -> Change:
    def change(now: Values) -> None:
        now["extra"] = now["extra"] | {"desk_note": note}

    return "desk_note", change


VISIBILITIES = st.sampled_from(Visibility.values)
_BUILD = st.fixed_dictionaries(
    {},
    optional={
        "list": st.sampled_from(["always", "local", "never", False, "odd"]),
        "render": st.sampled_from(["always", "link", "never"]),
        "publishResources": st.booleans(),
    },
)
_SAID = st.sampled_from([True, False, "yes", "no", ""])
# What a source may say of where a page is named.
HIDING = st.fixed_dictionaries(
    {},
    optional={
        "build": _BUILD,
        "_build": _BUILD,
        "unlisted": _SAID,
        "hidden": st.one_of(_SAID, st.just(["home"])),
        "robots": st.sampled_from(
            ["noindex", "none, nofollow", "index", "nofollow", ["noindex"], ["x"], ""]
        ),
        "robotsNoIndex": _SAID,
        "sitemap": st.one_of(
            st.fixed_dictionaries(
                {}, optional={"disable": _SAID, "priority": st.just(0.5)}
            ),
            _SAID,
        ),
        "private": _SAID,
        "headless": _SAID,
        "draft": _SAID,
    },
)

EDITS: st.SearchStrategy[Change] = st.one_of(
    value("title", "title", TEXT),
    value("summary", "summary", st.one_of(TEXT, TEXT.map("{0}\n{0}".format))),
    value("description", "description", st.one_of(TEXT, st.just(""))),
    value("date", "published_at", MOMENTS),
    value("expirydate", "expires_at", MOMENTS),
    value("toc", "toc", st.sampled_from([True, False, None])),
    value("sidebar", "sidebar", st.sampled_from(["left", "none", ""])),
    value("widgets", "widgets", st.just(["recent", "taglist"])),
    value("weight", "weight", st.integers(-9, 9)),
    value("ai_use", "ai_use", st.sampled_from(AiUse.values)),
    value("draft", "status", st.just("draft")),
    attribute("tags", "tags", NAMES),
    attribute("categories", "categories", st.one_of(NAMES, st.just([]))),
    attribute("authors", "authors", NAMES),
    attribute("slug", "slug", st.just("another-name")),
    st.one_of(TEXT, TEXT.map("{0}\n{0}\n".format)).map(noted),
    attribute(
        "thumbnail", "thumbnail", st.just(Thumbnail(address="https://e.example/b.png"))
    ),
)


class VisibilityTests(SimpleTestCase):
    @seldom
    @given(HIDING, VISIBILITIES, st.sampled_from(Status.values))
    def test_whatever_a_file_says_it_can_be_made_to_say_where_it_is_named(
        self, keys: dict[str, Any], visibility: str, status: str
    ) -> None:
        front = json.dumps({"title": "甲", "date": "2025-01-01", **keys})
        content = f"{front}\n\n正文。\n".encode()
        now = values_from(PLACE.parse(content))
        self.assertEqual(edit(content, now, PLACE).content, content)
        now |= {"visibility": visibility, "status": status}
        edited = edit(content, now, PLACE)
        self.assertEqual((edited.unsaved, edited.is_rewritten), (frozenset(), False))


class UnchangedTests(SimpleTestCase):
    @often
    @given(samples())
    def test_an_unchanged_article_is_its_file_to_the_byte(self, sample: Sample) -> None:
        now = values_from(PLACE.parse(sample.content))
        self.assertEqual(edit(sample.content, now, PLACE).content, sample.content)

    @seldom
    @given(samples())
    def test_a_change_and_its_undoing_leave_no_trace(self, sample: Sample) -> None:
        now = values_from(PLACE.parse(sample.content))
        now["title"] = "another"
        edited = edit(sample.content, now, PLACE).content
        now = values_from(PLACE.parse(sample.content))
        self.assertNotEqual(edited, sample.content)
        self.assertEqual(edit(sample.content, now, PLACE).content, sample.content)

    @seldom
    @given(plain_texts())
    def test_a_plain_text_too(self, content: bytes) -> None:
        now = values_from(PLACE.parse(content))
        self.assertEqual(edit(content, now, PLACE).content, content)

    @seldom
    @given(samples())
    def test_bytes_become_lines_and_bytes_again(self, sample: Sample) -> None:
        file = FileText.of(sample.content)
        self.assertEqual(file.bytes_of(file.text), sample.content)


class EditedTests(SimpleTestCase):
    @seldom
    @given(samples(), EDITS)
    def test_only_the_lines_of_the_edited_field_differ(
        self, sample: Sample, change: Change
    ) -> None:
        key, make = change
        now = values_from(PLACE.parse(sample.content))
        repeated = PLACE.parse(sample.content).leading.split("\n")
        make(now)
        edited = edit(sample.content, now, PLACE)
        self.assertEqual((edited.unsaved, edited.is_rewritten), (frozenset(), False))
        allowed = sample.lines.get(key, [])
        if key == "title":  # It may stand on top of the text once more.
            allowed = [*allowed, *repeated]
        if sample.format == "json":  # A comma moves with what stands last.
            allowed = [*allowed, *list(sample.lines.values())[-1]]
            allowed += [
                line for lines in list(sample.lines.values())[-2:] for line in lines
            ]
        self.assertLessEqual(set(gone(sample.content, edited.content)), set(allowed))

    @seldom
    @given(listed())
    def test_a_list_changes_within_its_lines(self, sample: Listed) -> None:
        now = values_from(PLACE.parse(sample.content))
        now["tags"] = sample.wanted
        edited = edit(sample.content, now, PLACE)
        self.assertEqual((edited.unsaved, edited.is_rewritten), (frozenset(), False))
        lines = gone(sample.content, edited.content)
        _fence, title, *_list, text, _end = sample.content.decode().split("\n")
        self.assertFalse({title, text} & {*lines})
        if not sample.wanted or sample.format != "yaml":
            return  # What is left is []; within brackets comments go.
        removed = [
            line
            for tag in sample.lines.keys() - {*sample.wanted}
            for line in sample.lines[tag]
        ]
        self.assertEqual(sorted(lines), sorted(removed))

    @seldom
    @given(anchored(), EDITS)
    def test_who_calls_an_anchor_goes_on_saying_what_it_said(
        self, sample: Sample, change: Change
    ) -> None:
        key, make = change
        now = values_from(PLACE.parse(sample.content))
        make(now)
        edited = edit(sample.content, now, PLACE)
        self.assertEqual((edited.unsaved, edited.is_rewritten), (frozenset(), False))
        allowed = [*sample.lines.get(key, []), *sample.lines["note"]]
        allowed += sample.lines["more"]
        self.assertLessEqual(set(gone(sample.content, edited.content)), set(allowed))

    @seldom
    @given(samples(), bodies())
    def test_a_new_text_leaves_front_matter_and_closing_block(
        self, sample: Sample, body: list[str]
    ) -> None:
        now = values_from(PLACE.parse(sample.content))
        closing = {line for block in BLOCKS for line in block if line}
        now["body"] = "\n".join(line for line in body if line not in closing)
        place = as_imported(sample.content, PLACE)
        edited = edit(sample.content, now, place)
        self.assertEqual(edited.unsaved - {"body"}, frozenset())
        self.assertFalse(edited.is_rewritten)
        kept = {line for lines in sample.lines.values() for line in lines}
        self.assertFalse(kept & set(gone(sample.content, edited.content)) - {""})

    @seldom
    @given(samples(st.just([""])), st.one_of(TITLED, CLOSED), TITLED)
    def test_a_text_with_its_title_on_top_may_become_any_other(
        self, sample: Sample, old: str, new: str
    ) -> None:
        title = PLACE.parse(sample.content).values["title"]
        content = sample.content + old.replace("{}", title).encode()
        now = values_from(PLACE.parse(content))
        now["body"] = new.replace("{}", title)
        edited = edit(content, now, PLACE)
        self.assertFalse(edited.is_rewritten)
        self.assertTrue(edited.content.startswith(sample.content))

    @seldom
    @given(plain_texts(), TEXT)
    def test_a_plain_text_says_its_new_title(self, content: bytes, title: str) -> None:
        now = values_from(PLACE.parse(content))
        now["title"] = f"新：{title}"
        self.assertEqual(edit(content, now, PLACE).unsaved, frozenset())


def gone(before: bytes, after: bytes) -> list[str]:
    """The lines of the one that are not in the other."""
    old = before.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    new = after.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    return [
        line
        for i1, i2, j1, j2 in spans(old, new)
        if i2 > i1 and j1 == j2
        for line in old[i1:i2]
    ]


@st.composite
def articles(draw: st.DrawFn) -> Values:
    """An article that was born here."""
    date: datetime | None = draw(st.one_of(st.none(), MOMENTS))
    values = {
        **dict.fromkeys(("lead", "summary", "description"), ""),
        "title": draw(TEXT),
        "summary": draw(st.one_of(st.just(""), TEXT, TEXT.map("{0}\n\n{0}".format))),
        "language": draw(st.sampled_from(["zh-Hans", "zh-Hant-HK", "en", "ja"])),
        "status": draw(st.sampled_from(["draft", "published"])) if date else "draft",
        "visibility": draw(VISIBILITIES),
        "published_at": date,
        "modified_at": draw(st.one_of(st.none(), MOMENTS)) if date else None,
        "expires_at": draw(st.one_of(st.none(), MOMENTS)),
        "embargoed_until": None,
        "translation_key": draw(st.sampled_from(["", "k: 1"])),
        "translation_languages": draw(st.sampled_from([[], ["zh-CN", "en"]])),
        "weight": draw(st.integers(-5, 5)),
        "ai_use": draw(st.sampled_from(AiUse.values)),
        "sidebar": draw(st.sampled_from(["", "left", "right", "none"])),
        "widgets": draw(st.sampled_from([[], ["recent", "search"]])),
        "thumbnail_place": draw(st.sampled_from(["", "list", "post", "both"])),
        "extra": draw(st.sampled_from([{}, {"note": {"a": [1, "x", None]}}])),
    }
    for name in ("comments", "authorbox", "pager", "toc", "mathjax"):
        values[name] = draw(st.sampled_from([None, True, False]))
    return values | {
        "slug": "haiyue-1",
        "body": "\n".join(draw(bodies())),
        "categories": draw(NAMES),
        "tags": draw(
            st.lists(st.sampled_from(["金", "a, b", "C++", "<b> x"]), unique=True)
        ),
        "authors": draw(NAMES),
        "menus": draw(
            st.sampled_from([[], [["main", "关于 <x>", 3], ["side", "", 0]]])
        ),
        "source": None,
        "source_url": "",
        "disclaimer": "",
        "thumbnail": draw(
            st.sampled_from([Thumbnail(), Thumbnail(media="/media/images/a.png")])
        ),
    }


class NewTests(SimpleTestCase):
    @seldom
    @given(articles())
    def test_an_article_born_here_is_read_back_as_it_is(self, now: Values) -> None:
        self.assertEqual(unsaved(compose(now, PLACE), now, PLACE), frozenset())

    @seldom
    @given(articles(), EDITS)
    def test_its_file_can_be_edited_like_any_other(
        self, now: Values, change: Change
    ) -> None:
        content = compose(now, PLACE)
        edited = copy.deepcopy(now)
        if change[0] != "date" or now["published_at"]:
            change[1](edited)
        self.assertEqual(edit(content, edited, PLACE).unsaved, frozenset())
