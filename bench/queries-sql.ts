/**
 * The best SQL known for each question, answering the whole response as text. Objects are written by `format`, which
 * took two thirds of the time of `concat`, `row_to_json` or `json_build_object` on 500 tasks of 25 fields.
 */

/** How a column becomes JSON: a piece of a format, and what stands for its `%s`. */
interface Value {
  format: string;
  sql: string;
}

const quoted = (sql: string): Value => ({ format: '"%s"', sql });
const written = (sql: string): Value => ({ format: '%s', sql });

const id = (column: string): Value => quoted(column);
const number = (column: string): Value => written(column);
const text = (column: string): Value => written(`to_json(${column})`);
const textOrNull = (column: string): Value => written(`coalesce(to_json(${column})::text, 'null')`);
const numberOrNull = (column: string): Value => written(`coalesce(${column}::text, 'null')`);
const orNull = (column: string): Value => written(`coalesce('"' || ${column} || '"', 'null')`);
// All words are ASCII, and this collation knows no more.
const word = (column: string): Value => quoted(`upper(${column}::text COLLATE "C")`);
const moment = (column: string): Value => quoted(`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

/** A JSON object as an SQL expression. */
function object(fields: Readonly<Record<string, Value>>): string {
  const formats = Object.entries(fields).map(([name, { format }]) => `"${name}":${format}`);
  const values = Object.values(fields).map(({ sql }) => sql);
  return `format('{${formats.join(',')}}', ${values.join(', ')})`;
}

/** A JSON array of the rows of `from`. */
function list(element: string, from: string, order: string): Value {
  return written(`(SELECT concat('[', string_agg(${element}, ',' ORDER BY ${order}), ']') FROM ${from})`);
}

/** The same as a connection gives it, by `nodes`. */
function connection(element: string, from: string, order: string): Value {
  return written(`concat('{"nodes":', ${list(element, from, order).sql}, '}')`);
}

/** A JSON object or null. */
function one(element: string, from: string): Value {
  return written(`coalesce((SELECT ${element} FROM ${from}), 'null')`);
}

const response = (name: string, value: Value): string =>
  `SELECT concat('{"data":{"${name}":', ${value.sql}, '}}')`;

const TASK = {
  id: id('id'),
  name: text('name'),
  status: word('status'),
  priority: word('priority'),
  startDate: orNull('start_date'),
  endDate: orNull('end_date'),
  progressPercent: number('progress_percent'),
  updatedAt: moment('updated_at'),
};

export const TASK_SQL = response(
  'task',
  one(object(TASK), 'pit.task WHERE id = $1::uuid AND deleted_at IS NULL'),
);

const BOARD_TASK = object({
  id: id('t.id'),
  workPackageId: id('t.work_package_id'),
  phaseId: id('t.phase_id'),
  projectId: id('t.project_id'),
  name: text('t.name'),
  description: textOrNull('t.description'),
  taskType: text('t.task_type'),
  ownerId: id('t.owner_id'),
  assigneeIds: written('t.assignees'),
  priority: word('t.priority'),
  status: word('t.status'),
  startDate: orNull('t.start_date'),
  endDate: orNull('t.end_date'),
  durationDays: numberOrNull('t.duration_days'),
  progressPercent: number('t.progress_percent'),
  quickClass: word('t.quick_class'),
  requiresEvidence: written('t.requires_evidence::text'),
  capexCost: id('t.capex_cost'),
  opexCost: id('t.opex_cost'),
  fyAllocation: numberOrNull('t.fy_allocation'),
  linkedRiskMitigationPct: numberOrNull('trim_scale(t.linked_risk_mitigation_pct)'),
  sourceModule: word('t.source_module'),
  sourceReferenceId: textOrNull('t.source_reference_id'),
  orderIndex: number('t.order_index'),
  updatedAt: moment('t.updated_at'),
});

/** The board, with its tasks in a plain list or by the nodes of a connection. */
export function boardSql(tasks: 'list' | 'nodes'): string {
  const workPackage = object({
    id: id('w.id'),
    name: text('w.name'),
    orderIndex: number('w.order_index'),
    progressPercent: number('w.progress_percent'),
    tasks: (tasks === 'list' ? list : connection)(
      BOARD_TASK,
      'pit.task t WHERE t.work_package_id = w.id AND t.deleted_at IS NULL',
      't.order_index, t.id',
    ),
  });
  const phase = object({
    id: id('f.id'),
    name: text('f.name'),
    orderIndex: number('f.order_index'),
    progressPercent: number('f.progress_percent'),
    workPackages: list(
      workPackage,
      'pit.work_package w WHERE w.phase_id = f.id AND w.deleted_at IS NULL',
      'w.order_index, w.id',
    ),
  });
  const project = object({
    id: id('p.id'),
    name: text('p.name'),
    progressPercent: number('p.progress_percent'),
    phases: list(
      phase,
      'pit.phase f WHERE f.project_id = p.id AND f.deleted_at IS NULL',
      'f.order_index, f.id',
    ),
  });
  return response('project', one(project, 'pit.project p WHERE id = $1::uuid AND deleted_at IS NULL'));
}

const ENTITY = object({
  id: id('t.id'),
  name: text('t.name'),
  status: word('t.status'),
  startDate: orNull('t.start_date'),
  endDate: orNull('t.end_date'),
  progressPercent: number('t.progress_percent'),
});

export const ENTITIES_SQL = response(
  '_entities',
  list(
    `CASE WHEN t.id IS NULL THEN 'null' ELSE ${ENTITY} END`,
    `unnest($1::uuid[]) WITH ORDINALITY k(id, place)
     LEFT JOIN pit.task t ON t.id = k.id AND t.id = ANY ($1::uuid[]) AND t.deleted_at IS NULL`,
    'k.place',
  ),
);

const PAGE_NODE = object({
  id: id('t.id'),
  name: text('t.name'),
  status: word('t.status'),
  priority: word('t.priority'),
  endDate: orNull('t.end_date'),
  progressPercent: number('t.progress_percent'),
  owner: one(object({ id: id('u.id'), name: text('u.name') }), 'pit."user" u WHERE u.id = t.owner_id'),
});

/** The cursor as the service writes it: base64url of list and order, the place in it and the id. */
const CURSOR = `translate(encode(convert_to(concat('["Task,endDate","', t.end_date, '","', t.id, '"]'), 'UTF8'), 'base64'),
  E'+/=\\n', '-_')`;

export const PAGE_SQL = `
  WITH found AS (
    SELECT t.* FROM pit.task t
    WHERE t.status = ANY ($1::pit.task_status_enum[]) AND t.end_date >= $2::date AND t.deleted_at IS NULL
    ORDER BY t.end_date, t.id LIMIT 51
  ), page AS (SELECT * FROM found t ORDER BY t.end_date, t.id LIMIT 50)
  SELECT concat(
    '{"data":{"tasks":{"edges":',
    ${list(`concat('{"node":', ${PAGE_NODE}, '}')`, 'page t', 't.end_date, t.id').sql},
    ',"pageInfo":{"hasNextPage":', CASE WHEN (SELECT count(*) FROM found) > 50 THEN 'true' ELSE 'false' END,
    ',"endCursor":', coalesce('"' || (SELECT ${CURSOR} FROM page t ORDER BY t.end_date DESC, t.id DESC LIMIT 1) || '"', 'null'),
    '}}}}')`;

const REVIEWS = connection(
  object({
    id: id('r.id'),
    decision: word('r.decision'),
    comment: textOrNull('r.comment'),
  }),
  'pit.evidence_review r WHERE r.evidence_id = e.id',
  'r.created_at, r.id',
);

const DEEP = object({
  id: id('t.id'),
  name: text('t.name'),
  status: word('t.status'),
  progressPercent: number('t.progress_percent'),
  owner: one(
    object({ id: id('u.id'), name: text('u.name'), email: text('u.email') }),
    'pit."user" u WHERE u.id = t.owner_id',
  ),
  project: one(
    object({ id: id('p.id'), name: text('p.name'), code: textOrNull('p.code') }),
    'pit.project p WHERE p.id = t.project_id AND p.deleted_at IS NULL',
  ),
  phase: one(
    object({ id: id('f.id'), name: text('f.name') }),
    'pit.phase f WHERE f.id = t.phase_id AND f.deleted_at IS NULL',
  ),
  workPackage: one(
    object({ id: id('w.id'), name: text('w.name') }),
    'pit.work_package w WHERE w.id = t.work_package_id AND w.deleted_at IS NULL',
  ),
  subtasks: connection(
    object({
      id: id('s.id'),
      name: text('s.name'),
      status: word('s.status'),
      progressPercent: number('s.progress_percent'),
    }),
    'pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL',
    's.ordered_index, s.id',
  ),
  evidence: connection(
    object({ id: id('e.id'), fileUrl: text('e.file_url'), fileType: word('e.file_type'), reviews: REVIEWS }),
    'pit.evidence e WHERE e.task_id = t.id AND e.deleted_at IS NULL',
    'e.created_at, e.id',
  ),
});

export const DEEP_SQL = response(
  'task',
  one(DEEP, 'pit.task t WHERE t.id = $1::uuid AND t.deleted_at IS NULL'),
);
