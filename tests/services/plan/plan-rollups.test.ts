import fc from 'fast-check';
import {
  addContribution,
  rollupContribution,
  EMPTY_ROLLUP,
  taskContribution,
} from '../../../src/domain/rollup/rollup-state.ts';
import type { RollupState, ContributingTask } from '../../../src/domain/rollup/rollup-state.ts';
import { formatPercent, projectMitigation } from '../../../src/domain/rollup/mitigation.ts';
import { fromCents } from '../../../src/domain/money.ts';
import { shownPercent, type ProgressWeighting } from '../../../src/domain/rollup/progress.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

/*
 * Whatever is done to a plan, in whatever order: the numbers that were kept by adding and taking out equal those that
 * are made from nothing but its live tasks, and every position is where it should be.
 */

let api: PlanGraph;
afterEach(() => api.close());

interface StoredTask extends ContributingTask {
  id: string;
  phaseId: string;
  workPackageId: string | null;
}
interface Node {
  id: string;
  kind: 'package' | 'phase' | 'project';
  parentId: string | null;
  progress: number;
  capex: string;
  opex: string;
  mitigation: string | null;
}

const LIVE_TASKS = `
  SELECT t.id, t.phase_id AS "phaseId", t.work_package_id AS "workPackageId", t.progress_percent AS "progressPercent",
    t.duration_days AS "durationDays", t.capex_cost AS "capexCost", t.opex_cost AS "opexCost",
    t.linked_risk_mitigation_pct AS "mitigationPct", t.requires_evidence AS "requiresEvidence",
    false AS "hasAcceptedEvidence", (
      SELECT coalesce(jsonb_agg(jsonb_build_object('progressPercent', s.progress_percent)), '[]')
      FROM pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL) AS subtasks
  FROM pit.task t WHERE t.project_id = $1 AND t.deleted_at IS NULL`;
const NODES = `
  SELECT id, 'package' AS kind, phase_id AS "parentId", progress_percent AS progress, capex_total AS capex,
    opex_total AS opex, NULL::numeric AS mitigation
  FROM pit.work_package WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT id, 'phase', project_id, progress_percent, capex_total, opex_total, NULL
  FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL SELECT id, 'project', NULL, progress_percent, capex_total, opex_total, risk_mitigation_percent
  FROM pit.project WHERE id = $1`;
const GAPS = `
  SELECT name FROM (
    SELECT name, order_index AS at, row_number() OVER (PARTITION BY project_id ORDER BY order_index) - 1 AS place
      FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL
    UNION ALL SELECT name, order_index, row_number() OVER (PARTITION BY phase_id ORDER BY order_index) - 1
      FROM pit.work_package WHERE project_id = $1 AND deleted_at IS NULL
    UNION ALL SELECT name, order_index, row_number() OVER (PARTITION BY phase_id, work_package_id ORDER BY order_index) - 1
      FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL
    UNION ALL SELECT s.name, s.ordered_index, row_number() OVER (PARTITION BY s.task_id ORDER BY s.ordered_index) - 1
      FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id WHERE t.project_id = $1 AND s.deleted_at IS NULL
  ) AS placed WHERE at <> place`;

/** The shown numbers of every live node, made from its live tasks alone. */
function fromScratch(
  nodes: readonly Node[],
  tasks: readonly StoredTask[],
  weighting: ProgressWeighting,
): Omit<Node, 'parentId'>[] {
  const stateOf = (node: Node): RollupState => {
    const own = tasks.filter(({ phaseId, workPackageId }) => (workPackageId ?? phaseId) === node.id);
    const inside = nodes.filter(({ parentId }) => parentId === node.id);
    return [
      ...own.map((task) => taskContribution(task, weighting)),
      ...inside.map((child) => rollupContribution(stateOf(child), weighting)),
    ].reduce(addContribution, EMPTY_ROLLUP);
  };
  return nodes.map((node) => {
    const { progress, cost, mitigation } = stateOf(node);
    return {
      id: node.id,
      kind: node.kind,
      progress: shownPercent(progress),
      capex: fromCents(cost.capexCents),
      opex: fromCents(cost.opexCents),
      mitigation: node.kind === 'project' ? formatPercent(projectMitigation(mitigation)) : null,
    };
  });
}

async function expectExact(projectId: string, weighting: ProgressWeighting): Promise<void> {
  const nodes = await api.plan.rows<Node>(NODES, [projectId]);
  const tasks = await api.plan.rows<StoredTask>(LIVE_TASKS, [projectId]);
  const stored = nodes.map(({ parentId: _parentId, ...numbers }) => numbers);
  expect(stored).toEqual(fromScratch(nodes, tasks, weighting));
  expect(await api.plan.rows(GAPS, [projectId])).toEqual([]);
}

