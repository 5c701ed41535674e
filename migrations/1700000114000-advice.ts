import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, IS_WRITER, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What models are asked and have answered. A proposal says who asked, which model answered what, and who decided; it is
 * audited, each call of a model as a change of it. What is sent stands beside it until it is answered, read by the service
 * alone, and is not audited: its digest is.
 */
export class Advice1700000114000 implements MigrationInterface {
  name = 'Advice1700000114000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${PROPOSAL}${REQUEST}${USAGE}`);
    await runner.query(`
      ${TABLES.map((table) => wall(table)).join('')}
      ${visibleWhere(TABLES[0], SEEN)}${RIGHTS}${GUARD}${LISTS}`);
    await runner.query(ownedByDefiner(DOORS, 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${DOORS.join(', ')};
      ${dropVisibility(TABLES[0], VISIBILITY_POLICIES)}
      ${dropVisibility(TABLES[1], ['service', 'asked', 'asked_beyond'])}
      ${dropVisibility(TABLES[2], ['service', 'seen'])}
      ${TABLES.map(dropWall).join('')}
      DROP TABLE ${[...TABLES].reverse().join(', ')};
      DROP FUNCTION pit_ops.check_proposal()`);
  }
}

const TABLES = ['pit_ops.ai_proposal', 'pit_ops.ai_request', 'pit_ops.ai_usage'] as const;
const DOORS = ['pit_ops.list_due_advice(interval)', 'pit_ops.list_scored_organisations()'];

const PROPOSAL = `
  CREATE TABLE pit_ops.ai_proposal (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    project_id uuid,
    kind text NOT NULL,
    subject_kind text,
    subject_id uuid,
    state text NOT NULL DEFAULT 'waiting',
    requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    prompt_version integer NOT NULL,
    calls integer NOT NULL DEFAULT 0,
    model_used pit.ai_model_enum,
    model_reported text,
    is_fallback boolean NOT NULL DEFAULT false,
    input_sha256 bytea,
    tokens integer NOT NULL DEFAULT 0,
    output jsonb,
    failure text,
    answered_at timestamptz(3),
    kept jsonb,
    reason text,
    decided_by uuid,
    decided_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT ai_proposal_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT ai_proposal_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user" (id),
    CONSTRAINT ai_proposal_decided_by_fkey FOREIGN KEY (org_id, decided_by) REFERENCES pit."user" (org_id, id),
    CONSTRAINT ai_proposal_org_id_id_key UNIQUE (org_id, id),
    CONSTRAINT ai_proposal_kind_check CHECK (kind IN ('tasks', 'schedule', 'evidence', 'scan', 'mitigation')),
    CONSTRAINT ai_proposal_project_check CHECK ((project_id IS NULL) = (kind = 'scan')),
    CONSTRAINT ai_proposal_subject_kind_check
      CHECK (subject_kind IN ('risk', 'audit_finding', 'control', 'incident', 'evidence', 'scan')),
    CONSTRAINT ai_proposal_subject_check CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
    CONSTRAINT ai_proposal_state_check
      CHECK (state IN ('waiting', 'proposed', 'given', 'failed', 'accepted', 'dismissed', 'expired')),
    CONSTRAINT ai_proposal_answered_check CHECK ((state IN ('waiting', 'failed')) = (answered_at IS NULL)
      AND (answered_at IS NULL) = (output IS NULL) AND (output IS NULL OR model_used IS NOT NULL)),
    CONSTRAINT ai_proposal_failure_check CHECK ((state = 'failed') = (failure IS NOT NULL) AND length(failure) <= 500),
    CONSTRAINT ai_proposal_decided_check CHECK ((state IN ('accepted', 'dismissed')) = (decided_by IS NOT NULL)
      AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT ai_proposal_kept_check CHECK (kept IS NULL OR state = 'accepted' AND jsonb_typeof(kept) = 'array'),
    CONSTRAINT ai_proposal_reason_check CHECK (reason ~ '[^[:space:]]' AND length(reason) <= 5000),
    CONSTRAINT ai_proposal_calls_check CHECK (calls >= 0),
    CONSTRAINT ai_proposal_tokens_check CHECK (tokens >= 0),
    CONSTRAINT ai_proposal_model_reported_check CHECK (length(model_reported) <= 200),
    CONSTRAINT ai_proposal_input_sha256_check CHECK (octet_length(input_sha256) = 32),
    CONSTRAINT ai_proposal_output_check CHECK (jsonb_typeof(output) = 'object' AND pg_column_size(output) <= 131072)
  );
  CREATE INDEX ai_proposal_project_id_idx ON pit_ops.ai_proposal (project_id, created_at, id);
  CREATE INDEX ai_proposal_subject_id_idx ON pit_ops.ai_proposal (subject_id, created_at) WHERE subject_id IS NOT NULL;
  CREATE INDEX ai_proposal_open_idx ON pit_ops.ai_proposal (org_id, state, answered_at) WHERE state IN ('waiting', 'proposed');
  CREATE INDEX ai_proposal_requested_by_idx ON pit_ops.ai_proposal (requested_by);
  CREATE INDEX ai_proposal_decided_by_idx ON pit_ops.ai_proposal (decided_by) WHERE decided_by IS NOT NULL;
  COMMENT ON TABLE pit_ops.ai_proposal IS
    'What a model was asked for, what it answered, and what a person made of it. A model changes nothing but this row.';
  COMMENT ON COLUMN pit_ops.ai_proposal.project_id IS 'The one project that it is about; null of a run of the watchdog.';
  COMMENT ON COLUMN pit_ops.ai_proposal.model_reported IS 'What the server says that it asked, which is not checked.';
  COMMENT ON COLUMN pit_ops.ai_proposal.input_sha256 IS 'SHA-256 of what was sent last.';
  COMMENT ON COLUMN pit_ops.ai_proposal.tokens IS 'Tokens of all calls, as they count against the budget.';
  COMMENT ON COLUMN pit_ops.ai_proposal.kept IS 'Places of the items that were accepted, from 0.';`;

const REQUEST = `
  CREATE TABLE pit_ops.ai_request (
    proposal_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    brief text NOT NULL,
    offered jsonb NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    next_at timestamptz(3) NOT NULL DEFAULT now(),
    lease_owner uuid,
    lease_until timestamptz(3),
    reserved_tokens integer NOT NULL DEFAULT 0,
    reserved_month date,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT ai_request_proposal_id_fkey FOREIGN KEY (org_id, proposal_id)
      REFERENCES pit_ops.ai_proposal (org_id, id) ON DELETE CASCADE,
    CONSTRAINT ai_request_brief_check CHECK (length(brief) <= 100000),
    CONSTRAINT ai_request_offered_check CHECK (jsonb_typeof(offered) = 'object' AND pg_column_size(offered) <= 131072),
    CONSTRAINT ai_request_attempt_check CHECK (attempt >= 0),
    CONSTRAINT ai_request_reserved_tokens_check CHECK (reserved_tokens >= 0),
    CONSTRAINT ai_request_reserved_check CHECK ((reserved_tokens > 0) <= (reserved_month IS NOT NULL))
  );
  CREATE INDEX ai_request_next_at_idx ON pit_ops.ai_request (org_id, next_at);
  COMMENT ON TABLE pit_ops.ai_request IS
    'What is still to be sent to a model, with what its handles stand for; removed once it is answered or given up.';`;

const USAGE = `
  CREATE TABLE pit_ops.ai_usage (
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    month date NOT NULL,
    tokens bigint NOT NULL,
    calls integer NOT NULL,
    token_limit bigint NOT NULL,
    PRIMARY KEY (org_id, month),
    CONSTRAINT ai_usage_month_check CHECK (date_trunc('month', month) = month),
    CONSTRAINT ai_usage_tokens_check CHECK (tokens >= 0),
    CONSTRAINT ai_usage_calls_check CHECK (calls >= 0)
  );
  COMMENT ON TABLE pit_ops.ai_usage IS
    'Tokens of an organisation in a month: those of answered calls, and those reserved for calls under way.';
  COMMENT ON COLUMN pit_ops.ai_usage.token_limit IS 'The limit that held when tokens were reserved last.';`;

/** What is about no project is for those who answer for all of them. */
const SEEN = `(${through('pit.project', 'pit_ops.ai_proposal', 'project_id')})
  AND (project_id IS NOT NULL OR (SELECT pit_ops.ctx_role()) IN ('admin', 'foreman', 'service'))`;

const IS_SERVICE = `(SELECT pit_ops.ctx_role()) = 'service'`;
const ASKED = `EXISTS (SELECT FROM pit_ops.ai_proposal asked WHERE asked.id = ai_request.proposal_id)`;

// Who asks writes what is sent, and only the service reads it again.
const RIGHTS = `
  CREATE POLICY service ON pit_ops.ai_request FOR ALL TO pit_app USING (${IS_SERVICE});
  CREATE POLICY asked ON pit_ops.ai_request FOR INSERT TO pit_app WITH CHECK (${IS_WRITER} AND ${ASKED});
  CREATE POLICY asked_beyond ON pit_ops.ai_request FOR INSERT TO pit_foreman WITH CHECK (${ASKED});
  CREATE POLICY service ON pit_ops.ai_usage FOR ALL TO pit_app USING (${IS_SERVICE});
  CREATE POLICY seen ON pit_ops.ai_usage FOR SELECT TO pit_app, pit_foreman USING (true);
  GRANT SELECT, INSERT (project_id, kind, subject_kind, subject_id, prompt_version) ON pit_ops.ai_proposal TO pit_app, pit_foreman;
  GRANT UPDATE (state, calls, model_used, model_reported, is_fallback, input_sha256, tokens, output, failure, answered_at, kept,
    reason, decided_by, decided_at) ON pit_ops.ai_proposal TO pit_app;
  GRANT UPDATE (state, kept, reason, decided_by, decided_at) ON pit_ops.ai_proposal TO pit_foreman;
  GRANT SELECT, DELETE, INSERT (proposal_id, brief, offered),
    UPDATE (attempt, next_at, lease_owner, lease_until, reserved_tokens, reserved_month) ON pit_ops.ai_request TO pit_app;
  GRANT INSERT (proposal_id, brief, offered) ON pit_ops.ai_request TO pit_foreman;
  GRANT SELECT, INSERT (month, tokens, calls, token_limit), UPDATE (tokens, calls, token_limit) ON pit_ops.ai_usage TO pit_app;
  GRANT SELECT ON pit_ops.ai_usage TO pit_foreman;
  GRANT SELECT ON pit_ops.ai_request, pit_ops.ai_proposal, pit_ops.ai_usage TO pit_definer;`;

// That no machine decides is said by the database too, whatever the code above it comes to do.
const GUARD = `
  CREATE FUNCTION pit_ops.check_proposal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF OLD.output IS NOT NULL AND (NEW.output, NEW.model_used, NEW.answered_at)
        IS DISTINCT FROM (OLD.output, OLD.model_used, OLD.answered_at) THEN
      RAISE EXCEPTION 'an answer stays as it was given' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'ai_proposal', CONSTRAINT = 'ai_proposal_fixed_check';
    END IF;
    IF NEW.state <> OLD.state AND NOT (OLD.state = 'waiting' AND NEW.state IN ('proposed', 'given', 'failed')
        OR OLD.state = 'proposed' AND NEW.state IN ('accepted', 'dismissed', 'expired')) THEN
      RAISE EXCEPTION 'a proposal that is % does not become %', OLD.state, NEW.state USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'ai_proposal', CONSTRAINT = 'ai_proposal_move_check';
    END IF;
    IF NEW.state IN ('accepted', 'dismissed') AND NEW.state <> OLD.state
        AND (pit_ops.ctx_role() = 'service' OR NEW.decided_by IS DISTINCT FROM pit_ops.ctx_user()) THEN
      RAISE EXCEPTION 'a proposal is decided by a person' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'ai_proposal', CONSTRAINT = 'ai_proposal_person_check';
    END IF;
    NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION pit_ops.check_proposal() IS 'Keeps answers as they were given, and has people alone decide on them.';
  CREATE TRIGGER check_proposal BEFORE UPDATE ON pit_ops.ai_proposal
    FOR EACH ROW EXECUTE FUNCTION pit_ops.check_proposal();
  ALTER TABLE pit_ops.ai_proposal ENABLE ALWAYS TRIGGER check_proposal;
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON pit_ops.ai_proposal
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('ai_proposal');
  ALTER TABLE pit_ops.ai_proposal ENABLE ALWAYS TRIGGER audit_row;`;

const LISTS = `
  CREATE FUNCTION pit_ops.list_due_advice(ahead interval) RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists what is to be asked' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT due.org_id FROM pit_ops.ai_request AS due WHERE due.next_at <= now() + ahead
      AND (due.lease_until IS NULL OR due.lease_until <= now() + ahead);
  END $$;
  COMMENT ON FUNCTION pit_ops.list_due_advice(interval) IS
    'Organisations with questions that are due so much later than now and that no process has; one context each.';
  CREATE FUNCTION pit_ops.list_scored_organisations() RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists organisations' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id FROM pit.organisation AS each
      WHERE each.settings -> 'ai' @> '{"enabled": true, "scoreEvidence": true}';
  END $$;
  COMMENT ON FUNCTION pit_ops.list_scored_organisations() IS
    'Organisations whose evidence gets advice by itself; one context each.';`;
