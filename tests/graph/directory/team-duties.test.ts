import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { acceptedUntil } from '../../support/worlds/committed-scene.ts';
import { TeamWorld } from './team-world.ts';

let world: TeamWorld;
let api: TeamWorld['api'];
let division: string;
let team: string;
let member: Actor;
let project: string;
let phase: string;
let workPackage: string;
let task: string;

beforeAll(async () => {
  world = await TeamWorld.open();
  ({ api } = world);
});
beforeEach(async () => {
  await world.begin();
  ({ division, team, member, project, phase, workPackage, task } = world);
});
afterAll(() => world?.close());

test('who works on something by their team decides on none of its later days, in the database neither', async () => {
  const due = { end_date: '2027-03-31', source_module: 'audit', source_reference_id: 'F-1' };
  const raised = await api.plan.task(project, phase, due);
  // The owner of the project decides on work of normal priority, unless they are of its team.
  const own = await world.crew([api.plan.owner]);
  await api.plan.insertBeside('team_assignment', {
    ...{ team_id: own, project_id: project, phase_id: phase, role: 'assignee' },
  });
  const input = { taskId: raised, dueOn: '2027-04-30', reason: 'The supplier delivers late' };
  await world.assign({ phaseId: phase });
  const { extension } = await api.done<{ extension: { id: string } }>(
    'requestExtension',
    input,
    'extension { id }',
    member,
  );
  const decision = { extensionId: extension.id, decision: 'GRANTED' };
  expect(await api.refused('decideExtension', decision)).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT006' });
  const other = { ...api.plan.actor(api.plan.worker, 'admin'), divisionIds: ['*'] };
  await api.plan.insert('team_membership', { team_id: own, user_id: api.plan.helper, role: 'member' });
  expect(await api.refused('decideExtension', decision, world.admin())).toMatchObject({
    code: 'FORBIDDEN',
    pit: 'PIT006',
  });
  await api.plan.rows('UPDATE pit.task SET owner_id = $2 WHERE id = $1', [raised, api.plan.sponsor]);
  const within = (userId: string) =>
    api.plan
      .rows(`SELECT set_config('app.user_id', $1, false)`, [userId])
      .then(() =>
        api.plan.rows(
          `UPDATE pit_ops.extension SET state = 'refused', decided_by = $2, decided_at = now() WHERE id = $1`,
          [extension.id, userId],
        ),
      );
  await expect(within(api.plan.helper)).rejects.toMatchObject({ constraint: 'extension_decided_by_others' });
  await api.plan.rows(`SELECT set_config('app.user_id', '00000000-0000-0000-0000-0000000000ff', false)`);
  await api.done('decideExtension', decision, 'extension { id }', other);
});

test('who works by their team on what an acceptance is about does not decide on it', async () => {
  const risk = randomUUID();
  await api.done(
    'linkRisk',
    { taskId: task, riskId: risk, linkType: 'RESIDUAL' },
    '__typename',
    world.owner(),
  );
  const { acceptance } = await api.done<{ acceptance: { id: string } }>(
    'proposeAcceptance',
    { kind: 'RISK_ACCEPTANCE', originId: risk, reason: 'The bridge is closed', endsOn: acceptedUntil() },
    'acceptance { id }',
    world.owner(),
  );
  const decision = { acceptanceId: acceptance.id, decision: 'ACCEPTED' };
  await api.plan.insert('team_membership', { team_id: team, user_id: api.plan.helper, role: 'member' });
  await world.assign({ workPackageId: workPackage });
  expect(await api.refused('decideAcceptance', decision, world.admin())).toMatchObject({
    code: 'FORBIDDEN',
    pit: 'PIT006',
  });
  await world.unassign({ workPackageId: workPackage });
  await api.done('decideAcceptance', decision, '__typename', world.admin());
});

describe('where a team reviews', () => {
  const hand = () =>
    api.plan.insert('evidence', {
      ...{ task_id: task, uploaded_by: api.plan.worker, file_type: 'document', metadata: {} },
      file_url: `https://files.test/${randomUUID()}`,
    });
  const review = (evidenceId: string) => ({ evidenceId, decision: 'ACCEPTED' });
  const inDivision = async () => ({ ...(await world.person()), divisionIds: [division] });
  const waiting = async (who: Actor): Promise<string[]> =>
    (
      await world.read<{ viewer: { toReview: { nodes: { id: string }[] } } }>(
        '{ viewer { toReview(first: 50) { nodes { id } } } }',
        who,
      )
    ).viewer.toReview.nodes.map(({ id }) => id);

  test('its people, administrators and foremen alone review, the nearest team first', async () => {
    const other = await inDivision();
    const evidence = await hand();
    const mayOf = async (who: Actor) =>
      (
        await world.read<{ evidence: { viewerMay: string[] } }>(
          `{ evidence(id: "${evidence}") { viewerMay } }`,
          who,
        )
      ).evidence.viewerMay;
    expect([await waiting(other), await mayOf(other)]).toEqual([
      [evidence],
      expect.arrayContaining(['REVIEW_EVIDENCE']),
    ]);
    await world.assign({ phaseId: phase, role: 'REVIEWER' });
    expect(await api.refused('reviewEvidence', review(evidence), other)).toMatchObject({
      code: 'FORBIDDEN',
      pit: 'PIT001',
    });
    expect([await waiting(other), await mayOf(other)]).toEqual([
      [],
      expect.not.arrayContaining(['REVIEW_EVIDENCE']),
    ]);
    expect(await waiting(member)).toEqual([evidence]);
    expect(await waiting(world.admin())).toContain(evidence);
    // The team of the task itself takes the place of that of the phase.
    const nearer = await world.crew([other.userId]);
    await world.assign({ taskId: task, teamId: nearer, role: 'REVIEWER' });
    expect(await api.refused('reviewEvidence', review(evidence), member)).toMatchObject({
      code: 'FORBIDDEN',
      pit: 'PIT001',
    });
    await api.done('reviewEvidence', review(evidence), '__typename', other);
    await api.done('reviewEvidence', review(await hand()), '__typename', world.admin());
  });

  test('nobody reviews by a team what they own or have handed in', async () => {
    await api.plan.insert('team_membership', { team_id: team, user_id: api.plan.worker, role: 'member' });
    await world.assign({ taskId: task, role: 'REVIEWER' });
    const worker = api.plan.actor(api.plan.worker);
    expect(await api.refused('reviewEvidence', review(await hand()), worker)).toMatchObject({
      pit: 'PIT008',
    });
  });

  test('it is told of what waits for it, in the place of those who answer for the project', async () => {
    await world.assign({ taskId: task, role: 'REVIEWER' });
    const file = {
      fileUrl: `https://files.test/${randomUUID()}`,
      fileType: 'DOCUMENT',
      sha256: 'a'.repeat(64),
    };
    const input = { taskId: task, ...file, size: 10, mediaType: 'application/pdf', source: 'scanner' };
    await api.done('submitEvidence', input, '__typename', api.plan.actor(api.plan.worker));
    expect(await world.titlesFor(member)).toContain('Evidence for “Paint” waits for your review');
    const mine = await world.titlesFor(world.owner());
    expect(mine.filter((title) => title === 'Evidence for “Paint” waits for your review')).toEqual([]);
  });
});