/** A step: what is done, to which of the nodes there are (counted round), and two numbers to do it with. */
const step = fc.record({
  what: fc.constantFrom(
    'createPhase',
    'createWorkPackage',
    'createTask',
    'createTasks',
    'createSubtask',
    'updateTask',
    'updateTasks',
    'updateProgress',
    'moveTask',
    'moveWorkPackage',
    'moveSubtask',
    'movePhase',
    'addDependency',
    'delete',
    'delete',
    'restore',
    'restore',
  ),
  pick: fc.nat(50),
  other: fc.nat(50),
  number: fc.nat(100),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Kind = 'Phase' | 'Subtask' | 'Task' | 'WorkPackage';

const IDS: Record<Kind, string> = {
  Phase: 'SELECT id FROM pit.phase WHERE project_id = $1',
  WorkPackage: 'SELECT id FROM pit.work_package WHERE project_id = $1',
  Task: 'SELECT id FROM pit.task WHERE project_id = $1',
  Subtask: 'SELECT s.id FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id WHERE t.project_id = $1',
};

/** The id of a node, deleted ones too: what cannot be done is refused, and must change nothing. */
async function pick(kind: Kind, projectId: string, n: number): Promise<string> {
  const rows = await api.plan.rows<{ id: string }>(`${IDS[kind]} ORDER BY 1`, [projectId]);
  return rows[n % Math.max(1, rows.length)]?.id ?? projectId;
}

/** The mutation of a step, as the plan now stands. */
async function prepare(
  projectId: string,
  { what, pick: a, other: b, number }: Step,
): Promise<[name: string, input: object]> {
  const node = (kind: Kind, n = a) => pick(kind, projectId, n);
  const kind = (['Phase', 'WorkPackage', 'Task', 'Subtask'] as const)[number % 4] ?? 'Task';
  const cost = { capexCost: `${number}.${b % 10}`, linkedRiskMitigationPct: String(b) };
  const place = b % 2 === 0 ? { phaseId: await node('Phase') } : { workPackageId: await node('WorkPackage') };
  const position = number % 4;
  const inputs: Record<Step['what'], () => Promise<[string, object]>> = {
    createPhase: async () => ['createPhase', { projectId, name: 'phase', position }],
    createWorkPackage: async () => [
      'createWorkPackage',
      { phaseId: await node('Phase'), name: 'package', position },
    ],
    createTask: async () => ['createTask', { name: 'task', ...place, ...cost, position }],
    createTasks: async () => {
      const tasks = [
        { name: 'one', ...place, ...cost },
        { name: 'two', ...place },
      ];
      return ['createTasks', { projectId, tasks, mode: 'PARTIAL' }];
    },
    createSubtask: async () => ['createSubtask', { taskId: await node('Task'), name: 'step', position }],
    updateTask: async () => ['updateTask', { id: await node('Task'), ...cost, durationDays: b }],
    updateTasks: async () => {
      const ids = [await node('Task'), await node('Task', b)];
      return ['updateTasks', { ids, change: cost, mode: 'PARTIAL' }];
    },
    updateProgress: async () => {
      const work = b % 2 === 0 ? { taskId: await node('Task') } : { subtaskId: await node('Subtask') };
      return ['updateProgress', { ...work, percent: number }];
    },
    moveTask: async () => ['moveTask', { id: await node('Task', b), ...place, position }],
    moveWorkPackage: async () => {
      return [
        'moveWorkPackage',
        { id: await node('WorkPackage'), phaseId: await node('Phase', b), position },
      ];
    },
    moveSubtask: async () => {
      return ['moveSubtask', { id: await node('Subtask'), taskId: await node('Task', b), position }];
    },
    movePhase: async () => ['movePhase', { id: await node('Phase'), position }],
    addDependency: async () => {
      return ['addDependency', { predecessorId: await node('Task'), successorId: await node('Task', b) }];
    },
    delete: async () => [`delete${kind}`, { id: await node(kind), cascade: b % 3 > 0 }],
    restore: async () => [`restore${kind}`, { id: await node(kind) }],
  };
  return inputs[what]();
}

async function perform([name, input]: [name: string, input: object]): Promise<void> {
  const { errors } = await api.ask(name, input, '__typename', api.plan.actor());
  const codes = (errors ?? []).map(({ extensions }) => extensions['code']);
  expect(
    codes.filter((code) => code !== 'BAD_USER_INPUT' && code !== 'NOT_FOUND' && code !== 'CONFLICT'),
  ).toEqual([]);
}

/** As after an import or a repair: the next change makes the sums afresh. */
async function forgetSums(projectId: string): Promise<void> {
  await api.plan.rows('DELETE FROM pit_ops.rollup WHERE project_id = $1', [projectId]);
}

const WEIGHTINGS: ProgressWeighting[] = ['equal', 'duration', 'cost'];

test.each(WEIGHTINGS)(
  'after any sequence of changes the kept numbers are those from scratch, weighted %s',
  async (progressWeight) => {
    api = await PlanGraph.open({ progressWeight });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 45 }), async (steps) => {
        const projectId = await api.make('Project', {});
        for (const each of steps) {
          if (each.other % 10 === 9) await forgetSums(projectId);
          await perform(await prepare(projectId, each));
        }
        await expectExact(projectId, progressWeight);
      }),
      { numRuns: 6 },
    );
  },
  120_000,
);

test('roll-ups of concurrent changes equal those computed from scratch', async () => {
  api = await PlanGraph.open();
  const projectId = await api.make('Project', {});
  const steps = fc.sample(step, { numRuns: 120, seed: 7 });
  for (let at = 0; at < steps.length; at += 8) {
    const prepared: [string, object][] = [];
    for (const each of steps.slice(at, at + 8)) prepared.push(await prepare(projectId, each));
    await Promise.all(prepared.map(perform));
  }
  await expectExact(projectId, 'equal');
}, 120_000);
