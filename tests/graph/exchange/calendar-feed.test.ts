import { setTimeout as sleep } from 'node:timers/promises';
import ICAL from 'ical.js';
import { ActorRole } from '../../../src/domain/enums.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { MOST_IN_A_MINUTE } from '../../../src/server/files/calendar-handler.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const KEY = 'ab'.repeat(32);
const ENV = { PIT_SECRET: KEY, PIT_TODAY: '2026-03-02', PIT_PUBLIC_URL: 'https://pit.example/' };
const FEED = 'calendarFeed { id expiresAt rotatedAt fetchedAt project { id } user { id } }';

let plan: Plan;
let service: TestService;
let replica: TestService;
let project: string;
let phase: string;
let division: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database, ENV);
  replica = await startTestService(plan.database, ENV);
  division = await plan.insert('division', { name: 'North' });
  project = await plan.project({ name: 'Quay; east, “new”', division_id: division });
  phase = await plan.phase(project, { name: 'Build' });
});

afterAll(async () => {
  await replica?.stop();
  await service?.stop();
  await plan?.close();
});

interface Made {
  url: string | null;
  calendarFeed: { id: string; fetchedAt: string | null; rotatedAt: string | null } | null;
}

async function ask(actor: Actor, query: string, variables: object = {}) {
  const { body } = await service.query(await service.token(actor), query, { ...variables });
  return body;
}

async function change(actor: Actor, name: string, input: object): Promise<Made> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const shown = name.startsWith('delete') ? 'deletedId' : `url ${FEED}`;
  const body = await ask(actor, `mutation ($input: ${type}!) { ${name}(input: $input) { ${shown} } }`, {
    input,
  });
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  return body.data?.[name] as Made;
}

/** Fetches an address as a calendar program does, which sends nothing beside it. */
function fetched(url: string | null, init: RequestInit = {}, at: TestService = service): Promise<Response> {
  const { pathname } = new URL(url ?? '');
  return fetch(new URL(pathname, at.url), init);
}

async function events(url: string | null, at?: TestService) {
  const response = await fetched(url, {}, at);
  const text = await response.text();
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
    status: 200,
    type: 'text/calendar; charset=utf-8',
  });
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  return new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent').map((each) => {
    const { uid, summary, startDate, endDate, description, sequence } = new ICAL.Event(each);
    return {
      uid,
      summary,
      span: `${String(startDate)}..${String(endDate)}`,
      description,
      sequence: Number(sequence),
    };
  });
}

test('a project is a calendar for whoever has its address, on any replica, and changes as the plan does', async () => {
  const dated = { start_date: '2026-03-02', end_date: '2026-03-06', duration_days: 5, owner_id: plan.worker };
  const task = await plan.task(project, phase, { name: 'Drive piles, östlich '.repeat(6).trim(), ...dated });
  const milestone = { start_date: '2026-03-09', end_date: '2026-03-09', duration_days: 0 };
  await plan.task(project, phase, { name: 'Piles stand', ...milestone });
  await plan.task(project, phase, { name: 'Some day' });
  const made = await change(plan.actor(), 'createCalendarFeed', { projectId: project, days: 30 });
  expect(made.url).toMatch(/^https:\/\/pit\.example\/calendars\/[\w-]{96}\.ics$/);
  expect(made.calendarFeed).toMatchObject({
    project: { id: project },
    user: { id: plan.owner },
    fetchedAt: null,
  });
  const found = await events(made.url);
  expect(found).toMatchObject([
    {
      uid: `${task}@pit`,
      summary: 'Drive piles, östlich '.repeat(6).trim(),
      span: '2026-03-02..2026-03-07',
      description: 'Quay; east, “new”, Build: 0 %',
    },
    { summary: 'Piles stand', span: '2026-03-09..2026-03-10' },
  ]);
  expect(await events(made.url, replica)).toEqual(found);

  const first = await fetched(made.url);
  const etag = first.headers.get('etag') ?? '';
  const text = await first.text();
  expect(text).toContain('CATEGORIES:Quay\\; east\\, “new”,Milestone');
  expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT60M');
  for (const tags of [etag, `"other", ${etag.replace('W/', '')}`, '*']) {
    const same = await fetched(made.url, { headers: { 'if-none-match': tags } }, replica);
    expect([tags, same.status, await same.text()]).toEqual([tags, 304, '']);
  }
  const head = await fetched(made.url, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } });
  expect([head.status, head.headers.get('etag'), head.headers.get('content-length')]).toEqual([
    200,
    etag,
    String(Buffer.byteLength(text)),
  ]);
  expect((await fetched(made.url, { method: 'POST' })).status).toBe(405);

  // A sequence counts seconds.
  await sleep(1_001);
  await plan.rows(
    `UPDATE pit.task SET end_date = '2026-03-10', updated_at = now() + interval '5 s' WHERE id = $1`,
    [task],
  );
  const moved = await fetched(made.url, { headers: { 'if-none-match': etag } });
  expect(moved.status).toBe(200);
  const after = await events(made.url);
  expect(after[1]).toMatchObject({ uid: `${task}@pit`, span: '2026-03-02..2026-03-11' });
  expect(after[1]?.sequence).toBeGreaterThan(found[0]?.sequence ?? 0);
  const { data } = await ask(plan.actor(), '{ calendarFeeds { id fetchedAt } }');
  expect(data?.['calendarFeeds']).toEqual([
    { id: made.calendarFeed?.id, fetchedAt: expect.any(String) as string },
  ]);
});

