import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { QUALITY_TRAIL } from './sql/quality-trail.ts';

/**
 * What quality checks ask of rows that the caller may not see: the audit trail, the registry of files, the messages of
 * others, and what lies beyond the wall. The functions say numbers and ids of one project of the organisation, so that a
 * check comes to the same whoever runs it.
 */
export class QualityTrail1700000106100 implements MigrationInterface {
  name = 'QualityTrail1700000106100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON pit.task_cluster, pit.task_cluster_template, pit.watchdog_alert TO pit_definer;
      ${QUALITY_TRAIL}
      CREATE FUNCTION ${FILES_HEAD} RETURNS TABLE (evidence_id uuid, file_id uuid, kept_sha256 text, sha256 text, size text, media_type text)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        RETURN QUERY
        SELECT piece.id, file.id, file.sha256, piece.metadata ->> 'sha256', piece.metadata ->> 'size', piece.metadata ->> 'mediaType'
        FROM pit.evidence piece LEFT JOIN pit.subtask step ON step.id = piece.subtask_id
        JOIN pit.task task ON task.id = coalesce(piece.task_id, step.task_id)
        JOIN pit_ops.stored_file file ON file.org_id = piece.org_id AND file.handed_in_at IS NOT NULL
          AND file.id::text = substring(piece.file_url FROM '^s3://pit-local/[0-9a-f-]{36}/([0-9a-f-]{36})(?:/|$)')
        WHERE task.project_id = project AND piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL
        ORDER BY md5(piece.id::text || day::text), piece.id LIMIT least(most, 100);
      END $$;
      COMMENT ON FUNCTION ${FILES} IS
        'Files behind live evidence of the project that are kept here, others each day, with what evidence states of them.';
      ${ownedByDefiner([TRAIL, FILES], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION ${TRAIL}, ${FILES};
      SET LOCAL ROLE pit_owner;
      REVOKE SELECT ON pit.task_cluster, pit.task_cluster_template, pit.watchdog_alert FROM pit_definer;`);
  }
}

const TRAIL = 'pit_ops.quality_trail(uuid, integer)';
const FILES = 'pit_ops.quality_files(uuid, date, integer)';
const FILES_HEAD = 'pit_ops.quality_files(project uuid, day date, most integer)';
