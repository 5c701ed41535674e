import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { sealRecords } from '../../../src/services/audit/audit-sealing.ts';
import { TEST_SEALER } from '../../support/processes/graph.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

/** What moves along with a task. */
interface Shown {
  task: { status: string; progressPercent: number };
  project: {
    progressPercent: number;
    riskMitigationPercent: number;
    capexTotal: string;
    opexTotal: string;
  };
}

interface AuditEntry {
  tableName: string;
  recordId: string;
  action: string;
  userId: string;
  createdAt: string;
  changes: Change[];
}

interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

interface Entries {
  edges: { node: AuditEntry }[];
}

const SHOWN = `task { status progressPercent }
  project { progressPercent riskMitigationPercent capexTotal opexTotal }`;
const ENTRIES =
  '{ edges { node { tableName recordId action userId createdAt changes { field before after } } } }';
const AUDIT = `query ($changes: AuditLogFilter, $reviews: AuditLogFilter) {
  changes: auditLog(first: 100, filter: $changes) ${ENTRIES}
  reviews: auditLog(first: 100, filter: $reviews) ${ENTRIES} }`;

let world: PlanGraph;
let owner: Actor;
let sponsor: Actor;
let worker: Actor;
let helper: Actor;
let auditModule: Actor;
let admin: Actor;

beforeAll(async () => {
  world = await PlanGraph.open();
  const { plan } = world;
  [owner, sponsor, worker, helper] = [plan.owner, plan.sponsor, plan.worker, plan.helper].map((id) =>
    plan.actor(id),
  ) as [Actor, Actor, Actor, Actor];
  auditModule = plan.actor(await someone('audit'), 'service');
  admin = plan.actor(await someone('admin'), 'admin');
});

afterAll(() => world?.close());

function someone(name: string): Promise<string> {
  return world.plan.insert('user', { name, email: `${name}@example.test`, role: 'member' });
}

async function shown(actor: Actor, verb: string, input: object): Promise<unknown> {
  const { task, project } = await world.done<Shown>(verb, input, SHOWN, actor);
  const { progressPercent, riskMitigationPercent, capexTotal, opexTotal } = project;
  return [task.status, task.progressPercent, progressPercent, riskMitigationPercent, capexTotal, opexTotal];
}

async function handIn(taskId: string): Promise<string> {
  const file = { fileUrl: `https://files.test/${randomUUID()}`, fileType: 'PHOTO', source: 'inspection' };
  const content = { sha256: 'ab'.repeat(32), size: 2048, mediaType: 'image/jpeg' };
  const input = { taskId, ...file, ...content };
  const { evidence } = await world.done<{ evidence: { id: string } }>(
    'submitEvidence',
    input,
    'evidence { id }',
    worker,
  );
  return evidence.id;
}

/** A project with other work in it, and the task that an audit finding leads to. */
async function raise(): Promise<string> {
  const projectId = await world.make('Project', { name: 'Fire safety', sponsorId: sponsor.userId });
  const { project } = await world.done<{ project: { phases: { id: string }[] } }>(
    'updateProject',
    { id: projectId, code: 'FIRE' },
    'project { phases { id } }',
  );
  const phaseId = project.phases[0]?.id;
  const other = { name: 'Other work', phaseId, capexCost: '800.00', linkedRiskMitigationPct: 10 };
  await world.make('Task', other);
  const finding = {
    sourceModule: 'AUDIT',
    sourceReferenceId: 'AUD-2026-17',
    name: 'Fit the fire door',
    severity: 'HIGH',
    phaseId,
    ownerId: worker.userId,
    requiresEvidence: true,
    linkedRiskMitigationPct: 30,
    links: { auditFindingId: randomUUID() },
  };
  const { items } = await world.done<{ items: { taskId: string }[] }>(
    'raiseTasks',
    { projectId, tasks: [finding] },
    'items { taskId }',
    auditModule,
  );
  return items[0]?.taskId ?? '';
}

