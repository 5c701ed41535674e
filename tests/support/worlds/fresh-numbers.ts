import { WorkCalendar } from '../../../src/domain/calendar.ts';
import {
  computeMitigation,
  formatPercent,
  projectMitigation,
} from '../../../src/domain/rollup/mitigation.ts';
import { fromCents, toCents } from '../../../src/domain/money.ts';
import {
  computeProgress,
  shownPercent,
  subtaskState,
  taskShare,
  type ProgressBranch,
  type ProgressWeighting,
  type TaskProgress,
} from '../../../src/domain/rollup/progress.ts';
import {
  deriveStatus,
  predecessorHold,
  NO_MANUAL_STATUS,
  type ManualStatus,
  type StatusFacts,
} from '../../../src/domain/plan/status.ts';
import type { DependencyType } from '../../../src/domain/enums.ts';
import type { Plan } from './plan-database.ts';

/** What stands in the derived columns of a project, by id: `{ progress, capex, opex }` or `{ progress, status }`. */
export type Numbers = Record<string, Record<string, unknown>>;

interface WorkRow {
  id: string;
  parent: string;
  status: string;
  progress: number;
  start: string | null;
  end: string | null;
  requires: boolean;
  proven: boolean;
  is_started: boolean | null;
  is_blocked: boolean | null;
  completion: ManualStatus['completion'] | null;
}

interface TaskRow extends WorkRow {
  phase: string;
  package: string | null;
  duration: number | null;
  capex: string;
  opex: string;
  mitigation: string | null;
  /** The last day of the accepted evidence that holds longest; null without an end. */
  until: string | null;
  /** The series that it is an occurrence of, and the date of the rule; null for all other work. */
  series: string | null;
  nominal: string | null;
}

interface Rows {
  branches: {
    id: string;
    parent: string;
    progress: number;
    capex: string;
    opex: string;
    mitigation?: string;
  }[];
  tasks: TaskRow[];
  steps: WorkRow[];
  arcs: { from: string; to: string; type: DependencyType; lag: number }[];
}

const PIECES = (owned: string): string => `
  FROM pit.evidence e LEFT JOIN pit_ops.evidence_validity v ON v.evidence_id = e.id JOIN LATERAL (SELECT decision FROM pit.evidence_review r WHERE r.evidence_id = e.id
    ORDER BY r.created_at DESC, r.id DESC LIMIT 1) latest ON latest.decision = 'accepted'
  WHERE e.deleted_at IS NULL AND (${owned}) AND NOT EXISTS (SELECT FROM pit.evidence n
    WHERE n.deleted_at IS NULL AND n.metadata ->> 'supersedes' = e.id::text)`;
const PROVEN = (owned: string): string => `EXISTS (SELECT ${PIECES(owned)})`;
const OF_TASK =
  'e.task_id = t.id OR e.subtask_id IN (SELECT id FROM pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL)';
