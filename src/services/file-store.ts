import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { badInput, PitError } from '../domain/errors.ts';

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
}

/** A file that is open to be read. */
export interface StoredFile {
  /** Bytes. */
  readonly size: number;
  readonly content: Readable;
}

/**
 * Passes the content on, and fails as soon as it is more, or at its end less or other, than was announced. A store
 * keeps nothing of content that failed.
 */
export async function* asAnnounced(
  content: AsyncIterable<Buffer>,
  { size, sha256 }: AnnouncedFile,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let received = 0;
  for await (const chunk of content) {
    received += chunk.length;
    if (received > size) {
      throw new PitError('LIMIT_EXCEEDED', 'The file is larger than was announced.', {
        pit: 'PIT008',
        expected: `${size} bytes`,
      });
    }
    hash.update(chunk);
    yield chunk;
  }
  if (received < size) {
    throw badInput('The upload ended early.', {
      pit: 'PIT008',
      expected: `${size} bytes`,
      actual: `${received} bytes`,
    });
  }
  const digest = hash.digest('hex');
  if (digest !== sha256) {
    throw badInput('The file is not the one that was announced.', {
      pit: 'PIT008',
      expected: `SHA-256 ${sha256}`,
      actual: `SHA-256 ${digest}`,
    });
  }
}
