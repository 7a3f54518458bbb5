"""Each field goes all the way: file, article, editor, both, and out again.

A field of plain text is tried as soon as it is in the table; one of another kind needs
a sample here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import CharField
from django.db.models.functions import Cast
from django.test import Client
from django.urls import reverse

from articles.archive.exporter import export_articles
from articles.archive.fields import FIELD_OF
from articles.archive.fields.texts import Text
from articles.archive.importer import (
    ImportAction,
    ImportResult,
    default_settings,
    import_paths,
    resolve,
)
from articles.archive.reader import FileContext
from articles.models import (
    ArchiveConfiguration,
    Article,
    Conflict,
    ImportedFile,
    MenuEntry,
)
from articles.publishing import RestoreScope, restore, save
from articles.publishing.history import KEPT_FIELDS
from tests.admin.data import CHANGE, data_of
from tests.factories import make_source
from tests.people import make_chief

PATH = "content/news/a.md"
BASE = {"title": "标题", "date": "2025-01-01T00:00:00+08:00", "lang": "zh-CN"}
DAY = "2025-0{}-01T00:00:00+08:00"


@dataclass(frozen=True)
class Sample:
    """A field in a file and in its file later, as keys and as plain values, and what an
    editor makes of it."""

    before: dict[str, Any]
    after: dict[str, Any]
    values: tuple[Any, Any]
    edited: Any


def _same_key(key: str, before: Any, after: Any, edited: Any) -> Sample:
    return Sample({key: before}, {key: after}, (before, after), edited)


def _source(key: str, before: str, after: str, edited: str) -> Sample:
    named = {"slug": "s", "name": "s"}
    return Sample(
        {"newsdesk_source": named | {key: before}},
        {"newsdesk_source": named | {key: after}},
        (before, after),
        edited,
    )


def _embargo(month: int) -> dict[str, str]:
    return {"publishDate": DAY.format(month)}


# Readers and partners have the address and the name.
_FIRST_ONLY = {"slug", "permanent_name"}
_NAMES = (
    "0b5f36ac-7d2b-4dd8-8e58-4f43a2b1d0aa",
    "tag:desk.example,2026-01-02:articles/7",
    "0b5f36ac-7d2b-4dd8-8e58-4f43a2b1d0aa",  # Nobody here changes it.
)
SAMPLES = {
    "title": _same_key("title", "软件一", "软件二", "软件三"),
    "published_at": _same_key("date", *(DAY.format(month) for month in (2, 3, 4))),
    "modified_at": _same_key("lastmod", *(DAY.format(month) for month in (2, 3, 4))),
    "expires_at": _same_key("expiryDate", *(DAY.format(month) for month in (2, 3, 4))),
    "embargoed_until": Sample(
        _embargo(2), _embargo(3), (DAY.format(2), DAY.format(3)), DAY.format(4)
    ),
    "status": Sample({"draft": True}, {}, ("draft", "published"), "draft"),
    "visibility": Sample(
        {"build": {"list": "never"}},
        {"robots": "noindex"},
        ("unlisted", "noindex"),
        "no-sitemap",
    ),
    "language": Sample(
        {"lang": "zh-CN"}, {"lang": "zh-HK"}, ("zh-Hans", "zh-Hant-HK"), "zh-Hant-TW"
    ),
    "categories": _same_key("categories", ["甲"], ["甲", "乙"], ["甲", "丙"]),
    "tags": _same_key("tags", ["甲"], ["甲", "乙"], ["甲", "丙"]),
    "authors": _same_key("authors", ["甲"], ["甲", "乙"], ["甲", "丙"]),
    "translation_key": _same_key("translationKey", "一", "二", "三"),
    "translation_languages": _same_key("translations", ["a"], ["a", "b"], ["a", "c"]),
    "thumbnail": _same_key("thumbnail", *(f"https://e.example/{n}.png" for n in "abc")),
    "thumbnail_place": Sample(
        {"thumbnail": {"src": "https://e.example/a.png", "visibility": ["list"]}},
        {"thumbnail": {"src": "https://e.example/a.png", "visibility": ["post"]}},
        ("list", "post"),
        "both",
    ),
    "weight": _same_key("weight", 1, 2, 3),
    **{
        name: _same_key(name, True, False, None)
        for name in ("comments", "authorbox", "pager", "toc", "mathjax")
    },
    "ai_use": Sample(
        {"ai_use": "assisted"}, {"ai_use": "generated"}, ("assisted", "generated"), ""
    ),
    "sidebar": _same_key("sidebar", "left", "right", "none"),
    "widgets": _same_key("widgets", ["search"], ["search", "recent"], ["taglist"]),
    "menus": Sample(
        {"menus": {"main": {"name": "甲", "weight": 1}}},
        {"menus": {"main": {"name": "乙", "weight": 1}}},
        ([["main", "甲", 1]], [["main", "乙", 1]]),
        [["main", "丙", 2]],
    ),
    "permanent_name": _same_key("newsdesk_id", *_NAMES),
    "extra": Sample(
        {"note": 1}, {"note": 2}, ({"note": 1}, {"note": 2}), {"note": "三"}
    ),
    "body": _same_key("body", "甲。\n", "乙。\n", "丙。\n"),
    "slug": _same_key("slug", "one", "two", "three"),
    "source": _source("slug", "one", "two", "three"),
    "source_url": _source("original", *(f"https://e.example/{n}" for n in "abc")),
    "disclaimer": _source("notices", "甲", "乙", "丙"),
}


def sample_of(name: str) -> Sample:
    if type(FIELD_OF[name]) is Text:
        return _same_key(FIELD_OF[name].keys[0], "软件一", "软件二", "软件三")
    return SAMPLES[name]


class Desk:
    """A folder of one file, the article that it becomes, and an editor."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.sample, self.folder = name, sample_of(name), folder
        self.row = FIELD_OF[name]
        self.chief: User = make_chief()
        for slug in ("one", "two", "three"):
            make_source(slug, slug=slug)

    @property
    def article(self) -> Article:
        return Article.objects.get()

    def value(self) -> Any:
        """What the article says now, as plain data."""
        current = self.row.plain(self.row.current(self.article))[self.name]
        return current.address if self.name == "thumbnail" else current

    def bring(self, keys: dict[str, Any]) -> ImportResult:
        path = self.folder / "site" / PATH
        path.parent.mkdir(parents=True, exist_ok=True)
        front = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
            for key, value in (BASE | keys).items()
            if key != "body"
        )
        body = keys.get("body", "正文。\n")
        path.write_text(f"---\n{front}---\n{body}", encoding="utf-8")
        (outcome,) = import_paths([self.folder / "site"]).outcomes
        return outcome

    def edit(self) -> None:
        article, value = self.article, self.sample.edited
        if self.name == "thumbnail":
            article.thumbnail_url = value
        elif self.name == "slug":
            article.slug = value
        elif self.name == "menus":
            (entry,) = value
            MenuEntry.objects.update(label=entry[1], weight=entry[2])
        values = self.row.plain(self.row.current(article)) | {self.name: value}
        save(article, self.row.apply(article, values), by=self.chief)

    def type_in(self, client: Client) -> None:
        """Edit it in the admin instead."""
        client.force_login(self.chief)
        data = data_of(self.article, **{self.name: self.sample.edited})
        response = client.post(reverse(CHANGE, args=[self.article.pk]), data)
        assert response.status_code == 302, response.context["errors"]

    def differing(self) -> set[str]:
        """Export all, and tell in which fields the file differs from the article."""
        out = self.folder / f"out-{ImportedFile.objects.count()}"
        (outcome,) = export_articles(out)[1]
        archive, *parts = PurePosixPath(outcome.path).parts
        place = FileContext(archive, PurePosixPath(*parts), default_settings())
        parsed = place.parse((out / outcome.path).read_bytes())
        now = self.row.current(self.article)
        return {
            name
            for name in self.row.names
            if not self.row.same(name, parsed, now, place)
        }

    def is_read(self, client: Client) -> bool:
        """Tell whether a reader of zh-tw finds the text in Traditional letters."""
        pages = [self.article.url_in("zh-tw"), "/zh-tw/"]
        text = "".join(client.get(page).content.decode() for page in pages)
        return "軟件三" in text and "软件三" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("name", FIELD_OF)
