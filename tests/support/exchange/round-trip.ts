import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { addDays } from '../../../src/domain/civil-date.ts';
import type { ExportedPlan, ExportedTask } from '../../../src/domain/exchange/exported-plan.ts';
import { CONSTRAINT_KINDS } from '../../../src/domain/schedule/remaining-work/plan-facts.ts';
import type { Plan } from '../worlds/plan-database.ts';
import { anyPlan } from './any-plan.ts';

const anyRule = fc.record({
  mode: fc.constantFrom<ExportedTask['mode']>('auto', 'auto', 'manual'),
  constraintKind: fc.constantFrom(...CONSTRAINT_KINDS),
  constraintAfter: fc.nat(60),
  deadlineAfter: fc.option(fc.nat(90)),
  isMilestone: fc.constantFrom(false, false, false, true),
  requiresEvidence: fc.boolean(),
  people: fc.nat(2),
});

/** Plans with rules, people and deadlines, each with a project of its own. */
export const anyRuledPlan: fc.Arbitrary<ExportedPlan> = fc
  .tuple(anyPlan, fc.array(anyRule, { minLength: 10, maxLength: 10 }))
  // A table names its project in its rows.
  .filter(([plan]) => plan.tasks.length > 0)
  .map(([plan, rules]) => ({
    ...plan,
    tasks: plan.tasks.map((task, at) => ruled(task, rules[at]!)),
  }));

type Rule = typeof anyRule extends fc.Arbitrary<infer T> ? T : never;

function ruled(task: ExportedTask, rule: Rule): ExportedTask {
  const { constraintKind, deadlineAfter } = rule;
  const from = task.startDate ?? '2026-02-02';
  const [isOpen, isDone] = [task.progressPercent === 0, task.progressPercent === 100];
  const people = ['worker', 'helper'].slice(0, rule.people);
  const isDated = task.startDate !== null;
  const milestone = { durationDays: 0, endDate: task.startDate };
  return {
    ...task,
    ...(rule.isMilestone && { ...milestone, ...(isDated && isDone && { actualFinish: task.startDate }) }),
    mode: rule.mode,
    constraintKind,
    constraintDate: constraintKind === 'asap' ? null : addDays(from, rule.constraintAfter),
    deadline: deadlineAfter === null ? null : addDays(from, deadlineAfter),
    requiresEvidence: isOpen && rule.requiresEvidence,
    ownerId: people[0] ?? '',
    assignees: people.slice(1),
  };
}

/** The plan with a project that nobody has seen yet. */
export function asNew(drawn: ExportedPlan): ExportedPlan {
  return { ...drawn, project: { ...drawn.project, id: randomUUID() }, users: PEOPLE };
}

/** Users of the world by the names that plans have them under. */
const PEOPLE = new Map(
  ['worker', 'helper'].map((name) => [name, { name, email: `${name}@example.test` }] as const),
);

/** A file of a plan, from a place that never heard of ours: its ids are others. */
export function asForeign(text: string): string {
  const others = new Map<string, string>();
  return text.replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (id) => {
    const key = id.toLowerCase();
    const other = others.get(key) ?? randomUUID();
    others.set(key, other);
    return id === key ? other : other.toUpperCase();
  });
}

/** What is stored of a project, without any id: branches, tasks in their order, and links between their places in it. */
export async function storedPlan(plan: Pick<Plan, 'rows'>, projectId: string): Promise<object> {
  const [branches, tasks, links] = [
    await plan.rows(
      `SELECT p.name AS phase, w.name AS package FROM pit.phase p LEFT JOIN pit.work_package w ON w.phase_id = p.id
       WHERE p.project_id = $1 ORDER BY p.order_index, w.order_index`,
      [projectId],
    ),
    await plan.rows(`${NUMBERED} SELECT * FROM numbered ORDER BY at`, [projectId]),
    await plan.rows(
      `${NUMBERED} SELECT f.at AS "from", s.at AS "to", d.dependency_type AS type, d.lag_days FROM pit.task_dependency d
       JOIN numbered f ON f.id = d.predecessor_task_id JOIN numbered s ON s.id = d.successor_task_id ORDER BY 1, 2`,
      [projectId],
    ),
  ];
  return { branches, tasks: tasks.map(({ id: _, ...task }) => task), links };
}

const NUMBERED = `WITH numbered AS (
  SELECT t.id, row_number() OVER (ORDER BY p.order_index, w.order_index NULLS FIRST, t.order_index)::int AS at,
    p.name AS phase, w.name AS package, t.name, t.description, t.start_date::text, t.end_date::text, t.duration_days,
    t.progress_percent, t.status, t.capex_cost::text, t.opex_cost::text, t.requires_evidence, t.task_type, u.email AS owner,
    (SELECT array_agg(m.email ORDER BY m.email) FROM pit."user" m
      WHERE m.id = t.owner_id OR to_jsonb(t.assignees) ? m.id::text) AS team,
    a.actual_start::text, a.actual_finish::text, a.remaining_days, coalesce(r.mode, 'auto') AS mode,
    coalesce(r.constraint_kind, 'asap') AS constraint_kind, r.constraint_date::text, r.deadline::text,
    coalesce(r.start_origin, 'person') AS start_origin
  FROM pit.task t JOIN pit.phase p ON p.id = t.phase_id LEFT JOIN pit.work_package w ON w.id = t.work_package_id
  JOIN pit."user" u ON u.id = t.owner_id
  LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id
  WHERE t.project_id = $1)`;
