import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';

/**
 * How many questions of an organisation wait is counted whatever the asker may see: who sees three projects of a thousand has no
 * more questions than anybody else. And the check of accepted evidence passes over scores of a model, as all that asks for the
 * latest review does: a score behind an acceptance hid the piece from it.
 */
export class WaitingAdvice1700000116000 implements MigrationInterface {
  name = 'WaitingAdvice1700000116000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${COUNT}${ownedByDefiner([FUNCTION], 'pit_app, pit_foreman')}`);
    await runner.query(redefinedByDefiner(rewritten(TRAIL, LATEST, `${LATEST}${DECISIVE}`)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(rewritten(TRAIL, `${LATEST}${DECISIVE}`, LATEST)));
    await runner.query(`SET LOCAL ROLE pit_definer; DROP FUNCTION ${FUNCTION}; SET LOCAL ROLE pit_owner;`);
  }
}

const FUNCTION = 'pit_ops.count_waiting_advice(integer)';

const COUNT = `
  CREATE FUNCTION pit_ops.count_waiting_advice(most integer) RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT count(*) FROM (SELECT FROM pit_ops.ai_proposal AS each
      WHERE each.org_id = pit_ops.ctx_org() AND each.state = 'waiting' LIMIT least(most, 1000)) AS waiting $$;
  COMMENT ON FUNCTION ${FUNCTION} IS
    'How many questions of the organisation wait for their answer, counted up to so many, whoever asks.';`;

const TRAIL = 'pit_ops.quality_trail(uuid, integer)';
const LATEST = 'FROM reviews WHERE reviews.evidence_id = pieces.id';
const DECISIVE = ` AND NOT (reviews.decision = 'pending' AND reviews.ai_score IS NOT NULL)`;
