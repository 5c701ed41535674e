import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { readSettled, type CopiedTree } from './copied-tree.ts';
import { missingSegments, segmentsBetween } from './wal-segments.ts';

/** Rebuilt at a start, or of the running server alone (PostgreSQL's manual, "Making a Base Backup"). */
const EMPTY = new Set([
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_replslot',
]);
const SKIPPED = new RegExp(
  `^(${[
    'postmaster\\.(pid|opts)',
    'pg_internal\\.init.*',
    'pgsql_tmp.*',
    '(backup_label|tablespace_map)(\\.old)?',
    '(standby|recovery)\\.signal',
    'current_logfiles.*',
    'backup_manifest',
    'pg_control',
  ].join('|')})$`,
);

/** Between which places of the write-ahead log a copy was made: it is whole from the second on. */
export interface CopiedCluster {
  readonly startLsn: string;
  readonly stopLsn: string;
}

/**
 * Copies the data directory of a running server while it is written to. What of it is torn is put right by the write-ahead
 * log from the start of the copy on, which is in the copy, when a server starts from it and finds `backup_label`: without
 * that file it would start as well, and be corrupt.
 *
 * @param client of a superuser; the session has to be the same from start to end, and its temporary slot holds the log.
 * @param data the server's data directory.
 * @param path where in the tree the copy is to be.
 */
export async function copyCluster(
  client: pg.Client,
  data: string,
  tree: CopiedTree,
  path: string,
): Promise<CopiedCluster> {
  await client.query(
    `SELECT pg_create_physical_replication_slot('pit_backup_' || pg_backend_pid(), true, true)`,
  );
  const started = await client.query<{ lsn: string }>(
    `SELECT pg_backup_start('pit', fast => true)::text AS lsn`,
  );
  await tree.copyDirectory(data, path, { skip: SKIPPED, empty: EMPTY });
  // The last to be read, so that it is not older than what it describes.
  await tree.write(`${path}/global/pg_control`, await readSettled(join(data, 'global', 'pg_control')));
  const stopped = await stopBackup(client);
  await copyLog(data, tree, path, stopped);
  await tree.write(`${path}/backup_label`, Buffer.from(stopped.label));
  return { startLsn: started.rows[0]?.lsn ?? '', stopLsn: stopped.lsn };
}

interface StoppedBackup {
  readonly lsn: string;
  /** What a restored server must find as `backup_label`, byte for byte. */
  readonly label: string;
  readonly spaces: string | null;
  /** The last segment of the log that the copy needs. */
  readonly segment: string;
  readonly segmentBytes: number;
}

async function stopBackup(client: pg.Client): Promise<StoppedBackup> {
  const { rows } = await client.query<StoppedBackup>(
    `SELECT lsn::text, labelfile AS label, nullif(spcmapfile, '') AS spaces, pg_walfile_name(lsn) AS segment,
       pg_size_bytes(current_setting('wal_segment_size'))::int AS "segmentBytes"
     FROM pg_backup_stop(wait_for_archive => false)`,
  );
  const [stopped] = rows;
  if (stopped === undefined) throw new Error('PostgreSQL did not say where the backup ends');
  if (stopped.spaces !== null) throw new Error(`tablespaces are not copied: ${stopped.spaces}`);
  return stopped;
}

/** The end of a backup switches to another segment, so that all of these are whole. */
async function copyLog(data: string, tree: CopiedTree, path: string, stopped: StoppedBackup): Promise<void> {
  const first = /file ([0-9A-F]{24})/.exec(stopped.label)?.[1];
  if (first === undefined) throw new Error('PostgreSQL did not say where the backup begins');
  const names = await readdir(join(data, 'pg_wal'));
  const needed = segmentsBetween(first, stopped.segment, stopped.segmentBytes);
  const missing = missingSegments(needed, names);
  if (missing.length > 0) throw new Error(`the write-ahead log lacks ${missing.join(', ')}`);
  const histories = names.filter((name) => name.endsWith('.history'));
  for (const name of [...needed, ...histories]) {
    await tree.copy(join(data, 'pg_wal', name), `${path}/pg_wal/${name}`);
  }
  for (const name of ['archive_status', 'summaries']) await tree.makeDirectory(`${path}/pg_wal/${name}`);
}
