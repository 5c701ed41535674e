/**
 * Gives functions to `pit_definer`, the one role that row level security does not bind: they run with its rights.
 * Nobody may call them but whom `callers` names. A trigger function is needed by who makes triggers, not by who fires
 * them.
 *
 * @param functions signatures, such as `pit_ops.seal_audit(integer)`.
 */
export function ownedByDefiner(functions: readonly string[], callers?: string): string {
  const list = functions.join(', ');
  const owners = functions.map((each) => `ALTER FUNCTION ${each} OWNER TO pit_definer;`);
  // An owner needs CREATE on the schema only to become one; and what the former owner grants to itself is lost with
  // its ownership, so the new owner grants.
  return [
    `GRANT CREATE ON SCHEMA pit_ops TO pit_definer;`,
    ...owners,
    `REVOKE CREATE ON SCHEMA pit_ops FROM pit_definer;`,
    `SET LOCAL ROLE pit_definer;`,
    `REVOKE ALL ON FUNCTION ${list} FROM PUBLIC;`,
    callers === undefined ? '' : `GRANT EXECUTE ON FUNCTION ${list} TO ${callers};`,
    `SET LOCAL ROLE pit_owner;`,
  ].join('\n');
}

/**
 * Gives functions of `pit_definer` a new body; owner, callers and the policies that use them stay as they are.
 *
 * @param definitions CREATE OR REPLACE FUNCTION and COMMENT statements.
 */
export function redefinedByDefiner(definitions: string): string {
  return `
    GRANT CREATE ON SCHEMA pit_ops TO pit_definer;
    SET LOCAL ROLE pit_definer;
    ${definitions}
    SET LOCAL ROLE pit_owner;
    REVOKE CREATE ON SCHEMA pit_ops FROM pit_definer;`;
}
