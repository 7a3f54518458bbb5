"""Editors see where old addresses lead, and let others lead where they say."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from articles.models import Redirect, Tag
from articles.publishing import save_tag, tags_named
from tests.admin.data import pages_data
from tests.factories import make_article, make_draft
from tests.people import make_chief

pytestmark = pytest.mark.django_db

ADD = "admin:articles_redirect_add"


@pytest.fixture
def desk(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(make_chief())
    return client


def write(desk: Client, path: str, leads_to: str = "") -> str:
    """Send the form; return what it says against it."""
    data = {"path": path, "leads_to": leads_to}
    response = desk.post(reverse(ADD), data)
    if response.status_code == 302:
        return ""
    errors = response.context["adminform"].form.errors
    with translation.override("en"):
        return " ".join(text for texts in errors.values() for text in texts)


def test_an_editor_lets_a_path_lead_to_a_page_and_follows_its_new_slug(
    desk: Client,
) -> None:
    article = make_article(slug="a")
    assert not write(desk, "/Promo/2026", "http://testserver/zh-tw/articles/a/")
    article.slug = "b"
    article.save()
    assert desk.get("/promo/2026/")["Location"] == "/zh-tw/articles/b/"


def test_a_path_in_every_variant_leads_to_the_page_in_the_same(desk: Client) -> None:
    make_article(tags=["债"])
    assert not write(desk, "/*/tags/bonds/", "/zh-cn/tags/债/")
    assert desk.get("/zh-hk/tags/bonds/")["Location"] == "/zh-hk/tags/%E5%80%BA/"
    assert not write(desk, "/*/special/", "https://example.com/a?b")
    for variant in ("zh-cn", "en"):
        response = desk.get(f"/{variant}/special/")
        assert (response.status_code, response["Location"]) == (
            301,
            "https://example.com/a?b",
        )


def test_a_path_that_leads_nowhere_is_gone(desk: Client) -> None:
    assert not write(desk, "/old/")
    assert desk.get("/old/").status_code == 410
    assert (
        b"Gone for good"
        in desk.get(reverse("admin:articles_redirect_changelist")).content
    )


@pytest.mark.parametrize(
    ("path", "leads_to", "why"),
    [
        ("/zh-cn/articles/living/", "", "There is a page"),
        ("/articles/living", "", "There is a page"),
        ("/*/articles/living/", "", "There is a page"),
        ("/zh-cn/articles/draft/", "", "There is a page"),
        ("/zh-cn/", "", "There is a page"),
        ("/", "", "There is a page"),
        ("/tags/", "", "There is a page"),
        ("/admin/", "", "There is a page"),
        ("https://example.com/a/", "", "begins with one slash"),
        ("//example.com/", "", "begins with one slash"),
        ("/a/?b=1", "", "begins with one slash"),
        ("/a\\b/", "", "begins with one slash"),
        ("/known/", "", "already exists"),
        ("/a/", "javascript:alert(1)", "an address with http(s)://"),
        ("/a/", "//example.com/", "begins with one slash"),
        ("/a/", "/\\example.com/", "begins with one slash"),
        ("/a/", "ftp://example.com/", "an address with http(s)://"),
        ("/a/", "http://[", "an address with http(s)://"),
        ("/a/", "/A/?again", "leads to itself"),
        ("/a/", "http://testserver/a", "leads to itself"),
        ("/*/a/", "/en/a.html", "leads to itself"),
        ("/*/tags/a/", "/en/tags/a/feed.atom", "leads to itself"),
        ("/a/", "/known/#top", "leads on to /zh-cn/articles/living/"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    desk: Client, path: str, leads_to: str, why: str
) -> None:
    article = make_article(slug="living")
    make_draft(slug="draft")
    Redirect.objects.create(path="/known/", article=article)
    assert why in write(desk, path, leads_to)
    assert Redirect.objects.count() == 1


def test_a_chain_of_own_redirects_is_one_step(desk: Client) -> None:
    assert not write(desk, "/a/", "/b/")
    assert "leads on to /b/" in write(desk, "/c/", "/a/")
    assert not write(desk, "/b/", "https://example.com/")
    assert desk.get("/a/")["Location"] == "https://example.com/"
    assert "leads on" in write(desk, "/c/", "/a/")


def test_a_deleted_tag_is_led_to_a_chosen_page_from_the_list(desk: Client) -> None:
    make_article(tags=["kept"])
    gone, kept = tags_named(["gone", "kept"])
    url = reverse("admin:articles_tag_delete", args=[gone.pk])
    response = desk.post(url, {"post": "yes"}, follow=True)
    assert "This can be undone" in response.text
    assert desk.get("/en/tags/gone/").status_code == 410
    row = Redirect.objects.get()
    change = reverse("admin:articles_redirect_change", args=[row.pk])
    desk.post(change, {"path": row.path, "leads_to": kept.url_in("zh-cn")})
    assert desk.get("/en/tags/gone/")["Location"] == "/en/tags/kept/"


def test_the_note_beside_the_slug_names_the_old_addresses(desk: Client) -> None:
    article = make_article(slug="new")
    for path in ("/*/articles/old/", "/a<b>/"):
        Redirect.objects.create(path=path, article=article)
    page = desk.get(reverse("admin:articles_article_change", args=[article.pk])).text
    assert "These lead here: /articles/old/, /a&lt;b&gt;/" in page
    tag = tags_named(["old"])[0]
    tag.slug = "new"
    save_tag(tag)
    assert "These lead here: /tags/old/" in (
        desk.get(reverse("admin:articles_tag_change", args=[tag.pk])).text
    )


def test_the_desk_moves_a_tag(desk: Client) -> None:
    tag = make_article(tags=["old"]).tags.get()
    url = reverse("admin:articles_tag_change", args=[tag.pk])
    desk.post(url, {"name": "old", "slug": "new", **pages_data()})
    assert Tag.objects.get().slug == "new"
    assert desk.get("/en/tags/old/")["Location"] == "/en/tags/new/"


def test_the_list_costs_the_same_however_many_redirects(
    desk: Client, django_assert_num_queries: object
) -> None:
    for n, tag in enumerate(tags_named([f"t{n}" for n in range(20)])):
        Redirect.objects.create(path=f"/{n}/", tag=tag)
    # Session, user; how many, the redirects with their pages.
    with django_assert_num_queries(4):  # type: ignore[operator]
        page = desk.get(reverse("admin:articles_redirect_changelist"))
    assert 'tag: <a href="/zh-cn/tags/t7/">t7</a>' in page.text
