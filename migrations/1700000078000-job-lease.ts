import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** Which process runs a background job: by rows, since locks of sessions strand behind a pooler. */
export class JobLease1700000078000 implements MigrationInterface {
  name = 'JobLease1700000078000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit_ops.job_lease (
        name text PRIMARY KEY,
        holder uuid NOT NULL,
        leased_until timestamptz NOT NULL
      );
      COMMENT ON TABLE pit_ops.job_lease IS
        'The process that runs a background job, until its lease is out; of the whole service, and of no organisation.';
      GRANT SELECT, INSERT, UPDATE, DELETE ON pit_ops.job_lease TO pit_definer`);
    await runner.query(TAKE_JOB_LEASE);
    await runner.query(RELEASE_JOB_LEASE);
    await runner.query(ownedByDefiner(SIGNATURES, 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURES.join(', ')}; DROP TABLE pit_ops.job_lease`);
  }
}

const SIGNATURES = ['pit_ops.take_job_lease(text, uuid, interval)', 'pit_ops.release_job_lease(text, uuid)'];

const TAKE_JOB_LEASE = `
  CREATE FUNCTION pit_ops.take_job_lease(job text, process uuid, duration interval) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service runs jobs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit_ops.job_lease AS lease (name, holder, leased_until)
      VALUES (job, process, clock_timestamp() + duration)
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, leased_until = clock_timestamp() + duration
        WHERE lease.holder = process OR lease.leased_until < clock_timestamp();
    RETURN FOUND;
  END $$;
  COMMENT ON FUNCTION pit_ops.take_job_lease(text, uuid, interval) IS
    'Takes or prolongs the lease of a job; false while another process holds it.'`;

const RELEASE_JOB_LEASE = `
  CREATE FUNCTION pit_ops.release_job_lease(job text, process uuid) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service runs jobs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM pit_ops.job_lease WHERE name = job AND holder = process;
  END $$;
  COMMENT ON FUNCTION pit_ops.release_job_lease(text, uuid) IS
    'Gives the lease of a job back; one that another process holds meanwhile stays.'`;
