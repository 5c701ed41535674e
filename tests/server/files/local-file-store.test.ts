import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFiles } from '../../../src/server/files/open-files.ts';

test('drafts of a process that ended long ago are cleared away, and no others', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pit-files-'));
  const drafts = join(directory, 'files', 'incoming');
  await mkdir(drafts, { recursive: true });
  await writeFile(join(drafts, 'old'), 'x');
  await writeFile(join(drafts, 'new'), 'x');
  await utimes(join(drafts, 'old'), 0, 0);
  await openFiles(
    {
      files: { kind: 'directory', path: join(directory, 'files') },
      fileMaxBytes: 1,
      fileQuotaBytes: 1e9,
      publicUrl: null,
    },
    randomBytes(32),
    () => '',
  );
  expect(await readdir(drafts)).toEqual(['new']);
  await rm(directory, { recursive: true });
});

test('a place of files that is no directory is refused at start by the name of its setting', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'pit-files-'));
  const path = join(directory, 'file');
  await writeFile(path, 'x');
  const opened = openFiles(
    { files: { kind: 'directory', path }, fileMaxBytes: 1, fileQuotaBytes: 1e9, publicUrl: null },
    randomBytes(32),
    () => '',
  );
  await expect(opened).rejects.toThrow(/PIT_FILES_URL: expected a directory .*, got ENOTDIR at /);
  await rm(directory, { recursive: true });
});
