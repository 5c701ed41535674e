import { clock } from '../../../src/clock.ts';
import { checkProject, runProjectChecks } from '../../../src/services/quality/quality.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };

beforeAll(async () => {
  plan = await Plan.open();
  clock.today = () => '2026-11-18';
  await plan.rows(`INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, '2026-11-18')`, [plan.orgId]);
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

interface Sound {
  readonly project: string;
  readonly phase: string;
  readonly roof: string;
  readonly done: string;
  readonly open: string;
  readonly evidence: string;
}

/** A project in which nothing is wrong: a package with a completed, proven task and one that is planned. */
async function soundProject(): Promise<Sound> {
  const span = { start_date: '2026-11-02', end_date: '2026-12-04', progress_percent: 50 };
  const project = await plan.project(span);
  const phase = await plan.phase(project, span);
  const roof = await plan.workPackage(project, phase, span);
  const proven = {
    status: 'completed',
    progress_percent: 100,
    requires_evidence: true,
    quick_class: 'quick_win',
  };
  const done = await plan.task(project, phase, {
    work_package_id: roof,
    start_date: '2026-11-02',
    end_date: '2026-11-06',
    duration_days: 5,
    ...proven,
  });
  const open = await plan.task(project, phase, {
    work_package_id: roof,
    start_date: '2026-11-30',
    end_date: '2026-12-04',
    duration_days: 5,
    quick_class: 'quick_win',
  });
  const metadata = { sha256: 'a'.repeat(64), size: 10, mediaType: 'application/pdf', source: 'scanner' };
  const file = { file_url: 'https://files.test/proof', file_type: 'document', metadata };
  const evidence = await plan.insert('evidence', { task_id: done, uploaded_by: plan.helper, ...file });
  await plan.insert('evidence_review', {
    evidence_id: evidence,
    reviewer_id: plan.sponsor,
    decision: 'accepted',
  });
  return { project, phase, roof, done, open, evidence };
}

/** Ids of the checks that fail in the project. */
async function failures(project: string): Promise<string[]> {
  const { outcomes } = await plan.run(async (tx) => ({ outcomes: await checkProject(tx, project) }));
  return outcomes.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
}

/** Changes rows past every trigger and foreign key, as only a superuser can. */
async function breaking(statement: string, values: unknown[]): Promise<void> {
  await plan.rows(`SET session_replication_role = 'replica'`);
  await plan.rows(statement, values);
  await plan.rows(`SET session_replication_role = 'origin'`);
}

test('in a sound project every check that applies passes', async () => {
  const { project } = await soundProject();
  expect(await failures(project)).toEqual([]);
});

const GONE = '00000000-0000-0000-0000-00000000dead';

test.each<[string, string, (sound: Sound) => unknown[]]>([
  [
    'STR.2',
    `INSERT INTO pit.work_package (org_id, project_id, phase_id, name, owner_id)
     SELECT org_id, project_id, $2::uuid, 'Lost', owner_id FROM pit.work_package WHERE id = $1`,
    ({ roof }) => [roof, GONE],
  ],
  [
    'STR.6',
    `INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
     SELECT org_id, project_id, id, $2::uuid FROM pit.task WHERE id = $1
     UNION ALL SELECT org_id, project_id, $2::uuid, id FROM pit.task WHERE id = $1`,
    ({ done, open }) => [done, open],
  ],
  ['TIME.1', 'UPDATE pit.task SET duration_days = 4 WHERE id = $1', ({ open }) => [open]],
  ['TIME.4', `UPDATE pit.project SET end_date = '2026-12-11' WHERE id = $1`, ({ project }) => [project]],
  ['TIME.7', `UPDATE pit.task SET status = 'blocked' WHERE id = $1`, ({ open }) => [open]],
  ['TIME.8', `UPDATE pit.task SET quick_class = 'long_term' WHERE id = $1`, ({ open }) => [open]],
  ['PR.4', 'UPDATE pit.project SET progress_percent = 51 WHERE id = $1', ({ project }) => [project]],
  ['EV.1', 'UPDATE pit.evidence SET deleted_at = now() WHERE id = $1', ({ evidence }) => [evidence]],
  [
    'PR.6',
    `UPDATE pit.evidence_review SET decision = 'rejected' WHERE evidence_id = $1`,
    ({ evidence }) => [evidence],
  ],
  [
    'EV.2',
    `UPDATE pit.evidence SET metadata = metadata - 'size' WHERE id = $1`,
    ({ evidence }) => [evidence],
  ],
  [
    'EV.3',
    'UPDATE pit.evidence_review SET reviewer_id = $2 WHERE evidence_id = $1',
    ({ evidence }) => [evidence, GONE],
  ],
  [
    'PERM.5',
    'UPDATE pit.evidence e SET uploaded_by = r.reviewer_id FROM pit.evidence_review r WHERE r.evidence_id = e.id AND e.id = $1',
    ({ evidence }) => [evidence],
  ],
  [
    'SEC.2',
    `UPDATE pit.evidence SET metadata = metadata || '{"mediaType": "application/x-msdownload"}' WHERE id = $1`,
    ({ evidence }) => [evidence],
  ],
])('%s alone fails after one change that goes round the service', async (id, statement, values) => {
  const sound = await soundProject();
  await breaking(statement, values(sound));
  expect(await failures(sound.project)).toEqual([id]);
});

test('a package, and a phase, whose dates or progress are not those of its work are told by name', async () => {
  const { project, phase, roof } = await soundProject();
  await breaking(`UPDATE pit.work_package SET progress_percent = 51 WHERE id = $1`, [roof]);
  expect(await failures(project)).toEqual(['PR.2']);
  await breaking(`UPDATE pit.phase SET progress_percent = 51 WHERE id = $1`, [phase]);
  expect(await failures(project)).toEqual(['PR.2', 'PR.3']);
});

test('a run is stored with its worst, its samples and its reasons, and changes nothing of the plan', async () => {
  const { project, open } = await soundProject();
  await breaking(`UPDATE pit.task SET duration_days = 4 WHERE id = $1`, [open]);
  const before = await plan.rows('SELECT * FROM pit.task WHERE project_id = $1 ORDER BY id', [project]);
  const { resultId } = await plan.run((tx) => runProjectChecks(tx, { projectId: project }));
  const [stored] = await plan.rows<{
    overall_status: string;
    failed_tests: object[];
    passed_tests: object[];
  }>('SELECT overall_status, failed_tests, passed_tests FROM pit.qa_result WHERE id = $1', [resultId]);
  expect(stored?.overall_status).toBe('amber');
  expect(stored?.failed_tests).toMatchObject([
    { id: 'TIME.1', count: 1, of: 2, sample: [open], severity: 'amber' },
  ]);
  expect(stored?.passed_tests).toContainEqual(
    expect.objectContaining({ id: 'AI.1', outcome: 'not_applicable' }),
  );
  expect(await plan.rows('SELECT * FROM pit.task WHERE project_id = $1 ORDER BY id', [project])).toEqual(
    before,
  );
});

test('who may not plan a project does not run its checks', async () => {
  const { project } = await soundProject();
  const run = plan.run((tx) => runProjectChecks(tx, { projectId: project }), {
    actor: plan.actor(plan.helper),
  });
  await expect(run).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
