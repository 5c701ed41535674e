import { boolean } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
export const IS_DUE = statement(
  `
  SELECT NOT EXISTS (SELECT FROM pit_ops.list_organisations())
    OR EXISTS (SELECT FROM pit.organisation) AND NOT EXISTS (SELECT FROM pit.project) AS due`,
  { due: boolean },
);

/** A row where the organisation has a project. */
export const ANY_PROJECT = statement('SELECT FROM pit.project LIMIT 1');
