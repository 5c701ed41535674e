import { bigint, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
export const ANNOUNCE = statement('SELECT pit_ops.announce_file($1, $2, $3, $4) AS used', {
  used: nullable(bigint),
});

export const CLAIM = statement(
  'SELECT org_id AS "orgId", id, sha256 FROM pit_ops.claim_abandoned_files($1)',
  { orgId: uuid, id: uuid, sha256: text },
);

export const FORGET = statement('SELECT pit_ops.forget_file($1, $2)');
