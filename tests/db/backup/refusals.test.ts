import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, PLATFORM, type Installation } from '../../../src/db/backup/backup.ts';
import { MANIFEST_FILE, writeManifest, type BackupManifest } from '../../../src/db/backup/manifest.ts';
import { checkBackup, restore } from '../../../src/db/backup/restore.ts';

const CONTENT = 'what a file of the cluster holds';

let folder: string;
let backup: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pit-backup-refusals-'));
  // Where the account of PostgreSQL can get to.
  await chmod(folder, 0o711);
  [backup, dataDir] = [join(folder, 'backup'), join(folder, 'data')];
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const FACTS = {
  startedAt: '2026-11-30T10:00:00.000Z',
  stoppedAt: '2026-11-30T10:00:01.000Z',
  startLsn: '0/2000028',
  stopLsn: '0/2000158',
  postgres: '18.4',
  platform: PLATFORM,
  migrations: [],
  leftOut: [],
};

/** A backup of two files, whole but for what a test changes of it. */
async function makeBackup(changes: Partial<BackupManifest> = {}): Promise<void> {
  await mkdir(join(backup, 'postgres', 'data'), { recursive: true });
  const files = ['database-secret', 'postgres/data/PG_VERSION'];
  for (const file of files) await writeFile(join(backup, file), CONTENT);
  const sha256 = createHash('sha256').update(CONTENT).digest('hex');
  await writeManifest(backup, {
    ...FACTS,
    directories: ['postgres', 'postgres/data'],
    files: files.map((path) => ({ path, bytes: CONTENT.length, sha256 })),
    ...changes,
  });
}

const alterManifest = async (change: (text: string) => string): Promise<void> => {
  const file = join(backup, MANIFEST_FILE);
  await writeFile(file, change(await readFile(file, 'utf8')));
};

test('a whole backup is restored, with the secret that opens it', async () => {
  await makeBackup();
  await restore(backup, dataDir);
  expect((await readdir(dataDir)).toSorted()).toEqual(['database-secret', 'postgres']);
});

test.each<[string, () => Promise<void>, string]>([
  [
    'one that was interrupted before its end',
    async () => {
      await makeBackup();
      await rm(join(backup, MANIFEST_FILE));
    },
    'it has no backup.json, which a backup gets when it is whole',
  ],
  [
    'one that lacks a file',
    async () => {
      await makeBackup();
      await rm(join(backup, 'postgres/data/PG_VERSION'));
    },
    'its postgres/data/PG_VERSION is missing',
  ],
  [
    'one with a file of the same length and other bytes',
    async () => {
      await makeBackup();
      await writeFile(join(backup, 'postgres/data/PG_VERSION'), CONTENT.toUpperCase());
    },
    'its postgres/data/PG_VERSION is not what was written',
  ],
  [
    'one with a file that was cut off',
    async () => {
      await makeBackup();
      await writeFile(join(backup, 'postgres/data/PG_VERSION'), CONTENT.slice(1));
    },
    'its postgres/data/PG_VERSION is not what was written',
  ],
  [
    'one whose list of files was altered',
    async () => {
      await makeBackup();
      await alterManifest((text) => text.replace('"bytes": 32', '"bytes": 31'));
    },
    'its backup.json was altered',
  ],
  [
    'one whose list of files was cut off',
    async () => {
      await makeBackup();
      await alterManifest((text) => text.slice(0, -20));
    },
    'its backup.json cannot be read',
  ],
  [
    'one of another format',
    async () => {
      await makeBackup();
      await alterManifest((text) => text.replace('"format": 1', '"format": 2'));
    },
    'its format is 2, and this PIT reads 1',
  ],
  [
    'one whose files lead out of it',
    () => makeBackup({ files: [{ path: 'postgres/../../data', bytes: 1, sha256: '' }] }),
    '"postgres/../../data" leads out of it',
  ],
  [
    'one of another PostgreSQL',
    () => makeBackup({ postgres: '17.6' }),
    'The backup is of PostgreSQL 17.6, and this PIT has 18',
  ],
  [
    'one of another platform',
    () => makeBackup({ platform: 'plan9-mips' }),
    'The backup was made on plan9-mips, and this is',
  ],
  [
    'one of a newer PIT',
    () => makeBackup({ migrations: ['Tomorrow1900000000000'] }),
    'The database belongs to a newer PIT',
  ],
])('restore refuses %s, and leaves nothing behind', async (_title, arrange, reason) => {
  await arrange();
  await expect(restore(backup, dataDir)).rejects.toThrow(reason);
  expect(existsSync(dataDir) ? await readdir(dataDir) : []).toEqual([]);
});

test('the check of a backup names an altered file, and writes nothing', async () => {
  await makeBackup();
  expect((await checkBackup(backup)).files).toHaveLength(2);
  await writeFile(join(backup, 'database-secret'), CONTENT.toUpperCase());
  await expect(checkBackup(backup)).rejects.toThrow('its database-secret is not what was written');
  expect(existsSync(dataDir)).toBe(false);
});

test('nothing is restored over what is there', async () => {
  await makeBackup();
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'database-secret'), 'mine');
  await expect(restore(backup, dataDir)).rejects.toThrow(`PIT_DATA_DIR ${dataDir} is not empty`);
  expect(await readFile(join(dataDir, 'database-secret'), 'utf8')).toBe('mine');
});

test('what a killed restore left behind stands in nobody’s way, but the same of one that lives does', async () => {
  await makeBackup();
  // No process has that number on any system: it is above the largest that the kernel gives.
  await mkdir(join(dataDir, 'restoring-99999999'), { recursive: true });
  await mkdir(join(dataDir, 'postgres', 'data.99999999'), { recursive: true });
  await restore(backup, dataDir);
  expect((await readdir(dataDir)).toSorted()).toEqual(['database-secret', 'postgres']);
  expect(await readdir(join(dataDir, 'postgres'))).toEqual(['data']);

  const other = join(folder, 'other');
  await mkdir(join(other, `restoring-${process.ppid}`), { recursive: true });
  await expect(restore(backup, other)).rejects.toThrow('is not empty');
});

test('a backup is written over nothing, and not into what it holds', async () => {
  const installation: Installation = {
    dataDir,
    files: { kind: 'directory', path: join(folder, 'evidence') },
    auditHeads: null,
    secret: null,
  };
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  await mkdir(backup);
  await expect(backUp(nowhere, installation, backup)).rejects.toThrow(`${backup} is there already`);
  for (const within of [join(dataDir, 'backup'), join(folder, 'evidence', 'deep', 'backup')]) {
    await expect(backUp(nowhere, installation, within)).rejects.toThrow('which is backed up');
  }
});
