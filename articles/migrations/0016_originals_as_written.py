"""Look again which articles have a text in another script than their language says.

A character that slipped in counts no longer, so only those that were marked can change.
Stored conversions are stale since the migration before this one.
"""

from django.db import migrations

from articles.variants.engine import any_in_other_script

TEXTS = ("title", "lead", "summary", "description", "body")
BATCH = 200


def look_again(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    marked = Article.objects.using(schema_editor.connection.alias).filter(
        has_other_script=True
    )
    last = 0
    while batch := list(
        marked.filter(pk__gt=last)
        .order_by("pk")
        .values_list("pk", "language", *TEXTS)[:BATCH]
    ):
        in_one_script = [
            pk
            for pk, language, *texts in batch
            if not any_in_other_script(texts, language)
        ]
        marked.filter(pk__in=in_one_script).update(has_other_script=False)
        last = batch[-1][0]


class Migration(migrations.Migration):
    # In short transactions: a migration that is stopped goes on where it was.
    atomic = False

    dependencies = [("articles", "0015_open_ambiguities")]

    operations = [
        migrations.RunPython(look_again, migrations.RunPython.noop),
    ]
