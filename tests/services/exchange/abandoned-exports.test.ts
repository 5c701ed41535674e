import { existsSync } from 'node:fs';
import { mkdtemp, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { ExportFormat } from '../../../src/domain/exchange/exported-plan.ts';
import { writeExport } from '../../../src/services/exchange/export/write-export.ts';
import { anyPlan } from '../../support/exchange/any-plan.ts';

/** The folder of an export, last written to so many days ago. */
async function folderOf(daysAgo: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pit-export-'));
  await writeFile(join(folder, 'export'), 'half of a file');
  const then = new Date(Date.now() - daysAgo * 86_400_000);
  await utimes(folder, then, then);
  return folder;
}

test('what killed processes have left of their exports is removed with the next one after a day, and its own file when it is stored', async () => {
  const [old, recent] = [await folderOf(2), await folderOf(0)];
  const [plan] = fc.sample(anyPlan, 1);
  const exported = { plan: plan!, evidence: [] };
  const nobody = (): Promise<never> => Promise.reject(new Error('a table has no files'));
  const source = { orgId: 'none', store: { read: nobody, sizeOf: nobody }, auditHead: null };
  const written = await writeExport(exported, ExportFormat.CSV, source);
  expect([old, recent, written.path].map((path) => existsSync(path))).toEqual([false, true, true]);
  await written.remove();
  expect(existsSync(written.path)).toBe(false);
});
