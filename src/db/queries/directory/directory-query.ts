import { json, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** How many entries of each kind were taken in. */
export interface TakenDirectory {
  readonly organisations: number;
  readonly divisions: number;
  readonly users: number;
  readonly teams: number;
  readonly memberships: number;
  /** All that are stored by now, where some were given. */
  readonly settings?: object;
}

/** Takes in the directory `$1`. */
export const SYNC = statement('SELECT pit_ops.sync_directory($1) AS taken', {
  taken: json<TakenDirectory>(),
});

/** All organisations but the platform's own, which is the one to ask from. */
export const LIST_ORGANISATIONS = statement('SELECT id FROM pit_ops.list_organisations()', { id: uuid });
