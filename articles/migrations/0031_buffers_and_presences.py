"""What editors have typed and not saved, and who has which article open."""

import articles.models.readable_json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0030_merged_saves'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Buffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.CharField(help_text='Made anew for each form that is opened.', max_length=64)),
                ('fields', models.JSONField(default=dict, encoder=articles.models.readable_json.ReadableEncoder, help_text='Lists of values by name.')),
                ('field', models.CharField(help_text='Where the cursor stood.', max_length=100)),
                ('caret', models.PositiveIntegerField(default=0)),
                ('writer', models.CharField(help_text='The window that wrote last.', max_length=64)),
                ('sequence', models.PositiveBigIntegerField(help_text="Counts the editor's changes: a late request never undoes a newer one.")),
                ('is_closed', models.BooleanField(default=False)),
                ('updated_at', models.DateTimeField(auto_now=True, db_index=True)),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='buffers', to='articles.article')),
                ('base', models.ForeignKey(help_text='The state that the editor started from.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.revision')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='buffers', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'unsaved text',
                'verbose_name_plural': 'unsaved texts',
                'ordering': ['-updated_at'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('user', 'form_key'), name='a_form_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form_key', models.CharField(max_length=64)),
                ('field', models.CharField(max_length=100)),
                ('since', models.DateTimeField(help_text='When they came to the field.')),
                ('seen_at', models.DateTimeField(db_index=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='articles.article')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['since'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('user', 'form_key'), name='a_form_is_open_once')],
            },
        ),
    ]
