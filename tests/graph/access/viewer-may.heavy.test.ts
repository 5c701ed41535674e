import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import {
  VERBS_OF,
  VERBS_OF_DELETED,
  type RecordKind,
} from '../../../src/domain/directory/verbs-of-records.ts';
import { INPUTS, USED_UP } from '../../support/mutations/mutation-inputs.ts';
import { openGraph } from '../../support/processes/graph.ts';
import { MutationWorld } from '../../support/mutations/mutation-world.ts';
import type { Scene } from '../../support/worlds/scene.ts';

const RECORDS: Readonly<Record<RecordKind, { field: string; part: keyof Scene }>> = {
  project: { field: 'project', part: 'project' },
  phase: { field: 'phase', part: 'phase' },
  work_package: { field: 'workPackage', part: 'package' },
  task: { field: 'task', part: 'task' },
  subtask: { field: 'subtask', part: 'step' },
  evidence: { field: 'evidence', part: 'evidence' },
};

let world: MutationWorld;
let scene: Scene;
let people: Record<string, Actor>;

beforeAll(async () => {
  world = await MutationWorld.open();
  const { owner, sponsor, helper, worker } = world.plan;
  const foreman = await world.person('foreman');
  people = {
    admin: await world.person('admin'),
    'admin who handed the evidence in': await world.person('admin', worker),
    'foreman with a reason': { ...foreman, divisionIds: [], overrideReason: 'Covers for the owner' },
    'foreman without one': foreman,
    service: await world.person('service'),
    owner: await world.person('member', owner),
    sponsor: await world.person('member', sponsor),
    assignee: await world.person('member', helper),
    uploader: await world.person('member', worker),
    member: await world.person('member'),
    viewer: await world.person('viewer'),
  };
  scene = await world.scene();
});

afterAll(() => world?.close());

async function ask(actor: Actor, query: string, variables = {}): Promise<Record<string, unknown>> {
  const headers = { 'x-pit-override-reason': actor.overrideReason ?? '' };
  const token = await world.service.token(actor);
  const { body } = await world.service.query(token, query, variables, actor.overrideReason ? headers : {});
  expect(body.errors).toBeUndefined();
  return body.data as Record<string, unknown>;
}

const wordOf = (verb: Verb) => verb.replace(/[A-Z]/g, '_$&').toUpperCase();

async function shown(actor: Actor, kind: RecordKind): Promise<string[]> {
  const { field, part } = RECORDS[kind];
  const data = await ask(actor, `{ ${field}(id: "${scene[part]}") { viewerMay } }`);
  return [...(data[field] as { viewerMay: string[] }).viewerMay].sort();
}

/** Where a task is moved to is another record, with people of its own: here it stays in its package. */
function inputOf(verb: Verb): object {
  return verb === 'moveTask' ? { id: scene.task, position: 0 } : INPUTS[verb](scene);
}

/** How a mutation went. An import of costs tells in its report what it refuses of a row, and is no error then. */
async function outcomeOf(actor: Actor, verb: Verb): Promise<{ code: string | null; message?: string }> {
  const outcome = await world.send(actor, verb, inputOf(verb));
  if (verb !== 'importCostSnapshots' || outcome.code !== null) return outcome;
  const input = { ...INPUTS.importCostSnapshots(scene), dryRun: true };
  const query = `mutation ($input: ImportCostSnapshotsInput!) { importCostSnapshots(input: $input) { faults { message } } }`;
  const { importCostSnapshots } = await ask(actor, query, { input });
  const [fault] = (importCostSnapshots as { faults: { message: string }[] }).faults;
  return fault === undefined ? outcome : { code: 'CONFLICT', message: fault.message };
}

/** What is not refused for want of permission, nor because of the project: what else is refused has passed both. */
async function done(actor: Actor, kind: RecordKind): Promise<string[]> {
  const passed: string[] = [];
  for (const verb of VERBS_OF[kind]) {
    const { code, message = '' } = await outcomeOf(actor, verb);
    // An assignment changes how people stand to the task.
    if (code === null && (USED_UP.test(verb) || verb === 'assignTask')) scene = await world.scene();
    const isOfProject = code === 'CONFLICT' && message.includes('make it active first');
    if (code !== 'FORBIDDEN' && code !== 'NOT_FOUND' && !isOfProject) passed.push(wordOf(verb));
  }
  return passed.sort();
}

