"""One table of the verbs that lead an article from one state to another, and who may use them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from articles.choices import State, Status
from articles.models import Article, Handling, Revision, SiteSettings
from articles.publishing.checklist import what_blocks
from articles.rights import Right

Act = Revision.Act


class Verb(TextChoices):
    """In the order of their weight: the first that a person may use is the main one."""

    UPDATE = "update", gettext_lazy("Update")
    PUBLISH = "publish", gettext_lazy("Publish")
    APPROVE = "approve", gettext_lazy("Approve")
    HAND_IN = "hand_in", gettext_lazy("Hand in")
    TAKE_BACK = "take_back", pgettext_lazy("a verb", "Take back")
    UNSPIKE = "unspike", gettext_lazy("Unspike")
    RETURN = "return", gettext_lazy("Return")
    SAVE = "save", gettext_lazy("Save")
    PUBLISH_NOW = "publish_now", gettext_lazy("Publish now")
    CANCEL = "cancel", gettext_lazy("Cancel the schedule")
    WITHDRAW = "withdraw", gettext_lazy("Withdraw")
    SPIKE = "spike", gettext_lazy("Spike")
    DELETE = "delete", gettext_lazy("Delete for good")


class VerbRefused(Exception):
    """A verb that may not be used now, or not by this person; ``reason`` tells them why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Step:
    """The effect of a verb. ``rights`` names for each state that it goes from the rights of
    which a person needs one; ``to`` is the status that it leads to, None where it stays."""

    rights: Mapping[State, frozenset[Right]]
    to: Status | None
    act: Revision.Act


def _from(states: Iterable[State], *rights: Right) -> dict[State, frozenset[Right]]:
    return dict.fromkeys(states, frozenset(rights))


UNDECIDED = (State.DRAFT, State.IN_REVIEW)
WAITING = (State.SCHEDULED, State.EMBARGOED)
# What readers could already read. A change of it is an update.
LIVE = (State.PUBLISHED, State.EXPIRED)

STEPS = {
    Verb.UPDATE: Step(_from(LIVE, Right.PUBLISH, Right.CHANGE_LIVE), None, Act.UPDATED),
    Verb.PUBLISH: Step(
        _from([*UNDECIDED, State.APPROVED, State.WITHDRAWN], Right.PUBLISH),
        Status.PUBLISHED,
        Act.PUBLISHED,
    ),
    Verb.APPROVE: Step(_from(UNDECIDED, Right.APPROVE), Status.APPROVED, Act.APPROVED),
    Verb.HAND_IN: Step(
        _from([State.DRAFT], Right.WRITE), Status.IN_REVIEW, Act.HANDED_IN
    ),
    Verb.TAKE_BACK: Step(
        _from([State.IN_REVIEW], Right.WRITE), Status.DRAFT, Act.TAKEN_BACK
    ),
    Verb.UNSPIKE: Step(
        _from([State.SPIKED], Right.APPROVE), Status.DRAFT, Act.UNSPIKED
    ),
    Verb.RETURN: Step(
        _from([State.IN_REVIEW, State.APPROVED], Right.APPROVE),
        Status.DRAFT,
        Act.RETURNED,
    ),
    Verb.SAVE: Step(
        _from([State.DRAFT], Right.WRITE, Right.APPROVE, Right.PUBLISH)
        | _from(
            [
                *(State.IN_REVIEW, State.APPROVED, *WAITING),
                *(State.WITHDRAWN, State.SPIKED),
            ],
            Right.APPROVE,
            Right.PUBLISH,
        ),
        None,
        Act.SAVED,
    ),
    Verb.PUBLISH_NOW: Step(
        _from([State.SCHEDULED], Right.PUBLISH), Status.PUBLISHED, Act.PUBLISHED
    ),
    Verb.CANCEL: Step(_from(WAITING, Right.PUBLISH), Status.APPROVED, Act.UNSCHEDULED),
    Verb.WITHDRAW: Step(_from(LIVE, Right.PUBLISH), Status.WITHDRAWN, Act.WITHDRAWN),
    Verb.SPIKE: Step(
        _from([State.DRAFT], Right.WRITE, Right.APPROVE)
        | _from([State.IN_REVIEW, State.APPROVED], Right.APPROVE)
        | _from([State.WITHDRAWN, *WAITING, *LIVE], Right.PUBLISH),
        Status.SPIKED,
        Act.SPIKED,
    ),
    # ``delete_for_good`` does it.
    Verb.DELETE: Step(_from([State.SPIKED], Right.KILL), None, Act.SAVED),
}
PUBLISHING = frozenset({Verb.PUBLISH, Verb.PUBLISH_NOW})
# What brings a text to readers. A legal hold keeps it from them.
_REACHING = PUBLISHING | {Verb.UPDATE}
# The note that a person must give with a verb.
NEEDS_NOTE = frozenset({Verb.RETURN})
_APPROVING = frozenset({Verb.APPROVE, Verb.PUBLISH})


