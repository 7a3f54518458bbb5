"""At the desk, who may not see articles under embargo meets none: by no door."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import (
    Article,
    Conflict,
    Handling,
    MenuEntry,
    Redirect,
    Relation,
    Revision,
    SameStory,
)
from articles.publishing import note_presence, save
from articles.rights import Right
from tests.factories import make_article, make_draft, make_image, make_term
from tests.people import give, make_chief, make_person

pytestmark = pytest.mark.django_db
TITLE = "密甲文"
UNTIL = timezone.now() + timedelta(days=1)


@pytest.fixture
def story() -> Article:
    """A story that a chief works on, and what else tells of it."""
    story = make_article(
        title="旧题", slug="hidden-story", tags=["公开"], embargoed_until=UNTIL
    )
    chief = make_chief()
    story.title = TITLE
    save(story, by=chief)
    known = make_article(title="已知", slug="known-story", tags=["公开"])
    Relation.objects.create(article=known, other=story)
    MenuEntry.objects.create(menu="main", article=story)
    Redirect.objects.create(path="/old/", article=story)
    Conflict.objects.create(article=story, field="title", base="", ours="", theirs="")
    SameStory.objects.create(first=story, second=known, percent=90)
    image = make_image(alt="图")
    story.thumbnail = image
    save(story, by=chief)
    make_term("密词", article=story)
    note_presence(chief, story.pk, "k" * 16, "title")
    return story


def everything_but_embargoes(name: str = "reporter") -> User:
    """Somebody who may do all at the desk but see what is under embargo."""
    rights = [right for right in Right if right is not Right.SEE_EMBARGOED]
    return give(make_person("reporter", name), *rights)


def client_of(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def pages() -> list[str]:
    """Every list of the desk, searches, pickers and the front page."""
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    ]
    picker = reverse("admin:autocomplete")
    other = {"app_label": "articles", "model_name": "relation", "field_name": "other"}
    query = "&".join(f"{name}={value}" for name, value in other.items())
    articles = reverse("admin:articles_article_changelist")
    return [
        *lists,
        *(reverse("admin:index"), f"{reverse('admin:index')}?q={TITLE}"),
        f"{reverse('admin:articles_auditentry_changelist')}?act=all",
        *(f"{articles}?q={TITLE}", f"{articles}?q=hidden-story"),
        *(f"{articles}?state=embargoed", f"{articles}?tags__slug=公开"),
        f"{picker}?term={TITLE}&{query}",
    ]


def own_pages(story: Article) -> list[str]:
    found = []
    for name in (
        *("change", "history", "copies", "sharing", "variants", "publish"),
        *("compare", "lift_embargo", "versions", "corrections", "kill"),
    ):
        route = f"admin:articles_article_{name}"
        found.append(reverse(route, args=[story.pk]))
    found.append(reverse("admin:articles_article_verb", args=[story.pk, "withdraw"]))
    for model in (Revision, Conflict, MenuEntry, Redirect):
        row: Any = model.objects.filter(article=story).first()
        route = f"admin:articles_{model._meta.model_name}_change"
        found.append(reverse(route, args=[row.pk]))
    return found


def said(client: Client, path: str) -> str:
    return (
        client.get(path, follow=True).content.decode().replace(f'value="{TITLE}"', "")
    )


def test_no_list_search_or_picker_names_it(story: Article) -> None:
    client = client_of(everything_but_embargoes())
    for path in pages():
        text = said(client, path)
        query = path.partition("?")[2]
        if TITLE in query:
            text = text.replace(f"“{TITLE}”", "").replace(f"q={TITLE}", "")
        assert TITLE not in text, path
        if "hidden-story" not in query:
            assert "hidden-story" not in text, path


def test_who_may_see_it_finds_it_in_them(story: Article) -> None:
    person = give(everything_but_embargoes(), Right.SEE_EMBARGOED)
    client = client_of(person)
    found = [path for path in pages() if TITLE in said(client, path)]
    assert len(found) > 8, found


def test_its_own_pages_answer_as_if_it_did_not_exist(story: Article) -> None:
    client = client_of(everything_but_embargoes())
    for path in own_pages(story):
        unknown = re.sub(r"/\d+/", "/999999/", path)
        for method in (client.get, client.post):
            answer = method(path)
            assert answer.status_code == method(unknown).status_code, path
            assert answer.status_code in {403, 404, 405}, path
            assert TITLE not in answer.content.decode(), path
    answer = client.post(reverse("preview_page") + f"?article={story.pk}", {})
    assert answer.status_code == 404
    assert client.get("/zh-cn/articles/hidden-story/").status_code == 404


def test_the_page_of_a_known_one_does_not_name_it(story: Article) -> None:
    client = client_of(everything_but_embargoes())
    known = Article.objects.get(slug="known-story")
    image = story.thumbnail
    assert image
    known.thumbnail = image  # Shown by the story alone, it would be hidden with it.
    save(known)
    paths = (
        reverse("admin:articles_article_copies", args=[known.pk]),
        reverse("admin:articles_article_change", args=[known.pk]),
        reverse("admin:articles_image_change", args=[image.pk]),
    )
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert TITLE not in answer.content.decode(), path
    assert "An article under embargo" in client.get(paths[-1]).content.decode()


@pytest.mark.parametrize("how", ["wrote", "assigned", "marked"])
def test_who_works_on_it_sees_it(story: Article, how: str) -> None:
    person = make_person("reporter")
    client = client_of(person)
    page = reverse("admin:articles_article_history", args=[story.pk])
    assert client.get(page).status_code == 404
    if how == "wrote":
        story.lead = "新"
        save(story, by=person)
    else:
        name = "assignee" if how == "assigned" else "marked_for"
        Handling.objects.create(article=story, **{name: person})
    assert client.get(page).status_code == 200
    assert TITLE in said(client, reverse("admin:articles_article_changelist"))


def test_an_embargo_hides_a_draft_too_and_no_longer_than_it_lasts() -> None:
    person = make_person("reporter")
    draft = make_draft(title=TITLE, embargoed_until=UNTIL)
    over = make_draft(embargoed_until=timezone.now() - timedelta(seconds=1))
    plain = make_draft()
    assert {*Article.objects.visible_to(person)} == {over, plain}
    editor = make_person("editor")
    assert {*Article.objects.visible_to(editor)} == {draft, over, plain}
