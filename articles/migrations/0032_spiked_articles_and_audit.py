"""Articles may be spiked, and each act on an article leaves an audit entry."""

import articles.models.readable_json
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0031_buffers_and_presences'),
    ]

    operations = [
        migrations.AlterField(
            model_name='article',
            name='status',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('spiked', 'Spiked')], default='draft', max_length=12, verbose_name='status'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='act',
            field=models.CharField(choices=[('saved', 'Saved'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('restored', 'Restored'), ('merged', 'Merged'), ('imported', 'Imported'), ('spiked', 'Spiked'), ('unspiked', 'Unspiked')], max_length=16, verbose_name='act'),
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('saved', 'Saved'), ('published', 'Published'), ('withdrawn', 'Withdrawn'), ('restored', 'Restored'), ('merged', 'Merged'), ('imported', 'Imported'), ('spiked', 'Spiked'), ('unspiked', 'Unspiked'), ('deleted', 'Deleted for good'), ('decided', 'Decided a doubtful character')], max_length=16, verbose_name='act')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='time')),
                ('user_id', models.IntegerField(null=True)),
                ('user_name', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('article_id', models.BigIntegerField(verbose_name='number of the article')),
                ('title', models.CharField(max_length=1000, verbose_name='article')),
                ('revision_id', models.BigIntegerField(null=True)),
                ('address', models.CharField(help_text="The path of the article's page.", max_length=300, verbose_name='address')),
                ('detail', models.JSONField(blank=True, default=dict, encoder=articles.models.readable_json.ReadableEncoder, verbose_name='what changed')),
            ],
            options={
                'verbose_name': 'audit entry',
                'verbose_name_plural': 'audit',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['article_id', '-id'], name='audit_of_an_article'), models.Index(fields=['act', '-id'], name='audit_by_act')],
            },
        ),
    ]
