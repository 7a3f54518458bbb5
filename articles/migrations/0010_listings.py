"""Pages of lists are read through a covering index; the shelves they were cut into go.

Entries and their counts stay as they are, so no list has to be made anew.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_field_words")]

    operations = [
        migrations.RemoveField("Listing", "shelves"),
        migrations.RemoveConstraint("ListingEntry", "one_entry_per_position"),
        migrations.AlterField(
            "ListingEntry",
            "article",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entries",
                to="articles.article",
            ),
        ),
        migrations.AddConstraint(
            "ListingEntry",
            models.UniqueConstraint(
                fields=["article", "listing"], name="one_entry_per_listing"
            ),
        ),
        # Last: SQLite copies the table and its indexes for each step above.
        migrations.AddIndex(
            "ListingEntry",
            models.Index(
                fields=[
                    *("listing", "position"),
                    *("public_from", "public_until", "article"),
                ],
                name="entries_in_order",
            ),
        ),
    ]
