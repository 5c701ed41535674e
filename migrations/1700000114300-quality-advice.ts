import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * The quality checks of advice, as a function of `pit_definer`: runs of the watchdog and the budget are the organisation's, and
 * what a check comes to must not depend on who runs it.
 */
export class QualityAdvice1700000114300 implements MigrationInterface {
  name = 'QualityAdvice1700000114300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${CHECKS}${ownedByDefiner([FUNCTION], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION ${FUNCTION};
      SET LOCAL ROLE pit_owner;`);
  }
}

const FUNCTION = 'pit_ops.quality_advice(uuid)';

// The word of each kind is that of MODEL_OF in src/domain/advice/advice-words.ts; a test holds the two together.
const CHECKS = `
  CREATE FUNCTION ${FUNCTION.replace('uuid', 'project uuid')}
    RETURNS TABLE (id text, looked_at bigint, short bigint, sample uuid[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    RETURN QUERY
    WITH home AS MATERIALIZED (
      SELECT each.id, each.org_id FROM pit.project each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()
    ), kinds (kind, check_id, model) AS (VALUES ('tasks', 'AI.1', 'gpt4o_large'), ('schedule', 'AI.1', 'scheduling_model'),
      ('evidence', 'AI.2', 'evidence_model'), ('scan', 'AI.3', 'gpt4o_mini'), ('mitigation', 'AI.4', 'risk_mitigation_model')
    ), asked AS (
      SELECT each.id, each.kind, each.model_used, each.is_fallback FROM pit_ops.ai_proposal each
      JOIN home ON each.project_id = home.id WHERE each.model_used IS NOT NULL
      UNION ALL
      SELECT each.id, each.kind, each.model_used, each.is_fallback FROM pit_ops.ai_proposal each
      JOIN home ON each.org_id = home.org_id WHERE each.kind = 'scan' AND each.model_used IS NOT NULL
    ), checked (check_id, record, is_short) AS (
      SELECT kinds.check_id, asked.id,
        asked.model_used::text <> CASE WHEN asked.is_fallback THEN 'gpt4_1' ELSE kinds.model END
      FROM asked JOIN kinds ON kinds.kind = asked.kind
      UNION ALL
      SELECT 'AI.5', used.org_id, used.tokens > used.token_limit FROM pit_ops.ai_usage used JOIN home ON home.org_id = used.org_id
      WHERE used.month > now() - interval '13 months'
      UNION ALL
      SELECT 'EV.4', standing.evidence_id, NOT EXISTS (SELECT FROM pit_ops.ai_proposal advice
        WHERE advice.subject_id = standing.evidence_id AND advice.kind = 'evidence' AND advice.output IS NOT NULL)
      FROM (
        SELECT piece.id FROM home JOIN pit.task ON task.project_id = home.id AND task.deleted_at IS NULL
        JOIN pit.evidence piece ON piece.task_id = task.id
        UNION ALL
        SELECT piece.id FROM home JOIN pit.task ON task.project_id = home.id AND task.deleted_at IS NULL
        JOIN pit.subtask step ON step.task_id = task.id AND step.deleted_at IS NULL
        JOIN pit.evidence piece ON piece.subtask_id = step.id
      ) pieces JOIN pit_ops.evidence_standing standing ON standing.evidence_id = pieces.id
      WHERE standing.waiting_since < now() - interval '1 day'
    )
    SELECT known.id, count(DISTINCT checked.record), count(DISTINCT checked.record) FILTER (WHERE checked.is_short),
      (array_agg(DISTINCT checked.record ORDER BY checked.record) FILTER (WHERE checked.is_short))[1:20]
    FROM unnest(ARRAY['EV.4', 'AI.1', 'AI.2', 'AI.3', 'AI.4', 'AI.5']) AS known (id)
    LEFT JOIN checked ON checked.check_id = known.id GROUP BY known.id;
  END $$;
  COMMENT ON FUNCTION ${FUNCTION} IS
    'Quality checks of advice to a project and its organisation: how many records each looked at, how many fall short, and up to 20 of these.';`;
