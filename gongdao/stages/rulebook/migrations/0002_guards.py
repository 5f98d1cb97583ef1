"""What was published stays as it was: the database refuses to change or remove it, whoever asks."""

from django.db import migrations

FREEZE = """
CREATE FUNCTION gongdao_edition_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'edition_stands: editions of rules are never removed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state NOT IN ('draft', 'consulting', 'considering')
        AND (OLD.rule_id, OLD.number, OLD.body_zh, OLD.body_en, OLD.digest, OLD.in_force_at)
        IS DISTINCT FROM
        (NEW.rule_id, NEW.number, NEW.body_zh, NEW.body_en, NEW.digest, NEW.in_force_at)
    THEN
        RAISE EXCEPTION 'edition_stands: what was published is never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER edition_stands BEFORE UPDATE OR DELETE ON rulebook_edition
    FOR EACH ROW EXECUTE FUNCTION gongdao_edition_stands();
CREATE FUNCTION gongdao_terms_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.merchant, OLD.number, OLD.text, OLD.digest, OLD.since)
        IS DISTINCT FROM (NEW.merchant, NEW.number, NEW.text, NEW.digest, NEW.since)
    THEN
        RAISE EXCEPTION 'terms_stand: terms that were filed are never changed or removed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER terms_stand BEFORE UPDATE OR DELETE ON rulebook_terms
    FOR EACH ROW EXECUTE FUNCTION gongdao_terms_stand();
"""
THAW = """
DROP FUNCTION gongdao_edition_stands CASCADE;
DROP FUNCTION gongdao_terms_stand CASCADE;
"""


class Migration(migrations.Migration):
    """Guards over editions and terms."""

    dependencies = [("rulebook", "0001_initial")]
    operations = [migrations.RunSQL(FREEZE, THAW)]
