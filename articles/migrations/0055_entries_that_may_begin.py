from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", '0052_kills')]

    operations = [
        migrations.AlterField(
            model_name="listingentry",
            name="is_timed",
            field=models.BooleanField(
                default=False,
                help_text="Was not public long when it was written: only these can be hidden.",
            ),
        ),
    ]
