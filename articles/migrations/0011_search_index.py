"""Rename the places of documents, and tell an older index, which is made anew.

Readers search the index of 0.4.0 until ``prepare_site`` or ``rebuild_search_index`` has made
one of the present format. In SQLite it holds no single characters any more, which stand among
the words now.
"""

from django.db import migrations, models

INDEXES = (0, 1)


def rename_in_tables(old, new):
    def rename(apps, schema_editor):
        """The tables that no model knows."""
        for number in INDEXES:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(
                    f"ALTER TABLE IF EXISTS articles_words_{number} "
                    f"RENAME COLUMN {old} TO {new}"
                )
            else:
                schema_editor.execute(
                    f"DROP TABLE IF EXISTS articles_characters_{number}"
                )

    return rename


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_listings")]

    operations = [
        migrations.RemoveConstraint("SearchEntry", "one_entry_per_place"),
        migrations.RenameField("SearchEntry", "place", "docid"),
        migrations.AddConstraint(
            "SearchEntry",
            models.UniqueConstraint(
                fields=["index", "docid"], name="one_entry_per_docid"
            ),
        ),
        migrations.AlterField(
            "SearchEntry",
            "digest",
            models.CharField(
                help_text="Of all that was indexed; empty once it is out of date.",
                max_length=16,
            ),
        ),
        migrations.AddField(
            "SearchIndex",
            "format",
            models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(
            rename_in_tables("place", "docid"), rename_in_tables("docid", "place")
        ),
    ]
