import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { controlIdOf } from '../../../src/services/intake/control-id.ts';
import { ImportService } from '../../support/exchange/import-service.ts';
import { announce, put, sha256Of } from '../../support/worlds/announced-content.ts';

const oracles = new URL('../../oracles/oscal/', import.meta.url);
const ifa = readFileSync(new URL('ifa_plan-of-action-and-milestones.json', oracles));
const tower = readFileSync(new URL('../../services/exchange/plans/lift-tower.xer', import.meta.url));

let api: ImportService;
let place: string;

beforeAll(async () => {
  api = await ImportService.open();
  place = mkdtempSync(join(tmpdir(), 'pit-packages-'));
});

afterAll(async () => {
  rmSync(place, { recursive: true, force: true });
  await api?.close();
});

const UNCHANGED = {
  tasks: { made: 0, changed: 0 },
  links: { made: 0, changed: 0, removed: 0 },
  phases: { made: 0, changed: 0 },
};

test('a file of Primavera comes in by the API, and a second time changes nothing', async () => {
  const first = await api.import(tower, { format: 'XER' });
  expect(first).toMatchObject({
    error: null,
    state: 'DONE',
    project: { name: 'Lift tower' },
    report: { phases: { made: 3 }, workPackages: { made: 1 }, tasks: { made: 4 }, links: { made: 4 } },
  });
  const again = await api.import(tower, { format: 'XER' });
  expect(again).toMatchObject({ state: 'DONE', project: first.project, report: UNCHANGED });
  const rows = await api.plan.rows(
    `SELECT t.name, t.progress_percent, t.capex_cost, r.constraint_kind, r.deadline::text FROM pit.task t
     LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id WHERE t.project_id = $1 AND t.name = 'Drive piles'`,
    [first.project?.id],
  );
  expect(rows).toEqual([
    {
      name: 'Drive piles',
      progress_percent: 30,
      capex_cost: '999.99',
      constraint_kind: 'snet',
      deadline: '2026-01-30',
    },
  ]);
});

interface Poam {
  readonly 'plan-of-action-and-milestones': {
    readonly 'system-id': { readonly id: string };
    readonly risks: readonly {
      readonly uuid: string;
      readonly status: string;
      readonly remediations: readonly {
        readonly uuid: string;
        readonly tasks: readonly { readonly uuid: string; readonly timing: object }[];
      }[];
    }[];
    readonly 'poam-items': readonly ({ readonly uuid: string } & Record<string, unknown>)[];
  };
}

const idsOf = ({ 'plan-of-action-and-milestones': poam }: Poam) => ({
  system: poam['system-id'].id,
  items: poam['poam-items'].map(({ uuid }) => uuid).sort(),
  risks: poam.risks.map(({ uuid, remediations }) => ({
    uuid,
    remediations: remediations.map((each) => ({
      uuid: each.uuid,
      tasks: each.tasks.map((task) => task.uuid),
    })),
  })),
});

test('a plan of action comes in, is worked on, and goes out valid by NIST’s schema with the ids that it came with', async () => {
  const first = await api.import(ifa, { format: 'OSCAL_POAM' });
  expect(first).toMatchObject({ state: 'DONE', report: { phases: { made: 2 }, tasks: { made: 4 } } });
  const input = { projectId: first.project?.id, format: 'OSCAL_POAM' };
  expect(await api.import(ifa, { format: 'OSCAL_POAM' })).toMatchObject({
    project: first.project,
    report: UNCHANGED,
  });
  const [milestone] = await api.plan.rows<{ id: string }>(
    `SELECT id FROM pit.task WHERE project_id = $1 AND name LIKE 'End of Year%'`,
    [first.project?.id],
  );
  await api.ask('mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }', {
    input: { taskId: milestone?.id, percent: 100 },
  });
  const out = JSON.parse(await api.export(input)) as Poam;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true });
  (addFormats as unknown as { default(ajv: Ajv): void }).default(ajv);
  const isValid = ajv.compile(
    JSON.parse(readFileSync(new URL('oscal_poam_schema_1.1.2.json', oracles), 'utf8')) as object,
  );
  isValid(out);
  expect(isValid.errors).toBe(null);
  expect(idsOf(out)).toEqual(idsOf(JSON.parse(ifa.toString()) as Poam));
  const [risk, other] = out['plan-of-action-and-milestones'].risks;
  expect([risk?.status, other?.status]).toEqual(['closed', 'open']);
  // Neither what went out nor the first file changes anything.
  for (const file of [JSON.stringify(out), ifa])
    expect(await api.import(file, { format: 'OSCAL_POAM' })).toMatchObject({
      project: first.project,
      report: UNCHANGED,
    });
});

const RISK = '8b8bae66-b28c-4fa5-9a20-b79e7322fc00';
const OTHER_RISK = '1c65d2d3-7735-47fa-8f68-a236744beab7';
const FINDING = '5d3e0a0c-91a5-4c6f-8a1d-3f2f6f0c7a11';

