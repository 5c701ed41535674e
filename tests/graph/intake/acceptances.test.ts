import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { DECIDE_ACCEPTANCE, WITHDRAW_ACCEPTANCE } from '../../../src/db/queries/intake/acceptance-query.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
const FIRST = '2027-03-01';
const END = '2027-03-31';
const REASON = 'The tunnel is closed in summer';
let today = FIRST;
let api: PlanGraph;
let projectId: string;
let task: string;

beforeAll(async () => {
  clock.today = () => today;
  api = await PlanGraph.open();
});
beforeEach(async () => {
  today = FIRST;
  await setApprovers();
  projectId = await api.plan.project();
  task = await api.plan.task(projectId, await api.plan.phase(projectId), { end_date: '2027-05-31' });
});
afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

const who = (name: 'owner' | 'sponsor' | 'worker' | 'helper', role: Actor['role'] = 'member'): Actor =>
  api.plan.actor(api.plan[name], role);
const admin = () => who('sponsor', 'admin');

const setApprovers = (...approverIds: string[]): Promise<unknown> =>
  api.done('updateOrganisationSettings', { acceptance: { approverIds } }, 'organisation { id }', admin());

const propose = async (input: object, actor = who('helper')): Promise<string> => {
  const given = { kind: 'RISK_ACCEPTANCE', reason: REASON, endsOn: END, ...input };
  const { acceptance } = await api.done<{ acceptance: { id: string } }>(
    'proposeAcceptance',
    given,
    'acceptance { id }',
    actor,
  );
  return acceptance.id;
};
const decide = (acceptanceId: string, decision = 'ACCEPTED', actor = admin()): Promise<unknown> =>
  api.done('decideAcceptance', { acceptanceId, decision, comment: 'Seen' }, 'acceptance { id }', actor);

async function shown(id: string, actor = admin()): Promise<unknown> {
  const query = `{ acceptances(first: 100) { nodes { id state endsOn decidedBy { id } renews { id } } } }`;
  const { data, errors } = await api.graph.ask(actor, query);
  expect(errors).toBeUndefined();
  const { nodes } = data?.['acceptances'] as { nodes: { id: string }[] };
  return nodes.find((node) => node.id === id);
}

