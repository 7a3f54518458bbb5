"""Accounts and groups as a chief keeps them: in rights, never in raw permissions.

Whoever keeps accounts cannot lock themselves out, nor leave a desk on which nobody does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    BaseUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from articles.rights import GROUP_NAMES, Right, managers, permissions_of


def name_of_group(group: Group) -> str:
    """Call a group that the desk ships by its name in the editors' language."""
    return str(GROUP_NAMES.get(group.name, group.name))


class GroupsField(forms.ModelMultipleChoiceField[Group]):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return name_of_group(obj)


def groups_field() -> GroupsField:
    return GroupsField(
        Group.objects.order_by("pk"),
        required=False,
        label=_("Groups"),
        help_text=_("What each may do stands under Groups."),
    )


class RightsForm(forms.ModelForm[Any]):
    """Puts the desk's rights in place of the permissions of a person or a group.

    Other permissions stay as they are.
    """

    permissions_name: str

    rights = forms.MultipleChoiceField(
        choices=Right.choices,
        required=False,
        label=_("Rights"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "rights" in self.fields:
            self.initial["rights"] = [
                right.value
                for right in Right
                if right.codename in {row.codename for row in self._held()}
            ]

    def _held(self) -> Iterable[Permission]:
        rows = getattr(self.instance, self.permissions_name)
        held: Iterable[Permission] = rows.filter(content_type__app_label="articles")
        return held

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        if "rights" in self.cleaned_data:
            rows = getattr(self.instance, self.permissions_name)
            chosen = permissions_of(self.cleaned_data["rights"])
            rows.remove(*permissions_of(Right).exclude(pk__in=chosen))
            rows.add(*chosen)


class AccountForm(RightsForm, UserChangeForm[User]):
    """An account. ``editor`` is who changes it."""

    permissions_name = "user_permissions"
    editor: User

    groups = groups_field()

    class Meta:
        model = User
        fields = ("username",)  # The admin says which others there are.

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "rights" in self.fields:
            self.fields["rights"].label = _("Further rights")
            self.fields["rights"].help_text = _("Beside those of the groups.")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        was_manager = managers().filter(pk=self.instance.pk).exists()
        if was_manager and not self._will_manage():
            is_self = self.instance.pk == self.editor.pk
            others = managers().exclude(pk=self.instance.pk)
            if is_self or not others.exists():
                self.add_error(*self._lockout(is_self))
        return cleaned

    def _will(self, name: str) -> bool:
        stored = User.objects.filter(pk=self.instance.pk).values_list(name, flat=True)
        return bool(self.cleaned_data.get(name, stored[0]))

    def _will_manage(self) -> bool:
        if not (self._will("is_active") and self._will("is_staff")):
            return False
        if self._will("is_superuser"):
            return True
        manage = permissions_of([Right.MANAGE])
        groups = self.cleaned_data.get("groups", self.instance.groups.all())
        if groups.filter(permissions__in=manage).exists():
            return True
        if "rights" in self.cleaned_data:
            return Right.MANAGE in self.cleaned_data["rights"]
        held = self.cleaned_data.get(
            "user_permissions", self.instance.user_permissions.all()
        )
        return bool(held.filter(pk__in=manage).exists())

    def _lockout(self, is_self: bool) -> tuple[str, ValidationError]:
        ticks = ("is_active", "is_staff", "is_superuser")
        given_up = (name for name in ticks if name in self.changed_data)
        field = next(given_up, "groups")
        if is_self:
            text = _("You would lock yourself out. Another chief editor can do this.")
        else:
            text = _(
                "This is the last person who keeps accounts. Give the right to "
                "somebody else first."
            )
        return field, ValidationError(text)


class NewAccountForm(BaseUserCreationForm[User]):
    """An account with what its owner needs to begin: a name, a password, groups."""

    groups = groups_field()

    class Meta(BaseUserCreationForm.Meta):
        fields = ("username", "first_name", "last_name", "email")

    def clean_username(self) -> str:
        """Refuse a name that another account has in other letters of the same word."""
        name: str = self.cleaned_data.get("username", "")
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(gettext("An account has this name already."))
        return name


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that a chief sets. At a desk nobody signs in without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class GroupForm(RightsForm):
    """A group and its rights. ``editor`` is who changes it."""

    permissions_name = "permissions"
    editor: User

    class Meta:
        model = Group
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.name in GROUP_NAMES and "name" in self.fields:
            self.fields["name"].disabled = True
            self.fields["name"].help_text = pgettext(
                "a group", "Shipped with the desk as: %s"
            ) % name_of_group(self.instance)

    def clean_rights(self) -> list[str]:
        rights: list[str] = self.cleaned_data["rights"]
        if self.instance.pk and Right.MANAGE not in rights:
            left = managers(without=self.instance)
            if not left.filter(pk=self.editor.pk).exists():
                text = _(
                    "You would lock yourself out: you keep accounts by this group."
                )
                raise ValidationError(text)
        return rights
