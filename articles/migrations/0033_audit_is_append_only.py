"""Refuse to change or delete a row of the audit, whoever asks.

PostgreSQL's TRUNCATE passes, which takes the owner of the table. A later migration for which
SQLite makes the table anew must create the triggers again.
"""

from django.db import migrations

TABLE = "articles_auditentry"
SQLITE = {
    event: f"""
        CREATE TRIGGER audit_refuses_{event} BEFORE {event} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, 'The audit is append-only.'); END
    """
    for event in ("update", "delete")
}
POSTGRESQL = f"""
    CREATE FUNCTION refuse_to_change_audit() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'The audit is append-only.' USING ERRCODE = '23001'; END $$;
    CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_audit()
"""


def create_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
        return
    for statement in SQLITE.values():
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION refuse_to_change_audit() CASCADE")
        return
    for event in SQLITE:
        schema_editor.execute(f"DROP TRIGGER audit_refuses_{event}")


class Migration(migrations.Migration):
    dependencies = [("articles", '0032_spiked_articles_and_audit')]

    operations = [migrations.RunPython(create_triggers, drop_triggers)]
