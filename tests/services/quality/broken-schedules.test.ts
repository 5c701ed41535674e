import { clock } from '../../../src/clock.ts';
import { QualityWorld } from './quality-world.ts';
import { soundSchedule, type SoundSchedule } from './sound-schedule.ts';

let world: QualityWorld;
const real = { ...clock };

beforeAll(async () => {
  world = await QualityWorld.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

test('a sound schedule passes all fourteen points', async () => {
  const { project } = await soundSchedule(world.plan);
  const outcomes = await world.outcomes(project);
  expect(outcomes.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  const points = outcomes.filter(({ id }) => id.startsWith('DCMA'));
  expect(points.map(({ outcome }) => outcome)).toEqual(Array(14).fill('pass'));
});

const rule = (columns: string, values: string): string =>
  `INSERT INTO pit_ops.task_rule (task_id, org_id, project_id, ${columns})
   SELECT id, org_id, project_id, ${values} FROM pit.task WHERE id = ANY ($1)`;
const DEPENDENCIES = 'pit.task_dependency';

test.each<[string[], string, (sound: SoundSchedule) => unknown[]]>([
  [['DCMA.01'], `DELETE FROM ${DEPENDENCIES} WHERE id = $1`, ({ links }) => [links[10]]],
  [['DCMA.02'], `UPDATE ${DEPENDENCIES} SET lag_days = -1 WHERE id = $1`, ({ links }) => [links[10]]],
  [
    ['DCMA.03'],
    `UPDATE ${DEPENDENCIES} SET lag_days = 1 WHERE id = ANY ($1)`,
    ({ links }) => [links.slice(0, 2)],
  ],
  [
    ['DCMA.04'],
    `UPDATE ${DEPENDENCIES} SET dependency_type = 'start_to_start' WHERE id = ANY ($1)`,
    ({ links }) => [links.slice(-3)],
  ],
  [['DCMA.05'], rule('mode', `'manual'`), ({ beside }) => [beside]],
  [
    ['DCMA.06'],
    'UPDATE pit.task SET end_date = start_date, duration_days = 1 WHERE id = ANY ($1)',
    ({ beside }) => [beside],
  ],
  [
    ['DCMA.07'],
    rule('constraint_kind, constraint_date', `'fnlt', end_date - 1`),
    ({ chain }) => [chain.slice(-1)],
  ],
  // The day after the 44th is a working day: 44 days from a Thursday end on a Tuesday.
  [
    ['DCMA.08'],
    'UPDATE pit.task SET end_date = end_date + 1, duration_days = 45 WHERE id = ANY ($1)',
    ({ beside }) => [beside],
  ],
  [
    ['DCMA.09'],
    `UPDATE pit_ops.task_actual SET actual_finish = '2026-11-19' WHERE task_id = $1`,
    ({ extra }) => [extra],
  ],
  [
    ['DCMA.11'],
    `UPDATE pit_ops.task_actual SET actual_finish = '2026-11-12' WHERE task_id = ANY ($1)`,
    ({ due }) => [due.slice(0, 2)],
  ],
  // What must finish on a day begins earlier when it takes longer, so that the end does not move along.
  [
    ['DCMA.12'],
    rule('constraint_kind, constraint_date', `'mfo', end_date`),
    ({ chain }) => [chain.slice(-1)],
  ],
])('%s alone fails after one change that goes round the service', async (ids, statement, values) => {
  const sound = await soundSchedule(world.plan);
  await world.breaking(statement, values(sound));
  expect(await world.failures(sound.project)).toEqual(ids);
});

test('DCMA.10 has no threshold: what has neither people nor a cost is counted, and nothing fails', async () => {
  const { project, chain } = await soundSchedule(world.plan);
  await world.breaking(`UPDATE pit.task SET assignees = '[]' WHERE id = $1`, [chain[3]]);
  const outcomes = await world.outcomes(project);
  expect(outcomes.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  expect(outcomes.find(({ id }) => id === 'DCMA.10')).toMatchObject({ count: 1, of: 24, sample: [chain[3]] });
});

test('DCMA.13 alone fails where an earlier finish was promised', async () => {
  const { project } = await soundSchedule(world.plan);
  const earlier = 'UPDATE pit_ops.baseline SET end_date = end_date - 21 WHERE project_id = $1';
  await world.without('check_baseline', 'pit_ops.baseline', earlier, [project]);
  expect(await world.failures(project)).toEqual(['DCMA.13']);
});

test('DCMA.14 fails along with DCMA.11: what is not done at all was not done in time either', async () => {
  const { project, chain } = await soundSchedule(world.plan);
  const due = `UPDATE pit_ops.baseline_task SET end_date = '2026-11-10', start_date = '2026-11-10' WHERE task_id = ANY ($1)`;
  await world.without('refuse_change', 'pit_ops.baseline_task', due, [chain.slice(0, 2)]);
  expect(await world.failures(project)).toEqual(['DCMA.11', 'DCMA.14']);
});
