import type { Actor } from '../../../src/domain/directory/actor.ts';
import { ErrorCode } from '../../../src/domain/errors.ts';
import { PERMISSIONS, type Verb } from '../../../src/domain/directory/permissions.ts';
import { hostileValues } from '../../support/mutations/hostile-values.ts';
import { positionsOf, withValue, type InputPosition } from '../../support/mutations/input-positions.ts';
import { INPUTS, USED_UP } from '../../support/mutations/mutation-inputs.ts';
import { MutationWorld, type Outcome } from '../../support/mutations/mutation-world.ts';
import type { Scene } from '../../support/worlds/scene.ts';

const REFUSALS: readonly string[] = Object.values(ErrorCode).filter(
  (code) => code !== 'INTERNAL_SERVER_ERROR',
);

let world: MutationWorld;
let scene: Scene;
let admin: Actor;
let service: Actor;

beforeAll(async () => {
  world = await MutationWorld.open();
  scene = await world.scene();
  admin = await world.person('admin');
  service = await world.person('service');
});

afterAll(() => world?.close());

async function send(verb: Verb, path: InputPosition['path'], value: unknown): Promise<Outcome> {
  const input = withValue(INPUTS[verb](scene), path, value);
  return world.send(isOfService(verb) ? service : admin, verb, input);
}

/** What is for other modules alone. */
const isOfService = (verb: Verb): boolean => PERMISSIONS[verb].every((grant) => grant === 'service');

/** How many values are tried at once: dates bind each other (a start, its end), so that what passes is in their order; and one forecast at a time is made. */
function atOnce(verb: Verb, { type }: InputPosition): number {
  return USED_UP.test(verb) || verb === 'forecastProject' || type.name === 'Date'
    ? 1
    : Number.MAX_SAFE_INTEGER;
}

/** Tries all values at one place and answers those that were refused, those that broke something, and how many passed. */
async function tryAll(
  verb: Verb,
  position: InputPosition,
  values: readonly unknown[],
): Promise<{ refused: unknown[]; broken: string[]; accepted: number }> {
  const { path } = position;
  const outcomes = await inTurn(values, atOnce(verb, position), async (value) => {
    const { code, message = '' } = await send(verb, path, value);
    if (code === null && USED_UP.test(verb)) scene = await world.scene();
    return { value, code, message };
  });
  const refusals = outcomes.filter(({ code }) => code !== null);
  const broken = refusals
    .filter(({ code }) => !REFUSALS.includes(code ?? ''))
    .map(
      ({ value, code, message }) =>
        `${path.join('.')} = ${JSON.stringify(value).slice(0, 60)}: ${code} ${message}`,
    );
  // What is no value of its type is refused before anything runs.
  const ours = refusals.filter(({ message }) => !message.startsWith('Variable "$input" got invalid value'));
  // One of each kind of refusal tells whether that leaves a trace.
  const kinds = new Map(ours.map((outcome) => [kindOf(outcome), outcome.value]));
  const refused = [...kinds.values()];
  return { refused, broken, accepted: outcomes.length - refusals.length };
}

/** A refusal without what came. */
const kindOf = ({ code, message }: { code: string | null; message: string }): string =>
  `${code} ${message.slice(0, 30)}`;

/** What every input inherits is tried on one, where it is all the same code: it would be a third of all there is to try. */
const INHERITED = ['idempotencyKey', 'ifUpdatedAt'];

function isElsewhere(verb: Verb, { path }: InputPosition): boolean {
  return verb !== 'updateTask' && INHERITED.includes(String(path[0]));
}

/** What `work` makes of the items, so many of them at a time. */
async function inTurn<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += width) {
    results.push(...(await Promise.all(items.slice(at, at + width).map(work))));
  }
  return results;
}

/** Values at a place of an input. */
interface Tried {
  readonly position: InputPosition;
  readonly values: readonly unknown[];
}

/** Tries all values at all places; answers what was refused, place by place, and how many passed. */
async function tryPlaces(verb: Verb, places: readonly Tried[]): Promise<{ left: Tried[]; accepted: number }> {
  const left: Tried[] = [];
  let sum = 0;
  for (const { position, values } of places) {
    const { refused, broken, accepted } = await tryAll(verb, position, values);
    expect(broken).toEqual([]);
    if (refused.length > 0) left.push({ position, values: refused });
    sum += accepted;
  }
  return { left, accepted: sum };
}

/** What was accepted elsewhere may let a value pass that was refused: so often is what is left tried again. */
const MOST_ROUNDS = 5;

test.each(Object.keys(PERMISSIONS) as Verb[])(
  'the mutation %s takes no harm from what stands in its input',
  async (verb) => {
    const places = positionsOf(world.inputType(verb)).filter((each) => !isElsewhere(verb, each));
    const all = places.map((position) => ({ position, values: hostileValues(position) }));
    let { left } = await tryPlaces(verb, all);
    // Those that were refused are tried again among themselves, until none passes: then nothing may have changed.
    for (let round = 1; ; round += 1) {
      const before = await world.settledFingerprint();
      const again = await tryPlaces(verb, left);
      if (again.accepted === 0) {
        expect(await world.fingerprint()).toEqual(before);
        return;
      }
      expect(round).toBeLessThan(MOST_ROUNDS);
      left = again.left;
    }
  },
  120_000,
);

test('what is deeper than any stack is refused', async () => {
  const bottomless = `${'[{"a":'.repeat(200_000)}1${'}]'.repeat(200_000)}`;
  for (const verb of ['submitEvidence', 'createTemplate', 'updateTask'] as const) {
    const place = verb === 'createTemplate' ? 'document' : verb === 'updateTask' ? 'name' : 'metadata';
    const variables = { input: withValue(INPUTS[verb](scene), [place], '$') };
    const query = `mutation ($input: ${String(world.inputType(verb))}!) { ${verb}(input: $input) { __typename } }`;
    const response = await fetch(world.service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await world.service.token(admin)}`,
      },
      body: JSON.stringify({ query, variables }).replace('"$"', bottomless),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect([verb, errors.map(({ extensions }) => extensions.code)]).toEqual([verb, ['BAD_USER_INPUT']]);
  }
});
