import { clock } from '../../../src/clock.ts';
import { TIMELINE_DATA, TIMELINE_DELTAS } from '../../../src/db/queries/schedule/timeline-query.ts';
import { TIMELINE_ITEMS } from '../../../src/db/queries/schedule/timeline-items-query.ts';
import { LOAD_PLANS } from '../../../src/db/queries/schedule/plan-load-query.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { applyDelta } from '../../../src/domain/schedule/timeline/timeline-delta.ts';
import {
  RowKind,
  TIMELINE_ZOOMS,
  unpackId,
  type TimelineLayout,
  type TimelineZoom,
} from '../../../src/domain/schedule/timeline/timeline-layout.ts';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { addDependency } from '../../../src/services/plan/tasks/dependencies.ts';
import { createSubtask } from '../../../src/services/plan/tasks/subtask-plan.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { deleteTask, restoreTask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { computePlan, rulesHashOf, storedPlan } from '../../../src/services/schedule/stored-plan.ts';
import {
  keptTimelines,
  restoredDelta,
  restoredLayout,
} from '../../../src/services/schedule/timeline/kept-timeline.ts';
import {
  refreshTimeline,
  staleTimelines,
} from '../../../src/services/schedule/timeline/refresh-timelines.ts';
import { itemReads } from '../../../src/services/schedule/timeline/resident-items.ts';
import { itemRecords } from '../../../src/services/schedule/timeline/timeline-items.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { seededNumbers } from '../../support/worlds/seeded-numbers.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  plan = await Plan.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const asSystem = <T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> =>
  plan.run(verb, { actor: systemActor(plan.orgId) });
const asOwner = <T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> =>
  plan.run(verb, { actor: plan.actor(plan.owner, 'admin') });

/** What the jobs do once they are woken. */
async function refresh(): Promise<void> {
  await asSystem(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 100 })));
  const { ids } = await asSystem(async (tx) => ({ ids: await staleTimelines(tx, 100) }));
  for (const projectId of ids) await asSystem((tx) => refreshTimeline(tx, { projectId, zooms: [] }));
}

const keep = (projectId: string, zooms: readonly TimelineZoom[] = TIMELINE_ZOOMS) =>
  asSystem((tx) => refreshTimeline(tx, { projectId, zooms }));

async function stored(project: string, zoom: TimelineZoom): Promise<TimelineLayout> {
  const { layout } = await asSystem(async (tx) => {
    const { rows } = await tx.run(TIMELINE_DATA, [[project], zoom]);
    return { layout: restoredLayout(rows[0]!.data) };
  });
  return layout;
}

/** The layout as nothing but the plan says it. */
async function cold(project: string, zoom: TimelineZoom): Promise<TimelineLayout> {
  const { layout } = await asSystem(async (tx) => {
    const [loaded] = (await tx.run(LOAD_PLANS, [`{${project}}`, '1000'])).rows;
    const [packed] = (await tx.run(TIMELINE_ITEMS, [[project]])).rows;
    const day = { today: tx.today, rulesHash: rulesHashOf(tx) };
    return keptTimelines(computePlan(storedPlan(loaded!, 1000)!, tx), itemRecords(packed!), [zoom], day).get(
      zoom,
    )!;
  });
  return layout;
}

interface Announced {
  readonly seq: string;
  readonly payload: { readonly timelineId?: string; readonly timelineZooms?: string };
}

/** The events of a project's schedule after one, as a subscriber to timelines gets them. */
async function announced(project: string, after: number): Promise<Announced[]> {
  return plan.rows<Announced>(
    `SELECT seq, payload FROM pit_ops.outbox
     WHERE stream_id = $1 AND seq > $2 AND topic = 'pit.schedule.updated' AND payload ? 'timelineId' ORDER BY seq`,
    [project, after],
  );
}

const lastSeq = async (project: string): Promise<number> => {
  const [row] = await plan.rows<{ seq: string }>(
    'SELECT last_seq AS seq FROM pit_ops.event_stream WHERE stream_id = $1',
    [project],
  );
  return Number(row?.seq ?? 0);
};

async function deltaOf({ payload }: Announced, zoom: TimelineZoom) {
  if (payload.timelineZooms?.split(',').includes(zoom) !== true) return null;
  const { row } = await asSystem(async (tx) => ({
    row: (await tx.run(TIMELINE_DELTAS, [[payload.timelineId!], zoom])).rows[0]!,
  }));
  return { ...row, delta: restoredDelta(row.delta) };
}

interface Seed {
  readonly project: string;
  readonly phases: readonly string[];
  readonly packages: readonly string[];
  readonly tasks: string[];
}

