from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("articles", '0072_revisions_of_a_person'),
    ]

    operations = [
        migrations.AddField(
            model_name="listingentry",
            name="weight",
            field=models.IntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="listingentry",
            index=models.Index(
                condition=models.Q(("weight__isnull", False)),
                fields=["listing", "weight", "position"],
                name="weighted_entries_in_order",
            ),
        ),
    ]
