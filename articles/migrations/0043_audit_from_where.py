"""Only by a column that may be empty: SQLite makes the table anew for any other."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0042_groups'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='client_address',
            field=models.GenericIPAddressField(blank=True, help_text='Empty for a command.', null=True, verbose_name='from where'),
        ),
    ]
