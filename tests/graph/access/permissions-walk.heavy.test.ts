import { TRAIL_CHECKS } from '../../../src/db/queries/quality/quality-trail-query.ts';
import { systemActor, type Actor } from '../../../src/domain/directory/actor.ts';
import { PERMISSIONS, type Grant, type Verb } from '../../../src/domain/directory/permissions.ts';
import { INPUTS, USED_UP } from '../../support/mutations/mutation-inputs.ts';
import { isPermitted, MutationWorld } from '../../support/mutations/mutation-world.ts';
import type { Scene } from '../../support/worlds/scene.ts';

/** Somebody, and every mark of the table that they can show. */
interface Persona {
  name: string;
  actor: Actor;
  held: readonly Grant[];
}

/** What is its user's, here the owner's, whatever the project: nobody else sees it but administrators and the service. */
const OF_THE_OWNER: readonly Verb[] = ['rotateCalendarFeed', 'deleteCalendarFeed'];
/** What does not lie in a project, so that nobody can fail to see it. */
const OUTSIDE_OF_PROJECTS: readonly Verb[] = [
  'createCalendarFeed',
  'createProject',
  'createTemplate',
  'deleteTag',
  'deleteTemplate',
  'deleteWebhook',
  'markNotificationsRead',
  'markNotificationsUnread',
  'prepareUpload',
  'proposeAcceptance',
  'reassignWork',
  'redeliverDeliveries',
  'redeliverMessages',
  'registerWebhook',
  'renameTag',
  'reportRiskImpact',
  'rotateWebhookSecret',
  'subscribePush',
  'syncDirectory',
  'testWebhook',
  'unsubscribePush',
  'updateNotificationPreferences',
  'updateOrganisationSettings',
  'updateTemplate',
  'updateWebhook',
];
const REASON = 'Covers for the owner this week';

let world: MutationWorld;
let personas: Persona[];
let outsider: Actor;
/** As good as new but for what can be done to it over and over. */
let scene: Scene;
/** What there was since the last change. */
let untouched: object[] | undefined;

beforeAll(async () => {
  world = await MutationWorld.open();
  const { owner, sponsor, helper } = world.plan;
  const any = ['member', 'anyone'] as const;
  const foreman = await world.person('foreman');
  personas = [
    { name: 'admin', actor: await world.person('admin'), held: ['admin', 'reviewer', ...any] },
    { name: 'foreman with a reason', actor: overriding(foreman), held: ['foreman', 'reviewer', ...any] },
    { name: 'foreman without one', actor: foreman, held: ['reviewer', ...any] },
    { name: 'service', actor: await world.person('service'), held: ['service', 'anyone'] },
    {
      name: 'owner',
      actor: await world.person('member', owner),
      held: ['owner', 'approver', 'reviewer', ...any],
    },
    { name: 'sponsor', actor: await world.person('member', sponsor), held: ['sponsor', 'reviewer', ...any] },
    { name: 'assignee', actor: await world.person('member', helper), held: ['assignee', 'reviewer', ...any] },
    { name: 'member', actor: await world.person('member'), held: ['reviewer', ...any] },
    { name: 'viewer', actor: await world.person('viewer'), held: ['anyone'] },
    { name: 'viewer who owns', actor: await world.person('viewer', owner), held: ['anyone'] },
  ];
  scene = await world.scene();
  outsider = { ...(await world.person('member')), divisionIds: [] };
});

afterAll(() => world?.close());

/** A reason lets a foreman look beyond their own divisions. */
const overriding = (actor: Actor): Actor => ({ ...actor, divisionIds: [], overrideReason: REASON });

/** Tries a mutation as each of these, who are all to be refused or to succeed; what was refused has left no trace. */
async function attemptAll(verb: Verb, actors: readonly Actor[]): Promise<string[]> {
  const before = (untouched ??= await world.fingerprint());
  const outcomes: string[] = [];
  for (const actor of actors) outcomes.push(await send(verb, actor));
  if (!outcomes.includes('done')) expect([verb, await world.fingerprint()]).toEqual([verb, before]);
  return outcomes;
}