const MARK = `m.is_started, m.is_blocked, m.completion`;
const LIVE = {
  branches: `
    SELECT id, id AS parent, progress_percent AS progress, capex_total AS capex, opex_total AS opex,
      risk_mitigation_percent AS mitigation FROM pit.project WHERE id = $1
    UNION ALL SELECT id, project_id, progress_percent, capex_total, opex_total, NULL FROM pit.phase
      WHERE project_id = $1 AND deleted_at IS NULL
    UNION ALL SELECT w.id, w.phase_id, w.progress_percent, w.capex_total, w.opex_total, NULL
      FROM pit.work_package w JOIN pit.phase p ON p.id = w.phase_id AND p.deleted_at IS NULL
      WHERE w.project_id = $1 AND w.deleted_at IS NULL`,
  tasks: `
    SELECT t.id, coalesce(t.work_package_id, t.phase_id) AS parent, t.status, t.progress_percent AS progress,
      t.start_date::text AS start, t.end_date::text AS "end", t.duration_days AS duration, t.capex_cost AS capex,
      t.opex_cost AS opex, t.linked_risk_mitigation_pct AS mitigation, t.requires_evidence AS requires, ${MARK},
      ${PROVEN(OF_TASK)} AS proven,
      (SELECT nullif(max(coalesce(v.valid_until, '9999-12-31')), '9999-12-31')::text ${PIECES(OF_TASK)}) AS until,
      o.series_id AS series, o.nominal_on::text AS nominal
    FROM pit.task t LEFT JOIN pit_ops.work_mark m ON m.node_id = t.id LEFT JOIN pit_ops.occurrence o ON o.task_id = t.id
    WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  steps: `
    SELECT s.id, s.task_id AS parent, s.status, s.progress_percent AS progress, s.start_date::text AS start,
      s.end_date::text AS "end", s.requires_evidence AS requires, ${MARK}, ${PROVEN('e.subtask_id = s.id')} AS proven
    FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id LEFT JOIN pit_ops.work_mark m ON m.node_id = s.id
    WHERE t.project_id = $1 AND t.deleted_at IS NULL AND s.deleted_at IS NULL`,
  arcs: `
    SELECT predecessor_task_id AS from, successor_task_id AS to, dependency_type AS type, lag_days AS lag
    FROM pit.task_dependency WHERE project_id = $1`,
} as const;

/** The derived columns of a project: as they are stored, and as they follow from its other columns alone. */
export async function storedAndFresh(
  plan: Plan,
  projectId: string,
  day: { today: string; weighting: ProgressWeighting },
): Promise<{ stored: Numbers; fresh: Numbers }> {
  const rows: Rows = {
    branches: await plan.rows(LIVE.branches, [projectId]),
    tasks: await plan.rows(LIVE.tasks, [projectId]),
    steps: await plan.rows(LIVE.steps, [projectId]),
    arcs: await plan.rows(LIVE.arcs, [projectId]),
  };
  const fresh = withFreshProgress(rows);
  return {
    stored: storedNumbers(rows),
    fresh: { ...freshBranches(fresh, projectId, day), ...freshWork(fresh, day.today) },
  };
}

/** Work with the progress that follows from what was said of it, its subtasks and its evidence. */
function withFreshProgress(rows: Rows): Rows {
  const capped = (isComplete: boolean, progress: number) => (isComplete ? 100 : Math.min(progress, 99));
  const leaf = <T extends WorkRow>(row: T): T => {
    const isSaid = row.completion === 'completed' || (row.completion !== 'reopened' && row.progress === 100);
    return { ...row, progress: capped(isSaid && (!row.requires || row.proven), row.progress) };
  };
  const steps = rows.steps.map(leaf);
  const tasks = rows.tasks.map((task) => {
    const percents = steps.filter((step) => step.parent === task.id).map((step) => step.progress);
    if (percents.length === 0) return leaf(task);
    const areComplete = percents.every((percent) => percent === 100) && task.completion !== 'reopened';
    const mean = shownPercent(subtaskState(percents));
    return { ...task, progress: capped(areComplete && (!task.requires || task.proven), mean) };
  });
  return { ...rows, steps, tasks };
}

function storedNumbers({ branches, tasks, steps }: Rows): Numbers {
  const numbers: Numbers = {};
  for (const { id, progress, capex, opex, mitigation } of branches) {
    numbers[id] = { progress, capex, opex, mitigation: mitigation ?? null };
  }
  for (const { id, progress, status } of [...tasks, ...steps]) numbers[id] = { progress, status };
  return numbers;
}

function freshBranches(
  rows: Rows,
  projectId: string,
  day: { today: string; weighting: ProgressWeighting },
): Numbers {
  const childrenOf = (id: string) => rows.branches.filter((each) => each.parent === id && each.id !== id);
  const tasksUnder = (id: string): TaskRow[] => [
    ...rows.tasks.filter((task) => task.parent === id),
    ...childrenOf(id).flatMap((child) => tasksUnder(child.id)),
  ];
  const passedOver = passedOverOccurrences(rows.tasks, day.today);
  const isCounted = ({ id }: TaskRow): boolean => !passedOver.has(id);
  const branch = (id: string): ProgressBranch => ({
    tasks: rows.tasks
      .filter((task) => task.parent === id && isCounted(task))
      .map((task) => progressOf(task, rows.steps)),
    branches: childrenOf(id).map((child) => branch(child.id)),
  });
  const cents = (tasks: TaskRow[], column: 'capex' | 'opex') =>
    fromCents(tasks.reduce((sum, task) => sum + toCents(task[column]), 0n));
  return Object.fromEntries(
    rows.branches.map(({ id }) => {
      const tasks = tasksUnder(id);
      return [
        id,
        {
          progress: shownPercent(computeProgress(branch(id), day.weighting)),
          capex: cents(tasks, 'capex'),
          opex: cents(tasks, 'opex'),
          mitigation:
            id === projectId ? freshMitigation(tasks.filter(isCounted), rows.steps, day.today) : null,
        },
      ];
    }),
  );
}

/** A series counts once: by its newest occurrence in force, else its oldest open one, else its newest. The others are passed over. */
function passedOverOccurrences(tasks: readonly TaskRow[], today: string): ReadonlySet<string> {
  const passedOver = new Set<string>();
  for (const series of new Set(tasks.map((task) => task.series))) {
    if (series === null) continue;
    const all = tasks.filter((task) => task.series === series);
    all.sort((a, b) => String(b.nominal).localeCompare(String(a.nominal)));
    const isDone = (task: TaskRow): boolean => task.progress === 100;
    const isInForce = (task: TaskRow, at: number): boolean => {
      if (!isDone(task)) return false;
      if (task.requires) return isProofCurrent(task, today);
      return all.slice(0, at).every((later) => isDone(later) || later.end === null || later.end >= today);
    };
    const counted = all.find(isInForce) ?? all.findLast((task) => !isDone(task)) ?? all[0];
    for (const task of all) if (task !== counted) passedOver.add(task.id);
  }
  return passedOver;
}

const isProofCurrent = ({ proven, until }: TaskRow, today: string): boolean =>
  proven && (until === null || today <= until);

function progressOf(task: TaskRow, steps: WorkRow[]): TaskProgress {
  return {
    progressPercent: task.progress,
    durationDays: task.duration,
    costCents: toCents(task.capex) + toCents(task.opex),
    subtaskPercents: steps.filter((step) => step.parent === task.id).map((step) => step.progress),
  };
}

function freshMitigation(tasks: TaskRow[], steps: WorkRow[], today: string): string {
  const mitigating = tasks.map((task) => ({
    mitigationPct: task.mitigation,
    progress: taskShare(progressOf(task, steps), 'equal').value,
    requiresEvidence: task.requires,
    isProofCurrent: isProofCurrent(task, today),
  }));
  return formatPercent(projectMitigation(computeMitigation(mitigating)));
}

function freshWork({ tasks, steps, arcs }: Rows, today: string): Numbers {
  const calendar = new WorkCalendar();
  const day = { today, upcomingDays: 5 };
  const taskEntries = tasks.map((task) => {
    const predecessors = arcs.flatMap((arc) => {
      const earlier = tasks.find(({ id }) => id === arc.from);
      if (arc.to !== task.id || earlier === undefined) return [];
      return [predecessorHold({ type: arc.type, lagDays: arc.lag }, factsOf(earlier), calendar)];
    });
    const status = deriveStatus({ ...factsOf(task), predecessors }, day);
    return [task.id, { progress: task.progress, status }];
  });
  const stepEntries = steps.map((step) => {
    const status = deriveStatus({ ...factsOf(step), predecessors: [] }, day);
    return [step.id, { progress: step.progress, status }];
  });
  return Object.fromEntries([...taskEntries, ...stepEntries]) as Numbers;
}

function factsOf(row: WorkRow): Omit<StatusFacts, 'predecessors'> {
  return {
    hand: {
      isStarted: row.is_started ?? NO_MANUAL_STATUS.isStarted,
      isBlocked: row.is_blocked ?? NO_MANUAL_STATUS.isBlocked,
      completion: row.completion ?? NO_MANUAL_STATUS.completion,
    },
    start: row.start,
    end: row.end,
    progressPercent: row.progress,
  };
}
