"""A story that nobody may know of before its time, and every door it could come through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from articles.choices import Variant
from articles.feeds import FORMATS
from articles.models import (
    Article,
    AttachedFile,
    Correction,
    MenuEntry,
    Pin,
    Redirect,
    Relation,
    SiteSettings,
)
from articles.publishing import save_menu_entry
from tests.factories import make_article, make_source

TITLE = "密甲文"
LABELS = {
    "categories": "密乙",
    "tags": "密丙",
    "authors": "密丁",
    "sources": "密戊",
}
SECRETS = (TITLE, *LABELS.values(), "hidden-story")
FILTERS = {"categories": "category", "tags": "tag", "sources": "source"}
SLUG = "hidden-story"
KNOWN = "known-story"


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let it be that moment for everything that decides what readers see."""
    with (
        patch("django.utils.timezone.now", return_value=moment),
        patch("articles.pages.time.time", return_value=moment.timestamp()),
    ):
        yield


def make_story(variant: Variant, **times: Any) -> Article:
    """The story with its labels, its file, a menu's line and old addresses; and a known
    one, of another language where there is one, that follows it up."""
    language = variant.language
    SiteSettings(
        widgets=["recent", "categories", "taglist", "sidemenu"], pager=True
    ).save()
    story = make_article(
        title=TITLE,
        slug=SLUG,
        language=language,
        categories=[LABELS["categories"], "公开"],
        tags=[LABELS["tags"]],
        authors=[LABELS["authors"]],
        source=make_source(LABELS["sources"], slug=LABELS["sources"]),
        translation_key="one-text",
        **{"published_at": timezone.now() - timedelta(hours=2)} | times,
    )
    known = make_article(
        title="已知",
        slug=KNOWN,
        language=language,
        categories=["公开"],
        published_at=timezone.now() - timedelta(hours=3),
    )
    other = "zh-Hans" if variant is Variant.ENGLISH else "en"
    make_article(title="另版", slug="other", language=other, translation_key="one-text")
    Relation.objects.create(article=known, other=story)
    save_menu_entry(MenuEntry(menu="main", article=story))
    Pin.objects.create(article=story)
    Correction.objects.create(
        article=story,
        text="改过。",
        corrected_at=timezone.now(),
    )
    Redirect.objects.create(path="/old-story/", article=story)
    for kind, model in (("category", "categories"), ("tag", "tags")):
        label = getattr(story, model).get(name=LABELS[model])
        Redirect.objects.create(
            path=Redirect.page_path(kind, f"old-{kind}"), **{kind: label}
        )
    name = default_storage.save("attached/wall.pdf", ContentFile(b"%PDF"))
    AttachedFile.objects.create(
        article=story, archive="a", path="a.pdf", file=name, digest="0a", size=4
    )
    return story


def naming_doors(variant: Variant, story: Article) -> list[str]:
    """The pages that are always there, on which a public story or one of its labels is
    named."""
    number = (story.pk - 1) // 5_000 + 1
    words = quote(TITLE)
    feeds = [f"feed.{ending}" for ending in FORMATS]
    folders = [f"/{variant}/{folder}/" for folder in LABELS]
    narrowed = [
        f"/{variant}/search/{form}?q={quote('文')}&{kind}={LABELS[folder]}"
        for folder, kind in FILTERS.items()
        for form in ("", "feed.rss")
    ]
    return [
        *(f"/{variant}/{form}" for form in ("", *feeds)),
        *folders,
        *(f"/{variant}/search/{form}?q={words}" for form in ("", *feeds)),
        f"/{variant}/search/suggest/?q={words}",
        *(
            f"/{variant}/search/suggest/?q={LABELS[folder][:1]}"
            for folder in ("categories", "tags")
        ),
        *narrowed,
        f"/sitemap-{variant}-articles-{number}.xml",
        *("/news-sitemap.xml", f"/{variant}/corrections/"),
        f"/{variant}/feed.ninjs.json?since=2020-01-01T00:00:00Z",
        # The panels, the menu, the pager and what is followed up.
        *(f"/{variant}/articles/{KNOWN}/", f"/{variant}/categories/{quote('公开')}/"),
        *_archive_doors(variant, story),
    ]


def _archive_doors(variant: Variant, story: Article) -> list[str]:
    """The archive of the story's month, if the known one is of the same."""
    articles = (story, Article.objects.get(slug=KNOWN))
    starts = (timezone.localtime(one.published_at) for one in articles)
    months = {f"/{variant}/archive/{start:%Y/%m}/" for start in starts}
    return [*months] if len(months) == 1 else []


def closed_doors(variant: Variant, story: Article) -> list[str]:
    """The addresses that are not found before the story is public."""
    labels = [f"/{variant}/{folder}/{name}/" for folder, name in LABELS.items()]
    own = f"/{variant}/articles/{SLUG}/"
    found = [
        own,
        f"{own[:-1]}.ninjs.json",
        f"{own}card-0.png",
        f"{own}code.svg",
        *labels,
        "/old-story/",
    ]
    found += [f"/{variant}/{folder}/old-{kind}/" for kind, folder in _OLD.items()]
    found += [f"/{folder}/old-{kind}/" for kind, folder in _OLD.items()]
    found += [f"{label}feed.{ending}" for label in labels for ending in FORMATS]
    found += [
        f"/{variant}/search/feed.rss?{kind}={LABELS[folder]}"
        for folder, kind in FILTERS.items()
    ]
    if variant.is_chinese:
        found.append(f"{own}report/")
    attached = AttachedFile.objects.get(article=story)
    return [*found, attached.get_absolute_url()]


_OLD = {"category": "categories", "tag": "tags"}


def said_by(client: Client, path: str) -> str:
    """Return what an answer says beyond what was asked, with its headers."""
    answer = client.get(path, follow=True)
    text = b"".join(answer).decode()
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{text}\n{headers}"


def status_of(client: Client, path: str) -> int:
    """The status in the end: an address without a variant leads to one first."""
    answer = client.get(path, follow=True)
    b"".join(answer)  # To the end, which closes a file.
    return answer.status_code
