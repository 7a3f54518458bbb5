"""People with standing: a reader is nobody, a reporter writes, a chief decides."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from articles.rights import GROUPS, Right

_DESK = ("article", "category", "tag", "author", "source", "image")


def make_reporter(name: str = "reporter") -> User:
    """Staff who write articles, add pictures and look at what articles are filed under."""
    user = User.objects.create_user(name, password=name, is_staff=True)
    codenames = ["add_article", "change_article", "add_image"]
    codenames += [f"view_{model}" for model in _DESK] + [Right.WRITE.codename]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def make_clerk(name: str = "clerk") -> User:
    """Staff without any permission."""
    return User.objects.create_user(name, password=name, is_staff=True)


def make_chief(name: str = "chief") -> User:
    return User.objects.create_superuser(name, password=name)


def make_person(group: str, name: str = "") -> User:
    """Staff in one of the groups that the desk ships."""
    user = User.objects.create_user(
        name or group, password=name or group, is_staff=True
    )
    user.groups.add(shipped_group(group))
    return user


def shipped_group(name: str) -> Group:
    """Return a group as a migration makes it, which tests with real transactions lose."""
    group = Group.objects.get_or_create(name=name)[0]
    group.permissions.set(_permissions(GROUPS[name]))
    return group


def give(user: User, *rights: Right) -> User:
    """Give a person rights, and return it as read anew: Django remembers what it held."""
    user.user_permissions.add(*_permissions(rights))
    return User.objects.get(pk=user.pk)


def signs_in(client: Client, name: str, password: str) -> bool:
    """Tell whether a password lets somebody in on the page that asks for it."""
    sent = {"username": name, "password": password}
    return client.post(reverse("admin:login"), sent).status_code == 302


def _permissions(rights: Iterable[Right]) -> QuerySet[Permission]:
    codenames = [right.codename for right in rights]
    return Permission.objects.filter(codename__in=codenames)
