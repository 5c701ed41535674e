import { clock } from '../../../src/clock.ts';
import { TIMELINE_DATA, TIMELINE_DELTAS } from '../../../src/db/queries/schedule/timeline-query.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { applyDelta } from '../../../src/domain/schedule/timeline/timeline-delta.ts';
import { pruneEvents } from '../../../src/services/maintenance/maintenance.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import {
  keepTimeline,
  residentTimeline,
  restoredDelta,
  restoredLayout,
} from '../../../src/services/schedule/timeline/kept-timeline.ts';
import {
  refreshTimeline,
  staleTimelines,
} from '../../../src/services/schedule/timeline/refresh-timelines.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
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
const refreshSchedule = () =>
  asSystem(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 100 })));
const behind = async () => (await asSystem(async (tx) => ({ ids: await staleTimelines(tx, 100) }))).ids;

/** A project whose start is typed, with one task; its weeks are kept. */
async function world(): Promise<{ project: string; task: string }> {
  const project = await plan.project({ start_date: '2026-11-02' });
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) VALUES ($1, $2, $1, '2026-11-02')`,
    [project, plan.orgId],
  );
  const phase = await plan.phase(project);
  const task = await plan.task(project, phase, {
    name: 'Dig',
    start_date: '2026-11-30',
    duration_days: 5,
  });
  await refreshSchedule();
  await asSystem((tx) => refreshTimeline(tx, { projectId: project, zooms: ['week'] }));
  return { project, task };
}

async function move(task: string, startDate: string): Promise<void> {
  await plan.run((tx) => updateTask(tx, { id: task, startDate }), {
    actor: plan.actor(plan.owner, 'admin'),
  });
  await refreshSchedule();
}

async function stored(project: string) {
  const { row } = await asSystem(async (tx) => ({
    row: (await tx.run(TIMELINE_DATA, [[project], 'week'])).rows[0]!,
  }));
  return { version: row.version, layout: restoredLayout(row.data) };
}

async function stateOf(project: string) {
  const [row] = await plan.rows<{ version: string; stored_version: string; asked_at: Date }>(
    'SELECT version, stored_version, asked_at FROM pit_ops.timeline_state WHERE project_id = $1',
    [project],
  );
  return row!;
}

/** What the newest change makes of a layout. */
async function changed(project: string, before: Awaited<ReturnType<typeof stored>>['layout']) {
  const [event] = await plan.rows<{ id: string }>(
    `SELECT payload ->> 'timelineId' AS id FROM pit_ops.outbox
     WHERE stream_id = $1 AND topic = 'pit.schedule.updated' ORDER BY seq DESC LIMIT 1`,
    [project],
  );
  const { row } = await asSystem(async (tx) => ({
    row: (await tx.run(TIMELINE_DELTAS, [[event!.id], 'week'])).rows[0]!,
  }));
  return applyDelta(before, restoredDelta(row.delta));
}

describe('the columns of a changed timeline', () => {
  test('are stored after what has changed of them, once, and as the change makes them', async () => {
    const { project, task } = await world();
    const before = await stored(project);
    await move(task, '2026-12-07');
    expect(await stored(project)).toEqual(before);
    expect((await stateOf(project)).version).not.toBe(before.version);
    expect(await behind()).toEqual([project]);
    await asSystem((tx) => refreshTimeline(tx, { projectId: project, zooms: [] }));
    const after = await stored(project);
    expect(after.version).toBe((await stateOf(project)).version);
    expect(JSON.stringify(after.layout)).toBe(JSON.stringify(await changed(project, before.layout)));
    expect(await behind()).toEqual([]);
  });

  test('are laid out anew, to the byte, by a process that did not make the change', async () => {
    const { project, task } = await world();
    const before = await stored(project);
    await move(task, '2026-12-07');
    const place = { orgId: plan.orgId, projectId: project, zoom: 'week' as const };
    const made = residentTimeline(place)!;
    keepTimeline(place, { ...made, version: 'another', planSeq: made.planSeq });
    // An event that changes nothing of the timeline: the plan's number has moved on when the columns are stored.
    await move(task, '2026-12-07');
    await asSystem((tx) => refreshTimeline(tx, { projectId: project, zooms: [] }));
    const after = await stored(project);
    expect(JSON.stringify(after.layout)).toBe(JSON.stringify(await changed(project, before.layout)));
  });
});

test('a timeline for which nobody has asked for a month is forgotten; who asks in time keeps it', async () => {
  const [asked, left] = [await world(), await world()];
  await plan.rows(
    `UPDATE pit_ops.timeline_state SET asked_at = now() - interval '29 days' WHERE project_id = $1`,
    [asked.project],
  );
  await plan.rows(
    `UPDATE pit_ops.timeline_state SET asked_at = now() - interval '31 days' WHERE project_id = $1`,
    [left.project],
  );
  await asSystem((tx) => refreshTimeline(tx, { projectId: asked.project, zooms: ['week'] }));
  expect(Date.now() - (await stateOf(asked.project)).asked_at.getTime()).toBeLessThan(3_600_000);
  while ((await pruneEvents(plan.pool, plan.orgId, 30)) > 0);
  const kept = await plan.rows<{ project_id: string }>(
    'SELECT project_id FROM pit.timeline_cache WHERE project_id = ANY ($1) AND zoom_level = $2',
    [[asked.project, left.project], 'week'],
  );
  expect(kept.map((row) => row.project_id)).toEqual([asked.project]);
  expect(await stateOf(left.project)).toBeUndefined();
});
