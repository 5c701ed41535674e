import { isInputObjectType } from 'graphql';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import { INPUTS, type InputOf } from '../../support/mutations/mutation-inputs.ts';
import { MutationWorld } from '../../support/mutations/mutation-world.ts';

let world: MutationWorld;
let admin: Actor;
beforeAll(async () => {
  world = await MutationWorld.open();
  admin = await world.person('admin');
});
afterAll(() => world?.close());

/** Changes that the row itself does not show: a mark, a fact, a bound or a setting beside it alone becomes another. */
const BESIDE_THE_ROW: readonly (readonly [what: string, verb: Verb, input: InputOf])[] = [
  ['what is left', 'updateProgress', ({ task }) => ({ taskId: task, percent: 0, remainingDays: 4 })],
  ['the mode', 'setTaskRule', ({ task }) => ({ taskId: task, mode: 'MANUAL' })],
  ['a setting', 'setScheduleSettings', ({ project }) => ({ projectId: project, schedule: { auto: 'OFF' } })],
];

/** Every mutation that takes `ifUpdatedAt`, and what else it can change. */
function cases(): (readonly [string, Verb, InputOf])[] {
  const conditional = (Object.keys(PERMISSIONS) as Verb[]).filter((verb) => {
    const type = world.inputType(verb);
    return isInputObjectType(type) && 'ifUpdatedAt' in type.getFields();
  });
  return [...conditional.map((verb) => ['as usual', verb, INPUTS[verb]] as const), ...BESIDE_THE_ROW];
}

const VERY_OLD = '2000-01-01T00:00:00.000Z';

test('of two writers who have seen the same version, whatever they change, the second is refused', async () => {
  const all = cases();
  expect(all.length).toBeGreaterThan(35);
  const outcomes: Record<string, unknown> = {};
  for (const [what, verb, inputOf] of all) {
    const scene = await world.scene();
    const input = inputOf(scene);
    const refusal = await world.send(admin, verb, { ...input, ifUpdatedAt: VERY_OLD });
    const ifUpdatedAt = refusal.expected;
    const before = await world.fingerprint();
    const first = await world.send(admin, verb, { ...input, ifUpdatedAt });
    const isChanged = JSON.stringify(await world.fingerprint()) !== JSON.stringify(before);
    const second = await world.send(admin, verb, { ...input, ifUpdatedAt });
    outcomes[`${verb}: ${what}`] = [refusal.code, first.code, isChanged, second.code];
  }
  const gone = /^(delete|restore|remove|withdraw)/;
  const expected = Object.keys(outcomes).map((name) => [
    name,
    ['CONFLICT', null, true, gone.test(name) ? 'NOT_FOUND' : 'CONFLICT'],
  ]);
  expect(outcomes).toEqual(Object.fromEntries(expected));
});
