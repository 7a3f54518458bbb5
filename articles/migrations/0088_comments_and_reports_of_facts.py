"""Widen reports to facts, and keep comments.

``RenameModel`` leaves permissions behind: those that an account or a group holds are
renamed here, before ``post_migrate`` would add new ones beside them.
"""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def rename_permissions(apps, schema_editor, old="conversionreport", new="readerreport"):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    # ``RenameModel`` has renamed the content type, unless it was interrupted.
    content_types.filter(app_label="articles", model=old).update(model=new)
    rows = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__endswith=f"_{old}"
    )
    for row in rows:
        row.codename = row.codename.removesuffix(old) + new
        row.save(update_fields=["codename"])


def restore_permissions(apps, schema_editor):
    rename_permissions(apps, schema_editor, "readerreport", "conversionreport")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0086_articles_by_name'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel('ConversionReport', 'ReaderReport'),
        migrations.AlterModelOptions(
            name='article',
            options={'permissions': [('write_articles', 'Write articles and hand them in'), ('approve_articles', 'Approve articles and return them'), ('publish_articles', 'Publish, schedule, update and withdraw articles'), ('change_live_articles', 'Make minor changes to live articles'), ('correct_articles', 'Publish corrections'), ('kill_articles', 'Kill articles, bring them back, delete spiked ones'), ('see_embargoed_articles', 'See articles under embargo'), ('lift_embargoes', 'Lift an embargo early'), ('hold_articles', 'Put articles on legal hold and release them'), ('place_articles', 'Pin articles and mark them as breaking'), ('keep_labels', 'Keep categories, tags, authors, sources, pictures and terms'), ('moderate_comments', "Approve and refuse readers' comments"), ('manage_desk', 'Keep site-wide choices, imports and accounts')], 'verbose_name': 'article', 'verbose_name_plural': 'articles'},
        ),
        migrations.AddField(
            model_name='readerreport',
            name='contact',
            field=models.CharField(blank=True, max_length=200, verbose_name='how to answer'),
        ),
        migrations.AddField(
            model_name='readerreport',
            name='kind',
            field=models.CharField(choices=[('wording', 'Wording or character'), ('fact', 'Fact')], default='wording', max_length=7, verbose_name='what is wrong'),
        ),
        migrations.AddField(
            model_name='sitesettings',
            name='has_comments',
            field=models.BooleanField(default=False, help_text='Under articles that do not refuse them; each is held until an editor approves it.', verbose_name='comments of readers'),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='act',
            field=models.CharField(choices=[('saved', 'Saved'), ('handed_in', 'Handed in'), ('taken_back', 'Taken back'), ('returned', 'Returned'), ('approved', 'Approved'), ('published', 'Published'), ('scheduled', 'Scheduled'), ('unscheduled', 'Schedule cancelled'), ('updated', 'Updated'), ('corrected', 'Corrected'), ('withdrawn', 'Withdrawn'), ('killed', 'Killed'), ('restored', 'Restored'), ('merged', 'Merged'), ('imported', 'Imported'), ('spiked', 'Spiked'), ('unspiked', 'Unspiked'), ('deleted', 'Deleted for good'), ('decided', 'Decided a doubtful character'), ('shared', 'Shared the preview'), ('revoked', 'Revoked a link to the preview'), ('linked', 'Linked as a follow-up'), ('unlinked', 'Unlinked a follow-up'), ('change_scheduled', 'Scheduled a change'), ('change_dropped', 'Dropped a scheduled change'), ('assigned', 'Assigned'), ('held', 'Put on legal hold'), ('released', 'Released from legal hold'), ('lifted', 'Lifted the embargo early'), ('cleared', 'Recorded a permission'), ('levelled', 'Marked as level with another version'), ('checked', 'Checked after publication'), ('pinned', 'Pinned'), ('unpinned', 'Unpinned'), ('revival_asked', 'Asked to bring back what was killed'), ('comment_approved', 'Approved a comment'), ('comment_refused', 'Refused a comment'), ('comment_spam', 'Marked a comment as spam'), ('comment_erased', 'Erased a comment'), ('revived', 'Brought back what was killed')], max_length=16, verbose_name='act'),
        ),
        migrations.AlterField(
            model_name='readerreport',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reader_reports', to='articles.article', verbose_name='article'),
        ),
        migrations.AlterField(
            model_name='readerreport',
            name='note',
            field=models.TextField(blank=True, max_length=2000, verbose_name='what the reader says'),
        ),
        migrations.AlterField(
            model_name='readerreport',
            name='passage',
            field=models.CharField(blank=True, max_length=200, verbose_name='passage'),
        ),
        migrations.AlterField(
            model_name='readerreport',
            name='variant',
            field=models.CharField(choices=[('zh-cn', '简体'), ('zh-tw', '台灣正體'), ('zh-hk', '香港繁體'), ('en', 'English')], max_length=5, verbose_name='variant'),
        ),
        migrations.AlterField(
            model_name='sitesettings',
            name='discussion_url',
            field=models.CharField(blank=True, help_text='Where readers comment elsewhere, while this site takes no comments; {slug} stands for the article.', max_length=500, validators=[django.core.validators.URLValidator(message='Give an address that begins with http:// or https://.', schemes=['http', 'https'])], verbose_name='address of the discussion'),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='comment')),
                ('language', models.CharField(max_length=20, verbose_name='language')),
                ('state', models.CharField(choices=[('held', 'Held'), ('approved', 'Approved'), ('refused', 'Refused'), ('spam', 'Spam'), ('erased', 'Erased')], default='held', max_length=8, verbose_name='state')),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reader_comments', to='articles.article', verbose_name='article')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments of readers',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['article', 'state', '-id'], name='comments_under_article'), models.Index(fields=['state', '-id'], name='comments_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('digest', ''), _negated=True), fields=('article', 'digest'), name='one_comment_per_article_and_digest')],
            },
        ),
        migrations.RunPython(rename_permissions, restore_permissions),
    ]
