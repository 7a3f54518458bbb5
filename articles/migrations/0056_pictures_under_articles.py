"""Record the pictures that articles show beside their texts: readers see no others."""

import re

from django.db import migrations
from django.db.models import Q

_FILE = re.compile(r"/(?:renditions|images)/([0-9a-f]{16})[.-]")
_BESIDE = ("disclaimer", "thumbnail_url")


def record_uses(apps, schema_editor):
    Image = apps.get_model("articles", "Image")
    ImageUse = apps.get_model("articles", "ImageUse")
    holding = Q()
    for name in _BESIDE:
        for folder in ("renditions", "images"):
            holding |= Q(**{f"{name}__contains": f"/{folder}/"})
    rows = apps.get_model("articles", "Article").objects.filter(holding)
    for pk, *texts in rows.values_list("pk", *_BESIDE):
        for start in {*_FILE.findall("\n".join(texts))}:
            found = Image.objects.filter(digest__gte=start, digest__lt=f"{start}g")
            for image in found:
                ImageUse.objects.get_or_create(article_id=pk, image=image)


class Migration(migrations.Migration):
    dependencies = [("articles", '0055_entries_that_may_begin')]

    operations = [migrations.RunPython(record_uses, migrations.RunPython.noop)]
