import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import { INPUTS, USED_UP } from '../../support/mutations/mutation-inputs.ts';
import { MutationWorld } from '../../support/mutations/mutation-world.ts';
import type { Scene } from '../../support/worlds/scene.ts';

/*
 * Every mutation of the graph against a completed and an archived project. What is expected is written here by the
 * names of the mutations, so that a new one has to take its side.
 */

/** What is not about this project, or tells what it refuses in its report: rows of an import of costs. */
const ELSEWHERE =
  /^(createProject|restoreProject|(create|update|delete|saveAs)Template|prepareUpload|\w+Acceptance|startExport|\w+CalendarFeed|cancelImport|importCostSnapshots|reassignWork|reportRiskImpact|syncDirectory|updateOrganisationSettings|\w+Webhook(Secret)?|redeliver\w+|markNotifications.*|saveGanttState|updateNotificationPreferences|(un)?subscribePush|(un)?watch|(rename|delete)Tag)$/;
/** What brings work into a project or plans it. */
const PLANS =
  /^(create|restore|generate|move|update|addDependency|setTaskRule|setScheduleSettings|applySchedule|importPlan|advise(Tasks|Schedule|Mitigation)|acceptProposal|resumeSeries|unskipOccurrence)/;

/** What is for other modules alone. */
const isOfService = (verb: Verb): boolean => PERMISSIONS[verb].every((grant) => grant === 'service');

let world: MutationWorld;
let scene: Scene;
let admin: Actor;
let service: Actor;

beforeAll(async () => {
  world = await MutationWorld.open();
  admin = await world.person('admin');
  service = await world.person('service');
  scene = await world.scene();
});

afterAll(() => world?.close());

async function attempt(verb: Verb, status: string, more: object = {}) {
  await world.plan.rows('UPDATE pit.project SET status = $2 WHERE id = $1', [scene.project, status]);
  const before = await world.fingerprint();
  const actor = isOfService(verb) ? service : admin;
  const { code, message } = await world.send(actor, verb, { ...INPUTS[verb](scene), ...more });
  if (code !== null) expect([verb, await world.fingerprint()]).toEqual([verb, before]);
  else if (USED_UP.test(verb)) scene = await world.scene();
  // Requests of several items say first which of them it is.
  return code === null ? 'done' : `${code}: ${(message ?? '').replace(/^.*item 0: /, '')}`;
}

const refused = (status: string) => `CONFLICT: The project "Scene" is ${status}: make it active first.`;

test.each(Object.keys(PERMISSIONS) as Verb[])(
  '%s in an archived project is refused by name',
  async (verb) => {
    expect(await attempt(verb, 'archived')).toBe(ELSEWHERE.test(verb) ? 'done' : refused('archived'));
  },
);

test.each(Object.keys(PERMISSIONS) as Verb[])(
  'the mutation %s in a completed project plans nothing',
  async (verb) => {
    const isRefused = PLANS.test(verb) && !ELSEWHERE.test(verb) && verb !== 'updateProject';
    expect(await attempt(verb, 'completed')).toBe(isRefused ? refused('completed') : 'done');
  },
);

test('an archived project is made active, and changed along with that', async () => {
  expect(await attempt('updateProject', 'archived', { status: 'ON_HOLD' })).toBe(refused('archived'));
  expect(await attempt('updateProject', 'archived', { status: 'ACTIVE', name: 'Scene' })).toBe('done');
});

test('archiving needs no open work, as completing does', async () => {
  for (const status of ['COMPLETED', 'ARCHIVED']) {
    const from = status === 'COMPLETED' ? 'active' : 'on_hold';
    expect(await attempt('updateProject', from, { status })).toMatch(/^BAD_USER_INPUT: \d+ tasks .* open$/);
  }
});

test('work that another module raises makes a completed project active, with one event and a message', async () => {
  const { plan } = world;
  expect(await attempt('raiseTasks', 'completed')).toBe('done');
  const read = (sql: string) => plan.rows(sql, [scene.project]);
  expect(await read('SELECT status FROM pit.project WHERE id = $1')).toEqual([{ status: 'active' }]);
  expect(
    await read(`SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq DESC LIMIT 3`),
  ).toContainEqual({ topic: 'pit.project.updated' });
  expect(
    await read(
      `SELECT title FROM pit.notification WHERE link = '/pit/projects/' || $1 AND user_id = '${plan.owner}'`,
    ),
  ).toContainEqual({ title: 'Project “Scene” is active again' });
});

test.each(['phase', 'work_package', 'task', 'task_dependency'])(
  'the database itself refuses a new %s in an archived project',
  async (table) => {
    const { plan } = world;
    await plan.rows(`UPDATE pit.project SET status = 'archived' WHERE id = $1`, [scene.project]);
    const named = { name: 'New', owner_id: plan.owner };
    const rows: Record<string, object> = {
      phase: named,
      work_package: { ...named, phase_id: scene.phase },
      task: { ...named, phase_id: scene.phase },
      task_dependency: { predecessor_task_id: scene.otherTask, successor_task_id: scene.lastTask },
    };
    await expect(plan.insert(table, { project_id: scene.project, ...rows[table] })).rejects.toMatchObject({
      constraint: 'refuse_archived',
    });
  },
);
