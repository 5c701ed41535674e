import { bigint, json, nullable, text, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Checks over what the caller may not see: the audit trail, the registry of files, messages of others. */
export type TrailCheck =
  | 'STR.1'
  | 'STR.2'
  | 'STR.3'
  | 'STR.5'
  | 'STR.7'
  | 'STR.8'
  | 'PR.7'
  | 'EV.5'
  | 'EV.6'
  | 'PERM.1'
  | 'PERM.2'
  | 'PERM.3'
  | 'PERM.4'
  | 'SEC.3'
  | 'SEC.4';

/** What these come to in the project `$1`, one row for each; a cause older than `$2` days need not have been told. */
export const TRAIL_CHECKS = statement(
  `SELECT id, looked_at AS of, short AS count, to_jsonb(sample) AS sample FROM pit_ops.quality_trail($1, $2)`,
  { id: word<TrailCheck>(), of: bigint, count: bigint, sample: nullable(json<readonly string[]>()) },
);

/** Up to `$3` files behind the evidence of the project `$1` that are kept here, others on each day `$2`, and what is stated of them. */
export const SAMPLED_FILES = statement(
  `SELECT evidence_id, file_id, kept_sha256, sha256, size, media_type FROM pit_ops.quality_files($1, $2, $3)`,
  {
    evidenceId: uuid,
    fileId: uuid,
    keptSha256: text,
    sha256: nullable(text),
    size: nullable(text),
    mediaType: nullable(text),
  },
);
