"""Make the desk's groups; whoever could change articles keeps what that allowed."""

from django.db import migrations

RIGHTS = {
    "write_articles": "Write articles and hand them in",
    "approve_articles": "Approve articles and return them",
    "publish_articles": "Publish, schedule, update and withdraw articles",
    "change_live_articles": "Make minor changes to live articles",
    "correct_articles": "Publish corrections",
    "kill_articles": "Kill articles, bring them back, delete spiked ones",
    "see_embargoed_articles": "See articles under embargo",
    "lift_embargoes": "Lift an embargo early",
    "hold_articles": "Put articles on legal hold and release them",
    "place_articles": "Pin articles and mark them as breaking",
    "keep_labels": "Keep categories, tags, authors, sources, pictures and terms",
    "manage_desk": "Keep site-wide choices, imports and accounts",
}
EDITOR = (
    *("write_articles", "approve_articles", "change_live_articles"),
    *("see_embargoed_articles", "keep_labels"),
)
GROUPS = {
    "reporter": ("write_articles",),
    "editor": EDITOR,
    "chief editor": tuple(RIGHTS),
}
MEANT = {
    "add_article": ("write_articles",),
    "change_article": (
        *("approve_articles", "publish_articles", "change_live_articles"),
        *("correct_articles", "see_embargoed_articles"),
    ),
}


def make_groups(apps, schema_editor):
    """Make the rights too, which Django makes only after all migrations."""
    Permission = apps.get_model("auth", "Permission")
    content_types = apps.get_model("contenttypes", "ContentType").objects
    article = content_types.get_or_create(app_label="articles", model="article")[0]
    rights = {
        codename: Permission.objects.get_or_create(
            content_type=article, codename=codename, defaults={"name": name}
        )[0]
        for codename, name in RIGHTS.items()
    }
    for codename, meant in MEANT.items():
        held = Permission.objects.filter(content_type=article, codename=codename)
        for permission in held:
            for holder in permission.user_set.all():
                holder.user_permissions.add(*(rights[each] for each in meant))
            for holder in permission.group_set.all():
                holder.permissions.add(*(rights[each] for each in meant))
    for name, held in GROUPS.items():
        group = apps.get_model("auth", "Group").objects.get_or_create(name=name)[0]
        group.permissions.add(*(rights[each] for each in held))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0041_rights_and_states"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
