"""Accounts and groups, as Django has them, with the desk's care for two who save."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from articles.admin.overtaken import OvertakenAdmin

admin.site.unregister([User, Group])


@admin.register(User)
class DeskUserAdmin(OvertakenAdmin[User], UserAdmin[User]):
    pass


@admin.register(Group)
class DeskGroupAdmin(OvertakenAdmin[Group], GroupAdmin):
    pass
