import { integer, neverNull, text, uuid } from '../../connection/column-types.ts';
import { arrayLiteral } from '../../connection/parameters.ts';
import { statement } from '../../connection/statement.ts';
import type { Condition } from '../../read/list-conditions.ts';

/** Makes those of the tags `$1::text[]` that the organisation does not have. */
export const MAKE_TAGS = statement(
  'INSERT INTO pit_ops.tag (name) SELECT unnest($1::text[]) ON CONFLICT (org_id, lower(name)) DO NOTHING',
);

/** How many tags the organisation has, and how many of the tags `$1::text[]` it lacks. */
export const COUNT_TAGS = statement(
  `
  SELECT (SELECT count(*) FROM pit_ops.tag)::int AS present, (SELECT count(*) FROM unnest($1::text[]) AS wanted (name)
    WHERE NOT EXISTS (SELECT FROM pit_ops.tag WHERE lower(tag.name) = lower(wanted.name)))::int AS missing`,
  { present: integer, missing: integer },
);

/** One transaction makes tags after another, until COMMIT, so that each counts those before it. */
export const TAKE_TAGS = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('tags ' || pit_ops.ctx_org()::text, 0))::text AS taken`,
  { taken: text },
);

/** Takes from the project `$1`, or from its task `$2`, all tags but those named `$3::text[]`; a row for each. */
export const DROP_TAG_LINKS = statement(
  `
  DELETE FROM pit_ops.tag_link AS link USING pit_ops.tag
  WHERE link.project_id = $1 AND link.task_id IS NOT DISTINCT FROM $2::uuid AND tag.id = link.tag_id
    AND lower(tag.name) <> ALL (SELECT lower(unnest($3::text[]))) RETURNING link.id`,
  { id: uuid },
);

/** Gives the project `$1`, or its task `$2`, those of the tags `$3::text[]` that it does not carry; a row for each. */
export const ADD_TAG_LINKS = statement(
  `
  INSERT INTO pit_ops.tag_link (tag_id, project_id, task_id)
  SELECT tag.id, $1, $2::uuid FROM pit_ops.tag WHERE lower(tag.name) IN (SELECT lower(unnest($3::text[])))
  ON CONFLICT (tag_id, project_id, task_id) DO NOTHING RETURNING id`,
  { id: uuid },
);

/** The tag `$1`, locked. */
export const LOCK_TAG = statement('SELECT id, name FROM pit_ops.tag WHERE id = $1 FOR UPDATE', {
  id: uuid,
  name: text,
});

/** Another tag of the name `$2` than `$1`. */
export const OTHER_TAG = statement('SELECT id FROM pit_ops.tag WHERE lower(name) = lower($2) AND id <> $1', {
  id: uuid,
});

/** How many projects and tasks carry the tag `$1`, whoever sees them; counted up to `$2`. */
export const COUNT_TAG_LINKS = statement('SELECT pit_ops.count_tag_links($1, $2) AS count', {
  count: integer,
});

export const RENAME_TAG = statement('UPDATE pit_ops.tag SET name = $2 WHERE id = $1 AND name <> $2');

/** Deletes the tag `$1`, also from all that carries it, whoever sees that. */
export const DELETE_TAG = statement('DELETE FROM pit_ops.tag WHERE id = $1');

/** The tags of the tasks `$1::uuid[]`, by name. */
export const TAGS_OF_TASKS = tagsOf('link.task_id', 'link.task_id = ANY ($1::uuid[])');

/** The tags of the projects `$1::uuid[]`, by name, without those of their tasks. */
export const TAGS_OF_PROJECTS = tagsOf(
  'link.project_id',
  'link.project_id = ANY ($1::uuid[]) AND link.task_id IS NULL',
);

function tagsOf(column: string, where: string) {
  return statement(
    `SELECT ${column} AS node_id, tag.id, tag.name FROM pit_ops.tag_link AS link JOIN pit_ops.tag ON tag.id = link.tag_id
    WHERE ${where} ORDER BY tag.name, tag.id`,
    { nodeId: neverNull(uuid, 'the condition'), id: uuid, name: text },
  );
}

/**
 * That a task or project carries any of the tags; the links are found first, by their index. Letters are lowered by PostgreSQL alone,
 * by which names are told apart: JavaScript lowers some of them otherwise.
 */
export function isTagged(kind: 'task' | 'project', names: readonly string[]): Condition {
  const of = kind === 'task' ? 'task_id IS NOT NULL' : 'task_id IS NULL';
  const asked = arrayLiteral(names.map((name) => name.normalize('NFC')));
  return {
    op: 'expression',
    sql: (
      parameter,
    ) => `id = ANY (ARRAY(SELECT ${kind}_id FROM pit_ops.tag_link WHERE ${of} AND tag_id = ANY (ARRAY(
      SELECT id FROM pit_ops.tag WHERE lower(name) IN (SELECT lower(unnest(${parameter(asked, 'text[]')})))))))`,
  };
}
