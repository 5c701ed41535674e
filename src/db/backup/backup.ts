import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import pg from 'pg';
import { clock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import { StartRefusal } from '../../start/start-refusal.ts';
import { isSystemError } from '../../start/system-error.ts';
import { prepareCluster, SECRET_FILE } from '../setup/embedded-cluster.ts';
import { executedMigrations } from '../setup/migration-state.ts';
import { copyCluster } from './cluster-copy.ts';
import { CopiedTree } from './copied-tree.ts';
import { draftOf, isAbandonedDraft } from './draft.ts';
import { writeManifest, type BackupManifest } from './manifest.ts';

/** What an installation with the embedded server consists of. */
export type Installation = Pick<Config, 'dataDir' | 'files' | 'auditHeads' | 'secret'>;

/** Where the cluster lies in a backup and in a data directory. */
export const CLUSTER_PATH = 'postgres/data';
export const FILES_PATH = 'files';
export const HEADS_PATH = 'audit-heads.jsonl';
/** In the data directory. The first is there always; the others where no setting stands for them. */
const SECRETS = [SECRET_FILE, 'pit-secret', 'token-secret'];
/** Uploads that are under way: nobody refers to them. */
const UPLOADS = new Set(['incoming']);

/** What the programs of this installation were made for. */
export const PLATFORM = `${process.platform}-${process.arch}`;

/**
 * Backs up an installation while it runs: cluster, evidence, secrets, heads of the audit chain. Written aside and renamed,
 * so that the target is a whole backup or not there.
 *
 * @param adminUrl the superuser of the embedded server, which must be running.
 * @param target a folder that is not there yet.
 * @throws StartRefusal where the target is taken, or would be part of what it holds.
 */
export async function backUp(
  adminUrl: string,
  installation: Installation,
  target: string,
): Promise<BackupManifest> {
  const place = resolve(target);
  refuseTarget(place, installation);
  await mkdir(dirname(place), { recursive: true });
  await removeAbandonedDrafts(place);
  const draft = draftOf(`${place}.partial-`);
  try {
    const manifest = await write(new CopiedTree(draft), adminUrl, installation);
    await rename(draft, place).catch((error: unknown) => {
      throw isSystemError(error, 'ENOTEMPTY') || isSystemError(error, 'EEXIST') ? taken(place) : error;
    });
    return manifest;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function write(
  tree: CopiedTree,
  adminUrl: string,
  installation: Installation,
): Promise<BackupManifest> {
  const cluster = await prepareCluster(installation.dataDir, false);
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'pit backup' });
  // The server may go away at any moment; the statement under way then fails, and says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await mkdir(tree.root, { mode: 0o700 });
    await tree.makeDirectory('postgres');
    const startedAt = clock.now().toISOString();
    const copied = await copyCluster(client, cluster.data, tree, CLUSTER_PATH);
    const stoppedAt = clock.now().toISOString();
    const { rows } = await client.query<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    );
    const migrations = await executedMigrations(client);
    const leftOut = await copyRest(tree, installation);
    await tree.sync();
    const { directories, files } = tree;
    const postgres = rows[0]?.version ?? '';
    const facts = { startedAt, stoppedAt, ...copied, postgres, platform: PLATFORM, migrations, leftOut };
    return await writeManifest(tree.root, { ...facts, directories, files });
  } finally {
    await client.end();
  }
}

/**
 * What lies beside the cluster, after it: then no row refers to a file that is not there.
 * @returns what is not in the backup, in words.
 */
async function copyRest(tree: CopiedTree, installation: Installation): Promise<string[]> {
  const { dataDir, files, auditHeads, secret } = installation;
  const leftOut: string[] = [];
  for (const name of SECRETS) await tree.copy(join(dataDir, name), name);
  if (secret !== null) leftOut.push('PIT_SECRET, without which seals and addresses no longer hold');
  if (files.kind === 's3') leftOut.push(`evidence in the bucket ${files.bucket}`);
  else await tree.copyDirectory(files.path, FILES_PATH, { empty: UPLOADS });
  if (auditHeads !== null) await tree.copy(auditHeads, HEADS_PATH);
  return leftOut;
}

function refuseTarget(place: string, { dataDir, files }: Installation): void {
  if (existsSync(place)) throw taken(place);
  const within = [dataDir, ...(files.kind === 'directory' ? [files.path] : [])].find((folder) =>
    isWithin(place, folder),
  );
  if (within === undefined) return;
  throw new StartRefusal(
    `${place} lies in ${within}, which is backed up: name a folder outside, best on another disk.`,
  );
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && way !== path);
}

function taken(place: string): StartRefusal {
  return new StartRefusal(`${place} is there already: a backup is never written over another.`);
}

/** What processes left behind that ended in the middle. */
async function removeAbandonedDrafts(place: string): Promise<void> {
  const prefix = `${basename(place)}.partial-`;
  for (const name of await readdir(dirname(place))) {
    if (isAbandonedDraft(name, prefix))
      await rm(join(dirname(place), name), { recursive: true, force: true });
  }
}
