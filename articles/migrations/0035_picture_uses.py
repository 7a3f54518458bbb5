"""Record which texts show pictures, and fold what the library is searched by."""

import re
from itertools import islice

from django.db import migrations

from articles.variants.engine import fold

_FILE = re.compile(r"/(?:renditions|images)/([0-9a-f]{16})[.-]")
_SEARCHED = ("alt", "caption", "credit", "licence", "file_name", "origin")


def fill_search_keys(apps, schema_editor):
    """Fold the texts that the library is searched by."""
    Image = apps.get_model("articles", "Image")
    rows = Image.objects.only(*_SEARCHED).iterator(chunk_size=1000)
    while batch := list(islice(rows, 1000)):
        for image in batch:
            image.search_key = fold(" ".join(getattr(image, n) for n in _SEARCHED))
        Image.objects.bulk_update(batch, ["search_key"])


def record_uses(apps, schema_editor):
    """Record which pictures articles and pages of lists show."""
    Image = apps.get_model("articles", "Image")
    ImageUse = apps.get_model("articles", "ImageUse")
    ids = {digest[:16]: pk for pk, digest in Image.objects.values_list("pk", "digest")}
    if not ids:
        return
    for name, columns in (
        ("Article", ("body_html", "excerpt_html", "thumbnail_id")),
        ("ListPage", ("body_html",)),
    ):
        key = "article_id" if name == "Article" else "list_page_id"
        rows = apps.get_model("articles", name).objects.values_list("pk", *columns)
        texts = rows.iterator(chunk_size=1000)
        while batch := list(islice(texts, 1000)):
            uses = []
            for pk, body_html, *others in batch:
                html = body_html + (others[0] if others else "")
                shown = {ids[start] for start in _FILE.findall(html) if start in ids}
                shown |= {pk for pk in others[1:] if pk}
                uses += [ImageUse(image_id=image, **{key: pk}) for image in shown]
            ImageUse.objects.bulk_create(uses)


class Migration(migrations.Migration):
    dependencies = [("articles", '0034_pictures')]

    operations = [
        migrations.RunPython(fill_search_keys, migrations.RunPython.noop),
        migrations.RunPython(record_uses, migrations.RunPython.noop),
    ]
