"""Give records and columns the field's words. Tables are renamed, nothing is rewritten.

``RenameModel`` leaves permissions behind: those that an account or a group holds are
renamed here, before ``post_migrate`` would add new ones beside them.
"""

import django.db.models.deletion
from django.db import migrations, models

MODELS = [
    ("Original", "ImportedFile"),
    ("ListPageOriginal", "ImportedListPage"),
    ("CalledPicture", "ImageReference"),
    ("ClosingPattern", "FooterPattern"),
    ("Filing", "ArticleCategory"),
    ("Site", "SiteSettings"),
    ("StyleRow", "StyleRule"),
    ("WordingChoice", "ConversionChoice"),
    ("WordingReport", "ConversionReport"),
]
FIELDS = [
    ("Article", "edition", "text_digest"),
    ("VariantText", "edition", "text_digest"),
    ("VariantText", "wording_version", "conversion_version"),
    ("SiteSettings", "wording_version", "conversion_version"),
    ("FooterPattern", "witnesses", "samples"),
    ("Listing", "family", "language_group"),
    ("MenuEntry", "family", "language_group"),
]


def rename_permissions(apps, schema_editor, pairs=MODELS):
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    using = schema_editor.connection.alias
    for old, new in pairs:
        old, new = old.lower(), new.lower()
        types = ContentType.objects.using(using).filter(app_label="articles")
        # ``RenameModel`` has renamed the content type, unless it was interrupted.
        types.filter(model=old).update(model=new)
        rows = Permission.objects.using(using).filter(
            content_type__app_label="articles", codename__endswith=f"_{old}"
        )
        for row in rows:
            row.codename = row.codename.removesuffix(old) + new
            row.save(update_fields=["codename"])


def restore_permissions(apps, schema_editor):
    rename_permissions(apps, schema_editor, [(new, old) for old, new in MODELS])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_read_and_found_anew"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        *(migrations.RenameModel(old, new) for old, new in MODELS),
        migrations.RemoveIndex("Listing", "listing_most_used_tags"),
        *(migrations.RenameField(*names) for names in FIELDS),
        migrations.AddIndex(
            "Listing",
            models.Index(
                condition=models.Q(("tag__isnull", False)),
                fields=["language_group", "-entry_count"],
                name="listing_most_used_tags",
            ),
        ),
        migrations.AlterField(
            "ArticleCategory",
            "article",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="article_categories",
                to="articles.article",
            ),
        ),
        migrations.AlterField(
            "ArticleCategory",
            "category",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="article_categories",
                to="articles.category",
                verbose_name="category",
            ),
        ),
        migrations.AlterField(
            "ConversionChoice",
            "article",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conversion_choices",
                to="articles.article",
            ),
        ),
        migrations.AlterField(
            "ConversionReport",
            "article",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conversion_reports",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AlterField(
            "ImportedFile",
            "article",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="imported_file",
                to="articles.article",
            ),
        ),
        migrations.AlterField(
            "ImportedListPage",
            "page",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="imported_file",
                to="articles.listpage",
            ),
        ),
        migrations.RunPython(rename_permissions, restore_permissions),
    ]
