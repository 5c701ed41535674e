import { USERS_BY_EMAIL } from '../../../db/queries/exchange/imported-row-query.ts';
import type { PlanDocument, PlanTask } from '../../../domain/exchange/plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../../../domain/exchange/plan-warnings.ts';
import type { KnownUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';

const MOST_ASSIGNEES = 50;

/** The people whom a plan names by e-mail address, as far as they are users of the organisation who may get work. */
export interface PlanPeople {
  readonly users: KnownUsers;
  ownerOf(task: PlanTask): string | null;
  assigneesOf(task: PlanTask): readonly string[];
}

/** Looks the people up, once for each; those who are not known, or have left, are warned of. */
export async function readPlanPeople(
  tx: Tx,
  plan: PlanDocument,
  warnings: PlanWarnings,
): Promise<PlanPeople> {
  const named = new Map<string, string>();
  for (const { ownerEmail, assigneeEmails, where } of plan.tasks) {
    for (const email of [...(ownerEmail === null ? [] : [ownerEmail]), ...assigneeEmails]) {
      if (!named.has(email.toLowerCase())) named.set(email.toLowerCase(), where);
    }
  }
  const { rows } = named.size === 0 ? { rows: [] } : await tx.run(USERS_BY_EMAIL, [[...named.keys()]]);
  const ids = new Map(
    rows.flatMap(({ id, email, isActive }) => (isActive && email !== null ? [[email, id] as const] : [])),
  );
  for (const [email, where] of named) {
    if (!ids.has(email))
      warnings.add(
        PlanWarningKind.PERSON,
        where,
        `nobody active here has the address "${email.slice(0, 100)}"`,
      );
  }
  const idOf = (email: string): string[] => {
    const id = ids.get(email.toLowerCase());
    return id === undefined ? [] : [id];
  };
  return {
    users: new Map([...ids.values()].map((id) => [id, true])),
    ownerOf: ({ ownerEmail }) => (ownerEmail === null ? null : (idOf(ownerEmail)[0] ?? null)),
    assigneesOf: ({ assigneeEmails }) => [...new Set(assigneeEmails.flatMap(idOf))].slice(0, MOST_ASSIGNEES),
  };
}
