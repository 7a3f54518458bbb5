from django.db import migrations


def forget_texts(apps, schema_editor):
    """Stored conversions are made anew when they are next read: marks in editors' own
    words are resolved now, and forms of the house style spelled as HTML."""
    apps.get_model("articles", "VariantText").objects.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_picture_origins'),
    ]

    operations = [
        migrations.RunPython(forget_texts, migrations.RunPython.noop),
    ]
