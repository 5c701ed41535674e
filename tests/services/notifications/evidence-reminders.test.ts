import { clock } from '../../../src/clock.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { elsewhere, EvidenceWorld, REVIEW, SUBMIT } from '../evidence/evidence-world.ts';

const real = { ...clock };
let today: string;
let world: EvidenceWorld;

beforeAll(async () => {
  clock.today = () => today;
  today = '2027-03-01';
  world = await EvidenceWorld.open();
});
beforeEach(async () => {
  today = '2027-03-01';
  await world.plan.rows('UPDATE pit.project SET deleted_at = now() WHERE org_id = $1', [world.plan.orgId]);
});
afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

const submitted = async (taskId: string, values: object): Promise<string> => {
  const input = { taskId, ...elsewhere(), ...values };
  const { submitEvidence } = await world.done(world.helper, SUBMIT, { input });
  return (submitEvidence?.['evidence'] as { id: string }).id;
};
const accept = (evidenceId: string) =>
  world.done(world.sponsor, REVIEW, { input: { evidenceId, decision: 'ACCEPTED' } });

/** Turns the day and answers who has been told what of it, by the name of the person. */
async function toldOn(day: string): Promise<string[]> {
  today = day;
  await world.plan.rows(`DELETE FROM pit.notification WHERE org_id = $1`, [world.plan.orgId]);
  await rollOverDays(world.plan.pool);
  await rollOverDays(world.plan.pool);
  const rows = await world.plan.rows<{ line: string }>(
    `SELECT concat_ws(': ', u.name, n.title, n.message) AS line FROM pit.notification n JOIN pit."user" u ON u.id = n.user_id
     WHERE n.org_id = $1 AND (n.title LIKE '%What prove%' OR n.title LIKE '%evidence of%') ORDER BY 1`,
    [world.plan.orgId],
  );
  return rows.map(({ line }) => line);
}

test('who owns the work and who handed the evidence in are reminded 30, 7 and 1 days before it ends and after it, once each', async () => {
  const { taskId } = await world.provenTask();
  await accept(await submitted(taskId, { validUntil: '2027-04-30' }));
  const [task] = await world.plan.rows<{ name: string }>('SELECT name FROM pit.task WHERE id = $1', [taskId]);
  const ends = ['helper', 'worker'].map(
    (who) => `${who}: What proves “${task!.name}” ends on 2027-04-30: renew the evidence`,
  );
  expect(await toldOn('2027-03-30')).toEqual([]);
  expect(await toldOn('2027-03-31')).toEqual(ends);
  expect(await toldOn('2027-04-01')).toEqual([]);
  // Days without a process: the nearest step alone.
  expect(await toldOn('2027-04-29')).toEqual(ends);
  expect(await toldOn('2027-04-30')).toEqual([]);
  expect(await toldOn('2027-05-01')).toEqual(
    ends.map((line) => line.replace('proves', 'proved').replace('ends', 'has ended')),
  );
  expect(await toldOn('2027-05-02')).toEqual([]);
});

test('several pieces of a project are one message, and what waits for its review as a renewal, or is proven longer, is none', async () => {
  const { taskId, projectId } = await world.provenTask();
  const [place] = await world.plan.rows<{ phase_id: string; owner_id: string }>(
    'SELECT phase_id, owner_id FROM pit.task WHERE id = $1',
    [taskId],
  );
  const others: string[] = [];
  for (const name of ['Second', 'Renewed', 'Proven']) {
    others.push(
      await world.plan.task(projectId, place!.phase_id, {
        name,
        owner_id: place!.owner_id,
        assignees: JSON.stringify([world.plan.helper]),
        requires_evidence: true,
      }),
    );
  }
  const [second = '', renewed = '', proven = ''] = others;
  for (const id of [taskId, second, proven]) await accept(await submitted(id, { validUntil: '2027-03-20' }));
  const former = await submitted(renewed, { validUntil: '2027-03-20' });
  await accept(former);
  await submitted(renewed, { renewsId: former, validUntil: '2028-03-20' });
  await accept(await submitted(proven, { validUntil: '2028-03-20' }));
  const told = await toldOn('2027-03-02');
  expect(told).toHaveLength(2);
  for (const line of told) {
    expect(line).toContain('evidence of 2 tasks ends, or has ended');
    expect(line).toContain('“Second” ends on 2027-03-20');
    expect(line).not.toMatch(/Renewed|Proven/);
  }
});
