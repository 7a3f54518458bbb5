"""Keep originals of pictures apart. Columns and names stay as they are, and files where they
are until ``make_renditions`` moves them."""

from django.db import migrations, models

from articles.models.original_storage import OriginalStorage


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_redirects")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='image',
                    name='file',
                    field=models.FileField(max_length=255, storage=OriginalStorage(), upload_to='images/', verbose_name='file'),
                ),
            ]
        ),
    ]
