"""Sites whose line under a title is as it was set up get its new items."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BEFORE = ["author", "date", "categories", "translations"]
_NOW = ["author", "source", "date", "reading_time", "categories", "translations"]


def add_items(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    sites = apps.get_model("articles", "SiteSettings").objects
    for site in sites.all():
        if site.post_meta == _BEFORE:
            sites.filter(pk=site.pk).update(post_meta=_NOW)


class Migration(migrations.Migration):
    dependencies = [("articles", "0081_places_of_tags")]
    operations = [migrations.RunPython(add_items, migrations.RunPython.noop)]