async function seeded(): Promise<Seed> {
  const project = await plan.project({ start_date: '2026-10-01' });
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) VALUES ($1, $2, $1, '2026-10-01')`,
    [project, plan.orgId],
  );
  const phases = [await plan.phase(project), await plan.phase(project, { order_index: 1 })];
  const packages = [await plan.workPackage(project, phases[0]!), await plan.workPackage(project, phases[1]!)];
  const tasks: string[] = [];
  for (let n = 0; n < 24; n += 1) {
    const place = n % 3 === 0 ? {} : { work_package_id: packages[n % 2] };
    const dates = n % 5 === 0 ? {} : { start_date: `2026-11-${10 + (n % 15)}`, duration_days: n % 4 };
    const task = { name: `Task ${n}`, order_index: n, ...place, ...dates };
    tasks.push(await plan.task(project, phases[n % 2]!, task));
  }
  return { project, phases, packages, tasks };
}

/** One change as people make it; a refused one changes nothing. */
async function mutate(
  { project, phases, packages, tasks }: Seed,
  next: (below: number) => number,
): Promise<void> {
  const task = (): string => tasks[next(tasks.length)]!;
  const day = (): string => `2026-${next(2) === 0 ? 11 : 12}-${String(1 + next(28)).padStart(2, '0')}`;
  const changes: (() => Promise<unknown>)[] = [
    () => asOwner((tx) => updateTask(tx, { id: task(), startDate: day() })),
    () => asOwner((tx) => updateTask(tx, { id: task(), durationDays: next(12) })),
    () => asOwner((tx) => updateTask(tx, { id: task(), name: `Name ${next(1000)}` })),
    () => asOwner((tx) => updateTask(tx, { id: task(), startDate: null, endDate: null, durationDays: null })),
    () => asOwner((tx) => updateProgress(tx, { taskId: task(), percent: next(5) * 25 })),
    () =>
      asOwner((tx) => addDependency(tx, { predecessorId: task(), successorId: task(), lagDays: next(3) })),
    () => asOwner((tx) => createSubtask(tx, { taskId: task(), name: `Step ${next(100)}` })),
    () => asOwner((tx) => deleteTask(tx, { id: task() })),
    () => asOwner((tx) => restoreTask(tx, { id: task() })),
    () => asOwner((tx) => moveTask(tx, { id: task(), phaseId: phases[next(2)]!, position: next(4) })),
    () => asOwner((tx) => moveTask(tx, { id: task(), workPackageId: packages[next(2)]!, position: 0 })),
    async () => {
      const id = await plan.task(project, phases[next(2)]!, {
        name: 'New',
        duration_days: 2,
        order_index: 99,
      });
      tasks.push(id);
      await asOwner((tx) => updateTask(tx, { id, startDate: day() }));
    },
  ];
  await changes[next(changes.length)]!().catch((error: unknown) => {
    if (!(error instanceof PitError)) throw error;
  });
}

test('changes applied in order give the stored columns of every zoom, byte for byte, and those of a cold start', async () => {
  const seed = await seeded();
  const next = seededNumbers(20_261_118);
  await refresh();
  await keep(seed.project);
  const followed = new Map<TimelineZoom, TimelineLayout>();
  for (const zoom of TIMELINE_ZOOMS) followed.set(zoom, await stored(seed.project, zoom));
  let seen = await lastSeq(seed.project);
  let applied = 0;
  for (let round = 0; round < 40; round += 1) {
    for (let n = next(4); n >= 0; n -= 1) await mutate(seed, next);
    if (round === 25) clock.today = () => '2026-11-19';
    await refresh();
    for (const event of await announced(seed.project, seen)) {
      seen = Number(event.seq);
      for (const [zoom, layout] of followed) {
        const change = await deltaOf(event, zoom);
        if (change === null || change.previousVersion === null) continue;
        applied += 1;
        followed.set(zoom, applyDelta(layout, change.delta));
      }
    }
    for (const [zoom, layout] of followed) {
      const text = JSON.stringify(layout);
      expect(text).toBe(JSON.stringify(await stored(seed.project, zoom)));
      const { planSeq } = layout;
      expect(text).toBe(JSON.stringify({ ...(await cold(seed.project, zoom)), planSeq }));
    }
  }
  expect(applied).toBeGreaterThan(100);
  expect(itemReads().patched).toBeGreaterThan(10);
}, 120_000);

test('rows are the tree in depth-first order, tasks without package before the packages', async () => {
  const { project } = await seeded();
  await refresh();
  await keep(project, ['week']);
  const { rows } = await stored(project, 'week');
  const walk = await plan.rows<{ id: string }>(
    `WITH node AS (
       SELECT id, ARRAY[0::numeric] AS path FROM pit.project WHERE id = $1
       UNION ALL SELECT id, ARRAY[0::numeric, order_index] FROM pit.phase WHERE project_id = $1
       UNION ALL SELECT w.id, ARRAY[0::numeric, h.order_index, 1, w.order_index]
         FROM pit.work_package w JOIN pit.phase h ON h.id = w.phase_id WHERE w.project_id = $1
       UNION ALL SELECT t.id, CASE WHEN w.id IS NULL THEN ARRAY[0::numeric, h.order_index, 0, t.order_index]
           ELSE ARRAY[0::numeric, wh.order_index, 1, w.order_index, t.order_index] END
         FROM pit.task t JOIN pit.phase h ON h.id = t.phase_id
         LEFT JOIN pit.work_package w ON w.id = t.work_package_id LEFT JOIN pit.phase wh ON wh.id = w.phase_id
         WHERE t.project_id = $1
     ) SELECT id FROM node ORDER BY path`,
    [project],
  );
  expect(rows.id.map(unpackId)).toEqual(walk.map(({ id }) => id));
});

test('a task without date and duration is listed without a bar', async () => {
  const project = await plan.project();
  const task = await plan.task(project, await plan.phase(project), { name: 'Some day' });
  await keep(project, ['week']);
  const { rows, labels } = await stored(project, 'week');
  const at = rows.id.findIndex((id) => unpackId(id) === task);
  expect([labels[rows.label[at]!], rows.x[at], rows.w[at]]).toEqual(['Some day', null, null]);
  expect(rows.kind[at]).toBe(RowKind.TASK);
});

test('a change that the schedule does not see reaches the timeline, and one that nothing shows announces nothing', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const task = await plan.task(project, phase, { start_date: '2026-11-20', duration_days: 3 });
  await keep(project, ['week', 'year']);
  await refresh();
  const seen = await lastSeq(project);
  await asOwner((tx) => createSubtask(tx, { taskId: task, name: 'Paint' }));
  await refresh();
  const [event, ...more] = await announced(project, seen);
  expect(more).toEqual([]);
  expect(event?.payload.timelineZooms).toBe('week');
  const change = await deltaOf(event!, 'week');
  expect(change?.delta.upserts.map(({ label }) => label)).toContain('Paint');
  const quiet = await lastSeq(project);
  await asOwner((tx) => updateTask(tx, { id: task, description: 'in red' }));
  await refresh();
  expect(await announced(project, quiet)).toEqual([]);
});

test('the change of one moved task takes less than 2 kB', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const pack = await plan.workPackage(project, phase);
  const place = { work_package_id: pack, start_date: '2026-11-20', duration_days: 3 };
  const task = await plan.task(project, phase, { ...place, name: 'Mount the fans on the northern roof' });
  for (let n = 0; n < 20; n += 1) await plan.task(project, phase, { ...place, name: `Other ${n}` });
  await plan.task(project, phase, { ...place, name: 'Until the finish', duration_days: 60 });
  await keep(project, ['week']);
  await refresh();
  const seen = await lastSeq(project);
  await asOwner((tx) => updateTask(tx, { id: task, startDate: '2026-12-07' }));
  await refresh();
  const [event] = await announced(project, seen);
  const { delta } = (await deltaOf(event!, 'week'))!;
  expect(delta.upserts.length).toBeGreaterThan(0);
  expect(Buffer.byteLength(JSON.stringify(delta))).toBeLessThan(2_000);
});

test('the audit trail keeps that a timeline was stored, and none of its columns', async () => {
  const project = await plan.project();
  await plan.task(project, await plan.phase(project), { start_date: '2026-11-20', duration_days: 3 });
  await keep(project, ['month']);
  const records = await plan.rows<{ after: object }>(
    `SELECT after_state AS after FROM pit.audit_log WHERE org_id = $1 AND table_name = 'timeline_cache'
     AND after_state ->> 'project_id' = $2`,
    [plan.orgId, project],
  );
  expect(records.length).toBe(1);
  expect(records[0]?.after).not.toHaveProperty('data');
});

test('what is not looked at is not kept', async () => {
  const project = await plan.project();
  await plan.task(project, await plan.phase(project), { start_date: '2026-11-20', duration_days: 3 });
  await refresh();
  expect(await plan.rows('SELECT FROM pit.timeline_cache WHERE project_id = $1', [project])).toEqual([]);
});
