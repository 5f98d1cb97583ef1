"""The tables, brought up to date by their owner before the program serves with fewer rights."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from gongdao.project.grants import grant

LOCK = 5_204_551


def bring_up_to_date() -> None:
    """Apply what is missing. Two commands at once: the second waits, and finds nothing to do."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        executor = MigrationExecutor(owner)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            role = str(settings.DATABASES["default"]["USER"])
            if role != settings.DATABASES["owner"]["USER"]:
                grant(role=role)
    finally:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        owner.close()
