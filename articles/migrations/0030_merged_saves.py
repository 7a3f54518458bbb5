"""Let an article know the form that it was written in first, and a revision its parents."""

from django.db import migrations, models

import articles.models.readable_json


class Migration(migrations.Migration):
    dependencies = [("articles", "0029_acts_of_revisions")]

    operations = [
        migrations.AddField(
            "article",
            "form_key",
            models.CharField(blank=True, help_text="Of the form that it was written in first, which may be sent twice.", max_length=32, null=True),
        ),
        migrations.AddField(
            "revision",
            "parents",
            models.JSONField(blank=True, encoder=articles.models.readable_json.ReadableEncoder, null=True),
        ),
        # With a condition it is an index, for which SQLite does not copy the table.
        migrations.AddConstraint(
            "article",
            models.UniqueConstraint(condition=models.Q(("form_key__isnull", False)), fields=("form_key",), name="a_form_makes_one_article"),
        ),
    ]
