"""The rights of the desk in the editors' words, who has them, and what each allows.

A right is a permission of Django's on articles. ``RightsBackend`` adds to the rights that a
person holds the permissions on models which they stand for, so that the admin, its pickers
and the templates go on asking as Django does. What a right allows beyond that is asked by the
right itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Model, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _


class Right(TextChoices):
    """Each by its permission."""

    WRITE = "articles.write_articles", _("Write articles and hand them in")
    APPROVE = "articles.approve_articles", _("Approve articles and return them")
    PUBLISH = (
        "articles.publish_articles",
        _("Publish, schedule, update and withdraw articles"),
    )
    CHANGE_LIVE = (
        "articles.change_live_articles",
        _("Make minor changes to live articles"),
    )
    CORRECT = "articles.correct_articles", _("Publish corrections")
    KILL = (
        "articles.kill_articles",
        _("Kill articles, bring them back, delete spiked ones"),
    )
    SEE_EMBARGOED = "articles.see_embargoed_articles", _("See articles under embargo")
    LIFT_EMBARGO = "articles.lift_embargoes", _("Lift an embargo early")
    HOLD = "articles.hold_articles", _("Put articles on legal hold and release them")
    PLACE = "articles.place_articles", _("Pin articles and mark them as breaking")
    KEEP_LABELS = (
        "articles.keep_labels",
        _("Keep categories, tags, authors, sources, pictures and terms"),
    )
    MODERATE = "articles.moderate_comments", _("Approve and refuse readers' comments")
    MANAGE = (
        "articles.manage_desk",
        _("Keep site-wide choices, imports and accounts"),
    )

    @property
    def codename(self) -> str:
        return self.value.partition(".")[2]


GROUPS = {
    "reporter": [Right.WRITE],
    "editor": [
        *(Right.WRITE, Right.APPROVE, Right.CHANGE_LIVE),
        *(Right.SEE_EMBARGOED, Right.KEEP_LABELS, Right.MODERATE),
    ],
    "chief editor": [*Right],
}

GROUP_NAMES = {
    "reporter": _("Reporter"),
    "editor": _("Editor"),
    "chief editor": _("Chief editor"),
}


def _on(verbs: Iterable[str], models: Iterable[str]) -> frozenset[str]:
    return frozenset(f"articles.{verb}_{model}" for verb in verbs for model in models)


_EVERY_VERB = ("view", "add", "change", "delete")
_LABELS = ("category", "tag", "author", "source", "listpage", "footerrule")
_KEPT = (
    *(*_LABELS, "instrument", "image", "term", "stylerule"),
    *("redirect", "articletemplate"),
)
_SEEN = _on(["view"], ("article", *_KEPT))
# An article's form brings pictures in.
_EDITED = _on(["change"], ["article"]) | _on(["add"], ["image"])

# The permissions on models that a right stands for. Whoever has any right sees what the
# desk has: every picker shows some of it.
IMPLIED = {
    **dict.fromkeys(Right, _SEEN),
    Right.WRITE: _SEEN | _EDITED | _on(["add"], ["article"]),
    **dict.fromkeys((Right.APPROVE, Right.PUBLISH, Right.CHANGE_LIVE), _SEEN | _EDITED),
    Right.KILL: _SEEN | _on(["delete"], ["article"]),
    Right.KEEP_LABELS: _SEEN | _on(_EVERY_VERB, _KEPT),
    Right.MANAGE: _SEEN
    | _on(("view", "change"), ["sitesettings"])
    | _on(_EVERY_VERB, ("menuentry", "shortcode", "declaredlanguage", "receiver"))
    | _on(["view"], ["delivery"])
    | {f"auth.{verb}_user" for verb in ("view", "add", "change")}
    | {f"auth.{verb}_group" for verb in _EVERY_VERB},
}


def permissions_of(rights: Iterable[str]) -> QuerySet[Permission]:
    """Return the rows that stand for rights."""
    codenames = [Right(right).codename for right in rights]
    return Permission.objects.filter(
        content_type__app_label="articles", codename__in=codenames
    )


def managers(*, without: Group | None = None) -> QuerySet[User]:
    """Return who can keep accounts; with ``without``, as if that group were gone."""
    manage = permissions_of([Right.MANAGE])
    groups = Group.objects.filter(permissions__in=manage)
    if without:
        groups = groups.exclude(pk=without.pk)
    holds = Q(groups__in=groups) | Q(user_permissions__in=manage) | Q(is_superuser=True)
    return User.objects.filter(holds, is_active=True, is_staff=True).distinct()


class RightsBackend(ModelBackend):
    """Django's own, which knows what the desk's rights imply."""

    def get_all_permissions(self, user_obj: Any, obj: Model | None = None) -> set[str]:
        held: set[str] = super().get_all_permissions(user_obj, obj)
        return held.union(*(IMPLIED[right] for right in Right if right in held))
