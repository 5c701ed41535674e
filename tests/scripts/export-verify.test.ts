import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DerivedKeys } from '../../src/config/derived-keys.ts';
import { AuditSealer } from '../../src/services/audit/audit-seal.ts';
import { sealRecords } from '../../src/services/audit/audit-sealing.ts';
import { ImportService } from '../support/exchange/import-service.ts';
import { archiveFiles, sealed, sumOf, zipped } from '../support/exchange/packages.ts';
import { announce, put } from '../support/worlds/announced-content.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/export-verify.ts', import.meta.url));
const SECRET = randomBytes(32);
const OTHER_ORG = '00000000-0000-4000-8000-00000000000b';

let api: ImportService;
let folder: string;

beforeAll(async () => {
  api = await ImportService.open({}, { PIT_SECRET: SECRET.toString('hex') });
  folder = mkdtempSync(join(tmpdir(), 'pit-export-verify-'));
}, 120_000);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await api?.close();
});

/** The command as a person runs it, with the database of the service. */
function run(...words: string[]): { code: number | null; out: string; said: string } {
  const { database } = api.plan;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      DATABASE_URL: database.appUrl,
      DATABASE_MIGRATION_URL: database.ownerUrl,
      PIT_SECRET: SECRET.toString('hex'),
    },
  });
  return { code: status, out: stdout, said: stderr };
}

function file(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const sealTrail = () =>
  sealRecords(api.plan.pool, api.plan.orgId, new AuditSealer(new DerivedKeys(SECRET).of('auditSeal')), {
    aborted: false,
  });

/** A project with a photo of what was done, exported. */
async function exported(format: string): Promise<string> {
  const project = await api.plan.project({ name: `Packed as ${format}` });
  const task = await api.plan.task(project, await api.plan.phase(project, { name: 'Phase' }), {
    name: 'Dig',
  });
  const content = `a photo for ${format}`;
  const { prepareUpload } = await api.ask<{ prepareUpload: { uploadUrl: string; fileUrl: string } }>(
    'mutation ($input: PrepareUploadInput!) { prepareUpload(input: $input) { uploadUrl fileUrl } }',
    { input: announce(content, { fileName: 'Größe – Ä.pdf' }) },
  );
  await put(prepareUpload.uploadUrl, content, { 'content-type': 'application/pdf' });
  const input = {
    taskId: task,
    fileUrl: prepareUpload.fileUrl,
    fileType: 'DOCUMENT',
    ...announce(content),
    source: 'site',
  };
  await api.ask(
    'mutation ($input: SubmitEvidenceInput!) { submitEvidence(input: $input) { evidence { id } } }',
    { input },
  );
  await sealTrail();
  const { downloadUrl } = await api.exported({ projectId: project, format });
  return file(`${format}.zip`, Buffer.from(await (await fetch(downloadUrl!)).arrayBuffer()));
}

test('an archive that PIT wrote holds by itself and by the database, and no longer once the trail lost its seal', async () => {
  const path = await exported('ARCHIVE');
  const alone = run(path);
  expect(alone).toMatchObject({ code: 0, said: '' });
  expect(alone.out).toContain(`ARCHIVE.zip, SHA-256 ${sumOf(readFileSync(path))}\n`);
  expect(alone.out).toMatch(
    /Archive of the project "Packed as ARCHIVE" \([0-9a-f-]{36}\): 9 files, \d+ bytes\nAudit seal \d+ of 20/,
  );
  expect(alone.out).toMatch(/Compared with no database: .*\nThe package holds\.\n$/);

  const { orgId } = api.plan;
  const compared = run(path, '--against-database', orgId);
  expect(compared).toMatchObject({ code: 0, said: '' });
  expect(compared.out).toMatch(
    /\nWritten by the export [0-9a-f-]{36}, which [0-9a-f-]{36} asked for, at 20.*\nThe package holds\.\n$/,
  );
  const { orgId: neighbour } = await api.plan.neighbour();
  const elsewhere = run(path, '--against-database', neighbour);
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.out).toContain(`  the audit seal is of another organisation, ${orgId}\n`);
  expect(elsewhere.out).toContain(
    '  the database has no export of the organisation that came to this file\n',
  );
  expect(run(path, '--against-database', OTHER_ORG)).toMatchObject({
    code: 1,
    out: '',
    said: expect.stringContaining('organisation') as string,
  });

  // As a superuser does, who has the seals made anew.
  await api.plan.rows(`BEGIN; SET LOCAL session_replication_role = replica;
    ALTER TABLE pit_ops.audit_chain_seal DISABLE TRIGGER refuse_change;
    UPDATE pit_ops.audit_chain_seal SET hash = sha256('another');
    ALTER TABLE pit_ops.audit_chain_seal ENABLE ALWAYS TRIGGER refuse_change; COMMIT`);
  const remade = run(path, '--against-database', orgId);
  expect(remade.code).toBe(1);
  expect(remade.out).toMatch(/does not hold:\n {2}audit seal \d+: the seal is not the one that was kept\n$/);
}, 120_000);

test('a package of evidence that PIT wrote holds, and one that was packed anew is not the one that the database knows', async () => {
  const path = await exported('EVIDENCE');
  expect(run(path, '--against-database', api.plan.orgId)).toMatchObject({ code: 0, said: '' });
  const other = file('other.zip', await zipped(sealed(archiveFiles())));
  expect(run(other).code).toBe(0);
  const { code, out } = run(other, '--against-database', api.plan.orgId);
  expect(code).toBe(1);
  expect(out).toContain('  the database has no export of the organisation that came to this file\n');
}, 120_000);

test('what does not hold is named and exits with 1, and a wrong call is told how it is meant', async () => {
  const files = new Map(sealed(archiveFiles())).set('plan.csv', 'forged');
  const { code, out, said } = run(file('forged.zip', await zipped(files)));
  expect([code, said]).toEqual([1, '']);
  expect(out).toMatch(/The package does not hold:\n {2}"plan\.csv" is not the file that SHA256SUMS names\n$/);
  expect(run(file('no.zip', 'no zip at all, and longer than twenty-two bytes'))).toMatchObject({
    code: 1,
    said: '',
  });
  expect(run()).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^Name one file\.\n\nUsage: /) as string,
  });
  expect(run('nowhere.zip').said).toContain('There is no file "nowhere.zip".');
  expect(run('tests').said).toContain('"tests" is a folder or device: name one file.');
  expect(run('package.json', '--against-database', 'mine').said).toContain(
    '"mine" is no id of an organisation.',
  );
}, 120_000);
