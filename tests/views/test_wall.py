"""Time is a wall: an article due at T is nowhere a second before it, and everywhere a
second after, whatever was asked before and even if the clock is put back."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from articles.choices import Status, Variant
from articles.models import Article, ListPage, Redirect, Tag
from articles.publishing import kill
from articles.urls import urlpatterns
from tests.factories import make_article, make_draft, make_list_page, make_source
from tests.people import make_chief
from tests.views.wall import (
    FILTERS,
    LABELS,
    SECRETS,
    SLUG,
    TITLE,
    clock_at,
    closed_doors,
    make_story,
    naming_doors,
    said_by,
    status_of,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
T = timezone.now().replace(microsecond=0) + timedelta(hours=1)
# When the story is public: from T, or until T.
TIMES: dict[str, tuple[dict[str, Any], bool]] = {
    "scheduled": ({"published_at": T}, False),
    "embargoed": ({"embargoed_until": T}, False),
    "expiring": ({"expires_at": T}, True),
}


def assert_public(variant: Variant, story: Article, moment: datetime) -> None:
    client = Client()
    with clock_at(moment):
        for path in closed_doors(variant, story):
            assert status_of(client, path) == 200, path
        for path in naming_doors(variant, story):
            said = said_by(client, path)
            assert any(secret in said for secret in SECRETS), path


def assert_unknown(variant: Variant, story: Article, moment: datetime) -> None:
    client = Client()
    with clock_at(moment):
        for path in closed_doors(variant, story):
            assert status_of(client, path) == 404, path
        for path in naming_doors(variant, story):
            said = without_question(said_by(client, path), path)
            assert not [secret for secret in SECRETS if secret in said], path


def without_question(said: str, path: str) -> str:
    """Take out what the answer repeats of what was asked for."""
    for secret in (*LABELS.values(), TITLE):
        if secret in path or quote(secret) in path:
            said = said.replace(secret, "")
    return said


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("case", TIMES)
def test_a_second_decides_at_every_door_with_warm_caches_and_backwards(
    case: str, variant: Variant
) -> None:
    times, is_public_before = TIMES[case]
    story = make_story(variant, **times)
    before, after = T - SECOND, T + SECOND
    public = before if is_public_before else after
    for moment in (before, after, before):
        check = assert_public if moment == public else assert_unknown
        check(variant, story, moment)


def test_a_clock_that_was_ahead_when_the_story_was_stored_opens_no_door() -> None:
    with clock_at(T + SECOND):
        story = make_story(Variant.CHINA, embargoed_until=T)
    assert_unknown(Variant.CHINA, story, T - SECOND)
    assert_public(Variant.CHINA, story, T + SECOND)


def test_a_story_that_a_wrong_clock_ended_is_back_when_the_clock_is_right() -> None:
    story = make_story(Variant.CHINA, expires_at=T)
    with clock_at(T + SECOND):  # Other stories are stored, and the lists tidied.
        make_article(categories=[LABELS["categories"]], slug="later").delete()
        make_article(slug="another")
    assert_public(Variant.CHINA, story, T - SECOND)


@pytest.mark.parametrize("times", [{"embargoed_until": T}, {"status": Status.DRAFT}])
def test_a_hidden_label_answers_as_one_that_does_not_exist(
    times: dict[str, Any],
) -> None:
    make_story(Variant.CHINA, **times)
    client = Client()

    def answer(path: str, name: str) -> tuple[int, str, dict[str, str]]:
        got = client.get(path)
        text = got.content.decode()
        for shown in (name, quote(name), quote(quote(name))):
            text = text.replace(shown, "…")
        text = re.sub(r'value="[A-Za-z0-9]{64}"', "", text)
        return got.status_code, text, dict(got.headers)

    for folder, name in LABELS.items():
        for variant in Variant:
            for form in ("", "feed.rss", "feed.atom", "feed.json", "?page=2"):
                hidden, unknown = (
                    answer(f"/{variant}/{folder}/{slug}/{form}", slug)
                    for slug in (name, "密己")
                )
                assert hidden[:2] == unknown[:2], (folder, variant, form)
                assert hidden[0] == 404
                assert hidden[2].keys() == unknown[2].keys()
    for folder, kind in FILTERS.items():
        for form in ("", "feed.rss"):
            hidden, unknown = (
                answer(f"/zh-cn/search/{form}?q=x&{kind}={name}", name)
                for name in (LABELS[folder], "密己")
            )
            assert hidden[:2] == unknown[:2], (folder, form)


def test_every_public_address_is_a_door_of_the_wall() -> None:
    """Whoever adds an address says here what the wall is to it."""
    doors = {
        # Walked above.
        *("front_page", "front_page_feed", "article_detail", "article_ninjs"),
        *("partner_feed", "share_card", "share_code", "archive_month"),
        # Built of the same months, and of counts alone but for the day's.
        *("archive", "archive_year", "archive_day"),
        *("reader_report", "comment_form", "comments"),
        *("search_results", "search_feed", "search_suggestions"),
        *(f"{kind}_detail" for kind in ("category", "tag", "author", "source")),
        *(f"{kind}_feed" for kind in ("category", "tag", "author", "source")),
        *(f"{kind}_index" for kind in ("category", "tag", "author", "source")),
        *("attached_file", "news_sitemap", "sitemap", "sitemap_index", "corrections"),
        # Pictures: test_private_pictures.py; previews: test_shared_previews.py.
        *("media", "shared_preview"),
        # Say nothing of any article.
        *("remember_variant", "site_css", "healthz", "robots", "former_ninjs"),
        *("manifest", "favicon", "readyz", "metrics", "indexnow_key"),
        "",  # Lead to a variant.
    }
    found = set()
    for pattern in urlpatterns:
        nested = getattr(pattern, "url_patterns", [pattern])
        found |= {each.name or "" for each in nested}
    assert found == doors


def test_editing_what_is_hidden_moves_no_date_of_the_sitemaps() -> None:
    with clock_at(T - timedelta(days=1)):
        make_article(slug="old", published_at=T - timedelta(days=2))
    client = Client()
    with clock_at(T - SECOND):
        before = client.get("/sitemap.xml")
        make_story_alone(embargoed_until=T)
        make_draft(published_at=T - timedelta(hours=1))
        after = client.get("/sitemap.xml")
    assert before.content == after.content
    assert before["ETag"] == after["ETag"]
    with clock_at(T + SECOND):
        assert client.get("/sitemap.xml").content != before.content


def make_story_alone(**times: Any) -> Article:
    published = {"published_at": T - timedelta(hours=1)}
    return make_article(title=TITLE, slug=SLUG, **published | times)


def test_a_label_that_an_editor_wrote_a_page_for_is_public() -> None:
    tag = Tag.objects.create(name="预告", slug="soon")
    page: ListPage = make_list_page("tag", tag=tag, body="将有文章。")
    client = Client()
    assert client.get("/zh-cn/tags/soon/").status_code == 200
    assert client.get("/zh-cn/search/?q=x&tag=soon").status_code == 200
    for changes in ({"body": ""}, {"body": "文", "status": Status.DRAFT}):
        ListPage.objects.filter(pk=page.pk).update(**changes)
        assert client.get("/zh-cn/tags/soon/").status_code == 404


def test_a_label_of_an_unlisted_article_is_public() -> None:
    make_article(
        categories=["美股"],
        tags=["利率"],
        authors=["林岚"],
        source=make_source("s", slug="s"),
        visibility="unlisted",
    )
    for path in ("categories/美股", "tags/利率", "authors/林岚", "sources/s"):
        assert Client().get(f"/zh-cn/{path}/").status_code == 200, path


def test_the_old_address_of_a_label_leads_on_once_the_label_is_public() -> None:
    story = make_article(tags=["密丙"], embargoed_until=T)
    tag = story.tags.get()
    Redirect.objects.create(path=Redirect.page_path("tag", "old"), tag=tag)
    assert Client().get("/zh-cn/tags/old/").status_code == 404
    with clock_at(T + SECOND):
        assert Client().get("/zh-cn/tags/old/").status_code == 301


@pytest.mark.parametrize(
    ("times", "status"),
    [({"embargoed_until": T}, 404), ({"published_at": T}, 404), ({}, 410)],
)
def test_what_was_killed_before_readers_saw_it_answers_as_unknown(
    times: dict[str, Any], status: int
) -> None:
    chief = make_chief()
    story = make_story_alone(**times)
    kill(story, reason="r", notices={"zh": "撤下"}, by=chief)
    for form in ("/", ".ninjs.json"):
        for moment in (T - SECOND, T + SECOND):
            with clock_at(moment):
                answer = Client().get(f"/zh-cn/articles/{SLUG}{form}")
            assert answer.status_code == status, (form, moment)
