"""Save what one person changed of an article, merged with what others saved meanwhile.

Merging and rendering happen outside the transaction: while one editor's long text is
rendered, others save.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib.auth.models import User

from articles.choices import ChangeKind
from articles.models import Article, Revision
from articles.publishing.after_checks import note_for_check
from articles.publishing.article import resolve_times, store
from articles.publishing.article_state import (
    labels_in,
    names_of,
    overrides_in,
    put_columns,
    recorded_state,
    state_of,
    with_known_tags,
)
from articles.publishing.derived import render_article
from articles.publishing.kinds import ANY_KIND, LiveRule, is_live, proposed_kind
from articles.publishing.labels import free_slug, suggest_slug
from articles.publishing.merging import OVERRIDE, Decision, Merge, State, merge_states
from articles.publishing.patience import patiently
from articles.publishing.recording import DATETIMES, LABEL_IDS, moment_of
from articles.publishing.times import SenselessTimes, what_makes_no_sense
from articles.publishing.transactions import transaction
from articles.publishing.workflow import PUBLISHING, Asked, Verb, act_of

_OUTSIDE = 2  # The third attempt merges and renders within the transaction.
_Result = TypeVar("_Result")
# Called with the stored article in the transaction that stores it.
Alongside = Callable[[Article], object]


class Undecided(Exception):
    """Others changed the same places: nothing is stored before a person decides them.

    ``against`` is the newest revision, by number, that ``merge`` was made with.
    """

    def __init__(self, merge: Merge, against: int) -> None:
        super().__init__(f"{len(merge.open_places)} places are open")
        self.merge = merge
        self.against = against


class SlugTaken(Exception):
    """Another article has had the slug since it was checked."""


class AlreadyCreated(Exception):
    """The form that an article is made from has made one before."""


@dataclass(frozen=True)
class Saved:
    """The article as it is stored, and its new revision, if anything changed.

    ``merged_with`` are the revisions of others that it was merged with, newest first, and
    ``their_fields`` the names of what had changed there.
    """

    article: Article
    revision: Revision | None
    merged_with: Sequence[Revision] = ()
    their_fields: Sequence[str] = ()


@dataclass(frozen=True)
class Decisions:
    """A person's choices, by ``place_key``, and the revisions that they were made against."""

    chosen: Mapping[str, Decision]
    against: Sequence[int] = ()


_NOTHING_DECIDED = Decisions({})


def save_changes(
    article_id: int,
    changes: State,
    *,
    base: Revision | None = None,
    decisions: Decisions = _NOTHING_DECIDED,
    by: User | None = None,
    verb: Verb = Verb.SAVE,
    note: str = "",
    act: Revision.Act | None = None,
    alongside: Alongside | None = None,
    rule: LiveRule = ANY_KIND,
) -> Saved:
    """Store changed fields, given as a state has them, and nothing else of the article,
    and do with it what the verb says.

    They are changes of ``base``; without one, of the article as it is. The ``act`` is the
    verb's unless it is given; ``rule`` decides on the kind of a change to a live article.
    Raises ``VerbRefused``, ``Undecided``, ``KindRefused``, ``SenselessTimes``,
    ``SlugTaken``, ``Busy`` and ``Article.DoesNotExist``; nothing is stored then.
    """
    asked = Asked(verb, by, note, act, is_writing="body" in changes)

    def attempt(outer: AbstractContextManager[object]) -> Saved | None:
        with outer:
            draft = _Draft.of(article_id, changes, base, decisions, asked, rule)
            with transaction():
                if not draft.is_current():
                    return None
                return draft.store(alongside)

    for _ in range(_OUTSIDE):
        if saved := patiently(lambda: attempt(nullcontext())):
            return saved
    # Nobody else writes in this transaction; only an hour may come.
    while (saved := patiently(lambda: attempt(transaction()))) is None:
        pass
    return saved


def check_changes(article_id: int, changes: State, base: Revision | None) -> None:
    """Find out whether ``save_changes`` would store them. Raises what it would raise."""
    asked = Asked(Verb.SAVE)
    _Draft.of(article_id, changes, base, _NOTHING_DECIDED, asked, ANY_KIND)


