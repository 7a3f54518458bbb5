"""Where accounts are signed in, and what the audit says of accounts."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('articles', '0090_content_version'),
        ('sessions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='act',
            field=models.CharField(choices=[('saved', 'Saved'), ('handed_in', 'Handed in'), ('taken_back', 'Taken back'), ('returned', 'Returned'), ('approved', 'Approved'), ('published', 'Published'), ('scheduled', 'Scheduled'), ('unscheduled', 'Schedule cancelled'), ('updated', 'Updated'), ('corrected', 'Corrected'), ('withdrawn', 'Withdrawn'), ('killed', 'Killed'), ('restored', 'Restored'), ('merged', 'Merged'), ('imported', 'Imported'), ('spiked', 'Spiked'), ('unspiked', 'Unspiked'), ('deleted', 'Deleted for good'), ('decided', 'Decided a doubtful character'), ('shared', 'Shared the preview'), ('revoked', 'Revoked a link to the preview'), ('linked', 'Linked as a follow-up'), ('unlinked', 'Unlinked a follow-up'), ('change_scheduled', 'Scheduled a change'), ('change_dropped', 'Dropped a scheduled change'), ('assigned', 'Assigned'), ('held', 'Put on legal hold'), ('released', 'Released from legal hold'), ('lifted', 'Lifted the embargo early'), ('cleared', 'Recorded a permission'), ('levelled', 'Marked as level with another version'), ('checked', 'Checked after publication'), ('pinned', 'Pinned'), ('unpinned', 'Unpinned'), ('revival_asked', 'Asked to bring back what was killed'), ('comment_approved', 'Approved a comment'), ('comment_refused', 'Refused a comment'), ('comment_spam', 'Marked a comment as spam'), ('comment_erased', 'Erased a comment'), ('revived', 'Brought back what was killed'), ('factor_set_up', 'Set up a second factor'), ('factor_removed', 'Removed a second factor'), ('lock_lifted', 'Let an account sign in again'), ('sessions_ended', 'Signed an account out everywhere')], max_length=16, verbose_name='act'),
        ),
        migrations.CreateModel(
            name='DeskSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user_agent', models.CharField(blank=True, max_length=300)),
                ('client_address', models.GenericIPAddressField(blank=True, help_text='As it was seen last.', null=True)),
                ('signed_in_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now, help_text='Within some minutes: not every page is recorded.')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='desk_session', to='sessions.session')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'ordering': ['-seen_at', '-pk'],
            },
        ),
    ]
