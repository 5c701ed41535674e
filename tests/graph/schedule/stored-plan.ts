import { randomUUID } from 'node:crypto';
import type { PlannedLink, PlannedTask } from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';

/** A plan of the oracles in the database: its project, and the ids of its tasks by the names that the oracle gives them. */
export interface StoredOracle {
  readonly project: string;
  readonly idOf: ReadonlyMap<string, string>;
}

/** Puts tasks and links into a project of its own, whose typed start is the plan's. */
export async function storePlan(
  plan: Plan,
  start: string,
  { tasks, links }: { readonly tasks: readonly PlannedTask[]; readonly links: readonly PlannedLink[] },
): Promise<StoredOracle> {
  const project = await plan.project({ start_date: start });
  const phase = await plan.phase(project);
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) VALUES ($1, $2, $1, $3)`,
    [project, plan.orgId, start],
  );
  const idOf = new Map(tasks.map(({ id }) => [id, randomUUID() as string]));
  const rows = tasks.map((task) => ({ ...task, name: task.id, id: idOf.get(task.id) }));
  await plan.rows(
    `INSERT INTO pit.task (id, org_id, project_id, phase_id, owner_id, name, duration_days, start_date, end_date)
     SELECT id, $2, $3, $4, $5, name, "durationDays", start, "end" FROM jsonb_to_recordset($1) AS t
       (id uuid, name text, "durationDays" int, start date, "end" date)`,
    [JSON.stringify(rows), plan.orgId, project, phase, plan.worker],
  );
  await plan.rows(
    `INSERT INTO pit_ops.task_rule (task_id, org_id, project_id, mode, constraint_kind, constraint_date, deadline)
     SELECT id, $2, $3, coalesce(mode, 'auto'), coalesce("constraintKind", 'asap'), "constraintDate", deadline
     FROM jsonb_to_recordset($1) AS t
       (id uuid, mode text, "constraintKind" text, "constraintDate" date, deadline date)
     WHERE mode = 'manual' OR "constraintKind" <> 'asap' OR deadline IS NOT NULL`,
    [JSON.stringify(rows), plan.orgId, project],
  );
  const arcs = links.map((link) => ({
    ...link,
    from: idOf.get(link.predecessorId),
    to: idOf.get(link.successorId),
  }));
  await plan.rows(
    `INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
     SELECT $2, $3, "from", "to", type, "lagDays" FROM jsonb_to_recordset($1) AS l
       ("from" uuid, "to" uuid, type pit.dependency_type_enum, "lagDays" int)`,
    [JSON.stringify(arcs), plan.orgId, project],
  );
  return { project, idOf };
}
