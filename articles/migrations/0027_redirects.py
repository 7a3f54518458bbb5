"""One table of redirects: to articles and labels, to addresses, or gone."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_BATCH = 2000


def move_label_redirects(apps: Any, schema_editor: Any) -> None:
    """Move the redirects of labels. An article's redirect at the same path came first."""
    Redirect = apps.get_model("articles", "Redirect")
    rows = apps.get_model("articles", "LabelRedirect").objects.all()
    columns = ("path", "variant", "category_id", "tag_id", "author_id")
    Redirect.objects.bulk_create(
        (Redirect(**row) for row in rows.values(*columns).iterator(chunk_size=_BATCH)),
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    if schema_editor.connection.vendor == "postgresql":
        # It alters no table whose foreign keys are still to be checked.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_readable_json")]

    operations = [
        migrations.AddField(
            model_name='redirect',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.author'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='category',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.category'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='reason',
            field=models.CharField(choices=[('imported', 'Address on the old site'), ('moved', 'The page has a new slug'), ('merged', 'The page was merged'), ('deleted', 'The page was deleted'), ('written', 'Written by an editor')], default='imported', max_length=8, verbose_name='reason'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='source',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.source'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='tag',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='redirect',
            name='url',
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name='redirect',
            name='variant',
            field=models.CharField(blank=True, choices=[('zh-cn', '简体'), ('zh-tw', '台灣正體'), ('zh-hk', '香港繁體'), ('en', 'English')], help_text='In which the page is shown; empty: as asked for, else its own.', max_length=5),
        ),
        migrations.AlterField(
            model_name='redirect',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='redirects', to='articles.article'),
        ),
        migrations.RunPython(move_label_redirects, migrations.RunPython.noop),
        migrations.DeleteModel(name="LabelRedirect"),
    ]
