"""Name the act of each revision, with room for what it changed and what a merge left out."""

from django.db import migrations, models

import articles.models.readable_json


def name_acts(apps, schema_editor):
    revisions = apps.get_model("articles", "Revision").objects
    revisions.filter(act="edit").update(act="saved")
    revisions.filter(act="import").update(act="imported")


def name_reasons(apps, schema_editor):
    revisions = apps.get_model("articles", "Revision").objects
    revisions.exclude(act="imported").update(act="edit")
    revisions.filter(act="imported").update(act="import")


class Migration(migrations.Migration):
    dependencies = [("articles", "0028_originals_apart")]

    operations = [
        migrations.RenameField("revision", "reason", "act"),
        migrations.AlterField(
            "revision",
            "act",
            models.CharField(choices=[('saved', 'Saved'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('restored', 'Restored'), ('merged', 'Merged'), ('imported', 'Imported')], max_length=16, verbose_name='act'),
        ),
        migrations.RunPython(name_acts, name_reasons),
        migrations.AddField(
            "revision",
            "changes",
            models.JSONField(blank=True, default=dict, encoder=articles.models.readable_json.ReadableEncoder, verbose_name='changes'),
        ),
        migrations.AddField(
            "revision",
            "rejected",
            models.JSONField(blank=True, default=list, encoder=articles.models.readable_json.ReadableEncoder, verbose_name='not taken'),
        ),
    ]
