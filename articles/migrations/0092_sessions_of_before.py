"""List the sessions that were there before: they stay signed in, and can be ended."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def list_sessions(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    store_class = import_module(settings.SESSION_ENGINE).SessionStore
    users = set(apps.get_model("auth", "User").objects.values_list("pk", flat=True))
    live = apps.get_model("sessions", "Session").objects.filter(
        expire_date__gt=timezone.now()
    )
    for key in live.values_list("session_key", flat=True):
        store = store_class(key)
        user = str(store.get("_auth_user_id", ""))
        if user.isdecimal() and int(user) in users:
            apps.get_model("articles", "DeskSession").objects.create(
                session_id=key, user_id=int(user)
            )
            store["seen_at"] = 0  # The next page of the desk says where it is.
            store.save()


class Migration(migrations.Migration):
    dependencies = [("articles", "0091_desk_sessions")]

    operations = [
        migrations.RunPython(list_sessions, migrations.RunPython.noop),
    ]
