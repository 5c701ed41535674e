import { createPool } from '../../../../src/db/connection/pool.ts';
import type { Services } from '../../../../src/context.ts';
import type { Actor } from '../../../../src/domain/directory/actor.ts';
import type { EventOutcome } from '../../../../src/server/subscriptions/event-outcome.ts';
import {
  SharedExecutions,
  type ExecutionKind,
} from '../../../../src/server/subscriptions/sharing/shared-executions.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';

let plan: Plan;
let project: string;
let outsiders: Actor[];
beforeAll(async () => {
  plan = await Plan.open();
  const north = await plan.insert('division', { name: 'North' });
  project = await plan.project({ division_id: north });
  outsiders = ['member', 'viewer'].map((role) => plan.actor(crypto.randomUUID(), role as Actor['role']));
  outsiders = outsiders.map((actor) => ({ ...actor, divisionIds: [crypto.randomUUID()] }));
});
afterAll(() => plan?.close());

const servicesOn = (readPool: Services['readPool']) => ({ readPool, writePool: plan.pool }) as Services;
const foremen = (count: number): Actor[] =>
  Array.from({ length: count }, () => ({
    ...plan.actor(crypto.randomUUID(), 'foreman'),
    divisionIds: ['*'],
  }));
const seen = (json: string, isForAll = true): EventOutcome => ({ isSeen: true, result: { json }, isForAll });

/** What each actor is answered of one event, and in which way each was executed, in the order of the executions. */
async function answers(
  actors: readonly Actor[],
  outcomeOf: (actor: Actor, way: ExecutionKind) => EventOutcome,
  services = servicesOn(plan.pool),
) {
  const ways: string[] = [];
  const shared = new SharedExecutions(services);
  const event = {
    orgId: plan.orgId,
    streamId: project,
    seq: 1,
    topic: 'pit.project.updated',
    payload: { projectId: project },
    actorId: null,
    createdAt: '2026-11-18T00:00:00Z',
  } as const;
  const told = await Promise.all(
    actors.map((actor, at) =>
      shared.result(event, 1, {
        actor,
        execute: (way) => {
          ways.push(`${at} ${way}`);
          return Promise.resolve(outcomeOf(actor, way));
        },
        resultOf: (outcome) => (outcome.isSeen ? outcome.result : null),
      }),
    ),
  );
  return { told: told.map((result) => result?.json ?? null), ways };
}

const named = (actors: readonly Actor[]) => (actor: Actor, way: ExecutionKind) =>
  seen(`${way} ${actors.indexOf(actor)}`);

test('what the first was answered is given to the others where nothing stands against it', async () => {
  const actors = foremen(3);
  expect(await answers(actors, named(actors))).toEqual({
    told: ['shared 0', 'shared 0', 'shared 0'],
    ways: ['0 shared'],
  });
});

test('where the shared execution has errors, or somebody asked who asks, each of the others has their own', async () => {
  const actors = foremen(3);
  const outcomeOf = (actor: Actor, way: ExecutionKind) => seen(`${way} ${actors.indexOf(actor)}`, false);
  expect(await answers(actors, outcomeOf)).toEqual({
    told: ['shared 0', 'own 1', 'own 2'],
    ways: ['0 shared', '1 own', '2 own'],
  });
});

test('where nobody can be asked who may see the project, each of the others has their own', async () => {
  const closed = createPool(plan.database.appUrl, { max: 1, name: 'closed' });
  await closed.end();
  const actors = foremen(3);
  expect(await answers(actors, named(actors), servicesOn(closed))).toEqual({
    told: ['shared 0', 'own 1', 'own 2'],
    ways: ['0 shared', '1 own', '2 own'],
  });
});

test('where the first does not see the project, the next who does is executed for all', async () => {
  const actors = [outsiders[0]!, ...foremen(2), outsiders[1]!];
  const outcomeOf = (actor: Actor, way: ExecutionKind): EventOutcome =>
    outsiders.includes(actor) ? { isSeen: false } : seen(`${way} ${actors.indexOf(actor)}`);
  expect(await answers(actors, outcomeOf)).toEqual({
    told: [null, 'shared 1', 'shared 1', null],
    ways: ['0 shared', '1 shared'],
  });
});

test('where two in turn turn out to see nothing, who may see the project has their own', async () => {
  const actors = foremen(4);
  const outcomeOf = (actor: Actor, way: ExecutionKind): EventOutcome => {
    const at = actors.indexOf(actor);
    return at < 2 ? { isSeen: false } : seen(`${way} ${at}`);
  };
  expect(await answers(actors, outcomeOf)).toEqual({
    told: [null, null, 'own 2', 'own 3'],
    ways: ['0 shared', '1 shared', '2 own', '3 own'],
  });
});
