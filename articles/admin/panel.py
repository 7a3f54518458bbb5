"""The panel of an article: its state, the verbs that a person may use, and who is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import State, Status
from articles.forms import name_of_group
from articles.models import Article, Handling, Revision
from articles.people_names import desk_name
from articles.publishing import Verb, saving, verbs_for
from articles.rights import GROUP_NAMES, Right
from articles.time_zones import moment_in_words

PAGE = "admin:articles_article_verb"
SHEET = "admin:articles_article_publish"
SHEET_BUTTON = "_sheet"
# They ask on a page of their own what is to become of the article.
_ASKING = frozenset({Verb.SPIKE, Verb.DELETE})
_SAVING = frozenset({Verb.SAVE, Verb.UPDATE})


@dataclass(frozen=True)
class Offer:
    """A verb as it is offered: by a button of the form, or by the page at ``url``.

    To publish, the form is saved first; then comes the sheet, at ``sheet`` if the article
    is stored.
    """

    verb: Verb
    label: str
    url: str = ""
    sheet: str = ""

    @property
    def name(self) -> str:
        """The name of its button, as ``forms.verb_in`` reads it."""
        return SHEET_BUTTON if self.opens_sheet else f"_{self.verb}"

    @property
    def opens_sheet(self) -> bool:
        return self.verb is Verb.PUBLISH

    @property
    def takes_note(self) -> bool:
        return self.verb is Verb.RETURN


@dataclass(frozen=True)
class Panel:
    """``main`` is the next step; ``more`` are the other verbs. Where the text may be saved
    and that is not the next step, ``save`` says how its button is called."""

    main: Offer | None
    more: Sequence[Offer]
    save: str
    may_schedule: bool
    next_line: str
    handling: Handling | None
    returned: Revision | None


def panel_of(article: Article | None, by: User) -> Panel:
    """Return what a person is offered for an article as it is stored, or a new one."""
    is_new = article is None
    article = article or Article()
    verbs = [
        verb for verb in verbs_for(by, article) if not (is_new and verb in _ASKING)
    ]
    may_save = is_new or saving(article) in verbs
    offers = [_offer(verb, article, may_save=may_save) for verb in verbs]
    main = offers[0] if offers and _is_next(offers[0].verb, article, by) else None
    save = _("Save") if may_save and not (main and main.verb in _SAVING) else ""
    hidden = {*_SAVING, *([main.verb] if main else [])}
    more = [offer for offer in offers if offer.verb not in hidden]
    if Verb.CANCEL in verbs:
        sheet = reverse(SHEET, args=[article.pk])
        more.insert(0, Offer(Verb.PUBLISH, _("Change the time"), sheet=sheet))
    handling = None if is_new else Handling.objects.of(article)
    return Panel(
        main=main,
        more=more,
        save=save,
        may_schedule=Verb.UPDATE in verbs and by.has_perm(Right.PUBLISH),
        next_line="" if main else who_is_next(article, handling),
        handling=handling,
        returned=None if is_new else _returned(article),
    )


def as_stored(request: HttpRequest, article: Article | None) -> Article | None:
    """Return the article without what a form put into it that could not be saved."""
    if article is None or not article.pk:
        return None
    if request.method != "POST":
        return article
    return Article.objects.defer("body", "body_html").filter(pk=article.pk).first()


def label_of(verb: Verb, article: Article) -> str:
    """Name a verb as its button does."""
    if verb is Verb.PUBLISH and article.status == Status.WITHDRAWN:
        return _("Publish again")
    is_later = article.published_at and article.published_at > timezone.now()
    if verb is Verb.PUBLISH and is_later:
        return _("Schedule")
    return str(verb.label)


def who_is_next(article: Article, handling: Handling | None) -> str:
    """Say in one line who takes the next step."""
    if handling and handling.is_held:
        return _("Waits for release from legal hold")
    state = article.state_at()
    who = _marked_for(handling)
    if state is State.IN_REVIEW:
        who = who or str(GROUP_NAMES["editor"])
        return _("Waits for approval: %(who)s") % {"who": who}
    if state is State.APPROVED:
        who = who or str(GROUP_NAMES["chief editor"])
        return _("Waits for publication: %(who)s") % {"who": who}
    if state is State.SCHEDULED and article.published_at:
        return _("Goes live: %(time)s") % {
            "time": moment_in_words(article.published_at)
        }
    chief = str(GROUP_NAMES["chief editor"])
    if state in (State.PUBLISHED, State.EXPIRED):
        editor = str(GROUP_NAMES["editor"])
        return _("Changes of what is live: %(who)s") % {"who": editor}
    if state is State.WITHDRAWN:
        return _("Publishes it again: %(who)s") % {"who": chief}
    if state is State.SPIKED:
        return _("Takes it up again: %(who)s") % {"who": str(GROUP_NAMES["editor"])}
    return ""


def _is_next(verb: Verb, article: Article, by: User) -> bool:
    """Tell whether a verb is a step: to save is one only where an hour is set, and who
    may publish sets another."""
    if verb is Verb.SAVE:
        is_set = article.state_at() in (State.SCHEDULED, State.EMBARGOED)
        return is_set and by.has_perm(Right.PUBLISH)
    return verb not in {Verb.SPIKE, Verb.DELETE, Verb.CANCEL, Verb.WITHDRAW}


def _offer(verb: Verb, article: Article, *, may_save: bool) -> Offer:
    url = sheet = ""
    if verb is Verb.PUBLISH and article.pk:
        sheet = reverse(SHEET, args=[article.pk])
        url = "" if may_save else sheet
    elif verb is Verb.DELETE:
        url = reverse("admin:articles_article_delete", args=[article.pk])
    elif article.pk and (verb in _ASKING or not may_save):
        url = reverse(PAGE, args=[article.pk, verb])
    return Offer(verb, label_of(verb, article), url, sheet)


def _marked_for(handling: Handling | None) -> str:
    """Name whom the next step was given to; empty if nobody."""
    if handling is None:
        return ""
    if handling.marked_for:
        return desk_name(handling.marked_for)
    group = handling.marked_for_group
    return name_of_group(group) if group else ""


def _returned(article: Article) -> Revision | None:
    """Return the act by which a draft came back, unless it was handed in since. A query."""
    if article.state_at() is not State.DRAFT:
        return None
    acts = (Revision.Act.RETURNED, Revision.Act.HANDED_IN)
    rows = article.revisions.filter(act__in=acts).select_related("created_by")
    latest = rows.defer("fields").first()
    return latest if latest and latest.act == Revision.Act.RETURNED else None
