"""Evidence is only ever added. The database itself refuses to change or remove it, whoever asks."""

from django.db import migrations

from gongdao.registers.guards import append_only

APPEND_ONLY = """
CREATE FUNCTION gongdao_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append_only: rows of % are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

TABLES = ("evidence_record", "evidence_leaf", "evidence_node", "evidence_head")


class Migration(migrations.Migration):
    """Guards over the four tables of evidence."""

    dependencies = [("evidence", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION gongdao_append_only CASCADE"),
        *(migrations.RunSQL(append_only(table), migrations.RunSQL.noop) for table in TABLES),
    ]
