import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open({ upcomingDays: 9, watchdog: { stalledDays: 14 } });
});
afterAll(() => api.close());

const UPDATE = 'updateOrganisationSettings';
const FIELDS =
  'durationsRecounted organisation { id settings { upcomingDays childDates watchdog { overdueDays stalledDays } } updatedAt }';

interface Payload {
  durationsRecounted: number | null;
  organisation: { id: string; settings: Record<string, unknown>; updatedAt: string };
}

const admin = () => api.plan.actor(api.plan.owner, 'admin');
const service = () => api.plan.actor(api.plan.helper, 'service');
const update = (input: object) => api.done<Payload>(UPDATE, input, FIELDS, admin());
const stored = async (): Promise<unknown> => {
  const rows = await api.plan.rows('SELECT settings FROM pit.organisation WHERE id = $1', [api.plan.orgId]);
  return rows[0]?.['settings'];
};
const sync = (settings: object) =>
  api.done(
    'syncDirectory',
    { organisation: { id: api.plan.orgId, name: 'O', settings } },
    'users',
    service(),
  );

test('a value sets, null takes the default back, and what is absent stays', async () => {
  const { organisation, durationsRecounted } = await update({
    childDates: 'REFUSE',
    holidays: ['2026-12-25'],
    watchdog: { overdueDays: 1 },
  });
  expect(organisation.id).toBe(api.plan.orgId);
  expect(organisation.settings).toEqual({
    upcomingDays: 9,
    childDates: 'REFUSE',
    watchdog: { overdueDays: 1, stalledDays: 14 },
  });
  expect(durationsRecounted).toBe(0);
  const merged = {
    upcomingDays: 9,
    childDates: 'refuse',
    holidays: ['2026-12-25'],
    watchdog: { stalledDays: 14, overdueDays: 1 },
  };
  expect(await stored()).toEqual(merged);
  await update({ upcomingDays: null, watchdog: { stalledDays: null } });
  const { upcomingDays: _, ...others } = merged;
  expect(await stored()).toEqual({ ...others, watchdog: { overdueDays: 1 } });
});

test('settings of a directory are merged as well', async () => {
  const before = (await stored()) as object;
  await sync({ fyStartMonth: 7, watchdog: { newsDays: 3 } });
  expect(await stored()).toEqual({ ...before, fyStartMonth: 7, watchdog: { overdueDays: 1, newsDays: 3 } });
  await sync({ fyStartMonth: null, watchdog: null });
  const { watchdog: _, ...others } = before as { watchdog: object };
  expect(await stored()).toEqual(others);
});

test('the escalation shows what holds, and takes hours of its own, each by its name', async () => {
  const fields =
    'organisation { settings { escalation { reminderHours administratorsHours sponsorHours digestHour } } }';
  const change = (escalation: object | null) => api.done(UPDATE, { escalation }, fields, admin());
  const shown = (escalation: object) => ({ organisation: { settings: { escalation } } });
  const usual = { reminderHours: 6, administratorsHours: 24, sponsorHours: 48, digestHour: 8 };
  expect(await change({ reminderHours: 2, digestHour: 0 })).toEqual(
    shown({ ...usual, reminderHours: 2, digestHour: 0 }),
  );
  expect(await change({ reminderHours: null, sponsorHours: 720 })).toEqual(
    shown({ ...usual, sponsorHours: 720, digestHour: 0 }),
  );
  expect(await stored()).toMatchObject({ escalation: { sponsorHours: 720, digestHour: 0 } });
  await sync({ escalation: { administratorsHours: 12 } });
  expect(await stored()).toMatchObject({
    escalation: { sponsorHours: 720, digestHour: 0, administratorsHours: 12 },
  });
  for (const [name, value, expected] of [
    ['reminderHours', 0, 'a whole number, 1 to 720'],
    ['administratorsHours', 721, 'a whole number, 1 to 720'],
    ['digestHour', 24, 'a whole number, 0 to 23'],
    ['digestHour', -1, 'a whole number, 0 to 23'],
  ] as const) {
    const refusal = await api.refused(UPDATE, { escalation: { [name]: value } }, admin());
    expect(refusal).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: `input.escalation.${name}`,
      expected,
      actual: String(value),
    });
  }
  expect(await change(null)).toEqual(shown(usual));
  expect(await stored()).not.toHaveProperty('escalation');
});

