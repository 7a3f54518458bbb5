"""The order of tags by name."""

from django.db import migrations, models


def place(apps, _schema_editor):
    tags = apps.get_model("articles", "Tag").objects
    batch = []
    for tag in tags.only("key").iterator(2000):
        tag.place = tag.key[:60].encode("gb18030", "replace").hex()
        batch.append(tag)
    tags.bulk_update(batch, ["place"], batch_size=400)


class Migration(migrations.Migration):
    dependencies = [("articles", "0080_permanent_names")]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="place",
            field=models.CharField(
                default="",
                editable=False,
                help_text="Sorts as text: Latin letters, then Han by their sound.",
                max_length=500,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(place, migrations.RunPython.noop, elidable=True),
    ]
