"""Names for good. What feeds called an article by until now, it keeps."""

from datetime import UTC
from urllib.parse import urlsplit

import articles.models.permanent_names
from django.conf import settings
from django.db import migrations
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, TruncDate


def keep(apps, _schema_editor):
    host = urlsplit(settings.SITE_URL).hostname
    day = Cast(TruncDate("created_at", tzinfo=UTC), CharField())
    number = Cast("pk", CharField())
    name = Concat(Value(f"tag:{host},"), day, Value(":articles/"), number)
    apps.get_model("articles", "Article").objects.update(permanent_name=name)


class Migration(migrations.Migration):
    dependencies = [("articles", "0079_months")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="permanent_name",
            field=articles.models.permanent_names.PermanentNameField(),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
    ]