/** IFA's plan of a system of its own, its first item about a finding on a control, and the second about a control and both risks. */
function withFindings(system: string): Poam {
  const document = JSON.parse(ifa.toString()) as Poam;
  const poam = document['plan-of-action-and-milestones'] as Poam['plan-of-action-and-milestones'] & {
    findings?: object[];
  };
  Object.assign(poam['system-id'], { id: system });
  const [first, second] = poam['poam-items'];
  Object.assign(first!, { 'related-findings': [{ 'finding-uuid': FINDING }] });
  Object.assign(second!, {
    'related-risks': [{ 'risk-uuid': OTHER_RISK }, { 'risk-uuid': RISK }],
    props: [{ name: 'impacted-control-id', value: 'AC-2 (1)' }],
  });
  poam.findings = [
    {
      ...{ uuid: FINDING, title: 'Admin panel', description: 'Open to all staff' },
      target: { type: 'objective-id', 'target-id': 'ac-6.8_obj.1', status: { state: 'not-satisfied' } },
    },
  ];
  return document;
}

async function namesBy(filter: object, projectId: string): Promise<string[]> {
  const { tasks } = await api.ask<{ tasks: { nodes: { name: string }[] } }>(
    'query ($filter: TaskFilter!) { tasks(filter: $filter, first: 20) { nodes { name } } }',
    { filter: { ...filter, projectId: [projectId] } },
  );
  return tasks.nodes.map(({ name }) => name.slice(0, 8)).sort();
}

const linksIn = (projectId: string): Promise<object[]> =>
  api.plan.rows(
    `SELECT left(t.name, 8) AS name, l.kind, l.id FROM pit.task t CROSS JOIN LATERAL (
       SELECT 'risk' AS kind, risk_id AS id FROM pit.risk_link WHERE task_id = t.id
       UNION ALL SELECT 'finding', audit_finding_id FROM pit.audit_link WHERE task_id = t.id
       UNION ALL SELECT 'control', control_id FROM pit.control_link WHERE task_id = t.id) AS l
     WHERE t.project_id = $1 ORDER BY 1, 2, 3`,
    [projectId],
  );

test('work of a plan of action is linked to its risks, findings and controls, as the next plan of action says as well', async () => {
  const document = withFindings('with-findings');
  const file = JSON.stringify(document);
  const first = await api.import(file, { format: 'OSCAL_POAM' });
  expect(first).toMatchObject({ error: null, state: 'DONE' });
  const projectId = first.project!.id;
  const linked = await linksIn(projectId);
  const [access, enhancement] = [controlIdOf('ac-6.8'), controlIdOf('ac-2.1')];
  expect(linked).toHaveLength(8);
  expect(await namesBy({ riskId: [RISK] }, projectId)).toEqual(['End of Y', 'GoodRead', 'Update D']);
  expect(await namesBy({ riskId: [OTHER_RISK] }, projectId)).toHaveLength(2);
  expect(await namesBy({ auditFindingId: [FINDING] }, projectId)).toEqual(['Update D']);
  expect(await namesBy({ controlId: [access] }, projectId)).toEqual(['Update D']);
  expect(await namesBy({ controlId: [enhancement] }, projectId)).toEqual(['GoodRead']);

  // What a person takes away is not made anew, and what the next file no more says goes.
  await api.plan.rows(`DELETE FROM pit.audit_link WHERE audit_finding_id = $1`, [FINDING]);
  const again = await api.import(file, { format: 'OSCAL_POAM' });
  expect(again).toMatchObject({ project: first.project, report: UNCHANGED });
  expect(await linksIn(projectId)).toHaveLength(7);
  delete document['plan-of-action-and-milestones']['poam-items'][1]!['props'];
  const third = await api.import(JSON.stringify(document), { format: 'OSCAL_POAM' });
  expect(third).toMatchObject({ report: { tasks: { made: 0, changed: 1, unchanged: 3 } } });
  expect(await namesBy({ controlId: [enhancement] }, projectId)).toEqual([]);

  // Out, and in again elsewhere: the links are the same.
  const out = JSON.parse(await api.export({ projectId, format: 'OSCAL_POAM' })) as Poam;
  Object.assign(out['plan-of-action-and-milestones']['system-id'], { id: 'a copy' });
  const copy = await api.import(JSON.stringify(out), { format: 'OSCAL_POAM' });
  expect(copy).toMatchObject({ error: null, report: { isNewProject: true, tasks: { made: 4 } } });
  expect(await linksIn(copy.project!.id)).toEqual(await linksIn(projectId));
});

