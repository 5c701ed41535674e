import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import {
  NIGHT_PLACE,
  NOTE_CHECKED,
  PROJECTS_OF_NIGHT,
  WANTED_PROJECTS,
} from '../../../src/db/queries/quality/quality-run-query.ts';
import { dueChecks, noteNight, type NightPlace } from '../../../src/services/quality/quality-nights.ts';
import { asActor, value } from '../../db/tenancy/as-actor.ts';
import { QualityWorld, TODAY } from './quality-world.ts';

let world: QualityWorld;
const real = { ...clock };

beforeAll(async () => {
  world = await QualityWorld.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

test('the functions of the quality checks say nothing of a project to who does not see it', async () => {
  const { plan } = world;
  const { project } = await world.soundProject();
  const division = await plan.insert('division', { id: crypto.randomUUID(), name: 'Elsewhere' });
  const stranger = await plan.insert('user', { name: 'Stranger', email: 's@example.test', role: 'member' });
  const counts = (user: string) =>
    asActor(plan.database.appUrl, { org: plan.orgId, user, role: 'member' }, async (client) => {
      const found: number[] = [];
      for (const call of [
        'quality_records($1)',
        'quality_trail($1, 30)',
        `quality_files($1, '${TODAY}', 20)`,
      ])
        found.push(await value<number>(client, `SELECT count(*)::int FROM pit_ops.${call}`, [project]));
      return found;
    });
  const told = await counts(stranger);
  expect(told.every((count) => count > 0)).toBe(true);
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
  expect(await counts(stranger)).toEqual([0, 0, 0]);
  expect(await counts(plan.owner)).toEqual(told);
});

async function addProjects(count: number): Promise<void> {
  const { plan } = world;
  await plan.rows(
    `INSERT INTO pit.project (org_id, name, owner_id) SELECT $1, 'Many', $2 FROM generate_series(1, $3::int)`,
    [plan.orgId, plan.owner, count],
  );
  await plan.rows('VACUUM ANALYZE pit.project, pit_ops.quality_state');
}

test('a night goes through all projects once, and those that cannot be checked do not stand before others', async () => {
  const { plan } = world;
  clock.now = () => new Date(`${TODAY}T04:00:00Z`);
  await addProjects(600);
  const actor = systemActor(plan.orgId);
  const due = (failed: readonly string[] = []) => plan.run((tx) => dueChecks(tx, failed), { actor });
  const note = (place: NightPlace | null) => plan.run((tx) => noteNight(tx, place!), { actor });

  const first = await due();
  expect(first.projectIds).toHaveLength(500);
  // Whoever goes on where it was stopped begins where the place was kept.
  expect(await due()).toEqual(first);
  await note(first.place);
  const second = await due();
  await note(second.place);
  // An answer that comes late does not take the night back.
  await note(first.place);
  expect(await due()).toEqual({ night: TODAY, projectIds: [], place: null });
  const live = await plan.rows<{ id: string }>(
    `SELECT id FROM pit.project WHERE deleted_at IS NULL AND status <> 'archived' ORDER BY id`,
  );
  expect([...first.projectIds, ...second.projectIds]).toEqual(live.map(({ id }) => id));

  await plan.rows(
    `INSERT INTO pit_ops.quality_state (org_id, project_id, wanted_at) SELECT org_id, id, now() FROM pit.project ORDER BY id LIMIT 501`,
  );
  const wanted = await due();
  expect(wanted.projectIds).toEqual(first.projectIds);
  expect(wanted.place).toBeNull();
  expect((await due(wanted.projectIds)).projectIds).toEqual(second.projectIds.slice(0, 1));
});

test('a wish that comes while the checks run stays, where there was none and where one was put off', async () => {
  const { plan } = world;
  const { project } = await world.soundProject();
  const at = { before: '2026-11-18T01:00:00.000Z', later: '2026-11-18T01:15:00.000Z' };
  /** Whether a wish is left once a run is noted that had read one wish, or none, while the state has come to another. */
  const staysWanted = async (read: string | null, now: string) => {
    await plan.rows(
      `INSERT INTO pit_ops.quality_state (org_id, project_id, wanted_at) VALUES ($1, $2, $3)
       ON CONFLICT (project_id) DO UPDATE SET wanted_at = excluded.wanted_at`,
      [plan.orgId, project, now],
    );
    await plan.run((tx) => tx.run(NOTE_CHECKED, [project, TODAY, read]), {
      actor: systemActor(plan.orgId),
    });
    const [state] = await plan.rows<{ stays: boolean }>(
      'SELECT wanted_at IS NOT NULL AS stays FROM pit_ops.quality_state WHERE project_id = $1',
      [project],
    );
    return state?.stays;
  };
  expect(await staysWanted(null, at.before)).toBe(true);
  expect(await staysWanted(at.later, at.before)).toBe(true);
  expect(await staysWanted(at.before, at.later)).toBe(true);
  expect(await staysWanted(at.later, at.later)).toBe(false);
});

/** Pages of the database that a statement touches for the platform, once it is known. */
async function pagesOf({ text }: { readonly text: string }, values: unknown[]): Promise<number> {
  const { plan } = world;
  const service = { org: plan.orgId, user: plan.owner, role: 'service' } as const;
  return asActor(plan.database.appUrl, service, async (client) => {
    const explain = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`;
    await client.query(explain, values);
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      explain,
      values,
    );
    const root = rows[0]!['QUERY PLAN'][0].Plan;
    return root['Shared Hit Blocks']! + root['Shared Read Blocks']!;
  });
}

test('a look at what is due touches as little among 8,000 projects as among 600', async () => {
  const middle = '80000000-0000-0000-0000-000000000000';
  const measured = async () => [
    await pagesOf(PROJECTS_OF_NIGHT, [TODAY, middle, 100]),
    await pagesOf(WANTED_PROJECTS, [100, []]),
    await pagesOf(NIGHT_PLACE, [TODAY]),
  ];
  await addProjects(1);
  const few = await measured();
  await addProjects(7_400);
  const many = await measured();
  expect(few.every((pages) => pages > 0)).toBe(true);
  expect(many.map((pages, i) => pages <= few[i]! * 1.5 + 30)).toEqual([true, true, true]);
});
