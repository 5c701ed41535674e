import { shapeOf } from '../../connection/raw-row.ts';
import { cachedStatement, withText, type Statement } from '../../connection/statement.ts';
import { selectByIds } from '../select.ts';
import type { EntityClass } from '../table.ts';
import { MOST_HANDED_ON } from './reference.ts';

/**
 * Where one statement leaves ids for another of the same transaction: a setting that ends with the transaction. Names come of
 * entities alone, never of a caller.
 */
export function slotOf(level: number, typename: string, property: string): string {
  return `app.ahead_${level}_${typename}_${property}`.toLowerCase();
}

/** A property whose values are handed on, and where. */
export interface Handed {
  readonly property: string;
  readonly slot: string;
}

const valueOf = (slot: string): string => `nullif(current_setting('${slot}', true), '')`;

/** Leaves the distinct ids of a column beside what is in the slot already; none where there are too many. */
function handOn(slot: string, column: string): string {
  const ids = `SELECT DISTINCT ${column}::text AS id FROM page WHERE ${column} IS NOT NULL`;
  const few = `SELECT CASE WHEN count(*) <= ${MOST_HANDED_ON} THEN string_agg(id, ',') END FROM (${ids}) AS named`;
  return `set_config('${slot}', concat_ws(',', ${valueOf(slot)}, (${few})), true)`;
}

/**
 * The same statement, whose rows come in the same order, that also leaves the ids in its columns for those behind it. Its rows are
 * read once: leaving ids is a condition of no row, and decided before the first.
 */
export function handingOn(statement: Statement, handed: readonly Handed[]): Statement {
  if (handed.length === 0) return statement;
  const name = `${statement.name} hands on ${handed.map(({ slot }) => slot).join()}`;
  return cachedStatement(name, () => {
    const outputs = statement.rawRow === undefined ? [] : shapeOf(statement.rawRow).outputs;
    const columns = outputs.map((_, i) => `c${i + 1}`);
    const settings = handed.map(({ property, slot }) => {
      const place = outputs.findIndex((output) => output.property === property);
      if (place < 0) throw new Error(`a statement hands on "${property}", which it does not read`);
      return handOn(slot, `c${place + 1}`);
    });
    const page = `WITH page (${columns.join(', ')}) AS MATERIALIZED (${statement.text})`;
    return withText(
      statement,
      `${page} SELECT * FROM page WHERE (SELECT concat(${settings.join(', ')})) IS NOT NULL`,
    );
  });
}

/** The rows whose ids statements before it have left in the slots. */
export function namedIn(
  slots: readonly string[],
  entity: EntityClass,
  properties: readonly string[],
): Statement {
  const name = `${entity.name}/${properties.join()} named in ${slots.join()}`;
  return cachedStatement(name, () => {
    const ids = `SELECT string_to_array(concat_ws(',', ${slots.map(valueOf).join(', ')}), ',')`;
    return selectByIds(entity, properties, `(${ids})::uuid[]`);
  });
}
