/**
 * The bench's data as set-based SQL, run by a superuser in one transaction. Ids are the MD5 of a kind and a number, so
 * references need no look-up, every build is the same, and ids are as scattered as random ones.
 *
 * Three organisations (60, 30 and 10 percent of the projects), 3,000 projects, 206,480 tasks. The first forty projects
 * are boards: 5 phases of 5 work packages of 20 tasks. The others have 3 phases of 2 work packages of 10 tasks and a
 * task of the phase itself.
 */
const STATEMENTS: readonly string[] = [
  `CREATE FUNCTION pg_temp.uid(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
     RETURN md5(kind || n)::uuid`,

  `INSERT INTO pit.organisation (id, name)
   SELECT pg_temp.uid('org', o), 'Organisation ' || o FROM generate_series(1, 3) o`,

  `INSERT INTO pit.division (id, org_id, name)
   SELECT pg_temp.uid('division', o * 10 + d), pg_temp.uid('org', o), 'Division ' || d
   FROM generate_series(1, 3) o, generate_series(0, 5) d`,

  `INSERT INTO pit."user" (id, org_id, name, email, role)
   SELECT pg_temp.uid('user', o * 1000 + u), pg_temp.uid('org', o), 'User ' || u,
     'user' || u || '@organisation' || o || '.example', CASE WHEN u % 50 = 0 THEN 'admin' ELSE 'member' END
   FROM generate_series(1, 3) o, generate_series(0, 299) u`,

  `CREATE TEMP TABLE plan ON COMMIT DROP AS
   SELECT i, i <= :boards AS board, CASE WHEN i <= :boards OR i % 10 < 6 THEN 1 WHEN i % 10 < 9 THEN 2 ELSE 3 END AS o,
     CASE WHEN i <= :boards THEN 5 ELSE 3 END AS phases, CASE WHEN i <= :boards THEN 5 ELSE 2 END AS packages,
     date '2025-01-01' + i % 600 AS begins
   FROM generate_series(1, :projects) i`,

  `INSERT INTO pit.project (id, org_id, division_id, name, code, description, type, owner_id, start_date, end_date,
     progress_percent, capex_total, opex_total)
   SELECT pg_temp.uid('project', i), pg_temp.uid('org', o),
     CASE WHEN NOT board AND i % 2 = 0 THEN pg_temp.uid('division', o * 10 + i / 2 % 6) END,
     'Project ' || i, 'P-' || i, 'What project ' || i || ' is for, in a sentence or two.', 'project',
     pg_temp.uid('user', o * 1000 + i % 300), begins, begins + 365, i % 101, i * 100.25, i * 10.5
   FROM plan`,

  `INSERT INTO pit.phase (id, org_id, project_id, name, owner_id, start_date, end_date, progress_percent,
     capex_total, opex_total, order_index)
   SELECT pg_temp.uid('phase', i * 10 + f), pg_temp.uid('org', o), pg_temp.uid('project', i), 'Phase ' || f,
     pg_temp.uid('user', o * 1000 + (i + f) % 300), begins + f * 60, begins + f * 60 + 90, (i + f) % 101,
     i * 20, i * 2, f - 1
   FROM plan, generate_series(1, phases) f`,

  `INSERT INTO pit.work_package (id, org_id, phase_id, project_id, name, owner_id, start_date, end_date,
     progress_percent, order_index)
   SELECT pg_temp.uid('package', (i * 10 + f) * 10 + w), pg_temp.uid('org', o), pg_temp.uid('phase', i * 10 + f),
     pg_temp.uid('project', i), 'Work package ' || f || '.' || w, pg_temp.uid('user', o * 1000 + (i + w) % 300),
     begins + f * 60, begins + f * 60 + 80, (i + w) % 101, w - 1
   FROM plan, generate_series(1, phases) f, generate_series(1, packages) w`,

  // Work package 0 stands for the phase itself.
  `CREATE TEMP TABLE work ON COMMIT DROP AS
   SELECT (((i * 10 + f) * 10 + w) * 100 + t)::bigint AS n,
     row_number() OVER (ORDER BY i, f, w, t) AS k, i, f, w, t, o, begins + f * 60 + (i * 7 + w * 13 + t * 29) % 90 AS starts
   FROM plan, generate_series(1, phases) f, generate_series(CASE WHEN board THEN 1 ELSE 0 END, packages) w,
     generate_series(1, CASE WHEN w = 0 THEN 1 WHEN board THEN 20 ELSE 10 END) t`,

  `INSERT INTO pit.task (id, org_id, work_package_id, phase_id, project_id, name, description, owner_id, assignees,
     priority, status, start_date, end_date, duration_days, progress_percent, quick_class, requires_evidence,
     capex_cost, opex_cost, fy_allocation, linked_risk_mitigation_pct, source_module, source_reference_id, order_index,
     created_at, updated_at)
   SELECT pg_temp.uid('task', n), pg_temp.uid('org', o),
     CASE WHEN w > 0 THEN pg_temp.uid('package', (i * 10 + f) * 10 + w) END, pg_temp.uid('phase', i * 10 + f),
     pg_temp.uid('project', i), 'Task ' || n || ': install and test',
     'What has to be done for task ' || n || ', by whom it is accepted, and what "done" means — in two lines.',
     pg_temp.uid('user', o * 1000 + (k * 17) % 300),
     CASE WHEN k % 3 = 0 THEN '[]' ELSE jsonb_build_array(pg_temp.uid('user', o * 1000 + k % 300)) END,
     (enum_range(NULL::pit.task_priority_enum))[(1 + k % 4)::int], (enum_range(NULL::pit.task_status_enum))[(1 + k * 13 % 7)::int],
     CASE WHEN k % 50 > 0 THEN starts END, CASE WHEN k % 50 > 0 THEN starts + (3 + k % 40)::int END,
     CASE WHEN k % 50 > 0 THEN 3 + k % 30 END, k % 101, (enum_range(NULL::pit.quick_class_enum))[(1 + k % 3)::int], k % 5 = 0,
     k % 10000 + 0.25, k % 1000 + 0.5, CASE WHEN k % 4 = 0 THEN 2026 END, CASE WHEN k % 6 = 0 THEN 12.5 END,
     CASE WHEN k % 5 = 0 THEN 'audit' ELSE 'manual' END::pit.pit_source_module_enum,
     CASE WHEN k % 5 = 0 THEN 'AF-' || n END, t - 1,
     timestamptz '2025-01-01' + k % 31536000 * interval '1 s', timestamptz '2026-01-01' + n * interval '1.5 s'
   FROM work ORDER BY i, f, w, t`,

  `INSERT INTO pit.subtask (id, org_id, task_id, name, status, progress_percent, ordered_index)
   SELECT pg_temp.uid('subtask', n * 10 + s), pg_temp.uid('org', o), pg_temp.uid('task', n), 'Step ' || s, 'active',
     k % 101, s - 1
   FROM work, generate_series(1, 4) s WHERE k % 5 = 0`,

  `INSERT INTO pit.evidence (id, org_id, task_id, uploaded_by, file_url, file_type, metadata)
   SELECT pg_temp.uid('evidence', n * 10 + e), pg_temp.uid('org', o), pg_temp.uid('task', n),
     pg_temp.uid('user', o * 1000 + k % 300), 'https://files.example/' || n || '/' || e || '.pdf', 'document',
     jsonb_build_object('size', n)
   FROM work, generate_series(1, 2) e WHERE k % 5 = 0`,

  `INSERT INTO pit.evidence_review (id, org_id, evidence_id, reviewer_id, decision, comment)
   SELECT pg_temp.uid('review', n * 100 + e * 10 + r), pg_temp.uid('org', o), pg_temp.uid('evidence', n * 10 + e),
     pg_temp.uid('user', o * 1000 + (k + r) % 300), CASE WHEN r = 1 THEN 'needs_clarification' ELSE 'accepted' END
       ::pit.review_decision_enum, 'Seen on site.'
   FROM work, generate_series(1, 2) e, generate_series(1, e) r WHERE k % 5 = 0`,

  `INSERT INTO pit.risk_link (id, org_id, task_id, risk_id, link_type)
   SELECT pg_temp.uid('risk link', n), pg_temp.uid('org', o), pg_temp.uid('task', n),
     pg_temp.uid('risk', k % 500), 'residual'
   FROM work WHERE k % 5 = 0`,

  `INSERT INTO pit.control_link (id, org_id, task_id, control_id)
   SELECT pg_temp.uid('control link', n), pg_temp.uid('org', o), pg_temp.uid('task', n),
     pg_temp.uid('control', k % 500)
   FROM work WHERE k % 5 = 0`,

  `INSERT INTO pit.task_progress_log (id, org_id, task_id, user_id, old_progress_percent, new_progress_percent,
     old_status, new_status, created_at)
   SELECT pg_temp.uid('log', n * 10 + l), pg_temp.uid('org', o), pg_temp.uid('task', n),
     pg_temp.uid('user', o * 1000 + k % 300), l * 10 - 10, l * 10, 'active', 'active',
     timestamptz '2026-01-01' + (k % 1000 + l) * interval '1 h'
   FROM work, generate_series(1, 2) l WHERE k % 2 = 0`,
];

