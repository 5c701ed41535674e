import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * The functions of the quality checks ask themselves whether their caller sees the project, as those of plans do: nobody has to
 * ask before they are called. And work that lies outside of typed dates because somebody went beyond their rights to put it
 * there, with a reason, is as it was decided.
 */
export class QualitySight1700000110600 implements MigrationInterface {
  name = 'QualitySight1700000110600';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of FUNCTIONS)
      await runner.query(redefinedByDefiner(rewritten(each, BEGIN, `${BEGIN}${GUARD}`)));
    await runner.query(redefinedByDefiner(rewritten(RECORDS, OUTSIDE, `(${OUTSIDE})${UNLESS_DECIDED}`)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(rewritten(RECORDS, `(${OUTSIDE})${UNLESS_DECIDED}`, OUTSIDE)));
    for (const each of FUNCTIONS)
      await runner.query(redefinedByDefiner(rewritten(each, `${BEGIN}${GUARD}`, BEGIN)));
  }
}

const RECORDS = 'pit_ops.quality_records(uuid)';
const FUNCTIONS = [
  'pit_ops.quality_trail(uuid, integer)',
  'pit_ops.quality_files(uuid, date, integer)',
  RECORDS,
  'pit_ops.thin_quality_results(uuid, integer)',
];

const BEGIN = 'BEGIN\n';
const GUARD = `        IF NOT pit_ops.sees_project(project) THEN RETURN; END IF;\n`;

const OUTSIDE = `tasks.start_date < greatest(phase.start_typed, top.start_typed)
    OR tasks.end_date > least(phase.end_typed, top.end_typed)`;
const UNLESS_DECIDED = ` AND NOT EXISTS (SELECT FROM pit.audit_log log JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
      WHERE log.org_id = pit_ops.ctx_org() AND log.table_name = 'task' AND log.record_id = tasks.id::text
        AND detail.override_reason IS NOT NULL
        AND (log.after_state ->> 'start_date', log.after_state ->> 'end_date')
          IS NOT DISTINCT FROM (tasks.start_date::text, tasks.end_date::text)
        AND (log.before_state ->> 'start_date', log.before_state ->> 'end_date')
          IS DISTINCT FROM (tasks.start_date::text, tasks.end_date::text))`;

/** The function with one place of its present text changed; refused where the text does not hold the place exactly once. */
export function rewritten(signature: string, from: string, to: string): string {
  return `
    DO $rewrite$
    DECLARE
      present text := pg_get_functiondef('${signature}'::regprocedure);
      place text := $place$${from}$place$;
    BEGIN
      IF (length(present) - length(replace(present, place, ''))) <> length(place) THEN
        RAISE EXCEPTION '% does not hold the place once', '${signature}';
      END IF;
      EXECUTE replace(present, place, $changed$${to}$changed$);
    END $rewrite$;`;
}
