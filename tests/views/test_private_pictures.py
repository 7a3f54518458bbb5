"""A picture is seen by readers as long as something that they may read shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.choices import Status
from articles.listings import rebuild_listings
from articles.models import (
    Article,
    Author,
    Image,
    ListPage,
    PreviewLink,
    SiteSettings,
    VariantOverride,
)
from articles.publishing import (
    Assignment,
    assign,
    revoke_preview,
    save,
    share_preview,
)
from tests.acts import withdraw
from tests.factories import (
    make_article,
    make_author,
    make_draft,
    make_image,
    make_list_page,
    make_source,
)
from tests.people import make_chief, make_clerk, make_person
from tests.views.wall import clock_at

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
T = timezone.now().replace(microsecond=0) + timedelta(hours=1)


def addresses_of(image: Image) -> list[str]:
    renditions = [entry["file"] for entry in image.renditions.values()]
    return [image.file.url, *map(default_storage.url, renditions)]


def statuses(image: Image, client: Client | None = None, suffix: str = "") -> set[int]:
    client = client or Client()
    found = set()
    for address in addresses_of(image):
        answer = client.get(address + suffix)
        b"".join(answer)
        found.add(answer.status_code)
    return found


def assert_public(image: Image) -> None:
    assert statuses(image) == {200}


def assert_private(image: Image) -> None:
    assert statuses(image) == {404}


def body_with(image: Image) -> str:
    return f"![图]({image.file.url})\n"


def test_an_upload_that_nothing_shows_is_private() -> None:
    assert_private(make_image())


@pytest.mark.parametrize("place", ["body", "thumbnail", "disclaimer", "summary"])
@pytest.mark.parametrize(
    ("times", "is_public_before"),
    [
        ({"published_at": T}, False),
        ({"embargoed_until": T}, False),
        ({"expires_at": T}, True),
    ],
)
def test_a_second_decides_on_the_pictures_of_an_article(
    times: dict[str, Any], *, is_public_before: bool, place: str
) -> None:
    image = make_image()
    value = image if place == "thumbnail" else body_with(image)
    make_article(**{place: value} | times)
    first, then = assert_private, assert_public
    if is_public_before:
        first, then = then, first
    for moment, check in ((T - SECOND, first), (T + SECOND, then), (T - SECOND, first)):
        with clock_at(moment):
            check(image)


def test_a_draft_shows_its_pictures_to_nobody_until_it_is_published() -> None:
    image = make_image()
    article = make_draft(body=body_with(image))
    assert_private(image)
    article.status, article.published_at = Status.PUBLISHED, timezone.now()
    save(article)
    assert_public(image)
    withdraw(article)
    assert_private(image)


def test_one_public_use_is_enough() -> None:
    image = make_image()
    make_draft(body=body_with(image))
    other = make_article(thumbnail=image)
    assert_public(image)
    other.delete()
    assert_private(image)


def _logo(image: Image) -> None:
    SiteSettings(logo=image).save()


def _disclaimer_of_the_site(image: Image) -> None:
    SiteSettings(disclaimer=body_with(image)).save()


def _avatar(image: Image) -> None:
    make_article(authors=["林岚"])
    Author.objects.update(avatar=image)


def _bio(image: Image) -> None:
    make_article(authors=["林岚"])
    Author.objects.update(bio=body_with(image))


def _source(image: Image) -> None:
    make_article(source=make_source("s", slug="s", disclaimer=body_with(image)))


def _list_page(image: Image) -> None:
    make_list_page(body=body_with(image))


def _override(image: Image) -> None:
    VariantOverride.objects.create(
        article=make_article(), variant="zh-tw", fields={"summary": body_with(image)}
    )


@pytest.mark.parametrize(
    "use",
    [
        *(_logo, _disclaimer_of_the_site, _avatar, _bio),
        *(_source, _list_page, _override),
    ],
)
def test_whatever_readers_see_shows_its_picture(use: Callable[[Image], None]) -> None:
    image = make_image()
    use(image)
    assert_public(image)
    Article.objects.update(status=Status.DRAFT)
    ListPage.objects.update(status=Status.DRAFT)
    stays = use in {_logo, _disclaimer_of_the_site}
    list(rebuild_listings())
    (assert_public if stays else assert_private)(image)


def test_an_avatar_of_an_author_nobody_may_know_of_is_private() -> None:
    image = make_image()
    Author.objects.filter(pk=make_author().pk).update(avatar=image)
    make_article(authors=["林岚"], embargoed_until=T)
    assert_private(image)


def test_the_desk_sees_private_pictures_and_no_cache_keeps_them() -> None:
    image = make_image()
    client = Client()
    for person, status in ((make_clerk(), 404), (make_person("reporter"), 200)):
        client.force_login(person)
        assert statuses(image, client) == {status}
    answer = client.get(image.file.url)
    assert b"".join(answer)
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]


def test_a_known_tag_opens_nothing_that_is_private() -> None:
    image = make_image()
    article = make_article(body=body_with(image))
    tag = Client().get(image.file.url)["ETag"]
    withdraw(article)
    answer = Client().get(image.file.url, headers={"if-none-match": tag})
    assert answer.status_code == 404


@pytest.mark.parametrize("other", ["upper", "capitalize"])
def test_no_other_spelling_opens_what_is_private(other: str) -> None:
    image = make_image()
    client = Client()
    name = image.renditions["full"]["file"]
    spelled = getattr(name.rpartition(".")[0], other)() + ".png"
    with patch("articles.views.files.default_storage.open") as opened:
        for path in (spelled, f"./{name}", f"a/../{name}"):
            assert client.get(f"/media/{path}").status_code == 404, path
    opened.assert_not_called()


def test_a_cache_keeps_a_picture_no_longer_than_readers_may_see_it() -> None:
    image = make_image()
    make_article(body=body_with(image), expires_at=T)
    for moment, caching in (
        (T - timedelta(minutes=10), "public, max-age=300"),
        (T - timedelta(minutes=4), "public, no-cache"),
    ):
        with clock_at(moment):
            for address in addresses_of(image):
                answer = Client().get(address)
                b"".join(answer)
                assert answer["Cache-Control"] == caching
                assert "Vary" not in answer


def test_a_public_picture_costs_two_queries_and_no_session() -> None:
    image = make_image()
    make_article(body=body_with(image))
    address = default_storage.url(image.renditions["full"]["file"])
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    for headers in ({}, {"if-none-match": client.get(address)["ETag"]}):
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(address, headers=headers))
        assert len(queries) == 2


class TestPreview:
    def links(self, article: Article) -> tuple[str, list[str]]:
        """The address of a shared preview, and those of the pictures on it."""
        address = f"/preview/{share_preview(article, by=make_chief())}/"
        page = Client().get(address).content.decode()
        found = [part.split('"')[0] for part in page.split(' src="')[1:]]
        return address, [url for url in found if url.startswith("/media/")]

    def test_a_shared_preview_shows_its_pictures_until_it_is_revoked(self) -> None:
        image = make_image()
        article = make_draft(body=body_with(image))
        _address, pictures = self.links(article)
        assert pictures
        assert "?preview=" in pictures[0]
        answer = Client().get(pictures[0])
        assert answer.status_code == 200
        assert b"".join(answer)
        assert "no-store" in answer["Cache-Control"]
        revoke_preview(PreviewLink.objects.get())
        assert Client().get(pictures[0]).status_code == 404

    def test_its_key_opens_no_other_picture(self) -> None:
        image, other = make_image(), make_image()
        _address, pictures = self.links(make_draft(body=body_with(image)))
        key = pictures[0].partition("?")[2]
        assert statuses(other, suffix=f"?{key}") == {404}
        for odd in ("", ".", "x.1", f"x.{'9' * 40}", "\x00.1", "é.é"):
            assert statuses(other, suffix=f"?preview={odd}") == {404}

    def test_it_opens_nothing_once_the_article_is_under_embargo(self) -> None:
        article = make_draft(body=body_with(make_image()))
        _address, pictures = self.links(article)
        Article.objects.update(embargoed_until=T)
        assert Client().get(pictures[0]).status_code == 404


def places_of(image: Image, client: Client) -> dict[str, bool]:
    """Tell for each door of the desk whether it shows the picture."""
    page = reverse("admin:articles_image_change", args=[image.pk])
    library = client.get(reverse("admin:articles_image_changelist"))
    picker = client.get(reverse("picture_list")).json()["pictures"]
    original = reverse("admin:articles_image_original", args=[image.pk])
    return {
        "library": page in library.content.decode(),
        "page": client.get(page).status_code == 200,
        "picker": image.pk in {picture["number"] for picture in picker},
        "original": client.get(original).status_code == 200,
        "file": statuses(image, client) == {200},
    }


@pytest.mark.parametrize(
    ("group", "elsewhere", "is_seen"),
    [("reporter", False, False), ("reporter", True, True), ("editor", False, True)],
)
def test_at_the_desk_a_picture_is_seen_with_a_text_that_shows_it(
    group: str, *, elsewhere: bool, is_seen: bool
) -> None:
    image = make_image()
    make_article(body=body_with(image), embargoed_until=T)
    if elsewhere:
        make_draft(body=body_with(image))
    client = Client()
    client.force_login(make_person(group))
    assert set(places_of(image, client).values()) == {is_seen}


def test_who_was_given_the_text_sees_its_pictures() -> None:
    image = make_image()
    article = make_article(thumbnail=image, embargoed_until=T)
    reporter = make_person("reporter")
    assign(article, Assignment(assignee=reporter), by=make_chief())
    client = Client()
    client.force_login(reporter)
    assert set(places_of(image, client).values()) == {True}