/** The data of so many projects, of which the first `boards` have 500 tasks each and the others 63. */
export function datasetOf(projects: number, boards: number): readonly string[] {
  return STATEMENTS.map((each) =>
    each.replaceAll(':projects', String(projects)).replaceAll(':boards', String(boards)),
  );
}

/** The data of `read`, `write` and `live`. */
export const DATASET = datasetOf(3_000, 40);

/** Who asks: a member of the first organisation who sees three of its six divisions besides what belongs to none. */
export const ACTOR = `
  SELECT md5('user1001')::uuid AS "userId", md5('org1')::uuid AS "orgId",
    ARRAY[md5('division10'), md5('division11'), md5('division12')]::uuid[]::text[] AS "divisionIds"`;

/** Projects that are written to: small ones, which the actor sees. So many, that few requests meet in one. */
const WRITTEN_PROJECTS = `
  SELECT id FROM pit.project
  WHERE org_id = md5('org1')::uuid AND division_id IS NULL AND substr(code, 3)::int > 40 ORDER BY id LIMIT 400`;

/** Up to `most` of the rows of each of those projects, one of each project in turn. */
const inTurn = (rows: string, most: number): string => `
  SELECT id FROM (
    SELECT each.id, each.project_id, row_number() OVER (PARTITION BY each.project_id ORDER BY each.id) AS place
    FROM ${rows} AS each JOIN (${WRITTEN_PROJECTS}) AS written ON written.id = each.project_id) AS numbered
  WHERE place <= ${most} ORDER BY place, project_id`;

/** Ids that the actor may see, to vary among requests. */
export const SAMPLES = {
  tasks: `
    SELECT t.id FROM pit.task t JOIN pit.project p ON p.id = t.project_id
    WHERE p.org_id = md5('org1')::uuid AND p.division_id IS NULL AND t.deleted_at IS NULL ORDER BY t.id LIMIT 20000`,
  boards: `SELECT md5('project' || i)::uuid AS id FROM generate_series(1, 40) i`,
  deepTasks: `
    SELECT t.id FROM pit.task t JOIN pit.project p ON p.id = t.project_id
    WHERE p.org_id = md5('org1')::uuid AND p.division_id IS NULL AND t.work_package_id IS NOT NULL
      AND EXISTS (SELECT FROM pit.evidence e WHERE e.task_id = t.id) ORDER BY t.id LIMIT 2000`,
  writtenProjects: WRITTEN_PROJECTS,
  writtenTasks: inTurn(
    '(SELECT * FROM pit.task WHERE work_package_id IS NOT NULL AND NOT requires_evidence AND progress_percent < 100)',
    20,
  ),
  writtenPackages: inTurn('pit.work_package', 6),
};
