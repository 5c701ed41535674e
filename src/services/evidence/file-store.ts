import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { badInput, conflict, PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';

/** One file of one organisation. The digest is part of its place: what lies there has it. */
export interface FileKey {
  readonly orgId: string;
  readonly id: string;
  /** SHA-256 of the content, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** A file before it is there. */
export interface AnnouncedFile extends FileKey {
  /** Bytes. */
  readonly size: number;
}

/** Where the bytes of evidence lie. A file is there as a whole or not at all, is written once, and never changes. */
export interface FileStore {
  /**
   * Keeps the content, once it is found to be what was announced.
   * @throws PitError BAD_USER_INPUT or LIMIT_EXCEEDED when it is not; CONFLICT when the file is there already.
   */
  put(file: AnnouncedFile, content: AsyncIterable<Buffer>): Promise<void>;
  /** Its size in bytes; null when there is no such file. */
  sizeOf(file: FileKey): Promise<number | null>;
  /** @throws PitError NOT_FOUND when there is no such file. */
  read(file: FileKey): Promise<StoredFile>;
  /** Removes the file; what is not there is removed already. */
  remove(file: FileKey): Promise<void>;
}

/** A file that is open to be read. */
export interface StoredFile {
  /** Bytes. */
  readonly size: number;
  readonly content: Readable;
}

/** What is said of an upload whose place is taken. */
export function uploadedAlready(): PitError {
  return conflict('The file has been uploaded already.', { pit: 'PIT008' });
}

/** The name of the file below the place of its store: `<organisation>/<id>.<digest>`. */
export function pathOfFile({ orgId, id, sha256 }: FileKey): string {
  // Checked here once more, whoever checked it before: no path leads out of the store.
  if (!isUuid(orgId) || !isUuid(id) || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new Error('a file is named by two ids and a digest');
  }
  return `${orgId}/${id}.${sha256}`;
}

/**
 * Passes the content on, and fails as soon as it is more, or at its end less or other, than was announced. The last
 * piece is held back until the digest is proved, so that no store ever has the whole of content that failed.
 */
export async function* asAnnounced(
  content: AsyncIterable<Buffer>,
  { size, sha256 }: AnnouncedFile,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let received = 0;
  let held: Buffer | undefined;
  for await (const chunk of content) {
    received += chunk.length;
    if (received > size) {
      throw new PitError('LIMIT_EXCEEDED', 'The file is larger than was announced.', {
        pit: 'PIT008',
        expected: `${size} bytes`,
      });
    }
    hash.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (received < size) {
    throw badInput('The upload ended early.', {
      pit: 'PIT008',
      field: 'body',
      expected: `${size} bytes`,
      actual: `${received} bytes`,
    });
  }
  const digest = hash.digest('hex');
  if (digest !== sha256) {
    throw badInput('The file is not the one that was announced.', {
      pit: 'PIT008',
      field: 'body',
      expected: `SHA-256 ${sha256}`,
      actual: `SHA-256 ${digest}`,
    });
  }
  if (held !== undefined) yield held;
}
