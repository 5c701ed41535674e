import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, realpath, rename, rm, rmdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StartRefusal } from '../../start/start-refusal.ts';
import { canEnter, findServerAccount, giveTo, type ServerAccount } from '../setup/embedded-account.ts';
import { embeddedVersion } from '../setup/embedded-binaries.ts';
import { findPostmaster, homeOutside, makeHome, SECRET_FILE } from '../setup/embedded-cluster.ts';
import { refuseNewer } from '../setup/migration-state.ts';
import { CLUSTER_PATH, PLATFORM } from './backup.ts';
import { copyFile, digestFile, syncDirectory, type Copied } from './copied-file.ts';
import { draftOf, isAbandonedDraft } from './draft.ts';
import { readManifest, type BackupManifest } from './manifest.ts';

const DRAFT = 'restoring-';
/** As those of a cluster that is being made: a start removes what nobody works on. */
const CLUSTER_DRAFT = 'data.';

/**
 * Puts a backup into a data directory that is empty or not there yet. The cluster is not started: the next start finds it and
 * recovers it to the end of the backup.
 *
 * The secret that opens the cluster comes last, so that what was interrupted is refused by a start instead of being taken
 * for an empty installation.
 *
 * @throws StartRefusal for half and altered backups, other versions, and a directory with something in it; nothing is left
 *   in the data directory then.
 */
export async function restore(backup: string, dataDir: string): Promise<BackupManifest> {
  const [from, place] = [resolve(backup), resolve(dataDir)];
  const manifest = await readManifest(from);
  await refuseOtherVersion(manifest);
  await refuseTakenPlace(place);
  const account = await findServerAccount();
  await mkdir(place, { recursive: true });
  const draft = join(place, draftOf(DRAFT));
  const home = await homeFor(account, from, place);
  const cluster = join(home, draftOf(CLUSTER_DRAFT));
  try {
    await copyAll(manifest, from, { draft, cluster }, account);
    await rename(cluster, join(home, 'data'));
    await syncDirectory(home);
    const names = (await readdir(draft)).filter((name) => name !== SECRET_FILE);
    for (const name of [...names, SECRET_FILE]) await rename(join(draft, name), join(place, name));
    await syncDirectory(place);
    return manifest;
  } finally {
    for (const each of [draft, cluster]) await rm(each, { recursive: true, force: true });
    // What is empty was made for nothing.
    for (const each of [home, join(place, 'postgres')]) await rmdir(each).catch(() => undefined);
  }
}

/**
 * Reads all of a backup and compares it with what was written, without restoring it.
 * @throws StartRefusal for the first file that is missing or another.
 */
export async function checkBackup(backup: string): Promise<BackupManifest> {
  const from = resolve(backup);
  const manifest = await readManifest(from);
  for (const file of manifest.files) refuseAltered(from, file, await digestFile(join(from, file.path)));
  return manifest;
}

/** The directory that is to hold the cluster: inside the data directory, unless the server's account cannot get there. */
async function homeFor(account: ServerAccount, from: string, place: string): Promise<string> {
  const inside = join(place, 'postgres');
  await makeHome(account, inside);
  if (await canEnter(account, inside)) return inside;
  const secret = await readFile(join(from, SECRET_FILE), 'utf8');
  const outside = await homeOutside(account, secret, await realpath(place));
  const data = join(outside, 'data');
  if (existsSync(data)) throw new StartRefusal(`${data} is there already: move it away first.`);
  return outside;
}

/** Copies the cluster to one place, and what lies beside it to another. */
async function copyAll(
  { directories, files }: BackupManifest,
  from: string,
  to: { draft: string; cluster: string },
  account: ServerAccount,
): Promise<void> {
  await mkdir(to.draft, { mode: 0o700 });
  const isOfCluster = (path: string): boolean => path === CLUSTER_PATH || path.startsWith(`${CLUSTER_PATH}/`);
  const placeOf = (path: string): string =>
    isOfCluster(path) ? join(to.cluster, path.slice(CLUSTER_PATH.length)) : join(to.draft, path);
  const give = async (path: string): Promise<void> => {
    if (isOfCluster(path)) await giveTo(account, placeOf(path));
  };
  for (const path of directories.filter((each) => each !== 'postgres')) {
    await mkdir(placeOf(path), { mode: 0o700 });
    await give(path);
  }
  for (const file of files) {
    refuseAltered(from, file, await copyFile(join(from, file.path), placeOf(file.path)));
    await give(file.path);
  }
}

function refuseAltered(from: string, file: Copied & { path: string }, found: Copied | null): void {
  if (found?.bytes === file.bytes && found.sha256 === file.sha256) return;
  const fault = found === null ? 'is missing' : 'is not what was written';
  throw new StartRefusal(`${from} is no backup that can be restored: its ${file.path} ${fault}.`);
}

async function refuseOtherVersion({ postgres, platform, migrations }: BackupManifest): Promise<void> {
  const ours = await embeddedVersion();
  if (Number.parseInt(postgres) !== Number.parseInt(ours)) {
    throw new StartRefusal(
      `The backup is of PostgreSQL ${postgres}, and this PIT has ${ours}: restore it with the PIT that made it.`,
    );
  }
  if (platform !== PLATFORM) {
    throw new StartRefusal(
      `The backup was made on ${platform}, and this is ${PLATFORM}: files of a cluster are for their own platform.`,
    );
  }
  refuseNewer(migrations);
}

/** Two starts of one cluster, or one cluster over another, would lose both. */
async function refuseTakenPlace(place: string): Promise<void> {
  const names = await readdir(place).catch(() => []);
  const taken: string[] = [];
  for (const name of names) {
    if (await isAbandoned(place, name)) await rm(join(place, name), { recursive: true, force: true });
    else taken.push(name);
  }
  if (taken.length === 0) return;
  const running = await findPostmaster({ data: join(place, CLUSTER_PATH) });
  const state =
    running === null ? 'is not empty' : `is in use: PostgreSQL runs there (process ${running.pid})`;
  throw new StartRefusal(
    `PIT_DATA_DIR ${place} ${state}. Nothing is restored over what is there: name an empty folder, or move that away.`,
  );
}

/** Whether a process that restored has left it behind, and ended before there was anything whole. */
async function isAbandoned(place: string, name: string): Promise<boolean> {
  if (name !== 'postgres') return isAbandonedDraft(name, DRAFT);
  const inside = await readdir(join(place, name));
  return inside.every((each) => isAbandonedDraft(each, CLUSTER_DRAFT));
}
