import { integer } from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';
/**
 * Positions among siblings, from 0 without gaps. All who change a plan hold its project's lock, so that two never
 * count at once. Rows that stand where they should are not touched.
 */

/** A level of the plan below the project. */
export type Level = 'phase' | 'work package' | 'task' | 'subtask';

interface LevelTable {
  readonly table: string;
  readonly position: string;
  /** Holds between siblings `a` and `b`. */
  readonly siblings: (a: string, b: string) => string;
}

const TABLES: Readonly<Record<Level, LevelTable>> = {
  phase: {
    table: 'pit.phase',
    position: 'order_index',
    siblings: (a, b) => `${a}.project_id = ${b}.project_id`,
  },
  'work package': {
    table: 'pit.work_package',
    position: 'order_index',
    siblings: (a, b) => `${a}.phase_id = ${b}.phase_id`,
  },
  task: {
    table: 'pit.task',
    position: 'order_index',
    siblings: (a, b) =>
      `${a}.phase_id = ${b}.phase_id AND ${a}.work_package_id IS NOT DISTINCT FROM ${b}.work_package_id`,
  },
  subtask: {
    table: 'pit.subtask',
    position: 'ordered_index',
    siblings: (a, b) => `${a}.task_id = ${b}.task_id`,
  },
};

/** The live siblings of the row `$1` without itself, numbered in their order. */
const others = ({ table, position, siblings }: LevelTable): string => `
  SELECT sibling.id, row_number() OVER (ORDER BY sibling.${position}, sibling.created_at, sibling.id) - 1 AS place
  FROM ${table} AS node JOIN ${table} AS sibling ON ${siblings('sibling', 'node')}
  WHERE node.id = $1 AND sibling.id <> node.id AND sibling.deleted_at IS NULL`;

const place = (level: LevelTable) =>
  statement(`
  WITH other AS (${others(level)}),
  wanted AS (SELECT least($2::int, count(*)) AS place FROM other),
  placed AS (
    SELECT other.id, other.place + (other.place >= wanted.place)::int AS place FROM other, wanted
    UNION ALL SELECT $1, wanted.place FROM wanted)
  UPDATE ${level.table} AS moved SET ${level.position} = placed.place FROM placed
  WHERE moved.id = placed.id AND moved.${level.position} <> placed.place`);

const close = (level: LevelTable) =>
  statement(`
  WITH other AS (${others(level)})
  UPDATE ${level.table} AS moved SET ${level.position} = other.place FROM other
  WHERE moved.id = other.id AND moved.${level.position} <> other.place`);

const forEachLevel = <T>(make: (level: LevelTable) => T): Record<Level, T> => ({
  phase: make(TABLES.phase),
  'work package': make(TABLES['work package']),
  task: make(TABLES.task),
  subtask: make(TABLES.subtask),
});

/** A level of the plan that other levels lie in. */
export type Branch = 'phase' | 'work package';

/** How many live branches there are below `$1`: phases of a project, work packages of a phase. */
export const BRANCHES_UNDER: Readonly<Record<Branch, Statement<{ count: number }>>> = {
  phase: statement(
    'SELECT count(*)::int AS count FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL',
    { count: integer },
  ),
  'work package': statement(
    'SELECT count(*)::int AS count FROM pit.work_package WHERE phase_id = $1 AND deleted_at IS NULL',
    { count: integer },
  ),
};

/** Puts the row `$1` at position `$2` among its live siblings, or at their end: for null, and beyond it. */
export const PLACE = forEachLevel(place);
/** Numbers the live siblings of the row `$1` as if it were not there. */
export const CLOSE_GAP = forEachLevel(close);

/** Numbers the live tasks of the phases `$2::uuid[]` as if the tasks `$1::uuid[]` were not there. */
export const CLOSE_TASK_GAPS = statement(`
  WITH placed AS (
    SELECT id, row_number() OVER (PARTITION BY phase_id, work_package_id ORDER BY order_index, created_at, id) - 1 AS place
    FROM pit.task WHERE phase_id = ANY ($2::uuid[]) AND deleted_at IS NULL AND NOT id = ANY ($1::uuid[]))
  UPDATE pit.task AS moved SET order_index = placed.place FROM placed
  WHERE moved.id = placed.id AND moved.order_index <> placed.place`);

/**
 * Puts the tasks `$1::uuid[]` among their live siblings in the phases `$2::uuid[]`, each at the position that it has or
 * the next one after it.
 */
export const PLACE_TASKS = statement(`
  WITH sibling AS (
    SELECT id, phase_id, work_package_id, order_index, created_at, id = ANY ($1::uuid[]) AS is_back
    FROM pit.task WHERE phase_id = ANY ($2::uuid[]) AND deleted_at IS NULL),
  keyed AS (
    SELECT *, CASE WHEN is_back
      THEN order_index - rank() OVER (PARTITION BY phase_id, work_package_id, is_back ORDER BY order_index) + 1
      ELSE row_number() OVER (PARTITION BY phase_id, work_package_id, is_back ORDER BY order_index, created_at, id) - 1
      END AS key FROM sibling),
  placed AS (
    SELECT id, row_number() OVER (PARTITION BY phase_id, work_package_id
      ORDER BY key, is_back DESC, order_index, created_at, id) - 1 AS place FROM keyed)
  UPDATE pit.task AS moved SET order_index = placed.place FROM placed
  WHERE moved.id = placed.id AND moved.order_index <> placed.place`);
