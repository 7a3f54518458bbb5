"""People with standing: a reader is nobody, a reporter writes, a chief decides."""

from __future__ import annotations

from django.contrib.auth.models import Permission, User

_DESK = ("article", "category", "tag", "author", "source", "image")


def make_reporter(name: str = "reporter") -> User:
    """Staff who may add and change articles and look at what they are filed under."""
    user = User.objects.create_user(name, password=name, is_staff=True)
    codenames = ["add_article", "change_article", "add_image"]
    codenames += [f"view_{model}" for model in _DESK]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


def make_clerk(name: str = "clerk") -> User:
    """Staff without any permission."""
    return User.objects.create_user(name, password=name, is_staff=True)


def make_chief(name: str = "chief") -> User:
    return User.objects.create_superuser(name, password=name)
