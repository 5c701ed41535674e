import { randomUUID } from 'node:crypto';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import type { ActorRole } from '../../../src/domain/enums.ts';

const REASON = 'Covering for a colleague on leave';
const HEADER = 'x-pit-override-reason';

let plan: Plan;
let service: TestService;
/** Of a division that nobody here is in. */
let project: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
  const division = await plan.insert('division', { id: randomUUID(), name: 'Elsewhere' });
  project = await plan.project({ division_id: division });
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

interface Override {
  action: string;
  user_id: string;
  after_state: Record<string, unknown>;
  override_reason: string;
  request_id: string;
}

function overrides(): Promise<Override[]> {
  return plan.rows<Override>(
    `SELECT action, user_id, after_state, override_reason, request_id
     FROM pit.audit_log JOIN pit_ops.audit_detail ON audit_log_id = id WHERE action = 'OVERRIDE'`,
  );
}

async function read(role: ActorRole, headers: Record<string, string> = {}) {
  const token = await service.token(plan.actor(plan.helper, role));
  return service.query(token, `{ project(id: "${project}") { id } }`, {}, headers);
}

const HIDDEN = { status: 200, body: { data: { project: null } } };

test('without a reason an administrator sees the own projects and divisions, like everybody', async () => {
  expect(await read('admin')).toEqual(HIDDEN);
  expect(await overrides()).toEqual([]);
});

test.each([
  ['too short a reason', 'because'],
  ['blanks for a reason', '                 '],
  ['too long a reason', 'x'.repeat(501)],
])('the override reason %s is refused', async (_what, reason) => {
  const { status, body } = await read('admin', { [HEADER]: reason });
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: HEADER } }]);
  expect(await overrides()).toEqual([]);
});

test.each<ActorRole>(['member', 'viewer'])('a reason opens nothing to a %s', async (role) => {
  expect(await read(role, { [HEADER]: REASON })).toEqual(HIDDEN);
  expect(await overrides()).toEqual([]);
});

test.each<ActorRole>(['admin', 'foreman'])(
  'with a reason a %s sees the whole organisation, and the audit log says who and why',
  async (role) => {
    const before = await overrides();
    const request = `test.${role}`;
    const { status, body } = await read(role, { [HEADER]: REASON, 'x-request-id': request });
    expect({ status, body }).toEqual({ status: 200, body: { data: { project: { id: project } } } });
    const records = (await overrides()).slice(before.length);
    expect(records).toMatchObject([
      {
        user_id: plan.helper,
        after_state: { reason: REASON, role },
        override_reason: REASON,
        request_id: request,
      },
    ]);
    // The next request of the same person, over the same connections, is an ordinary one.
    expect(await read(role)).toEqual(HIDDEN);
    expect(await overrides()).toHaveLength(before.length + 1);
  },
);

test('no reason opens another organisation', async () => {
  const stranger = { ...plan.actor(plan.helper, 'admin'), orgId: randomUUID() };
  const token = await service.token(stranger);
  const query = `{ project(id: "${project}") { id } }`;
  const { body } = await service.query(token, query, {}, { [HEADER]: REASON });
  expect(body.data?.['project'] ?? null).toBeNull();
});