test('two changes at once both stay', async () => {
  await Promise.all([update({ fyStartMonth: 4 }), update({ upcomingDays: 11 })]);
  expect(await stored()).toMatchObject({ fyStartMonth: 4, upcomingDays: 11 });
});

test('what no setting takes is refused by name, and nothing changes', async () => {
  const before = await stored();
  const refused = (input: object) => api.refused(UPDATE, input, admin());
  expect(await refused({ fyStartMonth: 13, upcomingDays: 1 })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.fyStartMonth',
  });
  expect(await refused({ watchdog: { overdueDays: -1 } })).toMatchObject({ field: 'input.watchdog' });
  expect(await refused({ watchdog: { aggregateOver: 1_000_001 } })).toMatchObject({
    field: 'input.watchdog.aggregateOver',
    expected: 'a whole number, 0 to 1000000',
  });
  expect(await refused({ workingDays: [] })).toMatchObject({ field: 'input.workingDays' });
  const organisation = { id: api.plan.orgId, name: 'O', settings: { watchdog: { overdueDay: 1 } } };
  const query = 'mutation ($input: SyncDirectoryInput!) { syncDirectory(input: $input) { users } }';
  const { errors } = await api.graph.ask(service(), query, { input: { organisation } });
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('Did you mean "overdueDays"'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
  expect(await stored()).toEqual(before);
});

test('the change is in the audit log, and bound to the version that was seen', async () => {
  const { organisation } = await update({ fyStartMonth: 2 });
  const seen = organisation.updatedAt;
  const [entry] = await api.plan.rows(
    `SELECT action, user_id, after_state FROM pit.audit_log WHERE table_name = 'organisation' AND org_id = $1
     ORDER BY created_at DESC, id DESC LIMIT 1`,
    [api.plan.orgId],
  );
  expect(entry).toMatchObject({ action: 'UPDATE', user_id: api.plan.owner });
  expect(entry).toMatchObject({ after_state: { settings: { fyStartMonth: 2 } } });
  await update({ fyStartMonth: 3, ifUpdatedAt: seen });
  expect(await api.refused(UPDATE, { fyStartMonth: 5, ifUpdatedAt: seen }, admin())).toMatchObject({
    code: 'CONFLICT',
    current: { id: api.plan.orgId },
  });
  expect(await stored()).toMatchObject({ fyStartMonth: 3 });
});

test('another calendar counts durations anew, and a repetition under its key does nothing', async () => {
  const projectId = await api.plan.project();
  const phaseId = await api.plan.phase(projectId);
  const dates = { start_date: '2026-03-02', end_date: '2026-03-09', duration_days: 6 };
  await api.plan.task(projectId, phaseId, dates);
  const input = { calendar: 'CALENDAR', idempotencyKey: 'calendar-mode' };
  expect((await update(input)).durationsRecounted).toBe(1);
  await update({ calendar: 'WORKING' });
  expect((await update(input)).durationsRecounted).toBe(1);
  expect(await stored()).toMatchObject({ calendar: 'working' });
});

test('only administrators may, and an organisation changes its own alone', async () => {
  const neighbour = await api.plan.neighbour();
  for (const role of ['foreman', 'member', 'viewer', 'service'] as const) {
    const actor = { ...api.plan.actor(api.plan.owner, role), overrideReason: 'because' };
    expect(await api.refused(UPDATE, { fyStartMonth: 1 }, actor)).toMatchObject({ code: 'FORBIDDEN' });
  }
  await api.done(UPDATE, { fyStartMonth: 6 }, FIELDS, neighbour.actor(neighbour.owner, 'admin'));
  expect(await stored()).toMatchObject({ fyStartMonth: 3 });
});
