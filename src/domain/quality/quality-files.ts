import { mayBeOf } from '../evidence/media-type.ts';
import { MOST_SAMPLED, none, notApplicable, type QualityOutcome } from './quality-catalogue.ts';

/** Files that one run looks at, and bytes that it reads: what is larger together waits for another day. */
export const MOST_FILES = 20;
export const MOST_FILE_BYTES = 256 * 1024 * 1024;

/** What a look at the bytes behind a piece of evidence has found. */
export interface FileLook {
  readonly evidenceId: string;
  /** What its metadata states; null where they state nothing. */
  readonly stated: {
    readonly sha256: string | null;
    readonly size: string | null;
    readonly mediaType: string | null;
  };
  /** Null where the store has no such file. */
  readonly found: { readonly sha256: string; readonly size: number; readonly head: Uint8Array } | null;
}

/** What was read of the organisation's audit trail. */
export interface TrailLook {
  readonly holds: boolean;
  readonly records: number;
  /** It was read to its end. */
  readonly isWhole: boolean;
  /** Ids of records that are altered, missing, or not the trigger's. */
  readonly faulty: readonly string[];
}

/** What a run looks at outside of its transaction. */
export interface OutsideLook {
  readonly files: readonly FileLook[];
  readonly trail: TrailLook;
}

/**
 * Adds to what the metadata of evidence came to (`EV.2`) the files whose bytes are others than stated, and says whether they are of
 * their media types (`SEC.1`). A piece counts once.
 */
export function checkFiles(metadata: QualityOutcome, files: readonly FileLook[]): QualityOutcome[] {
  const other = files.filter(isOther).map(({ evidenceId }) => evidenceId);
  const fresh = other.filter((id) => !metadata.sample.includes(id));
  const short = [...metadata.sample, ...fresh].sort().slice(0, MOST_SAMPLED);
  const count = Math.min(metadata.of, metadata.count + fresh.length);
  const looked = files.filter(({ found, stated }) => found !== null && stated.mediaType !== null);
  const disguised = looked.filter(({ found, stated }) => !mayBeOf(found!.head, stated.mediaType!));
  return [
    { ...metadata, outcome: count === 0 ? 'pass' : 'fail', count, sample: short },
    looked.length === 0
      ? notApplicable('SEC.1', 'No file of the project is kept here.')
      : none(
          'SEC.1',
          disguised.map(({ evidenceId }) => evidenceId),
          looked.length,
        ),
  ];
}

/** A file that is gone, or whose bytes are not those that were stated. What is not stated is `EV.2`'s own matter. */
function isOther({ found, stated }: FileLook): boolean {
  if (found === null) return true;
  return (
    (stated.sha256 !== null && stated.sha256.toLowerCase() !== found.sha256) ||
    (stated.size !== null && Number(stated.size) !== found.size)
  );
}

/** Whether the audit trail holds (`SEC.5`). A fault is a fault; that there is none is known once the whole was read. */
export function checkTrail({ holds, records, isWhole, faulty }: TrailLook): QualityOutcome {
  if (holds && !isWhole) {
    const reason = `The trail holds as far as it was read, which was ${records} records; the nightly run reads all of it.`;
    return notApplicable('SEC.5', reason);
  }
  const short = holds ? [] : faulty;
  return {
    ...none('SEC.5', short, records),
    outcome: holds ? 'pass' : 'fail',
    count: holds ? 0 : Math.max(1, short.length),
  };
}