test('a risk has one open task that it is the origin of, whichever file comes', async () => {
  const document = withFindings('with-origins');
  for (const risk of document['plan-of-action-and-milestones'].risks) {
    const uuid = risk.uuid.replace(/^.{8}/, 'abcdef01');
    Object.assign(risk, { uuid, 'mitigating-factors': undefined });
  }
  const [one, two] = document['plan-of-action-and-milestones']['poam-items'];
  const [risk] = document['plan-of-action-and-milestones'].risks;
  for (const item of [one, two]) Object.assign(item!, { 'related-risks': [{ 'risk-uuid': risk!.uuid }] });
  const origins = (projectId: string | undefined): Promise<object[]> =>
    api.plan.rows(
      `SELECT left(name, 8) AS name, source_module, source_reference_id AS reference FROM pit.task
       WHERE project_id = $1 AND source_reference_id IS NOT NULL`,
      [projectId],
    );
  const first = await api.import(JSON.stringify(document), { format: 'OSCAL_POAM' });
  expect(first).toMatchObject({ error: null, report: { warningCount: 0 } });
  const [origin] = [{ name: 'Update D', source_module: 'risk_assessment', reference: risk!.uuid }];
  expect(await origins(first.project?.id)).toEqual([origin]);
  Object.assign(document['plan-of-action-and-milestones']['system-id'], { id: 'the same risks' });
  const second = await api.import(JSON.stringify(document), { format: 'OSCAL_POAM' });
  expect(second).toMatchObject({ report: { warningCount: 1, warnings: [{ kind: 'LINK' }] } });
  expect(await origins(second.project?.id)).toEqual([]);
});

async function submit(taskId: string, name: string, content: string): Promise<void> {
  const { prepareUpload } = await api.ask<{ prepareUpload: { uploadUrl: string; fileUrl: string } }>(
    'mutation ($input: PrepareUploadInput!) { prepareUpload(input: $input) { uploadUrl fileUrl } }',
    { input: announce(content, { fileName: name }) },
  );
  await put(prepareUpload.uploadUrl, content, { 'content-type': 'application/pdf' });
  await submitFile(taskId, prepareUpload.fileUrl, content);
}

async function submitFile(taskId: string, fileUrl: string, content: string): Promise<void> {
  const input = { taskId, fileUrl, fileType: 'DOCUMENT', ...announce(content), source: 'site' };
  await api.ask(
    'mutation ($input: SubmitEvidenceInput!) { submitEvidence(input: $input) { evidence { id } } }',
    { input },
  );
}

function run(command: string, args: readonly string[], cwd = place): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return `${status} ${stdout}${stderr}`.trim();
}

async function fetched(input: object, name: string): Promise<string> {
  const { downloadUrl, state } = await api.exported(input);
  expect(state).toBe('DONE');
  const path = join(place, name);
  writeFileSync(path, Buffer.from(await (await fetch(downloadUrl!)).arrayBuffer()));
  return path;
}

const SUMS = ['-c', '--quiet', '--strict', 'SHA256SUMS'];

test('packages of evidence and of the whole project open with other programs, and all their sums hold', async () => {
  const project = await api.plan.project({ name: 'Packed' });
  const task = await api.plan.task(project, await api.plan.phase(project, { name: 'Phase' }), {
    name: 'Proven',
    start_date: '2026-11-02',
    end_date: '2026-11-04',
    duration_days: 3,
  });
  await submit(task, 'photo.pdf', 'one');
  await submit(task, 'photo.pdf', 'two, which is called the same');
  await submit(task, 'Über uns – Prüfbericht.pdf', '3');
  await submitFile(task, 'https://files.example/4.pdf', 'elsewhere');
  const zip = await fetched({ projectId: project, format: 'EVIDENCE' }, 'evidence.zip');
  expect(
    run('python3', ['-c', `import zipfile,sys; print(zipfile.ZipFile(sys.argv[1]).testzip())`, zip]),
  ).toBe('0 None');
  run('unzip', ['-q', '-d', 'evidence-out', zip]);
  expect(run('sha256sum', SUMS, join(place, 'evidence-out'))).toBe('0');
  const sums = readFileSync(join(place, 'evidence-out', 'SHA256SUMS'), 'utf8');
  expect(sums.split('\n').filter(Boolean)).toHaveLength(4);
  expect(sums).toContain(sha256Of('two, which is called the same'));
  const { evidence } = JSON.parse(readFileSync(join(place, 'evidence-out', 'metadata.json'), 'utf8')) as {
    evidence: { path: string | null; missing?: string; taskId: string }[];
  };
  expect(evidence.map(({ path, taskId }) => [path === null, taskId])).toHaveLength(4);
  expect(evidence.filter(({ path }) => path === null)).toMatchObject([
    { missing: 'the file lies elsewhere, at its address' },
  ]);

  const archive = await fetched({ projectId: project, format: 'ARCHIVE' }, 'archive.zip');
  run('unzip', ['-q', '-d', 'archive-out', archive]);
  expect(run('sha256sum', SUMS, join(place, 'archive-out'))).toBe('0');
  for (const name of ['plan.csv', 'plan.xml', 'plan.poam.json', 'plan.ics', 'plan.gantt.json'])
    expect(readFileSync(join(place, 'archive-out', name), 'utf8')).toContain('Proven');
  writeFileSync(join(place, 'archive-out', 'plan.csv'), 'forged');
  expect(run('sha256sum', SUMS, join(place, 'archive-out'))).toContain('plan.csv: FAILED');
});
