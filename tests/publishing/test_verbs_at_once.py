"""Two people do with one article, at the same moment, what does not go together."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from articles.choices import State
from articles.models import Article, Revision
from articles.publishing import (
    Busy,
    Verb,
    VerbRefused,
    create_article,
    hold,
    perform,
)
from tests.people import make_person
from tests.publishing.test_workflow import article_in

pytestmark = pytest.mark.django_db(transaction=True)

# Each with where it begins, both verbs, and where it may end: one of them alone, or both
# in an order in which they go together.
PAIRS = [
    (State.IN_REVIEW, Verb.APPROVE, Verb.RETURN, {"approved", "draft"}),
    (State.APPROVED, Verb.PUBLISH, Verb.RETURN, {"published", "draft"}),
    (State.PUBLISHED, Verb.WITHDRAW, Verb.SPIKE, {"spiked"}),
    (State.SCHEDULED, Verb.CANCEL, Verb.PUBLISH_NOW, {"approved", "published"}),
    (State.DRAFT, Verb.HAND_IN, Verb.SPIKE, {"spiked", "in_review"}),
]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all at the same moment; return what became of each."""
    barrier = threading.Barrier(len(acts))
    outcomes: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(30)
            act()
            outcomes.append("done")
        except VerbRefused:
            outcomes.append("refused")
        except Busy:
            outcomes.append("busy")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize(("state", "one", "other", "ends"), PAIRS)
def test_the_second_meets_what_the_first_did(
    state: State, one: Verb, other: Verb, ends: set[str]
) -> None:
    chief = make_person("chief editor")
    for _ in range(4):
        article = article_in(state)
        before = article.revisions.count()
        outcomes = at_once(
            lambda: perform(one, article, by=chief, note="n"),  # noqa: B023
            lambda: perform(other, article, by=chief, note="n"),  # noqa: B023
        )
        assert "done" in outcomes
        assert Article.objects.get(pk=article.pk).status in ends
        done = outcomes.count("done")
        assert article.revisions.count() == before + done
        acts = Revision.objects.filter(article=article)[:done]
        assert acts[0].fields["status"] in ends


def test_nothing_is_published_after_it_was_put_on_hold() -> None:
    chief = make_person("chief editor")
    for _ in range(4):
        article = create_article({"title": "甲"}, by=chief).article
        at_once(
            lambda: hold(article, "诉讼", by=chief),  # noqa: B023
            lambda: perform(Verb.PUBLISH, article, by=chief),  # noqa: B023
        )
        stored = Article.objects.get(pk=article.pk)
        if stored.status == "published":  # Then that was before.
            acts = stored.revisions.values_list("created_at", flat=True)
            assert stored.handling.held_at > acts[0]  # type: ignore[operator]