test('a calendar of a person holds what they have to do in all projects, and nobody else’s', async () => {
  const helper = plan.actor(plan.helper);
  const other = await plan.project({ name: 'Other' });
  const place = await plan.phase(other);
  const day = { start_date: '2026-04-01', end_date: '2026-04-01' };
  await plan.task(other, place, { name: 'Assigned', assignees: JSON.stringify([plan.helper]), ...day });
  await plan.task(project, phase, { name: 'Owned', owner_id: plan.helper, ...day });
  await plan.task(other, place, { name: 'Not theirs', ...day });
  const { url } = await change(helper, 'createCalendarFeed', {});
  expect((await events(url)).map(({ summary }) => summary).sort()).toEqual(['Assigned', 'Owned']);
  // A secret that is not in the address, though it is signed: the former one, once the address was replaced.
  const [{ id } = { id: '' }] = (await ask(helper, '{ calendarFeeds { id } }')).data?.['calendarFeeds'] as {
    id: string;
  }[];
  const rotated = await change(helper, 'rotateCalendarFeed', { id, days: 10 });
  expect((await fetched(url)).status).toBe(404);
  expect(await events(rotated.url)).toHaveLength(2);
  // Neither another person nor a stranger ends it; an administrator sees it and does.
  await expect(change(plan.actor(plan.worker), 'deleteCalendarFeed', { id })).rejects.toThrow('NOT_FOUND');
  await expect(change(plan.actor(plan.worker), 'rotateCalendarFeed', { id })).rejects.toThrow('NOT_FOUND');
  const admin = plan.actor(plan.sponsor, ActorRole.ADMIN);
  const list = 'query ($of: ID) { calendarFeeds(userId: $of) { id user { id } } }';
  expect((await ask(plan.actor(plan.worker), list, { of: plan.helper })).data?.['calendarFeeds']).toEqual([]);
  expect((await ask(admin, list, { of: plan.helper })).data?.['calendarFeeds']).toEqual([
    { id, user: { id: plan.helper } },
  ]);
  await change(admin, 'deleteCalendarFeed', { id });
  expect((await fetched(rotated.url)).status).toBe(404);
  const trail = await plan.rows(
    `SELECT action, user_id AS actor, concat(before_state, after_state) AS states FROM pit.audit_log
     WHERE table_name = 'calendar_feed' AND record_id = $1 ORDER BY created_at`,
    [id],
  );
  expect(trail.map(({ action, actor }) => ({ action, actor }))).toEqual([
    { action: 'INSERT', actor: plan.helper },
    { action: 'UPDATE', actor: plan.helper },
    { action: 'DELETE', actor: plan.sponsor },
  ]);
  // The secret is stored nowhere, and its digest not in the trail.
  for (const { states } of trail) expect(String(states)).not.toMatch(/sha256|secret/);
});

