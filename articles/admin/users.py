"""Accounts and groups, kept by chiefs in rights, with the desk's care for two who save."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _, pgettext
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from articles.admin.base import WordFilter
from articles.admin.overtaken import OvertakenAdmin
from articles.admin.readable import yes_or_no
from articles.authentication import (
    end_sessions,
    has_second_factor,
    lift_locks,
    live_sessions,
    lock_of,
    record_account_act,
    remove_second_factor,
)
from articles.forms import (
    AccountForm,
    GroupForm,
    NewAccountForm,
    NewPasswordForm,
    name_of_group,
)
from articles.models import AuditEntry
from articles.people_names import full_name
from articles.rights import GROUP_NAMES, Right, managers

admin.site.unregister([User, Group])
# Secrets that nobody has to see.
admin.site.unregister([TOTPDevice, StaticDevice])


class GroupFilter(WordFilter):
    title = _("group")
    parameter_name = "group"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        groups = Group.objects.order_by("pk")
        return [(str(group.pk), name_of_group(group)) for group in groups]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = [key for key, _name in self.lookup_choices]
        if self.value() not in known:
            return queryset
        return queryset.filter(groups=self.value())


@admin.register(User)
class DeskUserAdmin(OvertakenAdmin[User], UserAdmin[User]):
    """Accounts. Who is no superuser touches no superuser, and makes none."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    change_password_form = NewPasswordForm
    list_display = ["username", "full_name", "email", "in_groups", "active"]
    list_filter = ["is_active", GroupFilter]
    show_facets = admin.ShowFacets.NEVER
    filter_horizontal = ["user_permissions"]
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("What the person may do"), {"fields": ("groups",)}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        rights: tuple[str, ...] = ("is_active", "groups", "rights")
        if cast(User, request.user).is_superuser:
            rights = ("is_active", "is_staff", "is_superuser")
            rights += ("groups", "user_permissions")
        elif not self.has_change_permission(request, obj):
            rights = ("is_active",)
        name = ("username", "password")
        return (
            (None, {"fields": name if rights[1:] else ("username",)}),
            (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
            (_("What the person may do"), {"fields": rights}),
        )

    def get_form(
        self,
        request: HttpRequest,
        obj: User | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[User]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        form = type(form.__name__, (form,), {"editor": request.user})
        if "rights" not in flatten_fieldsets(self.get_fieldsets(request, obj)):
            # A field that nobody is shown must not take away what it holds.
            form.base_fields.pop("rights", None)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.change_signing_in)
        own = path("<id>/signing-in/", view, name="auth_user_signing_in")
        return [own, *super().get_urls()]

    def change_signing_in(self, request: HttpRequest, id: str) -> HttpResponse:
        """Lift the locks of an account, sign it out, or reset its second factor."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        account = self.get_object(request, id)
        if account is None:
            raise Http404
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        done = {
            "lift_locks": (AuditEntry.Act.LOCK_LIFTED, _("The lock is lifted.")),
            "end_sessions": (
                AuditEntry.Act.SESSIONS_ENDED,
                _("The account is signed out everywhere."),
            ),
            "reset_factor": (
                AuditEntry.Act.FACTOR_REMOVED,
                _("Signing in to the account asks for the password alone now."),
            ),
        }.get(act := request.POST.get("act", ""))
        if done:
            if act == "lift_locks":
                lift_locks(account)
            else:
                end_sessions(account)
            if act == "reset_factor":
                remove_second_factor(account)
            record_account_act(done[0], account, by=cast(User, request.user))
            messages.success(request, done[1])
        return redirect("admin:auth_user_change", account.pk)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: User | None = None,
    ) -> HttpResponse:
        if obj and self.has_change_permission(request, obj):
            context |= {
                "lock": lock_of(obj),
                "session_count": len(live_sessions(obj)),
                "has_factor": has_second_factor(obj),
                "shows_signing_in": True,
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and _is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes themselves; an account that is left rests, not active."""
        may = super().has_delete_permission(request, obj) and obj != request.user
        return may and _is_within_reach(request, obj)

    def save_model(
        self, request: HttpRequest, obj: User, form: Any, change: bool
    ) -> None:
        if "is_staff" not in form.fields:
            obj.is_staff = True  # Readers have no accounts.
        super().save_model(request, obj, form, change)

    @admin.display(
        description=User._meta.get_field("is_active").verbose_name,
        ordering="is_active",
    )
    def active(self, person: User) -> str:
        return yes_or_no(person.is_active)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return full_name(user)

    @admin.display(description=_("groups"))
    def in_groups(self, user: User) -> str:
        names = map(name_of_group, user.groups.all())
        return pgettext("between names", ", ").join(names)


def _is_within_reach(request: HttpRequest, account: User | None) -> bool:
    is_beyond = account is not None and account.is_superuser
    return not is_beyond or cast(User, request.user).is_superuser


@admin.register(Group)
class DeskGroupAdmin(OvertakenAdmin[Group], GroupAdmin):
    """Groups and their rights. Permissions that are no rights of the desk stay in them."""

    form = GroupForm
    fields = ["name", "rights"]
    filter_horizontal = ()
    list_display = ["shown_name", "holds"]
    actions = None

    def get_form(
        self,
        request: HttpRequest,
        obj: Group | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> type[ModelForm[Group]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"editor": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).prefetch_related("permissions")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep the shipped groups, and the one by which somebody here keeps accounts."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        left = managers(without=obj).filter(username=request.user.get_username())
        return obj.name not in GROUP_NAMES and left.exists()

    @admin.display(description=_("group"), ordering="name")
    def shown_name(self, group: Group) -> str:
        return name_of_group(group)

    @admin.display(description=_("rights"))
    def holds(self, group: Group) -> str:
        codenames = {row.codename for row in group.permissions.all()}
        labels = [right.label for right in Right if right.codename in codenames]
        return pgettext("between sentences", "; ").join(map(str, labels))
