import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def forget_texts(apps, schema_editor):
    """Stored conversions are made anew when they are next read: addresses stay as they
    are written, languages of passages follow, and hidden rules count from their place."""
    apps.get_model("articles", "VariantText").objects.all().delete()


def mark_entries(apps, schema_editor):
    """What the index holds of tags and of editors' own words is another now;
    ``prepare_site`` indexes what is marked, and so does a rebuild."""
    tagged = apps.get_model("articles", "TaggedArticle").objects
    worded = apps.get_model("articles", "VariantOverride").objects
    stale = Q(article__in=tagged.values("content_object")) | Q(
        article__in=worded.values("article")
    )
    apps.get_model("articles", "SearchEntry").objects.filter(stale).update(digest="")


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0007_what_editors_did_stays"),
    ]

    operations = [
        migrations.AlterField(
            model_name="wordingreport",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="wording_reports",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.RunPython(forget_texts, migrations.RunPython.noop),
        migrations.RunPython(mark_entries, migrations.RunPython.noop),
    ]
