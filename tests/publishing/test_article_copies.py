"""What begins from an article or a template, and what names another to its readers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import (
    Article,
    ArticleTemplate,
    Redirect,
    Relation,
    VariantOverride,
    with_relations,
)
from articles.publishing import (
    NotRelated,
    TranslationExists,
    begin_follow_up,
    begin_translation,
    duplicate,
    follow,
    labels_of,
    save,
    unfollow,
    values_of,
)
from tests.acts import withdraw
from tests.factories import make_article, make_category, make_image, make_source
from tests.people import make_chief

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return make_chief()


def full_article() -> Article:
    article = make_article(
        title="美联储降息",
        slug="fed",
        lead="导语",
        body="**正文**\n",
        categories=["美股", "债市"],
        tags=["降息", "Fed"],
        authors=["林岚"],
        source=make_source(),
        source_url="https://a.example/1",
        thumbnail=make_image(),
        toc=True,
        weight=-3,
        expires_at=timezone.now() + timedelta(days=9),
        extra={"old": "key"},
        disclaimer="自己的声明",
    )
    save(
        article,
        overrides=[VariantOverride(variant="zh-tw", fields={"title": "聯準會"})],
    )
    return article


def test_a_duplicate_is_a_draft_with_the_same_texts_and_labels(chief: User) -> None:
    article = full_article()
    article.translation_key = "k"
    save(article)
    copy = duplicate(article, by=chief)
    same = ("title", "language", "lead", "body", "source", "source_url", "thumbnail")
    for name in (*same, "toc", "disclaimer"):
        assert getattr(copy, name) == getattr(article, name), name
    assert labels_of(copy) == labels_of(article)
    assert copy.overrides.get().fields == {"title": "聯準會"}
    assert (copy.status, copy.published_at, copy.expires_at) == ("draft", None, None)
    assert (copy.translation_key, copy.weight, copy.extra) == ("", 0, {})
    assert copy.slug not in {"", "fed"}
    assert copy.body_html
    assert copy.revisions.get().created_by == chief
    assert not Redirect.objects.exists()
    assert duplicate(article, by=chief).slug not in {copy.slug, "fed"}


def test_a_translation_is_linked_both_ways(chief: User, client: Client) -> None:
    article = full_article()
    version = begin_translation(article, "en", by=chief)
    article.refresh_from_db()
    assert version.language == "en"
    assert version.translation_key == article.translation_key == "fed"
    assert (version.body, version.disclaimer) == (article.body, "")
    assert labels_of(version).categories == labels_of(article).categories
    version.status, version.published_at = "published", timezone.now()
    save(version)
    assert version.get_absolute_url() in client.get(article.get_absolute_url()).text


def test_a_second_translation_into_a_language_is_refused(chief: User) -> None:
    article = full_article()
    version = begin_translation(article, "en", by=chief)
    with pytest.raises(TranslationExists) as refusal:
        begin_translation(article, "en", by=chief)
    assert refusal.value.version == version
    begin_translation(article, "zh-Hant-TW", by=chief)
    assert Article.objects.filter(translation_key="fed").count() == 3


def test_a_key_that_is_taken_is_not_shared(chief: User) -> None:
    make_article(slug="other", translation_key="fed")
    article = full_article()
    version = begin_translation(article, "en", by=chief)
    assert version.translation_key == f"fed-{article.pk}"


def test_a_follow_up_is_filed_alike_and_shown_once_both_are_public(
    chief: User, client: Client
) -> None:
    article = full_article()
    later = begin_follow_up(article, by=chief)
    assert (later.body, labels_of(later).authors) == ("", [])
    assert labels_of(later).categories == labels_of(article).categories
    assert "follow-ups" not in client.get(article.get_absolute_url()).text
    later.title, later.status = "后续报道", "published"
    later.published_at = timezone.now()
    save(later)
    for page, other in ((article, later), (later, article)):
        shown = client.get(page.get_absolute_url()).text.partition("<aside")[0]
        nav = shown.partition('class="follow-ups"')[2].partition("</nav>")[0]
        nav = nav.replace("<wbr>", "")
        assert other.title in nav
        assert other.get_absolute_url() in nav
    withdraw(article)
    assert "follow-ups" not in client.get(later.get_absolute_url()).text


@pytest.mark.parametrize(
    "hidden",
    [
        {"embargoed_until": timezone.now() + timedelta(days=9)},
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"status": "draft"},
    ],
)
def test_what_readers_may_not_see_is_not_named(
    hidden: dict[str, Any], client: Client
) -> None:
    article, other = make_article(), make_article(title="隐藏的", **hidden)
    follow(article, other)
    assert "隐藏的" not in client.get(article.get_absolute_url()).text


def test_what_cannot_be_linked_says_why() -> None:
    article, other = make_article(), make_article()
    follow(article, other)
    for pair, why in (
        ((article, article), "itself"),
        ((article, other), "linked"),
        ((other, article), "linked"),
    ):
        with pytest.raises(NotRelated, match=why):
            follow(*pair)
    for _n in range(Relation.MOST - 1):
        follow(make_article(), other)
    with pytest.raises(NotRelated, match="many"):
        follow(make_article(), other)
    unfollow(Relation.objects.get(article=article))
    follow(make_article(), other)


def test_relations_are_read_with_the_article() -> None:
    first, second, third = make_article(), make_article(), make_article()
    follow(first, second)
    follow(third, first)
    rows = {a.pk: a for a in with_relations(Article.objects.all())}
    pairs = sorted(rows[first.pk].relation_pairs)  # type: ignore[attr-defined]
    assert pairs == [[first.pk, second.pk], [third.pk, first.pk]]


def test_a_template_says_what_an_article_begins_with() -> None:
    template = ArticleTemplate.objects.create(
        name="早报",
        title="早报 {date}",
        body="## {date}\n{other}\n",
        tags=["早报"],
        source=make_source(),
    )
    category = make_category()
    template.categories.add(category)
    values = values_of(template)
    now = timezone.localdate()
    assert values["title"] == f"早报 {now.year}年{now.month}月{now.day}日"
    assert "{other}" in values["body"]
    assert (values["tags"], values["filed_under"]) == (["早报"], [category.pk])
