import type { RecordKind } from '../../../domain/directory/verbs-of-records.ts';
import { boolean, json, nullable, text, uuid, type RowOf } from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';

/** Whether the actor may change anything at all: a user who is known and has not left. */
const IS_KNOWN = `(SELECT EXISTS (SELECT FROM pit."user" AS person WHERE person.id = pit_ops.ctx_user())
    AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = pit_ops.ctx_user()))`;

const TASK_PARTS = `JOIN pit.phase AS phase ON phase.id = task.phase_id
  LEFT JOIN pit.work_package AS package ON package.id = task.work_package_id
  JOIN pit.project AS project ON project.id = task.project_id`;
const TASK_OWNERS = 'phase.owner_id, package.owner_id, task.owner_id';

interface RelationTables {
  /** Tables with the record as `node`, and its project as `project`. */
  readonly from: string;
  /** Owners of the record and of what it lies in up to the phase. */
  readonly owners: string;
  /** Who does the work, beside the assignees of the task. */
  readonly workers?: string;
  readonly assignees?: string;
  readonly uploader?: string;
}

const OF_TASK = { owners: TASK_OWNERS, workers: 'task.owner_id', assignees: 'task.assignees' };

const SOURCES: Readonly<Record<RecordKind, RelationTables>> = {
  project: { from: 'pit.project AS node JOIN pit.project AS project ON project.id = node.id', owners: '' },
  phase: {
    from: 'pit.phase AS node JOIN pit.project AS project ON project.id = node.project_id',
    owners: 'node.owner_id',
  },
  work_package: {
    from: `pit.work_package AS node JOIN pit.phase AS phase ON phase.id = node.phase_id
  JOIN pit.project AS project ON project.id = node.project_id`,
    owners: 'node.owner_id, phase.owner_id',
  },
  task: { from: `pit.task AS node JOIN pit.task AS task ON task.id = node.id ${TASK_PARTS}`, ...OF_TASK },
  subtask: {
    from: `pit.subtask AS node JOIN pit.task AS task ON task.id = node.task_id ${TASK_PARTS}`,
    owners: `${TASK_OWNERS}, node.owner_id`,
    workers: 'task.owner_id, node.owner_id',
    assignees: 'task.assignees',
  },
  evidence: {
    from: `pit.evidence AS node LEFT JOIN pit.subtask AS step ON step.id = node.subtask_id
  JOIN pit.task AS task ON task.id = coalesce(node.task_id, step.task_id) ${TASK_PARTS}`,
    owners: `${TASK_OWNERS}, step.owner_id`,
    workers: 'task.owner_id, step.owner_id',
    assignees: 'task.assignees',
    uploader: 'node.uploaded_by',
  },
};

/** A list of ids that may be null, as JSON. */
const list = (ids: string): string => (ids === '' ? `'[]'::jsonb` : `to_jsonb(ARRAY[${ids}]::uuid[])`);

/** Who stands how to a record, as it is stored. */
const COLUMNS = {
  id: uuid,
  isDeleted: boolean,
  projectOwnerId: uuid,
  sponsorId: nullable(uuid),
  /** Lifecycle of the project. */
  status: text,
  owners: json<readonly (string | null)[]>(),
  workers: json<readonly (string | null)[]>(),
  assignees: json<readonly string[]>(),
  uploaderId: nullable(uuid),
  isKnown: boolean,
};
export type StoredRelations = Readonly<RowOf<typeof COLUMNS>>;

function relationsFrom(of: RelationTables): Statement<StoredRelations> {
  const { from, owners, workers = '', assignees = `'[]'::jsonb`, uploader = 'NULL::uuid' } = of;
  return statement(
    `SELECT node.id, node.deleted_at IS NOT NULL AS is_deleted, project.owner_id AS project_owner_id, project.sponsor_id,
    project.status, ${list(owners)} AS owners, ${list(workers)} AS workers, ${assignees} AS assignees,
    ${uploader} AS uploader_id, ${IS_KNOWN} AS is_known
  FROM ${from} WHERE node.id = ANY ($1::uuid[])`,
    COLUMNS,
  );
}

/** Who stands how to the records `$1::uuid[]` of a kind, and to their projects; none for what is not to be seen. */
export const RELATIONS_OF: Readonly<Record<RecordKind, Statement<StoredRelations>>> = {
  project: relationsFrom(SOURCES.project),
  phase: relationsFrom(SOURCES.phase),
  work_package: relationsFrom(SOURCES.work_package),
  task: relationsFrom(SOURCES.task),
  subtask: relationsFrom(SOURCES.subtask),
  evidence: relationsFrom(SOURCES.evidence),
};
