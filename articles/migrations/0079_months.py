"""The lists of months. Articles that are in the list of their language group enter."""

from collections import Counter
from itertools import islice

from django.db import migrations, models
from django.utils import timezone


def enter(apps, _schema_editor):
    Listing = apps.get_model("articles", "Listing")
    ListingEntry = apps.get_model("articles", "ListingEntry")
    for group in Listing.objects.filter(key__in=("zh", "en")):
        months, counts = {}, Counter()
        columns = ("article", "article__published_at", "public_from", "public_until", "is_timed")
        entries = ListingEntry.objects.filter(listing=group).order_by("pk")
        rows = iter(entries.values_list(*columns))
        while some := list(islice(rows, 2000)):
            new = []
            for article, published, starts, ends, is_timed in some:
                local = timezone.localtime(published)
                month = f"{local.year:04d}-{local.month:02d}"
                if month not in months:
                    months[month] = Listing.objects.create(
                        key=f"{group.key}/month/{month}",
                        language_group=group.language_group,
                        month=month,
                    )
                counts[month] += 1
                seconds = int(published.timestamp())
                new.append(
                    ListingEntry(
                        article_id=article,
                        listing=months[month],
                        position=f"{10**11 - seconds:012d}{10**12 - article:013d}",
                        public_from=starts,
                        public_until=ends,
                        is_timed=is_timed,
                    )
                )
            ListingEntry.objects.bulk_create(new)
        for month, count in counts.items():
            Listing.objects.filter(pk=months[month].pk).update(entry_count=count)


def leave(apps, _schema_editor):
    apps.get_model("articles", "Listing").objects.filter(month__gt="").delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0076_what_machines_may")]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="month",
            field=models.CharField(
                blank=True,
                default="",
                help_text="2025-02, by the site's clock.",
                max_length=7,
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("month__gt", "")),
                fields=["month"],
                name="listing_months",
            ),
        ),
        migrations.RunPython(enter, leave, elidable=True),
    ]
