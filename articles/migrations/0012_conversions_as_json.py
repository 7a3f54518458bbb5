"""Keep converted texts and overrides as one JSON column: a new field needs none of its own.

Stored conversions are derived: their table is made anew, and readers fill it.
"""

import django.db.models.deletion
from django.db import migrations, models

CHINESE_VARIANTS = [("zh-cn", "简体"), ("zh-tw", "台灣正體"), ("zh-hk", "香港繁體")]
NAMES = ("title", "lead", "summary")
BATCH = 1000


def move(apps, schema_editor, change, written):
    Override = apps.get_model("articles", "VariantOverride")
    rows = Override.objects.using(schema_editor.connection.alias).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        for row in batch:
            change(row)
        rows.bulk_update(batch, written)
        last = batch[-1].pk


def columns_to_json(apps, schema_editor):
    def change(row):
        texts = {name: getattr(row, name) for name in NAMES}
        row.fields = {name: text for name, text in texts.items() if text}

    move(apps, schema_editor, change, ["fields"])


def json_to_columns(apps, schema_editor):
    def change(row):
        for name in NAMES:
            setattr(row, name, row.fields.get(name, ""))

    move(apps, schema_editor, change, NAMES)


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_search_index")]

    operations = [
        migrations.AddField("VariantOverride", "fields", models.JSONField(default=dict)),
        migrations.RunPython(columns_to_json, json_to_columns),
        *(migrations.RemoveField("VariantOverride", name) for name in NAMES),
        migrations.DeleteModel("VariantText"),
        migrations.CreateModel(
            name="VariantText",
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
                (
                    "variant",
                    models.CharField(choices=CHINESE_VARIANTS, max_length=5),
                ),
                ("text_digest", models.CharField(max_length=16)),
                ("conversion_version", models.PositiveIntegerField()),
                ("fields", models.JSONField(default=dict)),
                ("excerpt_html", models.TextField()),
                ("body_html", models.TextField()),
                ("headings", models.JSONField(default=list)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="variant_texts",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "variant"),
                        name="one_text_per_article_and_variant",
                    )
                ],
            },
        ),
    ]