@dataclass(frozen=True)
class Asked:
    """An act that is asked for, by whom, and what is said with it. ``act`` is
    what the record calls it, if that is not the verb's own; ``is_writing`` tells that the
    same act changes the text."""

    verb: Verb
    by: User | None = None
    note: str = ""
    act: Revision.Act | None = None
    is_writing: bool = False

    def check(self, article: Article) -> Verb:
        """Return the verb that it is for this article. Raises ``VerbRefused``.

        To publish what somebody has published meanwhile is to save it.
        """
        is_published = article.status == Status.PUBLISHED
        is_save = self.verb is Verb.SAVE or (self.verb is Verb.PUBLISH and is_published)
        verb = saving(article) if is_save else self.verb
        check(verb, article, self.by, is_writing=self.is_writing)
        if verb in NEEDS_NOTE and self.by and not self.note.strip():
            raise VerbRefused(_("Say what is to be changed: the author reads it."))
        return verb

    def check_stored(self, verb: Verb, article: Article) -> None:
        """Refuse to publish what lacks something that the desk insists on. Raises
        ``VerbRefused``; the transaction is to be left then."""
        if self.by is None or verb not in PUBLISHING:
            return
        if lacking := [item.lacking for item in what_blocks(article)]:
            raise VerbRefused(f"{article}: {' '.join(lacking)}")

    def led_to(self, verb: Verb, article: Article) -> dict[str, Any]:
        """Return the fields of a recorded state that the verb changes."""
        status = status_after(verb, article, self.by)
        led_to = {"status": status} if status != article.status else {}
        if verb is Verb.PUBLISH_NOW:
            led_to["published_at"] = timezone.now().astimezone(UTC).isoformat()
        return led_to


def act_of(verb: Verb, article: Article) -> Revision.Act:
    """Return the act of a verb that led to what the article is now."""
    is_later = article.state_at() is State.SCHEDULED
    return Act.SCHEDULED if verb in PUBLISHING and is_later else STEPS[verb].act


def verbs_for(by: User, article: Article) -> list[Verb]:
    """Return what this person may do with a stored article, the main verb first.

    Up to five queries.
    """
    return [verb for verb in Verb if not _refusal(verb, article, by)]


def has_right(verb: Verb, by: User) -> bool:
    """Tell whether this person may use the verb in any state."""
    rights = frozenset().union(*STEPS[verb].rights.values())
    return any(by.has_perm(right) for right in rights)


def may(verb: Verb, article: Article, by: User) -> bool:
    return not _refusal(verb, article, by)


def may_save(article: Article, by: User) -> bool:
    """Tell whether this person may change the text of the article as it stands now."""
    return may(saving(article), article, by)


def saving(article: Article) -> Verb:
    """Return the verb that a save of the article is: of a live one, an update."""
    return Verb.UPDATE if article.state_at() in LIVE else Verb.SAVE


def check(
    verb: Verb,
    article: Article,
    by: User | None,
    *,
    is_writing: bool = False,
) -> None:
    """Raise ``VerbRefused`` unless the verb goes from where the article stands, and this
    person may use it. Nobody (an import, a command) needs no right.

    ``is_writing``: the same act changes the text.
    """
    if reason := _refusal(verb, article, by, is_writing=is_writing):
        raise VerbRefused(reason)


def status_after(verb: Verb, article: Article, by: User | None) -> str:
    """Return the status that the verb leads to. What was approved or waits for its hour is
    in review again if somebody changes it who may not publish."""
    if to := STEPS[verb].to:
        return to
    is_decided = article.state_at() in (State.APPROVED, *WAITING)
    if verb is Verb.SAVE and is_decided and by and not by.has_perm(Right.PUBLISH):
        return Status.IN_REVIEW
    return article.status


def is_own_copy(article: Article, by: User) -> bool:
    """Tell whether this person made the article, handed it in, or was the last to change
    its text while it was a draft. Two queries."""
    rows = article.revisions.order_by("pk")
    if rows.values_list("created_by", flat=True).first() == by.pk:
        return True
    drafted = Q(fields__status=Status.DRAFT, changes__has_key="body")
    acts = rows.filter(drafted | Q(act=Act.HANDED_IN))
    return acts.values_list("created_by", flat=True).last() == by.pk


def _refusal(
    verb: Verb, article: Article, by: User | None, *, is_writing: bool = False
) -> str:
    """Return why the verb may not be used, in words; empty if it may."""
    state = article.state_at()
    rights = STEPS[verb].rights.get(state)
    if rights is None:
        return _(
            "%(verb)s: not possible any more. The article is in this state now: %(state)s."
        ) % {"verb": verb.label, "state": state.label}
    if by and not any(by.has_perm(right) for right in rights):
        return _lacking(verb, state)
    if verb is Verb.TAKE_BACK and by and _handed_in_by(article) != by.pk:
        return _("Only who handed it in takes it back.")
    if verb in _REACHING and Handling.objects.held().filter(pk=article.pk).exists():
        return _(
            "It is on legal hold: nothing reaches readers before that is released."
        )
    is_approving = verb in _APPROVING and state in UNDECIDED
    if by and is_approving and SiteSettings.current().forbids_own_approval:
        is_written_now = is_writing and state is State.DRAFT
        if not article.pk or is_written_now or is_own_copy(article, by):
            return _("This is your own copy: hand it in, somebody else approves it.")
    return ""


def _lacking(verb: Verb, state: State) -> str:
    """Say that a right is lacking, and what can be done instead."""
    if verb is Verb.UPDATE:
        return _(
            "Readers can read this article: who may not change what is live leaves it "
            "to an editor. Your text is kept; give it to one."
        )
    if verb is Verb.SAVE and state is State.IN_REVIEW:
        return _("It is in review: an editor changes it, or returns it to you.")
    if verb in _APPROVING and state is State.DRAFT:
        return _("You may not do this (%(verb)s): hand the article in instead.") % {
            "verb": verb.label
        }
    return _("You may not do this: %(verb)s.") % {"verb": verb.label}


def _handed_in_by(article: Article) -> int | None:
    """Return who handed it in last, by number. A query."""
    acts = article.revisions.filter(act=Act.HANDED_IN)
    return acts.values_list("created_by", flat=True).first()
