import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Which files of evidence were announced, and which of them were handed in: what an organisation's quota counts, and what
 * is removed when nobody hands it in.
 */
export class StoredFile1700000076000 implements MigrationInterface {
  name = 'StoredFile1700000076000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(DOORS);
    await runner.query(`
      GRANT SELECT, INSERT, UPDATE, DELETE ON pit_ops.stored_file, pit_ops.file_usage TO pit_definer;
      GRANT SELECT ON pit.evidence TO pit_definer;
      SET LOCAL ROLE pit_definer;
      ${FILES_OF_BEFORE}
      SET LOCAL ROLE pit_owner;
      ${ownedByDefiner(CALLABLE, 'pit_app, pit_foreman')}
      ${ownedByDefiner(['pit_ops.hand_in_file()'], 'pit_owner')}
      CREATE TRIGGER hand_in_file BEFORE INSERT OR UPDATE OF file_url ON pit.evidence
        FOR EACH ROW WHEN (lower(NEW.file_url) LIKE 's3://pit-local/%') EXECUTE FUNCTION pit_ops.hand_in_file()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER hand_in_file ON pit.evidence;
      DROP FUNCTION ${CALLABLE.join(', ')}, pit_ops.hand_in_file();
      ${dropWall('pit_ops.stored_file')} ${dropWall('pit_ops.file_usage')}
      DROP TABLE pit_ops.stored_file, pit_ops.file_usage`);
  }
}

const CALLABLE = [
  'pit_ops.announce_file(uuid, text, bigint, bigint)',
  'pit_ops.claim_abandoned_files(integer)',
  'pit_ops.forget_file(uuid, uuid)',
];

const TABLES = `
  CREATE TABLE pit_ops.stored_file (
    org_id uuid NOT NULL REFERENCES pit.organisation (id),
    id uuid NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL,
    announced_at timestamptz(3) NOT NULL DEFAULT now(),
    handed_in_at timestamptz(3),
    removing_since timestamptz(3),
    PRIMARY KEY (org_id, id),
    CONSTRAINT stored_file_size_check CHECK (size > 0),
    CONSTRAINT stored_file_removing_check CHECK (handed_in_at IS NULL OR removing_since IS NULL)
  );
  CREATE INDEX stored_file_waiting_idx ON pit_ops.stored_file (announced_at) WHERE handed_in_at IS NULL;
  COMMENT ON TABLE pit_ops.stored_file IS 'Files of evidence, from their announcement on.';
  COMMENT ON COLUMN pit_ops.stored_file.handed_in_at IS 'When evidence first named the file; such a file is kept.';
  COMMENT ON COLUMN pit_ops.stored_file.removing_since IS 'When a process began to remove the file: no evidence may name it any more.';
  CREATE TABLE pit_ops.file_usage (
    org_id uuid PRIMARY KEY REFERENCES pit.organisation (id),
    bytes bigint NOT NULL
  );
  COMMENT ON TABLE pit_ops.file_usage IS 'Bytes of all files in pit_ops.stored_file, by organisation.';
  ${wall('pit_ops.stored_file')} ${wall('pit_ops.file_usage')}`;

const REFERENCE = '^s3://pit-local/([0-9a-f-]{36})/([0-9a-f-]{36})(/[^/?#]+)?$';

const FILES_OF_BEFORE = `
  INSERT INTO pit_ops.stored_file (org_id, id, sha256, size, announced_at, handed_in_at)
    SELECT DISTINCT ON (org_id, id) org_id, (regexp_match(file_url, '${REFERENCE}'))[2]::uuid AS id,
      metadata ->> 'sha256', (metadata ->> 'size')::bigint, created_at, created_at
    FROM pit.evidence WHERE file_url ~ '${REFERENCE}' AND metadata ->> 'size' ~ '^[1-9][0-9]{0,14}$'
      AND metadata ->> 'sha256' IS NOT NULL;
  INSERT INTO pit_ops.file_usage SELECT org_id, sum(size) FROM pit_ops.stored_file GROUP BY org_id;`;

// Handing in writes the row, so that a removal that waits for its lock looks at it again, and the other way round.
const DOORS = `
  CREATE FUNCTION pit_ops.announce_file(id uuid, sha256 text, size bigint, quota bigint) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    org uuid := pit_ops.ctx_org();
    used bigint;
  BEGIN
    INSERT INTO pit_ops.file_usage VALUES (org, 0) ON CONFLICT DO NOTHING;
    SELECT usage.bytes INTO used FROM pit_ops.file_usage AS usage WHERE usage.org_id = org FOR UPDATE;
    IF used + size > quota THEN
      RETURN used;
    END IF;
    UPDATE pit_ops.file_usage AS usage SET bytes = used + size WHERE usage.org_id = org;
    INSERT INTO pit_ops.stored_file (org_id, id, sha256, size) VALUES (org, id, sha256, size);
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.announce_file(uuid, text, bigint, bigint) IS
    'Counts a file that is about to come; answers null, or how many bytes are used where it would exceed the quota.';
  CREATE FUNCTION pit_ops.hand_in_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    reference text[] := regexp_match(NEW.file_url, '${REFERENCE}');
  BEGIN
    UPDATE pit_ops.stored_file AS file SET handed_in_at = coalesce(file.handed_in_at, now())
    WHERE file.org_id = NEW.org_id AND file.org_id::text = reference[1] AND file.id::text = reference[2]
      AND file.id = reference[2]::uuid AND file.sha256 = NEW.metadata ->> 'sha256' AND file.removing_since IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'evidence names a file that is not kept here' USING ERRCODE = 'foreign_key_violation',
        SCHEMA = 'pit', TABLE = 'evidence', CONSTRAINT = 'evidence_file_url_fkey';
    END IF;
    RETURN NEW;
  END $$;
  CREATE FUNCTION pit_ops.claim_abandoned_files(at_most integer) RETURNS TABLE (org_id uuid, id uuid, sha256 text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service removes files' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH due AS (
      SELECT file.org_id, file.id FROM pit_ops.stored_file AS file
      WHERE file.handed_in_at IS NULL AND file.announced_at < now() - interval '1 day'
        AND (file.removing_since IS NULL OR file.removing_since < now() - interval '10 minutes')
      ORDER BY file.announced_at LIMIT at_most FOR UPDATE SKIP LOCKED
    )
    UPDATE pit_ops.stored_file AS file SET removing_since = now() FROM due
    WHERE file.org_id = due.org_id AND file.id = due.id RETURNING file.org_id, file.id, file.sha256;
  END $$;
  COMMENT ON FUNCTION pit_ops.claim_abandoned_files(integer) IS
    'Leases files for ten minutes that were announced a day ago and never handed in, of all organisations: their content is to be removed, and then they are to be forgotten.';
  CREATE FUNCTION pit_ops.forget_file(file_org uuid, file_id uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service removes files' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH gone AS (
      DELETE FROM pit_ops.stored_file AS file WHERE file.org_id = file_org AND file.id = file_id
        AND file.removing_since IS NOT NULL RETURNING file.org_id, file.size
    )
    UPDATE pit_ops.file_usage AS usage SET bytes = usage.bytes - gone.size FROM gone WHERE usage.org_id = gone.org_id;
  END $$;
  COMMENT ON FUNCTION pit_ops.forget_file(uuid, uuid) IS 'Forgets a file whose content was removed.';`;
