/**
 * Lets the owner rewrite stored rows of all organisations. The audit trail stands aside: its records name the user who
 * made a change, and no user makes this one.
 *
 * @param tables those of `pit`, which have an audit trigger.
 * @param others those without one, of `pit_ops`.
 */
export function rewriting(
  tables: readonly string[],
  statements: string,
  others: readonly string[] = [],
): string {
  const each = (names: readonly string[], change: string): string =>
    names.map((table) => `ALTER TABLE ${table} ${change};`).join('\n');
  return `
    ${each([...tables, ...others], 'NO FORCE ROW LEVEL SECURITY')}
    ${each(tables, 'DISABLE TRIGGER audit_row')}
    ${statements}
    ${each(tables, 'ENABLE ALWAYS TRIGGER audit_row')}
    ${each([...tables, ...others], 'FORCE ROW LEVEL SECURITY')}`;
}
