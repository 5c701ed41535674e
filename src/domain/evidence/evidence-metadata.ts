import { badInput, type PitError } from '../errors.ts';
import { requireJson } from '../json-bounds.ts';
import { isRecord } from '../record.ts';
import { requireText } from '../text.ts';

/** What `evidence.metadata` always says of the file; other keys may stand beside these. */
export interface EvidenceMetadata {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** The system or person the file came from. */
  readonly source: string;
  readonly [key: string]: unknown;
}

/** The largest file that may serve as evidence: 5 GiB, the most that one S3 upload takes. */
export const MAX_EVIDENCE_BYTES = 5 * 1024 ** 3;

const SHA256 = /^[0-9a-f]{64}$/i;
/** type/subtype of RFC 6838, with parameters; printable, since it is sent in a header again. */
const MEDIA_TYPE =
  /^[a-z0-9][\w!#$&^.+-]{0,126}\/[a-z0-9][\w!#$&^.+-]{0,126}(; ?[\w-]+=("[ !#-[\]-~]*"|[\w.-]+))*$/i;

/**
 * The metadata of a piece of evidence, checked and in normal form.
 * @param field path for errors, e.g. `input.metadata`.
 * @throws PitError BAD_USER_INPUT naming the part that is wrong; PIT008 but for malformed JSON and text.
 */
export function parseEvidenceMetadata(value: unknown, field: string): EvidenceMetadata {
  const given = requireJson(value, field);
  if (!isRecord(given)) throw badMetadata(field, 'an object', given);
  return {
    ...given,
    sha256: requireSha256(given.sha256, `${field}.sha256`),
    size: requireSize(given.size, `${field}.size`),
    mediaType: requireMediaType(given.mediaType, `${field}.mediaType`),
    source: requireText(given.source, `${field}.source`, 200),
  };
}

/** Keys of metadata that PIT sets alone: the evidence whose place it took, why it was withdrawn, and why it still holds. */
export const RESERVED_METADATA = ['supersedes', 'withdrawalReason', 'attestation'] as const;

/**
 * The metadata of a piece that names the file of another, which is said to hold still.
 * @param comment why it does.
 * @throws PitError BAD_USER_INPUT, PIT008, where what is stored of the file does not identify it.
 */
export function attestedMetadata(
  stored: Readonly<Record<string, unknown>>,
  comment: string,
): EvidenceMetadata {
  const kept = Object.entries(stored).filter(([key]) => !RESERVED_METADATA.some((each) => each === key));
  return parseEvidenceMetadata({ ...Object.fromEntries(kept), attestation: comment }, 'evidence.metadata');
}

function requireSha256(value: unknown, field: string): string {
  if (typeof value === 'string' && SHA256.test(value)) return value.toLowerCase();
  throw badMetadata(field, '64 hexadecimal digits', value);
}

function requireSize(value: unknown, field: string): number {
  const isSize = typeof value === 'number' && Number.isInteger(value) && value >= 1;
  if (isSize && value <= MAX_EVIDENCE_BYTES) return value;
  throw badMetadata(field, `bytes, 1 to ${MAX_EVIDENCE_BYTES}`, value);
}

/** Whether this is a media type such as `application/pdf`. */
export function isMediaType(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 255 && MEDIA_TYPE.test(value);
}

function requireMediaType(value: unknown, field: string): string {
  if (isMediaType(value)) return value;
  throw badMetadata(field, 'a media type such as application/pdf', value);
}

function badMetadata(field: string, expected: string, actual: unknown): PitError {
  return badInput(`${field} is not acceptable`, {
    pit: 'PIT008',
    field,
    expected,
    actual: String(actual).slice(0, 80),
  });
}
