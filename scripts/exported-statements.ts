import { readdirSync, type Dirent } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Statement } from '../src/db/connection/statement.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The folders whose files make statements. */
const FOLDERS = ['src/db/connection', 'src/db/queries', 'src/db/write'];

export function statementFiles(): string[] {
  return FOLDERS.flatMap((folder) => sourceFiles(folder)).sort();
}

/** The TypeScript files below a folder, by their paths from the root of the repository. */
export function sourceFiles(folder: string): string[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).map(
    (entry: Dirent) => relative(ROOT, join(entry.parentPath, entry.name)),
  );
  return files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
}

/** Every typed statement that the files export, alone or in a record, by file and name. */
export async function exportedStatements(): Promise<[string, Statement<object>][]> {
  const found: [string, Statement<object>][] = [];
  const walk = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isStatement(value)) found.push([name, value]);
    else if (Object.getPrototypeOf(value) === Object.prototype)
      for (const [key, each] of Object.entries(value)) walk(`${name}.${key}`, each);
  };
  for (const file of statementFiles()) {
    const module = (await import(join(ROOT, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) walk(`${file} ${name}`, value);
  }
  return found;
}

function isStatement(value: object): value is Statement<object> {
  return 'text' in value && 'decode' in value && 'columns' in value;
}