def create_article(
    changes: State,
    *,
    form_key: str | None = None,
    by: User | None = None,
    verb: Verb = Verb.SAVE,
    alongside: Alongside | None = None,
) -> Saved:
    """Store a new article with these fields, and do with it what the verb says; without a
    slug it gets one.

    Raises ``VerbRefused``, ``AlreadyCreated`` if the form of this key made one,
    ``SlugTaken`` and ``Busy``.
    """
    article = Article(form_key=form_key or None)
    led_to: dict[str, Any] = {}
    if verb is not Verb.SAVE:  # Whoever may make articles may save them.
        asked = Asked(verb, by, is_writing=True)
        led_to = asked.led_to(asked.check(article), article)
    empty: State = {name: [] for name in LABEL_IDS}
    state = {**empty, **changes, **led_to}
    put_columns(article, state)
    _put_times(article, changes.keys())
    render_article(article)

    def attempt() -> Saved:
        article.pk, article._state.adding = None, True  # An attempt may have failed.
        with transaction():
            if form_key and Article.objects.filter(form_key=form_key).exists():
                raise AlreadyCreated
            if article.slug:
                _check_slug(article)
            else:
                article.slug = free_slug(Article, suggest_slug(article.title))
            revision = store(
                article,
                labels_in(state),
                overrides=overrides_in(state),
                by=by,
                act=act_of(verb, article),
            )
            Asked(verb, by).check_stored(verb, article)
            if alongside:
                alongside(article)
            return Saved(article, revision)

    return patiently(attempt)


def state_before_merge(revision: Revision) -> dict[str, Any]:
    """Return what was saved, as it was before others' changes were merged into it. Up to
    six queries."""
    parents = cast(dict[str, Any], revision.parents)
    started = revision.article.revisions.filter(pk=parents["base"]).first()
    return {**(recorded_state(started) if started else {}), **parents["ours"]}


def undo_merge(
    revision: Revision, *, by: User | None = None, rule: LiveRule = ANY_KIND
) -> Saved:
    """Bring back what was saved, as it was before others' changes were merged into it.

    What readers may see of the article, its times and its slug stay. Raises ``Undecided`` if
    somebody changed the same places since, and ``KindRefused`` as the rule says.
    """
    merged = recorded_state(revision)
    kept = {"status", "slug", *DATETIMES}
    changes = {
        name: value
        for name, value in state_before_merge(revision).items()
        if name not in kept and value != merged.get(name, "")
    }
    act, number = Revision.Act.RESTORED, revision.article_id
    return save_changes(number, changes, base=revision, by=by, act=act, rule=rule)


