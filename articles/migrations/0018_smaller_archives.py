"""Store what archives brought in less space.

Originals are compressed, and revisions of imports leave out a body that stands in the
article still. The database's file can be given back what is free then: ``VACUUM``.
"""

import zlib

from django.db import migrations

from articles.models.compression import CompressedField, compress, decompress

BATCH = 200


def batches(rows, *columns):
    """Yield lists of rows in the order of their numbers, each with its number first."""
    last = 0
    while batch := list(
        rows.filter(pk__gt=last).order_by("pk").values_list("pk", *columns)[:BATCH]
    ):
        yield batch
        last = batch[-1][0]


def is_compressed(content):
    try:
        decompress(content)
    except zlib.error:
        return False
    return True


def compress_originals(apps, schema_editor):
    rewrite_originals(apps, schema_editor, compress, to_compressed=True)


def decompress_originals(apps, schema_editor):
    rewrite_originals(apps, schema_editor, decompress, to_compressed=False)


def rewrite_originals(apps, schema_editor, rewritten, *, to_compressed):
    for name in ("ImportedFile", "ImportedListPage"):
        model = apps.get_model("articles", name)
        rows = model.objects.using(schema_editor.connection.alias)
        for batch in batches(rows, "content"):
            contents = {pk: bytes(content) for pk, content in batch}
            changed = [
                model(pk=pk, content=rewritten(content))
                for pk, content in contents.items()
                if is_compressed(content) is not to_compressed
            ]
            rows.bulk_update(changed, ["content"])


def leave_out_bodies(apps, schema_editor):
    Revision = apps.get_model("articles", "Revision")
    rows = Revision.objects.using(schema_editor.connection.alias)
    imports = rows.filter(reason="import", fields__has_key="body")
    for batch in batches(imports, "fields", "article__body"):
        slim = []
        for pk, fields, body in batch:
            if fields.pop("body") == body:
                slim.append(Revision(pk=pk, fields=fields))
        rows.bulk_update(slim, ["fields"])


def put_bodies_back(apps, schema_editor):
    Revision = apps.get_model("articles", "Revision")
    rows = Revision.objects.using(schema_editor.connection.alias)
    slim = rows.exclude(fields__has_key="body")
    for batch in batches(slim, "fields", "article__body"):
        whole = [
            Revision(pk=pk, fields=fields | {"body": body})
            for pk, fields, body in batch
        ]
        rows.bulk_update(whole, ["fields"])


class Migration(migrations.Migration):
    # In short transactions: a migration that is stopped goes on where it was.
    atomic = False

    dependencies = [("articles", "0017_imports_help_text")]

    operations = [
        migrations.RunPython(leave_out_bodies, put_bodies_back),
        migrations.RunPython(compress_originals, decompress_originals),
        # The columns hold bytes as before.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(name, "content", CompressedField())
                for name in ("importedfile", "importedlistpage")
            ]
        ),
    ]
