/**
 * SQL of triggers that note who was granted each lease (by the name of his session, PGAPPNAME of the process), and every
 * later write to a lease or to the end of a turn by somebody else. A write that the fence refuses changes no row; it is
 * noted apart, so that a test can wait for it.
 */
export const AUDIT = `
  CREATE TABLE audit_grants (conversation_id uuid, epoch bigint, holder text, PRIMARY KEY (conversation_id, epoch));
  CREATE TABLE audit_foreign_writes (note text);
  CREATE FUNCTION audit_lease() RETURNS trigger LANGUAGE plpgsql AS $audit$
  DECLARE granted text;
  BEGIN
    IF TG_OP = 'INSERT' OR NEW.lease_epoch > OLD.lease_epoch THEN
      INSERT INTO audit_grants VALUES (NEW.id, NEW.lease_epoch, current_setting('application_name'));
      RETURN NULL;
    END IF;
    SELECT holder INTO granted FROM audit_grants WHERE conversation_id = NEW.id AND epoch = NEW.lease_epoch;
    IF granted <> current_setting('application_name') AND
       (NEW.lease_until, NEW.lease_owner, NEW.done_turn_no) IS DISTINCT FROM (OLD.lease_until, OLD.lease_owner, OLD.done_turn_no)
    THEN
      INSERT INTO audit_foreign_writes
      VALUES (format('%s wrote turn %s of %s, held by %s', current_setting('application_name'), NEW.done_turn_no, NEW.id, granted));
    END IF;
    RETURN NULL;
  END $audit$;
  CREATE FUNCTION audit_turn() RETURNS trigger LANGUAGE plpgsql AS $audit$
  DECLARE current_epoch bigint;
  BEGIN
    SELECT lease_epoch INTO current_epoch FROM conversations WHERE id = NEW.conversation_id;
    IF NEW.run_epoch <> current_epoch THEN
      INSERT INTO audit_foreign_writes
      VALUES (format('turn %s of %s ended under epoch %s, not %s', NEW.turn_no, NEW.conversation_id, NEW.run_epoch, current_epoch));
    END IF;
    RETURN NULL;
  END $audit$;
  CREATE TABLE audit_refused (relation text, session text);
  CREATE FUNCTION audit_refusal() RETURNS trigger LANGUAGE plpgsql AS $audit$
  BEGIN
    INSERT INTO audit_refused
    SELECT TG_TABLE_NAME, current_setting('application_name') WHERE NOT EXISTS (SELECT FROM changed);
    RETURN NULL;
  END $audit$;
  CREATE TRIGGER audit_lease AFTER INSERT OR UPDATE ON conversations FOR EACH ROW EXECUTE FUNCTION audit_lease();
  CREATE TRIGGER audit_turn AFTER UPDATE OF run_epoch ON turns FOR EACH ROW EXECUTE FUNCTION audit_turn();
  CREATE TRIGGER audit_refusal AFTER UPDATE ON conversations REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refusal();
  CREATE TRIGGER audit_refusal AFTER UPDATE ON turns REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refusal()`;
