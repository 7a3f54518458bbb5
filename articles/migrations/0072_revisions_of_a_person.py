from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", '0071_translation_levels'),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["created_by", "article"], name="revisions_of_a_person"
            ),
        ),
    ]
