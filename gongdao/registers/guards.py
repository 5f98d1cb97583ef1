"""How a migration forbids change: the triggers of append-only tables."""


def append_only(table: str) -> str:
    """Two triggers: one against changing or removing rows, one against emptying the table."""
    return f"""
    CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION gongdao_append_only();
    CREATE TRIGGER {table}_keep BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION gongdao_append_only();
    """