const until = async (typename: string, id: string, field = 'exceptionUntil'): Promise<unknown> => {
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) { ... on ${typename} { ${field} } } }`;
  const { data, errors } = await api.graph.ask(who('worker'), query, {
    these: [{ __typename: typename, id }],
  });
  expect(errors).toBeUndefined();
  return (data?.['_entities'] as Record<string, unknown>[])[0]?.[field];
};

const topics = async (): Promise<string[]> => {
  const rows = await api.plan.rows<{ topic: string }>(
    `SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 AND topic LIKE 'pit.acceptance.%' ORDER BY seq`,
    [projectId],
  );
  return rows.map(({ topic }) => topic);
};

test('a risk is accepted until a day by neither who proposes it nor who does the work, and ends by itself', async () => {
  const riskId = randomUUID();
  await api.done('linkRisk', { taskId: task, riskId, linkType: 'RESIDUAL' }, 'task { id }');
  const wrong = { kind: 'RISK_ACCEPTANCE', originId: riskId, reason: REASON, endsOn: END };
  expect(await api.refused('proposeAcceptance', { ...wrong, endsOn: '2028-03-01' })).toMatchObject({
    pit: 'PIT006',
    field: 'input.endsOn',
    expected: 'a day after 2027-03-01, up to 2028-02-29',
  });
  expect(await api.refused('proposeAcceptance', { ...wrong, reason: 'No' })).toMatchObject({
    field: 'input.reason',
  });
  const id = await propose({ originId: riskId });
  expect(await api.refused('proposeAcceptance', wrong, who('owner'))).toMatchObject({
    code: 'CONFLICT',
    acceptanceId: id,
  });
  expect(await until('Risk', riskId, 'acceptedUntil')).toBeNull();

  const verdict = { acceptanceId: id, decision: 'ACCEPTED' };
  const refusals: [Actor, string][] = [
    [who('owner'), 'PIT001'],
    [who('helper'), 'PIT001'],
    [who('helper', 'admin'), 'PIT006'],
    [who('worker', 'admin'), 'PIT006'],
  ];
  for (const [actor, pit] of refusals)
    expect(await api.refused('decideAcceptance', verdict, actor)).toMatchObject({ code: 'FORBIDDEN', pit });
  expect(await api.refused('decideAcceptance', { ...verdict, decision: 'REJECTED' }, admin())).toMatchObject({
    field: 'input.comment',
  });
  // Whom the settings name decides too, unless they do the work.
  await setApprovers(api.plan.owner, api.plan.worker);
  expect(await api.refused('decideAcceptance', verdict, who('worker'))).toMatchObject({ pit: 'PIT006' });
  await decide(id, 'ACCEPTED', who('owner'));
  expect(await api.refused('decideAcceptance', verdict, admin())).toMatchObject({
    code: 'CONFLICT',
    actual: 'active',
  });
  expect(await until('Risk', riskId, 'acceptedUntil')).toBe(END);
  expect(await shown(id)).toMatchObject({ state: 'ACTIVE', decidedBy: { id: api.plan.owner } });

  today = END;
  await rollOverDays(api.plan.pool);
  expect(await until('Risk', riskId, 'acceptedUntil')).toBe(END);
  today = '2027-04-01';
  // At once, and stored by the roll-over.
  expect(await until('Risk', riskId, 'acceptedUntil')).toBeNull();
  expect(await shown(id)).toMatchObject({ state: 'EXPIRED' });
  expect(await topics()).toEqual(['pit.acceptance.decided']);
  await rollOverDays(api.plan.pool);
  await rollOverDays(api.plan.pool);
  expect(await topics()).toEqual(['pit.acceptance.decided', 'pit.acceptance.ended']);
  const stored = await api.plan.rows('SELECT state FROM pit_ops.acceptance WHERE id = $1', [id]);
  expect(stored).toEqual([{ state: 'expired' }]);
  const told = await api.plan.rows<{ user_id: string }>(
    `SELECT user_id FROM pit.notification WHERE link = '/pit/acceptances/' || $1 AND title LIKE '%has ended%' ORDER BY user_id`,
    [id],
  );
  expect(told.map(({ user_id }) => user_id)).toEqual([api.plan.helper, api.plan.owner].sort());
});

test('an exception says so in the coverage of its control and criterion, and changes no number of it', async () => {
  const [controlId, findingId] = [randomUUID(), randomUUID()];
  const code = 'ISO27001-A.8.1';
  await api.done('linkControl', { taskId: task, controlId }, 'task { id }');
  await api.done('linkIsmsCriteria', { taskId: task, criteriaCode: code }, 'task { id }');
  await api.done('linkAuditFinding', { taskId: task, auditFindingId: findingId }, 'task { id }');
  const coverage = async (): Promise<unknown> => {
    const query = `query ($id: [ID!]) { controlCoverage(filter: { controlId: $id }) { nodes { state units open exceptionUntil } }
      ismsCoverage(filter: { code: ["${code}", "ISO27001-A.8.2"] }) { nodes { state units exceptionUntil } } }`;
    const { data, errors } = await api.graph.ask(who('helper'), query, { id: [controlId] });
    expect(errors).toBeUndefined();
    return data;
  };
  await decide(await propose({ kind: 'CONTROL_EXCEPTION', originId: controlId }));
  await decide(await propose({ kind: 'CRITERION_EXCEPTION', criteriaCode: code }));
  await decide(await propose({ kind: 'FINDING_EXCEPTION', originId: findingId }));
  const none = { state: 'NONE', units: 0, exceptionUntil: null };
  expect(await coverage()).toEqual({
    controlCoverage: { nodes: [{ state: 'EXCEPTED', units: 1, open: 1, exceptionUntil: END }] },
    ismsCoverage: { nodes: [{ state: 'EXCEPTED', units: 1, exceptionUntil: END }, none] },
  });
  expect(await until('Control', controlId)).toBe(END);
  expect(await until('AuditFinding', findingId)).toBe(END);
  expect(await until('AuditFinding', findingId, 'closeReady')).toBe(false);
  today = '2027-04-01';
  expect(await coverage()).toMatchObject({
    controlCoverage: { nodes: [{ state: 'PLANNED', exceptionUntil: null }] },
  });
});

test('a longer one is another that is decided anew and takes over at once; what holds is revoked with a reason', async () => {
  const originId = randomUUID();
  const first = await propose({ originId });
  const later = { originId, endsOn: '2027-06-30' };
  expect(
    await api.refused(
      'proposeAcceptance',
      { kind: 'RISK_ACCEPTANCE', reason: REASON, ...later },
      who('helper'),
    ),
  ).toMatchObject({ code: 'CONFLICT' });
  await decide(first);
  const held = { kind: 'RISK_ACCEPTANCE', reason: REASON, ...later };
  expect(await api.refused('proposeAcceptance', held, who('helper'))).toMatchObject({
    code: 'CONFLICT',
    expected: first,
  });
  const foreign = { ...held, originId: randomUUID(), renewsId: first };
  expect(await api.refused('proposeAcceptance', foreign, who('helper'))).toMatchObject({ code: 'CONFLICT' });
  const second = await propose({ ...later, renewsId: first });
  expect(await until('Risk', originId, 'acceptedUntil')).toBe(END);
  await decide(second);
  expect(await until('Risk', originId, 'acceptedUntil')).toBe('2027-06-30');
  expect(await shown(first)).toMatchObject({ state: 'RENEWED' });
  expect(await shown(second)).toMatchObject({ state: 'ACTIVE', renews: { id: first } });

  const revoke = { acceptanceId: second, reason: 'It leaks after all' };
  expect(await api.refused('revokeAcceptance', revoke, who('helper'))).toMatchObject({ code: 'FORBIDDEN' });
  await api.done('revokeAcceptance', revoke, 'acceptance { id }', admin());
  expect(await until('Risk', originId, 'acceptedUntil')).toBeNull();
  expect(await api.refused('revokeAcceptance', revoke, admin())).toMatchObject({
    code: 'CONFLICT',
    actual: 'revoked',
  });
  // What was revoked is not renewed, and stands in nobody's way.
  expect(await api.refused('proposeAcceptance', { ...held, renewsId: second }, who('helper'))).toMatchObject({
    actual: 'revoked',
  });
  await propose({ originId });
});

test('an acceptance is seen by who proposed or decides it, and by who sees work on it, and by nobody else', async () => {
  const riskId = randomUUID();
  const id = await propose({ originId: riskId });
  const stranger = who('worker');
  const named = async (actor: Actor, ...ids: string[]): Promise<unknown> => {
    const query = `query ($ids: [ID!]) { acceptances(filter: { id: $ids }) { nodes { id } } }`;
    return (await api.graph.ask(actor, query, { ids })).data;
  };
  expect(await named(who('helper'), randomUUID(), id)).toEqual({ acceptances: { nodes: [{ id }] } });
  expect(await named(stranger, id)).toEqual({ acceptances: { nodes: [] } });
  expect(await shown(id, who('helper'))).toBeDefined();
  expect(await shown(id, stranger)).toBeUndefined();
  expect(await api.refused('withdrawAcceptance', { acceptanceId: id }, stranger)).toMatchObject({
    code: 'NOT_FOUND',
  });
  await api.done('linkRisk', { taskId: task, riskId, linkType: 'RESIDUAL' }, 'task { id }');
  expect(await shown(id, stranger)).toBeDefined();
  expect(await api.refused('withdrawAcceptance', { acceptanceId: id }, stranger)).toMatchObject({
    code: 'FORBIDDEN',
  });
  await api.done('withdrawAcceptance', { acceptanceId: id }, 'acceptance { id }', who('helper'));
  expect(await shown(id)).toMatchObject({ state: 'WITHDRAWN' });
});

test('the database itself refuses what the service does', async () => {
  const id = await propose({ originId: randomUUID() });
  const forced = (sql: string, ...values: unknown[]) => api.plan.rows(sql, values);
  const change = (set: string) => forced(`UPDATE pit_ops.acceptance SET ${set} WHERE id = $1`, id);
  const refusals: [string, string][] = [
    [`ends_on = '2027-12-31'`, 'acceptance_stays_as_proposed'],
    [`state = 'revoked'`, 'acceptance_decided_is_final'],
    [
      `state = 'active', decided_by = '${api.plan.owner}', decided_at = now()`,
      'acceptance_decided_by_others',
    ],
  ];
  for (const [set, constraint] of refusals) await expect(change(set)).rejects.toMatchObject({ constraint });
  const insert = (columns: string, values: string) =>
    forced(
      `INSERT INTO pit_ops.acceptance (kind, origin_id, reason, starts_on, ${columns}) VALUES ('risk_acceptance', $1, $2, '2027-03-01', ${values})`,
      randomUUID(),
      REASON,
    );
  await expect(insert('ends_on, state', `'2027-03-31', 'active'`)).rejects.toMatchObject({
    constraint: 'acceptance_begins_proposed',
  });
  for (const [columns, values] of [
    ['ends_on', 'NULL'],
    ['ends_on', `'2027-03-01'`],
    ['ends_on', `'infinity'`],
    ['ends_on, criteria_code', `'2027-03-31', 'A.8'`],
  ] as const)
    await expect(insert(columns, values)).rejects.toMatchObject({
      code: columns === 'ends_on' && values === 'NULL' ? '23502' : '23514',
    });
  // As somebody who is not refused by a service.
  const [riskId] = await forced('SELECT origin_id AS id FROM pit_ops.acceptance WHERE id = $1', id);
  const link = { taskId: task, riskId: riskId?.['id'], linkType: 'RESIDUAL' };
  await api.done('linkRisk', link, 'task { id }');
  const deciding = (actor: Actor) =>
    api.plan.run((tx) => tx.run(DECIDE_ACCEPTANCE, [id, 'active', null]), { actor });
  const withdrawing = (actor: Actor) => api.plan.run((tx) => tx.run(WITHDRAW_ACCEPTANCE, [id]), { actor });
  for (const actor of [who('worker', 'admin'), who('owner'), who('helper', 'admin')])
    await expect(deciding(actor)).rejects.toMatchObject({
      constraint: expect.stringContaining('decided_by'),
    });
  await expect(withdrawing(who('worker'))).rejects.toMatchObject({
    constraint: 'acceptance_withdrawn_by_others',
  });
  await change(`state = 'expired'`);
  await expect(change(`state = 'proposed'`)).rejects.toMatchObject({
    constraint: 'acceptance_decided_is_final',
  });
});