@dataclass
class _Draft:
    """An article merged and rendered, to be stored if the row is still as it was."""

    asked: Asked
    verb: Verb
    article: Article
    stored: State
    state: State
    told: Mapping[str, Any]
    merged_with: Sequence[Revision]
    their_fields: Sequence[str]
    rule: LiveRule
    kind: ChangeKind | None = None

    @classmethod
    def of(
        cls,
        article_id: int,
        changes: State,
        base: Revision | None,
        decisions: Decisions,
        asked: Asked,
        rule: LiveRule,
    ) -> _Draft:
        article = Article.objects.get(pk=article_id)
        verb = asked.check(article)
        newest = article.revisions.first()
        stored = state_of(article)
        if base and "body" not in base.fields:
            base.refresh_from_db(fields=["fields"])  # Perhaps it is by now.
        started = _state_at(base, article, stored) if base else stored
        changes = {**changes}
        if "tags" in changes:
            changes["tags"] = with_known_tags(changes["tags"], base)
        ours: State = {**started, **changes}
        rejected: list[dict[str, Any]] = []
        before = started
        for revision in article.revisions.filter(pk__in=decisions.against).order_by(
            "pk"
        ):
            theirs = _state_at(revision, article, stored)
            merge = merge_states(before, ours, theirs, decisions.chosen)
            if merge.open_places:
                break
            before, ours = theirs, merge.state
            rejected += merge.rejected
        merge = merge_states(before, ours, stored, decisions.chosen)
        if merge.open_places:
            raise Undecided(merge, newest.pk if newest else 0)
        state = {**merge.state, **asked.led_to(verb, article)}
        is_published_now = verb in PUBLISHING
        known = set() if is_published_now else _senseless(ours) | _senseless(stored)
        if problems := _senseless(state, is_published_now) - known:
            raise SenselessTimes(" ".join(sorted(problems)))
        their_fields = [n for n in stored if stored[n] != started.get(n, "")]
        told: dict[str, Any] = {
            "rejected": [_with_names(place) for place in rejected + merge.rejected],
            "note": asked.note,
        }
        merged_with: list[Revision] = []
        if base and newest and newest.pk > base.pk and their_fields:
            told["parents"] = {"base": base.pk, "theirs": newest.pk, "ours": changes}
            since = article.revisions.filter(pk__gt=base.pk)
            merged_with = list(since.select_related("created_by").defer("fields"))
        draft = cls(
            asked, verb, article, stored, state, told, merged_with, their_fields, rule
        )
        draft._render()
        return draft

    def _render(self) -> None:
        """Put the state on the article, with what follows from it."""
        if self.has_changes:
            before = Article(pk=self.article.pk)
            put_columns(before, self.stored)
            put_columns(self.article, self.state)
            changed = {n for n, v in self.state.items() if v != self.stored.get(n, "")}
            if self.verb is Verb.UPDATE:
                self.rule.check(changed)
            if is_live(before, self.article):
                self.kind = self.rule.kind_of(proposed_kind(self.stored, self.state))
            _put_times(self.article, changed, self.kind)
            render_article(self.article)

    @property
    def has_changes(self) -> bool:
        return self.state != self.stored

    def is_current(self) -> bool:
        """Tell whether the row is as it was; locks it until the transaction ends. Raises
        ``VerbRefused`` if the verb may not be used any more."""
        row = Article.objects.select_for_update().get(pk=self.article.pk)
        return self.asked.check(row) is self.verb and state_of(row) == self.stored

    def store(self, alongside: Alongside | None) -> Saved:
        saved = Saved(self.article, None, self.merged_with, self.their_fields)
        # What lost everywhere changes nothing, and yet it is kept on record.
        if self.has_changes or self.told["rejected"]:
            if self.state["slug"] != self.stored["slug"]:
                _check_slug(self.article)
            revision = store(
                self.article,
                labels_in(self.state),
                overrides=overrides_in(self.state),
                by=self.asked.by,
                act=self._act(),
                kind=self.kind,
                **self.told,
            )
            note_for_check(revision, self.rule)
            saved = Saved(self.article, revision, self.merged_with, self.their_fields)
        self.asked.check_stored(self.verb, self.article)
        if alongside:
            alongside(self.article)
        return saved

    def _act(self) -> Revision.Act:
        """Name the act; a merge, where nothing but a save led to it."""
        act = self.asked.act or act_of(self.verb, self.article)
        is_save = self.verb in {Verb.SAVE, Verb.UPDATE} and not self.asked.act
        is_same_status = self.state["status"] == self.stored["status"]
        is_merge = is_save and is_same_status and self.merged_with
        return Revision.Act.MERGED if is_merge else act


def _state_at(revision: Revision, article: Article, stored: State) -> dict[str, Any]:
    """Return what a revision recorded, which was read after the article: one without a
    body has the article's. Fields that it does not know are as stored."""
    revision.article = article
    knows_overrides = "overrides" in revision.fields
    unknown = {
        name: value
        for name, value in stored.items()
        if not (knows_overrides and name.startswith(OVERRIDE))
    }
    return {**unknown, **recorded_state(revision)}


def _senseless(state: State, is_published_now: bool = False) -> set[str]:
    """Return the reasons why times of a state contradict each other."""
    times = {name: moment_of(state.get(name)) for name in DATETIMES}
    found = what_makes_no_sense(times, is_published_now=is_published_now)
    return {reason for _field, reason in found}


def _with_names(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return a place for the record, with labels by their names."""
    return {
        key: value if key in {"field", "place"} else names_of(place["field"], value)
        for key, value in place.items()
    }


def _put_times(
    article: Article, changed: Collection[str], kind: ChangeKind | None = None
) -> None:
    """Put the times on the article that follow from what changed."""
    values = {name: getattr(article, name) for name in ("status", *DATETIMES)}
    for name, value in resolve_times(values, changed, kind).items():
        setattr(article, name, value)


def _check_slug(article: Article) -> None:
    """Raise ``SlugTaken`` if another article has the slug."""
    others = Article.objects.filter(slug=article.slug).exclude(pk=article.pk)
    if others.exists():
        raise SlugTaken
