import { clock } from '../../../../src/clock.ts';
import { ScheduleJob } from '../../../../src/jobs/schedule.ts';
import { TimelineJob } from '../../../../src/jobs/timeline.ts';
import { updateTask } from '../../../../src/services/plan/tasks/task-update.ts';
import { leave, nextOf, SharingWorld } from './sharing-world.ts';

const ALERTS = `subscription ($id: ID) {
  alertRaised(projectId: $id) {
    topic occurredAt alert { id code severity message detectedAt resolvedAt data { level subject dueOn } project { name health } } } }`;
const TIMELINE = `subscription ($id: ID!) {
  timelineChanged(projectId: $id, zoom: WEEK) {
    version previousVersion reset today removed
    upserts { id label startDate endDate index totalSlack isCritical } moved { id fromIndex toIndex }
    links { added { fromId toId isDriving } removed { fromId toId } } } }`;
const real = { ...clock };

describe.each([
  ['shared', true],
  ['not shared', false],
])('with executions that are %s', (_name, isSharing) => {
  let world: SharingWorld;

  beforeAll(async () => {
    clock.today = () => '2026-11-18';
    world = await SharingWorld.open(isSharing);
  });
  afterAll(async () => {
    Object.assign(clock, real);
    await world?.close();
  });

  /** How many executions a piece of work takes. */
  async function counted(work: () => Promise<unknown>) {
    const before = { ...world.graph.executions };
    await work();
    const { own, shared } = world.graph.executions;
    return { own: own - before.own, shared: shared - before.shared };
  }

  test('an alert is told alike to all who may see its project, and to nobody else', async () => {
    const [scene, open] = [await world.scene(), await world.scene({ division_id: null })];
    const actors = [await world.person(), ...Object.values(scene.audience)];
    const message = '“Task” was due on 2026-11-17.';
    const raise = async (project: string, subject: string) => {
      const data = { level: 3, subject, subjectType: 'task', dueOn: '2026-11-17' };
      const row = { project_id: project, severity: 'red', code: 'task_overdue', message, data };
      const alertId = await world.plan.insert('watchdog_alert', row);
      await world.emit(project, { alertId }, 'pit.watchdog.alert');
      return alertId;
    };
    const streams = await world.follow(actors, ALERTS, {});
    const alertOf = (told: unknown) => (told as { alertRaised: { alert: object } }).alertRaised.alert;
    const executions = await counted(async () => {
      const [closed, shown] = [await raise(scene.project, scene.task), await raise(open.project, open.task)];
      const [outsider, ...insiders] = await nextOf(streams);
      expect(insiders).toEqual(insiders.map(() => insiders[0]));
      const data = { level: 3, subject: scene.task, dueOn: '2026-11-17' };
      expect(alertOf(insiders[0])).toMatchObject({ id: closed, code: 'TASK_OVERDUE', message, data });
      // The one that is not theirs to see was passed over.
      expect(alertOf(outsider)).toMatchObject({ id: shown });
      const next = await nextOf(streams.slice(1));
      expect(next).toEqual(next.map(() => outsider));
    });
    if (isSharing) expect(executions.own).toBe(0);
    else expect(executions).toEqual({ own: 2 * actors.length, shared: 0 });
    await leave(streams);
  });

  test('the change of a timeline is told alike to all who may see the project', async () => {
    const jobs = [new ScheduleJob(world.plan.pool), new TimelineJob(world.plan.pool)];
    const scene = await world.scene();
    const dated = 'UPDATE pit.task SET start_date = $2, end_date = $3, duration_days = 5 WHERE id = $1';
    await world.change(dated, scene.task, '2026-11-23', '2026-11-27');
    // It spans all days that the other one is moved to: a timeline that grows begins anew.
    await world.change(dated.replace('= 5', '= 60'), scene.other, '2026-11-20', '2027-02-11');
    const actors = Object.values(scene.audience);
    const streams = await world.follow(actors, TIMELINE, { id: scene.project });
    const kept = await nextOf(streams);
    expect(kept).toEqual(actors.map(() => kept[0]));
    const move = (startDate: string) =>
      world.plan.run((tx) => updateTask(tx, { id: scene.task, startDate }), { actor: scene.audience.owner });
    let deltas = 0;
    /** The next change that is no new beginning, which all are told alike. */
    const nextDelta = async (): Promise<unknown> => {
      for (;;) {
        const told = (await nextOf(streams)) as { timelineChanged: { reset: boolean } }[];
        deltas += 1;
        expect(told).toEqual(actors.map(() => told[0]));
        if (told[0]?.timelineChanged.reset === false) return told[0];
      }
    };
    const executions = await counted(async () => {
      for (const day of ['2026-12-07', '2026-12-14']) {
        await move(day);
        expect(await nextDelta()).toMatchObject({ timelineChanged: { upserts: [{ startDate: day }] } });
      }
    });
    if (isSharing) expect(executions).toEqual({ own: 0, shared: deltas });
    else expect(executions).toEqual({ own: deltas * actors.length, shared: 0 });
    await leave(streams);
    await Promise.all(jobs.map((job) => job.stop()));
  });
});
