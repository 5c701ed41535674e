/**
 * The tenant wall of one table: a RESTRICTIVE policy, so that no permissive policy, whatever it says, opens it.
 * The subselect makes it one comparison with a constant that an index on `org_id` serves. FORCE holds the owner too.
 *
 * @param sees what a row must fulfil to be seen, @param takes what it must fulfil to be written.
 */
export function wall(table: string, sees = OWN_ORGANISATION, takes = sees): string {
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant_wall ON ${table} AS RESTRICTIVE FOR ALL TO PUBLIC USING (${sees}) WITH CHECK (${takes});`;
}

export function dropWall(table: string): string {
  return `
    DROP POLICY tenant_wall ON ${table};
    ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY;`;
}

export const OWN_ORGANISATION = 'org_id = (SELECT pit_ops.ctx_org())';
