// Puts back what db:backup has copied.
import { config } from '../src/config/config.ts';
import { checkBackup, restore } from '../src/db/backup/restore.ts';
import { StartRefusal } from '../src/start/start-refusal.ts';
import { runCommand, UsageError } from './command.ts';

const USAGE = `Usage: PIT_DATA_DIR=<empty folder> npm run db:restore -- <backup> [--check]

  Puts a backup of db:backup into PIT_DATA_DIR, which must be empty or not there. Every file is compared with what was
  written. The next start recovers the database to the end of the backup.
  --check  compares alone, and restores nothing`;

await runCommand(USAGE, { check: { type: 'boolean' } }, async ({ check }, [backup, ...rest]) => {
  if (backup === undefined || rest.length > 0) throw new UsageError('Name one backup.');
  if (check === true) {
    const { files, stoppedAt } = await checkBackup(backup);
    console.log(`whole: ${files.length} files as they were written until ${stoppedAt}`);
    return;
  }
  if (config.databaseUrl !== null) {
    throw new StartRefusal(
      'DATABASE_URL names a server of your own, and this restores the embedded one: unset it.',
    );
  }
  const { files, startedAt, leftOut } = await restore(backup, config.dataDir);
  console.log(
    `restored     ${files.length} files into ${config.dataDir}, as of ${startedAt} or a moment later`,
  );
  for (const each of leftOut) console.log(`not in it    ${each}`);
  const isElsewhere = config.files.kind !== 'directory' || !config.files.path.startsWith(config.dataDir);
  if (isElsewhere) console.log('PIT_FILES_URL names another place: bring the evidence in "files" there');
  console.log(
    'next         npm run qa, then start; never both this and the original: they have the same secrets',
  );
});