async function attempt(verb: Verb, actor: Actor): Promise<string> {
  const [outcome = ''] = await attemptAll(verb, [actor]);
  return outcome;
}

async function send(verb: Verb, actor: Actor): Promise<string> {
  const { code, pit, message } = await world.send(actor, verb, INPUTS[verb](scene));
  if (code === null) {
    untouched = undefined;
    if (USED_UP.test(verb)) scene = await world.scene();
    return 'done';
  }
  const isExpected = code === 'FORBIDDEN' || code === 'NOT_FOUND';
  return [code, pit, isExpected ? undefined : message].filter(Boolean).join(' ');
}

test('the table and the graph have the same mutations', () => {
  expect([...world.verbs].sort()).toEqual(Object.keys(PERMISSIONS).sort());
});

test.each(Object.keys(PERMISSIONS) as Verb[])(
  'the mutation %s is done for those whom the table of permissions names',
  async (verb) => {
    const sees = ({ actor: { userId, role } }: Persona): boolean =>
      !OF_THE_OWNER.includes(verb) || userId === world.plan.owner || ['admin', 'service'].includes(role);
    const expected = personas.map((persona) => {
      const due = isPermitted(verb, persona.held) ? 'done' : 'FORBIDDEN PIT001';
      return [persona.name, sees(persona) ? due : 'NOT_FOUND'];
    });
    // Those who are to be refused come first, so that one look tells that none of them has left a trace.
    const isRefused = ({ held }: Persona) => !isPermitted(verb, held);
    const some = [personas.filter(isRefused), personas.filter((persona) => !isRefused(persona))];
    const outcomes: (readonly [string, string])[] = [];
    for (const group of some) {
      const told = await attemptAll(
        verb,
        group.map(({ actor }) => actor),
      );
      outcomes.push(...group.map(({ name }, at) => [name, told[at] ?? ''] as const));
    }
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(expected));
  },
);

test.each(Object.keys(PERMISSIONS) as Verb[])(
  'the mutation %s finds nothing of a project that is not to be seen',
  async (verb) => {
    const before = await world.fingerprint();
    const outcome = await attempt(verb, outsider);
    if (verb === 'importCostSnapshots') {
      // Its report says for each row that there is no such project, and nothing is stored.
      expect([outcome, await world.fingerprint()]).toEqual(['done', before]);
      return;
    }
    const unseen = isPermitted(verb, ['member', 'anyone']) ? 'done' : 'FORBIDDEN PIT001';
    expect(outcome).toBe(OUTSIDE_OF_PROJECTS.includes(verb) ? unseen : 'NOT_FOUND');
  },
);

test('evidence is not judged by who handed it in, whatever their role', async () => {
  for (const role of ['admin', 'member'] as const) {
    const uploader = await world.person(role, world.plan.worker);
    expect(await attempt('reviewEvidence', uploader)).toBe('FORBIDDEN PIT008');
  }
});

test('what was done above is found permitted by the audit trail too', async () => {
  const { plan } = world;
  const projects = await plan.rows<{ id: string }>('SELECT id FROM pit.project WHERE org_id = $1', [
    plan.orgId,
  ]);
  const judged: Record<string, number> = {};
  for (const { id } of projects) {
    const { rows } = await plan.run((tx) => tx.run(TRAIL_CHECKS, [id, 30]), {
      actor: systemActor(plan.orgId),
    });
    for (const each of rows.filter((row) => row.id.startsWith('PERM'))) {
      judged[each.id] = (judged[each.id] ?? 0) + each.of;
      expect({ ...each, of: 0 }).toEqual({ id: each.id, of: 0, count: 0, sample: null });
    }
  }
  for (const id of ['PERM.1', 'PERM.2', 'PERM.3', 'PERM.4']) expect(judged[id]).toBeGreaterThan(10);
});
