"""Write JSON without escapes from now on. The columns stay as they are."""

from django.db import migrations, models

from articles.models.readable_json import ReadableEncoder


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_smaller_archives")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='article',
                    name='extra',
                    field=models.JSONField(blank=True, default=dict, encoder=ReadableEncoder, help_text='Keys of an imported file that mean nothing here, kept as they came.', verbose_name='other front matter'),
                ),
                migrations.AlterField(
                    model_name='article',
                    name='headings',
                    field=models.JSONField(blank=True, default=list, editable=False, encoder=ReadableEncoder),
                ),
                migrations.AlterField(
                    model_name='importedfile',
                    name='footer',
                    field=models.JSONField(encoder=ReadableEncoder, help_text="The attribution footer as it was lifted out of the text, so that the file parses the same by any later rules: as archive.reader.AttributionFooter.data gives it, {} for none. Null: not known, it was lifted by today's rules.", null=True),
                ),
                migrations.AlterField(
                    model_name='importedfile',
                    name='warnings',
                    field=models.JSONField(blank=True, default=list, encoder=ReadableEncoder, help_text='A list of {level, code, line, message}, as the import reported them.', verbose_name='warnings'),
                ),
                migrations.AlterField(
                    model_name='importedlistpage',
                    name='warnings',
                    field=models.JSONField(blank=True, default=list, encoder=ReadableEncoder, help_text='A list of {level, code, line, message}, as the import reported them.', verbose_name='warnings'),
                ),
                migrations.AlterField(
                    model_name='openambiguities',
                    name='found',
                    field=models.JSONField(default=list, encoder=ReadableEncoder),
                ),
                migrations.AlterField(
                    model_name='variantoverride',
                    name='fields',
                    field=models.JSONField(default=dict, encoder=ReadableEncoder),
                ),
                migrations.AlterField(
                    model_name='varianttext',
                    name='fields',
                    field=models.JSONField(default=dict, encoder=ReadableEncoder),
                ),
                migrations.AlterField(
                    model_name='varianttext',
                    name='headings',
                    field=models.JSONField(default=list, encoder=ReadableEncoder),
                ),
            ]
        )
    ]
