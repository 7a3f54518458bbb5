"""Files of articles that are no pictures, and the addresses of the sites of archives."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0021_shortcodes'),
    ]

    operations = [
        migrations.CreateModel(
            name='ArchiveSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('archive', models.CharField(max_length=255, unique=True, verbose_name='archive')),
                ('base_urls', models.JSONField(default=list, help_text="The site's baseURL, and those of its languages.")),
            ],
        ),
        migrations.CreateModel(
            name='AttachedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('archive', models.CharField(max_length=255, verbose_name='archive')),
                ('path', models.CharField(max_length=1000, verbose_name='path')),
                ('file', models.FileField(max_length=255, upload_to='attached/', verbose_name='file')),
                ('digest', models.CharField(help_text='SHA-256 of the bytes.', max_length=64)),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('stored_at', models.DateTimeField(auto_now=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attached_files', to='articles.article', verbose_name='article')),
            ],
            options={
                'verbose_name': 'attached file',
                'verbose_name_plural': 'attached files',
                'indexes': [models.Index(fields=['file'], name='attached_files_by_file')],
                'constraints': [models.UniqueConstraint(fields=('article', 'archive', 'path'), name='one_attached_file_per_article_and_path')],
            },
        ),
    ]
