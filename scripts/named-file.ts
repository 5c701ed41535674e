import { stat } from 'node:fs/promises';
import { isSystemError } from '../src/start/system-error.ts';
import { UsageError } from './command.ts';

/** The size of a file in bytes. @throws UsageError in words: ENOENT and EISDIR tell only programmers what is wrong. */
export async function sizeOfFile(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) throw new UsageError(`There is no file "${path}".`);
    if (isSystemError(error, 'EACCES')) throw new UsageError(`The file "${path}" may not be read.`);
    throw error;
  });
  if (!found.isFile()) throw new UsageError(`"${path}" is a folder or device: name one file.`);
  return found.size;
}