def test_a_field_goes_all_the_way(name: str, tmp_path: Path, client: Client) -> None:
    desk = Desk(name, tmp_path)
    sample, row = desk.sample, desk.row
    before, after = sample.values
    desk.bring(sample.before)
    assert desk.value() == before
    outcome = desk.bring(sample.after)
    if name in _FIRST_ONLY:
        assert desk.value() == before
    else:
        assert (outcome.action, name in outcome.fields) == (ImportAction.UPDATED, True)
        assert desk.value() == after
    if type(row) is Text:
        desk.type_in(client)
    else:
        desk.edit()
    assert desk.value() == sample.edited
    recorded = desk.article.revisions.latest()
    assert desk.differing() == set()
    if name in Article.CONVERTED:
        assert desk.is_read(client)
    desk.bring(sample.before)  # Both changed it now.
    for conflict in Conflict.objects.filter(choice=""):
        assert (conflict.field, desk.value()) == (name, sample.edited)
        assert resolve(conflict, Conflict.Choice.THEIRS, desk.chief)
        assert desk.value() == before
    # Of some a revision knows nothing; others are never restored.
    if name not in {"menus", "permanent_name", *KEPT_FIELDS}:
        restore(recorded, RestoreScope.EVERYTHING, by=desk.chief)
        assert desk.value() == sample.edited
    ImportedFile.objects.all().delete()
    assert desk.differing() == set()


@pytest.mark.django_db
def test_a_migration_can_have_unchanged_files_read_for_a_newer_field(
    tmp_path: Path,
) -> None:
    desk = Desk("lead", tmp_path)
    before, _after = desk.sample.values
    desk.bring(desk.sample.before)
    _forget_field(desk, "lead")
    desk.bring(desk.sample.before)
    assert desk.value() == ""
    ArchiveConfiguration.objects.update(digest=Cast("pk", CharField()))
    desk.bring(desk.sample.before)
    assert desk.value() == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["lead", "toc"])
def test_a_field_that_is_newer_than_the_import_is_no_edit(
    name: str, tmp_path: Path
) -> None:
    desk = Desk(name, tmp_path)
    before, after = desk.sample.values
    desk.bring(desk.sample.before)
    _forget_field(desk, name)
    title = FIELD_OF["title"]
    values = title.current(desk.article) | {"title": "编辑的标题"}
    article = desk.article
    title.apply(article, values)
    save(article, by=desk.chief)
    assert desk.differing() == {name}  # The file goes on saying it.
    desk.bring(desk.sample.before | {"weight": 7})
    assert (desk.value(), desk.article.weight) == (before, 7)
    desk.bring(desk.sample.after)
    assert (desk.value(), desk.article.title) == (after, "编辑的标题")


def _forget_field(desk: Desk, name: str) -> None:
    """Leave the article as if it had been imported before the field was added."""
    Article.objects.update(**{name: getattr(Article(), name)})
    revision = desk.article.revisions.get()
    del revision.fields[name]
    revision.save()
