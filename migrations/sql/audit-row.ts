/**
 * The function behind every audit trigger.
 * @param record what names the record of a row; tables of `pit_ops` are keyed by what their rows are about.
 * @param reduced what is done to `before` and `after` first.
 */
export function auditRow(record: string, reduced = ''): string {
  return `
  CREATE OR REPLACE FUNCTION pit_ops.audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    before jsonb;
    after jsonb;
    changed jsonb;
  BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;${reduced}
    IF TG_OP = 'UPDATE' AND before - 'updated_at' = after - 'updated_at' THEN
      RETURN NULL;
    END IF;
    changed := coalesce(after, before);
    PERFORM pit_ops.append_audit(
      coalesce(CASE TG_ARGV[0] WHEN 'organisation' THEN changed ->> 'id' ELSE changed ->> 'org_id' END,
        pit_ops.ctx_org()::text)::uuid,
      TG_OP, TG_ARGV[0], ${record}, before, after);
    RETURN NULL;
  END $$;`;
}

/** Names the record of a row of any audited table. */
export const ANY_RECORD = `coalesce(changed ->> 'id', changed ->> 'task_id', changed ->> 'project_id')`;