test('a task goes from an audit finding to its completion, and everybody’s part in it is on record', async () => {
  const id = await raise();
  const plan = { id, capexCost: '1200.50', opexCost: '99.25', startDate: inDays(20), endDate: inDays(29) };
  expect(await shown(owner, 'updateTask', plan)).toEqual(['NOT_STARTED', 0, 0, 0, '2000.50', '99.25']);
  await world.done('assignTask', { id, assigneeIds: [helper.userId] }, '__typename', owner);
  expect(await shown(worker, 'startTask', { id })).toEqual(['ACTIVE', 0, 0, 0, '2000.50', '99.25']);
  // Without evidence progress shows, and mitigates nothing.
  const progress = await shown(helper, 'updateProgress', { taskId: id, percent: 60, comment: 'Frame is in' });
  expect(progress).toEqual(['ACTIVE', 60, 30, 0, '2000.50', '99.25']);

  const refused = await handIn(id);
  const blurred = { evidenceId: refused, decision: 'REJECTED', comment: 'Blurred' };
  expect(await shown(sponsor, 'reviewEvidence', blurred)).toEqual(progress);
  expect(await world.refused('completeTask', { id }, worker)).toMatchObject({ pit: 'PIT008' });

  const accepted = await handIn(id);
  // 30 of 40 planned points, of which 60 percent are done: 18 of 40.
  const judged = await shown(sponsor, 'reviewEvidence', { evidenceId: accepted, decision: 'ACCEPTED' });
  expect(judged).toEqual(['ACTIVE', 60, 30, 45, '2000.50', '99.25']);
  const done = await shown(worker, 'completeTask', { id, comment: 'Closed' });
  expect(done).toEqual(['COMPLETED', 100, 50, 75, '2000.50', '99.25']);

  expect(await story([id, refused, accepted])).toEqual([
    ['audit', 'INSERT', 'task'],
    ['audit', 'INSERT', 'due_commitment'],
    ['owner', 'UPDATE', 'task', 'capex_cost', 'duration_days', 'end_date', 'opex_cost', 'start_date'],
    // Raised work starts on a working day: at weekends it does not start today.
    ['owner', 'UPDATE', 'task', expect.stringMatching(/^status: (active|upcoming) → not_started$/)],
    ['owner', 'UPDATE', 'task', 'assignees'],
    ['worker', 'UPDATE', 'task', 'status: not_started → active'],
    ['worker', 'INSERT', 'task_actual'],
    ['helper', 'UPDATE', 'task', 'progress_percent: 0 → 60'],
    ['worker', 'INSERT', 'evidence'],
    ['worker', 'INSERT', 'evidence_validity'],
    ['sponsor', 'INSERT', 'evidence_review', 'rejected'],
    ['worker', 'INSERT', 'evidence'],
    ['worker', 'INSERT', 'evidence_validity'],
    ['sponsor', 'INSERT', 'evidence_review', 'accepted'],
    ['worker', 'UPDATE', 'task', 'progress_percent: 60 → 100', 'status: active → completed'],
    ['worker', 'UPDATE', 'task_actual', 'actual_finish'],
  ]);
  const { pool, orgId } = world.plan;
  await sealRecords(pool, orgId, TEST_SEALER, { aborted: false });
  const verdict = await world.graph.ask(
    admin,
    '{ verifyAuditTrail { holds nextCursor faults { fault } head { seal } } }',
  );
  expect(verdict.data).toEqual({
    verifyAuditTrail: { holds: true, nextCursor: null, faults: [], head: { seal: 1 } },
  });
});

const inDays = (days: number): string => addDays(clock.today('UTC'), days);

/** Who did what to these records and in reviews, oldest first. */
async function story(records: string[]): Promise<string[][]> {
  const [changes, reviews] = [{ recordId: records }, { tableName: ['evidence_review'] }];
  const { data } = await world.graph.ask(admin, AUDIT, { changes, reviews });
  const { changes: ofRecords, reviews: ofReviews } = data as Record<'changes' | 'reviews', Entries>;
  return [...ofRecords.edges, ...ofReviews.edges]
    .map(({ node }) => node)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .map(told);
}

function told({ userId, action, tableName, changes }: AuditEntry): string[] {
  const people = Object.entries({ audit: auditModule, owner, sponsor, worker, helper });
  const [name = userId] = people.find(([, actor]) => actor.userId === userId) ?? [];
  const details = action === 'UPDATE' ? changes.map(change) : decisions(changes);
  return [name, action, tableName, ...details];
}

/** A change of a word or a whole number with its values, any other by its name alone. */
function change({ field, before, after }: Change): string {
  return /^(status|progress_percent)$/.test(field) ? `${field}: ${String(before)} → ${String(after)}` : field;
}

function decisions(changes: Change[]): string[] {
  return changes.filter(({ field }) => field === 'decision').map(({ after }) => String(after));
}
