"""Pictures: crops, licences and sources, the texts that show them, and the use of AI."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0033_audit_is_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='ai_editor',
            field=models.ForeignKey(blank=True, help_text='Who read what AI made, and answers for it.', limit_choices_to={'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='editor responsible'),
        ),
        migrations.AddField(
            model_name='article',
            name='ai_use',
            field=models.CharField(blank=True, choices=[('', 'Not said'), ('assisted', 'Translated or edited with AI, read by a person'), ('generated', 'Written by AI')], help_text='Readers are told of it under the article.', max_length=9, verbose_name='use of AI'),
        ),
        migrations.AddField(
            model_name='image',
            name='file_name',
            field=models.CharField(blank=True, editable=False, max_length=255, verbose_name='file name'),
        ),
        migrations.AddField(
            model_name='image',
            name='focal_x',
            field=models.PositiveSmallIntegerField(blank=True, help_text='In per cent. Empty: the middle.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the left'),
        ),
        migrations.AddField(
            model_name='image',
            name='focal_y',
            field=models.PositiveSmallIntegerField(blank=True, help_text='In per cent. Empty: the middle.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point, from the top'),
        ),
        migrations.AddField(
            model_name='image',
            name='licence',
            field=models.CharField(blank=True, help_text='Such as CC BY 4.0, or what the agency allows.', max_length=255, verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='image',
            name='recipe',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name='image',
            name='search_key',
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name='image',
            name='source_type',
            field=models.CharField(blank=True, choices=[('', 'Not said'), ('digitalCapture', 'Photograph'), ('computationalCapture', 'Photograph that the camera put together'), ('negativeFilm', 'Scan of a negative'), ('positiveFilm', 'Scan of a slide'), ('print', 'Scan of a print'), ('screenCapture', 'Picture of a screen'), ('digitalCreation', 'Drawn by a person'), ('dataDrivenMedia', 'Chart or map made of data'), ('humanEdits', 'Edited by a person'), ('compositeCapture', 'Put together from photographs'), ('algorithmicallyEnhanced', 'Enhanced by a program'), ('algorithmicMedia', 'Made by a program, without AI'), ('compositeSynthetic', 'Put together, with generated parts'), ('compositeWithTrainedAlgorithmicMedia', 'Edited with generative AI'), ('trainedAlgorithmicMedia', 'Made by generative AI')], help_text='Readers are told of a picture that AI made, in whole or in part. Every copy of the picture says it too.', max_length=60, verbose_name='how it was made'),
        ),
        migrations.CreateModel(
            name='FormerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True)),
                ('digest', models.CharField(db_index=True, max_length=64)),
                ('ended_at', models.DateTimeField(auto_now_add=True)),
                ('image', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='former_files', to='articles.image')),
            ],
        ),
        migrations.CreateModel(
            name='ImageUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='image_uses', to='articles.article')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='articles.image')),
                ('list_page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='image_uses', to='articles.listpage')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('article', None), ('list_page', None), _connector='XOR'), name='image_uses_have_one_text'), models.UniqueConstraint(fields=('article', 'image'), name='one_use_an_article'), models.UniqueConstraint(fields=('list_page', 'image'), name='one_use_a_list_page')],
            },
        ),
    ]
