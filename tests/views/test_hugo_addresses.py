"""Every address of what the real Hugo makes of an archive leads to its page here."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from articles.archive.importer import import_paths
from articles.models import Author, Category, Tag
from tests.factories import make_article, make_source
from tests.hugo import build_with_hugo

pytestmark = pytest.mark.django_db

SITE = """baseURL = "https://old.example{base}"
title = "旧站"
defaultContentLanguage = "zh-cn"
defaultContentLanguageInSubdir = {in_subdir}
disableKinds = ["404"]
[pagination]
pagerSize = 2
[taxonomies]
tag = "tags"
category = "categories"
author = "authors"
topic = "topics"
[languages.zh-cn]
contentDir = "content/zh-cn"
[languages.tc]
locale = "zh-TW"
contentDir = "content/zh-tw"
[languages.en]
contentDir = "content/en"
"""
# What a page is, for the test to read: its pages of a list are made by the paginator.
LAYOUT = """{{ $kind := .Kind }}{{ if .IsNode }}{{ range .Paginator.Pages }}{{ end }}{{ end -}}
{{ dict "kind" .Kind "title" .Title "language" .Language.Lang "path" .Path
   "term" (and (eq .Kind "term") .Data.Term) | jsonify | safeHTML }}"""
ARTICLES = {
    "zh-cn/news/haiyue/832914": (
        "甲",
        "tags: ['A股/港股', 'A股 & 港股', 'C++/Go', 'R.E.I.T', '黃金', 'FX168']\n"
        "categories: [港股, 'US Stocks!']\nauthors: ['Lin, Lan']\n"
        "aliases: [/old/, near, /2025/02/14/jia.html, '/带 空格/']\n",
    ),
    "zh-cn/news/haiyue/b": ("乙", "tags: ['黄金', 'FX168']\ncategories: [港股]\n"),
    "zh-cn/news/c": ("丙", "slug: bing\ntags: [fx168]\ncategories: [港股]\n"),
    "zh-cn/post/x/index": ("丁", "categories: [港股]\ntags: ['100%']\n"),
    "zh-cn/港股/d": ("戊", "url: /special/wu.html\n"),
    "zh-cn/about": ("关于", ""),
    "zh-tw/news/haiyue/832914": ("甲繁", "aliases: [/old/]\ntags: [黃金]\n"),
    "en/news/one": (
        "One",
        "aliases: [/old/, /one.html]\ntags: ['Federal Reserve', 'C++/Go', 'S&P 500']\n"
        "categories: [Markets]\ntopics: [Oil & Gas]\n",
    ),
    "en/markets/two": ("Two", "categories: [Markets]\n"),
}
SECTIONS = {
    "zh-cn/news/haiyue/_index.md": "海岳",
    "zh-cn/_index.md": "首页",
    "zh-cn/tags/fx168/_index.md": "FX168",
}
MODELS: dict[str, type[Tag | Category | Author]] = {
    "tags": Tag,
    "categories": Category,
    "authors": Author,
}
# The sections that have a list of their name here; the archive holds those of others.
LISTS = {
    ("zh-cn", "/港股"): "categories/港股/",
    ("zh-cn", "/news/haiyue"): "sources/haiyue/",
    ("en", "/markets"): "categories/markets/",
}


@dataclass(frozen=True)
class Built:
    """A file of the build: its address, and the page that it shows or leads to."""

    address: str
    page: dict[str, Any]


@pytest.fixture(
    params=[("/", False), ("/", True), ("/desk/", False)],
    ids=["at the root", "a folder for each language", "below a folder"],
)
def built(request: pytest.FixtureRequest, tmp_path: Path) -> list[Built]:
    """Import a small archive, and return what Hugo makes of it."""
    root = tmp_path / "desk"
    for place, (title, keys) in ARTICLES.items():
        _write(
            root / f"content/{place}.md",
            f"---\ntitle: {title}\ndate: 2025-02-10\n{keys}---\n正文。\n",
        )
    for place, title in SECTIONS.items():
        _write(root / f"content/{place}", f"---\ntitle: {title}\n---\n")
    base, in_subdir = request.param
    _write(root / "hugo.toml", SITE.format(base=base, in_subdir=str(in_subdir).lower()))
    _write(root / "layouts/all.html", LAYOUT)
    make_article(source=make_source("海岳", slug="haiyue"))
    assert list(import_paths([root]).outcomes)
    return list(_read(root, base))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _read(site: Path, base: str) -> Iterator[Built]:
    for path in build_with_hugo(site):
        file = site / "public" / path
        if path.endswith("sitemap.xml"):
            yield Built(base + path, {"kind": "sitemap"})
            continue
        text = file.with_suffix(".html").read_text(encoding="utf-8")
        while found := re.search(
            rf'url=https://old\.example{base}([^"]*)"', html.unescape(text)
        ):
            target = site / "public" / unquote(found[1]).strip("/")
            target = target / "index.html" if target.is_dir() else target
            text = target.read_text(encoding="utf-8")
        page = json.loads(text)
        yield Built(base + path, page | {"is_feed": path.endswith(".xml")})


def _reached(client: Client, address: str) -> tuple[str, Any]:
    answer = client.get(quote(address), follow=True)
    where = answer.redirect_chain[-1][0] if answer.redirect_chain else address
    assert answer.status_code == 200, (address, where, answer.status_code)
    assert len(answer.redirect_chain) <= 2, answer.redirect_chain
    return unquote(where), answer


def _spellings(path: str) -> Iterator[str]:
    yield path
    if path.endswith("/index.html"):
        yield path.removesuffix("index.html")


def test_all_lead_to_the_page_of_their_own_title_or_list(
    built: list[Built], client: Client
) -> None:
    wrong = []
    for file in built:
        for address in _spellings(file.address):
            try:
                where, answer = _reached(client, address)
                _check(file.page, where, answer)
            except AssertionError as error:
                wrong.append(f"{address}: {error}")
    assert not wrong, f"{len(wrong)} of {len(built)}:\n" + "\n".join(wrong)
    assert len(built) > 120


def _check(page: dict[str, Any], where: str, answer: Any) -> None:
    text = answer.content.decode()
    if page["kind"] == "sitemap":
        assert "sitemapindex" in text
        return
    variant = {"tc": "zh-tw"}.get(page["language"], page["language"])
    assert where.startswith(f"/{variant}/"), where
    if page["is_feed"]:
        assert where.endswith("feed.rss"), where
        link = str(feedparser.parse(text).feed.link)
        where = unquote(link.removeprefix(settings.SITE_URL))
        heading = "feed"
    else:
        title = BeautifulSoup(text, "html.parser").h1
        heading = title.get_text(strip=True) if title else ""
    place = where.partition("?")[0].removeprefix(f"/{variant}/")
    title = page["title"]
    match page["kind"]:
        case "page":
            assert heading == title, heading
        case "home":
            assert place == "", place
        case "taxonomy":
            # A list of lists has no feed of its own.
            folder = {"Topics": "tags"}.get(title, title.lower())
            assert place == ("" if page["is_feed"] else f"{folder}/"), place
        case "term":
            kind, _slash, slug = place.strip("/").partition("/")
            label = MODELS[kind]._default_manager.get(slug=slug)
            assert label.key == label.key_of(page["term"]), (label, page["term"])
        case "section":
            expected = LISTS.get(
                (variant, page["path"]), "" if page["is_feed"] else "archive/"
            )
            assert place == expected, place
