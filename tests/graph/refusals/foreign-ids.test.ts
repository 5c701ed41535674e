import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import {
  positionsOf,
  valueAt,
  withValue,
  type InputPosition,
} from '../../support/mutations/input-positions.ts';
import { INPUTS, USED_UP } from '../../support/mutations/mutation-inputs.ts';
import { MutationWorld } from '../../support/mutations/mutation-world.ts';
import type { Plan } from '../../support/worlds/plan-database.ts';
import { plantScene, type Scene } from '../../support/worlds/scene.ts';

/** What a place means by its name, where a mutation's own input leaves it open. */
const BY_NAME: Readonly<Record<string, keyof Scene>> = {
  approvedById: 'user',
  approverIds: 'user',
  assigneeIds: 'user',
  baselineId: 'baseline',
  divisionId: 'division',
  mentionUserIds: 'user',
  nodeId: 'phase',
  ownerId: 'user',
  phaseId: 'phase',
  projectId: 'project',
  projectIds: 'project',
  renewsId: 'evidence',
  sponsorId: 'user',
  subtaskId: 'step',
  taskId: 'task',
  taskIds: 'task',
  workPackageId: 'package',
};
/** What other modules own: whether it exists, and whose it is, is theirs to know. */
const OF_OTHER_MODULES = [
  'riskId',
  'controlId',
  'incidentId',
  'auditFindingId',
  'linkedControlSetId',
  'subjectId',
  'originId',
];
/** Lists of records of theirs, each with its id. */
const LISTS_OF_OTHER_MODULES = ['controls'];
/** Rows of which those of the project alone are kept, and the others passed over: tests/graph/schedule/timeline.test.ts. */
const PASSED_OVER = ['foldedIds'];
/** Where another answer than NOT_FOUND is due. */
const OTHERWISE: Readonly<Record<string, readonly (string | null)[]>> = {
  // A directory speaks of its own organisation, and takes nothing from another.
  syncDirectory: ['BAD_USER_INPUT', 'CONFLICT', 'FORBIDDEN', 'NOT_FOUND'],
  // Of one's own messages none is meant.
  markNotificationsRead: [null],
  markNotificationsUnread: [null],
  // It answers how many it has sent again: none.
  redeliverDeliveries: [null],
  redeliverMessages: [null],
};

/** What is for other modules alone. */
const isOfService = (verb: Verb): boolean => PERMISSIONS[verb].every((grant) => grant === 'service');

let world: MutationWorld;
let neighbour: Plan;
let theirs: Scene;
let ours: Scene;
let admin: Actor;
let service: Actor;

beforeAll(async () => {
  world = await MutationWorld.open();
  neighbour = await world.plan.neighbour();
  const division = await neighbour.insert('division', { id: randomUUID(), name: 'Division' });
  theirs = await plantScene(neighbour, division);
  ours = await world.scene();
  admin = await world.person('admin');
  service = await world.person('service');
});

afterAll(() => world?.close());

function idPositions(verb: Verb): InputPosition[] {
  return positionsOf(world.inputType(verb)).filter(
    ({ type, isList, path }) =>
      type.name === 'ID' &&
      !isList &&
      !OF_OTHER_MODULES.includes(String(path.at(-1))) &&
      ![...LISTS_OF_OTHER_MODULES, ...PASSED_OVER].includes(String(path[0])),
  );
}

/** An id of the neighbour's, of the kind that belongs there. */
function theirId(verb: Verb, path: InputPosition['path']): unknown {
  const name = String(path.findLast((key) => typeof key === 'string'));
  const part = BY_NAME[name];
  const id = valueAt(INPUTS[verb](theirs), path) ?? (part && theirs[part]);
  if (id === undefined)
    throw new Error(`${verb} takes an id at ${path.join('.')} that this test does not know`);
  return id;
}

test.each(Object.keys(PERMISSIONS) as Verb[])(
  "the mutation %s finds nothing by a neighbour's id",
  async (verb) => {
    const actor = isOfService(verb) ? service : admin;
    const before = [await world.fingerprint(), await world.fingerprint(neighbour.orgId)];
    const answers = new Map<string, unknown>();
    for (const { path } of idPositions(verb)) {
      const input = withValue(INPUTS[verb](ours), path, theirId(verb, path));
      const { code } = await world.send(actor, verb, input);
      const isDue = (OTHERWISE[verb] ?? ['NOT_FOUND']).includes(code);
      if (!isDue) answers.set(path.join('.'), code);
    }
    expect(Object.fromEntries(answers)).toEqual({});
    expect([await world.fingerprint(), await world.fingerprint(neighbour.orgId)]).toEqual(before);
  },
);

test('the same inputs with ids of one’s own are done', async () => {
  const refused: string[] = [];
  for (const verb of Object.keys(PERMISSIONS) as Verb[]) {
    const { code, message } = await world.send(isOfService(verb) ? service : admin, verb, INPUTS[verb](ours));
    if (code !== null) refused.push(`${verb}: ${message}`);
    if (USED_UP.test(verb)) ours = await world.scene();
  }
  expect(refused).toEqual([]);
}, 180_000);
