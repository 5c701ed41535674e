import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';

const real = { ...clock };
const FIRST = '2026-01-12';
let today = FIRST;
/** Each case happens on a day of its own, so that the day turns in each. */
let raceOn = '2026-02-09';
let api: PlanGraph;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

interface Row {
  readonly nominal: string;
  readonly outcome: string;
  readonly task: string | null;
  readonly due: string;
}

test.each([
  'completeTask',
  'skipOccurrence',
  'updateSeries',
  'pauseSeries',
  'deleteTask',
  'project',
] as const)(
  '%s while two processes make occurrences leaves each date once, and one that is ahead',
  async (act) => {
    today = FIRST;
    const projectId = await api.plan.project();
    const phaseId = await api.plan.phase(projectId);
    const dates = { start_date: '2026-01-15', end_date: '2026-01-15', duration_days: 1 };
    const taskId = await api.plan.task(projectId, phaseId, { ...dates, linked_risk_mitigation_pct: '40' });
    const { series } = await api.done<{ series: { id: string } }>(
      'createSeries',
      { taskId, rule: 'FREQ=WEEKLY' },
      'series { id }',
    );
    const id = series.id;
    const inputs = {
      completeTask: { id: taskId },
      deleteTask: { id: taskId },
      skipOccurrence: { seriesId: id, nominalOn: '2026-01-15', reason: 'The site is closed' },
      updateSeries: { id, rule: 'FREQ=WEEKLY;INTERVAL=2', startsOn: '2026-06-04' },
      pauseSeries: { id },
      project: { id: projectId, status: 'ON_HOLD' },
    };
    await api.plan.run((tx) => rebuildRollups(tx, projectId));
    today = raceOn = addDays(raceOn, 1);
    const send = () =>
      api.ask(act === 'project' ? 'updateProject' : act, inputs[act], '__typename', api.plan.actor());
    await Promise.all([rollOverDays(api.plan.pool), send(), rollOverDays(api.plan.pool), send()]);
    if (act === 'pauseSeries') await api.ask('resumeSeries', { id }, '__typename', api.plan.actor());
    if (act === 'project') await api.done('updateProject', { id: projectId, status: 'ACTIVE' }, '__typename');
    await rollOverDays(api.plan.pool);
    const read = (): Promise<Row[]> =>
      api.plan.rows(
        `SELECT nominal_on::text AS nominal, outcome, task_id AS task, due_on::text AS due FROM pit_ops.occurrence
         WHERE series_id = $1 ORDER BY nominal_on`,
        [id],
      );
    const rows = await read();
    expect(new Set(rows.map(({ nominal }) => nominal)).size).toBe(rows.length);
    const ahead = rows.filter(({ outcome, due }) => outcome === 'open' && due > today);
    expect(ahead.map(({ nominal }) => nominal)).toEqual([rows.at(-1)?.nominal]);
    const tasks = await api.plan.rows('SELECT id FROM pit.task WHERE project_id = $1', [projectId]);
    expect(tasks).toHaveLength(rows.filter(({ task }) => task !== null).length);
    await rollOverDays(api.plan.pool);
    expect(await read()).toEqual(rows);
    const { stored, fresh } = await storedAndFresh(api.plan, projectId, { today, weighting: 'equal' });
    expect(stored).toEqual(fresh);
  },
);
