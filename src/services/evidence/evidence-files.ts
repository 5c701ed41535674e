import { randomUUID } from 'node:crypto';
import type { Actor } from '../../domain/directory/actor.ts';
import { badInput, notFound, PitError } from '../../domain/errors.ts';
import {
  isMediaType,
  parseEvidenceMetadata,
  type EvidenceMetadata,
} from '../../domain/evidence/evidence-metadata.ts';
import { formatFileReference, isOwnFile, parseFileReference } from '../../domain/evidence/file-reference.ts';
import { requireMay } from '../../domain/directory/permissions.ts';
import { optionalText, TEXT_LIMITS } from '../../domain/text.ts';
import { FileGrants } from './file-grants.ts';
import type { FileStore } from './file-store.ts';

/** A file that somebody is about to send. */
export interface FileAnnouncement {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  readonly fileName?: string | null;
}

/** Where to send it, and what to call it afterwards. */
export interface PreparedUpload {
  readonly uploadUrl: string;
  readonly fileUrl: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

export interface EvidenceFilesOptions {
  readonly store: FileStore;
  /** Signs the addresses; 32 bytes. */
  readonly key: Uint8Array;
  /** The largest file that is taken, in bytes. */
  readonly maxBytes: number;
  /** Bytes that the files of one organisation may have together. */
  readonly quotaBytes: number;
  /** The scheme and host under which people reach the service; asked late, since a port may be chosen at start. */
  readonly origin: () => string;
}

/** The path of every address that opens a file; the token stands behind it. */
export const FILES_PATH = '/files/';

/** Slashes and control characters would mean something else in a path or a header. */
const NOT_IN_A_NAME = /[/\\\p{Cc}]/u;
/** Marks and overrides of the writing direction: `invoice\u202Efdp.exe` reads as a PDF. Systems put marks into names. */
const BIDI_CONTROL = /\p{Bidi_Control}/gu;

/** The files behind evidence, as far as PIT keeps them: how they come in, are found, and go out. Never public. */
export class EvidenceFiles {
  readonly store: FileStore;
  readonly grants: FileGrants;
  readonly quotaBytes: number;

  constructor(private readonly options: EvidenceFilesOptions) {
    this.store = options.store;
    this.quotaBytes = options.quotaBytes;
    this.grants = new FileGrants(options.key);
  }

  /** The scheme and host under which people reach the service. */
  get origin(): string {
    return this.options.origin();
  }

  /**
   * Makes the address that takes exactly the announced file from this actor.
   * @throws PitError FORBIDDEN to viewers; LIMIT_EXCEEDED, PIT008, for a file that is too large.
   */
  async prepareUpload(actor: Actor, announcement: FileAnnouncement): Promise<PreparedUpload> {
    requireMay('prepareUpload', { role: actor.role, relations: [] });
    const { sha256, size, mediaType } = announcement;
    const file = parseEvidenceMetadata({ sha256, size, mediaType, source: 'upload' }, 'input');
    this.requireSize(file.size);
    const name = requireFileName(announcement.fileName);
    const { orgId, userId } = actor;
    const id = randomUUID();
    const grant = { orgId, userId, id, sha256: file.sha256, size: file.size, mediaType: file.mediaType };
    const { token, expiresAt } = await this.grants.sign('upload', grant);
    return {
      uploadUrl: this.urlOf(token),
      fileUrl: formatFileReference({ orgId, id, name }),
      expiresAt: expiresAt.toISOString(),
    };
  }

  /**
   * Goes on only if the address is elsewhere, or names a file that is here, of the actor's organisation, and as said.
   * @throws PitError NOT_FOUND, PIT002; BAD_USER_INPUT, PIT008, where the size differs.
   */
  async requireStored({ orgId }: Actor, fileUrl: string, said: EvidenceMetadata): Promise<void> {
    if (!isOwnFile(fileUrl)) return;
    const reference = parseFileReference(fileUrl);
    const isOurs = reference !== null && reference.orgId === orgId;
    const size = isOurs ? await this.store.sizeOf({ ...reference, sha256: said.sha256 }) : null;
    if (size === null) throw noSuchFile(fileUrl);
    if (size === said.size) return;
    throw badInput('The file has another size.', {
      pit: 'PIT008',
      field: 'input.size',
      expected: size,
      actual: said.size,
    });
  }

  /**
   * An address that gives the file out for a few minutes, made for somebody who sees the evidence.
   * @returns null for a file that is not kept here.
   */
  async downloadUrl({ orgId }: Actor, fileUrl: string, metadata: object): Promise<string | null> {
    const reference = parseFileReference(fileUrl);
    const { sha256, mediaType } = metadata as Partial<EvidenceMetadata>;
    if (reference === null || reference.orgId !== orgId || typeof sha256 !== 'string') return null;
    const grant = {
      orgId,
      id: reference.id,
      sha256,
      mediaType: isMediaType(mediaType) ? mediaType : 'application/octet-stream',
      name: reference.name ?? reference.id,
    };
    return this.urlOf((await this.grants.sign('download', grant)).token);
  }

  private urlOf(token: string): string {
    return `${this.origin}${FILES_PATH}${token}`;
  }

  private requireSize(size: number): void {
    const { maxBytes } = this.options;
    if (size <= maxBytes) return;
    throw new PitError('LIMIT_EXCEEDED', 'The file is too large.', {
      pit: 'PIT008',
      field: 'input.size',
      expected: `at most ${maxBytes} bytes`,
      actual: size,
    });
  }
}

function requireFileName(value: string | null | undefined): string | null {
  const name = optionalText(value?.replace(BIDI_CONTROL, ''), 'input.fileName', TEXT_LIMITS.reference);
  if (name === null || !NOT_IN_A_NAME.test(name)) return name;
  throw badInput('The file name is not acceptable.', {
    field: 'input.fileName',
    expected: 'a name without slashes and control characters',
    actual: name,
  });
}

/** What is missing, of another organisation or of another content is told apart to nobody. */
function noSuchFile(fileUrl: string): PitError {
  const { detail } = notFound('file', fileUrl, 'input.fileUrl');
  const expected = 'a file that was uploaded, with its SHA-256';
  return new PitError('NOT_FOUND', 'file not found', { ...detail, pit: 'PIT002', expected });
}
