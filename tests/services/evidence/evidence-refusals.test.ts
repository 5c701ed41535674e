import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import {
  describeFile,
  elsewhere,
  EvidenceWorld,
  PREPARE,
  REVIEW,
  SUBMIT,
  SUPERSEDE,
} from './evidence-world.ts';

let world: EvidenceWorld;

beforeAll(async () => {
  world = await EvidenceWorld.open();
});

afterAll(() => world.close());

describe('refused, and nothing changed', () => {
  let taskId: string;
  let projectId: string;
  let evidenceId: string;
  let before: unknown;
  const rows = async () => [
    await world.plan.rows('SELECT * FROM pit.evidence ORDER BY id'),
    await world.plan.rows('SELECT * FROM pit.evidence_review ORDER BY id'),
    await world.plan.rows('SELECT * FROM pit.notification ORDER BY id'),
    await world.topicsOf(projectId),
  ];

  beforeAll(async () => {
    ({ taskId, projectId } = await world.provenTask());
    evidenceId = await world.submit(world.worker, { taskId });
    before = await rows();
  });
  afterEach(async () => expect(await rows()).toEqual(before));

  const stranger: Actor = { userId: randomUUID(), orgId: randomUUID(), role: 'member', divisionIds: [] };

  test('a file that is not here, of another size, of another content or organisation', async () => {
    const fileUrl = await world.upload(world.worker, 'another report');
    const file = { taskId, fileUrl, fileType: 'PHOTO', source: 'camera', ...describeFile('another report') };
    const wrong: [object, string][] = [
      [{ fileUrl: `s3://pit-local/${world.plan.orgId}/${randomUUID()}` }, 'NOT_FOUND'],
      [{ fileUrl: fileUrl.replace(world.plan.orgId, randomUUID()) }, 'NOT_FOUND'],
      [{ sha256: describeFile('x').sha256 }, 'NOT_FOUND'],
      [{ size: 1 }, 'BAD_USER_INPUT'],
      [{ size: 2.5 }, 'BAD_USER_INPUT'],
      [{ fileUrl: 'http://files.test/a' }, 'BAD_USER_INPUT'],
      [{ fileUrl: 'file:///etc/passwd' }, 'BAD_USER_INPUT'],
      [{ sha256: 'abc' }, 'BAD_USER_INPUT'],
      [{ source: ' ' }, 'BAD_USER_INPUT'],
      [{ metadata: { supersedes: evidenceId } }, 'BAD_USER_INPUT'],
      [{ metadata: ['x'] }, 'BAD_USER_INPUT'],
      [{ metadata: 'x' }, 'BAD_USER_INPUT'],
      [{ subtaskId: randomUUID() }, 'BAD_USER_INPUT'],
      [{ taskId: null }, 'BAD_USER_INPUT'],
      [{ taskId: randomUUID() }, 'NOT_FOUND'],
      [{ taskId: 'x' }, 'NOT_FOUND'],
    ];
    for (const [change, code] of wrong) {
      expect([change, await world.refused(world.worker, SUBMIT, { ...file, ...change })]).toMatchObject([
        change,
        { code },
      ]);
    }
  });

  test('a review that decides nothing, says nothing, or scores beyond the scale', async () => {
    const sponsor = world.sponsor;
    const wrong = [
      { decision: 'PENDING', comment: 'Later' },
      { decision: 'REJECTED' },
      { decision: 'REJECTED', comment: ' ' },
      { decision: 'ACCEPTED', aiScore: 101 },
      { decision: 'ACCEPTED', comment: 'x'.repeat(5_001) },
    ];
    for (const input of wrong) {
      expect(await world.refused(sponsor, REVIEW, { evidenceId, ...input })).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    }
  });

  test('viewers, and members who have nothing to do with the task', async () => {
    const viewer = world.plan.actor(world.plan.worker, 'viewer');
    const file = elsewhere();
    const { fileUrl: _url, fileType: _type, source: _source, ...announced } = file;
    expect(await world.refused(viewer, PREPARE, announced)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.refused(viewer, SUBMIT, { taskId, ...file })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await world.refused(viewer, SUPERSEDE, { evidenceId, ...file })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await world.refused(viewer, REVIEW, { evidenceId, decision: 'ACCEPTED' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const somebody = { name: 'Passer-by', email: 'passer@by.example', role: 'member' };
    const passerBy = world.plan.actor(await world.plan.insert('user', somebody));
    for (const [query, target] of [
      [SUBMIT, { taskId }],
      [SUPERSEDE, { evidenceId }],
    ] as const) {
      expect(await world.refused(passerBy, query, { ...target, ...file })).toMatchObject({
        code: 'FORBIDDEN',
        pit: 'PIT001',
      });
    }
    expect(
      await world.refused(world.plan.actor(world.plan.sponsor, 'service'), REVIEW, {
        evidenceId,
        decision: 'ACCEPTED',
      }),
    ).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001' });
  });

  test('what another organisation owns is not there', async () => {
    await world.plan.rows('INSERT INTO pit.organisation (id, name) VALUES ($1, $2)', [
      stranger.orgId,
      'Strangers',
    ]);
    await world.plan.insert('user', {
      ...{ id: stranger.userId, org_id: stranger.orgId },
      ...{ name: 'Stranger', email: 'stranger@far.example', role: 'member' },
    });
    for (const role of ['admin', 'member', 'service'] as const) {
      const other = { ...stranger, role };
      expect(await world.refused(other, SUBMIT, { taskId, ...elsewhere() })).toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await world.refused(other, SUPERSEDE, { evidenceId, ...elsewhere() })).toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await world.refused(other, REVIEW, { evidenceId, decision: 'ACCEPTED' })).toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });
});
