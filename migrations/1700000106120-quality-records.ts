import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * The quality checks that rows decide, as a function of `pit_definer` too: under row security each of them is planned with the
 * policies of all tables that it reads, which took ten times as long as to run it, for each project of a night.
 */
export class QualityRecords1700000106120 implements MigrationInterface {
  name = 'QualityRecords1700000106120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION pit_ops.quality_records(project uuid)
        RETURNS TABLE (id text, looked_at bigint, short bigint, sample uuid[])
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        RETURN QUERY
        WITH ${PARTS}, checked (check_id, record, is_short) AS (${[...PLAN, ...EVIDENCE].join('\n  UNION ALL')})
        SELECT known.id, count(checked.record), count(*) FILTER (WHERE checked.is_short),
          (array_agg(checked.record ORDER BY checked.record) FILTER (WHERE checked.is_short))[1:20]
        FROM unnest(ARRAY[${IDS}]) AS known (id) LEFT JOIN checked ON checked.check_id = known.id GROUP BY known.id;
      END $$;
      COMMENT ON FUNCTION ${FUNCTION} IS
        'Quality checks of a project over its rows: how many records each looked at, how many fall short, and up to 20 of these.';
      ${ownedByDefiner([FUNCTION], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION ${FUNCTION};
      SET LOCAL ROLE pit_owner;`);
  }
}

const FUNCTION = 'pit_ops.quality_records(uuid)';

/** The rows of the project; of evidence with when its work was deleted, and whose it is. */
const PARTS = `
  home AS MATERIALIZED (
    SELECT each.id, each.org_id FROM pit.project each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()
  ), tasks AS MATERIALIZED (
    SELECT each.id, each.owner_id, each.phase_id, each.work_package_id, each.start_date, each.end_date, each.quick_class,
      each.progress_percent, each.requires_evidence, each.status, each.deleted_at
    FROM pit.task each JOIN home ON home.id = each.project_id
  ), steps AS MATERIALIZED (
    SELECT each.id, each.task_id, each.progress_percent, each.deleted_at, tasks.deleted_at AS task_deleted_at, tasks.owner_id
    FROM pit.subtask each JOIN tasks ON tasks.id = each.task_id
  ), pieces AS MATERIALIZED (
    SELECT each.id, each.task_id AS of_task, each.uploaded_by, each.metadata, each.created_at, tasks.deleted_at AS gone_at, tasks.owner_id
    FROM pit.evidence each JOIN tasks ON tasks.id = each.task_id WHERE each.deleted_at IS NULL
    UNION ALL SELECT each.id, steps.task_id, each.uploaded_by, each.metadata, each.created_at,
      least(steps.deleted_at, steps.task_deleted_at), steps.owner_id
    FROM pit.evidence each JOIN steps ON steps.id = each.subtask_id WHERE each.deleted_at IS NULL
  ), decided AS MATERIALIZED (
    SELECT review.id, review.reviewer_id, pieces.uploaded_by, pieces.owner_id
    FROM pit.evidence_review review JOIN pieces ON pieces.id = review.evidence_id WHERE review.decision <> 'pending'
  ), required AS MATERIALIZED (
    SELECT tasks.id, pit_ops.is_task_proven(tasks.id) AS is_proven,
      EXISTS (SELECT FROM pieces WHERE pieces.of_task = tasks.id) AS has_any
    FROM tasks WHERE tasks.deleted_at IS NULL AND tasks.requires_evidence AND tasks.status = 'completed'
  )`;

const PLAN = [
  `
  SELECT 'STR.4', tasks.id, phase.deleted_at IS NOT NULL OR package.deleted_at IS NOT NULL FROM tasks
  LEFT JOIN pit.phase ON phase.id = tasks.phase_id LEFT JOIN pit.work_package package ON package.id = tasks.work_package_id
  WHERE tasks.deleted_at IS NULL`,
  ` SELECT 'STR.4', package.id, phase.deleted_at IS NOT NULL FROM home
  JOIN pit.work_package package ON package.project_id = home.id AND package.deleted_at IS NULL
  LEFT JOIN pit.phase ON phase.id = package.phase_id`,
  ` SELECT 'STR.4', steps.id, steps.task_deleted_at IS NOT NULL FROM steps WHERE steps.deleted_at IS NULL`,
  ` SELECT 'TIME.5', frame.node_id, frame.node_id <> home.id
    AND NOT EXISTS (SELECT FROM pit.phase node WHERE node.id = frame.node_id AND node.project_id = home.id)
    AND NOT EXISTS (SELECT FROM pit.work_package node WHERE node.id = frame.node_id AND node.project_id = home.id)
  FROM home JOIN pit_ops.date_frame frame ON frame.project_id = home.id`,
  ` SELECT 'TIME.6', tasks.id, tasks.start_date < greatest(phase.start_typed, top.start_typed)
    OR tasks.end_date > least(phase.end_typed, top.end_typed)
  FROM tasks LEFT JOIN pit_ops.date_frame phase ON phase.node_id = tasks.phase_id
  LEFT JOIN pit_ops.date_frame top ON top.node_id = project WHERE tasks.deleted_at IS NULL`,
  ` SELECT 'TIME.8', tasks.id, CASE tasks.quick_class WHEN 'quick_win' THEN tasks.end_date - tasks.start_date >= 30
    WHEN 'medium_term' THEN tasks.end_date - tasks.start_date >= 180 ELSE tasks.end_date - tasks.start_date < 180 END
  FROM tasks WHERE tasks.deleted_at IS NULL AND tasks.start_date IS NOT NULL AND tasks.end_date IS NOT NULL`,
  ` SELECT 'PR.1', tasks.id, tasks.progress_percent NOT BETWEEN 0 AND 100 FROM tasks WHERE tasks.deleted_at IS NULL`,
  ` SELECT 'PR.1', steps.id, steps.progress_percent NOT BETWEEN 0 AND 100 FROM steps
  WHERE steps.deleted_at IS NULL AND steps.task_deleted_at IS NULL`,
  ` SELECT 'PR.6', required.id, required.has_any AND NOT required.is_proven FROM required`,
];

const EVIDENCE = [
  ` SELECT 'EV.1', required.id, NOT required.has_any FROM required`,
  ` SELECT 'EV.2', pieces.id, coalesce(pieces.metadata ->> 'sha256', '') !~ '^[0-9a-f]{64}$' OR NOT pieces.metadata ? 'size'
    OR NOT pieces.metadata ? 'mediaType' FROM pieces`,
  ` SELECT 'EV.3', decided.id, NOT EXISTS (SELECT FROM pit."user" member
    WHERE member.id = decided.reviewer_id AND member.org_id = home.org_id) FROM decided, home`,
  ` SELECT 'EV.7', pieces.id, pieces.created_at > pieces.gone_at FROM pieces`,
  ` SELECT 'PERM.5', decided.id, decided.reviewer_id = decided.uploaded_by OR decided.reviewer_id = decided.owner_id FROM decided`,
  ` SELECT 'SEC.2', pieces.id, pieces.metadata ->> 'mediaType'
    ~ '(x-msdownload|x-executable|x-sh$|x-dosexec|java-archive|x-msi|javascript)' FROM pieces`,
];

const IDS = [
  'STR.4',
  'TIME.5',
  'TIME.6',
  'TIME.8',
  'PR.1',
  'PR.6',
  'EV.1',
  'EV.2',
  'EV.3',
  'EV.7',
  'PERM.5',
  'SEC.2',
]
  .map((id) => `'${id}'`)
  .join(', ');