test('each mutation is about a record that says whether it is permitted, or about none that does', () => {
  const elsewhere: Verb[] = [
    'createProject',
    'removeDependency',
    'updateDependency',
    'useBaseline',
    'updateBaseline',
    'deleteBaseline',
    'acknowledgeAlert',
    'acceptProposal',
    'dismissProposal',
    'cancelImport',
    'reportRiskImpact',
    'decideExtension',
    'withdrawExtension',
    'proposeAcceptance',
    'decideAcceptance',
    'withdrawAcceptance',
    'revokeAcceptance',
    'updateSeries',
    'pauseSeries',
    'resumeSeries',
    'endSeries',
    'skipOccurrence',
    'unskipOccurrence',
    'prepareUpload',
    // Whoever sees a project may.
    'startExport',
    'createCalendarFeed',
    'rotateCalendarFeed',
    'deleteCalendarFeed',
    'createTemplate',
    'saveAsTemplate',
    'updateTemplate',
    'deleteTemplate',
    'updateCluster',
    'deleteCluster',
    'syncDirectory',
    'reassignWork',
    'updateOrganisationSettings',
    'markNotificationsRead',
    'markNotificationsUnread',
    'updateNotificationPreferences',
    'subscribePush',
    'unsubscribePush',
    'watch',
    'unwatch',
    'renameTag',
    'deleteTag',
    'registerWebhook',
    'updateWebhook',
    'rotateWebhookSecret',
    'testWebhook',
    'deleteWebhook',
    'redeliverDeliveries',
    'redeliverMessages',
  ];
  const shownVerbs = [...Object.values(VERBS_OF), ...Object.values(VERBS_OF_DELETED)].flat();
  expect([...new Set([...shownVerbs, ...elsewhere])].sort()).toEqual(Object.keys(PERMISSIONS).sort());
});

test.each(Object.keys(RECORDS) as RecordKind[])(
  'what viewerMay of a %s names is what is not refused, for all kinds of people',
  async (kind) => {
    for (const [name, actor] of Object.entries(people)) {
      const claimed = await shown(actor, kind);
      expect({ [name]: claimed }).toEqual({ [name]: await done(actor, kind) });
    }
  },
  240_000,
);

test.each(['completed', 'archived'])(
  'a project that is %s takes less, and viewerMay says so',
  async (status) => {
    const admin = people['admin'] as Actor;
    for (const kind of ['project', 'task'] as const) {
      const of = async () => {
        await world.plan.rows('UPDATE pit.project SET status = $2 WHERE id = $1', [scene.project, status]);
      };
      await of();
      const claimed = await shown(admin, kind);
      const passed: string[] = [];
      for (const verb of VERBS_OF[kind]) {
        await of();
        const { code, message = '' } = await outcomeOf(admin, verb);
        if (code === null && USED_UP.test(verb)) scene = await world.scene();
        if (!message.includes('make it active first')) passed.push(wordOf(verb));
      }
      // Only with a change of its status.
      if (status === 'archived' && kind === 'project') passed.push('UPDATE_PROJECT');
      expect(claimed).toEqual(passed.sort());
    }
    scene = await world.scene();
  },
);

test('deleted records name what brings them back, and whoever has left may nothing', async () => {
  const admin = people['admin'] as Actor;
  const data = await ask(
    admin,
    `{ tasks(first: 1, filter: { deleted: ONLY, projectId: ["${scene.project}"] }) { edges { node { viewerMay } } } }`,
  );
  const { edges } = data['tasks'] as { edges: { node: { viewerMay: string[] } }[] };
  expect(edges[0]?.node.viewerMay).toEqual(['RESTORE_TASK', 'RESTORE_TASKS']);
  await world.plan.rows('INSERT INTO pit_ops.deactivated_user (id, org_id) VALUES ($1, $2)', [
    admin.userId,
    admin.orgId,
  ]);
  expect(await shown(admin, 'task')).toEqual([]);
});

test('one statement finds it for all records of a kind', async () => {
  const graph = await openGraph(world.plan.database);
  const statements = async (fields: string): Promise<number> => {
    const answer = await graph.ask(
      people['owner'] as Actor,
      `{ tasks(first: 50) { edges { node { id ${fields} } } } }`,
    );
    expect(answer.errors).toBeUndefined();
    return answer.statements;
  };
  expect(await statements('viewerMay')).toBe((await statements('')) + 1);
  await graph.close();
});
