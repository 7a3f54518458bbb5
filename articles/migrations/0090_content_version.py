"""The number that grows with every change of what readers see."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_the_row(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("articles", "ContentVersion").objects.create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0089_moderators")]

    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("version", models.BigIntegerField(default=0)),
                ("hidden_at_version", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(id=1), name="there_is_one_content_version"
                    )
                ],
            },
        ),
        migrations.RunPython(make_the_row, migrations.RunPython.noop),
    ]
