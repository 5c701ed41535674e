// Backs up an installation with the embedded database, while it runs.
import { config } from '../src/config/config.ts';
import { backUp } from '../src/db/backup/backup.ts';
import type { BackupManifest } from '../src/db/backup/manifest.ts';
import { openServer } from '../src/db/setup/open-database.ts';
import { StartRefusal } from '../src/start/start-refusal.ts';
import { runCommand, UsageError } from './command.ts';

const USAGE = `Usage: npm run db:backup -- <folder>

  Copies the embedded database of PIT_DATA_DIR with its secrets, the files of evidence and the heads of the audit chain
  into a folder that is not there yet, while the service goes on. Whoever can read that folder can read everything.
  npm run db:restore puts it back.`;

await runCommand(USAGE, {}, async (_options, [target, ...rest]) => {
  if (target === undefined || rest.length > 0) throw new UsageError('Name one folder.');
  const server = await openServer(config);
  try {
    console.log(report(target, await backUp(adminOf(server.adminUrl), config, target)));
  } finally {
    await server.close();
  }
});

function adminOf(adminUrl: string | null): string {
  if (adminUrl !== null) return adminUrl;
  throw new StartRefusal(
    'DATABASE_URL names a server of your own, and this copies the embedded one: see docs/backup.md for pg_dump and pg_basebackup.',
  );
}

function report(target: string, { files, startedAt, stopLsn, leftOut }: BackupManifest): string {
  const megabytes = files.reduce((sum, file) => sum + file.bytes, 0) / 1e6;
  return [
    `backed up    ${files.length} files, ${megabytes.toFixed(1)} MB, into ${target}`,
    `holds        all that was acknowledged before ${startedAt}, up to ${stopLsn} of the log`,
    ...leftOut.map((each) => `not in it    ${each}`),
  ].join('\n');
}