test('whoever loses sight of a project gets no event of it, and whoever has left none at all', async () => {
  const { worker } = plan;
  const hidden = await plan.project({ name: 'Hidden', division_id: division });
  const place = await plan.phase(hidden);
  const day = { start_date: '2026-05-04', end_date: '2026-05-04' };
  const task = await plan.task(hidden, place, { name: 'Mine', owner_id: worker, ...day });
  const { url } = await change(plan.actor(worker), 'createCalendarFeed', { projectId: hidden });
  expect(await events(url)).toHaveLength(1);
  await plan.rows('UPDATE pit.task SET owner_id = $2 WHERE id = $1', [task, plan.owner]);
  expect(await events(url)).toEqual([]);
  const text = await (await fetched(url)).text();
  // A calendar without any component were none (RFC 5545, 3.6); nothing of the project is told.
  expect(text).toContain('BEGIN:VTIMEZONE');
  expect(text).not.toContain('Hidden');
  // Their token names the division, by which no fetch sees anything: such a calendar is refused.
  const divided = { ...plan.actor(worker), divisionIds: [division] };
  const refused = await ask(
    divided,
    'mutation ($id: ID!) { createCalendarFeed(input: { projectId: $id }) { url } }',
    {
      id: hidden,
    },
  );
  expect(refused.errors).toMatchObject([
    { extensions: { code: 'FORBIDDEN', pit: 'PIT001', field: 'input.projectId' } },
  ]);
  await plan.rows('UPDATE pit.task SET owner_id = $2 WHERE id = $1', [task, worker]);
  expect(await events(url)).toHaveLength(1);
  await plan.rows('INSERT INTO pit_ops.deactivated_user (id, org_id) VALUES ($1, $2)', [worker, plan.orgId]);
  expect((await fetched(url)).status).toBe(410);
  await plan.rows('DELETE FROM pit_ops.deactivated_user WHERE id = $1', [worker]);
  expect((await fetched(url)).status).toBe(200);
  await plan.rows(
    `UPDATE pit_ops.calendar_feed SET created_at = now() - interval '2 days', expires_at = now() - interval '1 day'
     WHERE user_id = $1`,
    [worker],
  );
  expect((await fetched(url, {}, replica)).status).toBe(410);
});

test('an address that is forged, cut or another organisation’s gives nothing out', async () => {
  const { url } = await change(plan.actor(), 'createCalendarFeed', { projectId: project });
  const { pathname } = new URL(url ?? '');
  const token = pathname.slice('/calendars/'.length, -'.ics'.length);
  const bytes = Buffer.from(token, 'base64url');
  for (let at = 0; at < bytes.length; at += 7) {
    const forged = Buffer.from(bytes);
    forged[at] = (forged[at] ?? 0) ^ 1;
    const path = `/calendars/${forged.toString('base64url')}.ics`;
    expect([at, (await fetch(new URL(path, service.url))).status]).toEqual([at, 404]);
  }
  for (const path of ['', '.ics', token.slice(1), `${token}.ics/more`, `${token}A.ics`, '%00.ics'])
    expect([path, (await fetch(new URL(`/calendars/${path}`, service.url))).status]).toEqual([path, 404]);
  // A program that asks without end is told to wait, whatever others ask.
  const statuses: number[] = [];
  for (let n = 0; n <= MOST_IN_A_MINUTE; n++) statuses.push((await fetched(url)).status);
  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
  const late = await fetched(url);
  expect([late.status, late.headers.get('retry-after')]).toEqual([429, '60']);
  const others = await change(plan.actor(), 'createCalendarFeed', {});
  expect((await fetched(others.url)).status).toBe(200);
});

test('a repeated request makes no second calendar and shows no address; days and numbers are bounded', async () => {
  const sponsor = plan.actor(plan.sponsor);
  const input = { idempotencyKey: 'calendar-of-sponsor' };
  const first = await change(sponsor, 'createCalendarFeed', input);
  const again = await change(sponsor, 'createCalendarFeed', input);
  expect(first.url).not.toBeNull();
  expect(again).toEqual({ url: null, calendarFeed: first.calendarFeed });
  expect(await events(first.url)).toEqual([]);
  const make = 'mutation ($input: CreateCalendarFeedInput!) { createCalendarFeed(input: $input) { url } }';
  for (const days of [0, -1, 731]) {
    const { errors } = await ask(sponsor, make, { input: { days } });
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', field: 'input.days', actual: days } },
    ]);
  }
  // However many ask at once, twenty are made.
  const answers = await Promise.all(Array.from({ length: 22 }, () => ask(sponsor, make, { input: {} })));
  const codes = answers.map(({ errors }) => (errors === undefined ? null : JSON.stringify(errors)));
  expect(codes.filter((each) => each === null)).toHaveLength(19);
  for (const each of codes.filter((refused) => refused !== null)) expect(each).toContain('LIMIT_EXCEEDED');
});

test('a large project is shown around today, so many tasks at most', async () => {
  const large = await plan.project({ name: 'Large' });
  const place = await plan.phase(large);
  await plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, start_date, end_date, order_index)
     SELECT $1, $2, $3, 'Day ' || n, $4, date '2026-03-02' + n, date '2026-03-02' + n, n + 3000
     FROM generate_series(-535, 1470) AS n`,
    [plan.orgId, large, place, plan.owner],
  );
  const { url } = await change(plan.actor(), 'createCalendarFeed', { projectId: large });
  const text = await (await fetched(url)).text();
  const names = text.split('\r\n').filter((line) => line.startsWith('SUMMARY:'));
  expect([names.length, names[0], names.at(-1)]).toEqual([2_000, 'SUMMARY:Day -531', 'SUMMARY:Day 1468']);
  expect(text).toContain('X-WR-CALDESC:');
});
