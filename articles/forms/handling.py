"""The people who are to work on an article, as the panel asks for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from articles.forms.accounts import name_of_group
from articles.models import Handling
from articles.people_names import desk_name
from articles.publishing import Assignment


class PersonField(forms.ModelChoiceField[User]):
    """Somebody at the desk, by the name that they are known by."""

    def __init__(self, **kwargs: Any) -> None:
        people = User.objects.filter(is_active=True, is_staff=True)
        super().__init__(people.order_by("username"), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return desk_name(obj)


class AssignmentForm(forms.Form):
    """``marked_for`` is a person, or a group: ``user-7``, ``group-2``."""

    assignee = PersonField(label=_("Assigned to"))
    marked_for = forms.ChoiceField(label=_("Marked for"), required=False)

    def __init__(
        self, *args: Any, handling: Handling | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _initial_of(handling) if handling else {})
        super().__init__(*args, **kwargs)
        self.groups = {f"group-{group.pk}": group for group in Group.objects.all()}
        people: Any = self.fields["assignee"]
        self.people = {f"user-{user.pk}": user for user in people.queryset}
        for field in self.fields.values():  # They stand within the article's form.
            field.widget.attrs["form"] = "desk-handling"
        marks: Any = self.fields["marked_for"]
        marks.choices = [
            ("", "–"),
            (_("Groups"), [(key, name_of_group(g)) for key, g in self.groups.items()]),
            (_("People"), [(key, desk_name(u)) for key, u in self.people.items()]),
        ]

    def assignment(self) -> Assignment:
        """Return what was chosen in a valid form."""
        mark = self.cleaned_data["marked_for"]
        return Assignment(
            assignee=self.cleaned_data["assignee"],
            marked_for=self.people.get(mark),
            marked_for_group=self.groups.get(mark),
        )


def _initial_of(handling: Handling) -> dict[str, Any]:
    mark = ""
    if handling.marked_for_id:
        mark = f"user-{handling.marked_for_id}"
    elif handling.marked_for_group_id:
        mark = f"group-{handling.marked_for_group_id}"
    return {"assignee": handling.assignee_id, "marked_for": mark}
