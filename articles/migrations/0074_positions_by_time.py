from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Substr

# A position began with the article's weight, in ten digits.
WEIGHT_DIGITS = 10


def order_by_time(apps, schema_editor):
    """Keep weights beside the positions, in lists of categories alone: positions that were
    stored go by time from now on."""
    entries = apps.get_model("articles", "ListingEntry").objects.order_by()
    articles = apps.get_model("articles", "Article").objects
    own = articles.filter(pk=OuterRef("article")).values("weight")[:1]
    entries.filter(listing__category__isnull=False).filter(
        article__in=articles.exclude(weight=0).values("pk")
    ).update(weight=Subquery(own))
    entries.update(position=Substr(F("position"), WEIGHT_DIGITS + 1))


class Migration(migrations.Migration):

    dependencies = [
        ("articles", '0073_weights_in_categories'),
    ]

    operations = [
        migrations.RunPython(order_by_time, migrations.RunPython.noop),
    ]
