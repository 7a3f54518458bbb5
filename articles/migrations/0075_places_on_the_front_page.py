import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("articles", '0074_positions_by_time'),
    ]

    operations = [
        migrations.AddField(
            model_name="sitesettings",
            name="front_sections",
            field=models.JSONField(
                blank=True, default=list, verbose_name="sections of the front page"
            ),
        ),
        migrations.AlterModelOptions(
            name="pin",
            options={
                "ordering": ["kind", "position", "pk"],
                "verbose_name": "place on the front page",
                "verbose_name_plural": "places on the front page",
            },
        ),
        migrations.RemoveConstraint(model_name="pin", name="breaking_news_ends"),
        migrations.AddField(
            model_name="pin",
            name="starts_at",
            field=models.DateTimeField(
                blank=True, help_text="Empty: at once.", null=True, verbose_name="starts"
            ),
        ),
        migrations.AlterField(
            model_name="pin",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pins",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            model_name="pin",
            name="kind",
            field=models.CharField(
                choices=[
                    ("lead", "Lead story"),
                    ("related", "Related to the lead"),
                    ("pin", "Pin"),
                    ("breaking", "Breaking"),
                ],
                default="pin",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.CheckConstraint(
                condition=~Q(kind="breaking") | Q(ends_at__isnull=False),
                name="breaking_news_ends",
                violation_error_message="Breaking news needs an end.",
            ),
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.UniqueConstraint(
                condition=~Q(kind="breaking"),
                fields=["article"],
                name="one_place_on_the_front_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.UniqueConstraint(
                condition=Q(kind="breaking"),
                fields=["article"],
                name="breaking_once",
            ),
        ),
    ]
