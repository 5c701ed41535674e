import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_FILE, loadDemoIfEmpty } from '../../../src/services/demo/demo.ts';
import type { ImportReport } from '../../../src/services/exchange/nyc/nyc-report.ts';
import type { TestDatabase } from '../postgres/database.ts';

/** Projects that the platform's examples speak of. */
const SPOKEN_OF = /DSF0000898235|DSF0001033656/;
const SOME_MORE = 200;

/** The demonstration with some two hundred of its thirteen thousand rows: a second instead of fifteen. */
export async function loadSmallDemo(database: TestDatabase): Promise<ImportReport | null> {
  const directory = await mkdtemp(join(tmpdir(), 'pit-demo-'));
  try {
    const lines = (await readFile(DEMO_FILE, 'utf8')).split('\n');
    const path = join(directory, 'some-projects.csv');
    await writeFile(path, lines.filter((line, i) => i <= SOME_MORE || SPOKEN_OF.test(line)).join('\n'));
    return await loadDemoIfEmpty(database.appUrl, path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
