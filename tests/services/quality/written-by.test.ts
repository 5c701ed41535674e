import { clock } from '../../../src/clock.ts';
import { createProject } from '../../../src/services/plan/projects/project-plan.ts';
import { moveStatus } from '../../../src/services/plan/status/task-status.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { QualityWorld, type Sound } from './quality-world.ts';

let world: QualityWorld;
const real = { ...clock };
let sound: Sound;

beforeAll(async () => {
  world = await QualityWorld.open();
});

beforeEach(async () => {
  sound = await world.soundProject();
});

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

const rename = (table: string): string => `UPDATE pit.${table} SET name = 'Taken' WHERE id = $1`;

test.each<[string, string, (of: Sound) => string]>([
  ['PERM.1', rename('project'), ({ project }) => project],
  ['PERM.2', rename('phase'), ({ phase }) => phase],
  ['PERM.2', rename('work_package'), ({ roof }) => roof],
  ['PERM.3', rename('task'), ({ open }) => open],
])('%s alone fails where somebody changed what was not theirs to change', async (id, statement, of) => {
  await world.writingAs(world.plan.helper, statement, [of(sound)]);
  const outcomes = await world.outcomes(sound.project);
  expect(outcomes.filter(({ outcome }) => outcome === 'fail')).toMatchObject([
    { id, count: 1, sample: [of(sound)] },
  ]);
});

test('PERM.4 alone fails where a reason was given by somebody who may not override', async () => {
  const { helper } = world.plan;
  await world.writingAs(helper, rename('task'), [sound.open], 'because');
  expect(await world.failures(sound.project)).toEqual(['PERM.4']);
});

test('owner, sponsor and whoever does the work may, and each only what is theirs', async () => {
  const { owner, sponsor, worker } = world.plan;
  await world.writingAs(owner, rename('project'), [sound.project]);
  await world.writingAs(sponsor, rename('phase'), [sound.phase]);
  await world.writingAs(worker, rename('task'), [sound.open]);
  expect(await world.failures(sound.project)).toEqual([]);
  await world.writingAs(worker, rename('phase'), [sound.spare]);
  expect(await world.failures(sound.project)).toEqual(['PERM.2']);
});

test('whoever does the work does not delete it, and whoever answers for it does', async () => {
  const remove = 'UPDATE pit.task SET deleted_at = now() WHERE id = $1';
  const { project, spare } = sound;
  const mine = await world.plan.task(project, spare, { owner_id: world.plan.worker });
  await world.writingAs(world.plan.owner, remove, [mine]);
  expect(await world.failures(project)).toEqual([]);
  const other = await world.plan.task(project, spare, { owner_id: world.plan.worker });
  await world.writingAs(world.plan.worker, remove, [other]);
  expect(await world.failures(project)).toEqual(['PERM.3']);
});

test('rights are those of the day: who has handed a project over changes it no more, who has got it may', async () => {
  const { owner, helper } = world.plan;
  await world.writingAs(owner, 'UPDATE pit.project SET owner_id = $2 WHERE id = $1', [sound.project, helper]);
  await world.writingAs(helper, rename('phase'), [sound.phase]);
  expect(await world.failures(sound.project)).toEqual([]);
  await world.writingAs(owner, rename('project'), [sound.project]);
  expect(await world.failures(sound.project)).toEqual(['PERM.1']);
});

test('a role counts as it was: an administrator of then may have changed anything, one of later not', async () => {
  const { helper } = world.plan;
  const role = `UPDATE pit."user" SET role = $2 WHERE id = $1`;
  await world.plan.rows(role, [helper, 'admin']);
  await world.writingAs(helper, rename('project'), [sound.project]);
  await world.writingAs(helper, rename('task'), [sound.open], 'an emergency');
  await world.plan.rows(role, [helper, 'member']);
  expect(await world.failures(sound.project)).toEqual([]);
  await world.writingAs(helper, rename('task'), [sound.done]);
  await world.plan.rows(role, [helper, 'admin']);
  expect(await world.failures(sound.project)).toEqual(['PERM.3']);
  await world.plan.rows(role, [helper, 'member']);
});

test('what the verbs of the service write is found permitted, also where they move what lies above', async () => {
  const { plan } = world;
  const worker = { actor: plan.actor(plan.worker) };
  await plan.run(
    (tx) => updateTask(tx, { id: sound.open, startDate: '2026-12-07', durationDays: 10 }),
    worker,
  );
  await plan.run((tx) => moveStatus(tx, 'startTask', { id: sound.open }), worker);
  const made = await plan.run((tx) => createProject(tx, { name: 'Made', ownerId: plan.owner }), {
    actor: plan.actor(plan.helper),
  });
  for (const project of [sound.project, made.projectId])
    expect((await world.failures(project)).filter((id) => id.startsWith('PERM'))).toEqual([]);
});
