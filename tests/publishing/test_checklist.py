from __future__ import annotations

import pytest
from django.utils import timezone

from articles.choices import Reuse
from articles.models import Article, AuditEntry, OpenAmbiguities, SiteSettings
from articles.publishing import checklist, record_clearance, what_blocks
from tests.factories import make_article, make_draft, make_image, make_source
from tests.people import make_chief

pytestmark = pytest.mark.django_db


def unmet(article: Article) -> set[str]:
    return {item.key for item in checklist(article) if not item.is_met}


def blocking(article: Article) -> list[str]:
    return [item.key for item in what_blocks(article)]


def test_an_empty_draft_lacks_what_every_story_has() -> None:
    article = make_draft(title="央行降息")
    assert unmet(article) == {"category", "lead", "summary", "source", "thumbnail"}
    assert blocking(article) == []


def test_a_whole_article_lacks_nothing() -> None:
    article = make_article(
        lead="导语",
        summary="摘要",
        source=make_source(),
        thumbnail=make_image(alt="图"),
        categories=["债市"],
    )
    assert unmet(article) == set()


def test_a_headline_of_three_lines_is_remarked_on() -> None:
    assert "headline" in unmet(make_article(title="长" * 31))


def test_open_ambiguities_count_while_the_text_is_the_same() -> None:
    article = make_article()
    row = OpenAmbiguities.objects.create(
        article=article,
        text_digest=article.text_digest,
        conversion_version=1,
        open_in="zh-tw",
    )
    assert "conversions" in unmet(article)
    row.text_digest = "older"
    row.save()
    assert "conversions" not in unmet(article)


def test_a_thumbnail_is_asked_for_its_words() -> None:
    assert "alt" in unmet(make_article(thumbnail=make_image()))


def test_terms_that_ask_for_a_permission_block_until_it_is_recorded() -> None:
    source = make_source(reuse=Reuse.PERMISSION, terms_confirmed_at=timezone.now())
    article = make_draft(source=source, categories=["债市"])
    assert blocking(article) == ["permission"]
    record_clearance(article, "11月30日 王编辑来信", by=make_chief())
    assert blocking(article) == []
    entry = AuditEntry.objects.get(act=AuditEntry.Act.CLEARED)
    assert entry.detail["text"] == "11月30日 王编辑来信"
    other = make_source(
        "另一家", reuse=Reuse.PERMISSION, terms_confirmed_at=timezone.now()
    )
    article.source = other
    assert blocking(article) == ["permission"]


def test_terms_that_nobody_confirmed_ask_for_nothing() -> None:
    article = make_draft(
        source=make_source(reuse=Reuse.PERMISSION), categories=["债市"]
    )
    assert blocking(article) == []


def test_the_desk_decides_what_blocks_and_what_is_left_out() -> None:
    SiteSettings.objects.create(checklist_blocks=["lead"], checklist_off=["category"])
    article = make_draft()
    assert blocking(article) == ["lead"]
    assert "category" not in {item.key for item in checklist(article)}


def test_the_checklist_takes_few_queries(django_assert_max_num_queries: object) -> None:
    source = make_source(reuse=Reuse.PERMISSION, terms_confirmed_at=timezone.now())
    article = Article.objects.select_related("source", "thumbnail").get(
        pk=make_article(source=source, thumbnail=make_image()).pk
    )
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        checklist(article)
