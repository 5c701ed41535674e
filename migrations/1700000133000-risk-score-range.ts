import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';

/**
 * A sum of impacts that its column cannot hold is refused by the name of its project, whoever writes: a link, a restored task, a
 * report. PostgreSQL alone would say that some value is outside of some type.
 */
export class RiskScoreRange1700000133000 implements MigrationInterface {
  name = 'RiskScoreRange1700000133000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${IN_RANGE}${ownedByDefiner([FUNCTION])}`);
    for (const each of WRITERS) await runner.query(redefinedByDefiner(replaced(each, PLAIN, CHECKED)));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const each of WRITERS) await runner.query(redefinedByDefiner(replaced(each, CHECKED, PLAIN)));
    await runner.query(`DROP FUNCTION ${FUNCTION};`);
  }
}

const FUNCTION = 'pit_ops.risk_score_in_range(uuid, numeric)';
const WRITERS = [
  'pit_ops.count_project_risks(uuid[], uuid[], uuid[], integer[])',
  'pit_ops.keep_risk_scores()',
];

const PLAIN = 'SET risk_impact_score = risk_impact_score + change.difference';
const CHECKED =
  'SET risk_impact_score = pit_ops.risk_score_in_range(id, risk_impact_score + change.difference)';

const IN_RANGE = `
  CREATE FUNCTION pit_ops.risk_score_in_range(project uuid, score numeric) RETURNS numeric
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF score > 99999999.99 THEN
      RAISE EXCEPTION 'the impacts of a project''s risks come to more than its score can hold'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'project', CONSTRAINT = 'project_risk_impact_score_range',
          DETAIL = project || ' ' || score;
    END IF;
    RETURN score;
  END $$;
  COMMENT ON FUNCTION ${FUNCTION} IS 'The score, unless it is more than that of a project can be.';`;

/** The function with each place of its text changed; refused where there is none. */
function replaced(signature: string, from: string, to: string): string {
  return `
    DO $rewrite$
    DECLARE
      present text := pg_get_functiondef('${signature}'::regprocedure);
      place text := $place$${from}$place$;
    BEGIN
      IF position(place IN present) = 0 THEN
        RAISE EXCEPTION '% does not hold the place', '${signature}';
      END IF;
      EXECUTE replace(present, place, $changed$${to}$changed$);
    END $rewrite$;`;
}
