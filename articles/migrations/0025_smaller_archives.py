"""Store what archives brought in less space.

Revisions of imports leave out a body that stands in the article still, originals are
compressed, and in SQLite the bodies of articles too. ``VACUUM`` gives back what is free
then in the file of the database.
"""

import zlib

from django.db import migrations, models

from articles.models.compression import (
    CompressedField,
    CompressedMarkdownField,
    CompressedTextField,
    compress,
    decompress,
)
from articles.models.readable_json import ReadableEncoder

BATCH = 200


def batches(apps, schema_editor, name, *columns, **choice):
    """Yield the model, and lists of its rows in order, each with its number first."""
    model = apps.get_model("articles", name)
    rows = model.objects.using(schema_editor.connection.alias).filter(**choice)
    last = 0
    while batch := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:BATCH]
    ):
        yield model, batch
        last = batch[-1][0]


def store(schema_editor, model, column, values):
    rows = [model(pk=pk, **{column: value}) for pk, value in values.items()]
    using = model.objects.using(schema_editor.connection.alias)
    using.bulk_update(rows, [column])


def leave_out_bodies(apps, schema_editor):
    columns = "fields", "article__body"
    choice = {"reason": "import", "fields__has_key": "body"}
    for model, batch in batches(apps, schema_editor, "Revision", *columns, **choice):
        slim = {
            pk: {name: value for name, value in fields.items() if name != "body"}
            for pk, fields, body in batch
            if fields["body"] == body
        }
        store(schema_editor, model, "fields", slim)


def put_bodies_back(apps, schema_editor):
    columns = "fields", "article__body"
    for model, batch in batches(apps, schema_editor, "Revision", *columns):
        whole = {
            pk: {**fields, "body": body}
            for pk, fields, body in batch
            if "body" not in fields
        }
        store(schema_editor, model, "fields", whole)


def compress_originals(apps, schema_editor):
    for name in ("ImportedFile", "ImportedListPage"):
        for model, batch in batches(apps, schema_editor, name, "content"):
            contents = {pk: bytes(content) for pk, content in batch}
            new = {
                pk: compress(content)
                for pk, content in contents.items()
                if not is_compressed(content)
            }
            store(schema_editor, model, "content", new)


def decompress_originals(apps, schema_editor):
    for name in ("ImportedFile", "ImportedListPage"):
        for model, batch in batches(apps, schema_editor, name, "content"):
            contents = {pk: bytes(content) for pk, content in batch}
            old = {
                pk: decompress(content)
                for pk, content in contents.items()
                if is_compressed(content)
            }
            store(schema_editor, model, "content", old)


def is_compressed(content):
    """Tell whether a run of this migration that was stopped did the row already."""
    try:
        decompress(content)
    except zlib.error:
        return False
    return True


def compress_bodies(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for column in ("body", "body_html"):
            for model, batch in batches(apps, schema_editor, "Article", column):
                store(schema_editor, model, column, dict(batch))


def decompress_bodies(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        text = models.TextField()
        for column in ("body", "body_html"):
            for model, batch in batches(apps, schema_editor, "Article", column):
                plain = {pk: models.Value(body, text) for pk, body in batch}
                store(schema_editor, model, column, plain)


class Migration(migrations.Migration):
    # In short transactions: a migration that is stopped goes on where it was.
    atomic = False

    dependencies = [("articles", "0024_what_is_listed")]

    # The columns themselves stay as they are.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "article",
                    "body",
                    CompressedMarkdownField(blank=True, verbose_name="body"),
                ),
                migrations.AlterField(
                    "article",
                    "body_html",
                    CompressedTextField(blank=True, editable=False),
                ),
                migrations.AlterField(
                    "revision",
                    "fields",
                    models.JSONField(encoder=ReadableEncoder, verbose_name="fields"),
                ),
            ]
        ),
        migrations.RunPython(leave_out_bodies, put_bodies_back),
        migrations.RunPython(compress_bodies, decompress_bodies),
        migrations.RunPython(compress_originals, decompress_originals),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(name, "content", CompressedField())
                for name in ("importedfile", "importedlistpage")
            ]
        ),
    ]
