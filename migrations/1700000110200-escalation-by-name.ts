import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which steps were taken with an alert, by their names, and since when it is under way: the hours of an organisation may
 * change meanwhile, and with them the order of what is still to come. The number of the step stays, for a release that
 * runs beside this one.
 */
export class EscalationByName1700000110200 implements MigrationInterface {
  name = 'EscalationByName1700000110200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.escalation
        ADD COLUMN taken text[] NOT NULL DEFAULT '{}',
        ADD COLUMN raised_at timestamptz(3) NOT NULL DEFAULT now(),
        ADD CONSTRAINT escalation_taken_check CHECK (taken <@ '{reminder,administrators,sponsor}'::text[]);
      GRANT INSERT (raised_at), UPDATE (taken, raised_at) ON pit_ops.escalation TO pit_app;
      COMMENT ON COLUMN pit_ops.escalation.taken IS 'Names of the steps that were taken, after those who are told at once.';
      COMMENT ON COLUMN pit_ops.escalation.raised_at IS 'When the alert came to this level: hours of steps count from then.';
      ALTER TABLE pit_ops.escalation NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.organisation NO FORCE ROW LEVEL SECURITY;
      ${NAME}
      ALTER TABLE pit.organisation FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit_ops.escalation FORCE ROW LEVEL SECURITY`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE pit_ops.escalation DROP COLUMN taken, DROP COLUMN raised_at');
  }
}

/** By the order that the settings give steps now, a step is the one that comes next, and is due so many hours after its cause. */
const NAME = `
      UPDATE pit_ops.escalation AS kept SET
        taken = CASE WHEN kept.level = 1 AND kept.step > 1 THEN ARRAY[CASE WHEN own.first THEN 'reminder' ELSE 'administrators' END]
          ELSE '{}' END,
        raised_at = kept.due_at - make_interval(hours => CASE
          WHEN kept.level = 2 THEN own.sponsor
          WHEN kept.step > 1 THEN greatest(own.reminder, own.administrators)
          ELSE least(own.reminder, own.administrators) END)
      FROM (
        SELECT said.id, said.reminder, said.administrators, said.sponsor, said.reminder <= said.administrators AS first FROM (
          SELECT id, coalesce((settings #>> '{escalation,reminderHours}')::int, 6) AS reminder,
            coalesce((settings #>> '{escalation,administratorsHours}')::int, 24) AS administrators,
            coalesce((settings #>> '{escalation,sponsorHours}')::int, 48) AS sponsor FROM pit.organisation) AS said
      ) AS own
      WHERE own.id = kept.org_id;`;
