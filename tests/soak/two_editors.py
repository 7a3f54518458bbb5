"""Two editors write one article in random order; no word that either typed may get lost."""

from __future__ import annotations

import json
import random
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment
from django.urls import reverse

from articles.models import Article
from tests.admin.browsing import form_in
from tests.conftest import pytest_configure
from tests.factories import make_article, make_draft
from tests.soak.invariants import broken_invariants, tokens_in

_ACTIONS = 10


def main(rounds: int, seed: int) -> str:
    """Run the interleavings on an empty database of the kind that the settings name."""
    pytest_configure()
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        met = sum(interleave(number) for number in range(seed, seed + rounds))
        broken = broken_invariants()
    finally:
        runner.teardown_databases(databases)
    assert not broken, broken
    return f"{rounds} interleavings, {met} places decided, nothing lost"


def interleave(seed: int, article: Article | None = None) -> int:
    """Let two editors write an article; return how many places they had to decide.

    Raises ``AssertionError`` with the seed if a word is lost.
    """
    chance = random.Random(seed)  # noqa: S311 – no secret
    words = (f"t{seed * 1000 + n}" for n in count())
    if article is None:
        body = "\n\n".join(
            " ".join(f"{next(words)}." for _ in range(chance.randint(1, 4)))
            for _ in range(chance.randint(1, 6))
        )
        make = chance.choice([make_article, make_draft])
        article = make(body=f"{body}\n", title=next(words), tags=[next(words)])
    before = _held(Article.objects.get(pk=article.pk))
    editors = [_Editor(name, article.pk, chance, words) for name in ("ann", "ben")]
    for _ in range(_ACTIONS):
        chance.choice(editors).act()
    for editor in editors:
        editor.finish()
    stored = Article.objects.get(pk=article.pk)
    gone = set[str]().union(*(editor.discarded for editor in editors))
    typed = before.union(*(editor.typed for editor in editors))
    recorded = json.dumps(list(stored.revisions.values_list("rejected", flat=True)))
    lost = typed - gone - _held(stored) - tokens_in(recorded)
    assert not lost, f"seed {seed}: lost {sorted(lost)}"
    return sum(editor.decided for editor in editors)


def _held(article: Article) -> set[str]:
    tags = " ".join(tag.name for tag in article.tags.all())
    return tokens_in(f"{article.title} {article.lead} {article.body} {tags}")


class _Editor:
    """Opens the form, types in it, saves it, and decides what meets another's change."""

    def __init__(self, name: str, pk: int, chance: random.Random, words: Any) -> None:
        user, _ = User.objects.get_or_create(
            username=name, is_staff=True, is_superuser=True
        )
        self.client = Client()
        self.client.force_login(user)
        self.url = reverse("admin:articles_article_change", args=[pk])
        self.chance, self.words = chance, words
        self.form: dict[str, Any] | None = None
        self.typed: set[str] = set()
        self.discarded: set[str] = set()
        self.decided = 0

    def act(self) -> None:
        if self.form is None:
            self.open()
        else:
            kinds = [self.write, self.write, self.label, self.save]
            self.chance.choice(kinds)()

    def finish(self) -> None:
        while self.form is not None:
            self.save()

    def open(self) -> None:
        self.form = form_in(self.client.get(self.url))

    def word(self) -> str:
        word = next(self.words)
        self.typed.add(word)
        return str(word)

    def write(self) -> None:
        """Edit, add or delete a paragraph, or change the title or the lead."""
        assert self.form is not None
        chance, form = self.chance, self.form
        text = form["body"].replace("\r\n", "\n").strip("\n")
        paragraphs = text.split("\n\n") if text else []
        at = chance.randrange(len(paragraphs) + 1)
        match chance.choice(["edit", "edit", "add", "delete", "title", "lead"]):
            case "edit" if paragraphs:
                at = chance.randrange(len(paragraphs))
                sentences = paragraphs[at].split(" ")
                sentences.insert(
                    chance.randrange(len(sentences) + 1), f"{self.word()}."
                )
                paragraphs[at] = " ".join(sentences)
            case "delete" if paragraphs:
                self.discarded |= tokens_in(
                    paragraphs.pop(min(at, len(paragraphs) - 1))
                )
            case "title" | "lead" as field:
                self.discarded |= tokens_in(form[field])
                form[field] = self.word()
            case _:
                paragraphs.insert(at, f"{self.word()}.")
        form["body"] = "\r\n\r\n".join(paragraphs) + "\r\n"

    def label(self) -> None:
        assert self.form is not None
        tags = [tag for tag in self.form["tags"].split("，") if tag]
        if tags and self.chance.random() < 0.4:
            self.discarded |= tokens_in(tags.pop(self.chance.randrange(len(tags))))
        else:
            tags.append(self.word())
        self.form["tags"] = "，".join(tags)

    def save(self) -> None:
        sent = dict(self.form or {})
        if self.chance.random() < 0.2:
            sent["_publish"] = "1"
        answer = self.client.post(self.url, sent)
        while answer.status_code == 409:
            if self.chance.random() < 0.3:
                return  # Decided later: the form as it was is sent again.
            sent = form_in(answer, "body")
            for card in answer.context["cards"]:
                sides = ["ours", "theirs", *(["both", "text"] if card.is_text else [])]
                sent[f"choice-{card.key}"] = self.chance.choice(sides)
                if card.is_text:
                    sent[f"text-{card.key}"] = (
                        f"{card.ours} {self.word()} {card.theirs}"
                    )
                    if sent[f"choice-{card.key}"] != "text":
                        self.typed -= tokens_in(sent[f"text-{card.key}"]) - tokens_in(
                            f"{card.ours} {card.theirs}"
                        )
                self.decided += 1
            answer = self.client.post(self.url, sent)
        assert answer.status_code == 302, answer.content.decode()
        self.form = None
