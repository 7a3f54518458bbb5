"""Let the shipped groups that approve articles moderate comments."""

from django.db import migrations

RIGHT = ("moderate_comments", "Approve and refuse readers' comments")
GROUPS = ("editor", "chief editor")


def let_groups_moderate(apps, schema_editor):
    """Make the right too, which Django makes only after all migrations."""
    codename, name = RIGHT
    content_types = apps.get_model("contenttypes", "ContentType").objects
    article = content_types.get_or_create(app_label="articles", model="article")[0]
    permission = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=article, codename=codename, defaults={"name": name}
    )[0]
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0088_comments_and_reports_of_facts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(let_groups_moderate, migrations.RunPython.noop)]
