CREATE SCHEMA pit AUTHORIZATION pit_owner;
GRANT USAGE ON SCHEMA pit TO pit_app;
GRANT USAGE ON SCHEMA pit TO pit_definer;
GRANT USAGE ON SCHEMA pit TO pit_foreman;

CREATE SCHEMA pit_ops AUTHORIZATION pit_owner;
GRANT USAGE ON SCHEMA pit_ops TO pit_app;
GRANT USAGE ON SCHEMA pit_ops TO pit_definer;
GRANT USAGE ON SCHEMA pit_ops TO pit_foreman;

CREATE TYPE pit.ai_model_enum AS ENUM (
  'gpt4o_mini',
  'gpt4_1',
  'gpt4o_large',
  'evidence_model',
  'scheduling_model',
  'risk_mitigation_model'
);

CREATE TYPE pit.alert_severity_enum AS ENUM (
  'green',
  'yellow',
  'red'
);

CREATE TYPE pit.dependency_type_enum AS ENUM (
  'finish_to_start',
  'start_to_start',
  'finish_to_finish',
  'start_to_finish'
);

CREATE TYPE pit.evidence_type_enum AS ENUM (
  'document',
  'photo',
  'video',
  'log_export',
  'other'
);

CREATE TYPE pit.notification_type_enum AS ENUM (
  'email',
  'push',
  'internal_message',
  'webhook'
);

CREATE TYPE pit.pit_source_module_enum AS ENUM (
  'risk_assessment',
  'wrac',
  'bowtie',
  'incident',
  'audit',
  'remote_assurance',
  'data_analytics',
  'skills',
  'manual'
);

CREATE TYPE pit.project_type_enum AS ENUM (
  'project',
  'operational_stream',
  'program'
);

CREATE TYPE pit.quick_class_enum AS ENUM (
  'quick_win',
  'medium_term',
  'long_term'
);

CREATE TYPE pit.review_decision_enum AS ENUM (
  'pending',
  'accepted',
  'rejected',
  'needs_clarification'
);

CREATE TYPE pit.task_priority_enum AS ENUM (
  'low',
  'normal',
  'high',
  'critical'
);

CREATE TYPE pit.task_status_enum AS ENUM (
  'not_started',
  'upcoming',
  'active',
  'due_today',
  'overdue',
  'completed',
  'blocked'
);

CREATE OR REPLACE FUNCTION pit_ops.accepted_until(kind text, origin uuid, code text, version text, today date)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT held.ends_on FROM pit_ops.acceptance AS held WHERE held.state = 'active' AND held.org_id = pit_ops.ctx_org() AND held.kind = $1 AND held.origin_id IS NOT DISTINCT FROM $2
      AND held.criteria_code IS NOT DISTINCT FROM $3 AND coalesce(held.criteria_version, '') = coalesce($4, '') AND held.ends_on >= $5 $function$;
ALTER FUNCTION pit_ops.accepted_until(text,uuid,text,text,date) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.accepted_until(text,uuid,text,text,date) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.accepted_until(text,uuid,text,text,date) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.address_messages(messages uuid[], channels text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service addresses messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH copy AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, each.id AS message, each.org_id, each.user_id, way.channel::pit.notification_type_enum AS type,
        each.title, each.message AS text, each.link
      FROM unnest(messages, channels) AS way (message, channel)
      JOIN pit.notification AS each ON each.id = way.message AND each.org_id = pit_ops.ctx_org()
    ), noted AS (
      INSERT INTO pit.notification (id, org_id, user_id, type, title, message, link, is_read)
      SELECT copy.id, copy.org_id, copy.user_id, copy.type, copy.title, copy.text, copy.link, true FROM copy
    )
    INSERT INTO pit_ops.message_sight (notification_id, org_id, user_id, project_id)
      SELECT copy.id, sight.org_id, sight.user_id, sight.project_id
      FROM copy JOIN pit_ops.message_sight AS sight ON sight.notification_id = copy.message;
  END $function$;
ALTER FUNCTION pit_ops.address_messages(uuid[],text[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.address_messages(uuid[],text[]) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.advance_commitments(tasks uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    UPDATE pit_ops.due_commitment AS kept SET due_on = task.end_date FROM pit.task
    WHERE task.id = kept.task_id AND task.id = ANY (tasks) AND kept.org_id = pit_ops.ctx_org() AND task.end_date < kept.due_on $function$;
ALTER FUNCTION pit_ops.advance_commitments(uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.advance_commitments(uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.advance_commitments(uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.all_divisions()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ARRAY(SELECT division.id FROM pit.division WHERE (division.org_id = pit_ops.ctx_org()));
ALTER FUNCTION pit_ops.all_divisions() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.all_divisions() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.analyze_plan()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF pit_ops.ctx_role() IS DISTINCT FROM 'service' THEN
          RAISE EXCEPTION 'only an import renews statistics' USING ERRCODE = 'insufficient_privilege';
        END IF;
        ANALYZE pit.division, pit.project, pit.phase, pit.task, pit.task_dependency, pit.cost_snapshot, pit_ops.work_mark, pit_ops.date_frame, pit_ops.task_actual, pit_ops.task_rule, pit_ops.project_rule, pit_ops.event_stream, pit_ops.outbox;
      END $function$;
ALTER FUNCTION pit_ops.analyze_plan() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.analyze_plan() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.announce_file(id uuid, sha256 text, size bigint, quota bigint)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
  END $function$;
ALTER FUNCTION pit_ops.announce_file(uuid,text,bigint,bigint) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.announce_file(uuid,text,bigint,bigint) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.announce_file(uuid,text,bigint,bigint) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.append_audit(org uuid, action text, table_name text, record text, before jsonb, after jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    log_id uuid := gen_random_uuid();
    actor uuid := pit_ops.ctx_user();
    project uuid := pit_ops.project_of_record(table_name, record, coalesce(after, before));
  BEGIN
    IF actor IS NULL OR org IS NULL THEN
      RAISE EXCEPTION 'a change needs an actor and an organisation in its context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, before_state, after_state, created_at)
      VALUES (log_id, org, actor, action, table_name, record, before, after, clock_timestamp());
    INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role, request_id, override_reason, project_id, left_project_id)
      VALUES (log_id, org, coalesce(nullif(current_setting('role'), 'none'), session_user),
        nullif(current_setting('app.request_id', true), ''), pit_ops.ctx_reason(),
        project,
        CASE WHEN project IS NOT NULL AND before ->> 'project_id' <> after ->> 'project_id'
          THEN (before ->> 'project_id')::uuid END);
  END $function$;
ALTER FUNCTION pit_ops.append_audit(uuid,text,text,text,jsonb,jsonb) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.append_audit_seal(number integer, records integer, total bigint, prev_hash bytea, hash bytea, key_id text, sealed_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(true);
    INSERT INTO pit_ops.audit_chain_seal VALUES
      (pit_ops.ctx_org(), number, records, total, prev_hash, hash, key_id, sealed_at);
  END $function$;
ALTER FUNCTION pit_ops.append_audit_seal(integer,integer,bigint,bytea,bytea,text,timestamp with time zone) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.append_audit_seal(integer,integer,bigint,bytea,bytea,text,timestamp with time zone) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.append_audit_seal(integer,integer,bigint,bytea,bytea,text,timestamp with time zone) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.approves_acceptances()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT pit_ops.ctx_role() = 'admin' OR (pit_ops.ctx_role() = 'foreman' AND pit_ops.ctx_reason() IS NOT NULL)
      OR (pit_ops.ctx_role() IN ('member', 'foreman') AND EXISTS (SELECT FROM pit.organisation AS home WHERE home.id = pit_ops.ctx_org()
        AND home.settings #> '{acceptance,approverIds}' ? pit_ops.ctx_user()::text)) $function$;
ALTER FUNCTION pit_ops.approves_acceptances() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.approves_acceptances() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.approves_acceptances() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.assigned_task_ids(assignee uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_bitmapscan TO 'on'
RETURN ARRAY(SELECT found.id FROM (SELECT task.id, task.org_id FROM pit.task WHERE ((task.deleted_at IS NULL) AND (task.assignees @> jsonb_build_array(assigned_task_ids.assignee))) OFFSET 0) found WHERE (found.org_id = pit_ops.ctx_org()));
ALTER FUNCTION pit_ops.assigned_task_ids(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.assigned_task_ids(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.assigned_task_ids(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_chain_faults(from_number integer, upto_number integer)
 RETURNS TABLE(seal_id integer, seq bigint, audit_log_id uuid, fault text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    SELECT detail.chain_seal, detail.seq, detail.audit_log_id, CASE
        WHEN upto_number IS NULL THEN 'the seal of the record is missing' ELSE CASE WHEN log.id IS NULL THEN 'the record is missing' ELSE 'the record is altered' END END
    FROM pit_ops.audit_detail AS detail LEFT JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    WHERE detail.org_id = pit_ops.ctx_org()
      AND detail.chain_seal >= from_number AND detail.chain_seal <= coalesce(upto_number, detail.chain_seal)
      AND (upto_number IS NULL OR (log.id IS NULL OR detail.digest <> pit_ops.audit_digest(log, detail)))
    ORDER BY detail.chain_seal, detail.seq LIMIT 100;
  END $function$;
ALTER FUNCTION pit_ops.audit_chain_faults(integer,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_chain_faults(integer,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_chain_faults(integer,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_chain_range(from_number integer, at_most integer)
 RETURNS TABLE(number integer, records integer, total bigint, prev_hash bytea, hash bytea, key_id text, sealed_at timestamp with time zone, expected_prev bytea, expected_total bigint, found integer, digest bytea)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    org uuid := pit_ops.ctx_org();
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH range AS (
      SELECT each.* FROM (
        SELECT seal.*, sum(seal.records) OVER (ORDER BY seal.number) AS running FROM (
          SELECT * FROM pit_ops.audit_chain_seal AS every WHERE every.org_id = org AND every.number >= from_number
          ORDER BY every.number LIMIT 1000) AS seal) AS each
      WHERE each.running <= at_most OR each.running = each.records
    )
    SELECT range.number, range.records, range.total, range.prev_hash, range.hash, range.key_id, range.sealed_at::timestamptz,
      coalesce(before.hash, CASE range.number WHEN 1 THEN
        (SELECT plain.hash FROM pit_ops.audit_seal AS plain ORDER BY plain.id DESC LIMIT 1) END, ''::bytea),
      coalesce(before.total, 0) + range.records, found.records, found.digest
    FROM range
    LEFT JOIN pit_ops.audit_chain_seal AS before ON before.org_id = org AND before.number = range.number - 1
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS records, sha256(coalesce(string_agg(detail.digest, ''::bytea ORDER BY detail.seq), '')) AS digest
      FROM pit_ops.audit_detail AS detail WHERE detail.org_id = org AND detail.chain_seal = range.number) AS found
    ORDER BY range.number;
  END $function$;
ALTER FUNCTION pit_ops.audit_chain_range(integer,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_chain_range(integer,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_chain_range(integer,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_digest(log pit.audit_log, detail pit_ops.audit_detail)
 RETURNS bytea
 LANGUAGE sql
 STABLE
RETURN sha256(convert_to((jsonb_build_array((log).id, (log).org_id, (log).user_id, (log).action, (log).table_name, (log).record_id, (log).before_state, (log).after_state, EXTRACT(epoch FROM (log).created_at), (detail).seq, (detail).org_id, (detail).xid, (detail).db_role, (detail).request_id, (detail).override_reason))::text, 'UTF8'::name));
ALTER FUNCTION pit_ops.audit_digest(pit.audit_log,pit_ops.audit_detail) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.audit_head()
 RETURNS TABLE(number integer, hash bytea, total bigint, sealed_at timestamp with time zone, keyed_since timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY SELECT last.number, last.hash, last.total, last.sealed_at::timestamptz,
      (SELECT first.sealed_at::timestamptz FROM pit_ops.audit_chain_seal AS first
        WHERE first.org_id = last.org_id ORDER BY first.number LIMIT 1)
    FROM pit_ops.audit_chain_seal AS last WHERE last.org_id = pit_ops.ctx_org() ORDER BY last.number DESC LIMIT 1;
  END $function$;
ALTER FUNCTION pit_ops.audit_head() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_head() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_head() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_inserted()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    actor uuid := pit_ops.ctx_user();
    request text := nullif(current_setting('app.request_id', true), '');
    reason text := pit_ops.ctx_reason();
    writer text := coalesce(nullif(current_setting('role'), 'none'), session_user);
  BEGIN
    IF actor IS NULL AND EXISTS (SELECT FROM new_rows) THEN
      RAISE EXCEPTION 'a change needs an actor and an organisation in its context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH made AS MATERIALIZED (
      SELECT gen_random_uuid() AS log_id, to_jsonb(inserted) AS state FROM new_rows AS inserted
    ), logged AS (
      INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, after_state, created_at)
        SELECT log_id, (state ->> 'org_id')::uuid, actor, 'INSERT', TG_ARGV[0], coalesce(state ->> 'id', state ->> 'task_id', state ->> 'project_id'), state, clock_timestamp() FROM made
    )
    INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role, request_id, override_reason, project_id)
      SELECT log_id, (state ->> 'org_id')::uuid, writer, request, reason,
        pit_ops.project_of_record(TG_ARGV[0], coalesce(state ->> 'id', state ->> 'task_id', state ->> 'project_id'), state) FROM made;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.audit_inserted() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_inserted() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.audit_log_range(after_time timestamp with time zone, after_id uuid, at_most integer)
 RETURNS TABLE(records integer, upto_time timestamp with time zone, upto_id uuid, unknown_ids uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH range AS (
      SELECT log.id, log.created_at FROM pit.audit_log AS log
      WHERE log.org_id = pit_ops.ctx_org() AND (log.created_at, log.id) > (after_time, after_id)
      ORDER BY log.created_at, log.id LIMIT at_most
    )
    SELECT count(*)::integer, max(range.created_at)::timestamptz,
      (array_agg(range.id ORDER BY range.created_at DESC, range.id DESC))[1],
      (array_agg(range.id) FILTER (WHERE NOT EXISTS (
        SELECT FROM pit_ops.audit_detail AS detail WHERE detail.audit_log_id = range.id)))[1:100]
    FROM range;
  END $function$;
ALTER FUNCTION pit_ops.audit_log_range(timestamp with time zone,uuid,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_log_range(timestamp with time zone,uuid,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_log_range(timestamp with time zone,uuid,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_plain_faults(from_id bigint, upto_id bigint)
 RETURNS TABLE(seal_id bigint, seq bigint, audit_log_id uuid, fault text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH chain AS (
      SELECT seal.id, seal.hash, seal.prev_hash, seal.records,
        coalesce((SELECT before.hash FROM pit_ops.audit_seal AS before WHERE before.id = seal.id - 1), '') AS expected_prev
      FROM pit_ops.audit_seal AS seal WHERE seal.id BETWEEN from_id AND upto_id
    ), found AS (
      SELECT detail.seal_id AS id, count(*) AS records, string_agg(detail.digest, '' ORDER BY detail.seq) AS digests
      FROM pit_ops.audit_detail AS detail WHERE detail.seal_id BETWEEN from_id AND upto_id GROUP BY detail.seal_id
    )
    SELECT chain.id, NULL::bigint, NULL::uuid, CASE
        WHEN chain.prev_hash <> chain.expected_prev THEN 'the seal before it is missing or altered'
        WHEN found.records IS DISTINCT FROM chain.records THEN 'sealed records are missing or added'
        ELSE 'the seal does not match its records' END
    FROM chain LEFT JOIN found USING (id)
    WHERE chain.prev_hash <> chain.expected_prev OR found.records IS DISTINCT FROM chain.records
      OR chain.hash <> sha256(chain.prev_hash || found.digests)
    UNION ALL
    (SELECT detail.seal_id, detail.seq, detail.audit_log_id, CASE WHEN log.id IS NULL THEN 'the record is missing' ELSE 'the record is altered' END
    FROM pit_ops.audit_detail AS detail LEFT JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    WHERE detail.seal_id BETWEEN from_id AND upto_id AND detail.org_id = pit_ops.ctx_org() AND (log.id IS NULL OR detail.digest <> pit_ops.audit_digest(log, detail))
    ORDER BY detail.seq LIMIT 100);
  END $function$;
ALTER FUNCTION pit_ops.audit_plain_faults(bigint,bigint) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_plain_faults(bigint,bigint) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_plain_faults(bigint,bigint) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_plain_range(from_id bigint, at_most integer)
 RETURNS TABLE(upto_id bigint, records bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY SELECT max(each.id), sum(each.records)::bigint FROM (
      SELECT seal.id, seal.records, sum(seal.records) OVER (ORDER BY seal.id) AS running
      FROM (SELECT * FROM pit_ops.audit_seal WHERE id >= from_id ORDER BY id LIMIT 1000) AS seal) AS each
    WHERE each.running <= at_most OR each.running = each.records;
  END $function$;
ALTER FUNCTION pit_ops.audit_plain_range(bigint,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_plain_range(bigint,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_plain_range(bigint,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.audit_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    before jsonb;
    after jsonb;
    changed jsonb;
  BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF TG_ARGV[0] = 'timeline_cache' THEN
      before := before - 'data';
      after := after - 'data';
    END IF;
    IF TG_OP = 'UPDATE' AND before - 'updated_at' = after - 'updated_at' THEN
      RETURN NULL;
    END IF;
    changed := coalesce(after, before);
    PERFORM pit_ops.append_audit(
      coalesce(CASE TG_ARGV[0] WHEN 'organisation' THEN changed ->> 'id' ELSE changed ->> 'org_id' END,
        pit_ops.ctx_org()::text)::uuid,
      TG_OP, TG_ARGV[0], coalesce(changed ->> 'id', changed ->> 'task_id', changed ->> 'evidence_id', changed ->> 'project_id'), before, after);
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.audit_row() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_row() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.audit_unsealed_range(after_seq bigint, at_most integer)
 RETURNS TABLE(records integer, upto_seq bigint, missing_seqs bigint[], missing_ids uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH range AS MATERIALIZED (
      SELECT detail.seq, detail.audit_log_id FROM pit_ops.audit_detail AS detail
      WHERE detail.org_id = pit_ops.ctx_org() AND detail.digest IS NULL AND detail.seq > after_seq
      ORDER BY detail.seq LIMIT at_most
    ), missing AS (
      SELECT range.* FROM range
      WHERE NOT EXISTS (SELECT FROM pit.audit_log AS log WHERE log.id = range.audit_log_id)
      ORDER BY range.seq LIMIT 100
    )
    SELECT (SELECT count(*) FROM range)::integer, (SELECT max(range.seq) FROM range),
      array_agg(missing.seq ORDER BY missing.seq), array_agg(missing.audit_log_id ORDER BY missing.seq)
    FROM missing;
  END $function$;
ALTER FUNCTION pit_ops.audit_unsealed_range(bigint,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.audit_unsealed_range(bigint,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.audit_unsealed_range(bigint,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.begin_figures()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    INSERT INTO pit_ops.project_figures (project_id, org_id, day, start_date, end_date, progress_percent)
      VALUES (NEW.id, NEW.org_id, coalesce(
      (SELECT settled.day FROM pit_ops.settled_day settled WHERE settled.org_id = NEW.org_id AND isfinite(settled.day)),
      (SELECT (now() AT TIME ZONE o.time_zone)::date FROM pit.organisation o WHERE o.id = NEW.org_id)), NEW.start_date, NEW.end_date, NEW.progress_percent);
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.begin_figures() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.begin_figures() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.begin_project_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    INSERT INTO pit_ops.project_rank (project_id, org_id, capex, opex, risk_impact, risk_mitigation) VALUES (NEW.id, NEW.org_id, (NEW.capex_total * 100)::bigint, (NEW.opex_total * 100)::bigint, (NEW.risk_impact_score * 100)::bigint, (NEW.risk_mitigation_percent * 100)::bigint);
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.begin_project_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.begin_project_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.begin_task_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    INSERT INTO pit_ops.task_rank (task_id, org_id, status, priority) SELECT task.id, task.org_id, array_position(enum_range(NULL::pit.task_status_enum), task.status)::smallint, array_position(enum_range(NULL::pit.task_priority_enum), task.priority)::smallint FROM new_rows AS task;
    INSERT INTO pit_ops.task_slack (task_id, org_id) SELECT task.id, task.org_id FROM new_rows AS task;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.begin_task_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.begin_task_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.begin_task_text()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    INSERT INTO pit_ops.task_text (task_id, org_id, words) SELECT task.id, task.org_id, pit_ops.fold_text(task.name) || E'\n' || pit_ops.fold_text(coalesce(task.description, '')) FROM new_rows AS task;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.begin_task_text() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.begin_task_text() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.begin_watch()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('watches ' || NEW.org_id::text, 0));
    INSERT INTO pit_ops.watch_state (watch_id, org_id, project_id, told_status, told_start, told_end)
      SELECT NEW.id, NEW.org_id, each.project_id, each.status, each.start_date, each.end_date FROM (
        SELECT task.project_id, task.status::text, task.start_date, task.end_date FROM pit.task
        WHERE task.id = NEW.task_id AND task.org_id = NEW.org_id
        UNION ALL
        SELECT project.id, project.status::text, project.start_date, project.end_date FROM pit.project
        WHERE project.id = NEW.project_id AND project.org_id = NEW.org_id) AS each;
    INSERT INTO pit_ops.watched_project (project_id, org_id, seen_seq)
      SELECT state.project_id, state.org_id, coalesce(stream.last_seq, 0) FROM pit_ops.watch_state AS state
      LEFT JOIN pit_ops.event_stream AS stream ON stream.org_id = state.org_id AND stream.stream_id = state.project_id
      WHERE state.watch_id = NEW.id
      ON CONFLICT (project_id) DO NOTHING;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.begin_watch() OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.change_access(orgs uuid[], users uuid[], projects uuid[], changes integer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    change record;
  BEGIN
    FOR change IN
      SELECT org, person, project, sum(difference)::integer AS difference
      FROM unnest(orgs, users, projects, changes) AS each (org, person, project, difference)
      WHERE person IS NOT NULL GROUP BY org, person, project HAVING sum(difference) <> 0 ORDER BY person, project
    LOOP
      IF change.difference > 0 THEN
        INSERT INTO pit_ops.project_access AS kept (org_id, user_id, project_id, pieces)
          VALUES (change.org, change.person, change.project, change.difference)
          ON CONFLICT (user_id, project_id) DO UPDATE SET pieces = kept.pieces + excluded.pieces;
      ELSE
        UPDATE pit_ops.project_access SET pieces = pieces + change.difference
          WHERE user_id = change.person AND project_id = change.project;
        DELETE FROM pit_ops.project_access WHERE user_id = change.person AND project_id = change.project AND pieces = 0;
      END IF;
    END LOOP;
  END $function$;
ALTER FUNCTION pit_ops.change_access(uuid[],uuid[],uuid[],integer[]) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.change_settings(change jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    merged jsonb;
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'service') THEN
      RAISE EXCEPTION 'only administrators and the service change an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit.organisation AS kept SET settings = pit_ops.merge_settings(kept.settings, change)
      WHERE kept.id = pit_ops.ctx_org() RETURNING kept.settings INTO merged;
    RETURN merged;
  END $function$;
ALTER FUNCTION pit_ops.change_settings(jsonb) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.change_settings(jsonb) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.change_settings(jsonb) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.check_actor()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF NEW.user_id <> '00000000-0000-0000-0000-0000000000ff' AND NOT EXISTS (
      SELECT FROM pit."user" AS member WHERE member.id = NEW.user_id AND member.org_id = NEW.org_id) THEN
      RAISE EXCEPTION 'the actor is not a user of this organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = NEW.user_id) THEN
      RAISE EXCEPTION 'the actor is deactivated' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.check_actor() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.check_actor() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.check_assignees()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF EXISTS (
      SELECT FROM jsonb_array_elements(NEW.assignees) AS element
      WHERE jsonb_typeof(element) <> 'string' OR NOT EXISTS (
        SELECT FROM pit."user" AS member
        WHERE member.org_id = NEW.org_id AND member.id = CASE
          WHEN element #>> '{}' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN (element #>> '{}')::uuid END)
    ) THEN
      RAISE EXCEPTION 'an assignee is not a user of this organisation'
        USING ERRCODE = 'foreign_key_violation', SCHEMA = 'pit', TABLE = 'task', CONSTRAINT = 'task_assignees_fkey';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.check_assignees() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.check_assignees() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.check_baseline()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    others integer;
  BEGIN
    IF TG_OP = 'DELETE' THEN
      IF OLD.kind = 'original' OR OLD.is_current THEN
        RAISE EXCEPTION 'the original and the current baseline stay' USING ERRCODE = 'check_violation',
          SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_kept_check';
      END IF;
      RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
      IF to_jsonb(OLD) - '{name,is_current,updated_at}'::text[] <> to_jsonb(NEW) - '{name,is_current,updated_at}'::text[] THEN
        RAISE EXCEPTION 'of a baseline only its name changes, and whether it is current' USING ERRCODE = 'check_violation',
          SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_fixed_check';
      END IF;
      NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
      RETURN NEW;
    END IF;
    PERFORM FROM pit.project WHERE id = NEW.project_id FOR NO KEY UPDATE;
    SELECT count(*) INTO others FROM pit_ops.baseline WHERE project_id = NEW.project_id;
    IF others >= 100 THEN
      RAISE EXCEPTION 'a project has at most 100 baselines' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_number_check';
    END IF;
    IF others > 0 AND NEW.reason IS NULL THEN
      RAISE EXCEPTION 'a further baseline needs a reason' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_further_reason_check';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.check_baseline() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.check_baseline() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.check_import_job()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF OLD.state NOT IN ('waiting', 'running') THEN
      RAISE EXCEPTION 'what is over stays as it is' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'import_job', CONSTRAINT = 'import_job_over_check';
    END IF;
    IF (OLD.org_id, OLD.requested_by, OLD.requested_at, OLD.rights, OLD.request, OLD.is_dry_run)
        IS DISTINCT FROM (NEW.org_id, NEW.requested_by, NEW.requested_at, NEW.rights, NEW.request, NEW.is_dry_run) THEN
      RAISE EXCEPTION 'what was asked stays as it was asked' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'import_job', CONSTRAINT = 'import_job_fixed_check';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.check_import_job() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.check_import_job() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.check_people()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    people uuid[] := ARRAY[NEW.owner_id];
    earlier uuid[] := '{}';
  BEGIN
    IF TG_OP = 'UPDATE' THEN earlier := ARRAY[OLD.owner_id]; END IF;
    IF TG_TABLE_NAME = 'project' THEN
      people := people || NEW.sponsor_id;
      IF TG_OP = 'UPDATE' THEN earlier := earlier || OLD.sponsor_id; END IF;
    ELSIF TG_TABLE_NAME = 'task' THEN
      -- What is no list is refused by a check of the table.
      IF jsonb_typeof(NEW.assignees) = 'array' THEN
        people := people || ARRAY(SELECT jsonb_array_elements_text(NEW.assignees)::uuid);
      END IF;
      IF TG_OP = 'UPDATE' THEN
        earlier := earlier || ARRAY(SELECT jsonb_array_elements_text(OLD.assignees)::uuid);
      END IF;
    END IF;
    IF people <@ earlier THEN
      RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = ANY (people) AND NOT gone.id = ANY (earlier)) THEN
      RAISE EXCEPTION 'a deactivated user gets no new work' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit', TABLE = TG_TABLE_NAME, CONSTRAINT = 'people_are_active';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.check_people() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.check_people() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.check_proposal()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
  END $function$;
ALTER FUNCTION pit_ops.check_proposal() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.check_proposal() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.check_schedule_application()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF OLD.state <> 'running' THEN
      RAISE EXCEPTION 'what is over stays as it is' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'schedule_application', CONSTRAINT = 'schedule_application_over_check';
    END IF;
    IF to_jsonb(OLD) - '{state,request,attempts,changed_task_count,error,finished_at}'::text[]
        <> to_jsonb(NEW) - '{state,request,attempts,changed_task_count,error,finished_at}'::text[]
        OR (NEW.request IS NOT NULL AND NEW.request <> OLD.request) THEN
      RAISE EXCEPTION 'what was asked stays as it was asked' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'schedule_application', CONSTRAINT = 'schedule_application_fixed_check';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.check_schedule_application() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.check_schedule_application() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.claim_abandoned_files(at_most integer)
 RETURNS TABLE(org_id uuid, id uuid, sha256 text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
  END $function$;
ALTER FUNCTION pit_ops.claim_abandoned_files(integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.claim_abandoned_files(integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.claim_abandoned_files(integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.claim_audit_records(at_most integer)
 RETURNS TABLE(number integer, records integer, total bigint, prev_hash bytea, prev_key_id text, digest bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  DECLARE
    org uuid := pit_ops.ctx_org();
    last pit_ops.audit_chain_seal;
    next integer;
  BEGIN
    PERFORM pit_ops.require_auditor(true);
    PERFORM pg_advisory_xact_lock(hashtextextended('pit_ops.audit_chain_seal ' || org, 0));
    SELECT * INTO last FROM pit_ops.audit_chain_seal AS seal WHERE seal.org_id = org ORDER BY seal.number DESC LIMIT 1;
    next := coalesce(last.number, 0) + 1;
    RETURN QUERY
    WITH batch AS (
      SELECT detail.seq, pit_ops.audit_digest(log, detail) AS digest
      FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
      WHERE detail.org_id = org AND detail.digest IS NULL ORDER BY detail.seq LIMIT at_most
    ), marked AS (
      UPDATE pit_ops.audit_detail AS detail SET chain_seal = next, digest = batch.digest
      FROM batch WHERE detail.seq = batch.seq RETURNING detail.seq, detail.digest
    )
    SELECT next, count(*)::integer, coalesce(last.total, 0) + count(*),
      coalesce(last.hash, (SELECT plain.hash FROM pit_ops.audit_seal AS plain ORDER BY plain.id DESC LIMIT 1), ''::bytea),
      last.key_id, sha256(string_agg(marked.digest, ''::bytea ORDER BY marked.seq))
    FROM marked HAVING count(*) > 0;
  END $function$;
ALTER FUNCTION pit_ops.claim_audit_records(integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.claim_audit_records(integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.claim_audit_records(integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.close_extensions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    UPDATE pit_ops.extension SET state = 'closed' WHERE task_id = NEW.id AND state = 'requested';
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.close_extensions() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.close_extensions() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.commit_dated()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.commit_work(ARRAY[NEW.id]);
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.commit_dated() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.commit_dated() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.commit_linked()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.commit_work(array_agg(DISTINCT task_id)) FROM new_rows;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.commit_linked() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.commit_linked() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.commit_raised()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF EXISTS (SELECT FROM new_rows WHERE (source_module <> 'manual' AND (source_module <> 'data_analytics' OR source_reference_id !~ '\|[0-9a-f]{16}$'))) THEN
      PERFORM pit_ops.commit_work(array_agg(id)) FROM new_rows WHERE (source_module <> 'manual' AND (source_module <> 'data_analytics' OR source_reference_id !~ '\|[0-9a-f]{16}$'));
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.commit_raised() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.commit_raised() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.commit_work(tasks uuid[])
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    INSERT INTO pit_ops.due_commitment (task_id, org_id, project_id, due_on, original_due_on)
      SELECT task.id, task.org_id, task.project_id, task.end_date, task.end_date FROM pit.task
      JOIN pit.organisation AS home ON home.id = task.org_id
      WHERE task.id = ANY (tasks) AND task.org_id = pit_ops.ctx_org()
        AND home.settings #> '{dueDates,guard}' IS DISTINCT FROM 'false'::jsonb
        AND task.end_date IS NOT NULL AND task.deleted_at IS NULL AND task.status <> 'completed'
        AND ((task.source_module <> 'manual' AND (task.source_module <> 'data_analytics' OR task.source_reference_id !~ '\|[0-9a-f]{16}$')) AND task.source_reference_id IS NOT NULL
          OR EXISTS (SELECT FROM pit.audit_link AS finding WHERE finding.task_id = task.id)
          OR EXISTS (SELECT FROM pit.incident_link AS incident WHERE incident.task_id = task.id))
      ON CONFLICT (task_id) DO NOTHING $function$;
ALTER FUNCTION pit_ops.commit_work(uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.commit_work(uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.commit_work(uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.committed_work(kind text, keys uuid[])
 RETURNS TABLE(key uuid, due_on date, extensions bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  BEGIN
    RETURN QUERY
    WITH linked AS (
      SELECT link.incident_id AS key, link.task_id FROM pit.incident_link AS link
      WHERE kind = 'incident' AND link.org_id = pit_ops.ctx_org() AND link.incident_id = ANY (keys)
      UNION
      SELECT link.audit_finding_id AS key, link.task_id FROM pit.audit_link AS link
      WHERE kind = 'audit_finding' AND link.org_id = pit_ops.ctx_org() AND link.audit_finding_id = ANY (keys)
    )
    SELECT linked.key, max(held.due_on), sum(held.extensions)::bigint FROM linked
    JOIN pit.task AS task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
    JOIN pit_ops.due_commitment AS held ON held.task_id = task.id
    GROUP BY linked.key;
  END $function$;
ALTER FUNCTION pit_ops.committed_work(text,uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.committed_work(text,uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.committed_work(text,uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.contributions(project uuid)
 RETURNS TABLE(id uuid, project_id uuid, phase_id uuid, work_package_id uuid, progress_percent integer, duration_days integer, capex_cost numeric, opex_cost numeric, mitigation_pct numeric, requires_evidence boolean, has_accepted_evidence boolean, subtasks jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 500
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  BEGIN
    RETURN QUERY SELECT task.id, task.project_id, task.phase_id, task.work_package_id, task.progress_percent,
      task.duration_days, task.capex_cost, task.opex_cost, task.linked_risk_mitigation_pct, task.requires_evidence,
      task.requires_evidence AND pit_ops.is_task_proven(task.id),
      (SELECT coalesce(jsonb_agg(jsonb_build_object('progressPercent', step.progress_percent)), '[]')
        FROM pit.subtask AS step WHERE step.task_id = task.id AND step.deleted_at IS NULL)
    FROM pit.task AS task
    JOIN pit.phase AS phase ON phase.id = task.phase_id AND phase.deleted_at IS NULL
    LEFT JOIN pit.work_package AS package ON package.id = task.work_package_id
    WHERE task.project_id = project AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      AND package.deleted_at IS NULL;
  END $function$;
ALTER FUNCTION pit_ops.contributions(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.contributions(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.contributions(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.control_coverage(keys uuid[], groups text[], divisions uuid[], behind uuid, most integer, today date)
 RETURNS TABLE(key uuid, units bigint, done bigint, proven bigint, lapsed bigint, overdue bigint, open bigint, next_due date, proven_until date, on_time bigint, judged bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  BEGIN
    RETURN QUERY
    WITH page AS MATERIALIZED (
      SELECT asked.id FROM (
        SELECT DISTINCT each.id FROM unnest(keys) AS each (id)
        UNION ALL
        (SELECT DISTINCT link.control_id FROM pit.control_link AS link
        WHERE keys IS NULL AND link.org_id = pit_ops.ctx_org() AND (behind IS NULL OR link.control_id > behind)
          AND (groups IS NULL OR link.control_group = ANY (groups)) ORDER BY link.control_id LIMIT least(most, 1000))
      ) AS asked (id)
      WHERE behind IS NULL OR asked.id > behind ORDER BY asked.id LIMIT least(most, 1000)
    ), linked AS (
      SELECT DISTINCT page.id AS key, link.task_id FROM page JOIN pit.control_link AS link
        ON link.org_id = pit_ops.ctx_org() AND link.control_id = page.id
        AND (groups IS NULL OR link.control_group = ANY (groups))
    ), 
    work AS (
      SELECT linked.key, task.end_date, task.status = 'completed' AS is_done, task.requires_evidence, proof.evidence_id AS proof_id,
        proof.valid_until, actual.actual_finish, coalesce(one_of.is_counted, true) AS is_counted, one_of.series_id, coalesce(one_of.series_id, task.id) AS unit
      FROM linked
      CROSS JOIN LATERAL (SELECT * FROM pit.task AS one WHERE one.id = linked.task_id AND one.org_id = pit_ops.ctx_org()
        AND one.deleted_at IS NULL OFFSET 0) AS task
      LEFT JOIN pit_ops.task_actual AS actual ON actual.task_id = task.id
      LEFT JOIN pit_ops.occurrence AS one_of ON one_of.task_id = task.id
      LEFT JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(task.id) WHERE task.requires_evidence) AS proof ON true
      WHERE divisions IS NULL OR EXISTS (SELECT FROM pit.project AS home
        WHERE home.id = task.project_id AND home.division_id = ANY (divisions))
    ), weighed AS (
      SELECT work.*, work.proof_id IS NOT NULL AND (work.valid_until IS NULL OR work.valid_until >= today) AS is_current FROM work
    )
    SELECT page.id, count(weighed.is_done) FILTER (WHERE weighed.is_counted), count(*) FILTER (WHERE weighed.is_counted AND weighed.is_done),
      count(*) FILTER (WHERE weighed.is_counted AND weighed.is_done AND weighed.is_current),
      count(DISTINCT weighed.unit) FILTER (WHERE weighed.proof_id IS NOT NULL) - count(DISTINCT weighed.unit) FILTER (WHERE weighed.is_current),
      count(*) FILTER (WHERE NOT weighed.is_done AND weighed.end_date < today),
      count(*) FILTER (WHERE NOT weighed.is_done),
      min(weighed.end_date) FILTER (WHERE NOT weighed.is_done),
      min(weighed.valid_until) FILTER (WHERE weighed.is_counted AND weighed.is_done AND weighed.is_current),
      count(*) FILTER (WHERE weighed.is_done AND weighed.actual_finish <= weighed.end_date),
      count(*) FILTER (WHERE CASE WHEN weighed.is_done THEN weighed.actual_finish IS NOT NULL AND weighed.end_date IS NOT NULL
        ELSE weighed.end_date < today END) + (SELECT count(*) FROM pit_ops.occurrence AS gone
        WHERE gone.series_id = ANY (array_agg(DISTINCT weighed.series_id)) AND gone.outcome = 'missed')
    FROM page LEFT JOIN weighed ON weighed.key = page.id GROUP BY page.id ORDER BY page.id;
  END $function$;
ALTER FUNCTION pit_ops.control_coverage(uuid[],text[],uuid[],uuid,integer,date) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.control_coverage(uuid[],text[],uuid[],uuid,integer,date) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.control_coverage(uuid[],text[],uuid[],uuid,integer,date) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.count_covered_controls(keys uuid[], groups text[])
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT CASE WHEN keys IS NOT NULL THEN (SELECT count(DISTINCT each.id) FROM unnest(keys) AS each (id)) ELSE (
      SELECT count(*) FROM (SELECT DISTINCT link.control_id FROM pit.control_link AS link
        WHERE link.org_id = pit_ops.ctx_org() AND (groups IS NULL OR link.control_group = ANY (groups)) LIMIT 10001) AS found) END $function$;
ALTER FUNCTION pit_ops.count_covered_controls(uuid[],text[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_covered_controls(uuid[],text[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.count_covered_controls(uuid[],text[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.count_covered_criteria(codes text[], versions text[], prefix text)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM (
      SELECT link.criteria_code, link.criteria_version FROM pit.isms_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND (codes IS NULL OR link.criteria_code = ANY (codes))
        AND (versions IS NULL OR link.criteria_version = ANY (versions)) AND (prefix IS NULL OR starts_with(link.criteria_code, prefix))
      UNION SELECT each.code, NULL FROM unnest(codes) AS each (code)
      WHERE (prefix IS NULL OR starts_with(each.code, prefix)) AND NOT EXISTS (SELECT FROM pit.isms_link AS link
        WHERE link.org_id = pit_ops.ctx_org() AND link.criteria_code = each.code
          AND (versions IS NULL OR link.criteria_version = ANY (versions)))
      LIMIT 10001) AS found $function$;
ALTER FUNCTION pit_ops.count_covered_criteria(text[],text[],text) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_covered_criteria(text[],text[],text) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.count_covered_criteria(text[],text[],text) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.count_dead_deliveries()
 RETURNS TABLE(kind text, dead bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service counts deliveries' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.kind, count(*) FROM pit_ops.delivery AS each WHERE each.state = 'dead' GROUP BY each.kind;
  END $function$;
ALTER FUNCTION pit_ops.count_dead_deliveries() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_dead_deliveries() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.count_orphans()
 RETURNS TABLE(child text, orphans bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT 'phase'::text,
     count(*) AS count
    FROM pit.phase child
   WHERE ((child.deleted_at IS NULL) AND (NOT (EXISTS ( SELECT
            FROM pit.project parent
           WHERE ((parent.id = child.project_id) AND (parent.org_id = child.org_id) AND (parent.deleted_at IS NULL))))))
 UNION ALL
  SELECT 'work_package'::text,
     count(*) AS count
    FROM pit.work_package child
   WHERE ((child.deleted_at IS NULL) AND (NOT (EXISTS ( SELECT
            FROM pit.phase parent
           WHERE ((parent.id = child.phase_id) AND (parent.project_id = child.project_id) AND (parent.org_id = child.org_id) AND (parent.deleted_at IS NULL))))))
 UNION ALL
  SELECT 'task'::text,
     count(*) AS count
    FROM pit.task child
   WHERE ((child.deleted_at IS NULL) AND ((NOT (EXISTS ( SELECT
            FROM pit.phase parent
           WHERE ((parent.id = child.phase_id) AND (parent.project_id = child.project_id) AND (parent.org_id = child.org_id) AND (parent.deleted_at IS NULL))))) OR ((child.work_package_id IS NOT NULL) AND (NOT (EXISTS ( SELECT
            FROM pit.work_package parent
           WHERE ((parent.id = child.work_package_id) AND (parent.phase_id = child.phase_id) AND (parent.org_id = child.org_id) AND (parent.deleted_at IS NULL))))))))
 UNION ALL
  SELECT 'subtask'::text,
     count(*) AS count
    FROM pit.subtask child
   WHERE ((child.deleted_at IS NULL) AND (NOT (EXISTS ( SELECT
            FROM pit.task parent
           WHERE ((parent.id = child.task_id) AND (parent.org_id = child.org_id) AND (parent.deleted_at IS NULL))))));
END;
ALTER FUNCTION pit_ops.count_orphans() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_orphans() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_project_history(project uuid, most integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM (SELECT FROM pit_ops.audit_detail AS detail
      WHERE detail.org_id = pit_ops.ctx_org() AND detail.project_id = project UNION ALL SELECT FROM pit_ops.audit_detail AS detail
      WHERE detail.org_id = pit_ops.ctx_org() AND detail.left_project_id = project LIMIT most) AS counted $function$;
ALTER FUNCTION pit_ops.count_project_history(uuid,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_project_history(uuid,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.count_project_history(uuid,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.count_project_risks(organisations uuid[], projects uuid[], risks uuid[], differences integer[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    change record;
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('risk impact ' || each.org_id::text, 0))
      FROM (SELECT DISTINCT unnest(organisations) AS org_id) AS each;
    FOR change IN
      WITH said AS (
        SELECT * FROM unnest(organisations, projects, risks, differences) AS x (org_id, project_id, risk_id, difference)
      ), counted AS (
        INSERT INTO pit_ops.project_risk AS kept (project_id, risk_id, org_id, live_links)
        SELECT said.project_id, said.risk_id, said.org_id, said.difference FROM said ORDER BY said.project_id, said.risk_id
        ON CONFLICT (project_id, risk_id) DO UPDATE SET live_links = kept.live_links + excluded.live_links
        RETURNING kept.project_id, kept.risk_id, kept.org_id, kept.live_links
      )
      SELECT counted.project_id, sum(impact.impact_score * CASE WHEN counted.live_links > 0 THEN 1 ELSE -1 END) AS difference
      FROM counted JOIN said ON said.project_id = counted.project_id AND said.risk_id = counted.risk_id
      JOIN pit_ops.risk_impact AS impact ON impact.org_id = counted.org_id AND impact.risk_id = counted.risk_id
      WHERE (counted.live_links > 0) <> (counted.live_links - said.difference > 0)
      GROUP BY counted.project_id HAVING sum(impact.impact_score) > 0 ORDER BY counted.project_id
    LOOP
      UPDATE pit.project SET risk_impact_score = pit_ops.risk_score_in_range(id, risk_impact_score + change.difference)
        WHERE id = change.project_id AND change.difference <> 0;
    END LOOP;
  END $function$;
ALTER FUNCTION pit_ops.count_project_risks(uuid[],uuid[],uuid[],integer[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_project_risks(uuid[],uuid[],uuid[],integer[]) TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_subtasks(subtasks uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    lost record;
    gained record;
  BEGIN
    WITH gone AS (
      DELETE FROM pit_ops.subtask_access AS kept WHERE kept.subtask_id = ANY (subtasks) AND NOT EXISTS (
        
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL AND step.id = kept.subtask_id AND step.owner_id = kept.user_id
          AND task.project_id = kept.project_id OFFSET 0)
      RETURNING org_id, user_id, project_id)
    SELECT array_agg(org_id) AS orgs, array_agg(user_id) AS users, array_agg(project_id) AS projects,
      array_agg(-1) AS changes INTO lost FROM gone;
    WITH made AS (
      INSERT INTO pit_ops.subtask_access (subtask_id, org_id, user_id, project_id)
        
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL AND step.id = ANY (subtasks) ON CONFLICT DO NOTHING RETURNING org_id, user_id, project_id)
    SELECT array_agg(org_id) AS orgs, array_agg(user_id) AS users, array_agg(project_id) AS projects,
      array_agg(1) AS changes INTO gained FROM made;
    PERFORM pit_ops.change_access(lost.orgs || gained.orgs, lost.users || gained.users, lost.projects || gained.projects,
      lost.changes || gained.changes);
  END $function$;
ALTER FUNCTION pit_ops.count_subtasks(uuid[]) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.count_tag_links(asked uuid, most integer)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*)::integer FROM (SELECT FROM pit_ops.tag_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND link.tag_id = asked LIMIT most) AS carried $function$;
ALTER FUNCTION pit_ops.count_tag_links(uuid,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_tag_links(uuid,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.count_tag_links(uuid,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.count_waiting_advice(most integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM (SELECT FROM pit_ops.ai_proposal AS each
      WHERE each.org_id = pit_ops.ctx_org() AND each.state = 'waiting' LIMIT least(most, 1000)) AS waiting $function$;
ALTER FUNCTION pit_ops.count_waiting_advice(integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_waiting_advice(integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.count_waiting_advice(integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.count_wrong_access()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    WITH truth AS (SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM pit.task AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM pit.task AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL
      UNION ALL 
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM pit.phase AS each WHERE each.deleted_at IS NULL
      UNION ALL 
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM pit.work_package AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT org_id, user_id, project_id FROM (
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL) AS step) AS piece GROUP BY 1, 2, 3), kept AS (SELECT org_id, user_id, project_id, pieces FROM pit_ops.project_access),
      steps AS (
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL), kept_steps AS (SELECT subtask_id, org_id, user_id, project_id FROM pit_ops.subtask_access)
    SELECT count(DISTINCT (user_id, project_id)) FROM (
      SELECT user_id, project_id FROM ((TABLE truth EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE truth)) AS pair
      UNION ALL SELECT user_id, project_id
        FROM ((TABLE steps EXCEPT TABLE kept_steps) UNION ALL (TABLE kept_steps EXCEPT TABLE steps)) AS step) AS difference $function$;
ALTER FUNCTION pit_ops.count_wrong_access() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_wrong_access() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_wrong_figures()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM pit.project LEFT JOIN pit_ops.project_figures AS kept ON kept.project_id = project.id
    CROSS JOIN LATERAL (SELECT (count(*) FILTER (WHERE true))::integer AS task_count, (count(*) FILTER (WHERE each.status = 'overdue'))::integer AS overdue_task_count, (count(*) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day))::integer AS late_task_count, (count(*) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day - 7))::integer AS long_late_task_count
      FROM (SELECT task.status, task.end_date, kept.day AS day FROM pit.task task
        WHERE task.project_id = project.id AND task.deleted_at IS NULL) each) AS work
    CROSS JOIN LATERAL (SELECT (count(*) FILTER (WHERE each.severity = 'red'))::integer AS red_alert_count, (count(*) FILTER (WHERE each.severity = 'yellow'))::integer AS yellow_alert_count, (count(*) FILTER (WHERE each.severity = 'green'))::integer AS green_alert_count, (count(*) FILTER (WHERE each.level = '1'))::integer AS level_1_alert_count, (count(*) FILTER (WHERE each.level = '2'))::integer AS level_2_alert_count, (count(*) FILTER (WHERE each.level = '3'))::integer AS level_3_alert_count, (count(*) FILTER (WHERE each.level = '4'))::integer AS level_4_alert_count, (count(*) FILTER (WHERE each.level = '5'))::integer AS level_5_alert_count
      FROM (SELECT alert.severity, alert.data ->> 'level' AS level FROM pit.watchdog_alert alert
        WHERE alert.project_id = project.id AND alert.resolved_at IS NULL) each) AS found
    WHERE (kept.org_id, kept.start_date, kept.end_date, kept.progress_percent, kept.task_count, kept.overdue_task_count, kept.late_task_count, kept.long_late_task_count, kept.red_alert_count, kept.yellow_alert_count, kept.green_alert_count, kept.level_1_alert_count, kept.level_2_alert_count, kept.level_3_alert_count, kept.level_4_alert_count, kept.level_5_alert_count)
      IS DISTINCT FROM (project.org_id, project.start_date, project.end_date, project.progress_percent,
        work.task_count, work.overdue_task_count, work.late_task_count, work.long_late_task_count, found.red_alert_count, found.yellow_alert_count, found.green_alert_count, found.level_1_alert_count, found.level_2_alert_count, found.level_3_alert_count, found.level_4_alert_count, found.level_5_alert_count) $function$;
ALTER FUNCTION pit_ops.count_wrong_figures() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_wrong_figures() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_wrong_project_orders()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM pit.project FULL JOIN pit_ops.project_rank AS kept ON kept.project_id = project.id
    WHERE (kept.org_id, kept.capex, kept.opex, kept.risk_impact, kept.risk_mitigation) IS DISTINCT FROM (project.org_id, (project.capex_total * 100)::bigint, (project.opex_total * 100)::bigint, (project.risk_impact_score * 100)::bigint, (project.risk_mitigation_percent * 100)::bigint) $function$;
ALTER FUNCTION pit_ops.count_wrong_project_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_wrong_project_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_wrong_risk_scores()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM pit.project
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE each.counted IS DISTINCT FROM each.kept) AS wrong,
        coalesce(sum(each.impact) FILTER (WHERE each.counted > 0), 0) AS score
      FROM (
        SELECT coalesce(linked.counted, 0) AS counted, coalesce(kept.live_links, 0) AS kept, (SELECT impact.impact_score
          FROM pit_ops.risk_impact AS impact WHERE impact.org_id = project.org_id
          AND impact.risk_id = coalesce(linked.risk_id, kept.risk_id)) AS impact
        FROM (SELECT link.risk_id, count(*) AS counted FROM pit.task JOIN pit.risk_link AS link ON link.task_id = task.id
          WHERE task.project_id = project.id AND task.deleted_at IS NULL GROUP BY link.risk_id) AS linked
        FULL JOIN (SELECT risk_id, live_links FROM pit_ops.project_risk WHERE project_id = project.id) AS kept
          ON kept.risk_id = linked.risk_id
      ) AS each
    ) AS found
    WHERE found.wrong > 0 OR found.score <> project.risk_impact_score $function$;
ALTER FUNCTION pit_ops.count_wrong_risk_scores() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_wrong_risk_scores() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_wrong_task_orders()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM pit.task
    FULL JOIN pit_ops.task_rank AS ranked ON ranked.task_id = task.id
    FULL JOIN pit_ops.task_slack AS kept ON kept.task_id = task.id
    LEFT JOIN pit_ops.task_schedule AS stored ON stored.task_id = task.id
    WHERE (ranked.org_id, ranked.status, ranked.priority, kept.org_id, kept.total_slack, kept.early_start, kept.is_critical)
      IS DISTINCT FROM (task.org_id, array_position(enum_range(NULL::pit.task_status_enum), task.status)::smallint, array_position(enum_range(NULL::pit.task_priority_enum), task.priority)::smallint, task.org_id, stored.total_slack, stored.early_start, stored.is_critical) $function$;
ALTER FUNCTION pit_ops.count_wrong_task_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_wrong_task_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.count_wrong_task_texts()
 RETURNS bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT count(*) FROM pit.task FULL JOIN pit_ops.task_text AS kept ON kept.task_id = task.id
    WHERE (kept.org_id, kept.words) IS DISTINCT FROM (task.org_id, pit_ops.fold_text(task.name) || E'\n' || pit_ops.fold_text(coalesce(task.description, ''))) $function$;
ALTER FUNCTION pit_ops.count_wrong_task_texts() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.count_wrong_task_texts() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.ctx_divs()
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN (current_setting('app.division_ids'::text, true) IS DISTINCT FROM '*'::text) THEN COALESCE((string_to_array(NULLIF(current_setting('app.division_ids'::text, true), ''::text), ','::text))::uuid[], '{}'::uuid[]) WHEN (pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text, 'service'::text])) THEN pit_ops.all_divisions() ELSE '{}'::uuid[] END;
ALTER FUNCTION pit_ops.ctx_divs() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_divs() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.ctx_few_projects()
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER ROWS 20
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT project.id
    FROM pit.project
   WHERE ((project.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.division_id IS NULL))
 UNION
  SELECT project.id
    FROM pit.project
   WHERE ((project.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.division_id = ANY (( SELECT pit_ops.ctx_divs() AS ctx_divs)::uuid[])))
 UNION
  SELECT project.id
    FROM pit.project
   WHERE ((project.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.owner_id = ( SELECT pit_ops.ctx_user() AS ctx_user)))
 UNION
  SELECT project.id
    FROM pit.project
   WHERE ((project.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.sponsor_id = ( SELECT pit_ops.ctx_user() AS ctx_user)))
 UNION
  SELECT project.id
    FROM pit.project
   WHERE ((project.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (( SELECT ((pit_ops.ctx_role() = 'service'::text) OR (NOT (EXISTS ( SELECT
                    FROM pit.division
                   WHERE ((division.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (division.id <> ALL (( SELECT pit_ops.ctx_divs() AS ctx_divs)::uuid[])))))))) OR ( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL)))))
 UNION
  SELECT mine.project_id
    FROM pit_ops.project_access mine
   WHERE ((mine.org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) AND (mine.user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
END;
ALTER FUNCTION pit_ops.ctx_few_projects() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_few_projects() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_few_projects() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.ctx_org()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.org_id'::text, true), ''::text))::uuid;
ALTER FUNCTION pit_ops.ctx_org() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_org() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.ctx_reason()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(btrim(current_setting('app.override_reason'::text, true)), ''::text);
ALTER FUNCTION pit_ops.ctx_reason() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_reason() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.ctx_role()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE(NULLIF(current_setting('app.role'::text, true), ''::text), 'viewer'::text);
ALTER FUNCTION pit_ops.ctx_role() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_role() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.ctx_sees_all()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((pit_ops.ctx_role() = 'service'::text) OR (NOT (EXISTS (SELECT FROM pit.division WHERE (division.id <> ALL ((SELECT pit_ops.ctx_divs() AS ctx_divs)::uuid[]))))));
ALTER FUNCTION pit_ops.ctx_sees_all() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_sees_all() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.ctx_sees_few(most integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN ((NOT ((SELECT ((pit_ops.ctx_role() = 'service'::text) OR (NOT (EXISTS (SELECT FROM pit.division WHERE ((division.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (division.id <> ALL ((SELECT pit_ops.ctx_divs() AS ctx_divs)::uuid[])))))))) OR (SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))))) AND (SELECT (count(DISTINCT found.id) <= ctx_sees_few.most) FROM ((SELECT project.id FROM pit.project WHERE ((project.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.division_id IS NULL)) LIMIT (ctx_sees_few.most + 1)) UNION ALL SELECT there.id FROM (unnest(pit_ops.ctx_divs()) division(id) CROSS JOIN LATERAL (SELECT project.id FROM pit.project WHERE ((project.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.division_id = division.id)) LIMIT (ctx_sees_few.most + 1)) there) UNION ALL (SELECT project.id FROM pit.project WHERE ((project.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.owner_id = (SELECT pit_ops.ctx_user() AS ctx_user))) LIMIT (ctx_sees_few.most + 1)) UNION ALL (SELECT project.id FROM pit.project WHERE ((project.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (project.sponsor_id = (SELECT pit_ops.ctx_user() AS ctx_user))) LIMIT (ctx_sees_few.most + 1)) UNION ALL (SELECT mine.project_id FROM pit_ops.project_access mine WHERE ((mine.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (mine.user_id = (SELECT pit_ops.ctx_user() AS ctx_user))) LIMIT (ctx_sees_few.most + 1))) found(id)));
ALTER FUNCTION pit_ops.ctx_sees_few(integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_sees_few(integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_sees_few(integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.ctx_user()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id'::text, true), ''::text))::uuid;
ALTER FUNCTION pit_ops.ctx_user() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ctx_user() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.end_project_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    DELETE FROM pit_ops.project_rank WHERE project_id = OLD.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.end_project_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.end_project_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.end_task_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    DELETE FROM pit_ops.task_rank AS kept USING old_rows AS gone WHERE kept.task_id = gone.id;
    DELETE FROM pit_ops.task_slack AS kept USING old_rows AS gone WHERE kept.task_id = gone.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.end_task_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.end_task_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.end_task_text()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    DELETE FROM pit_ops.task_text AS kept USING old_rows AS gone WHERE kept.task_id = gone.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.end_task_text() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.end_task_text() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.ended_acceptances(project uuid, today date)
 RETURNS TABLE(acceptance_id uuid, kind text, ended_on date, task_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 5
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF NOT EXISTS (SELECT FROM pit_ops.acceptance AS past WHERE past.org_id = pit_ops.ctx_org() AND past.ends_on < today
      AND past.decided_at IS NOT NULL AND past.state IN ('active', 'expired')) THEN RETURN; END IF;
    RETURN QUERY
    WITH work AS MATERIALIZED (
      SELECT task.id FROM pit.task WHERE task.project_id = project AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
        AND task.status <> 'completed'
    ), origin AS (
      SELECT 'risk_acceptance' AS kind, link.risk_id AS id, NULL::text AS code, '' AS version
        FROM work JOIN pit.risk_link AS link ON link.task_id = work.id
      UNION SELECT 'control_exception', link.control_id, NULL, '' FROM work JOIN pit.control_link AS link ON link.task_id = work.id
      UNION SELECT 'finding_exception', link.audit_finding_id, NULL, '' FROM work JOIN pit.audit_link AS link ON link.task_id = work.id
      UNION SELECT 'criterion_exception', NULL, link.criteria_code, coalesce(link.criteria_version, '')
        FROM work JOIN pit.isms_link AS link ON link.task_id = work.id
    ), newest AS (
      SELECT DISTINCT ON (origin.kind, origin.id, origin.code, origin.version) held.*
      FROM origin JOIN pit_ops.acceptance AS held ON held.org_id = pit_ops.ctx_org() AND held.kind = origin.kind
        AND held.origin_id IS NOT DISTINCT FROM origin.id AND held.criteria_code IS NOT DISTINCT FROM origin.code
        AND coalesce(held.criteria_version, '') = origin.version
      WHERE held.decided_at IS NOT NULL AND held.state <> 'rejected'
      ORDER BY origin.kind, origin.id, origin.code, origin.version, held.decided_at DESC, held.id DESC
    )
    SELECT newest.id, newest.kind, newest.ends_on, oldest.id FROM newest CROSS JOIN LATERAL (
      SELECT task.id, task.project_id
      FROM pit_ops.tasks_of_origin(newest.kind, newest.origin_id, newest.criteria_code, newest.criteria_version) AS linked
      JOIN pit.task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
        AND task.status <> 'completed'
      ORDER BY task.created_at, task.id LIMIT 1) AS oldest
    WHERE newest.state IN ('active', 'expired') AND newest.ends_on < today AND oldest.project_id = project;
  END $function$;
ALTER FUNCTION pit_ops.ended_acceptances(uuid,date) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.ended_acceptances(uuid,date) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.ended_acceptances(uuid,date) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.ensure_progress_partitions(years_ahead integer, start_month integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
  DECLARE
    this_month date := date_trunc('month', now());
    this_year date;
    lower date;
    upper date;
    made integer := 0;
  BEGIN
    IF years_ahead NOT BETWEEN 0 AND 20 OR start_month NOT BETWEEN 1 AND 12 THEN
      RAISE EXCEPTION 'years_ahead is 0 to 20 and start_month 1 to 12' USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('pit_ops.ensure_progress_partitions', 0));
    this_year := this_month - make_interval(months => (extract(month FROM this_month)::integer - start_month + 12) % 12);
    SELECT coalesce(max(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([0-9-]+)')::date), this_year - interval '1 year')
      INTO lower
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'pit.task_progress_log'::regclass;
    WHILE lower < this_year + make_interval(years => years_ahead + 1) LOOP
      -- Up to the next start of a financial year; after a change of that month one partition is shorter.
      upper := make_date(extract(year FROM lower)::integer, start_month, 1);
      IF upper <= lower THEN
        upper := upper + interval '1 year';
      END IF;
      EXECUTE format('CREATE TABLE pit_ops.%I PARTITION OF pit.task_progress_log FOR VALUES FROM (%L) TO (%L)',
        'task_progress_log_' || to_char(lower, 'YYYY_MM'), lower::timestamptz, upper::timestamptz);
      made := made + 1;
      lower := upper;
    END LOOP;
    RETURN made;
  END $function$;
ALTER FUNCTION pit_ops.ensure_progress_partitions(integer,integer) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.ensure_progress_partitions(integer,integer) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.feed_organisation(streams uuid[], topics text[], at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    org uuid := pit_ops.ctx_org();
    numbered bigint;
    looked_at integer;
  BEGIN
    IF org IS NULL OR pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service feeds the stream of an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT FROM pit_ops.event_stream AS own WHERE own.org_id = org AND own.stream_id = org) THEN
      INSERT INTO pit_ops.event_stream (org_id, stream_id) VALUES (org, org) ON CONFLICT DO NOTHING;
      INSERT INTO pit_ops.feed_place (org_id, stream_id, fed_seq)
        SELECT org, each.stream_id, each.last_seq FROM pit_ops.event_stream AS each
        WHERE each.org_id = org AND each.stream_id <> org ON CONFLICT DO NOTHING;
      RETURN 0;
    END IF;
    PERFORM
      FROM pit_ops.event_stream AS each
      LEFT JOIN pit_ops.feed_place AS place ON place.org_id = org AND place.stream_id = each.stream_id
      WHERE each.org_id = org AND each.stream_id <> org AND (streams IS NULL OR each.stream_id = ANY (streams))
        AND each.last_seq > coalesce(place.fed_seq, 0);
    IF NOT FOUND THEN
      RETURN 0;
    END IF;
    SELECT own.last_seq INTO numbered FROM pit_ops.event_stream AS own
      WHERE own.org_id = org AND own.stream_id = org FOR UPDATE;
    WITH due AS (
      SELECT each.stream_id, coalesce(place.fed_seq, 0) AS fed_seq, each.last_seq,
        (SELECT min(kept.seq) FROM pit_ops.outbox AS kept WHERE kept.org_id = org
          AND kept.stream_id = each.stream_id AND kept.seq > coalesce(place.fed_seq, 0)) AS first_seq
      FROM pit_ops.event_stream AS each
      LEFT JOIN pit_ops.feed_place AS place ON place.org_id = org AND place.stream_id = each.stream_id
      WHERE each.org_id = org AND each.stream_id <> org AND (streams IS NULL OR each.stream_id = ANY (streams))
        AND each.last_seq > coalesce(place.fed_seq, 0)
    ), taken AS (
      SELECT event.id, event.stream_id, event.seq, event.topic, event.payload, event.actor_id, event.created_at
      FROM due JOIN pit_ops.outbox AS event ON event.org_id = org AND event.stream_id = due.stream_id
        AND event.seq > due.fed_seq AND event.seq <= due.last_seq
      ORDER BY event.id LIMIT at_most
    ), gap AS (
      SELECT coalesce(bool_or(first_seq IS DISTINCT FROM fed_seq + 1), false)::integer AS size FROM due
    ), added AS (
      INSERT INTO pit_ops.outbox (org_id, stream_id, seq, topic, payload, actor_id, created_at)
        SELECT org, org, numbered + gap.size + row_number() OVER (ORDER BY taken.id), taken.topic, taken.payload,
          taken.actor_id, taken.created_at
        FROM taken CROSS JOIN gap WHERE taken.topic = ANY (topics) RETURNING seq
    ), placed AS (
      INSERT INTO pit_ops.feed_place AS place (org_id, stream_id, fed_seq)
        SELECT org, due.stream_id, coalesce(max(taken.seq),
          CASE WHEN due.first_seq IS NULL THEN due.last_seq ELSE due.fed_seq END)
        FROM due LEFT JOIN taken USING (stream_id) GROUP BY due.stream_id, due.first_seq, due.last_seq, due.fed_seq
        ON CONFLICT (org_id, stream_id) DO UPDATE SET fed_seq = excluded.fed_seq
    )
    SELECT (SELECT count(*) FROM taken), numbered + gap.size + (SELECT count(*) FROM added)
      INTO looked_at, numbered FROM gap;
    UPDATE pit_ops.event_stream AS own SET last_seq = numbered WHERE own.org_id = org AND own.stream_id = org;
    RETURN looked_at;
  END $function$;
ALTER FUNCTION pit_ops.feed_organisation(uuid[],text[],integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.feed_organisation(uuid[],text[],integer) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.financial_year(day date, first_month integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN ((EXTRACT(year FROM day))::integer + CASE WHEN ((first_month > 1) AND (EXTRACT(month FROM day) >= (first_month)::numeric)) THEN 1 ELSE 0 END);
ALTER FUNCTION pit_ops.financial_year(date,integer) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.financial_year(date,integer) TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.financial_year_start(financial_year integer, first_month integer)
 RETURNS date
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN make_date((financial_year - CASE WHEN (first_month > 1) THEN 1 ELSE 0 END), first_month, 1);
ALTER FUNCTION pit_ops.financial_year_start(integer,integer) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.financial_year_start(integer,integer) TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.fit_dates(project uuid, nodes uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service')
      OR NOT EXISTS (SELECT FROM pit.project AS each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()) THEN
      RAISE EXCEPTION 'the plan is not the caller''s to settle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF nodes IS NULL THEN
      nodes := ARRAY(SELECT each.id FROM pit.work_package AS each WHERE each.project_id = project
        UNION ALL SELECT each.id FROM pit.phase AS each WHERE each.project_id = project);
    ELSE
      nodes := nodes || ARRAY(SELECT each.phase_id FROM pit.work_package AS each WHERE each.id = ANY (nodes));
    END IF;
    
    UPDATE pit.work_package AS parent SET start_date = fitted.first, end_date = fitted.last
      FROM (
        SELECT span.id, CASE WHEN span.first > span.last THEN span.last ELSE span.first END AS first,
          CASE WHEN span.first > span.last THEN span.first ELSE span.last END AS last
        FROM (
          SELECT node.id, least(frame.start_typed, (SELECT min(task.start_date) FROM pit.task AS task
          WHERE coalesce(task.work_package_id, task.phase_id) = node.id AND task.deleted_at IS NULL)) AS first,
            greatest(frame.end_typed, (SELECT max(task.end_date) FROM pit.task AS task
          WHERE coalesce(task.work_package_id, task.phase_id) = node.id AND task.deleted_at IS NULL)) AS last
          FROM pit.work_package AS node LEFT JOIN pit_ops.date_frame AS frame ON frame.node_id = node.id
          WHERE node.id = ANY (nodes) AND node.project_id = project AND node.deleted_at IS NULL) AS span) AS fitted
      WHERE parent.id = fitted.id
        AND (parent.start_date, parent.end_date) IS DISTINCT FROM (fitted.first, fitted.last);
    
    UPDATE pit.phase AS parent SET start_date = fitted.first, end_date = fitted.last
      FROM (
        SELECT span.id, CASE WHEN span.first > span.last THEN span.last ELSE span.first END AS first,
          CASE WHEN span.first > span.last THEN span.first ELSE span.last END AS last
        FROM (
          SELECT node.id, least(frame.start_typed, (SELECT min(task.start_date) FROM pit.task AS task
          WHERE coalesce(task.work_package_id, task.phase_id) = node.id AND task.deleted_at IS NULL),
            (SELECT min(package.start_date) FROM pit.work_package AS package
              WHERE package.phase_id = node.id AND package.deleted_at IS NULL)) AS first,
            greatest(frame.end_typed, (SELECT max(task.end_date) FROM pit.task AS task
          WHERE coalesce(task.work_package_id, task.phase_id) = node.id AND task.deleted_at IS NULL),
            (SELECT max(package.end_date) FROM pit.work_package AS package
              WHERE package.phase_id = node.id AND package.deleted_at IS NULL)) AS last
          FROM pit.phase AS node LEFT JOIN pit_ops.date_frame AS frame ON frame.node_id = node.id
          WHERE node.id = ANY (nodes) AND node.project_id = project AND node.deleted_at IS NULL) AS span) AS fitted
      WHERE parent.id = fitted.id
        AND (parent.start_date, parent.end_date) IS DISTINCT FROM (fitted.first, fitted.last);
    
    UPDATE pit.project AS parent SET start_date = fitted.first, end_date = fitted.last
      FROM (
        SELECT span.id, CASE WHEN span.first > span.last THEN span.last ELSE span.first END AS first,
          CASE WHEN span.first > span.last THEN span.first ELSE span.last END AS last
        FROM (
          SELECT node.id, least(frame.start_typed, (SELECT min(phase.start_date) FROM pit.phase AS phase
              WHERE phase.project_id = node.id AND phase.deleted_at IS NULL)) AS first,
            greatest(frame.end_typed, (SELECT max(phase.end_date) FROM pit.phase AS phase
              WHERE phase.project_id = node.id AND phase.deleted_at IS NULL)) AS last
          FROM pit.project AS node LEFT JOIN pit_ops.date_frame AS frame ON frame.node_id = node.id
          WHERE node.id = project AND node.deleted_at IS NULL) AS span) AS fitted
      WHERE parent.id = fitted.id
        AND (parent.start_date, parent.end_date) IS DISTINCT FROM (fitted.first, fitted.last);
  END $function$;
ALTER FUNCTION pit_ops.fit_dates(uuid,uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.fit_dates(uuid,uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.fit_dates(uuid,uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.fold_text(given text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (octet_length(given) = char_length(given)) THEN lower((given COLLATE pg_c_utf8)) ELSE NORMALIZE(replace(replace(replace(translate(lower((regexp_replace(NORMALIZE(given, NFKD), '[\u0300-\u036F]'::text, ''::text, 'g'::text) COLLATE pg_c_utf8)), 'øłđħŧıς'::text, 'oldhtiσ'::text), 'ß'::text, 'ss'::text), 'æ'::text, 'ae'::text), 'œ'::text, 'oe'::text), NFKC) END;
ALTER FUNCTION pit_ops.fold_text(text) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.fold_text(text) TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.follow_occurrence()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    followed uuid;
  BEGIN
    UPDATE pit_ops.occurrence AS known SET
      outcome = CASE WHEN NEW.deleted_at IS NOT NULL THEN 'skipped' WHEN NEW.status = 'completed' THEN 'completed' ELSE 'open' END,
      reason = CASE WHEN NEW.deleted_at IS NOT NULL THEN coalesce(known.reason, 'Its task was deleted.') END
      WHERE known.task_id = NEW.id RETURNING known.series_id INTO followed;
    IF followed IS NOT NULL THEN
      UPDATE pit_ops.series AS due SET is_due = true WHERE due.id = followed AND NOT due.is_due;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.follow_occurrence() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.follow_occurrence() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.forget_file(file_org uuid, file_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service removes files' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH gone AS (
      DELETE FROM pit_ops.stored_file AS file WHERE file.org_id = file_org AND file.id = file_id
        AND file.removing_since IS NOT NULL RETURNING file.org_id, file.size
    )
    UPDATE pit_ops.file_usage AS usage SET bytes = usage.bytes - gone.size FROM gone WHERE usage.org_id = gone.org_id;
  END $function$;
ALTER FUNCTION pit_ops.forget_file(uuid,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.forget_file(uuid,uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.forget_file(uuid,uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.hand_in_file()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    reference text[] := regexp_match(NEW.file_url, '^s3://pit-local/([0-9a-f-]{36})/([0-9a-f-]{36})(/[^/?#]+)?$');
  BEGIN
    UPDATE pit_ops.stored_file AS file SET handed_in_at = coalesce(file.handed_in_at, now())
    WHERE file.org_id = NEW.org_id AND file.org_id::text = reference[1] AND file.id::text = reference[2]
      AND file.id = reference[2]::uuid AND file.sha256 = NEW.metadata ->> 'sha256' AND file.removing_since IS NULL;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'evidence names a file that is not kept here' USING ERRCODE = 'foreign_key_violation',
        SCHEMA = 'pit', TABLE = 'evidence', CONSTRAINT = 'evidence_file_url_fkey';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.hand_in_file() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.hand_in_file() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.is_subtask_proven(subtask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (EXISTS (SELECT FROM pit.evidence piece WHERE ((piece.subtask_id = is_subtask_proven.subtask) AND (piece.org_id = pit_ops.ctx_org()) AND (piece.deleted_at IS NULL) AND ((SELECT review.decision FROM pit.evidence_review review WHERE ((review.evidence_id = piece.id) AND (NOT ((review.decision = 'pending'::pit.review_decision_enum) AND (review.ai_score IS NOT NULL)))) ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'::pit.review_decision_enum) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.task_id = piece.task_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text))))) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.subtask_id = piece.subtask_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text))))))));
ALTER FUNCTION pit_ops.is_subtask_proven(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.is_subtask_proven(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.is_subtask_proven(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.is_task_proven(task uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN ((EXISTS (SELECT FROM pit.evidence piece WHERE ((piece.task_id = is_task_proven.task) AND (piece.org_id = pit_ops.ctx_org()) AND (piece.deleted_at IS NULL) AND ((SELECT review.decision FROM pit.evidence_review review WHERE ((review.evidence_id = piece.id) AND (NOT ((review.decision = 'pending'::pit.review_decision_enum) AND (review.ai_score IS NOT NULL)))) ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'::pit.review_decision_enum) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.task_id = piece.task_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text))))) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.subtask_id = piece.subtask_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text)))))))) OR (EXISTS (SELECT FROM pit.evidence piece WHERE ((piece.subtask_id = ANY (ARRAY(SELECT step.id FROM pit.subtask step WHERE ((step.task_id = is_task_proven.task) AND (step.deleted_at IS NULL))))) AND (piece.org_id = pit_ops.ctx_org()) AND (piece.deleted_at IS NULL) AND ((SELECT review.decision FROM pit.evidence_review review WHERE ((review.evidence_id = piece.id) AND (NOT ((review.decision = 'pending'::pit.review_decision_enum) AND (review.ai_score IS NOT NULL)))) ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'::pit.review_decision_enum) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.task_id = piece.task_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text))))) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.subtask_id = piece.subtask_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text)))))))));
ALTER FUNCTION pit_ops.is_task_proven(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.is_task_proven(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.is_task_proven(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.is_task_proven_without(task uuid, subtask uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN ((EXISTS (SELECT FROM pit.subtask step WHERE ((step.task_id = is_task_proven_without.task) AND (step.deleted_at IS NULL) AND (step.id <> is_task_proven_without.subtask) AND pit_ops.is_subtask_proven(step.id)))) OR (EXISTS (SELECT FROM pit.evidence piece WHERE ((piece.task_id = is_task_proven_without.task) AND (piece.org_id = pit_ops.ctx_org()) AND (piece.deleted_at IS NULL) AND ((SELECT review.decision FROM pit.evidence_review review WHERE ((review.evidence_id = piece.id) AND (NOT ((review.decision = 'pending'::pit.review_decision_enum) AND (review.ai_score IS NOT NULL)))) ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'::pit.review_decision_enum) AND (NOT (EXISTS (SELECT FROM pit.evidence newer WHERE ((newer.task_id = piece.task_id) AND (newer.deleted_at IS NULL) AND ((newer.metadata ->> 'supersedes'::text) = (piece.id)::text)))))))));
ALTER FUNCTION pit_ops.is_task_proven_without(uuid,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.is_task_proven_without(uuid,uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.is_task_proven_without(uuid,uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.isms_coverage(codes text[], versions text[], prefix text, divisions uuid[], behind text, behind_version text, most integer, today date)
 RETURNS TABLE(code text, version text, units bigint, done bigint, proven bigint, lapsed bigint, overdue bigint, open bigint, next_due date, proven_until date, on_time bigint, judged bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  BEGIN
    RETURN QUERY
    WITH known AS MATERIALIZED (
      SELECT DISTINCT link.criteria_code AS code, coalesce(link.criteria_version, '') AS version FROM pit.isms_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND (codes IS NULL OR link.criteria_code = ANY (codes))
        AND (versions IS NULL OR link.criteria_version = ANY (versions))
        AND (prefix IS NULL OR starts_with(link.criteria_code, prefix))
        AND (behind IS NULL OR link.criteria_code >= behind)
        AND (behind IS NULL OR (link.criteria_code, coalesce(link.criteria_version, '')) > (behind, behind_version))
      ORDER BY 1, 2 LIMIT least(most, 1000)
    ), page AS MATERIALIZED (
      SELECT known.code, known.version FROM known
      UNION ALL
      SELECT DISTINCT each.code, '' FROM unnest(codes) AS each (code)
      WHERE (prefix IS NULL OR starts_with(each.code, prefix)) AND (behind IS NULL OR (each.code, '') > (behind, behind_version))
        AND NOT EXISTS (SELECT FROM pit.isms_link AS link
          WHERE link.org_id = pit_ops.ctx_org() AND link.criteria_code = each.code
            AND (versions IS NULL OR link.criteria_version = ANY (versions)))
      ORDER BY 1, 2 LIMIT least(most, 1000)
    ), linked AS (
      SELECT DISTINCT page.code, page.version, link.task_id FROM page JOIN pit.isms_link AS link
        ON link.org_id = pit_ops.ctx_org() AND link.criteria_code = page.code
        AND coalesce(link.criteria_version, '') = page.version
    ), 
    work AS (
      SELECT linked.code, linked.version, task.end_date, task.status = 'completed' AS is_done, task.requires_evidence, proof.evidence_id AS proof_id,
        proof.valid_until, actual.actual_finish, coalesce(one_of.is_counted, true) AS is_counted, one_of.series_id, coalesce(one_of.series_id, task.id) AS unit
      FROM linked
      CROSS JOIN LATERAL (SELECT * FROM pit.task AS one WHERE one.id = linked.task_id AND one.org_id = pit_ops.ctx_org()
        AND one.deleted_at IS NULL OFFSET 0) AS task
      LEFT JOIN pit_ops.task_actual AS actual ON actual.task_id = task.id
      LEFT JOIN pit_ops.occurrence AS one_of ON one_of.task_id = task.id
      LEFT JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(task.id) WHERE task.requires_evidence) AS proof ON true
      WHERE divisions IS NULL OR EXISTS (SELECT FROM pit.project AS home
        WHERE home.id = task.project_id AND home.division_id = ANY (divisions))
    ), weighed AS (
      SELECT work.*, work.proof_id IS NOT NULL AND (work.valid_until IS NULL OR work.valid_until >= today) AS is_current FROM work
    )
    SELECT page.code, nullif(page.version, ''), count(weighed.is_done) FILTER (WHERE weighed.is_counted), count(*) FILTER (WHERE weighed.is_counted AND weighed.is_done),
      count(*) FILTER (WHERE weighed.is_counted AND weighed.is_done AND weighed.is_current),
      count(DISTINCT weighed.unit) FILTER (WHERE weighed.proof_id IS NOT NULL) - count(DISTINCT weighed.unit) FILTER (WHERE weighed.is_current),
      count(*) FILTER (WHERE NOT weighed.is_done AND weighed.end_date < today),
      count(*) FILTER (WHERE NOT weighed.is_done),
      min(weighed.end_date) FILTER (WHERE NOT weighed.is_done),
      min(weighed.valid_until) FILTER (WHERE weighed.is_counted AND weighed.is_done AND weighed.is_current),
      count(*) FILTER (WHERE weighed.is_done AND weighed.actual_finish <= weighed.end_date),
      count(*) FILTER (WHERE CASE WHEN weighed.is_done THEN weighed.actual_finish IS NOT NULL AND weighed.end_date IS NOT NULL
        ELSE weighed.end_date < today END) + (SELECT count(*) FROM pit_ops.occurrence AS gone
        WHERE gone.series_id = ANY (array_agg(DISTINCT weighed.series_id)) AND gone.outcome = 'missed')
    FROM page LEFT JOIN weighed ON weighed.code = page.code AND weighed.version = page.version
    GROUP BY page.code, page.version ORDER BY page.code, page.version;
  END $function$;
ALTER FUNCTION pit_ops.isms_coverage(text[],text[],text,uuid[],text,text,integer,date) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.isms_coverage(text[],text[],text,uuid[],text,text,integer,date) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.isms_coverage(text[],text[],text,uuid[],text,text,integer,date) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.job_leases()
 RETURNS TABLE(name text, leased_until timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN 
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'service') THEN
      RAISE EXCEPTION 'only operators look at the service' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT lease.name, lease.leased_until FROM pit_ops.job_lease AS lease WHERE lease.leased_until > clock_timestamp();
  END $function$;
ALTER FUNCTION pit_ops.job_leases() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.job_leases() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.job_leases() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.keep_acceptance()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'proposed' OR NEW.proposed_by IS DISTINCT FROM pit_ops.ctx_user() OR NEW.decided_by IS NOT NULL THEN
        RAISE EXCEPTION 'an acceptance begins as a proposal of who makes it'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_begins_proposed';
      END IF;
      RETURN NEW;
    END IF;
    IF (NEW.kind, NEW.origin_id, NEW.criteria_code, NEW.criteria_version, NEW.reason, NEW.compensating, NEW.residual, NEW.starts_on, NEW.ends_on, NEW.proposed_by, NEW.renews_id, NEW.org_id) IS DISTINCT FROM (OLD.kind, OLD.origin_id, OLD.criteria_code, OLD.criteria_version, OLD.reason, OLD.compensating, OLD.residual, OLD.starts_on, OLD.ends_on, OLD.proposed_by, OLD.renews_id, OLD.org_id) THEN
      RAISE EXCEPTION 'what was proposed stays as it is: propose another'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_stays_as_proposed';
    END IF;
    IF NOT (OLD.state = 'proposed' AND NEW.state IN ('active', 'rejected', 'withdrawn', 'expired')
      OR OLD.state = 'active' AND NEW.state IN ('revoked', 'expired', 'renewed')) THEN
      RAISE EXCEPTION 'what became of an acceptance is final'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_decided_is_final';
    END IF;
    IF NEW.state IN ('active', 'rejected') THEN
      IF NEW.decided_by IS DISTINCT FROM pit_ops.ctx_user() OR NOT pit_ops.approves_acceptances()
        OR pit_ops.works_on_origin(NEW.kind, NEW.origin_id, NEW.criteria_code, NEW.criteria_version, NEW.decided_by) THEN
        RAISE EXCEPTION 'who does the work, or is not named, does not decide'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_decided_by_others';
      END IF;
    ELSIF (NEW.decided_by, NEW.decided_at, NEW.comment) IS DISTINCT FROM (OLD.decided_by, OLD.decided_at, OLD.comment) THEN
      RAISE EXCEPTION 'what was decided is final'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_decided_is_final';
    END IF;
    IF NEW.state = 'withdrawn' AND NEW.proposed_by IS DISTINCT FROM pit_ops.ctx_user() AND NOT pit_ops.approves_acceptances() THEN
      RAISE EXCEPTION 'others than who proposed it do not take it back'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_withdrawn_by_others';
    END IF;
    IF NEW.state = 'revoked' AND (NEW.ended_by IS DISTINCT FROM pit_ops.ctx_user() OR NOT pit_ops.approves_acceptances()) THEN
      RAISE EXCEPTION 'whoever revokes may decide, and is named'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'acceptance', CONSTRAINT = 'acceptance_revoked_by_others';
    END IF;
    IF NEW.state = 'active' AND NEW.renews_id IS NOT NULL THEN
      UPDATE pit_ops.acceptance AS former SET state = 'renewed' WHERE former.id = NEW.renews_id AND former.org_id = NEW.org_id
        AND former.state = 'active';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.keep_acceptance() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_acceptance() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_accepted_evidence()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF (SELECT review.decision FROM pit.evidence_review AS review
      WHERE review.evidence_id = OLD.id AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL) ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted' THEN
      RAISE EXCEPTION 'accepted evidence is final: supersede it instead'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'evidence', CONSTRAINT = 'evidence_accepted_is_final';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.keep_accepted_evidence() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.keep_accepted_evidence() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.keep_accepted_validity()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    piece uuid := CASE WHEN TG_OP = 'INSERT' THEN NEW.evidence_id ELSE OLD.evidence_id END;
  BEGIN
    IF (SELECT review.decision FROM pit.evidence_review AS review
      WHERE review.evidence_id = piece AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)
      ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted' THEN
      RAISE EXCEPTION 'how long accepted evidence holds is final: renew it instead'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'evidence_validity',
          CONSTRAINT = 'evidence_validity_accepted_is_final';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END $function$;
ALTER FUNCTION pit_ops.keep_accepted_validity() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.keep_accepted_validity() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.keep_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('app.access_' || TG_TABLE_NAME, true) IS DISTINCT FROM 'changed' THEN
      RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'subtask' THEN
      CASE TG_OP
      WHEN 'INSERT' THEN PERFORM pit_ops.count_subtasks(ARRAY(SELECT id FROM new_rows WHERE owner_id IS NOT NULL));
      WHEN 'DELETE' THEN PERFORM pit_ops.count_subtasks(ARRAY(SELECT id FROM old_rows WHERE owner_id IS NOT NULL));
      ELSE PERFORM pit_ops.count_subtasks(ARRAY(SELECT id FROM new_rows));
      END CASE;
      RETURN NULL;
    END IF;
    CASE TG_OP || ' ' || TG_TABLE_NAME
    WHEN 'INSERT task' THEN INSERT INTO pit_ops.project_access AS kept (org_id, user_id, project_id, pieces)
      SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM new_rows AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM new_rows AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL) AS piece GROUP BY 1, 2, 3 ORDER BY 2, 3
      ON CONFLICT (user_id, project_id) DO UPDATE SET pieces = kept.pieces + excluded.pieces;
    WHEN 'DELETE task' THEN PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(-pieces))
      FROM (SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM old_rows AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM old_rows AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL) AS piece GROUP BY 1, 2, 3) AS changed;
    WHEN 'UPDATE task' THEN PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(pieces))
      FROM (
      SELECT org_id, user_id, project_id, sum(sign)::integer AS pieces FROM (
        SELECT 1 AS sign, gained.* FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM new_rows AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM new_rows AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL) AS gained
        UNION ALL SELECT -1 AS sign, lost.* FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM old_rows AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM old_rows AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL) AS lost) AS each
      GROUP BY 1, 2, 3 HAVING sum(sign) <> 0) AS changed;
    WHEN 'INSERT phase' THEN INSERT INTO pit_ops.project_access AS kept (org_id, user_id, project_id, pieces)
      SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM new_rows AS each WHERE each.deleted_at IS NULL) AS piece GROUP BY 1, 2, 3 ORDER BY 2, 3
      ON CONFLICT (user_id, project_id) DO UPDATE SET pieces = kept.pieces + excluded.pieces;
    WHEN 'DELETE phase' THEN PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(-pieces))
      FROM (SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM old_rows AS each WHERE each.deleted_at IS NULL) AS piece GROUP BY 1, 2, 3) AS changed;
    WHEN 'UPDATE phase' THEN PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(pieces))
      FROM (
      SELECT org_id, user_id, project_id, sum(sign)::integer AS pieces FROM (
        SELECT 1 AS sign, gained.* FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM new_rows AS each WHERE each.deleted_at IS NULL) AS gained
        UNION ALL SELECT -1 AS sign, lost.* FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM old_rows AS each WHERE each.deleted_at IS NULL) AS lost) AS each
      GROUP BY 1, 2, 3 HAVING sum(sign) <> 0) AS changed;
    WHEN 'INSERT work_package' THEN INSERT INTO pit_ops.project_access AS kept (org_id, user_id, project_id, pieces)
      SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM new_rows AS each WHERE each.deleted_at IS NULL) AS piece GROUP BY 1, 2, 3 ORDER BY 2, 3
      ON CONFLICT (user_id, project_id) DO UPDATE SET pieces = kept.pieces + excluded.pieces;
    WHEN 'DELETE work_package' THEN PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(-pieces))
      FROM (SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM old_rows AS each WHERE each.deleted_at IS NULL) AS piece GROUP BY 1, 2, 3) AS changed;
    WHEN 'UPDATE work_package' THEN PERFORM pit_ops.change_access(array_agg(org_id), array_agg(user_id), array_agg(project_id), array_agg(pieces))
      FROM (
      SELECT org_id, user_id, project_id, sum(sign)::integer AS pieces FROM (
        SELECT 1 AS sign, gained.* FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM new_rows AS each WHERE each.deleted_at IS NULL) AS gained
        UNION ALL SELECT -1 AS sign, lost.* FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM old_rows AS each WHERE each.deleted_at IS NULL) AS lost) AS each
      GROUP BY 1, 2, 3 HAVING sum(sign) <> 0) AS changed;
    END CASE;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'task' THEN
      PERFORM pit_ops.count_subtasks(ARRAY(SELECT step.id FROM (
        SELECT id FROM (
          SELECT 1 AS sign, id, project_id, deleted_at IS NULL AS is_live FROM new_rows
          UNION ALL SELECT -1 AS sign, id, project_id, deleted_at IS NULL AS is_live FROM old_rows) AS each
        GROUP BY id, project_id, is_live HAVING sum(sign) > 0) AS moved
      CROSS JOIN LATERAL (
        SELECT id FROM pit.subtask WHERE task_id = moved.id AND owner_id IS NOT NULL OFFSET 0) AS step));
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_access() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_access() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_committed_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    due date := (SELECT commitment.due_on FROM pit_ops.due_commitment AS commitment WHERE commitment.task_id = NEW.id);
  BEGIN
    IF due IS NOT NULL AND (NEW.end_date IS NULL OR NEW.end_date > due) THEN
      RAISE EXCEPTION 'the work is committed to a day that its plan does not pass'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'task', CONSTRAINT = 'task_committed_end',
          DETAIL = concat_ws(' ', NEW.id, due, coalesce(NEW.end_date::text, 'none'));
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.keep_committed_end() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_committed_end() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_decided_review()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    RAISE EXCEPTION 'a decided review is final: review again instead' USING ERRCODE = 'check_violation',
      SCHEMA = 'pit', TABLE = 'evidence_review', CONSTRAINT = 'evidence_review_decided_is_final';
  END $function$;
ALTER FUNCTION pit_ops.keep_decided_review() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.keep_decided_review() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.keep_evidence_standing()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    pieces text[];
  BEGIN
    IF TG_TABLE_NAME = 'evidence_review' THEN pieces := ARRAY[NEW.evidence_id::text];
    ELSE pieces := ARRAY[NEW.id::text, NEW.metadata ->> 'supersedes'];
    END IF;
    
    INSERT INTO pit_ops.evidence_standing AS kept (evidence_id, org_id, latest_decision, waiting_since)
    SELECT piece.id, piece.org_id, latest.decision,
      CASE WHEN coalesce(latest.decision, 'pending') = 'pending' AND piece.deleted_at IS NULL AND NOT EXISTS (
        SELECT FROM pit.evidence newer WHERE (newer.task_id = piece.task_id OR newer.subtask_id = piece.subtask_id)
          AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
      THEN piece.created_at END
    FROM pit.evidence piece
    LEFT JOIN LATERAL (
      SELECT review.decision FROM pit.evidence_review review
      WHERE review.evidence_id = piece.id AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)
      ORDER BY review.created_at DESC, review.id DESC LIMIT 1) latest ON true
    WHERE piece.org_id = NEW.org_id AND piece.id IN (
      SELECT each::uuid FROM unnest(pieces) each WHERE each ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
    ON CONFLICT (evidence_id) DO UPDATE
      SET latest_decision = excluded.latest_decision, waiting_since = excluded.waiting_since
      WHERE (kept.latest_decision, kept.waiting_since) IS DISTINCT FROM (excluded.latest_decision, excluded.waiting_since);
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_evidence_standing() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_evidence_standing() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_extension()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'requested' OR NEW.requested_by IS DISTINCT FROM pit_ops.ctx_user() OR NOT EXISTS (SELECT FROM pit_ops.due_commitment AS kept
        WHERE kept.task_id = NEW.task_id AND kept.due_on = NEW.current_due) THEN
        RAISE EXCEPTION 'an extension begins as a request for another day than the one that holds'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'extension', CONSTRAINT = 'extension_begins_requested';
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.state <> 'requested' THEN
      RAISE EXCEPTION 'what became of a request is final'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'extension', CONSTRAINT = 'extension_decided_is_final';
    END IF;
    IF NEW.state IN ('granted', 'refused') AND (NEW.decided_by IS DISTINCT FROM pit_ops.ctx_user() OR EXISTS (SELECT FROM pit.task
      WHERE task.id = NEW.task_id AND (task.owner_id = NEW.decided_by OR task.assignees ? NEW.decided_by::text))) THEN
      RAISE EXCEPTION 'who does the work does not decide on its day'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'extension', CONSTRAINT = 'extension_decided_by_others';
    END IF;
    IF NEW.state = 'granted' THEN
      UPDATE pit_ops.due_commitment AS kept SET due_on = NEW.requested_due, extensions = kept.extensions + 1
        WHERE kept.task_id = NEW.task_id AND kept.due_on = NEW.current_due;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the day that holds is another by now'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'extension', CONSTRAINT = 'extension_current_due';
      END IF;
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.keep_extension() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_extension() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_few_tag_links()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT project_id, task_id FROM new_rows) AS made
      WHERE (SELECT count(*) FROM pit_ops.tag_link AS own WHERE own.project_id = made.project_id
        AND own.task_id IS NOT DISTINCT FROM made.task_id) > 20) THEN
      RAISE EXCEPTION 'a project or task has 20 tags at most'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'tag_link', CONSTRAINT = 'tag_link_most';
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_few_tag_links() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.keep_few_tag_links() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.keep_few_tags()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('tags ' || org_id::text, 0)) FROM (SELECT DISTINCT org_id FROM new_rows) AS made;
    IF EXISTS (SELECT FROM (SELECT DISTINCT org_id FROM new_rows) AS made
      WHERE (SELECT count(*) FROM pit_ops.tag AS own WHERE own.org_id = made.org_id) > 1000) THEN
      RAISE EXCEPTION 'an organisation has 1,000 tags at most'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'tag', CONSTRAINT = 'tag_most';
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_few_tags() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.keep_few_tags() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.keep_figures_of_alerts()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    change record;
  BEGIN
    IF TG_OP = 'UPDATE' THEN 
      FOR change IN
        SELECT * FROM (SELECT each.project_id, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'red'), 0)::integer AS red_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'yellow'), 0)::integer AS yellow_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'green'), 0)::integer AS green_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '1'), 0)::integer AS level_1_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '2'), 0)::integer AS level_2_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '3'), 0)::integer AS level_3_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '4'), 0)::integer AS level_4_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '5'), 0)::integer AS level_5_alert_count FROM (SELECT 1 AS sign, alert.project_id, alert.severity, alert.data ->> 'level' AS level
          FROM new_rows alert WHERE alert.resolved_at IS NULL UNION ALL SELECT -1 AS sign, alert.project_id, alert.severity, alert.data ->> 'level' AS level
          FROM old_rows alert WHERE alert.resolved_at IS NULL) each GROUP BY each.project_id) summed
        WHERE (summed.red_alert_count, summed.yellow_alert_count, summed.green_alert_count, summed.level_1_alert_count, summed.level_2_alert_count, summed.level_3_alert_count, summed.level_4_alert_count, summed.level_5_alert_count) <> (0, 0, 0, 0, 0, 0, 0, 0) ORDER BY summed.project_id
      LOOP
        UPDATE pit_ops.project_figures AS kept SET red_alert_count = kept.red_alert_count + change.red_alert_count, yellow_alert_count = kept.yellow_alert_count + change.yellow_alert_count, green_alert_count = kept.green_alert_count + change.green_alert_count, level_1_alert_count = kept.level_1_alert_count + change.level_1_alert_count, level_2_alert_count = kept.level_2_alert_count + change.level_2_alert_count, level_3_alert_count = kept.level_3_alert_count + change.level_3_alert_count, level_4_alert_count = kept.level_4_alert_count + change.level_4_alert_count, level_5_alert_count = kept.level_5_alert_count + change.level_5_alert_count
          WHERE kept.project_id = change.project_id;
      END LOOP;
    ELSIF TG_OP = 'INSERT' THEN 
      FOR change IN
        SELECT * FROM (SELECT each.project_id, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'red'), 0)::integer AS red_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'yellow'), 0)::integer AS yellow_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'green'), 0)::integer AS green_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '1'), 0)::integer AS level_1_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '2'), 0)::integer AS level_2_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '3'), 0)::integer AS level_3_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '4'), 0)::integer AS level_4_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '5'), 0)::integer AS level_5_alert_count FROM (SELECT 1 AS sign, alert.project_id, alert.severity, alert.data ->> 'level' AS level
          FROM new_rows alert WHERE alert.resolved_at IS NULL) each GROUP BY each.project_id) summed
        WHERE (summed.red_alert_count, summed.yellow_alert_count, summed.green_alert_count, summed.level_1_alert_count, summed.level_2_alert_count, summed.level_3_alert_count, summed.level_4_alert_count, summed.level_5_alert_count) <> (0, 0, 0, 0, 0, 0, 0, 0) ORDER BY summed.project_id
      LOOP
        UPDATE pit_ops.project_figures AS kept SET red_alert_count = kept.red_alert_count + change.red_alert_count, yellow_alert_count = kept.yellow_alert_count + change.yellow_alert_count, green_alert_count = kept.green_alert_count + change.green_alert_count, level_1_alert_count = kept.level_1_alert_count + change.level_1_alert_count, level_2_alert_count = kept.level_2_alert_count + change.level_2_alert_count, level_3_alert_count = kept.level_3_alert_count + change.level_3_alert_count, level_4_alert_count = kept.level_4_alert_count + change.level_4_alert_count, level_5_alert_count = kept.level_5_alert_count + change.level_5_alert_count
          WHERE kept.project_id = change.project_id;
      END LOOP;
    ELSE 
      FOR change IN
        SELECT * FROM (SELECT each.project_id, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'red'), 0)::integer AS red_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'yellow'), 0)::integer AS yellow_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.severity = 'green'), 0)::integer AS green_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '1'), 0)::integer AS level_1_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '2'), 0)::integer AS level_2_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '3'), 0)::integer AS level_3_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '4'), 0)::integer AS level_4_alert_count, coalesce(sum(each.sign) FILTER (WHERE each.level = '5'), 0)::integer AS level_5_alert_count FROM (SELECT -1 AS sign, alert.project_id, alert.severity, alert.data ->> 'level' AS level
          FROM old_rows alert WHERE alert.resolved_at IS NULL) each GROUP BY each.project_id) summed
        WHERE (summed.red_alert_count, summed.yellow_alert_count, summed.green_alert_count, summed.level_1_alert_count, summed.level_2_alert_count, summed.level_3_alert_count, summed.level_4_alert_count, summed.level_5_alert_count) <> (0, 0, 0, 0, 0, 0, 0, 0) ORDER BY summed.project_id
      LOOP
        UPDATE pit_ops.project_figures AS kept SET red_alert_count = kept.red_alert_count + change.red_alert_count, yellow_alert_count = kept.yellow_alert_count + change.yellow_alert_count, green_alert_count = kept.green_alert_count + change.green_alert_count, level_1_alert_count = kept.level_1_alert_count + change.level_1_alert_count, level_2_alert_count = kept.level_2_alert_count + change.level_2_alert_count, level_3_alert_count = kept.level_3_alert_count + change.level_3_alert_count, level_4_alert_count = kept.level_4_alert_count + change.level_4_alert_count, level_5_alert_count = kept.level_5_alert_count + change.level_5_alert_count
          WHERE kept.project_id = change.project_id;
      END LOOP;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_figures_of_alerts() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_figures_of_alerts() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_figures_of_project()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    UPDATE pit_ops.project_figures SET start_date = NEW.start_date, end_date = NEW.end_date, progress_percent = NEW.progress_percent
      WHERE project_id = NEW.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_figures_of_project() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_figures_of_project() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_figures_of_tasks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    change record;
  BEGIN
    IF TG_OP = 'UPDATE' THEN 
      FOR change IN
        SELECT * FROM (SELECT each.project_id, coalesce(sum(each.sign) FILTER (WHERE true), 0)::integer AS task_count, coalesce(sum(each.sign) FILTER (WHERE each.status = 'overdue'), 0)::integer AS overdue_task_count, coalesce(sum(each.sign) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day), 0)::integer AS late_task_count, coalesce(sum(each.sign) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day - 7), 0)::integer AS long_late_task_count FROM (SELECT 1 AS sign, task.project_id, task.status, task.end_date,
          (SELECT day FROM pit_ops.project_figures WHERE project_id = task.project_id) AS day
          FROM new_rows task WHERE task.deleted_at IS NULL UNION ALL SELECT -1 AS sign, task.project_id, task.status, task.end_date,
          (SELECT day FROM pit_ops.project_figures WHERE project_id = task.project_id) AS day
          FROM old_rows task WHERE task.deleted_at IS NULL) each GROUP BY each.project_id) summed
        WHERE (summed.task_count, summed.overdue_task_count, summed.late_task_count, summed.long_late_task_count) <> (0, 0, 0, 0) ORDER BY summed.project_id
      LOOP
        UPDATE pit_ops.project_figures AS kept SET task_count = kept.task_count + change.task_count, overdue_task_count = kept.overdue_task_count + change.overdue_task_count, late_task_count = kept.late_task_count + change.late_task_count, long_late_task_count = kept.long_late_task_count + change.long_late_task_count
          WHERE kept.project_id = change.project_id;
      END LOOP;
    ELSIF TG_OP = 'INSERT' THEN 
      FOR change IN
        SELECT * FROM (SELECT each.project_id, coalesce(sum(each.sign) FILTER (WHERE true), 0)::integer AS task_count, coalesce(sum(each.sign) FILTER (WHERE each.status = 'overdue'), 0)::integer AS overdue_task_count, coalesce(sum(each.sign) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day), 0)::integer AS late_task_count, coalesce(sum(each.sign) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day - 7), 0)::integer AS long_late_task_count FROM (SELECT 1 AS sign, task.project_id, task.status, task.end_date,
          (SELECT day FROM pit_ops.project_figures WHERE project_id = task.project_id) AS day
          FROM new_rows task WHERE task.deleted_at IS NULL) each GROUP BY each.project_id) summed
        WHERE (summed.task_count, summed.overdue_task_count, summed.late_task_count, summed.long_late_task_count) <> (0, 0, 0, 0) ORDER BY summed.project_id
      LOOP
        UPDATE pit_ops.project_figures AS kept SET task_count = kept.task_count + change.task_count, overdue_task_count = kept.overdue_task_count + change.overdue_task_count, late_task_count = kept.late_task_count + change.late_task_count, long_late_task_count = kept.long_late_task_count + change.long_late_task_count
          WHERE kept.project_id = change.project_id;
      END LOOP;
    ELSE 
      FOR change IN
        SELECT * FROM (SELECT each.project_id, coalesce(sum(each.sign) FILTER (WHERE true), 0)::integer AS task_count, coalesce(sum(each.sign) FILTER (WHERE each.status = 'overdue'), 0)::integer AS overdue_task_count, coalesce(sum(each.sign) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day), 0)::integer AS late_task_count, coalesce(sum(each.sign) FILTER (WHERE each.status <> 'completed' AND each.end_date < each.day - 7), 0)::integer AS long_late_task_count FROM (SELECT -1 AS sign, task.project_id, task.status, task.end_date,
          (SELECT day FROM pit_ops.project_figures WHERE project_id = task.project_id) AS day
          FROM old_rows task WHERE task.deleted_at IS NULL) each GROUP BY each.project_id) summed
        WHERE (summed.task_count, summed.overdue_task_count, summed.late_task_count, summed.long_late_task_count) <> (0, 0, 0, 0) ORDER BY summed.project_id
      LOOP
        UPDATE pit_ops.project_figures AS kept SET task_count = kept.task_count + change.task_count, overdue_task_count = kept.overdue_task_count + change.overdue_task_count, late_task_count = kept.late_task_count + change.late_task_count, long_late_task_count = kept.long_late_task_count + change.long_late_task_count
          WHERE kept.project_id = change.project_id;
      END LOOP;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_figures_of_tasks() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_figures_of_tasks() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_occurrence()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF NEW.outcome <> OLD.outcome AND NEW.task_id IS NOT NULL AND NEW.outcome <> (
      SELECT CASE WHEN task.deleted_at IS NOT NULL THEN 'skipped' WHEN task.status = 'completed' THEN 'completed' ELSE 'open' END
      FROM pit.task WHERE task.id = NEW.task_id) THEN
      RAISE EXCEPTION 'what became of an occurrence is what became of its task'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'occurrence', CONSTRAINT = 'occurrence_follows_its_task';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.keep_occurrence() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_occurrence() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_occurrence_task()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF OLD.task_id IS NOT NULL AND NEW.task_id IS DISTINCT FROM OLD.task_id THEN
      RAISE EXCEPTION 'an occurrence keeps its task'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'occurrence', CONSTRAINT = 'occurrence_keeps_its_task';
    END IF;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.keep_occurrence_task() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_occurrence_task() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_project_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    UPDATE pit_ops.project_rank SET (capex, opex, risk_impact, risk_mitigation) = ROW((NEW.capex_total * 100)::bigint, (NEW.opex_total * 100)::bigint, (NEW.risk_impact_score * 100)::bigint, (NEW.risk_mitigation_percent * 100)::bigint) WHERE project_id = NEW.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_project_orders() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_project_orders() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_risk_scores()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    change record;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('risk impact ' || pit_ops.ctx_org()::text, 0));
    IF TG_OP = 'INSERT' THEN
      FOR change IN
        SELECT kept.project_id, sum(each.difference) AS difference
        FROM (SELECT org_id, risk_id, impact_score FROM new_rows) AS each (org_id, risk_id, difference)
        JOIN pit_ops.project_risk AS kept ON kept.org_id = each.org_id AND kept.risk_id = each.risk_id AND kept.live_links > 0
        GROUP BY kept.project_id HAVING sum(each.difference) <> 0 ORDER BY kept.project_id
      LOOP
        UPDATE pit.project SET risk_impact_score = pit_ops.risk_score_in_range(id, risk_impact_score + change.difference) WHERE id = change.project_id;
      END LOOP;
    ELSIF TG_OP = 'UPDATE' THEN
      FOR change IN
        SELECT kept.project_id, sum(each.difference) AS difference
        FROM (SELECT org_id, risk_id, impact_score FROM new_rows UNION ALL SELECT org_id, risk_id, - impact_score FROM old_rows) AS each (org_id, risk_id, difference)
        JOIN pit_ops.project_risk AS kept ON kept.org_id = each.org_id AND kept.risk_id = each.risk_id AND kept.live_links > 0
        GROUP BY kept.project_id HAVING sum(each.difference) <> 0 ORDER BY kept.project_id
      LOOP
        UPDATE pit.project SET risk_impact_score = pit_ops.risk_score_in_range(id, risk_impact_score + change.difference) WHERE id = change.project_id;
      END LOOP;
    ELSIF TG_OP = 'DELETE' THEN
      FOR change IN
        SELECT kept.project_id, sum(each.difference) AS difference
        FROM (SELECT org_id, risk_id, - impact_score FROM old_rows) AS each (org_id, risk_id, difference)
        JOIN pit_ops.project_risk AS kept ON kept.org_id = each.org_id AND kept.risk_id = each.risk_id AND kept.live_links > 0
        GROUP BY kept.project_id HAVING sum(each.difference) <> 0 ORDER BY kept.project_id
      LOOP
        UPDATE pit.project SET risk_impact_score = pit_ops.risk_score_in_range(id, risk_impact_score + change.difference) WHERE id = change.project_id;
      END LOOP;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_risk_scores() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_risk_scores() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_risks_of_links()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF TG_OP = 'UPDATE' THEN 
      PERFORM pit_ops.count_project_risks(array_agg(each.org_id), array_agg(each.project_id), array_agg(each.risk_id),
        array_agg(each.difference)) FROM (
        SELECT changed.org_id, changed.project_id, changed.risk_id, sum(changed.sign)::integer AS difference
        FROM (SELECT link.org_id, task.project_id, link.risk_id, 1 AS sign
          FROM new_rows AS link JOIN pit.task ON task.id = link.task_id AND task.deleted_at IS NULL UNION ALL SELECT link.org_id, task.project_id, link.risk_id, -1 AS sign
          FROM old_rows AS link JOIN pit.task ON task.id = link.task_id AND task.deleted_at IS NULL) AS changed GROUP BY changed.org_id, changed.project_id, changed.risk_id
        HAVING sum(changed.sign) <> 0) AS each HAVING count(*) > 0;
    ELSIF TG_OP = 'INSERT' THEN 
      PERFORM pit_ops.count_project_risks(array_agg(each.org_id), array_agg(each.project_id), array_agg(each.risk_id),
        array_agg(each.difference)) FROM (
        SELECT changed.org_id, changed.project_id, changed.risk_id, sum(changed.sign)::integer AS difference
        FROM (SELECT link.org_id, task.project_id, link.risk_id, 1 AS sign
          FROM new_rows AS link JOIN pit.task ON task.id = link.task_id AND task.deleted_at IS NULL) AS changed GROUP BY changed.org_id, changed.project_id, changed.risk_id
        HAVING sum(changed.sign) <> 0) AS each HAVING count(*) > 0;
    ELSE 
      PERFORM pit_ops.count_project_risks(array_agg(each.org_id), array_agg(each.project_id), array_agg(each.risk_id),
        array_agg(each.difference)) FROM (
        SELECT changed.org_id, changed.project_id, changed.risk_id, sum(changed.sign)::integer AS difference
        FROM (SELECT link.org_id, task.project_id, link.risk_id, -1 AS sign
          FROM old_rows AS link JOIN pit.task ON task.id = link.task_id AND task.deleted_at IS NULL) AS changed GROUP BY changed.org_id, changed.project_id, changed.risk_id
        HAVING sum(changed.sign) <> 0) AS each HAVING count(*) > 0;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_risks_of_links() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_risks_of_links() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_risks_of_tasks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF EXISTS (SELECT FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id
      WHERE (old_rows.deleted_at IS NULL) <> (new_rows.deleted_at IS NULL) OR old_rows.project_id <> new_rows.project_id)
    THEN 
      PERFORM pit_ops.count_project_risks(array_agg(each.org_id), array_agg(each.project_id), array_agg(each.risk_id),
        array_agg(each.difference)) FROM (
        SELECT changed.org_id, changed.project_id, changed.risk_id, sum(changed.sign)::integer AS difference
        FROM (SELECT task.org_id, task.project_id, link.risk_id, 1 AS sign
          FROM new_rows AS task JOIN pit.risk_link AS link ON link.task_id = task.id WHERE task.deleted_at IS NULL UNION ALL SELECT task.org_id, task.project_id, link.risk_id, -1 AS sign
          FROM old_rows AS task JOIN pit.risk_link AS link ON link.task_id = task.id WHERE task.deleted_at IS NULL) AS changed GROUP BY changed.org_id, changed.project_id, changed.risk_id
        HAVING sum(changed.sign) <> 0) AS each HAVING count(*) > 0;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_risks_of_tasks() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_risks_of_tasks() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_start_origin()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
  BEGIN
    UPDATE pit_ops.task_rule SET start_origin = 'person' WHERE task_id = NEW.id AND start_origin = 'engine';
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_start_origin() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.keep_start_origin() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.keep_task_rank()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    UPDATE pit_ops.task_rank SET (status, priority) = (SELECT array_position(enum_range(NULL::pit.task_status_enum), NEW.status)::smallint, array_position(enum_range(NULL::pit.task_priority_enum), NEW.priority)::smallint) WHERE task_id = NEW.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_task_rank() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_task_rank() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_task_slack()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      UPDATE pit_ops.task_slack AS kept SET total_slack = NULL, early_start = NULL, is_critical = NULL
        FROM old_rows AS gone WHERE kept.task_id = gone.task_id;
    ELSE
      UPDATE pit_ops.task_slack AS kept SET (total_slack, early_start, is_critical) = (SELECT stored.total_slack, stored.early_start, stored.is_critical)
        FROM new_rows AS stored
        WHERE kept.task_id = stored.task_id AND (kept.total_slack, kept.early_start, kept.is_critical) IS DISTINCT FROM (stored.total_slack, stored.early_start, stored.is_critical);
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_task_slack() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_task_slack() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.keep_task_text()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    UPDATE pit_ops.task_text SET words = pit_ops.fold_text(NEW.name) || E'\n' || pit_ops.fold_text(coalesce(NEW.description, '')) WHERE task_id = NEW.id;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.keep_task_text() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.keep_task_text() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.latest_proof(task uuid)
 RETURNS TABLE(evidence_id uuid, valid_until date)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ 
    SELECT piece.id, validity.valid_until FROM (
      SELECT own.* FROM pit.evidence AS own WHERE own.task_id = task
      UNION ALL SELECT part.* FROM pit.subtask AS step JOIN pit.evidence AS part ON part.subtask_id = step.id
        WHERE step.task_id = task AND step.deleted_at IS NULL) AS piece
    LEFT JOIN pit_ops.evidence_validity AS validity ON validity.evidence_id = piece.id
    WHERE piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL AND (SELECT review.decision FROM pit.evidence_review AS review
      WHERE review.evidence_id = piece.id AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)
      ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.task_id = piece.task_id
        AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.subtask_id = piece.subtask_id
        AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
    ORDER BY validity.valid_until DESC NULLS FIRST, piece.created_at DESC, piece.id DESC LIMIT 1 $function$;
ALTER FUNCTION pit_ops.latest_proof(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.latest_proof(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.latest_proof(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.latest_proof_without(task uuid, subtask uuid)
 RETURNS TABLE(evidence_id uuid, valid_until date)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$ 
    SELECT piece.id, validity.valid_until FROM (
      SELECT own.* FROM pit.evidence AS own WHERE own.task_id = task
      UNION ALL SELECT part.* FROM pit.subtask AS step JOIN pit.evidence AS part ON part.subtask_id = step.id
        WHERE step.task_id = task AND step.deleted_at IS NULL AND step.id <> subtask) AS piece
    LEFT JOIN pit_ops.evidence_validity AS validity ON validity.evidence_id = piece.id
    WHERE piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL AND (SELECT review.decision FROM pit.evidence_review AS review
      WHERE review.evidence_id = piece.id AND NOT (review.decision = 'pending' AND review.ai_score IS NOT NULL)
      ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.task_id = piece.task_id
        AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
      AND NOT EXISTS (SELECT FROM pit.evidence AS newer WHERE newer.subtask_id = piece.subtask_id
        AND newer.deleted_at IS NULL AND newer.metadata ->> 'supersedes' = piece.id::text)
    ORDER BY validity.valid_until DESC NULLS FIRST, piece.created_at DESC, piece.id DESC LIMIT 1 $function$;
ALTER FUNCTION pit_ops.latest_proof_without(uuid,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.latest_proof_without(uuid,uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.latest_proof_without(uuid,uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.linked_work(kind text, keys uuid[])
 RETURNS TABLE(key uuid, parts bigint, tasks bigint, completed bigint, closable bigint, open bigint, percents bigint, mitigated bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  BEGIN
    RETURN QUERY
    WITH linked AS (
        SELECT link.risk_id AS key, link.task_id FROM pit.risk_link AS link
        WHERE kind = 'risk' AND link.org_id = pit_ops.ctx_org() AND link.risk_id = ANY (keys)
        UNION
        SELECT link.control_id AS key, link.task_id FROM pit.control_link AS link
        WHERE kind = 'control' AND link.org_id = pit_ops.ctx_org() AND link.control_id = ANY (keys)
        UNION
        SELECT link.incident_id AS key, link.task_id FROM pit.incident_link AS link
        WHERE kind = 'incident' AND link.org_id = pit_ops.ctx_org() AND link.incident_id = ANY (keys)
        UNION
        SELECT link.audit_finding_id AS key, link.task_id FROM pit.audit_link AS link
        WHERE kind = 'audit_finding' AND link.org_id = pit_ops.ctx_org() AND link.audit_finding_id = ANY (keys)
    ), work AS (
      SELECT linked.key, coalesce(steps.parts, 1) AS parts, coalesce(steps.percents, task.progress_percent) AS percents,
        task.status = 'completed' AS is_completed, coalesce(steps.are_proven, true) AS are_steps_proven,
        NOT task.requires_evidence OR pit_ops.is_task_proven(task.id) AS is_proven,
        (SELECT counting.is_proof_current FROM pit_ops.task_counting AS counting WHERE counting.task_id = task.id) AS was_current,
        task.requires_evidence AS is_required, NOT EXISTS (SELECT FROM pit_ops.occurrence AS one_of WHERE one_of.task_id = task.id AND NOT one_of.is_counted) AS is_counted,
        (coalesce(task.linked_risk_mitigation_pct, 0) * 100)::bigint AS planned
      FROM linked
      JOIN pit.task AS task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      LEFT JOIN LATERAL (
        SELECT sum(step.progress_percent) AS percents, count(*) AS parts,
          bool_and(NOT step.requires_evidence OR pit_ops.is_subtask_proven(step.id)) AS are_proven
        FROM pit.subtask AS step WHERE step.task_id = task.id AND step.deleted_at IS NULL HAVING count(*) > 0
      ) AS steps ON true
    )
    SELECT work.key, work.parts, count(*), count(*) FILTER (WHERE work.is_completed),
      count(*) FILTER (WHERE work.is_completed AND work.is_proven AND work.are_steps_proven),
      count(*) FILTER (WHERE work.percents < 100 * work.parts), sum(work.percents)::bigint,
      coalesce(sum(work.planned * work.percents) FILTER (WHERE work.is_counted AND work.is_proven AND (NOT work.is_required OR coalesce(work.was_current, true))), 0)::bigint
    FROM work GROUP BY work.key, work.parts;
  END $function$;
ALTER FUNCTION pit_ops.linked_work(text,uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.linked_work(text,uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.linked_work(text,uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.list_due_advice(ahead interval)
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists what is to be asked' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT due.org_id FROM pit_ops.ai_request AS due WHERE due.next_at <= now() + ahead
      AND (due.lease_until IS NULL OR due.lease_until <= now() + ahead);
  END $function$;
ALTER FUNCTION pit_ops.list_due_advice(interval) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_due_advice(interval) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_due_deliveries(ahead interval)
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists deliveries' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id FROM pit.organisation AS each WHERE EXISTS (
      SELECT FROM pit_ops.delivery AS due WHERE due.org_id = each.id AND due.state = 'pending' AND NOT due.is_waiting
        AND due.next_at <= now() + ahead AND (due.lease_until IS NULL OR due.lease_until <= now() + ahead));
  END $function$;
ALTER FUNCTION pit_ops.list_due_deliveries(interval) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_due_deliveries(interval) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_due_escalations(ahead interval)
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service escalates' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.escalation AS each WHERE each.due_at <= now() + ahead;
  END $function$;
ALTER FUNCTION pit_ops.list_due_escalations(interval) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_due_escalations(interval) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_due_messages()
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.message_due AS each;
  END $function$;
ALTER FUNCTION pit_ops.list_due_messages() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_due_messages() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_due_reminders(ahead interval, usual_hour integer)
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service reminds' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id FROM pit.organisation AS each
      CROSS JOIN LATERAL (SELECT (now() + ahead) AT TIME ZONE each.time_zone AS moment) AS local
      LEFT JOIN pit_ops.due_reminder AS done ON done.org_id = each.id
      WHERE extract(hour FROM local.moment) >= CASE jsonb_typeof(each.settings #> '{escalation,digestHour}')
          WHEN 'number' THEN (each.settings #>> '{escalation,digestHour}')::numeric ELSE usual_hour END
        AND (done.day IS NULL OR done.day < local.moment::date OR (done.day = local.moment::date AND NOT done.is_done));
  END $function$;
ALTER FUNCTION pit_ops.list_due_reminders(interval,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_due_reminders(interval,integer) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_left_callbacks()
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists callbacks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.callback_subscription AS each
      WHERE each.leased_until <= now();
  END $function$;
ALTER FUNCTION pit_ops.list_left_callbacks() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_left_callbacks() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_organisations()
 RETURNS TABLE(id uuid, time_zone text, settings jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists organisations' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id, each.time_zone, each.settings FROM pit.organisation AS each
      WHERE each.id <> '00000000-0000-0000-0000-0000000000fe' ORDER BY each.id;
  END $function$;
ALTER FUNCTION pit_ops.list_organisations() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_organisations() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_scored_organisations()
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists organisations' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id FROM pit.organisation AS each
      WHERE each.settings -> 'ai' @> '{"enabled": true, "scoreEvidence": true}';
  END $function$;
ALTER FUNCTION pit_ops.list_scored_organisations() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_scored_organisations() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_unsealed_audit()
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM pit_ops.require_auditor(true);
    RETURN QUERY SELECT DISTINCT detail.org_id FROM pit_ops.audit_detail AS detail WHERE detail.digest IS NULL;
  END $function$;
ALTER FUNCTION pit_ops.list_unsealed_audit() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_unsealed_audit() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.list_unsealed_audit() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.list_watching_organisations()
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists watched projects' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.watched_project AS each
      JOIN pit_ops.event_stream AS stream ON stream.org_id = each.org_id AND stream.stream_id = each.project_id
        AND stream.last_seq > each.seen_seq;
  END $function$;
ALTER FUNCTION pit_ops.list_watching_organisations() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_watching_organisations() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.list_webhook_organisations()
 RETURNS TABLE(org_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists webhooks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.webhook_endpoint AS each WHERE each.is_active;
  END $function$;
ALTER FUNCTION pit_ops.list_webhook_organisations() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.list_webhook_organisations() TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.lock_organisation()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'service') THEN
      RAISE EXCEPTION 'only administrators and the service change an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM FROM pit.organisation WHERE id = pit_ops.ctx_org() FOR NO KEY UPDATE;
  END $function$;
ALTER FUNCTION pit_ops.lock_organisation() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.lock_organisation() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.lock_organisation() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.lock_reviewed_evidence()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM FROM pit.evidence WHERE id = NEW.evidence_id FOR NO KEY UPDATE;
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.lock_reviewed_evidence() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.lock_reviewed_evidence() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.merge_settings(stored jsonb, change jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN jsonb_strip_nulls(((stored || COALESCE(change, '{}'::jsonb)) || COALESCE((SELECT jsonb_object_agg(each.key, (COALESCE((merge_settings.stored -> each.key), '{}'::jsonb) || each.value)) AS jsonb_object_agg FROM jsonb_each(merge_settings.change) each(key, value) WHERE (jsonb_typeof(each.value) = 'object'::text)), '{}'::jsonb)));
ALTER FUNCTION pit_ops.merge_settings(jsonb,jsonb) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.merge_settings(jsonb,jsonb) TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.mitigation_forecast(keys uuid[])
 RETURNS TABLE(key uuid, forecast_date date, promised_date date, is_unproven boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  BEGIN
    RETURN QUERY
    WITH linked AS (
      SELECT DISTINCT link.risk_id AS key, link.task_id FROM pit.risk_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND link.risk_id = ANY (keys)
    ), work AS (
      SELECT linked.key, coalesce(kept.end_date, task.end_date) AS promised,
        CASE WHEN task.status = 'completed' THEN coalesce(actual.actual_finish, task.end_date) WHEN task.end_date IS NOT NULL OR task.duration_days IS NOT NULL THEN schedule.early_finish END
          AS forecast,
        task.status = 'completed' AND (
          (task.requires_evidence AND NOT pit_ops.is_task_proven(task.id))
          OR EXISTS (SELECT FROM pit.subtask AS step
            WHERE step.task_id = task.id AND step.deleted_at IS NULL AND step.requires_evidence
              AND NOT pit_ops.is_subtask_proven(step.id))) AS is_unproven
      FROM linked
      JOIN pit.task AS task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
        AND task.linked_risk_mitigation_pct > 0
      LEFT JOIN pit_ops.task_actual AS actual ON actual.task_id = task.id
      LEFT JOIN pit_ops.task_schedule AS schedule ON schedule.task_id = task.id
      LEFT JOIN pit_ops.baseline AS baseline ON baseline.project_id = task.project_id AND baseline.is_current
      LEFT JOIN pit_ops.baseline_task AS kept ON kept.baseline_id = baseline.id AND kept.task_id = task.id
    )
    SELECT work.key,
      CASE WHEN bool_and(work.forecast IS NOT NULL) THEN max(work.forecast) END,
      CASE WHEN bool_and(work.promised IS NOT NULL) THEN max(work.promised) END,
      bool_or(work.is_unproven)
    FROM work GROUP BY work.key;
  END $function$;
ALTER FUNCTION pit_ops.mitigation_forecast(uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.mitigation_forecast(uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.mitigation_forecast(uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.note_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    PERFORM set_config('app.access_' || TG_TABLE_NAME, 'changed', true);
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.note_access() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.note_access() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.note_known_status(subject uuid, people uuid[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes notes what watchers know' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit_ops.watch_state AS state SET told_status = task.status::text
      FROM pit_ops.watch AS watch JOIN pit.task AS task ON task.id = watch.task_id AND task.org_id = watch.org_id
      WHERE state.watch_id = watch.id AND watch.task_id = subject AND watch.org_id = pit_ops.ctx_org()
        AND watch.user_id = ANY (people);
  END $function$;
ALTER FUNCTION pit_ops.note_known_status(uuid,uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.note_known_status(uuid,uuid[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.note_known_status(uuid,uuid[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.open_origins(modules text[], reference_ids text[])
 RETURNS TABLE(source_module text, source_reference_id text, task_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT origin.module,
     origin.reference_id,
     task.id
    FROM (UNNEST(open_origins.modules, open_origins.reference_ids) origin(module, reference_id)
      JOIN pit.task task ON (((task.source_reference_id = origin.reference_id) AND (task.source_module = (origin.module)::pit.pit_source_module_enum))))
   WHERE ((task.org_id = pit_ops.ctx_org()) AND (task.deleted_at IS NULL) AND (task.status <> 'completed'::pit.task_status_enum));
END;
ALTER FUNCTION pit_ops.open_origins(text[],text[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.open_origins(text[],text[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.open_origins(text[],text[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.origin_counts(module pit.pit_source_module_enum, reference text, today date)
 RETURNS TABLE(open bigint, completed bigint, latest_due_date date, has_overdue boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT count(*) FILTER (WHERE (task.status <> 'completed'::pit.task_status_enum)) AS count,
     count(*) FILTER (WHERE (task.status = 'completed'::pit.task_status_enum)) AS count,
     max(task.end_date) AS max,
     COALESCE(bool_or(((task.status <> 'completed'::pit.task_status_enum) AND (task.end_date < origin_counts.today))), false) AS "coalesce"
    FROM pit.task task
   WHERE ((task.org_id = pit_ops.ctx_org()) AND (task.source_module = origin_counts.module) AND (task.source_reference_id = origin_counts.reference) AND (task.deleted_at IS NULL));
END;
ALTER FUNCTION pit_ops.origin_counts(pit.pit_source_module_enum,text,date) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.origin_counts(pit.pit_source_module_enum,text,date) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.origin_counts(pit.pit_source_module_enum,text,date) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.plan_moment(plan uuid, at timestamp with time zone)
 RETURNS TABLE(seq bigint, unseen xid8[], read_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 1
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  #variable_conflict use_column
  BEGIN
    IF NOT pit_ops.sees_project(plan) THEN RETURN; END IF;
    IF at = 'infinity' THEN
      RETURN QUERY SELECT (SELECT max(detail.seq) FROM pit_ops.audit_detail AS detail),
        ARRAY(SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running), clock_timestamp();
      RETURN;
    END IF;
    RETURN QUERY 
    WITH part AS MATERIALIZED (
      SELECT 'project' AS name, plan::text AS id
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.phase AS each
        CROSS JOIN (VALUES ('phase')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.work_package AS each
        CROSS JOIN (VALUES ('work_package')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.task AS each
        CROSS JOIN (VALUES ('task'), ('task_rule'), ('task_actual')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.task_dependency AS each
        CROSS JOIN (VALUES ('task_dependency')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      UNION SELECT log.table_name, log.record_id FROM pit.audit_log AS log
        WHERE log.org_id = pit_ops.ctx_org() AND log.action <> 'INSERT'
          AND (log.before_state ->> 'project_id') IS DISTINCT FROM (log.after_state ->> 'project_id') AND log.before_state ->> 'project_id' = plan::text
    ), history AS MATERIALIZED (
      SELECT detail.seq, detail.xid, log.id, log.created_at, log.table_name, log.record_id,
        log.after_state IS NULL AS is_gone
      FROM part
      JOIN pit.audit_log AS log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.name AND log.record_id = part.id
      JOIN pit_ops.audit_detail AS detail ON detail.audit_log_id = log.id
    ), cut AS (
      SELECT max(history.seq) AS seq FROM history WHERE history.created_at <= at
    )
    SELECT cut.seq, ARRAY(
        SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running
          WHERE running NOT IN (SELECT history.xid FROM history)
        UNION ALL SELECT history.xid FROM history GROUP BY history.xid
          HAVING min(history.seq) <= cut.seq AND max(history.seq) > cut.seq),
      clock_timestamp()
    FROM cut;
  END $function$;
ALTER FUNCTION pit_ops.plan_moment(uuid,timestamp with time zone) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.plan_moment(uuid,timestamp with time zone) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.plan_moment(uuid,timestamp with time zone) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.plan_records(plan uuid, upto bigint, unseen xid8[], with_seals boolean)
 RETURNS TABLE(seq bigint, table_name text, record_id text, state jsonb, audit_log_id uuid, seal bigint, is_altered boolean)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 10000
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  #variable_conflict use_column
  BEGIN
    IF NOT pit_ops.sees_project(plan) THEN RETURN; END IF;
    RETURN QUERY 
    WITH part AS MATERIALIZED (
      SELECT 'project' AS name, plan::text AS id
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.phase AS each
        CROSS JOIN (VALUES ('phase')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.work_package AS each
        CROSS JOIN (VALUES ('work_package')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.task AS each
        CROSS JOIN (VALUES ('task'), ('task_rule'), ('task_actual')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      
      UNION ALL SELECT kind.name, each.id::text FROM pit.task_dependency AS each
        CROSS JOIN (VALUES ('task_dependency')) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan
      UNION SELECT log.table_name, log.record_id FROM pit.audit_log AS log
        WHERE log.org_id = pit_ops.ctx_org() AND log.action <> 'INSERT'
          AND (log.before_state ->> 'project_id') IS DISTINCT FROM (log.after_state ->> 'project_id') AND log.before_state ->> 'project_id' = plan::text
    ), newest AS (
      SELECT newest.seq, log.table_name, log.record_id, log.id, log.after_state IS NULL AS is_gone
      FROM (
        SELECT max(detail.seq) AS seq FROM part
        JOIN pit.audit_log AS log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.name AND log.record_id = part.id
        JOIN pit_ops.audit_detail AS detail ON detail.audit_log_id = log.id
        WHERE detail.seq <= upto AND detail.xid <> ALL (unseen)
        GROUP BY part.name, part.id
      ) AS newest
      JOIN pit_ops.audit_detail AS detail ON detail.seq = newest.seq
      JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    )
    SELECT newest.seq, newest.table_name, newest.record_id, log.after_state - '{description,assignees,task_type,cluster_id,owner_id,sponsor_id,division_id,priority,quick_class,requires_evidence,source_module,source_reference_id,linked_control_set_id,created_at,updated_at,org_id}'::text[], log.id,
      coalesce(detail.chain_seal, detail.seal_id),
      CASE WHEN detail.digest IS NOT NULL THEN detail.digest <> pit_ops.audit_digest(log, detail) END
    FROM newest JOIN pit.audit_log AS log ON log.id = newest.id
    LEFT JOIN pit_ops.audit_detail AS detail ON with_seals AND detail.seq = newest.seq
    WHERE NOT newest.is_gone;
  END $function$;
ALTER FUNCTION pit_ops.plan_records(uuid,bigint,xid8[],boolean) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.plan_records(uuid,bigint,xid8[],boolean) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.plan_records(uuid,bigint,xid8[],boolean) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.project_history(project uuid, before bigint, size integer)
 RETURNS TABLE(seq bigint, id uuid, user_id uuid, action text, table_name text, record_id text, before_state jsonb, after_state jsonb, created_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT detail.seq, log.id, log.user_id, log.action, log.table_name, log.record_id, log.before_state, log.after_state,
      log.created_at::timestamptz
    FROM (
      (SELECT detail.seq, detail.audit_log_id FROM pit_ops.audit_detail AS detail
        WHERE detail.org_id = pit_ops.ctx_org() AND detail.project_id = project AND detail.seq < coalesce(before, 9223372036854775807) ORDER BY detail.seq DESC LIMIT least(size, 101))
      UNION ALL 
      (SELECT detail.seq, detail.audit_log_id FROM pit_ops.audit_detail AS detail
        WHERE detail.org_id = pit_ops.ctx_org() AND detail.left_project_id = project AND detail.seq < coalesce(before, 9223372036854775807) ORDER BY detail.seq DESC LIMIT least(size, 101))) AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    ORDER BY detail.seq DESC LIMIT least(size, 101) $function$;
ALTER FUNCTION pit_ops.project_history(uuid,bigint,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.project_history(uuid,bigint,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.project_history(uuid,bigint,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.project_of_record(table_name text, record text, state jsonb)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    CASE
      WHEN table_name = 'project' THEN RETURN record::uuid;
      WHEN table_name IN ('phase', 'work_package', 'task', 'task_dependency', 'task_cluster', 'watchdog_alert', 'alert_ack', 'baseline', 'project_rule', 'cost_snapshot') THEN RETURN (state ->> 'project_id')::uuid;
      WHEN table_name IN ('subtask', 'task_rule', 'risk_link', 'control_link', 'incident_link', 'audit_link', 'isms_link', 'skills_credit') THEN
        RETURN (SELECT task.project_id FROM pit.task WHERE task.id = (state ->> 'task_id')::uuid);
      WHEN table_name = 'evidence' THEN
        RETURN (SELECT task.project_id FROM pit.task WHERE task.id = coalesce((state ->> 'task_id')::uuid,
          (SELECT step.task_id FROM pit.subtask AS step WHERE step.id = (state ->> 'subtask_id')::uuid)));
      WHEN table_name = 'evidence_review' THEN
        RETURN (SELECT task.project_id FROM pit.evidence AS piece LEFT JOIN pit.subtask AS step ON step.id = piece.subtask_id
          JOIN pit.task ON task.id = coalesce(piece.task_id, step.task_id) WHERE piece.id = (state ->> 'evidence_id')::uuid);
      ELSE RETURN NULL;
    END CASE;
  END $function$;
ALTER FUNCTION pit_ops.project_of_record(text,text,jsonb) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.project_of_record(text,text,jsonb) TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.project_readers(asked uuid, users uuid[], roles text[], divisions text[])
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 100
 SET search_path TO 'pg_catalog', 'pg_temp'
BEGIN ATOMIC
 SELECT reader.place
    FROM ((pit.project
      CROSS JOIN UNNEST(project_readers.users, project_readers.roles, project_readers.divisions) WITH ORDINALITY claimed(user_id, role, divisions, place))
      CROSS JOIN LATERAL ( SELECT claimed.user_id,
             claimed.role,
             claimed.place,
                 CASE
                     WHEN (claimed.divisions <> '*'::text) THEN COALESCE((string_to_array(NULLIF(claimed.divisions, ''::text), ','::text))::uuid[], '{}'::uuid[])
                     WHEN (claimed.role = ANY (ARRAY['admin'::text, 'foreman'::text, 'service'::text])) THEN pit_ops.all_divisions()
                     ELSE '{}'::uuid[]
                 END AS divisions
          OFFSET 0) reader)
   WHERE ((pit_ops.ctx_role() = 'service'::text) AND (project.org_id = pit_ops.ctx_org()) AND (project.id = project_readers.asked) AND (project.deleted_at IS NULL) AND ((reader.role = 'service'::text) OR (project.division_id IS NULL) OR (project.division_id = ANY (reader.divisions)) OR (project.owner_id = reader.user_id) OR (project.sponsor_id = reader.user_id) OR (EXISTS ( SELECT
            FROM pit_ops.project_access work
           WHERE ((work.user_id = reader.user_id) AND (work.project_id = project.id) AND (work.org_id = project.org_id))
          OFFSET 0)) OR (NOT (EXISTS ( SELECT
            FROM pit.division
           WHERE ((division.org_id = project.org_id) AND (division.id <> ALL (reader.divisions))))))));
END;
ALTER FUNCTION pit_ops.project_readers(uuid,uuid[],text[],text[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.project_readers(uuid,uuid[],text[],text[]) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.projects_of_origin(kind text, origin uuid, code text, version text)
 RETURNS SETOF uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT DISTINCT task.project_id FROM pit_ops.tasks_of_origin(kind, origin, code, version) AS linked
      JOIN pit.task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL ORDER BY task.project_id LIMIT 1000 $function$;
ALTER FUNCTION pit_ops.projects_of_origin(text,uuid,text,text) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.projects_of_origin(text,uuid,text,text) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.projects_of_origin(text,uuid,text,text) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.quality_advice(project uuid)
 RETURNS TABLE(id text, looked_at bigint, short bigint, sample uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
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
  END $function$;
ALTER FUNCTION pit_ops.quality_advice(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.quality_advice(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.quality_advice(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.quality_files(project uuid, day date, most integer)
 RETURNS TABLE(evidence_id uuid, file_id uuid, kept_sha256 text, sha256 text, size text, media_type text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF NOT pit_ops.sees_project(project) THEN RETURN; END IF;
        RETURN QUERY
        SELECT piece.id, file.id, file.sha256, piece.metadata ->> 'sha256', piece.metadata ->> 'size', piece.metadata ->> 'mediaType'
        FROM pit.evidence piece LEFT JOIN pit.subtask step ON step.id = piece.subtask_id
        JOIN pit.task task ON task.id = coalesce(piece.task_id, step.task_id)
        JOIN pit_ops.stored_file file ON file.org_id = piece.org_id AND file.handed_in_at IS NOT NULL
          AND file.id::text = substring(piece.file_url FROM '^s3://pit-local/[0-9a-f-]{36}/([0-9a-f-]{36})(?:/|$)')
        WHERE task.project_id = project AND piece.org_id = pit_ops.ctx_org() AND piece.deleted_at IS NULL
        ORDER BY md5(piece.id::text || day::text), piece.id LIMIT least(most, 100);
      END $function$;
ALTER FUNCTION pit_ops.quality_files(uuid,date,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.quality_files(uuid,date,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.quality_files(uuid,date,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.quality_records(project uuid)
 RETURNS TABLE(id text, looked_at bigint, short bigint, sample uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF NOT pit_ops.sees_project(project) THEN RETURN; END IF;
        RETURN QUERY
        WITH 
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
  ), checked (check_id, record, is_short) AS (
  SELECT 'STR.4', tasks.id, phase.deleted_at IS NOT NULL OR package.deleted_at IS NOT NULL FROM tasks
  LEFT JOIN pit.phase ON phase.id = tasks.phase_id LEFT JOIN pit.work_package package ON package.id = tasks.work_package_id
  WHERE tasks.deleted_at IS NULL
  UNION ALL SELECT 'STR.4', package.id, phase.deleted_at IS NOT NULL FROM home
  JOIN pit.work_package package ON package.project_id = home.id AND package.deleted_at IS NULL
  LEFT JOIN pit.phase ON phase.id = package.phase_id
  UNION ALL SELECT 'STR.4', steps.id, steps.task_deleted_at IS NOT NULL FROM steps WHERE steps.deleted_at IS NULL
  UNION ALL SELECT 'TIME.5', frame.node_id, frame.node_id <> home.id
    AND NOT EXISTS (SELECT FROM pit.phase node WHERE node.id = frame.node_id AND node.project_id = home.id)
    AND NOT EXISTS (SELECT FROM pit.work_package node WHERE node.id = frame.node_id AND node.project_id = home.id)
  FROM home JOIN pit_ops.date_frame frame ON frame.project_id = home.id
  UNION ALL SELECT 'TIME.6', tasks.id, (tasks.start_date < greatest(phase.start_typed, top.start_typed)
    OR tasks.end_date > least(phase.end_typed, top.end_typed)) AND NOT EXISTS (SELECT FROM pit.audit_log log JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
      WHERE log.org_id = pit_ops.ctx_org() AND log.table_name = 'task' AND log.record_id = tasks.id::text
        AND detail.override_reason IS NOT NULL
        AND (log.after_state ->> 'start_date', log.after_state ->> 'end_date')
          IS NOT DISTINCT FROM (tasks.start_date::text, tasks.end_date::text)
        AND (log.before_state ->> 'start_date', log.before_state ->> 'end_date')
          IS DISTINCT FROM (tasks.start_date::text, tasks.end_date::text))
  FROM tasks LEFT JOIN pit_ops.date_frame phase ON phase.node_id = tasks.phase_id
  LEFT JOIN pit_ops.date_frame top ON top.node_id = project WHERE tasks.deleted_at IS NULL
  UNION ALL SELECT 'TIME.8', tasks.id, CASE tasks.quick_class WHEN 'quick_win' THEN tasks.end_date - tasks.start_date >= 30
    WHEN 'medium_term' THEN tasks.end_date - tasks.start_date >= 180 ELSE tasks.end_date - tasks.start_date < 180 END
  FROM tasks WHERE tasks.deleted_at IS NULL AND tasks.start_date IS NOT NULL AND tasks.end_date IS NOT NULL
  UNION ALL SELECT 'PR.1', tasks.id, tasks.progress_percent NOT BETWEEN 0 AND 100 FROM tasks WHERE tasks.deleted_at IS NULL
  UNION ALL SELECT 'PR.1', steps.id, steps.progress_percent NOT BETWEEN 0 AND 100 FROM steps
  WHERE steps.deleted_at IS NULL AND steps.task_deleted_at IS NULL
  UNION ALL SELECT 'PR.6', required.id, required.has_any AND NOT required.is_proven FROM required
  UNION ALL SELECT 'EV.1', required.id, NOT required.has_any FROM required
  UNION ALL SELECT 'EV.2', pieces.id, coalesce(pieces.metadata ->> 'sha256', '') !~ '^[0-9a-f]{64}$' OR NOT pieces.metadata ? 'size'
    OR NOT pieces.metadata ? 'mediaType' FROM pieces
  UNION ALL SELECT 'EV.3', decided.id, NOT EXISTS (SELECT FROM pit."user" member
    WHERE member.id = decided.reviewer_id AND member.org_id = home.org_id) FROM decided, home
  UNION ALL SELECT 'EV.7', pieces.id, pieces.created_at > pieces.gone_at FROM pieces
  UNION ALL SELECT 'PERM.5', decided.id, decided.reviewer_id = decided.uploaded_by OR decided.reviewer_id = decided.owner_id FROM decided
  UNION ALL SELECT 'SEC.2', pieces.id, pieces.metadata ->> 'mediaType'
    ~ '(x-msdownload|x-executable|x-sh$|x-dosexec|java-archive|x-msi|javascript)' FROM pieces)
        SELECT known.id, count(checked.record), count(*) FILTER (WHERE checked.is_short),
          (array_agg(checked.record ORDER BY checked.record) FILTER (WHERE checked.is_short))[1:20]
        FROM unnest(ARRAY['STR.4', 'TIME.5', 'TIME.6', 'TIME.8', 'PR.1', 'PR.6', 'EV.1', 'EV.2', 'EV.3', 'EV.7', 'PERM.5', 'SEC.2']) AS known (id) LEFT JOIN checked ON checked.check_id = known.id GROUP BY known.id;
      END $function$;
ALTER FUNCTION pit_ops.quality_records(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.quality_records(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.quality_records(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.quality_trail(project uuid, news_days integer)
 RETURNS TABLE(id text, looked_at bigint, short bigint, sample uuid[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
        IF NOT pit_ops.sees_project(project) THEN RETURN; END IF;
    RETURN QUERY
    WITH 
  home AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.sponsor_id, each.deleted_at FROM pit.project each
    WHERE each.id = project AND each.org_id = pit_ops.ctx_org()
  ), phases AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.deleted_at FROM pit.phase each JOIN home ON each.project_id = home.id
  ), packages AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.phase_id, each.deleted_at FROM pit.work_package each JOIN home ON each.project_id = home.id
  ), tasks AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.assignees, each.phase_id, each.work_package_id, each.cluster_id,
      each.end_date, each.deleted_at
    FROM pit.task each JOIN home ON each.project_id = home.id
  ), steps AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.task_id, each.deleted_at FROM pit.subtask each JOIN tasks ON tasks.id = each.task_id
  ), pieces AS MATERIALIZED (
    SELECT each.* FROM pit.evidence each JOIN tasks ON tasks.id = each.task_id
    UNION ALL SELECT each.* FROM pit.evidence each JOIN steps ON steps.id = each.subtask_id
  ), reviews AS MATERIALIZED (
    SELECT each.* FROM pit.evidence_review each JOIN pieces ON pieces.id = each.evidence_id
  ), 
  changes AS MATERIALIZED (
    SELECT part.kind, part.id, log.user_id, log.action, log.before_state AS before, log.after_state AS after, detail.seq, detail.xid,
      detail.override_reason, detail.override_reason IS NOT NULL OR detail.db_role = 'pit_foreman' AS is_override
    FROM (SELECT 'project' AS kind, home.id FROM home UNION ALL SELECT 'phase', phases.id FROM phases
      UNION ALL SELECT 'work_package', packages.id FROM packages UNION ALL SELECT 'task', tasks.id FROM tasks) part
    JOIN pit.audit_log log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.kind AND log.record_id = part.id::text
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.user_id <> '00000000-0000-0000-0000-0000000000ff' ORDER BY detail.seq DESC LIMIT 20000
  ), roles AS MATERIALIZED (
    SELECT who.user_id, detail.seq, log.after_state ->> 'role' AS role
    FROM (SELECT DISTINCT changes.user_id FROM changes) who
    JOIN pit.audit_log log ON log.org_id = pit_ops.ctx_org() AND log.table_name = 'user' AND log.record_id = who.user_id::text
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.action = 'INSERT' OR log.before_state ->> 'role' IS DISTINCT FROM log.after_state ->> 'role'
  ), answering AS MATERIALIZED (
    SELECT part.id::text AS id, detail.seq, lead(detail.seq) OVER (PARTITION BY part.id ORDER BY detail.seq) AS until,
      log.after_state ->> 'owner_id' AS owner, log.after_state ->> 'sponsor_id' AS sponsor
    FROM (SELECT 'project' AS kind, home.id FROM home UNION ALL SELECT 'phase', phases.id FROM phases
      UNION ALL SELECT 'work_package', packages.id FROM packages) part
    JOIN pit.audit_log log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.kind AND log.record_id = part.id::text
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.action = 'INSERT' OR log.before_state ->> 'owner_id' IS DISTINCT FROM log.after_state ->> 'owner_id'
      OR log.before_state ->> 'sponsor_id' IS DISTINCT FROM log.after_state ->> 'sponsor_id'
  ), judged AS MATERIALIZED (
    SELECT changes.*, coalesce(changes.before, changes.after) AS held, coalesce(
      (SELECT roles.role FROM roles WHERE roles.user_id = changes.user_id AND roles.seq < changes.seq ORDER BY roles.seq DESC LIMIT 1),
      (SELECT member.role FROM pit."user" member WHERE member.id = changes.user_id)) AS role
    FROM changes
  ), checked (check_id, record, is_short) AS (
  SELECT 'STR.1', each.id, NOT EXISTS (SELECT FROM pit.phase over WHERE over.id = each.phase_id) OR each.work_package_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM pit.work_package over WHERE over.id = each.work_package_id AND over.phase_id = each.phase_id)
  FROM tasks each WHERE each.deleted_at IS NULL
  UNION ALL SELECT 'STR.2', each.id, NOT EXISTS (SELECT FROM pit.phase over WHERE over.id = each.phase_id)
  FROM packages each WHERE each.deleted_at IS NULL
  UNION ALL SELECT 'STR.3', each.id, each.project_id <> project FROM pit.phase each
  WHERE each.id IN (SELECT phases.id FROM phases WHERE phases.deleted_at IS NULL
    UNION SELECT tasks.phase_id FROM tasks WHERE tasks.deleted_at IS NULL
    UNION SELECT packages.phase_id FROM packages WHERE packages.deleted_at IS NULL)
  UNION ALL SELECT 'STR.5', every.id, every.org_id <> home.org_id FROM home, (
    SELECT phases.id, phases.org_id FROM phases UNION ALL SELECT packages.id, packages.org_id FROM packages
    UNION ALL SELECT tasks.id, tasks.org_id FROM tasks UNION ALL SELECT steps.id, steps.org_id FROM steps
    UNION ALL SELECT pieces.id, pieces.org_id FROM pieces UNION ALL SELECT reviews.id, reviews.org_id FROM reviews
    UNION ALL SELECT link.id, link.org_id FROM pit.task_dependency link WHERE link.project_id = project) every
  UNION ALL SELECT 'STR.7', each.id, each.planned > (SELECT count(*) FROM tasks WHERE tasks.cluster_id = each.id) FROM (
    SELECT cluster.id, (SELECT count(*) FROM unnest(ARRAY['$.tasks[*]', '$.phases[*].tasks[*]', '$.phases[*].workPackages[*].tasks[*]']) AS place (path),
        jsonb_path_query(coalesce(made.template, template.template_json), place.path::jsonpath)) AS planned
    FROM pit.task_cluster cluster JOIN home ON home.id = cluster.project_id
    JOIN pit.task_cluster_template template ON template.id::text = cluster.source_reference_id
    LEFT JOIN LATERAL (SELECT log.after_state -> 'template_json' AS template FROM pit.audit_log log
      WHERE log.org_id = home.org_id AND log.table_name = 'task_cluster_template' AND log.record_id = template.id::text
        AND log.created_at <= cluster.created_at AND log.after_state IS NOT NULL
      ORDER BY log.created_at DESC LIMIT 1) made ON true) each
  UNION ALL SELECT 'STR.8', each.id, each.deleted_at > each.above OR NOT EXISTS (SELECT FROM pit.audit_log log
      WHERE log.org_id = home.org_id AND log.table_name = each.kind AND log.record_id = each.id::text
        AND (log.after_state ->> 'deleted_at')::timestamptz = each.deleted_at)
  FROM home, (
    SELECT 'phase' AS kind, phases.id, phases.deleted_at, top.deleted_at AS above FROM phases, home top
    UNION ALL SELECT 'work_package', packages.id, packages.deleted_at, phases.deleted_at
      FROM packages LEFT JOIN phases ON phases.id = packages.phase_id
    UNION ALL SELECT 'task', tasks.id, tasks.deleted_at, CASE WHEN tasks.work_package_id IS NULL THEN phases.deleted_at ELSE packages.deleted_at END
      FROM tasks LEFT JOIN phases ON phases.id = tasks.phase_id LEFT JOIN packages ON packages.id = tasks.work_package_id
    UNION ALL SELECT 'subtask', steps.id, steps.deleted_at, tasks.deleted_at FROM steps JOIN tasks ON tasks.id = steps.task_id
  ) each WHERE each.deleted_at IS NOT NULL
  UNION ALL
  SELECT 'PR.7', alert.id, NOT EXISTS (
    SELECT FROM pit.notification message
    WHERE message.user_id IN (
        SELECT unnest(ARRAY[answering.owner, answering.sponsor])::uuid FROM answering WHERE answering.id = project::text
        UNION ALL SELECT member.id FROM pit."user" member WHERE member.org_id = home.org_id AND member.role = 'admin')
      AND message.created_at >= alert.detected_at AND message.link = '/pit/projects/' || home.id
      AND NOT EXISTS (SELECT FROM pit_ops.delivery way WHERE way.user_id = message.user_id AND way.notification_id = message.id
        HAVING count(*) > 0 AND bool_and(way.state = 'dead')))
  FROM home JOIN pit.watchdog_alert alert ON alert.project_id = home.id
  JOIN tasks ON tasks.id::text = alert.data ->> 'subject'
  WHERE alert.resolved_at IS NULL AND alert.code = 'task_overdue' AND alert.data ->> 'level' = '1'
    AND tasks.end_date >= alert.detected_at::date - news_days
  UNION ALL
  SELECT 'EV.5', each.id, EXISTS (SELECT FROM pit.audit_log log JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
      WHERE log.org_id = each.org_id AND log.table_name = 'evidence' AND log.record_id = each.id::text AND log.action = 'UPDATE'
        AND detail.seq > each.accepted_seq AND log.before_state - 'updated_at' - 'deleted_at' <> log.after_state - 'updated_at' - 'deleted_at')
    OR EXISTS (SELECT FROM (SELECT log.after_state AS told FROM pit.audit_log log
        JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
        WHERE log.org_id = each.org_id AND log.table_name = 'evidence' AND log.record_id = each.id::text
        ORDER BY detail.seq DESC LIMIT 1) newest
      WHERE newest.told ->> 'file_url' <> each.file_url OR newest.told -> 'metadata' <> each.metadata
        OR newest.told ->> 'uploaded_by' <> each.uploaded_by::text OR newest.told ->> 'file_type' <> each.file_type::text)
  FROM (
    SELECT pieces.*, (SELECT min(detail.seq) FROM pit.audit_log log JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
        WHERE log.org_id = pieces.org_id AND log.table_name = 'evidence_review' AND log.record_id = last.id::text
          AND log.after_state ->> 'decision' = 'accepted') AS accepted_seq
    FROM pieces CROSS JOIN LATERAL (SELECT reviews.id, reviews.decision FROM reviews WHERE reviews.evidence_id = pieces.id AND NOT (reviews.decision = 'pending' AND reviews.ai_score IS NOT NULL)
      ORDER BY reviews.created_at DESC, reviews.id DESC LIMIT 1) last
    WHERE pieces.deleted_at IS NULL AND last.decision = 'accepted') each
  UNION ALL SELECT 'EV.6', each.id, NOT EXISTS (SELECT FROM pit.audit_log log
      WHERE log.org_id = home.org_id AND log.table_name = each.kind AND log.record_id = each.id::text AND log.action = 'INSERT')
  FROM home, (SELECT 'evidence' AS kind, pieces.id FROM pieces UNION ALL SELECT 'evidence_review', reviews.id FROM reviews) each
  UNION ALL SELECT 'SEC.3', each.id, CASE WHEN each.file_url ~* '^s3:/*pit-local'
      THEN NOT EXISTS (SELECT FROM pit_ops.stored_file file WHERE file.org_id = each.org_id AND file.handed_in_at IS NOT NULL
        AND file.id::text = substring(each.file_url FROM '^s3://pit-local/[0-9a-f-]{36}/([0-9a-f-]{36})(?:/|$)'))
      ELSE each.file_url ~* '^[a-z0-9]+://[^/]*@|[?&#](x-amz-signature|x-goog-signature|signature|sig|token|access_token)=' END
  FROM pieces each WHERE each.deleted_at IS NULL
  UNION ALL
  SELECT 'SEC.4', member.id, member.role IS DISTINCT FROM (SELECT log.after_state ->> 'role' FROM pit.audit_log log
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.org_id = member.org_id AND log.table_name = 'user' AND log.record_id = member.id::text
    ORDER BY detail.seq DESC LIMIT 1)
  FROM pit."user" member JOIN home ON home.org_id = member.org_id WHERE member.id::text IN (
    SELECT home.owner_id::text UNION ALL SELECT home.sponsor_id::text UNION ALL SELECT phases.owner_id::text FROM phases
    UNION ALL SELECT packages.owner_id::text FROM packages UNION ALL SELECT tasks.owner_id::text FROM tasks
    UNION ALL SELECT jsonb_array_elements_text(tasks.assignees) FROM tasks WHERE jsonb_typeof(tasks.assignees) = 'array'
    UNION ALL SELECT steps.owner_id::text FROM steps UNION ALL SELECT pieces.uploaded_by::text FROM pieces
    UNION ALL SELECT reviews.reviewer_id::text FROM reviews)
  UNION ALL
  SELECT CASE each.kind WHEN 'project' THEN 'PERM.1' WHEN 'task' THEN 'PERM.3' ELSE 'PERM.2' END, each.id, NOT coalesce(
    each.is_override OR each.role IN ('admin', 'service')
    OR each.kind = 'project' AND each.action = 'INSERT' AND each.role <> 'viewer'
    OR each.xid IN (SELECT made.xid FROM changes made WHERE made.kind = 'project' AND made.action = 'INSERT')
    OR each.role <> 'viewer' AND (
      each.kind = 'task' AND each.action = 'UPDATE' AND (each.before ->> 'owner_id' = each.user_id::text
        OR each.before -> 'assignees' ? each.user_id::text
        OR EXISTS (SELECT FROM steps WHERE steps.task_id = each.id AND steps.owner_id = each.user_id))
        AND (each.before -> 'deleted_at', each.before -> 'phase_id', each.before -> 'work_package_id')
          IS NOT DISTINCT FROM (each.after -> 'deleted_at', each.after -> 'phase_id', each.after -> 'work_package_id')
      OR EXISTS (SELECT FROM answering WHERE answering.id IN
          (project::text, each.id::text, each.held ->> 'phase_id', each.held ->> 'work_package_id')
        AND answering.seq < each.seq AND (answering.until IS NULL OR answering.until >= each.seq)
        AND each.user_id::text IN (answering.owner, answering.sponsor))), false)
  FROM judged each
  WHERE (each.action = 'INSERT' OR CASE each.kind
      WHEN 'task' THEN each.before - ARRAY['status', 'progress_percent', 'updated_at', 'order_index', 'source_reference_id'] <> each.after - ARRAY['status', 'progress_percent', 'updated_at', 'order_index', 'source_reference_id']
      ELSE each.before - ARRAY['status', 'progress_percent', 'updated_at', 'order_index', 'source_reference_id', 'start_date', 'end_date', 'capex_total', 'opex_total', 'risk_mitigation_percent', 'risk_impact_score'] <> each.after - ARRAY['status', 'progress_percent', 'updated_at', 'order_index', 'source_reference_id', 'start_date', 'end_date', 'capex_total', 'opex_total', 'risk_mitigation_percent', 'risk_impact_score'] END)
    AND coalesce(each.held ->> 'project_id', project::text) = project::text
  UNION ALL SELECT 'PERM.4', each.id, each.override_reason IS NULL OR coalesce(each.role, '') NOT IN ('admin', 'foreman')
  FROM judged each WHERE each.is_override
    )
    SELECT known.id, count(checked.record), count(*) FILTER (WHERE checked.is_short),
      (array_agg(DISTINCT checked.record ORDER BY checked.record) FILTER (WHERE checked.is_short))[1:20]
    FROM unnest(ARRAY['STR.1', 'STR.2', 'STR.3', 'STR.5', 'STR.7', 'STR.8', 'PR.7', 'EV.5', 'EV.6', 'PERM.1', 'PERM.2', 'PERM.3', 'PERM.4', 'SEC.3', 'SEC.4']) AS known (id) LEFT JOIN checked ON checked.check_id = known.id GROUP BY known.id;
  END $function$;
ALTER FUNCTION pit_ops.quality_trail(uuid,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.quality_trail(uuid,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.quality_trail(uuid,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.rebuild_project_access()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    LOCK TABLE pit.task, pit.subtask, pit.phase, pit.work_package IN SHARE ROW EXCLUSIVE MODE;
    PERFORM pit_ops.refill_project_access();
  END $function$;
ALTER FUNCTION pit_ops.rebuild_project_access() OWNER TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.record_override()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman') OR pit_ops.ctx_reason() IS NULL THEN
      RAISE EXCEPTION 'an override needs an administrator or foreman and a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pit_ops.append_audit(pit_ops.ctx_org(), 'OVERRIDE', 'organisation', pit_ops.ctx_org()::text, NULL,
      jsonb_build_object('role', pit_ops.ctx_role(), 'reason', pit_ops.ctx_reason()));
  END $function$;
ALTER FUNCTION pit_ops.record_override() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.record_override() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.record_override() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.refill_project_access()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    DELETE FROM pit_ops.project_access;
    DELETE FROM pit_ops.subtask_access;
    INSERT INTO pit_ops.subtask_access (subtask_id, org_id, user_id, project_id) 
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL;
    INSERT INTO pit_ops.project_access (org_id, user_id, project_id, pieces) SELECT org_id, user_id, project_id, count(*)::integer AS pieces FROM (
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM pit.task AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT each.org_id, assignee::uuid, each.project_id
        FROM pit.task AS each, jsonb_array_elements_text(each.assignees) AS assignee WHERE each.deleted_at IS NULL
      UNION ALL 
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM pit.phase AS each WHERE each.deleted_at IS NULL
      UNION ALL 
      SELECT each.org_id, each.owner_id AS user_id, each.project_id FROM pit.work_package AS each WHERE each.deleted_at IS NULL
      UNION ALL SELECT org_id, user_id, project_id FROM (
      SELECT step.id AS subtask_id, step.org_id, step.owner_id AS user_id, task.project_id FROM pit.subtask AS step
        JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
        WHERE step.deleted_at IS NULL AND step.owner_id IS NOT NULL) AS step) AS piece GROUP BY 1, 2, 3;
  END $function$;
ALTER FUNCTION pit_ops.refill_project_access() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.refill_project_access() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.refuse_archived()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET enable_seqscan TO 'off'
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF EXISTS (SELECT FROM pit.project AS archived
          WHERE archived.org_id = pit_ops.ctx_org() AND archived.status = 'archived'
            AND archived.id IN (SELECT project_id FROM inserted)) THEN
          RAISE EXCEPTION 'an archived project takes no %', TG_TABLE_NAME
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refuse_archived';
        END IF;
        RETURN NULL;
      END $function$;
ALTER FUNCTION pit_ops.refuse_archived() OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    RAISE EXCEPTION '% of % is refused: its records stay', TG_OP, TG_ARGV[0] USING ERRCODE = 'insufficient_privilege';
  END $function$;
ALTER FUNCTION pit_ops.refuse_change() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.refuse_change() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.refuse_crowding()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET enable_seqscan TO 'off'
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF EXISTS (SELECT FROM (SELECT DISTINCT successor_task_id AS id FROM written) AS task
            WHERE (SELECT count(*) FROM pit.task_dependency WHERE successor_task_id = task.id) > 1000)
          OR EXISTS (SELECT FROM (SELECT DISTINCT predecessor_task_id AS id FROM written) AS task
            WHERE (SELECT count(*) FROM pit.task_dependency WHERE predecessor_task_id = task.id) > 1000) THEN
          RAISE EXCEPTION 'a task has at most 1000 predecessors and 1000 successors'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'refuse_crowding';
        END IF;
        RETURN NULL;
      END $function$;
ALTER FUNCTION pit_ops.refuse_crowding() OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.refuse_emptying()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    RAISE EXCEPTION '% is not emptied: who has work in which project is counted row by row', TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END $function$;
ALTER FUNCTION pit_ops.refuse_emptying() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.refuse_emptying() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.release_commitment(task uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF NOT (pit_ops.ctx_role() = 'admin' OR pit_ops.ctx_role() = 'foreman' AND pit_ops.ctx_reason() IS NOT NULL) THEN
      RAISE EXCEPTION 'a commitment is not the caller''s to release' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit_ops.extension SET state = 'closed' WHERE task_id = task AND org_id = pit_ops.ctx_org() AND state = 'requested';
    DELETE FROM pit_ops.due_commitment WHERE task_id = task AND org_id = pit_ops.ctx_org();
    RETURN FOUND;
  END $function$;
ALTER FUNCTION pit_ops.release_commitment(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.release_commitment(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.release_commitment(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.release_job_lease(job text, process uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service runs jobs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    DELETE FROM pit_ops.job_lease WHERE name = job AND holder = process;
  END $function$;
ALTER FUNCTION pit_ops.release_job_lease(text,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.release_job_lease(text,uuid) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.require_auditor(service_only boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() = 'service' OR (NOT service_only AND pit_ops.ctx_role() IN ('admin', 'foreman')) THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'the audit chain is sealed by the service and verified by those who govern'
      USING ERRCODE = 'insufficient_privilege';
  END $function$;
ALTER FUNCTION pit_ops.require_auditor(boolean) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.rest_series()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    UPDATE pit_ops.series AS resting SET is_resting = true, is_due = true
      WHERE resting.project_id = NEW.id AND resting.state = 'active' AND NOT resting.is_resting;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.rest_series() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.rest_series() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.risk_score_in_range(project uuid, score numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF score > 99999999.99 THEN
      RAISE EXCEPTION 'the impacts of a project''s risks come to more than its score can hold'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit', TABLE = 'project', CONSTRAINT = 'project_risk_impact_score_range',
          DETAIL = project || ' ' || score;
    END IF;
    RETURN score;
  END $function$;
ALTER FUNCTION pit_ops.risk_score_in_range(uuid,numeric) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.script_grams(given text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT coalesce(array_agg(DISTINCT gram), '{}') FROM (
      SELECT letter, lead(letter) OVER (ORDER BY place) AS next FROM unnest(string_to_array(given, NULL)) WITH ORDINALITY AS each (letter, place)
    ) AS pair CROSS JOIN LATERAL (VALUES (letter), (letter || next)) AS made (gram)
    WHERE octet_length(gram) > char_length(gram) $function$;
ALTER FUNCTION pit_ops.script_grams(text) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.script_grams(text) TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.seal_audit(at_most integer DEFAULT 50000)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    last pit_ops.audit_seal;
    seqs bigint[];
    digests bytea[];
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service seals the audit log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('pit_ops.seal_audit', 0));
    SELECT * INTO last FROM pit_ops.audit_seal ORDER BY id DESC LIMIT 1;
    SELECT array_agg(seq ORDER BY seq), array_agg(digest ORDER BY seq) INTO seqs, digests FROM (
      SELECT detail.seq, pit_ops.audit_digest(log, detail) AS digest
      FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
      WHERE detail.seal_id IS NULL ORDER BY detail.seq LIMIT at_most) AS batch;
    IF seqs IS NULL THEN
      RETURN 0;
    END IF;
    INSERT INTO pit_ops.audit_seal (id, upto_seq, records, prev_hash, hash)
      SELECT coalesce(last.id, 0) + 1, seqs[cardinality(seqs)], cardinality(seqs), coalesce(last.hash, ''),
        sha256(coalesce(last.hash, '') || string_agg(digest, '' ORDER BY position))
      FROM unnest(digests) WITH ORDINALITY AS each (digest, position);
    UPDATE pit_ops.audit_detail AS detail SET seal_id = coalesce(last.id, 0) + 1, digest = sealed.digest
      FROM unnest(seqs, digests) AS sealed (seq, digest) WHERE detail.seq = sealed.seq;
    RETURN cardinality(seqs);
  END $function$;
ALTER FUNCTION pit_ops.seal_audit(integer) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.search_alert_ids(needle text, most integer)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_bitmapscan TO 'on'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  DECLARE
    folded text := pit_ops.fold_text(needle);
    found uuid[];
  BEGIN
    IF folded !~ '[a-z0-9]{3}' AND octet_length(folded) > char_length(folded) AND to_regclass('pit.watchdog_alert_script_idx') IS NOT NULL THEN
    SELECT array_agg(id) INTO found FROM (
      SELECT kept.id FROM pit.watchdog_alert AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND octet_length(pit_ops.fold_text(kept.message)) > char_length(pit_ops.fold_text(kept.message)) AND pit_ops.script_grams(pit_ops.fold_text(kept.message)) @> pit_ops.script_grams(folded) AND pit_ops.fold_text(kept.message) LIKE '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
    END IF;
    IF folded !~ '[a-z0-9]{3}' OR to_regclass('pit.watchdog_alert_message_idx') IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT array_agg(id) INTO found FROM (
      SELECT kept.id FROM pit.watchdog_alert AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND pit_ops.fold_text(kept.message) LIKE '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
  END $function$;
ALTER FUNCTION pit_ops.search_alert_ids(text,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.search_alert_ids(text,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.search_alert_ids(text,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.search_evidence_ids(needle text, most integer)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_bitmapscan TO 'on'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  DECLARE
    folded text := pit_ops.fold_text(needle);
    found uuid[];
  BEGIN
    IF folded !~ '[a-z0-9]{3}' AND octet_length(folded) > char_length(folded) AND to_regclass('pit.evidence_script_idx') IS NOT NULL THEN
    SELECT array_agg(id) INTO found FROM (
      SELECT kept.id FROM pit.evidence AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND octet_length(pit_ops.fold_text(kept.file_url)) > char_length(pit_ops.fold_text(kept.file_url)) AND pit_ops.script_grams(pit_ops.fold_text(kept.file_url)) @> pit_ops.script_grams(folded) AND pit_ops.fold_text(kept.file_url) LIKE '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
    END IF;
    IF folded !~ '[a-z0-9]{3}' OR to_regclass('pit.evidence_file_url_idx') IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT array_agg(id) INTO found FROM (
      SELECT kept.id FROM pit.evidence AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND pit_ops.fold_text(kept.file_url) LIKE '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
  END $function$;
ALTER FUNCTION pit_ops.search_evidence_ids(text,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.search_evidence_ids(text,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.search_evidence_ids(text,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.search_task_ids(needle text, most integer)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_bitmapscan TO 'on'
 SET enable_seqscan TO 'off'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
  DECLARE
    folded text := pit_ops.fold_text(needle);
    found uuid[];
  BEGIN
    IF folded !~ '[a-z0-9]{3}' AND octet_length(folded) > char_length(folded) AND to_regclass('pit_ops.task_text_script_idx') IS NOT NULL THEN
    SELECT array_agg(task_id) INTO found FROM (
      SELECT kept.task_id FROM pit_ops.task_text AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND octet_length(kept.words) > char_length(kept.words) AND pit_ops.script_grams(kept.words) @> pit_ops.script_grams(folded) AND kept.words LIKE '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
    END IF;
    IF folded !~ '[a-z0-9]{3}' OR to_regclass('pit_ops.task_text_words_idx') IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT array_agg(task_id) INTO found FROM (
      SELECT kept.task_id FROM pit_ops.task_text AS kept WHERE kept.org_id = pit_ops.ctx_org()
        AND kept.words LIKE '%' || regexp_replace(folded, '([\\%_])', '\\\1', 'g') || '%' LIMIT most + 1) AS each;
    RETURN CASE WHEN cardinality(found) > most THEN NULL ELSE coalesce(found, '{}') END;
  END $function$;
ALTER FUNCTION pit_ops.search_task_ids(text,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.search_task_ids(text,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.search_task_ids(text,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.sees_project(plan uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (EXISTS (SELECT FROM pit.project WHERE ((project.id = sees_project.plan) AND (project.org_id = (SELECT pit_ops.ctx_org() AS ctx_org)) AND (((SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text) OR (SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))) OR (project.division_id IS NULL) OR (project.division_id = ANY ((SELECT pit_ops.ctx_divs() AS ctx_divs)::uuid[])) OR (project.owner_id = (SELECT pit_ops.ctx_user() AS ctx_user)) OR (project.sponsor_id = (SELECT pit_ops.ctx_user() AS ctx_user)) OR (EXISTS (SELECT FROM pit_ops.project_access mine WHERE ((mine.user_id = (SELECT pit_ops.ctx_user() AS ctx_user)) AND (mine.project_id = project.id)) OFFSET 0))))));
ALTER FUNCTION pit_ops.sees_project(uuid) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.send_message(recipients uuid[], title text, message text, link text)
 RETURNS TABLE(id uuid, user_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY INSERT INTO pit.notification AS sent (org_id, user_id, type, title, message, link)
      SELECT known.org_id, known.id, 'internal_message', send_message.title, send_message.message, send_message.link
      FROM pit."user" AS known
      WHERE known.org_id = pit_ops.ctx_org() AND known.id = ANY (send_message.recipients)
        AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
      RETURNING sent.id, sent.user_id;
  END $function$;
ALTER FUNCTION pit_ops.send_message(uuid[],text,text,text) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.send_message(uuid[],text,text,text) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.send_message(uuid[],text,text,text) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.service_queues()
 RETURNS TABLE(name text, depth bigint, oldest_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN 
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'service') THEN
      RAISE EXCEPTION 'only operators look at the service' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY 
      SELECT 'deliveries', count(*), min(waiting.since)::timestamptz FROM (SELECT given.created_at FROM pit_ops.delivery AS given
        WHERE given.org_id = pit_ops.ctx_org() AND given.state = 'pending' AND NOT given.is_waiting LIMIT 10001) AS waiting (since)
      UNION ALL
      SELECT 'messages', count(*), min(waiting.since)::timestamptz FROM (SELECT message.created_at FROM pit_ops.message_due AS message WHERE message.org_id = pit_ops.ctx_org() LIMIT 10001) AS waiting (since)
      UNION ALL
      SELECT 'escalations', count(*), min(waiting.since)::timestamptz FROM (SELECT step.due_at FROM pit_ops.escalation AS step
        WHERE step.org_id = pit_ops.ctx_org() AND step.due_at <= now() LIMIT 10001) AS waiting (since)
      UNION ALL
      SELECT 'schedule applications', count(*), min(waiting.since)::timestamptz FROM (SELECT applied.requested_at FROM pit_ops.schedule_application AS applied
        WHERE applied.org_id = pit_ops.ctx_org() AND applied.state = 'running' LIMIT 10001) AS waiting (since)
      UNION ALL
      SELECT 'audit records without a seal', count(*), min(waiting.since)::timestamptz FROM (SELECT log.created_at FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
        WHERE detail.org_id = pit_ops.ctx_org() AND detail.digest IS NULL LIMIT 10001) AS waiting (since);
  END $function$;
ALTER FUNCTION pit_ops.service_queues() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.service_queues() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.service_queues() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.service_state()
 RETURNS TABLE(migration text, database_version text, is_read_only boolean, settled_day date, last_scan_at timestamp with time zone, last_event_at timestamp with time zone, dead_deliveries bigint)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN 
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'service') THEN
      RAISE EXCEPTION 'only operators look at the service' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT (SELECT done.name::text FROM pit_ops.migration AS done ORDER BY done.timestamp DESC LIMIT 1),
      current_setting('server_version'), pg_is_in_recovery(),
      (SELECT settled.day FROM pit_ops.settled_day AS settled WHERE settled.org_id = pit_ops.ctx_org() AND isfinite(settled.day)),
      (SELECT scan.started_at::timestamptz FROM pit.watchdog_scan_log AS scan WHERE scan.org_id = pit_ops.ctx_org()
        ORDER BY scan.started_at DESC LIMIT 1),
      (SELECT event.created_at::timestamptz FROM pit_ops.outbox AS event
        WHERE event.org_id = pit_ops.ctx_org() AND event.stream_id = pit_ops.ctx_org() ORDER BY event.seq DESC LIMIT 1),
      (SELECT count(*) FROM (SELECT FROM pit_ops.delivery AS given
        WHERE given.org_id = pit_ops.ctx_org() AND given.state = 'dead' LIMIT 10001) AS counted);
  END $function$;
ALTER FUNCTION pit_ops.service_state() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.service_state() TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.service_state() TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.store_counting(project uuid, tasks uuid[], currents boolean[], untils date[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service')
      OR NOT EXISTS (SELECT FROM pit.project AS each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()) THEN
      RAISE EXCEPTION 'the plan is not the caller''s to settle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit_ops.task_counting AS kept (task_id, org_id, project_id, is_proof_current, proven_until)
      SELECT task.id, task.org_id, task.project_id, said.is_current, said.until
      FROM unnest(tasks, currents, untils) AS said (id, is_current, until)
      JOIN pit.task ON task.id = said.id AND task.project_id = project
      ON CONFLICT (task_id) DO UPDATE SET is_proof_current = excluded.is_proof_current, proven_until = excluded.proven_until;
  END $function$;
ALTER FUNCTION pit_ops.store_counting(uuid,uuid[],boolean[],date[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.store_counting(uuid,uuid[],boolean[],date[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.store_counting(uuid,uuid[],boolean[],date[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.store_settlement(project uuid, mitigation numeric, work uuid[], work_percents integer[], work_statuses pit.task_status_enum[], nodes uuid[], node_percents integer[], capex numeric[], opex numeric[], states text[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  DECLARE
    root integer := array_position(nodes, project);
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service')
      OR NOT EXISTS (SELECT FROM pit.project AS each WHERE each.id = project AND each.org_id = pit_ops.ctx_org()) THEN
      RAISE EXCEPTION 'the plan is not the caller''s to settle' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit.task AS task SET progress_percent = new.percent, status = new.status
      FROM (SELECT said.* FROM unnest(work, work_percents, work_statuses) AS said (id, percent, status)
        CROSS JOIN LATERAL (SELECT * FROM pit.task AS one WHERE one.id = said.id OFFSET 0) AS stored
        WHERE stored.project_id = project
          AND (stored.progress_percent <> said.percent OR stored.status <> said.status) OFFSET 0) AS new
      WHERE task.id = new.id;
    UPDATE pit.subtask AS step SET progress_percent = new.percent, status = new.status
      FROM unnest(work, work_percents, work_statuses) AS new (id, percent, status)
      WHERE step.id = new.id AND (step.progress_percent <> new.percent OR step.status <> new.status)
        AND EXISTS (SELECT FROM pit.task AS task WHERE task.id = step.task_id AND task.project_id = project);
    UPDATE pit.work_package AS package
      SET progress_percent = new.percent, capex_total = new.capex, opex_total = new.opex
      FROM unnest(nodes, node_percents, capex, opex) AS new (id, percent, capex, opex)
      WHERE package.id = new.id AND package.project_id = project AND (package.progress_percent <> new.percent
        OR package.capex_total <> new.capex OR package.opex_total <> new.opex);
    UPDATE pit.phase AS phase SET progress_percent = new.percent, capex_total = new.capex, opex_total = new.opex
      FROM unnest(nodes, node_percents, capex, opex) AS new (id, percent, capex, opex)
      WHERE phase.id = new.id AND phase.project_id = project AND (phase.progress_percent <> new.percent
        OR phase.capex_total <> new.capex OR phase.opex_total <> new.opex);
    UPDATE pit.project AS plan SET progress_percent = node_percents[root], capex_total = capex[root],
        opex_total = opex[root], risk_mitigation_percent = mitigation
      WHERE plan.id = project AND root IS NOT NULL AND (plan.progress_percent <> node_percents[root] OR plan.capex_total <> capex[root]
        OR plan.opex_total <> opex[root] OR plan.risk_mitigation_percent <> mitigation);
    INSERT INTO pit_ops.rollup AS kept (node_id, project_id, state)
      SELECT new.id, project, new.state::jsonb FROM unnest(nodes, states) AS new (id, state)
      ON CONFLICT (node_id) DO UPDATE SET state = excluded.state WHERE kept.project_id = project;
  END $function$;
ALTER FUNCTION pit_ops.store_settlement(uuid,numeric,uuid[],integer[],pit.task_status_enum[],uuid[],integer[],numeric[],numeric[],text[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.store_settlement(uuid,numeric,uuid[],integer[],pit.task_status_enum[],uuid[],integer[],numeric[],numeric[],text[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.store_settlement(uuid,numeric,uuid[],integer[],pit.task_status_enum[],uuid[],integer[],numeric[],numeric[],text[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.sums_above(task uuid, subtask uuid)
 RETURNS TABLE(node_id uuid, state jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 3
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  DECLARE
    place pit.task;
  BEGIN
    SELECT * INTO place FROM pit.task AS each
      WHERE each.id = coalesce(task, (SELECT step.task_id FROM pit.subtask AS step WHERE step.id = subtask));
    RETURN QUERY SELECT rollup.node_id, rollup.state FROM pit_ops.rollup AS rollup
      WHERE rollup.node_id = ANY (ARRAY[place.project_id, place.phase_id, place.work_package_id])
        AND rollup.org_id = pit_ops.ctx_org();
  END $function$;
ALTER FUNCTION pit_ops.sums_above(uuid,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.sums_above(uuid,uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.sums_above(uuid,uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.sync_directory(directory jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    org uuid := pit_ops.ctx_org();
    organisations integer;
    divisions integer;
    users integer;
    teams integer;
    memberships integer;
  BEGIN
    IF pit_ops.ctx_role() <> 'service' OR org IS NULL THEN
      RAISE EXCEPTION 'only the service writes the directory' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (directory -> 'organisation' ->> 'id')::uuid <> org THEN
      RAISE EXCEPTION 'the organisation is not the caller''s' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.organisation AS kept (id, name, time_zone, settings)
      SELECT org, given.name, coalesce(given.time_zone, 'UTC'), pit_ops.merge_settings('{}', nullif(given.settings, 'null'))
      FROM jsonb_to_record(directory -> 'organisation') AS given (name text, time_zone text, settings jsonb)
      WHERE directory ? 'organisation'
      ON CONFLICT (id) DO UPDATE SET name = excluded.name,
        time_zone = coalesce(directory -> 'organisation' ->> 'time_zone', kept.time_zone),
        settings = pit_ops.merge_settings(kept.settings, nullif(directory -> 'organisation' -> 'settings', 'null'));
    GET DIAGNOSTICS organisations = ROW_COUNT;
    INSERT INTO pit.division AS kept (id, org_id, name)
      SELECT given.id, org, given.name
      FROM jsonb_to_recordset(coalesce(directory -> 'divisions', '[]')) AS given (id uuid, name text)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE kept.org_id = org;
    GET DIAGNOSTICS divisions = ROW_COUNT;
    INSERT INTO pit."user" AS kept (id, org_id, name, email, role)
      SELECT given.id, org, given.name, given.email, coalesce(given.role, 'member')
      FROM jsonb_to_recordset(coalesce(directory -> 'users', '[]')) AS given (id uuid, name text, email text, role text)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, email = excluded.email, role = excluded.role
      WHERE kept.org_id = org;
    GET DIAGNOSTICS users = ROW_COUNT;
    INSERT INTO pit.team AS kept (id, org_id, name, manager_id)
      SELECT given.id, org, given.name, given.manager_id
      FROM jsonb_to_recordset(coalesce(directory -> 'teams', '[]')) AS given (id uuid, name text, manager_id uuid)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, manager_id = excluded.manager_id WHERE kept.org_id = org;
    GET DIAGNOSTICS teams = ROW_COUNT;
    INSERT INTO pit.team_membership AS kept (id, org_id, team_id, user_id, role)
      SELECT coalesce(given.id, gen_random_uuid()), org, given.team_id, given.user_id, coalesce(given.role, 'member')
      FROM jsonb_to_recordset(coalesce(directory -> 'memberships', '[]'))
        AS given (id uuid, team_id uuid, user_id uuid, role text)
      ON CONFLICT (team_id, user_id) DO UPDATE SET role = excluded.role WHERE kept.org_id = org;
    GET DIAGNOSTICS memberships = ROW_COUNT;
    IF divisions + users + teams + memberships <> (
        SELECT coalesce(sum(jsonb_array_length(value)), 0) FROM jsonb_each(directory)
        WHERE key IN ('divisions', 'users', 'teams', 'memberships')) THEN
      RAISE EXCEPTION 'an id of the directory is taken' USING ERRCODE = 'unique_violation';
    END IF;
    INSERT INTO pit_ops.deactivated_user (id, org_id) SELECT given.id, org FROM jsonb_to_recordset(coalesce(directory -> 'users', '[]')) AS given (id uuid, is_active boolean)
      WHERE NOT given.is_active ON CONFLICT (id) DO NOTHING;
    DELETE FROM pit_ops.deactivated_user AS gone USING jsonb_to_recordset(coalesce(directory -> 'users', '[]')) AS given (id uuid, is_active boolean)
      WHERE gone.id = given.id AND gone.org_id = org AND given.is_active;
    RETURN jsonb_build_object('organisations', organisations, 'divisions', divisions, 'users', users,
      'teams', teams, 'memberships', memberships) || CASE
        WHEN directory -> 'organisation' ? 'settings'
        THEN jsonb_build_object('settings', (SELECT settings FROM pit.organisation WHERE id = org)) ELSE '{}' END;
  END $function$;
ALTER FUNCTION pit_ops.sync_directory(jsonb) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.sync_directory(jsonb) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.take_job_lease(job text, process uuid, duration interval)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service runs jobs' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit_ops.job_lease AS lease (name, holder, leased_until)
      VALUES (job, process, clock_timestamp() + duration)
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, leased_until = clock_timestamp() + duration
        WHERE lease.holder = process OR lease.leased_until < clock_timestamp();
    RETURN FOUND;
  END $function$;
ALTER FUNCTION pit_ops.take_job_lease(text,uuid,interval) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.take_job_lease(text,uuid,interval) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.task_facts(tasks uuid[], subtask uuid)
 RETURNS TABLE(id uuid, project_id uuid, phase_id uuid, work_package_id uuid, name text, status pit.task_status_enum, progress_percent integer, start_date date, end_date date, duration_days integer, capex_cost numeric, opex_cost numeric, requires_evidence boolean, has_accepted_evidence boolean, mitigation_pct numeric, owner_id uuid, assignees jsonb, phase_owner_id uuid, work_package_owner_id uuid, is_linked boolean, updated_at timestamp with time zone, hand jsonb, subtasks jsonb, predecessors jsonb)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER ROWS 5
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  DECLARE
    wanted uuid[] := coalesce(tasks, ARRAY(
      SELECT step.task_id FROM pit.subtask AS step WHERE step.id = subtask AND step.deleted_at IS NULL));
  BEGIN
    wanted := wanted || ARRAY(
      SELECT arc.successor_task_id FROM pit.task_dependency AS arc WHERE arc.predecessor_task_id = ANY (wanted));
    RETURN QUERY SELECT task.id, task.project_id, task.phase_id, task.work_package_id, task.name, task.status,
      task.progress_percent, task.start_date, task.end_date, task.duration_days, task.capex_cost,
      task.opex_cost, task.requires_evidence, task.requires_evidence AND pit_ops.is_task_proven(task.id),
      task.linked_risk_mitigation_pct, task.owner_id, task.assignees, phase.owner_id, package.owner_id,
      task.source_module <> 'manual' OR EXISTS (SELECT FROM pit.risk_link AS link WHERE link.task_id = task.id) OR EXISTS (SELECT FROM pit.control_link AS link WHERE link.task_id = task.id) OR EXISTS (SELECT FROM pit.incident_link AS link WHERE link.task_id = task.id) OR EXISTS (SELECT FROM pit.audit_link AS link WHERE link.task_id = task.id) OR EXISTS (SELECT FROM pit.isms_link AS link WHERE link.task_id = task.id), task.updated_at::timestamptz,
      (
      SELECT jsonb_build_object('isStarted', coalesce(mark.is_started, false),
        'isBlocked', coalesce(mark.is_blocked, false), 'completion', coalesce(mark.completion, 'open'))
      FROM (SELECT) AS one LEFT JOIN pit_ops.work_mark AS mark ON mark.node_id = task.id), (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', step.id, 'name', step.name, 'ownerId', step.owner_id,
        'status', step.status, 'progressPercent', step.progress_percent, 'startDate', step.start_date,
        'endDate', step.end_date, 'updatedAt', step.updated_at, 'hand', (
      SELECT jsonb_build_object('isStarted', coalesce(mark.is_started, false),
        'isBlocked', coalesce(mark.is_blocked, false), 'completion', coalesce(mark.completion, 'open'))
      FROM (SELECT) AS one LEFT JOIN pit_ops.work_mark AS mark ON mark.node_id = step.id),
        'isEvidenceGateMet', NOT step.requires_evidence OR pit_ops.is_subtask_proven(step.id))
        ORDER BY step.ordered_index, step.id), '[]')
      FROM pit.subtask AS step WHERE step.task_id = task.id AND step.deleted_at IS NULL), (
      SELECT coalesce(jsonb_agg(jsonb_build_object('id', earlier.id, 'type', arc.dependency_type,
        'lagDays', arc.lag_days, 'start', earlier.start_date, 'end', earlier.end_date,
        'progressPercent', earlier.progress_percent, 'hand', (
      SELECT jsonb_build_object('isStarted', coalesce(mark.is_started, false),
        'isBlocked', coalesce(mark.is_blocked, false), 'completion', coalesce(mark.completion, 'open'))
      FROM (SELECT) AS one LEFT JOIN pit_ops.work_mark AS mark ON mark.node_id = earlier.id),
        'isEvidenceGateMet', NOT earlier.requires_evidence OR pit_ops.is_task_proven(earlier.id))), '[]')
      FROM (SELECT * FROM pit.task_dependency AS link WHERE link.successor_task_id = task.id OFFSET 0) AS arc
      CROSS JOIN LATERAL (SELECT * FROM pit.task AS one WHERE one.id = arc.predecessor_task_id OFFSET 0) AS earlier
      WHERE earlier.deleted_at IS NULL)
    FROM (SELECT DISTINCT each.id FROM unnest(wanted) AS each (id)) AS asked
    CROSS JOIN LATERAL (SELECT * FROM pit.task AS one WHERE one.id = asked.id OFFSET 0) AS task
    JOIN pit.phase AS phase ON phase.id = task.phase_id AND phase.deleted_at IS NULL
    LEFT JOIN pit.work_package AS package ON package.id = task.work_package_id
    WHERE task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      AND package.deleted_at IS NULL
    ORDER BY task.order_index, task.id;
  END $function$;
ALTER FUNCTION pit_ops.task_facts(uuid[],uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.task_facts(uuid[],uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.task_facts(uuid[],uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.task_ids_of(person uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET enable_bitmapscan TO 'on'
RETURN ARRAY(SELECT task.id FROM pit.task WHERE ((task.org_id = pit_ops.ctx_org()) AND (task.deleted_at IS NULL) AND (task.owner_id = task_ids_of.person)) UNION SELECT unnest(pit_ops.assigned_task_ids(task_ids_of.person)) AS unnest);
ALTER FUNCTION pit_ops.task_ids_of(uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.task_ids_of(uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.task_ids_of(uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.tasks_of_origin(kind text, origin uuid, code text, version text)
 RETURNS TABLE(task_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER ROWS 10
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT link.task_id FROM pit.risk_link AS link
      WHERE kind = 'risk_acceptance' AND link.org_id = pit_ops.ctx_org() AND link.risk_id = origin
    UNION SELECT link.task_id FROM pit.control_link AS link
      WHERE kind = 'control_exception' AND link.org_id = pit_ops.ctx_org() AND link.control_id = origin
    UNION SELECT link.task_id FROM pit.audit_link AS link
      WHERE kind = 'finding_exception' AND link.org_id = pit_ops.ctx_org() AND link.audit_finding_id = origin
    UNION SELECT link.task_id FROM pit.isms_link AS link
      WHERE kind = 'criterion_exception' AND link.org_id = pit_ops.ctx_org() AND link.criteria_code = code
      AND coalesce(link.criteria_version, '') = coalesce(version, '') $function$;
ALTER FUNCTION pit_ops.tasks_of_origin(text,uuid,text,text) OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.tell(recipients uuid[], title text, message text, link text, level integer, project uuid)
 RETURNS TABLE(id uuid, user_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY WITH sent AS (
      INSERT INTO pit.notification AS each (org_id, user_id, type, title, message, link)
      SELECT known.org_id, known.id, 'internal_message', tell.title, tell.message, tell.link
      FROM pit."user" AS known
      WHERE known.org_id = pit_ops.ctx_org() AND known.id = ANY (tell.recipients)
        AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
      RETURNING each.id, each.user_id, each.org_id
    ), due AS (
      INSERT INTO pit_ops.message_due (notification_id, org_id, user_id, level, project_id, title, message, link)
      SELECT sent.id, sent.org_id, sent.user_id, tell.level, tell.project, tell.title, tell.message, tell.link FROM sent
    )
    SELECT sent.id, sent.user_id FROM sent;
  END $function$;
ALTER FUNCTION pit_ops.tell(uuid[],text,text,text,integer,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.tell(uuid[],text,text,text,integer,uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.tell(uuid[],text,text,text,integer,uuid) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.tell_each(recipients uuid[], titles text[], messages text[], links text[], levels integer[], projects uuid[], gated boolean[])
 RETURNS TABLE(id uuid, user_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY WITH letter AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, known.org_id, known.id AS user_id, item.title, item.message, item.link, item.level,
        item.project, item.is_gated
      FROM unnest(recipients, titles, messages, links, levels, projects, gated)
        AS item (recipient, title, message, link, level, project, is_gated)
      JOIN pit."user" AS known ON known.org_id = pit_ops.ctx_org() AND known.id = item.recipient
      WHERE NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
    ), sent AS (
      INSERT INTO pit.notification (id, org_id, user_id, type, title, message, link)
      SELECT letter.id, letter.org_id, letter.user_id, 'internal_message', letter.title, letter.message, letter.link FROM letter
    ), due AS (
      INSERT INTO pit_ops.message_due (notification_id, org_id, user_id, level, project_id, title, message, link)
      SELECT letter.id, letter.org_id, letter.user_id, letter.level, letter.project, letter.title, letter.message, letter.link
      FROM letter
    ), sight AS (
      INSERT INTO pit_ops.message_sight (notification_id, org_id, user_id, project_id)
      SELECT letter.id, letter.org_id, letter.user_id, letter.project FROM letter WHERE letter.is_gated
    )
    SELECT letter.id, letter.user_id FROM letter;
  END $function$;
ALTER FUNCTION pit_ops.tell_each(uuid[],text[],text[],text[],integer[],uuid[],boolean[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.tell_each(uuid[],text[],text[],text[],integer[],uuid[],boolean[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.tell_each(uuid[],text[],text[],text[],integer[],uuid[],boolean[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.tell_each(recipients uuid[], titles text[], messages text[], links text[], levels integer[], projects uuid[], gated boolean[], alerts text[])
 RETURNS TABLE(id uuid, user_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY WITH letter AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, known.org_id, known.id AS user_id, item.title, item.message, item.link, item.level,
        item.project, item.is_gated, item.about
      FROM unnest(recipients, titles, messages, links, levels, projects, gated, tell_each.alerts)
        AS item (recipient, title, message, link, level, project, is_gated, about)
      JOIN pit."user" AS known ON known.org_id = pit_ops.ctx_org() AND known.id = item.recipient
      WHERE NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
    ), sent AS (
      INSERT INTO pit.notification (id, org_id, user_id, type, title, message, link)
      SELECT letter.id, letter.org_id, letter.user_id, 'internal_message', letter.title, letter.message, letter.link FROM letter
    ), due AS (
      INSERT INTO pit_ops.message_due (notification_id, org_id, user_id, level, project_id, title, message, link, alerts)
      SELECT letter.id, letter.org_id, letter.user_id, letter.level, letter.project, letter.title, letter.message, letter.link,
        letter.about::jsonb
      FROM letter
    ), sight AS (
      INSERT INTO pit_ops.message_sight (notification_id, org_id, user_id, project_id)
      SELECT letter.id, letter.org_id, letter.user_id, letter.project FROM letter WHERE letter.is_gated
    )
    SELECT letter.id, letter.user_id FROM letter;
  END $function$;
ALTER FUNCTION pit_ops.tell_each(uuid[],text[],text[],text[],integer[],uuid[],boolean[],text[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.tell_each(uuid[],text[],text[],text[],integer[],uuid[],boolean[],text[]) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.tell_each(uuid[],text[],text[],text[],integer[],uuid[],boolean[],text[]) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.thin_quality_results(project uuid, kept integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF NOT pit_ops.sees_project(project) THEN RETURN; END IF;
        UPDATE pit.qa_result AS result SET passed_tests = '[]', autofix_actions = '[]', failed_tests = coalesce((
          SELECT jsonb_agg(jsonb_build_object('id', test -> 'id', 'severity', test -> 'severity', 'count', test -> 'count', 'of', test -> 'of'))
          FROM jsonb_array_elements(result.failed_tests) AS test WHERE jsonb_typeof(test) = 'object'), '[]')
        WHERE result.project_id = project AND result.org_id = pit_ops.ctx_org() AND result.passed_tests <> '[]'
          AND result.id NOT IN (SELECT newest.id FROM pit.qa_result AS newest WHERE newest.project_id = project
            ORDER BY newest.run_at DESC, newest.id DESC LIMIT greatest(kept, 10));
      END $function$;
ALTER FUNCTION pit_ops.thin_quality_results(uuid,integer) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.thin_quality_results(uuid,integer) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.thin_quality_results(uuid,integer) TO pit_foreman;

CREATE OR REPLACE FUNCTION pit_ops.touch_owner()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    here xid := pg_current_xact_id()::xid;
    owner uuid := coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> TG_ARGV[0];
  BEGIN
    IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
    CASE TG_TABLE_NAME
      WHEN 'task_rule', 'task_actual', 'evidence_policy' THEN
        UPDATE pit.task AS own SET status = own.status WHERE own.id = owner AND own.xmin <> here;
      WHEN 'work_mark' THEN
        UPDATE pit.task AS own SET status = own.status WHERE own.id = owner AND own.xmin <> here;
        UPDATE pit.subtask AS own SET status = own.status WHERE own.id = owner AND own.xmin <> here;
      WHEN 'project_rule' THEN
        UPDATE pit.project AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
      WHEN 'date_frame' THEN
        UPDATE pit.project AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
        UPDATE pit.phase AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
        UPDATE pit.work_package AS own SET end_date = own.end_date WHERE own.id = owner AND own.xmin <> here;
    END CASE;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.touch_owner() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.touch_owner() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.touch_row()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.touch_row() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.touch_row() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.touch_tagged()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE
    here xid := pg_current_xact_id()::xid;
    link pit_ops.tag_link;
  BEGIN
    IF TG_OP = 'DELETE' THEN link := OLD; ELSE link := NEW; END IF;
    IF link.task_id IS NULL THEN
      UPDATE pit.project AS own SET end_date = own.end_date WHERE own.id = link.project_id AND own.xmin <> here;
    ELSE
      UPDATE pit.task AS own SET status = own.status WHERE own.id = link.task_id AND own.xmin <> here;
    END IF;
    RETURN NULL;
  END $function$;
ALTER FUNCTION pit_ops.touch_tagged() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.touch_tagged() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.touch_webhook()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
    RETURN NEW;
  END $function$;
ALTER FUNCTION pit_ops.touch_webhook() OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.touch_webhook() TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.touched_by_people(tasks uuid[])
 RETURNS TABLE(task_id uuid, touched_at timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        IF pit_ops.ctx_role() IS DISTINCT FROM 'service' THEN
          RAISE EXCEPTION 'only the service asks who changed tasks' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN QUERY SELECT log.record_id::uuid, max(log.created_at)::timestamptz
        FROM pit.audit_log AS log
        WHERE log.org_id = pit_ops.ctx_org() AND log.table_name = 'task' AND log.record_id = ANY (tasks::text[])
          AND log.action = 'UPDATE' AND log.user_id <> '00000000-0000-0000-0000-0000000000ff'
          AND log.after_state - ARRAY['status', 'progress_percent', 'updated_at'] IS DISTINCT FROM log.before_state - ARRAY['status', 'progress_percent', 'updated_at']
        GROUP BY log.record_id;
      END $function$;
ALTER FUNCTION pit_ops.touched_by_people(uuid[]) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.touched_by_people(uuid[]) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.turn_figures(project uuid, today date)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  DECLARE is_changed boolean;
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service turns the day' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF project IS NULL THEN
      UPDATE pit_ops.project_figures AS kept SET day = today
        WHERE kept.org_id = pit_ops.ctx_org() AND kept.day <> today AND EXISTS (SELECT FROM pit.project AS idle
          WHERE idle.id = kept.project_id AND (idle.deleted_at IS NOT NULL OR idle.status = 'archived'));
    ELSE
      UPDATE pit_ops.project_figures AS kept SET (day, task_count, overdue_task_count, late_task_count, long_late_task_count) = (SELECT turn_figures.today, work.task_count, work.overdue_task_count, work.late_task_count, work.long_late_task_count)
        FROM (SELECT count(*)::integer AS task_count,
      (count(*) FILTER (WHERE task.status = 'overdue'))::integer AS overdue_task_count,
      (count(*) FILTER (WHERE task.status <> 'completed' AND task.end_date < turn_figures.today))::integer AS late_task_count,
      (count(*) FILTER (WHERE task.status <> 'completed' AND task.end_date < turn_figures.today - 7))::integer AS long_late_task_count
      FROM pit.task WHERE task.project_id = turn_figures.project AND task.deleted_at IS NULL) AS work
        WHERE kept.project_id = turn_figures.project AND kept.org_id = pit_ops.ctx_org()
          AND (kept.day, kept.task_count, kept.overdue_task_count, kept.late_task_count, kept.long_late_task_count) IS DISTINCT FROM (turn_figures.today, work.task_count, work.overdue_task_count, work.late_task_count, work.long_late_task_count)
        RETURNING old.health <> new.health INTO is_changed;
    END IF;
    RETURN coalesce(is_changed, false);
  END $function$;
ALTER FUNCTION pit_ops.turn_figures(uuid,date) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.turn_figures(uuid,date) TO pit_app;

CREATE OR REPLACE FUNCTION pit_ops.unsettle()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
      BEGIN
        UPDATE pit_ops.settled_day SET day = '-infinity', under_way = NULL WHERE org_id = NEW.id;
        RETURN NULL;
      END $function$;
ALTER FUNCTION pit_ops.unsettle() OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.unsettle() TO pit_owner;

CREATE OR REPLACE FUNCTION pit_ops.verify_audit()
 RETURNS TABLE(seal_id bigint, seq bigint, audit_log_id uuid, fault text)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'service') THEN
      RAISE EXCEPTION 'only those who govern verify the audit log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH chain AS (
      SELECT seal.id, seal.hash, seal.prev_hash, seal.records,
        coalesce(lag(seal.hash) OVER (ORDER BY seal.id), '') AS expected_prev
      FROM pit_ops.audit_seal AS seal
    ), found AS (
      SELECT detail.seal_id AS id, count(*) AS records, string_agg(detail.digest, '' ORDER BY detail.seq) AS digests
      FROM pit_ops.audit_detail AS detail WHERE detail.seal_id IS NOT NULL GROUP BY detail.seal_id
    ), faults AS (
      SELECT chain.id AS seal_id, NULL::bigint AS seq, NULL::uuid AS audit_log_id, NULL::uuid AS org_id, CASE
          WHEN chain.prev_hash <> chain.expected_prev THEN 'the seal before it is missing or altered'
          WHEN found.records IS DISTINCT FROM chain.records THEN 'sealed records are missing or added'
          ELSE 'the seal does not match its records' END AS fault
      FROM chain LEFT JOIN found USING (id)
      WHERE chain.prev_hash <> chain.expected_prev OR found.records IS DISTINCT FROM chain.records
        OR chain.hash <> sha256(chain.prev_hash || found.digests)
      UNION ALL
      SELECT detail.seal_id, detail.seq, detail.audit_log_id, detail.org_id,
        CASE WHEN log.id IS NULL THEN 'the record is missing' ELSE 'the record is altered' END
      FROM pit_ops.audit_detail AS detail LEFT JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
      WHERE log.id IS NULL OR detail.digest <> pit_ops.audit_digest(log, detail)
      UNION ALL
      SELECT NULL, NULL, log.id, log.org_id, 'the record was not written by the audit trigger'
      FROM pit.audit_log AS log
      WHERE NOT EXISTS (SELECT FROM pit_ops.audit_detail AS detail WHERE detail.audit_log_id = log.id)
    )
    SELECT faults.seal_id, faults.seq, faults.audit_log_id, faults.fault FROM faults
    WHERE faults.org_id IS NULL OR faults.org_id = pit_ops.ctx_org() OR pit_ops.ctx_role() = 'service'
    ORDER BY faults.seal_id, faults.seq NULLS FIRST;
  END $function$;
ALTER FUNCTION pit_ops.verify_audit() OWNER TO pit_definer;

CREATE OR REPLACE FUNCTION pit_ops.working_days(first date, until date, settings jsonb)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN (until <= first) THEN (0)::bigint WHEN ((settings ->> 'calendar'::text) = 'calendar'::text) THEN ((until - first))::bigint ELSE ((SELECT sum((((((working_days.until - epoch.monday) - (worked.value)::integer) + 7) / 7) - ((((working_days.first - epoch.monday) - (worked.value)::integer) + 7) / 7))) AS sum FROM jsonb_array_elements_text(COALESCE((working_days.settings -> 'workingDays'::text), '[1, 2, 3, 4, 5]'::jsonb)) worked(value), (VALUES ('0001-01-01'::date)) epoch(monday)) - (SELECT count(DISTINCT holiday.value) AS count FROM jsonb_array_elements_text(COALESCE((working_days.settings -> 'holidays'::text), '[]'::jsonb)) holiday(value) WHERE (((holiday.value)::date >= working_days.first) AND ((holiday.value)::date < working_days.until) AND (COALESCE((working_days.settings -> 'workingDays'::text), '[1, 2, 3, 4, 5]'::jsonb) @> to_jsonb((EXTRACT(isodow FROM (holiday.value)::date))::integer))))) END;
ALTER FUNCTION pit_ops.working_days(date,date,jsonb) OWNER TO pit_owner;
GRANT EXECUTE ON FUNCTION pit_ops.working_days(date,date,jsonb) TO PUBLIC;

CREATE OR REPLACE FUNCTION pit_ops.works_on_origin(kind text, origin uuid, code text, version text, person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
    SELECT EXISTS (SELECT FROM pit_ops.tasks_of_origin(kind, origin, code, version) AS linked
      JOIN pit.task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
      WHERE task.status <> 'completed' AND (task.owner_id = person OR task.assignees ? person::text)) $function$;
ALTER FUNCTION pit_ops.works_on_origin(text,uuid,text,text,uuid) OWNER TO pit_definer;
GRANT EXECUTE ON FUNCTION pit_ops.works_on_origin(text,uuid,text,text,uuid) TO pit_app;
GRANT EXECUTE ON FUNCTION pit_ops.works_on_origin(text,uuid,text,text,uuid) TO pit_foreman;

CREATE TABLE pit."user" (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org()
);
ALTER TABLE pit."user" OWNER TO pit_owner;
ALTER TABLE pit."user" ALTER COLUMN org_id SET (n_distinct=1);
ALTER TABLE pit."user" ADD CONSTRAINT user_pkey PRIMARY KEY (id);
ALTER TABLE pit."user" ADD CONSTRAINT user_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit."user" ADD CONSTRAINT user_email_check CHECK (((length(email) >= 3) AND (length(email) <= 320)));
ALTER TABLE pit."user" ADD CONSTRAINT user_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit."user" ADD CONSTRAINT user_role_check CHECK ((role = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'viewer'::text, 'service'::text])));
ALTER TABLE pit."user" ADD CONSTRAINT user_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
CREATE UNIQUE INDEX user_org_id_email_key ON pit."user" USING btree (org_id, lower(email));
ALTER TABLE pit."user" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit."user" AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit."user" AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit."user" FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('user');
ALTER TABLE pit."user" ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit."user" TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit."user" TO pit_definer;
GRANT SELECT ON TABLE pit."user" TO pit_foreman;

CREATE TABLE pit.audit_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  audit_finding_id uuid NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.audit_link OWNER TO pit_owner;
ALTER TABLE pit.audit_link ADD CONSTRAINT audit_link_pkey PRIMARY KEY (id);
ALTER TABLE pit.audit_link ADD CONSTRAINT audit_link_task_id_audit_finding_id_org_id_key UNIQUE (task_id, audit_finding_id, org_id);
ALTER TABLE pit.audit_link ADD CONSTRAINT audit_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX audit_link_org_id_audit_finding_id_idx ON pit.audit_link USING btree (org_id, audit_finding_id);
ALTER TABLE pit.audit_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.audit_link AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.audit_link AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.audit_link AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = audit_link.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.audit_link AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.audit_link AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.audit_link AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.audit_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('audit_link');
ALTER TABLE pit.audit_link ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.audit_link FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('audit_link');
ALTER TABLE pit.audit_link ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER commit_linked AFTER INSERT ON pit.audit_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.commit_linked();
GRANT DELETE, SELECT ON TABLE pit.audit_link TO pit_app;
GRANT SELECT ON TABLE pit.audit_link TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.audit_link TO pit_foreman;
GRANT INSERT (task_id, audit_finding_id) ON TABLE pit.audit_link TO pit_app;
GRANT UPDATE (task_id, audit_finding_id) ON TABLE pit.audit_link TO pit_app;
GRANT INSERT (task_id, audit_finding_id) ON TABLE pit.audit_link TO pit_foreman;
GRANT UPDATE (task_id, audit_finding_id) ON TABLE pit.audit_link TO pit_foreman;

CREATE TABLE pit.audit_log (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL,
  action text NOT NULL,
  table_name text NOT NULL,
  record_id text NOT NULL,
  before_state jsonb,
  after_state jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.audit_log OWNER TO pit_owner;
ALTER TABLE pit.audit_log ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);
ALTER TABLE pit.audit_log ADD CONSTRAINT audit_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES pit."user"(id);
CREATE INDEX audit_log_left_project_idx ON pit.audit_log USING btree (org_id, ((before_state ->> 'project_id'::text))) WHERE ((action <> 'INSERT'::text) AND ((before_state ->> 'project_id'::text) IS DISTINCT FROM (after_state ->> 'project_id'::text)));
CREATE INDEX audit_log_org_id_created_at_id_idx ON pit.audit_log USING btree (org_id, created_at, id);
CREATE INDEX audit_log_org_id_table_name_created_at_id_idx ON pit.audit_log USING btree (org_id, table_name, created_at, id);
CREATE INDEX audit_log_org_id_table_name_record_id_idx ON pit.audit_log USING btree (org_id, table_name, record_id);
CREATE INDEX audit_log_user_id_idx ON pit.audit_log USING btree (user_id);
ALTER TABLE pit.audit_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit.audit_log AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.audit_log AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text])));
CREATE TRIGGER check_actor BEFORE INSERT ON pit.audit_log FOR EACH ROW EXECUTE FUNCTION pit_ops.check_actor();
ALTER TABLE pit.audit_log ENABLE ALWAYS TRIGGER check_actor;
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON pit.audit_log FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.audit_log');
ALTER TABLE pit.audit_log ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.audit_log FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.audit_log');
ALTER TABLE pit.audit_log ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT SELECT ON TABLE pit.audit_log TO pit_app;
GRANT INSERT, SELECT ON TABLE pit.audit_log TO pit_definer;
GRANT SELECT ON TABLE pit.audit_log TO pit_foreman;

CREATE TABLE pit.control_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  control_id uuid NOT NULL,
  control_group text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.control_link OWNER TO pit_owner;
ALTER TABLE pit.control_link ADD CONSTRAINT control_link_pkey PRIMARY KEY (id);
ALTER TABLE pit.control_link ADD CONSTRAINT control_link_task_id_control_id_org_id_key UNIQUE (task_id, control_id, org_id);
ALTER TABLE pit.control_link ADD CONSTRAINT control_link_control_group_check CHECK (((length(control_group) >= 1) AND (length(control_group) <= 200)));
ALTER TABLE pit.control_link ADD CONSTRAINT control_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX control_link_org_id_control_group_idx ON pit.control_link USING btree (org_id, control_group) WHERE (control_group IS NOT NULL);
CREATE INDEX control_link_org_id_control_id_idx ON pit.control_link USING btree (org_id, control_id);
ALTER TABLE pit.control_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.control_link AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.control_link AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.control_link AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = control_link.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.control_link AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.control_link AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.control_link AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.control_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('control_link');
ALTER TABLE pit.control_link ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.control_link FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('control_link');
ALTER TABLE pit.control_link ENABLE ALWAYS TRIGGER audit_row;
GRANT DELETE, SELECT ON TABLE pit.control_link TO pit_app;
GRANT SELECT ON TABLE pit.control_link TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.control_link TO pit_foreman;
GRANT INSERT (task_id, control_id, control_group) ON TABLE pit.control_link TO pit_app;
GRANT UPDATE (task_id, control_id, control_group) ON TABLE pit.control_link TO pit_app;
GRANT INSERT (task_id, control_id, control_group) ON TABLE pit.control_link TO pit_foreman;
GRANT UPDATE (task_id, control_id, control_group) ON TABLE pit.control_link TO pit_foreman;

CREATE TABLE pit.cost_snapshot (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  captured_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  capex_committed numeric(12,2) NOT NULL DEFAULT 0,
  capex_spent numeric(12,2) NOT NULL DEFAULT 0,
  opex_committed numeric(12,2) NOT NULL DEFAULT 0,
  opex_spent numeric(12,2) NOT NULL DEFAULT 0,
  ai_forecast_json jsonb
);
ALTER TABLE pit.cost_snapshot OWNER TO pit_owner;
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_pkey PRIMARY KEY (id);
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_ai_forecast_json_check CHECK (((jsonb_typeof(ai_forecast_json) = 'object'::text) AND (pg_column_size(ai_forecast_json) <= 262144)));
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_capex_committed_check CHECK (((capex_committed >= (0)::numeric) AND (capex_committed <= 9999999999.99)));
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_capex_spent_check CHECK (((capex_spent >= (0)::numeric) AND (capex_spent <= 9999999999.99)));
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_opex_committed_check CHECK (((opex_committed >= (0)::numeric) AND (opex_committed <= 9999999999.99)));
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_opex_spent_check CHECK (((opex_spent >= (0)::numeric) AND (opex_spent <= 9999999999.99)));
ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX cost_snapshot_forecast_idx ON pit.cost_snapshot USING btree (project_id, captured_at) WHERE (ai_forecast_json IS NOT NULL);
CREATE INDEX cost_snapshot_project_id_captured_at_idx ON pit.cost_snapshot USING btree (project_id, captured_at);
ALTER TABLE pit.cost_snapshot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.cost_snapshot AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.cost_snapshot AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.cost_snapshot AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = cost_snapshot.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = cost_snapshot.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.cost_snapshot AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.cost_snapshot AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.cost_snapshot AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.cost_snapshot FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('cost_snapshot');
ALTER TABLE pit.cost_snapshot ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER refuse_change BEFORE DELETE ON pit.cost_snapshot FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.cost_snapshot');
ALTER TABLE pit.cost_snapshot ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.cost_snapshot FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.cost_snapshot');
ALTER TABLE pit.cost_snapshot ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT SELECT ON TABLE pit.cost_snapshot TO pit_app;
GRANT SELECT ON TABLE pit.cost_snapshot TO pit_foreman;
GRANT INSERT (project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent, ai_forecast_json) ON TABLE pit.cost_snapshot TO pit_app;
GRANT UPDATE (ai_forecast_json) ON TABLE pit.cost_snapshot TO pit_app;
GRANT INSERT (project_id, captured_at, capex_committed, capex_spent, opex_committed, opex_spent, ai_forecast_json) ON TABLE pit.cost_snapshot TO pit_foreman;
GRANT UPDATE (ai_forecast_json) ON TABLE pit.cost_snapshot TO pit_foreman;

CREATE TABLE pit.division (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  name text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.division OWNER TO pit_owner;
ALTER TABLE pit.division ADD CONSTRAINT division_pkey PRIMARY KEY (id);
ALTER TABLE pit.division ADD CONSTRAINT division_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit.division ADD CONSTRAINT division_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.division ADD CONSTRAINT division_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit.division ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit.division AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.division AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.division FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('division');
ALTER TABLE pit.division ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.division FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.division TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit.division TO pit_definer;
GRANT SELECT ON TABLE pit.division TO pit_foreman;

CREATE TABLE pit.evidence (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid,
  subtask_id uuid,
  uploaded_by uuid NOT NULL,
  file_url text NOT NULL,
  file_type pit.evidence_type_enum NOT NULL DEFAULT 'document'::pit.evidence_type_enum,
  metadata jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp(3) with time zone
);
ALTER TABLE pit.evidence OWNER TO pit_owner;
ALTER TABLE pit.evidence ALTER COLUMN org_id SET (n_distinct=1);
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_pkey PRIMARY KEY (id);
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_file_url_check CHECK (((length(file_url) <= 2048) AND (file_url ~ '^(https|s3)://[^[:space:]<>"]+$'::text)));
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_metadata_check CHECK (((jsonb_typeof(metadata) = 'object'::text) AND (pg_column_size(metadata) <= 65536)));
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_task_or_subtask_check CHECK ((num_nonnulls(task_id, subtask_id) = 1));
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_subtask_id_fkey FOREIGN KEY (org_id, subtask_id) REFERENCES pit.subtask(org_id, id);
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
ALTER TABLE pit.evidence ADD CONSTRAINT evidence_uploaded_by_fkey FOREIGN KEY (org_id, uploaded_by) REFERENCES pit."user"(org_id, id);
CREATE INDEX evidence_file_url_idx ON pit.evidence USING gin (org_id, pit_ops.fold_text(file_url) pit_ext.gin_trgm_ops);
CREATE INDEX evidence_org_id_created_at_id_idx ON pit.evidence USING btree (org_id, created_at, id);
CREATE INDEX evidence_script_idx ON pit.evidence USING gin (org_id, pit_ops.script_grams(pit_ops.fold_text(file_url))) WHERE (octet_length(pit_ops.fold_text(file_url)) > char_length(pit_ops.fold_text(file_url)));
CREATE INDEX evidence_subtask_id_idx ON pit.evidence USING btree (subtask_id) WHERE (subtask_id IS NOT NULL);
CREATE INDEX evidence_task_id_idx ON pit.evidence USING btree (task_id);
CREATE INDEX evidence_uploaded_by_idx ON pit.evidence USING btree (uploaded_by);
ALTER TABLE pit.evidence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.evidence AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.evidence AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.evidence AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = evidence.task_id)
 OFFSET 0)) OR (EXISTS ( SELECT
   FROM pit.subtask parent
  WHERE (parent.id = evidence.subtask_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.evidence AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.evidence AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.evidence AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.evidence FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('evidence');
ALTER TABLE pit.evidence ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER hand_in_file BEFORE INSERT OR UPDATE OF file_url ON pit.evidence FOR EACH ROW WHEN ((lower(new.file_url) ~~ 's3://pit-local/%'::text)) EXECUTE FUNCTION pit_ops.hand_in_file();
CREATE TRIGGER keep_accepted_evidence BEFORE UPDATE ON pit.evidence FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_accepted_evidence();
CREATE TRIGGER keep_evidence_standing AFTER INSERT OR UPDATE OF deleted_at, metadata ON pit.evidence FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_evidence_standing();
CREATE TRIGGER refuse_change BEFORE DELETE ON pit.evidence FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.evidence');
ALTER TABLE pit.evidence ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.evidence FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.evidence');
ALTER TABLE pit.evidence ENABLE ALWAYS TRIGGER refuse_truncate;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.evidence FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.evidence TO pit_app;
GRANT SELECT ON TABLE pit.evidence TO pit_definer;
GRANT SELECT ON TABLE pit.evidence TO pit_foreman;
GRANT INSERT (task_id, subtask_id, uploaded_by, file_url, file_type, metadata, deleted_at) ON TABLE pit.evidence TO pit_app;
GRANT UPDATE (task_id, subtask_id, uploaded_by, file_url, file_type, metadata, deleted_at) ON TABLE pit.evidence TO pit_app;
GRANT INSERT (task_id, subtask_id, uploaded_by, file_url, file_type, metadata, deleted_at) ON TABLE pit.evidence TO pit_foreman;
GRANT UPDATE (task_id, subtask_id, uploaded_by, file_url, file_type, metadata, deleted_at) ON TABLE pit.evidence TO pit_foreman;

CREATE TABLE pit.evidence_review (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  evidence_id uuid NOT NULL,
  reviewer_id uuid NOT NULL,
  decision pit.review_decision_enum NOT NULL DEFAULT 'pending'::pit.review_decision_enum,
  comment text,
  ai_score integer,
  ai_feedback text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.evidence_review OWNER TO pit_owner;
ALTER TABLE pit.evidence_review ADD CONSTRAINT evidence_review_pkey PRIMARY KEY (id);
ALTER TABLE pit.evidence_review ADD CONSTRAINT evidence_review_ai_feedback_check CHECK ((length(ai_feedback) <= 10000));
ALTER TABLE pit.evidence_review ADD CONSTRAINT evidence_review_ai_score_check CHECK (((ai_score >= 0) AND (ai_score <= 100)));
ALTER TABLE pit.evidence_review ADD CONSTRAINT evidence_review_comment_check CHECK ((length(comment) <= 10000));
ALTER TABLE pit.evidence_review ADD CONSTRAINT evidence_review_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence(org_id, id);
ALTER TABLE pit.evidence_review ADD CONSTRAINT evidence_review_reviewer_id_fkey FOREIGN KEY (org_id, reviewer_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX evidence_review_evidence_id_created_at_id_idx ON pit.evidence_review USING btree (evidence_id, created_at, id);
CREATE INDEX evidence_review_reviewer_id_idx ON pit.evidence_review USING btree (reviewer_id);
ALTER TABLE pit.evidence_review ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.evidence_review AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.evidence_review AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.evidence_review AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.evidence parent
  WHERE (parent.id = evidence_review.evidence_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.evidence_review AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.evidence_review AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.evidence_review AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.evidence_review FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('evidence_review');
ALTER TABLE pit.evidence_review ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_decided_review BEFORE UPDATE OF evidence_id, reviewer_id, decision, comment ON pit.evidence_review FOR EACH ROW WHEN ((old.decision <> 'pending'::pit.review_decision_enum)) EXECUTE FUNCTION pit_ops.keep_decided_review();
CREATE TRIGGER keep_evidence_standing AFTER INSERT OR UPDATE OF decision ON pit.evidence_review FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_evidence_standing();
CREATE TRIGGER lock_reviewed_evidence BEFORE INSERT OR UPDATE OF decision ON pit.evidence_review FOR EACH ROW EXECUTE FUNCTION pit_ops.lock_reviewed_evidence();
CREATE TRIGGER refuse_change BEFORE DELETE ON pit.evidence_review FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.evidence_review');
ALTER TABLE pit.evidence_review ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.evidence_review FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.evidence_review');
ALTER TABLE pit.evidence_review ENABLE ALWAYS TRIGGER refuse_truncate;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.evidence_review FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.evidence_review TO pit_app;
GRANT SELECT ON TABLE pit.evidence_review TO pit_definer;
GRANT SELECT ON TABLE pit.evidence_review TO pit_foreman;
GRANT INSERT (evidence_id, reviewer_id, decision, comment, ai_score, ai_feedback) ON TABLE pit.evidence_review TO pit_app;
GRANT UPDATE (evidence_id, reviewer_id, decision, comment, ai_score, ai_feedback) ON TABLE pit.evidence_review TO pit_app;
GRANT INSERT (evidence_id, reviewer_id, decision, comment, ai_score, ai_feedback) ON TABLE pit.evidence_review TO pit_foreman;
GRANT UPDATE (evidence_id, reviewer_id, decision, comment, ai_score, ai_feedback) ON TABLE pit.evidence_review TO pit_foreman;

CREATE TABLE pit.gantt_state (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL,
  project_id uuid NOT NULL,
  zoom_level text,
  viewport_start date,
  viewport_end date,
  grouping_mode text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.gantt_state OWNER TO pit_owner;
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_pkey PRIMARY KEY (id);
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_user_id_project_id_key UNIQUE (user_id, project_id);
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_grouping_mode_check CHECK ((grouping_mode = ANY (ARRAY['by_phase'::text, 'by_work_package'::text, 'by_assignee'::text, 'by_status'::text, 'by_slack'::text])));
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_viewport_check CHECK ((viewport_start <= viewport_end));
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_zoom_level_check CHECK ((zoom_level = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'quarter'::text, 'year'::text])));
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit.gantt_state ADD CONSTRAINT gantt_state_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX gantt_state_project_id_idx ON pit.gantt_state USING btree (project_id);
ALTER TABLE pit.gantt_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit.gantt_state AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) AND (( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = gantt_state.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = gantt_state.project_id)
     OFFSET 0))
END)));
CREATE POLICY tenant_wall ON pit.gantt_state AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.gantt_state FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('gantt_state');
ALTER TABLE pit.gantt_state ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.gantt_state FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT DELETE, SELECT ON TABLE pit.gantt_state TO pit_app;
GRANT DELETE, SELECT ON TABLE pit.gantt_state TO pit_foreman;
GRANT INSERT (user_id, project_id, zoom_level, viewport_start, viewport_end, grouping_mode) ON TABLE pit.gantt_state TO pit_app;
GRANT UPDATE (user_id, project_id, zoom_level, viewport_start, viewport_end, grouping_mode) ON TABLE pit.gantt_state TO pit_app;
GRANT INSERT (user_id, project_id, zoom_level, viewport_start, viewport_end, grouping_mode) ON TABLE pit.gantt_state TO pit_foreman;
GRANT UPDATE (user_id, project_id, zoom_level, viewport_start, viewport_end, grouping_mode) ON TABLE pit.gantt_state TO pit_foreman;

CREATE TABLE pit.incident_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.incident_link OWNER TO pit_owner;
ALTER TABLE pit.incident_link ADD CONSTRAINT incident_link_pkey PRIMARY KEY (id);
ALTER TABLE pit.incident_link ADD CONSTRAINT incident_link_task_id_incident_id_org_id_key UNIQUE (task_id, incident_id, org_id);
ALTER TABLE pit.incident_link ADD CONSTRAINT incident_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX incident_link_org_id_incident_id_idx ON pit.incident_link USING btree (org_id, incident_id);
ALTER TABLE pit.incident_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.incident_link AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.incident_link AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.incident_link AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = incident_link.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.incident_link AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.incident_link AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.incident_link AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.incident_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('incident_link');
ALTER TABLE pit.incident_link ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.incident_link FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('incident_link');
ALTER TABLE pit.incident_link ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER commit_linked AFTER INSERT ON pit.incident_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.commit_linked();
GRANT DELETE, SELECT ON TABLE pit.incident_link TO pit_app;
GRANT SELECT ON TABLE pit.incident_link TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.incident_link TO pit_foreman;
GRANT INSERT (task_id, incident_id) ON TABLE pit.incident_link TO pit_app;
GRANT UPDATE (task_id, incident_id) ON TABLE pit.incident_link TO pit_app;
GRANT INSERT (task_id, incident_id) ON TABLE pit.incident_link TO pit_foreman;
GRANT UPDATE (task_id, incident_id) ON TABLE pit.incident_link TO pit_foreman;

CREATE TABLE pit.isms_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  criteria_code text NOT NULL,
  criteria_version text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.isms_link OWNER TO pit_owner;
ALTER TABLE pit.isms_link ADD CONSTRAINT isms_link_pkey PRIMARY KEY (id);
ALTER TABLE pit.isms_link ADD CONSTRAINT isms_link_task_id_criteria_code_criteria_version_org_id_key UNIQUE NULLS NOT DISTINCT (task_id, criteria_code, criteria_version, org_id);
ALTER TABLE pit.isms_link ADD CONSTRAINT isms_link_criteria_code_check CHECK (((length(criteria_code) >= 1) AND (length(criteria_code) <= 200)));
ALTER TABLE pit.isms_link ADD CONSTRAINT isms_link_criteria_version_check CHECK (((length(criteria_version) >= 1) AND (length(criteria_version) <= 100)));
ALTER TABLE pit.isms_link ADD CONSTRAINT isms_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX isms_link_org_id_criteria_code_idx ON pit.isms_link USING btree (org_id, criteria_code);
ALTER TABLE pit.isms_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.isms_link AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.isms_link AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.isms_link AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = isms_link.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.isms_link AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.isms_link AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.isms_link AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.isms_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('isms_link');
ALTER TABLE pit.isms_link ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.isms_link FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('isms_link');
ALTER TABLE pit.isms_link ENABLE ALWAYS TRIGGER audit_row;
GRANT DELETE, SELECT ON TABLE pit.isms_link TO pit_app;
GRANT SELECT ON TABLE pit.isms_link TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.isms_link TO pit_foreman;
GRANT INSERT (task_id, criteria_code, criteria_version) ON TABLE pit.isms_link TO pit_app;
GRANT UPDATE (task_id, criteria_code, criteria_version) ON TABLE pit.isms_link TO pit_app;
GRANT INSERT (task_id, criteria_code, criteria_version) ON TABLE pit.isms_link TO pit_foreman;
GRANT UPDATE (task_id, criteria_code, criteria_version) ON TABLE pit.isms_link TO pit_foreman;

CREATE TABLE pit.notification (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL,
  type pit.notification_type_enum NOT NULL,
  title text NOT NULL,
  message text,
  link text,
  is_read boolean NOT NULL DEFAULT false,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.notification OWNER TO pit_owner;
ALTER TABLE pit.notification ADD CONSTRAINT notification_pkey PRIMARY KEY (id);
ALTER TABLE pit.notification ADD CONSTRAINT notification_link_check CHECK (((length(link) <= 2048) AND (link ~ '^(https://[^[:space:]<>"]+|/([^/\\[:space:]<>"][^[:space:]<>"]*)?)$'::text)));
ALTER TABLE pit.notification ADD CONSTRAINT notification_message_check CHECK ((length(message) <= 10000));
ALTER TABLE pit.notification ADD CONSTRAINT notification_title_check CHECK (((length(title) >= 1) AND (length(title) <= 500)));
ALTER TABLE pit.notification ADD CONSTRAINT notification_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX notification_user_id_created_at_id_idx ON pit.notification USING btree (user_id, created_at, id);
ALTER TABLE pit.notification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY deliver ON pit.notification AS PERMISSIVE FOR INSERT TO pit_app, pit_foreman
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY own ON pit.notification AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) AND (NOT (EXISTS ( SELECT
   FROM pit_ops.message_sight sight
  WHERE ((sight.notification_id = notification.id) AND (NOT (( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
        CASE
            WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
               FROM pit.project parent
              WHERE (parent.id = sight.project_id)))
            ELSE (EXISTS ( SELECT
               FROM pit.project parent
              WHERE (parent.id = sight.project_id)
             OFFSET 0))
        END))))))))
  WITH CHECK ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY tenant_wall ON pit.notification AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.notification REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('notification');
ALTER TABLE pit.notification ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.notification FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('notification');
ALTER TABLE pit.notification ENABLE ALWAYS TRIGGER audit_row;
GRANT DELETE, SELECT ON TABLE pit.notification TO pit_app;
GRANT INSERT, SELECT ON TABLE pit.notification TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.notification TO pit_foreman;
GRANT INSERT (user_id, type, title, message, link, is_read) ON TABLE pit.notification TO pit_app;
GRANT UPDATE (is_read) ON TABLE pit.notification TO pit_app;
GRANT INSERT (user_id, type, title, message, link, is_read) ON TABLE pit.notification TO pit_foreman;
GRANT UPDATE (is_read) ON TABLE pit.notification TO pit_foreman;

CREATE TABLE pit.organisation (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  time_zone text NOT NULL DEFAULT 'UTC'::text,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.organisation OWNER TO pit_owner;
ALTER TABLE pit.organisation ADD CONSTRAINT organisation_pkey PRIMARY KEY (id);
ALTER TABLE pit.organisation ADD CONSTRAINT organisation_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.organisation ADD CONSTRAINT organisation_settings_check CHECK (((jsonb_typeof(settings) = 'object'::text) AND (pg_column_size(settings) <= 65536)));
ALTER TABLE pit.organisation ADD CONSTRAINT organisation_time_zone_check CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)));
ALTER TABLE pit.organisation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit.organisation AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.organisation AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.organisation FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('organisation');
ALTER TABLE pit.organisation ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.organisation FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
CREATE TRIGGER unsettle AFTER UPDATE OF settings ON pit.organisation FOR EACH ROW WHEN ((((old.settings -> 'calendar'::text) IS DISTINCT FROM (new.settings -> 'calendar'::text)) OR ((old.settings -> 'workingDays'::text) IS DISTINCT FROM (new.settings -> 'workingDays'::text)) OR ((old.settings -> 'holidays'::text) IS DISTINCT FROM (new.settings -> 'holidays'::text)) OR ((old.settings -> 'progressWeight'::text) IS DISTINCT FROM (new.settings -> 'progressWeight'::text)) OR ((old.settings -> 'upcomingDays'::text) IS DISTINCT FROM (new.settings -> 'upcomingDays'::text)))) EXECUTE FUNCTION pit_ops.unsettle();
GRANT SELECT ON TABLE pit.organisation TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit.organisation TO pit_definer;
GRANT SELECT ON TABLE pit.organisation TO pit_foreman;

CREATE TABLE pit.phase (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  owner_id uuid NOT NULL,
  start_date date,
  end_date date,
  progress_percent integer NOT NULL DEFAULT 0,
  capex_total numeric(12,2) NOT NULL DEFAULT 0,
  opex_total numeric(12,2) NOT NULL DEFAULT 0,
  order_index integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp(3) with time zone
);
ALTER TABLE pit.phase OWNER TO pit_owner;
ALTER TABLE pit.phase ALTER COLUMN project_id SET (n_distinct=-0.2);
ALTER TABLE pit.phase ADD CONSTRAINT phase_pkey PRIMARY KEY (id);
ALTER TABLE pit.phase ADD CONSTRAINT phase_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit.phase ADD CONSTRAINT phase_capex_total_check CHECK (((capex_total >= (0)::numeric) AND (capex_total <= 9999999999.99)));
ALTER TABLE pit.phase ADD CONSTRAINT phase_dates_check CHECK ((start_date <= end_date));
ALTER TABLE pit.phase ADD CONSTRAINT phase_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.phase ADD CONSTRAINT phase_listed_check CHECK (((order_index < 1000) OR (deleted_at IS NOT NULL)));
ALTER TABLE pit.phase ADD CONSTRAINT phase_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.phase ADD CONSTRAINT phase_opex_total_check CHECK (((opex_total >= (0)::numeric) AND (opex_total <= 9999999999.99)));
ALTER TABLE pit.phase ADD CONSTRAINT phase_order_index_check CHECK ((order_index >= 0));
ALTER TABLE pit.phase ADD CONSTRAINT phase_progress_percent_check CHECK (((progress_percent >= 0) AND (progress_percent <= 100)));
ALTER TABLE pit.phase ADD CONSTRAINT phase_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.phase ADD CONSTRAINT phase_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX phase_owner_id_idx ON pit.phase USING btree (owner_id);
CREATE INDEX phase_project_id_idx ON pit.phase USING btree (project_id);
CREATE INDEX phase_project_id_order_index_idx ON pit.phase USING btree (project_id, order_index);
CREATE INDEX phase_start_date_end_date_idx ON pit.phase USING btree (start_date, end_date);
ALTER TABLE pit.phase ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.phase AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.phase AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.phase AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = phase.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = phase.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.phase AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.phase AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.phase AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.phase REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('phase');
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.phase FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('phase');
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_people BEFORE INSERT OR UPDATE OF owner_id ON pit.phase FOR EACH ROW EXECUTE FUNCTION pit_ops.check_people();
CREATE TRIGGER keep_access_delete AFTER DELETE ON pit.phase REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER keep_access_delete;
CREATE TRIGGER keep_access_insert AFTER INSERT ON pit.phase REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER keep_access_insert;
CREATE TRIGGER keep_access_update AFTER UPDATE ON pit.phase REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER keep_access_update;
CREATE TRIGGER note_access AFTER UPDATE ON pit.phase FOR EACH ROW WHEN ((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.project_id IS DISTINCT FROM new.project_id)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL)))) EXECUTE FUNCTION pit_ops.note_access();
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER note_access;
CREATE TRIGGER refuse_archived AFTER INSERT ON pit.phase REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_archived();
CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON pit.phase FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_emptying();
ALTER TABLE pit.phase ENABLE ALWAYS TRIGGER refuse_emptying;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.phase FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.phase TO pit_app;
GRANT SELECT ON TABLE pit.phase TO pit_definer;
GRANT SELECT ON TABLE pit.phase TO pit_foreman;
GRANT INSERT (project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.phase TO pit_app;
GRANT UPDATE (project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.phase TO pit_app;
GRANT UPDATE (start_date, end_date, progress_percent, capex_total, opex_total) ON TABLE pit.phase TO pit_definer;
GRANT INSERT (project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.phase TO pit_foreman;
GRANT UPDATE (project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.phase TO pit_foreman;

CREATE TABLE pit.project (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  division_id uuid,
  name text NOT NULL,
  code text,
  description text,
  type pit.project_type_enum NOT NULL DEFAULT 'project'::pit.project_type_enum,
  owner_id uuid NOT NULL,
  sponsor_id uuid,
  start_date date,
  end_date date,
  quick_class pit.quick_class_enum NOT NULL DEFAULT 'medium_term'::pit.quick_class_enum,
  progress_percent integer NOT NULL DEFAULT 0,
  capex_total numeric(12,2) NOT NULL DEFAULT 0,
  opex_total numeric(12,2) NOT NULL DEFAULT 0,
  status text NOT NULL DEFAULT 'active'::text,
  risk_impact_score numeric(10,2) NOT NULL DEFAULT 0,
  risk_mitigation_percent numeric(5,2) NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp(3) with time zone
);
ALTER TABLE pit.project OWNER TO pit_owner;
ALTER TABLE pit.project ALTER COLUMN org_id SET (n_distinct=1);
ALTER TABLE pit.project ADD CONSTRAINT project_pkey PRIMARY KEY (id);
ALTER TABLE pit.project ADD CONSTRAINT project_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit.project ADD CONSTRAINT project_capex_total_check CHECK (((capex_total >= (0)::numeric) AND (capex_total <= 9999999999.99)));
ALTER TABLE pit.project ADD CONSTRAINT project_code_check CHECK (((length(code) >= 1) AND (length(code) <= 100)));
ALTER TABLE pit.project ADD CONSTRAINT project_dates_check CHECK ((start_date <= end_date));
ALTER TABLE pit.project ADD CONSTRAINT project_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.project ADD CONSTRAINT project_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.project ADD CONSTRAINT project_opex_total_check CHECK (((opex_total >= (0)::numeric) AND (opex_total <= 9999999999.99)));
ALTER TABLE pit.project ADD CONSTRAINT project_progress_percent_check CHECK (((progress_percent >= 0) AND (progress_percent <= 100)));
ALTER TABLE pit.project ADD CONSTRAINT project_risk_impact_score_check CHECK (((risk_impact_score >= (0)::numeric) AND (risk_impact_score <= 99999999.99)));
ALTER TABLE pit.project ADD CONSTRAINT project_risk_mitigation_percent_check CHECK (((risk_mitigation_percent >= (0)::numeric) AND (risk_mitigation_percent <= (100)::numeric)));
ALTER TABLE pit.project ADD CONSTRAINT project_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'active'::text, 'on_hold'::text, 'completed'::text, 'archived'::text])));
ALTER TABLE pit.project ADD CONSTRAINT project_division_id_fkey FOREIGN KEY (org_id, division_id) REFERENCES pit.division(org_id, id);
ALTER TABLE pit.project ADD CONSTRAINT project_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit.project ADD CONSTRAINT project_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.project ADD CONSTRAINT project_sponsor_id_fkey FOREIGN KEY (org_id, sponsor_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX project_archived_idx ON pit.project USING btree (org_id, id) WHERE (status = 'archived'::text);
CREATE INDEX project_division_id_idx ON pit.project USING btree (division_id);
CREATE UNIQUE INDEX project_org_id_code_key ON pit.project USING btree (org_id, code) WHERE (deleted_at IS NULL);
CREATE INDEX project_org_id_created_at_id_idx ON pit.project USING btree (org_id, created_at, id);
CREATE INDEX project_org_id_division_id_idx ON pit.project USING btree (org_id, division_id);
CREATE INDEX project_org_id_end_date_id_idx ON pit.project USING btree (org_id, end_date, id);
CREATE INDEX project_org_id_idx ON pit.project USING btree (org_id);
CREATE INDEX project_org_id_name_id_idx ON pit.project USING btree (org_id, name, id);
CREATE INDEX project_org_id_progress_percent_id_idx ON pit.project USING btree (org_id, progress_percent, id);
CREATE INDEX project_org_id_start_date_id_idx ON pit.project USING btree (org_id, start_date, id);
CREATE INDEX project_org_id_updated_at_id_idx ON pit.project USING btree (org_id, updated_at, id);
CREATE INDEX project_owner_id_idx ON pit.project USING btree (owner_id);
CREATE INDEX project_sponsor_id_idx ON pit.project USING btree (sponsor_id);
CREATE INDEX project_start_date_end_date_idx ON pit.project USING btree (start_date, end_date);
CREATE INDEX project_status_idx ON pit.project USING btree (status);
ALTER TABLE pit.project ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.project AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.project AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.project AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (division_id IS NULL) OR (division_id = ANY (( SELECT pit_ops.ctx_divs() AS ctx_divs)::uuid[])) OR (owner_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (sponsor_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (EXISTS ( SELECT
   FROM pit_ops.project_access mine
  WHERE ((mine.user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) AND (mine.project_id = project.id))
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.project AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.project AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.project AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('project');
ALTER TABLE pit.project ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER begin_figures AFTER INSERT ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.begin_figures();
CREATE TRIGGER begin_project_orders AFTER INSERT ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.begin_project_orders();
CREATE TRIGGER check_people BEFORE INSERT OR UPDATE OF owner_id, sponsor_id ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.check_people();
CREATE TRIGGER end_project_orders AFTER DELETE ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.end_project_orders();
CREATE TRIGGER keep_figures AFTER UPDATE OF start_date, end_date, progress_percent ON pit.project FOR EACH ROW WHEN ((((old.start_date IS DISTINCT FROM new.start_date) OR (old.end_date IS DISTINCT FROM new.end_date)) OR (old.progress_percent IS DISTINCT FROM new.progress_percent))) EXECUTE FUNCTION pit_ops.keep_figures_of_project();
CREATE TRIGGER keep_project_orders AFTER UPDATE ON pit.project FOR EACH ROW WHEN (((((old.capex_total IS DISTINCT FROM new.capex_total) OR (old.opex_total IS DISTINCT FROM new.opex_total)) OR (old.risk_impact_score IS DISTINCT FROM new.risk_impact_score)) OR (old.risk_mitigation_percent IS DISTINCT FROM new.risk_mitigation_percent))) EXECUTE FUNCTION pit_ops.keep_project_orders();
CREATE TRIGGER rest_series AFTER UPDATE OF status, deleted_at ON pit.project FOR EACH ROW WHEN (((old.status = ANY (ARRAY['draft'::text, 'active'::text])) AND (old.deleted_at IS NULL) AND (NOT ((new.status = ANY (ARRAY['draft'::text, 'active'::text])) AND (new.deleted_at IS NULL))))) EXECUTE FUNCTION pit_ops.rest_series();
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.project FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.project TO pit_app;
GRANT SELECT ON TABLE pit.project TO pit_definer;
GRANT SELECT ON TABLE pit.project TO pit_foreman;
GRANT INSERT (division_id, name, code, description, type, owner_id, sponsor_id, start_date, end_date, quick_class, progress_percent, capex_total, opex_total, status, risk_mitigation_percent, deleted_at) ON TABLE pit.project TO pit_app;
GRANT UPDATE (division_id, name, code, description, type, owner_id, sponsor_id, start_date, end_date, quick_class, progress_percent, capex_total, opex_total, status, risk_mitigation_percent, deleted_at) ON TABLE pit.project TO pit_app;
GRANT UPDATE (start_date, end_date, progress_percent, capex_total, opex_total, risk_impact_score, risk_mitigation_percent) ON TABLE pit.project TO pit_definer;
GRANT INSERT (division_id, name, code, description, type, owner_id, sponsor_id, start_date, end_date, quick_class, progress_percent, capex_total, opex_total, status, risk_mitigation_percent, deleted_at) ON TABLE pit.project TO pit_foreman;
GRANT UPDATE (division_id, name, code, description, type, owner_id, sponsor_id, start_date, end_date, quick_class, progress_percent, capex_total, opex_total, status, risk_mitigation_percent, deleted_at) ON TABLE pit.project TO pit_foreman;

CREATE TABLE pit.qa_result (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  run_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  overall_status text NOT NULL,
  passed_tests jsonb NOT NULL DEFAULT '[]'::jsonb,
  failed_tests jsonb NOT NULL DEFAULT '[]'::jsonb,
  autofix_actions jsonb NOT NULL DEFAULT '[]'::jsonb,
  model_used pit.ai_model_enum
);
ALTER TABLE pit.qa_result OWNER TO pit_owner;
ALTER TABLE pit.qa_result ADD CONSTRAINT qa_result_pkey PRIMARY KEY (id);
ALTER TABLE pit.qa_result ADD CONSTRAINT qa_result_autofix_actions_check CHECK ((pg_column_size(autofix_actions) <= 4194304));
ALTER TABLE pit.qa_result ADD CONSTRAINT qa_result_failed_tests_check CHECK ((pg_column_size(failed_tests) <= 4194304));
ALTER TABLE pit.qa_result ADD CONSTRAINT qa_result_overall_status_check CHECK ((overall_status = ANY (ARRAY['green'::text, 'amber'::text, 'red'::text])));
ALTER TABLE pit.qa_result ADD CONSTRAINT qa_result_passed_tests_check CHECK ((pg_column_size(passed_tests) <= 4194304));
ALTER TABLE pit.qa_result ADD CONSTRAINT qa_result_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX qa_result_project_id_idx ON pit.qa_result USING btree (project_id);
CREATE INDEX qa_result_project_id_run_at_idx ON pit.qa_result USING btree (project_id, run_at);
ALTER TABLE pit.qa_result ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.qa_result AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.qa_result AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.qa_result AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = qa_result.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = qa_result.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.qa_result AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.qa_result AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.qa_result AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.qa_result FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('qa_result');
ALTER TABLE pit.qa_result ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER refuse_change BEFORE DELETE ON pit.qa_result FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.qa_result');
ALTER TABLE pit.qa_result ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.qa_result FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.qa_result');
ALTER TABLE pit.qa_result ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT SELECT ON TABLE pit.qa_result TO pit_app;
GRANT SELECT ON TABLE pit.qa_result TO pit_definer;
GRANT SELECT ON TABLE pit.qa_result TO pit_foreman;
GRANT INSERT (project_id, run_at, overall_status, passed_tests, failed_tests, autofix_actions, model_used) ON TABLE pit.qa_result TO pit_app;
GRANT UPDATE (autofix_actions) ON TABLE pit.qa_result TO pit_app;
GRANT UPDATE (passed_tests, failed_tests, autofix_actions) ON TABLE pit.qa_result TO pit_definer;
GRANT INSERT (project_id, run_at, overall_status, passed_tests, failed_tests, autofix_actions, model_used) ON TABLE pit.qa_result TO pit_foreman;
GRANT UPDATE (autofix_actions) ON TABLE pit.qa_result TO pit_foreman;

CREATE TABLE pit.risk_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  risk_id uuid NOT NULL,
  link_type text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.risk_link OWNER TO pit_owner;
ALTER TABLE pit.risk_link ADD CONSTRAINT risk_link_pkey PRIMARY KEY (id);
ALTER TABLE pit.risk_link ADD CONSTRAINT risk_link_task_id_risk_id_link_type_org_id_key UNIQUE (task_id, risk_id, link_type, org_id);
ALTER TABLE pit.risk_link ADD CONSTRAINT risk_link_link_type_check CHECK ((link_type = ANY (ARRAY['inherent'::text, 'residual'::text, 'projected'::text, 'control_set'::text])));
ALTER TABLE pit.risk_link ADD CONSTRAINT risk_link_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX risk_link_org_id_risk_id_idx ON pit.risk_link USING btree (org_id, risk_id);
ALTER TABLE pit.risk_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.risk_link AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.risk_link AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.risk_link AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = risk_link.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.risk_link AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.risk_link AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.risk_link AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.risk_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('risk_link');
ALTER TABLE pit.risk_link ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.risk_link FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('risk_link');
ALTER TABLE pit.risk_link ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_risks_of_links_delete AFTER DELETE ON pit.risk_link REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risks_of_links();
ALTER TABLE pit.risk_link ENABLE ALWAYS TRIGGER keep_risks_of_links_delete;
CREATE TRIGGER keep_risks_of_links_insert AFTER INSERT ON pit.risk_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risks_of_links();
ALTER TABLE pit.risk_link ENABLE ALWAYS TRIGGER keep_risks_of_links_insert;
CREATE TRIGGER keep_risks_of_links_update AFTER UPDATE ON pit.risk_link REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risks_of_links();
ALTER TABLE pit.risk_link ENABLE ALWAYS TRIGGER keep_risks_of_links_update;
GRANT DELETE, SELECT ON TABLE pit.risk_link TO pit_app;
GRANT SELECT ON TABLE pit.risk_link TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.risk_link TO pit_foreman;
GRANT INSERT (task_id, risk_id, link_type) ON TABLE pit.risk_link TO pit_app;
GRANT UPDATE (task_id, risk_id, link_type) ON TABLE pit.risk_link TO pit_app;
GRANT INSERT (task_id, risk_id, link_type) ON TABLE pit.risk_link TO pit_foreman;
GRANT UPDATE (task_id, risk_id, link_type) ON TABLE pit.risk_link TO pit_foreman;

CREATE TABLE pit.skills_credit (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  user_id uuid NOT NULL,
  credit_value integer NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.skills_credit OWNER TO pit_owner;
ALTER TABLE pit.skills_credit ADD CONSTRAINT skills_credit_pkey PRIMARY KEY (id);
ALTER TABLE pit.skills_credit ADD CONSTRAINT skills_credit_task_id_user_id_org_id_key UNIQUE (task_id, user_id, org_id);
ALTER TABLE pit.skills_credit ADD CONSTRAINT skills_credit_credit_value_check CHECK (((credit_value >= 0) AND (credit_value <= 1000000)));
ALTER TABLE pit.skills_credit ADD CONSTRAINT skills_credit_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
ALTER TABLE pit.skills_credit ADD CONSTRAINT skills_credit_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX skills_credit_user_id_idx ON pit.skills_credit USING btree (user_id);
ALTER TABLE pit.skills_credit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.skills_credit AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.skills_credit AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.skills_credit AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = skills_credit.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.skills_credit AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.skills_credit AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.skills_credit AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.skills_credit REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('skills_credit');
ALTER TABLE pit.skills_credit ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.skills_credit FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('skills_credit');
ALTER TABLE pit.skills_credit ENABLE ALWAYS TRIGGER audit_row;
GRANT DELETE, SELECT ON TABLE pit.skills_credit TO pit_app;
GRANT DELETE, SELECT ON TABLE pit.skills_credit TO pit_foreman;
GRANT INSERT (task_id, user_id, credit_value) ON TABLE pit.skills_credit TO pit_app;
GRANT UPDATE (task_id, user_id, credit_value) ON TABLE pit.skills_credit TO pit_app;
GRANT INSERT (task_id, user_id, credit_value) ON TABLE pit.skills_credit TO pit_foreman;
GRANT UPDATE (task_id, user_id, credit_value) ON TABLE pit.skills_credit TO pit_foreman;

CREATE TABLE pit.subtask (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  owner_id uuid,
  status pit.task_status_enum NOT NULL DEFAULT 'not_started'::pit.task_status_enum,
  priority pit.task_priority_enum NOT NULL DEFAULT 'normal'::pit.task_priority_enum,
  start_date date,
  end_date date,
  progress_percent integer NOT NULL DEFAULT 0,
  requires_evidence boolean NOT NULL DEFAULT false,
  ordered_index integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp(3) with time zone
);
ALTER TABLE pit.subtask OWNER TO pit_owner;
ALTER TABLE pit.subtask ALTER COLUMN task_id SET (n_distinct=-0.25);
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_pkey PRIMARY KEY (id);
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_task_id_id_key UNIQUE (task_id, id);
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_dates_check CHECK ((start_date <= end_date));
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_ordered_index_check CHECK ((ordered_index >= 0));
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_progress_percent_check CHECK (((progress_percent >= 0) AND (progress_percent <= 100)));
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.subtask ADD CONSTRAINT subtask_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX subtask_owner_id_idx ON pit.subtask USING btree (owner_id) WHERE (owner_id IS NOT NULL);
CREATE INDEX subtask_status_idx ON pit.subtask USING btree (status);
CREATE INDEX subtask_task_id_idx ON pit.subtask USING btree (task_id);
CREATE INDEX subtask_task_id_ordered_index_idx ON pit.subtask USING btree (task_id, ordered_index);
ALTER TABLE pit.subtask ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.subtask AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.subtask AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.subtask AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = subtask.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.subtask AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.subtask AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.subtask AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.subtask REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('subtask');
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.subtask FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('subtask');
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_people BEFORE INSERT OR UPDATE OF owner_id ON pit.subtask FOR EACH ROW EXECUTE FUNCTION pit_ops.check_people();
CREATE TRIGGER keep_access_delete AFTER DELETE ON pit.subtask REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER keep_access_delete;
CREATE TRIGGER keep_access_insert AFTER INSERT ON pit.subtask REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER keep_access_insert;
CREATE TRIGGER keep_access_update AFTER UPDATE ON pit.subtask REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER keep_access_update;
CREATE TRIGGER note_access AFTER UPDATE ON pit.subtask FOR EACH ROW WHEN ((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.task_id IS DISTINCT FROM new.task_id)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL)))) EXECUTE FUNCTION pit_ops.note_access();
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER note_access;
CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON pit.subtask FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_emptying();
ALTER TABLE pit.subtask ENABLE ALWAYS TRIGGER refuse_emptying;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.subtask FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.subtask TO pit_app;
GRANT SELECT ON TABLE pit.subtask TO pit_definer;
GRANT SELECT ON TABLE pit.subtask TO pit_foreman;
GRANT INSERT (task_id, name, description, owner_id, status, priority, start_date, end_date, progress_percent, requires_evidence, ordered_index, deleted_at) ON TABLE pit.subtask TO pit_app;
GRANT UPDATE (task_id, name, description, owner_id, status, priority, start_date, end_date, progress_percent, requires_evidence, ordered_index, deleted_at) ON TABLE pit.subtask TO pit_app;
GRANT UPDATE (status, progress_percent) ON TABLE pit.subtask TO pit_definer;
GRANT INSERT (task_id, name, description, owner_id, status, priority, start_date, end_date, progress_percent, requires_evidence, ordered_index, deleted_at) ON TABLE pit.subtask TO pit_foreman;
GRANT UPDATE (task_id, name, description, owner_id, status, priority, start_date, end_date, progress_percent, requires_evidence, ordered_index, deleted_at) ON TABLE pit.subtask TO pit_foreman;

CREATE TABLE pit.task (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  work_package_id uuid,
  phase_id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  task_type text NOT NULL DEFAULT 'simple'::text,
  cluster_id uuid,
  owner_id uuid NOT NULL,
  assignees jsonb NOT NULL DEFAULT '[]'::jsonb,
  priority pit.task_priority_enum NOT NULL DEFAULT 'normal'::pit.task_priority_enum,
  status pit.task_status_enum NOT NULL DEFAULT 'not_started'::pit.task_status_enum,
  start_date date,
  end_date date,
  duration_days integer,
  progress_percent integer NOT NULL DEFAULT 0,
  quick_class pit.quick_class_enum NOT NULL DEFAULT 'medium_term'::pit.quick_class_enum,
  requires_evidence boolean NOT NULL DEFAULT false,
  capex_cost numeric(12,2) NOT NULL DEFAULT 0,
  opex_cost numeric(12,2) NOT NULL DEFAULT 0,
  fy_allocation integer,
  linked_risk_mitigation_pct numeric(5,2),
  linked_control_set_id uuid,
  source_module pit.pit_source_module_enum NOT NULL DEFAULT 'manual'::pit.pit_source_module_enum,
  source_reference_id text,
  order_index integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp(3) with time zone
);
ALTER TABLE pit.task OWNER TO pit_owner;
ALTER TABLE pit.task ALTER COLUMN org_id SET (n_distinct=1);
ALTER TABLE pit.task ALTER COLUMN project_id SET (n_distinct=-0.02);
ALTER TABLE pit.task ADD CONSTRAINT task_pkey PRIMARY KEY (id);
ALTER TABLE pit.task ADD CONSTRAINT task_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit.task ADD CONSTRAINT task_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit.task ADD CONSTRAINT task_assignees_check CHECK (
CASE jsonb_typeof(assignees)
    WHEN 'array'::text THEN (jsonb_array_length(assignees) <= 50)
    ELSE false
END);
ALTER TABLE pit.task ADD CONSTRAINT task_capex_cost_check CHECK (((capex_cost >= (0)::numeric) AND (capex_cost <= 9999999999.99)));
ALTER TABLE pit.task ADD CONSTRAINT task_dates_check CHECK ((start_date <= end_date));
ALTER TABLE pit.task ADD CONSTRAINT task_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.task ADD CONSTRAINT task_duration_days_check CHECK ((duration_days >= 0));
ALTER TABLE pit.task ADD CONSTRAINT task_fy_allocation_check CHECK (((fy_allocation >= 1900) AND (fy_allocation <= 2999)));
ALTER TABLE pit.task ADD CONSTRAINT task_linked_risk_mitigation_pct_check CHECK (((linked_risk_mitigation_pct >= (0)::numeric) AND (linked_risk_mitigation_pct <= (100)::numeric)));
ALTER TABLE pit.task ADD CONSTRAINT task_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.task ADD CONSTRAINT task_opex_cost_check CHECK (((opex_cost >= (0)::numeric) AND (opex_cost <= 9999999999.99)));
ALTER TABLE pit.task ADD CONSTRAINT task_order_index_check CHECK ((order_index >= 0));
ALTER TABLE pit.task ADD CONSTRAINT task_progress_percent_check CHECK (((progress_percent >= 0) AND (progress_percent <= 100)));
ALTER TABLE pit.task ADD CONSTRAINT task_source_reference_id_check CHECK (((length(source_reference_id) >= 1) AND (length(source_reference_id) <= 200)));
ALTER TABLE pit.task ADD CONSTRAINT task_source_reference_id_nfc_check CHECK ((source_reference_id IS NFC NORMALIZED));
ALTER TABLE pit.task ADD CONSTRAINT task_task_type_check CHECK (((length(task_type) >= 1) AND (length(task_type) <= 100)));
ALTER TABLE pit.task ADD CONSTRAINT task_cluster_id_fkey FOREIGN KEY (project_id, cluster_id) REFERENCES pit.task_cluster(project_id, id);
ALTER TABLE pit.task ADD CONSTRAINT task_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.task ADD CONSTRAINT task_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase(project_id, id);
ALTER TABLE pit.task ADD CONSTRAINT task_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit.task ADD CONSTRAINT task_work_package_id_fkey FOREIGN KEY (phase_id, work_package_id) REFERENCES pit.work_package(phase_id, id) ON UPDATE CASCADE;
CREATE INDEX task_assignees_idx ON pit.task USING gin (assignees jsonb_path_ops);
CREATE INDEX task_cluster_id_idx ON pit.task USING btree (cluster_id) WHERE (cluster_id IS NOT NULL);
CREATE INDEX task_daterange_idx ON pit.task USING gist (daterange(start_date, end_date));
CREATE INDEX task_end_date_idx ON pit.task USING btree (end_date);
CREATE UNIQUE INDEX task_open_origin_key ON pit.task USING btree (org_id, source_module, source_reference_id) WHERE ((source_reference_id IS NOT NULL) AND (deleted_at IS NULL) AND (status <> 'completed'::pit.task_status_enum));
CREATE INDEX task_org_id_created_at_id_idx ON pit.task USING btree (org_id, created_at, id);
CREATE INDEX task_org_id_deleted_at_idx ON pit.task USING btree (org_id, deleted_at) WHERE (deleted_at IS NOT NULL);
CREATE INDEX task_org_id_end_date_id_idx ON pit.task USING btree (org_id, end_date, id);
CREATE INDEX task_org_id_linked_control_set_id_idx ON pit.task USING btree (org_id, linked_control_set_id) WHERE (linked_control_set_id IS NOT NULL);
CREATE INDEX task_org_id_name_id_idx ON pit.task USING btree (org_id, name, id);
CREATE INDEX task_org_id_order_index_id_idx ON pit.task USING btree (org_id, order_index, id);
CREATE INDEX task_org_id_progress_percent_id_idx ON pit.task USING btree (org_id, progress_percent, id);
CREATE INDEX task_org_id_source_reference_id_idx ON pit.task USING btree (org_id, source_reference_id) WHERE (source_reference_id IS NOT NULL);
CREATE INDEX task_org_id_start_date_id_idx ON pit.task USING btree (org_id, start_date, id);
CREATE INDEX task_org_id_updated_at_id_idx ON pit.task USING btree (org_id, updated_at, id);
CREATE INDEX task_owner_id_idx ON pit.task USING btree (owner_id);
CREATE INDEX task_parent_end_idx ON pit.task USING btree (COALESCE(work_package_id, phase_id), end_date) WHERE (deleted_at IS NULL);
CREATE INDEX task_parent_start_idx ON pit.task USING btree (COALESCE(work_package_id, phase_id), start_date) WHERE (deleted_at IS NULL);
CREATE INDEX task_phase_id_order_index_idx ON pit.task USING btree (phase_id, order_index);
CREATE INDEX task_project_id_status_idx ON pit.task USING btree (project_id, status);
CREATE INDEX task_start_date_idx ON pit.task USING btree (start_date);
CREATE INDEX task_work_package_id_order_index_idx ON pit.task USING btree (work_package_id, order_index);
ALTER TABLE pit.task ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.task AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.task AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.task AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.task AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.task AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.task AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('task');
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.task FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task');
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER begin_task_orders_insert AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.begin_task_orders();
CREATE TRIGGER begin_task_text AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.begin_task_text();
CREATE TRIGGER check_assignees BEFORE INSERT OR UPDATE OF assignees ON pit.task FOR EACH ROW WHEN (((jsonb_typeof(new.assignees) = 'array'::text) AND (new.assignees <> '[]'::jsonb))) EXECUTE FUNCTION pit_ops.check_assignees();
CREATE TRIGGER check_people BEFORE INSERT OR UPDATE OF owner_id, assignees ON pit.task FOR EACH ROW EXECUTE FUNCTION pit_ops.check_people();
CREATE TRIGGER close_extensions AFTER UPDATE OF status, deleted_at ON pit.task FOR EACH ROW WHEN ((((new.status = 'completed'::pit.task_status_enum) AND (old.status <> 'completed'::pit.task_status_enum)) OR ((new.deleted_at IS NOT NULL) AND (old.deleted_at IS NULL)))) EXECUTE FUNCTION pit_ops.close_extensions();
CREATE TRIGGER commit_dated AFTER UPDATE OF end_date ON pit.task FOR EACH ROW WHEN (((old.end_date IS NULL) AND (new.end_date IS NOT NULL))) EXECUTE FUNCTION pit_ops.commit_dated();
CREATE TRIGGER commit_raised AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.commit_raised();
CREATE TRIGGER end_task_orders_delete AFTER DELETE ON pit.task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.end_task_orders();
CREATE TRIGGER end_task_text AFTER DELETE ON pit.task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.end_task_text();
CREATE TRIGGER follow_occurrence AFTER UPDATE OF status, deleted_at ON pit.task FOR EACH ROW WHEN ((((new.status = 'completed'::pit.task_status_enum) <> (old.status = 'completed'::pit.task_status_enum)) OR ((new.deleted_at IS NULL) <> (old.deleted_at IS NULL)))) EXECUTE FUNCTION pit_ops.follow_occurrence();
CREATE TRIGGER keep_access_delete AFTER DELETE ON pit.task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER keep_access_delete;
CREATE TRIGGER keep_access_insert AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER keep_access_insert;
CREATE TRIGGER keep_access_update AFTER UPDATE ON pit.task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER keep_access_update;
CREATE TRIGGER keep_committed_end BEFORE UPDATE OF end_date ON pit.task FOR EACH ROW WHEN ((new.end_date IS DISTINCT FROM old.end_date)) EXECUTE FUNCTION pit_ops.keep_committed_end();
CREATE TRIGGER keep_figures_of_tasks_delete AFTER DELETE ON pit.task REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_figures_of_tasks();
CREATE TRIGGER keep_figures_of_tasks_insert AFTER INSERT ON pit.task REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_figures_of_tasks();
CREATE TRIGGER keep_figures_of_tasks_update AFTER UPDATE ON pit.task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_figures_of_tasks();
CREATE TRIGGER keep_risks_of_tasks_update AFTER UPDATE ON pit.task REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risks_of_tasks();
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER keep_risks_of_tasks_update;
CREATE TRIGGER keep_start_origin AFTER UPDATE OF start_date ON pit.task FOR EACH ROW WHEN (((old.start_date IS DISTINCT FROM new.start_date) AND (current_setting('app.start_origin'::text, true) IS DISTINCT FROM 'said'::text))) EXECUTE FUNCTION pit_ops.keep_start_origin();
CREATE TRIGGER keep_task_rank AFTER UPDATE ON pit.task FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) OR (old.priority IS DISTINCT FROM new.priority))) EXECUTE FUNCTION pit_ops.keep_task_rank();
CREATE TRIGGER keep_task_text AFTER UPDATE ON pit.task FOR EACH ROW WHEN (((old.name IS DISTINCT FROM new.name) OR (old.description IS DISTINCT FROM new.description))) EXECUTE FUNCTION pit_ops.keep_task_text();
CREATE TRIGGER note_access AFTER UPDATE ON pit.task FOR EACH ROW WHEN (((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.assignees IS DISTINCT FROM new.assignees)) OR (old.project_id IS DISTINCT FROM new.project_id)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL)))) EXECUTE FUNCTION pit_ops.note_access();
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER note_access;
CREATE TRIGGER refuse_archived AFTER INSERT ON pit.task REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_archived();
CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON pit.task FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_emptying();
ALTER TABLE pit.task ENABLE ALWAYS TRIGGER refuse_emptying;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.task FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.task TO pit_app;
GRANT SELECT ON TABLE pit.task TO pit_definer;
GRANT SELECT ON TABLE pit.task TO pit_foreman;
GRANT INSERT (work_package_id, phase_id, project_id, name, description, task_type, cluster_id, owner_id, assignees, priority, status, start_date, end_date, duration_days, progress_percent, quick_class, requires_evidence, capex_cost, opex_cost, fy_allocation, linked_risk_mitigation_pct, linked_control_set_id, source_module, source_reference_id, order_index, deleted_at) ON TABLE pit.task TO pit_app;
GRANT UPDATE (work_package_id, phase_id, project_id, name, description, task_type, cluster_id, owner_id, assignees, priority, status, start_date, end_date, duration_days, progress_percent, quick_class, requires_evidence, capex_cost, opex_cost, fy_allocation, linked_risk_mitigation_pct, linked_control_set_id, source_module, source_reference_id, order_index, deleted_at) ON TABLE pit.task TO pit_app;
GRANT UPDATE (status, progress_percent) ON TABLE pit.task TO pit_definer;
GRANT INSERT (work_package_id, phase_id, project_id, name, description, task_type, cluster_id, owner_id, assignees, priority, status, start_date, end_date, duration_days, progress_percent, quick_class, requires_evidence, capex_cost, opex_cost, fy_allocation, linked_risk_mitigation_pct, linked_control_set_id, source_module, source_reference_id, order_index, deleted_at) ON TABLE pit.task TO pit_foreman;
GRANT UPDATE (work_package_id, phase_id, project_id, name, description, task_type, cluster_id, owner_id, assignees, priority, status, start_date, end_date, duration_days, progress_percent, quick_class, requires_evidence, capex_cost, opex_cost, fy_allocation, linked_risk_mitigation_pct, linked_control_set_id, source_module, source_reference_id, order_index, deleted_at) ON TABLE pit.task TO pit_foreman;

CREATE TABLE pit.task_cluster (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  created_by uuid NOT NULL,
  source_module pit.pit_source_module_enum NOT NULL DEFAULT 'manual'::pit.pit_source_module_enum,
  source_reference_id text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.task_cluster OWNER TO pit_owner;
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_pkey PRIMARY KEY (id);
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_source_reference_id_check CHECK (((length(source_reference_id) >= 1) AND (length(source_reference_id) <= 200)));
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_created_by_fkey FOREIGN KEY (org_id, created_by) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.task_cluster ADD CONSTRAINT task_cluster_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX task_cluster_created_by_idx ON pit.task_cluster USING btree (created_by);
CREATE INDEX task_cluster_org_id_idx ON pit.task_cluster USING btree (org_id);
ALTER TABLE pit.task_cluster ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.task_cluster AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.task_cluster AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.task_cluster AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_cluster.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_cluster.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.task_cluster AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.task_cluster AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.task_cluster AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.task_cluster FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task_cluster');
ALTER TABLE pit.task_cluster ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER refuse_archived AFTER INSERT ON pit.task_cluster REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_archived();
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.task_cluster FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT DELETE, SELECT ON TABLE pit.task_cluster TO pit_app;
GRANT SELECT ON TABLE pit.task_cluster TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.task_cluster TO pit_foreman;
GRANT INSERT (project_id, name, description, created_by, source_module, source_reference_id) ON TABLE pit.task_cluster TO pit_app;
GRANT UPDATE (project_id, name, description, created_by, source_module, source_reference_id) ON TABLE pit.task_cluster TO pit_app;
GRANT INSERT (project_id, name, description, created_by, source_module, source_reference_id) ON TABLE pit.task_cluster TO pit_foreman;
GRANT UPDATE (project_id, name, description, created_by, source_module, source_reference_id) ON TABLE pit.task_cluster TO pit_foreman;

CREATE TABLE pit.task_cluster_template (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid DEFAULT pit_ops.ctx_org(),
  name text NOT NULL,
  description text,
  template_json jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.task_cluster_template OWNER TO pit_owner;
ALTER TABLE pit.task_cluster_template ADD CONSTRAINT task_cluster_template_pkey PRIMARY KEY (id);
ALTER TABLE pit.task_cluster_template ADD CONSTRAINT task_cluster_template_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.task_cluster_template ADD CONSTRAINT task_cluster_template_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.task_cluster_template ADD CONSTRAINT task_cluster_template_template_json_check CHECK (((jsonb_typeof(template_json) = 'object'::text) AND (pg_column_size(template_json) <= 2097152)));
ALTER TABLE pit.task_cluster_template ADD CONSTRAINT task_cluster_template_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
CREATE INDEX task_cluster_template_org_id_name_idx ON pit.task_cluster_template USING btree (org_id, name);
ALTER TABLE pit.task_cluster_template ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.task_cluster_template AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.task_cluster_template AS RESTRICTIVE FOR ALL TO PUBLIC
  USING (((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)) OR ((org_id IS NULL) AND (( SELECT pit_ops.ctx_org() AS ctx_org) IS NOT NULL))))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.task_cluster_template AS PERMISSIVE FOR ALL TO pit_app
  USING (true);
CREATE POLICY writers_delete ON pit.task_cluster_template AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.task_cluster_template AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.task_cluster_template AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.task_cluster_template FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task_cluster_template');
ALTER TABLE pit.task_cluster_template ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.task_cluster_template FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT DELETE, SELECT ON TABLE pit.task_cluster_template TO pit_app;
GRANT SELECT ON TABLE pit.task_cluster_template TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.task_cluster_template TO pit_foreman;
GRANT INSERT (name, description, template_json) ON TABLE pit.task_cluster_template TO pit_app;
GRANT UPDATE (name, description, template_json) ON TABLE pit.task_cluster_template TO pit_app;
GRANT INSERT (name, description, template_json) ON TABLE pit.task_cluster_template TO pit_foreman;
GRANT UPDATE (name, description, template_json) ON TABLE pit.task_cluster_template TO pit_foreman;

CREATE TABLE pit.task_dependency (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  predecessor_task_id uuid NOT NULL,
  successor_task_id uuid NOT NULL,
  dependency_type pit.dependency_type_enum NOT NULL DEFAULT 'finish_to_start'::pit.dependency_type_enum,
  lag_days integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.task_dependency OWNER TO pit_owner;
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_pkey PRIMARY KEY (id);
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_arc_org_id_key UNIQUE (predecessor_task_id, successor_task_id, org_id);
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_lag_days_check CHECK (((lag_days >= '-3650'::integer) AND (lag_days <= 3650)));
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_not_itself_check CHECK ((predecessor_task_id <> successor_task_id));
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_predecessor_task_id_fkey FOREIGN KEY (project_id, predecessor_task_id) REFERENCES pit.task(project_id, id);
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit.task_dependency ADD CONSTRAINT task_dependency_successor_task_id_fkey FOREIGN KEY (project_id, successor_task_id) REFERENCES pit.task(project_id, id);
CREATE INDEX task_dependency_predecessor_task_id_idx ON pit.task_dependency USING btree (predecessor_task_id);
CREATE INDEX task_dependency_project_id_idx ON pit.task_dependency USING btree (project_id);
CREATE INDEX task_dependency_successor_task_id_idx ON pit.task_dependency USING btree (successor_task_id);
ALTER TABLE pit.task_dependency ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.task_dependency AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.task_dependency AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.task_dependency AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_dependency.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_dependency.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.task_dependency AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.task_dependency AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.task_dependency AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.task_dependency REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('task_dependency');
ALTER TABLE pit.task_dependency ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.task_dependency FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task_dependency');
ALTER TABLE pit.task_dependency ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER refuse_archived AFTER INSERT ON pit.task_dependency REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_archived();
CREATE TRIGGER refuse_crowding AFTER INSERT ON pit.task_dependency REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_crowding();
CREATE TRIGGER refuse_crowding_update AFTER UPDATE ON pit.task_dependency REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_crowding();
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.task_dependency FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT DELETE, SELECT ON TABLE pit.task_dependency TO pit_app;
GRANT SELECT ON TABLE pit.task_dependency TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit.task_dependency TO pit_foreman;
GRANT INSERT (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days) ON TABLE pit.task_dependency TO pit_app;
GRANT UPDATE (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days) ON TABLE pit.task_dependency TO pit_app;
GRANT INSERT (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days) ON TABLE pit.task_dependency TO pit_foreman;
GRANT UPDATE (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days) ON TABLE pit.task_dependency TO pit_foreman;

CREATE TABLE pit.task_progress_log (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  subtask_id uuid,
  user_id uuid NOT NULL,
  old_progress_percent integer,
  new_progress_percent integer,
  old_status pit.task_status_enum,
  new_status pit.task_status_enum,
  comment text,
  source text NOT NULL DEFAULT 'manual'::text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
) PARTITION BY RANGE (created_at);
ALTER TABLE pit.task_progress_log OWNER TO pit_owner;
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_pkey PRIMARY KEY (id, created_at);
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_comment_check CHECK ((length(comment) <= 10000));
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_new_progress_percent_check CHECK (((new_progress_percent >= 0) AND (new_progress_percent <= 100)));
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_old_progress_percent_check CHECK (((old_progress_percent >= 0) AND (old_progress_percent <= 100)));
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_source_check CHECK ((source = ANY (ARRAY['manual'::text, 'ai_suggested'::text, 'auto_from_evidence'::text, 'import'::text])));
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_subtask_id_fkey FOREIGN KEY (task_id, subtask_id) REFERENCES pit.subtask(task_id, id);
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
ALTER TABLE pit.task_progress_log ADD CONSTRAINT task_progress_log_user_id_fkey FOREIGN KEY (user_id) REFERENCES pit."user"(id);
CREATE INDEX task_progress_log_subtask_id_idx ON ONLY pit.task_progress_log USING btree (subtask_id) WHERE (subtask_id IS NOT NULL);
CREATE INDEX task_progress_log_task_id_created_at_idx ON ONLY pit.task_progress_log USING btree (task_id, created_at);
ALTER TABLE pit.task_progress_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.task_progress_log AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY own_hand ON pit.task_progress_log AS RESTRICTIVE FOR INSERT TO PUBLIC
  WITH CHECK ((user_id = ANY (ARRAY[( SELECT pit_ops.ctx_user() AS ctx_user), '00000000-0000-0000-0000-0000000000ff'::uuid])));
CREATE POLICY tenant_wall ON pit.task_progress_log AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.task_progress_log AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = task_progress_log.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit.task_progress_log AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.task_progress_log AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.task_progress_log AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.task_progress_log FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task_progress_log');
ALTER TABLE pit.task_progress_log ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_actor BEFORE INSERT ON pit.task_progress_log FOR EACH ROW EXECUTE FUNCTION pit_ops.check_actor();
ALTER TABLE pit.task_progress_log ENABLE ALWAYS TRIGGER check_actor;
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON pit.task_progress_log FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.task_progress_log');
ALTER TABLE pit.task_progress_log ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.task_progress_log FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.task_progress_log');
ALTER TABLE pit.task_progress_log ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT SELECT ON TABLE pit.task_progress_log TO pit_app;
GRANT SELECT ON TABLE pit.task_progress_log TO pit_foreman;
GRANT INSERT (task_id, subtask_id, user_id, old_progress_percent, new_progress_percent, old_status, new_status, comment, source) ON TABLE pit.task_progress_log TO pit_app;
GRANT INSERT (task_id, subtask_id, user_id, old_progress_percent, new_progress_percent, old_status, new_status, comment, source) ON TABLE pit.task_progress_log TO pit_foreman;

CREATE TABLE pit.team (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  name text NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  manager_id uuid NOT NULL
);
ALTER TABLE pit.team OWNER TO pit_owner;
ALTER TABLE pit.team ADD CONSTRAINT team_pkey PRIMARY KEY (id);
ALTER TABLE pit.team ADD CONSTRAINT team_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit.team ADD CONSTRAINT team_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.team ADD CONSTRAINT team_manager_id_fkey FOREIGN KEY (org_id, manager_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.team ADD CONSTRAINT team_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
CREATE INDEX team_manager_id_idx ON pit.team USING btree (manager_id);
ALTER TABLE pit.team ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit.team AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.team AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.team FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('team');
ALTER TABLE pit.team ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit.team TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit.team TO pit_definer;
GRANT SELECT ON TABLE pit.team TO pit_foreman;

CREATE TABLE pit.team_membership (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  team_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL
);
ALTER TABLE pit.team_membership OWNER TO pit_owner;
ALTER TABLE pit.team_membership ADD CONSTRAINT team_membership_pkey PRIMARY KEY (id);
ALTER TABLE pit.team_membership ADD CONSTRAINT team_membership_team_id_user_id_key UNIQUE (team_id, user_id);
ALTER TABLE pit.team_membership ADD CONSTRAINT team_membership_role_check CHECK ((role = ANY (ARRAY['lead'::text, 'member'::text])));
ALTER TABLE pit.team_membership ADD CONSTRAINT team_membership_team_id_fkey FOREIGN KEY (org_id, team_id) REFERENCES pit.team(org_id, id);
ALTER TABLE pit.team_membership ADD CONSTRAINT team_membership_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX team_membership_org_id_idx ON pit.team_membership USING btree (org_id);
CREATE INDEX team_membership_user_id_idx ON pit.team_membership USING btree (user_id);
ALTER TABLE pit.team_membership ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit.team_membership AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.team_membership AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.team_membership FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('team_membership');
ALTER TABLE pit.team_membership ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit.team_membership TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit.team_membership TO pit_definer;
GRANT SELECT ON TABLE pit.team_membership TO pit_foreman;

CREATE TABLE pit.timeline_cache (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  zoom_level text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit.timeline_cache OWNER TO pit_owner;
ALTER TABLE pit.timeline_cache ADD CONSTRAINT timeline_cache_pkey PRIMARY KEY (id);
ALTER TABLE pit.timeline_cache ADD CONSTRAINT timeline_cache_project_id_zoom_level_org_id_key UNIQUE (project_id, zoom_level, org_id);
ALTER TABLE pit.timeline_cache ADD CONSTRAINT timeline_cache_data_check CHECK ((pg_column_size(data) <= 33554432));
ALTER TABLE pit.timeline_cache ADD CONSTRAINT timeline_cache_zoom_level_check CHECK ((zoom_level = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'quarter'::text, 'year'::text])));
ALTER TABLE pit.timeline_cache ADD CONSTRAINT timeline_cache_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit.timeline_cache ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.timeline_cache AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.timeline_cache AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.timeline_cache AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = timeline_cache.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = timeline_cache.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.timeline_cache AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.timeline_cache AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.timeline_cache AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.timeline_cache FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('timeline_cache');
ALTER TABLE pit.timeline_cache ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.timeline_cache FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT DELETE, SELECT ON TABLE pit.timeline_cache TO pit_app;
GRANT DELETE, SELECT ON TABLE pit.timeline_cache TO pit_foreman;
GRANT INSERT (project_id, data, zoom_level) ON TABLE pit.timeline_cache TO pit_app;
GRANT UPDATE (project_id, data, zoom_level) ON TABLE pit.timeline_cache TO pit_app;
GRANT INSERT (project_id, data, zoom_level) ON TABLE pit.timeline_cache TO pit_foreman;
GRANT UPDATE (project_id, data, zoom_level) ON TABLE pit.timeline_cache TO pit_foreman;

CREATE TABLE pit.watchdog_alert (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  severity pit.alert_severity_enum NOT NULL,
  code text NOT NULL,
  message text NOT NULL,
  data jsonb NOT NULL DEFAULT '{}'::jsonb,
  detected_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  resolved_at timestamp(3) with time zone
);
ALTER TABLE pit.watchdog_alert OWNER TO pit_owner;
ALTER TABLE pit.watchdog_alert ALTER COLUMN project_id SET (n_distinct=-0.1);
ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_pkey PRIMARY KEY (id);
ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_code_check CHECK ((code = ANY (ARRAY['task_overdue'::text, 'overdue_cluster'::text, 'evidence_missing'::text, 'evidence_rejected_twice'::text, 'evidence_unreviewed'::text, 'stalled_task'::text, 'stalled_subtask'::text, 'status_mismatch'::text, 'early_successor_start'::text, 'dependency_cycle'::text, 'critical_path_drift'::text, 'duration_mismatch'::text, 'owner_overload'::text, 'cost_spike'::text, 'risk_not_mitigating'::text, 'upcoming_deadline'::text, 'unassigned'::text, 'integration_broken'::text, 'evidence_expiring'::text, 'evidence_expired'::text, 'series_broken'::text, 'extension_waiting'::text, 'acceptance_expired'::text])));
ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_data_check CHECK (((jsonb_typeof(data) = 'object'::text) AND (pg_column_size(data) <= 65536)));
ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_message_check CHECK ((length(message) <= 10000));
ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX watchdog_alert_message_idx ON pit.watchdog_alert USING gin (org_id, pit_ops.fold_text(message) pit_ext.gin_trgm_ops);
CREATE INDEX watchdog_alert_open_code_idx ON pit.watchdog_alert USING btree (org_id, code, ((data ->> 'subject'::text))) WHERE (resolved_at IS NULL);
CREATE INDEX watchdog_alert_open_detected_at_idx ON pit.watchdog_alert USING btree (org_id, detected_at, id) WHERE (resolved_at IS NULL);
CREATE UNIQUE INDEX watchdog_alert_open_key ON pit.watchdog_alert USING btree (project_id, code, ((data ->> 'subject'::text))) NULLS NOT DISTINCT WHERE (resolved_at IS NULL);
CREATE INDEX watchdog_alert_org_id_code_detected_at_id_idx ON pit.watchdog_alert USING btree (org_id, code, detected_at, id);
CREATE INDEX watchdog_alert_org_id_detected_at_id_idx ON pit.watchdog_alert USING btree (org_id, detected_at, id);
CREATE INDEX watchdog_alert_project_id_severity_idx ON pit.watchdog_alert USING btree (project_id, severity);
CREATE INDEX watchdog_alert_script_idx ON pit.watchdog_alert USING gin (org_id, pit_ops.script_grams(pit_ops.fold_text(message))) WHERE (octet_length(pit_ops.fold_text(message)) > char_length(pit_ops.fold_text(message)));
ALTER TABLE pit.watchdog_alert ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.watchdog_alert AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.watchdog_alert AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.watchdog_alert AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = watchdog_alert.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = watchdog_alert.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.watchdog_alert AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.watchdog_alert AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.watchdog_alert AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.watchdog_alert REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('watchdog_alert');
ALTER TABLE pit.watchdog_alert ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.watchdog_alert FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('watchdog_alert');
ALTER TABLE pit.watchdog_alert ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_figures_of_alerts_delete AFTER DELETE ON pit.watchdog_alert REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_figures_of_alerts();
CREATE TRIGGER keep_figures_of_alerts_insert AFTER INSERT ON pit.watchdog_alert REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_figures_of_alerts();
CREATE TRIGGER keep_figures_of_alerts_update AFTER UPDATE ON pit.watchdog_alert REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_figures_of_alerts();
CREATE TRIGGER refuse_change BEFORE DELETE ON pit.watchdog_alert FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.watchdog_alert');
ALTER TABLE pit.watchdog_alert ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.watchdog_alert FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.watchdog_alert');
ALTER TABLE pit.watchdog_alert ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT SELECT ON TABLE pit.watchdog_alert TO pit_app;
GRANT SELECT ON TABLE pit.watchdog_alert TO pit_definer;
GRANT SELECT ON TABLE pit.watchdog_alert TO pit_foreman;
GRANT INSERT (project_id, severity, code, message, data, detected_at, resolved_at) ON TABLE pit.watchdog_alert TO pit_app;
GRANT UPDATE (project_id, severity, code, message, data, detected_at, resolved_at) ON TABLE pit.watchdog_alert TO pit_app;
GRANT INSERT (project_id, severity, code, message, data, detected_at, resolved_at) ON TABLE pit.watchdog_alert TO pit_foreman;
GRANT UPDATE (project_id, severity, code, message, data, detected_at, resolved_at) ON TABLE pit.watchdog_alert TO pit_foreman;

CREATE TABLE pit.watchdog_scan_log (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  started_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  finished_at timestamp(3) with time zone,
  projects_scanned integer NOT NULL DEFAULT 0,
  issues_detected integer NOT NULL DEFAULT 0,
  ai_summary text,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org()
);
ALTER TABLE pit.watchdog_scan_log OWNER TO pit_owner;
ALTER TABLE pit.watchdog_scan_log ADD CONSTRAINT watchdog_scan_log_pkey PRIMARY KEY (id);
ALTER TABLE pit.watchdog_scan_log ADD CONSTRAINT watchdog_scan_log_ai_summary_check CHECK ((length(ai_summary) <= 100000));
ALTER TABLE pit.watchdog_scan_log ADD CONSTRAINT watchdog_scan_log_issues_detected_check CHECK ((issues_detected >= 0));
ALTER TABLE pit.watchdog_scan_log ADD CONSTRAINT watchdog_scan_log_projects_scanned_check CHECK ((projects_scanned >= 0));
ALTER TABLE pit.watchdog_scan_log ADD CONSTRAINT watchdog_scan_log_times_check CHECK ((started_at <= finished_at));
CREATE INDEX watchdog_scan_log_org_id_started_at_id_idx ON pit.watchdog_scan_log USING btree (org_id, started_at, id);
ALTER TABLE pit.watchdog_scan_log ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY scanner_insert ON pit.watchdog_scan_log AS PERMISSIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY scanner_update ON pit.watchdog_scan_log AS PERMISSIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit.watchdog_scan_log AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.watchdog_scan_log AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['foreman'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit.watchdog_scan_log FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('watchdog_scan_log');
ALTER TABLE pit.watchdog_scan_log ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER refuse_change BEFORE DELETE ON pit.watchdog_scan_log FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit.watchdog_scan_log');
ALTER TABLE pit.watchdog_scan_log ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit.watchdog_scan_log FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit.watchdog_scan_log');
ALTER TABLE pit.watchdog_scan_log ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT SELECT ON TABLE pit.watchdog_scan_log TO pit_app;
GRANT SELECT ON TABLE pit.watchdog_scan_log TO pit_definer;
GRANT SELECT ON TABLE pit.watchdog_scan_log TO pit_foreman;
GRANT INSERT (started_at, finished_at, projects_scanned, issues_detected, ai_summary) ON TABLE pit.watchdog_scan_log TO pit_app;
GRANT UPDATE (started_at, finished_at, projects_scanned, issues_detected, ai_summary) ON TABLE pit.watchdog_scan_log TO pit_app;
GRANT INSERT (started_at, finished_at, projects_scanned, issues_detected, ai_summary) ON TABLE pit.watchdog_scan_log TO pit_foreman;
GRANT UPDATE (started_at, finished_at, projects_scanned, issues_detected, ai_summary) ON TABLE pit.watchdog_scan_log TO pit_foreman;

CREATE TABLE pit.work_package (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  phase_id uuid NOT NULL,
  project_id uuid NOT NULL,
  name text NOT NULL,
  description text,
  owner_id uuid NOT NULL,
  start_date date,
  end_date date,
  progress_percent integer NOT NULL DEFAULT 0,
  capex_total numeric(12,2) NOT NULL DEFAULT 0,
  opex_total numeric(12,2) NOT NULL DEFAULT 0,
  order_index integer NOT NULL DEFAULT 0,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  deleted_at timestamp(3) with time zone
);
ALTER TABLE pit.work_package OWNER TO pit_owner;
ALTER TABLE pit.work_package ALTER COLUMN phase_id SET (n_distinct=-0.2);
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_pkey PRIMARY KEY (id);
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_phase_id_id_key UNIQUE (phase_id, id);
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_capex_total_check CHECK (((capex_total >= (0)::numeric) AND (capex_total <= 9999999999.99)));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_dates_check CHECK ((start_date <= end_date));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_description_check CHECK ((length(description) <= 10000));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_listed_check CHECK (((order_index < 1000) OR (deleted_at IS NOT NULL)));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_opex_total_check CHECK (((opex_total >= (0)::numeric) AND (opex_total <= 9999999999.99)));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_order_index_check CHECK ((order_index >= 0));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_progress_percent_check CHECK (((progress_percent >= 0) AND (progress_percent <= 100)));
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase(project_id, id);
ALTER TABLE pit.work_package ADD CONSTRAINT work_package_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX work_package_owner_id_idx ON pit.work_package USING btree (owner_id);
CREATE INDEX work_package_phase_id_idx ON pit.work_package USING btree (phase_id);
CREATE INDEX work_package_phase_id_order_index_idx ON pit.work_package USING btree (phase_id, order_index);
CREATE INDEX work_package_project_id_idx ON pit.work_package USING btree (project_id);
ALTER TABLE pit.work_package ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit.work_package AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit.work_package AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit.work_package AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = work_package.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = work_package.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit.work_package AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit.work_package AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit.work_package AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit.work_package REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('work_package');
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit.work_package FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('work_package');
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_people BEFORE INSERT OR UPDATE OF owner_id ON pit.work_package FOR EACH ROW EXECUTE FUNCTION pit_ops.check_people();
CREATE TRIGGER keep_access_delete AFTER DELETE ON pit.work_package REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER keep_access_delete;
CREATE TRIGGER keep_access_insert AFTER INSERT ON pit.work_package REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER keep_access_insert;
CREATE TRIGGER keep_access_update AFTER UPDATE ON pit.work_package REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_access();
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER keep_access_update;
CREATE TRIGGER note_access AFTER UPDATE ON pit.work_package FOR EACH ROW WHEN ((((old.owner_id IS DISTINCT FROM new.owner_id) OR (old.project_id IS DISTINCT FROM new.project_id)) OR ((old.deleted_at IS NULL) IS DISTINCT FROM (new.deleted_at IS NULL)))) EXECUTE FUNCTION pit_ops.note_access();
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER note_access;
CREATE TRIGGER refuse_archived AFTER INSERT ON pit.work_package REFERENCING NEW TABLE AS inserted FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_archived();
CREATE TRIGGER refuse_emptying BEFORE TRUNCATE ON pit.work_package FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_emptying();
ALTER TABLE pit.work_package ENABLE ALWAYS TRIGGER refuse_emptying;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit.work_package FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit.work_package TO pit_app;
GRANT SELECT ON TABLE pit.work_package TO pit_definer;
GRANT SELECT ON TABLE pit.work_package TO pit_foreman;
GRANT INSERT (phase_id, project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.work_package TO pit_app;
GRANT UPDATE (phase_id, project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.work_package TO pit_app;
GRANT UPDATE (start_date, end_date, progress_percent, capex_total, opex_total) ON TABLE pit.work_package TO pit_definer;
GRANT INSERT (phase_id, project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.work_package TO pit_foreman;
GRANT UPDATE (phase_id, project_id, name, description, owner_id, start_date, end_date, progress_percent, capex_total, opex_total, order_index, deleted_at) ON TABLE pit.work_package TO pit_foreman;

CREATE TABLE pit_ops.acceptance (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  kind text NOT NULL,
  origin_id uuid,
  criteria_code text,
  criteria_version text,
  reason text NOT NULL,
  compensating text,
  residual text,
  state text NOT NULL DEFAULT 'proposed'::text,
  starts_on date NOT NULL,
  ends_on date NOT NULL,
  proposed_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  decided_by uuid,
  decided_at timestamp(3) with time zone,
  comment text,
  ended_by uuid,
  ended_at timestamp(3) with time zone,
  end_reason text,
  renews_id uuid
);
ALTER TABLE pit_ops.acceptance OWNER TO pit_owner;
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_org_id_key UNIQUE (org_id, id);
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_comment_check CHECK ((length(comment) <= 5000));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_compensating_check CHECK ((length(compensating) <= 5000));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_criteria_check CHECK ((((length(criteria_code) >= 1) AND (length(criteria_code) <= 200)) AND ((length(criteria_version) >= 1) AND (length(criteria_version) <= 100))));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_decided_by_check CHECK (((decided_by <> proposed_by) AND ((state <> ALL (ARRAY['active'::text, 'rejected'::text, 'revoked'::text, 'renewed'::text])) OR ((decided_at IS NOT NULL) AND (decided_by IS NOT NULL)))));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_end_reason_check CHECK ((length(end_reason) <= 5000));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_ends_on_check CHECK ((isfinite(starts_on) AND isfinite(ends_on) AND (ends_on > starts_on) AND (ends_on <= (starts_on + 3650))));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_kind_check CHECK ((kind = ANY (ARRAY['risk_acceptance'::text, 'control_exception'::text, 'finding_exception'::text, 'criterion_exception'::text])));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_origin_id_check CHECK (
CASE
    WHEN (kind = 'criterion_exception'::text) THEN ((origin_id IS NULL) AND (criteria_code IS NOT NULL))
    ELSE ((origin_id IS NOT NULL) AND (criteria_code IS NULL) AND (criteria_version IS NULL))
END);
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_reason_check CHECK (((length(reason) >= 10) AND (length(reason) <= 2000)));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_residual_check CHECK ((length(residual) <= 5000));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'active'::text, 'rejected'::text, 'withdrawn'::text, 'revoked'::text, 'expired'::text, 'renewed'::text])));
ALTER TABLE pit_ops.acceptance ADD CONSTRAINT acceptance_renews_id_fkey FOREIGN KEY (org_id, renews_id) REFERENCES pit_ops.acceptance(org_id, id);
CREATE UNIQUE INDEX acceptance_active_key ON pit_ops.acceptance USING btree (org_id, kind, origin_id, criteria_code, criteria_version) NULLS NOT DISTINCT WHERE (state = 'active'::text);
CREATE INDEX acceptance_criteria_code_idx ON pit_ops.acceptance USING btree (org_id, criteria_code) WHERE (criteria_code IS NOT NULL);
CREATE INDEX acceptance_ends_on_idx ON pit_ops.acceptance USING btree (org_id, ends_on) WHERE (state = ANY (ARRAY['proposed'::text, 'active'::text]));
CREATE INDEX acceptance_org_id_created_at_idx ON pit_ops.acceptance USING btree (org_id, created_at, id);
CREATE INDEX acceptance_origin_id_idx ON pit_ops.acceptance USING btree (org_id, origin_id, kind) WHERE (origin_id IS NOT NULL);
CREATE UNIQUE INDEX acceptance_proposed_key ON pit_ops.acceptance USING btree (org_id, kind, origin_id, criteria_code, criteria_version) NULLS NOT DISTINCT WHERE (state = 'proposed'::text);
CREATE INDEX acceptance_renews_id_idx ON pit_ops.acceptance USING btree (renews_id) WHERE (renews_id IS NOT NULL);
ALTER TABLE pit_ops.acceptance ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.acceptance AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.acceptance AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.acceptance AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT (pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text, 'service'::text]))) OR (proposed_by = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (decided_by = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR ( SELECT pit_ops.approves_acceptances() AS approves_acceptances) OR
CASE kind
    WHEN 'risk_acceptance'::text THEN (EXISTS ( SELECT
       FROM pit.risk_link link
      WHERE (link.risk_id = acceptance.origin_id)))
    WHEN 'control_exception'::text THEN (EXISTS ( SELECT
       FROM pit.control_link link
      WHERE (link.control_id = acceptance.origin_id)))
    WHEN 'finding_exception'::text THEN (EXISTS ( SELECT
       FROM pit.audit_link link
      WHERE (link.audit_finding_id = acceptance.origin_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.isms_link link
      WHERE ((link.criteria_code = acceptance.criteria_code) AND (COALESCE(link.criteria_version, ''::text) = COALESCE(acceptance.criteria_version, ''::text)))))
END));
CREATE POLICY writers_delete ON pit_ops.acceptance AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.acceptance AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.acceptance AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.acceptance FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('acceptance');
ALTER TABLE pit_ops.acceptance ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_acceptance BEFORE INSERT OR UPDATE ON pit_ops.acceptance FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_acceptance();
ALTER TABLE pit_ops.acceptance ENABLE ALWAYS TRIGGER keep_acceptance;
GRANT SELECT ON TABLE pit_ops.acceptance TO pit_app;
GRANT SELECT ON TABLE pit_ops.acceptance TO pit_definer;
GRANT SELECT ON TABLE pit_ops.acceptance TO pit_foreman;
GRANT INSERT (kind, origin_id, criteria_code, criteria_version, reason, compensating, residual, starts_on, ends_on, renews_id) ON TABLE pit_ops.acceptance TO pit_app;
GRANT UPDATE (state, decided_by, decided_at, comment, ended_by, ended_at, end_reason) ON TABLE pit_ops.acceptance TO pit_app;
GRANT UPDATE (state) ON TABLE pit_ops.acceptance TO pit_definer;
GRANT INSERT (kind, origin_id, criteria_code, criteria_version, reason, compensating, residual, starts_on, ends_on, renews_id) ON TABLE pit_ops.acceptance TO pit_foreman;
GRANT UPDATE (state, decided_by, decided_at, comment, ended_by, ended_at, end_reason) ON TABLE pit_ops.acceptance TO pit_foreman;

CREATE TABLE pit_ops.acceptance_reminder (
  acceptance_id uuid NOT NULL,
  step integer NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org()
);
ALTER TABLE pit_ops.acceptance_reminder OWNER TO pit_owner;
ALTER TABLE pit_ops.acceptance_reminder ADD CONSTRAINT acceptance_reminder_pkey PRIMARY KEY (acceptance_id, step);
ALTER TABLE pit_ops.acceptance_reminder ADD CONSTRAINT acceptance_reminder_step_check CHECK ((step = ANY (ARRAY[30, 7])));
ALTER TABLE pit_ops.acceptance_reminder ADD CONSTRAINT acceptance_reminder_acceptance_id_fkey FOREIGN KEY (org_id, acceptance_id) REFERENCES pit_ops.acceptance(org_id, id);
ALTER TABLE pit_ops.acceptance_reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.acceptance_reminder AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.acceptance_reminder AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.acceptance_reminder TO pit_app;
GRANT INSERT (acceptance_id, step) ON TABLE pit_ops.acceptance_reminder TO pit_app;

CREATE TABLE pit_ops.ai_proposal (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid,
  kind text NOT NULL,
  subject_kind text,
  subject_id uuid,
  state text NOT NULL DEFAULT 'waiting'::text,
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
  answered_at timestamp(3) with time zone,
  kept jsonb,
  reason text,
  decided_by uuid,
  decided_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.ai_proposal OWNER TO pit_owner;
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_answered_check CHECK ((((state = ANY (ARRAY['waiting'::text, 'failed'::text])) = (answered_at IS NULL)) AND ((answered_at IS NULL) = (output IS NULL)) AND ((output IS NULL) OR (model_used IS NOT NULL))));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_calls_check CHECK ((calls >= 0));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_decided_check CHECK ((((state = ANY (ARRAY['accepted'::text, 'dismissed'::text])) = (decided_by IS NOT NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL))));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_failure_check CHECK ((((state = 'failed'::text) = (failure IS NOT NULL)) AND (length(failure) <= 500)));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_input_sha256_check CHECK ((octet_length(input_sha256) = 32));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_kept_check CHECK (((kept IS NULL) OR ((state = 'accepted'::text) AND (jsonb_typeof(kept) = 'array'::text))));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_kind_check CHECK ((kind = ANY (ARRAY['tasks'::text, 'schedule'::text, 'evidence'::text, 'scan'::text, 'mitigation'::text])));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_model_reported_check CHECK ((length(model_reported) <= 200));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_output_check CHECK (((jsonb_typeof(output) = 'object'::text) AND (pg_column_size(output) <= 131072)));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_project_check CHECK (((project_id IS NULL) = (kind = 'scan'::text)));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_reason_check CHECK (((reason ~ '[^[:space:]]'::text) AND (length(reason) <= 5000)));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'proposed'::text, 'given'::text, 'failed'::text, 'accepted'::text, 'dismissed'::text, 'expired'::text])));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_subject_check CHECK (((subject_kind IS NULL) = (subject_id IS NULL)));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['risk'::text, 'audit_finding'::text, 'control'::text, 'incident'::text, 'evidence'::text, 'scan'::text])));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_tokens_check CHECK ((tokens >= 0));
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_decided_by_fkey FOREIGN KEY (org_id, decided_by) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.ai_proposal ADD CONSTRAINT ai_proposal_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user"(id);
CREATE INDEX ai_proposal_decided_by_idx ON pit_ops.ai_proposal USING btree (decided_by) WHERE (decided_by IS NOT NULL);
CREATE INDEX ai_proposal_open_idx ON pit_ops.ai_proposal USING btree (org_id, state, answered_at) WHERE (state = ANY (ARRAY['waiting'::text, 'proposed'::text]));
CREATE INDEX ai_proposal_project_id_idx ON pit_ops.ai_proposal USING btree (project_id, created_at, id);
CREATE INDEX ai_proposal_requested_by_idx ON pit_ops.ai_proposal USING btree (requested_by);
CREATE INDEX ai_proposal_subject_id_idx ON pit_ops.ai_proposal USING btree (subject_id, created_at) WHERE (subject_id IS NOT NULL);
ALTER TABLE pit_ops.ai_proposal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.ai_proposal AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.ai_proposal AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.ai_proposal AS PERMISSIVE FOR ALL TO pit_app
  USING (((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = ai_proposal.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = ai_proposal.project_id)
     OFFSET 0))
END) AND ((project_id IS NOT NULL) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'service'::text])))));
CREATE POLICY writers_delete ON pit_ops.ai_proposal AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.ai_proposal AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.ai_proposal AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.ai_proposal FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('ai_proposal');
ALTER TABLE pit_ops.ai_proposal ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_proposal BEFORE UPDATE ON pit_ops.ai_proposal FOR EACH ROW EXECUTE FUNCTION pit_ops.check_proposal();
ALTER TABLE pit_ops.ai_proposal ENABLE ALWAYS TRIGGER check_proposal;
GRANT SELECT ON TABLE pit_ops.ai_proposal TO pit_app;
GRANT SELECT ON TABLE pit_ops.ai_proposal TO pit_definer;
GRANT SELECT ON TABLE pit_ops.ai_proposal TO pit_foreman;
GRANT INSERT (project_id, kind, subject_kind, subject_id, prompt_version) ON TABLE pit_ops.ai_proposal TO pit_app;
GRANT UPDATE (state, calls, model_used, model_reported, is_fallback, input_sha256, tokens, output, failure, answered_at, kept, reason, decided_by, decided_at) ON TABLE pit_ops.ai_proposal TO pit_app;
GRANT INSERT (project_id, kind, subject_kind, subject_id, prompt_version) ON TABLE pit_ops.ai_proposal TO pit_foreman;
GRANT UPDATE (state, kept, reason, decided_by, decided_at) ON TABLE pit_ops.ai_proposal TO pit_foreman;

CREATE TABLE pit_ops.ai_request (
  proposal_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  brief text NOT NULL,
  offered jsonb NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  next_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  lease_owner uuid,
  lease_until timestamp(3) with time zone,
  reserved_tokens integer NOT NULL DEFAULT 0,
  reserved_month date,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.ai_request OWNER TO pit_owner;
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_pkey PRIMARY KEY (proposal_id);
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_attempt_check CHECK ((attempt >= 0));
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_brief_check CHECK ((length(brief) <= 100000));
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_offered_check CHECK (((jsonb_typeof(offered) = 'object'::text) AND (pg_column_size(offered) <= 131072)));
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_reserved_check CHECK (((reserved_tokens > 0) <= (reserved_month IS NOT NULL)));
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_reserved_tokens_check CHECK ((reserved_tokens >= 0));
ALTER TABLE pit_ops.ai_request ADD CONSTRAINT ai_request_proposal_id_fkey FOREIGN KEY (org_id, proposal_id) REFERENCES pit_ops.ai_proposal(org_id, id) ON DELETE CASCADE;
CREATE INDEX ai_request_next_at_idx ON pit_ops.ai_request USING btree (org_id, next_at);
ALTER TABLE pit_ops.ai_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY asked ON pit_ops.ai_request AS PERMISSIVE FOR INSERT TO pit_app
  WITH CHECK (((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])) AND (EXISTS ( SELECT
   FROM pit_ops.ai_proposal asked
  WHERE (asked.id = ai_request.proposal_id)))));
CREATE POLICY asked_beyond ON pit_ops.ai_request AS PERMISSIVE FOR INSERT TO pit_foreman
  WITH CHECK ((EXISTS ( SELECT
   FROM pit_ops.ai_proposal asked
  WHERE (asked.id = ai_request.proposal_id))));
CREATE POLICY service ON pit_ops.ai_request AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.ai_request AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.ai_request TO pit_app;
GRANT SELECT ON TABLE pit_ops.ai_request TO pit_definer;
GRANT INSERT (proposal_id, brief, offered) ON TABLE pit_ops.ai_request TO pit_app;
GRANT UPDATE (attempt, next_at, lease_owner, lease_until, reserved_tokens, reserved_month) ON TABLE pit_ops.ai_request TO pit_app;
GRANT INSERT (proposal_id, brief, offered) ON TABLE pit_ops.ai_request TO pit_foreman;

CREATE TABLE pit_ops.ai_usage (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  month date NOT NULL,
  tokens bigint NOT NULL,
  calls integer NOT NULL,
  token_limit bigint NOT NULL
);
ALTER TABLE pit_ops.ai_usage OWNER TO pit_owner;
ALTER TABLE pit_ops.ai_usage ADD CONSTRAINT ai_usage_pkey PRIMARY KEY (org_id, month);
ALTER TABLE pit_ops.ai_usage ADD CONSTRAINT ai_usage_calls_check CHECK ((calls >= 0));
ALTER TABLE pit_ops.ai_usage ADD CONSTRAINT ai_usage_month_check CHECK ((date_trunc('month'::text, (month)::timestamp with time zone) = month));
ALTER TABLE pit_ops.ai_usage ADD CONSTRAINT ai_usage_tokens_check CHECK ((tokens >= 0));
ALTER TABLE pit_ops.ai_usage ADD CONSTRAINT ai_usage_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.ai_usage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON pit_ops.ai_usage AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE POLICY service ON pit_ops.ai_usage AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.ai_usage AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.ai_usage TO pit_app;
GRANT SELECT ON TABLE pit_ops.ai_usage TO pit_definer;
GRANT SELECT ON TABLE pit_ops.ai_usage TO pit_foreman;
GRANT INSERT (month, tokens, calls, token_limit) ON TABLE pit_ops.ai_usage TO pit_app;
GRANT UPDATE (tokens, calls, token_limit) ON TABLE pit_ops.ai_usage TO pit_app;

CREATE TABLE pit_ops.alert_ack (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  alert_id uuid NOT NULL,
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  note text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.alert_ack OWNER TO pit_owner;
ALTER TABLE pit_ops.alert_ack ADD CONSTRAINT alert_ack_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.alert_ack ADD CONSTRAINT alert_ack_alert_id_key UNIQUE (alert_id);
ALTER TABLE pit_ops.alert_ack ADD CONSTRAINT alert_ack_note_check CHECK (((note ~ '[^[:space:]]'::text) AND (length(note) <= 2000)));
ALTER TABLE pit_ops.alert_ack ADD CONSTRAINT alert_ack_alert_id_fkey FOREIGN KEY (project_id, alert_id) REFERENCES pit.watchdog_alert(project_id, id);
ALTER TABLE pit_ops.alert_ack ADD CONSTRAINT alert_ack_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.alert_ack ADD CONSTRAINT alert_ack_user_id_fkey FOREIGN KEY (user_id) REFERENCES pit."user"(id);
CREATE INDEX alert_ack_project_id_idx ON pit_ops.alert_ack USING btree (project_id);
CREATE INDEX alert_ack_user_id_idx ON pit_ops.alert_ack USING btree (user_id);
ALTER TABLE pit_ops.alert_ack ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.alert_ack AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.alert_ack AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.alert_ack AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = alert_ack.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = alert_ack.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.alert_ack AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.alert_ack AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.alert_ack AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.alert_ack FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('alert_ack');
ALTER TABLE pit_ops.alert_ack ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit_ops.alert_ack TO pit_app;
GRANT SELECT ON TABLE pit_ops.alert_ack TO pit_foreman;
GRANT INSERT (project_id, alert_id, note) ON TABLE pit_ops.alert_ack TO pit_app;
GRANT INSERT (project_id, alert_id, note) ON TABLE pit_ops.alert_ack TO pit_foreman;

CREATE TABLE pit_ops.audit_chain_seal (
  org_id uuid NOT NULL,
  number integer NOT NULL,
  records integer NOT NULL,
  total bigint NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  key_id text NOT NULL,
  sealed_at timestamp(3) with time zone NOT NULL
);
ALTER TABLE pit_ops.audit_chain_seal OWNER TO pit_owner;
ALTER TABLE pit_ops.audit_chain_seal ADD CONSTRAINT audit_chain_seal_pkey PRIMARY KEY (org_id, number);
ALTER TABLE pit_ops.audit_chain_seal ADD CONSTRAINT audit_chain_seal_number_check CHECK ((number > 0));
ALTER TABLE pit_ops.audit_chain_seal ADD CONSTRAINT audit_chain_seal_records_check CHECK (((records > 0) AND (total >= records)));
ALTER TABLE pit_ops.audit_chain_seal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.audit_chain_seal AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON pit_ops.audit_chain_seal FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_chain_seal');
ALTER TABLE pit_ops.audit_chain_seal ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit_ops.audit_chain_seal FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_chain_seal');
ALTER TABLE pit_ops.audit_chain_seal ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT INSERT, SELECT ON TABLE pit_ops.audit_chain_seal TO pit_definer;

CREATE TABLE pit_ops.audit_detail (
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  audit_log_id uuid NOT NULL,
  org_id uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  db_role text NOT NULL,
  request_id text,
  override_reason text,
  seal_id bigint,
  digest bytea,
  chain_seal integer,
  project_id uuid,
  left_project_id uuid
);
ALTER TABLE pit_ops.audit_detail OWNER TO pit_owner;
ALTER TABLE pit_ops.audit_detail ADD CONSTRAINT audit_detail_pkey PRIMARY KEY (seq);
ALTER TABLE pit_ops.audit_detail ADD CONSTRAINT audit_detail_audit_log_id_key UNIQUE (audit_log_id);
ALTER TABLE pit_ops.audit_detail ADD CONSTRAINT audit_detail_sealed_check CHECK ((num_nonnulls(seal_id, chain_seal) = num_nonnulls(digest)));
ALTER TABLE pit_ops.audit_detail ADD CONSTRAINT audit_detail_chain_seal_fkey FOREIGN KEY (org_id, chain_seal) REFERENCES pit_ops.audit_chain_seal(org_id, number) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE pit_ops.audit_detail ADD CONSTRAINT audit_detail_seal_id_fkey FOREIGN KEY (seal_id) REFERENCES pit_ops.audit_seal(id);
CREATE INDEX audit_detail_chain_seal_idx ON pit_ops.audit_detail USING btree (org_id, chain_seal, seq) WHERE (chain_seal IS NOT NULL);
CREATE INDEX audit_detail_left_project_id_idx ON pit_ops.audit_detail USING btree (org_id, left_project_id, seq) WHERE (left_project_id IS NOT NULL);
CREATE INDEX audit_detail_override_idx ON pit_ops.audit_detail USING btree (org_id, seq) WHERE (override_reason IS NOT NULL);
CREATE INDEX audit_detail_project_id_idx ON pit_ops.audit_detail USING btree (org_id, project_id, seq) WHERE (project_id IS NOT NULL);
CREATE INDEX audit_detail_request_id_idx ON pit_ops.audit_detail USING btree (org_id, request_id) WHERE (request_id IS NOT NULL);
CREATE INDEX audit_detail_seal_id_seq_idx ON pit_ops.audit_detail USING btree (seal_id, seq) WHERE (seal_id IS NOT NULL);
CREATE INDEX audit_detail_unsealed_idx ON pit_ops.audit_detail USING btree (org_id, seq) WHERE (digest IS NULL);
CREATE POLICY inspected ON pit_ops.audit_detail AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text])));
CREATE TRIGGER refuse_change BEFORE DELETE ON pit_ops.audit_detail FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_detail');
ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit_ops.audit_detail FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_detail');
ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_truncate;
CREATE TRIGGER refuse_update BEFORE UPDATE ON pit_ops.audit_detail FOR EACH ROW WHEN ((old.digest IS NOT NULL)) EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_detail');
ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_update;
GRANT INSERT, SELECT ON TABLE pit_ops.audit_detail TO pit_definer;
GRANT SELECT (audit_log_id, org_id, request_id, override_reason, project_id, left_project_id) ON TABLE pit_ops.audit_detail TO pit_app;
GRANT UPDATE (seal_id, digest, chain_seal) ON TABLE pit_ops.audit_detail TO pit_definer;
GRANT SELECT (audit_log_id, org_id, request_id, override_reason, project_id, left_project_id) ON TABLE pit_ops.audit_detail TO pit_foreman;

CREATE TABLE pit_ops.audit_seal (
  id bigint NOT NULL,
  upto_seq bigint NOT NULL,
  records integer NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.audit_seal OWNER TO pit_owner;
ALTER TABLE pit_ops.audit_seal ADD CONSTRAINT audit_seal_pkey PRIMARY KEY (id);
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON pit_ops.audit_seal FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_seal');
ALTER TABLE pit_ops.audit_seal ENABLE ALWAYS TRIGGER refuse_change;
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON pit_ops.audit_seal FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_seal');
ALTER TABLE pit_ops.audit_seal ENABLE ALWAYS TRIGGER refuse_truncate;
GRANT INSERT, SELECT ON TABLE pit_ops.audit_seal TO pit_definer;

CREATE TABLE pit_ops.baseline (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  is_current boolean NOT NULL DEFAULT false,
  reason text,
  approved_by uuid,
  as_of timestamp(3) with time zone NOT NULL,
  as_of_seq bigint NOT NULL,
  unseen xid8[] NOT NULL DEFAULT '{}'::xid8[],
  start_date date,
  end_date date,
  task_count integer NOT NULL,
  capex_cost numeric(14,2) NOT NULL,
  opex_cost numeric(14,2) NOT NULL,
  sha256 bytea NOT NULL,
  set_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  set_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE pit_ops.baseline OWNER TO pit_owner;
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_as_of_check CHECK ((as_of <= set_at));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_as_of_seq_check CHECK ((as_of_seq > 0));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_current_check CHECK (((NOT is_current) OR (kind <> 'what_if'::text)));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_kind_check CHECK ((kind = ANY (ARRAY['original'::text, 'revised'::text, 'what_if'::text])));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_name_check CHECK (((name ~ '[^[:space:]]'::text) AND (length(name) <= 500)));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_order_check CHECK ((start_date <= end_date));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_reason_check CHECK (((reason ~ '[^[:space:]]'::text) AND (length(reason) <= 2000)));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_sha256_check CHECK ((octet_length(sha256) = 32));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_task_count_check CHECK ((task_count >= 0));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_unseen_check CHECK ((cardinality(unseen) <= 10000));
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_approved_by_fkey FOREIGN KEY (org_id, approved_by) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.baseline ADD CONSTRAINT baseline_set_by_fkey FOREIGN KEY (set_by) REFERENCES pit."user"(id);
CREATE INDEX baseline_approved_by_idx ON pit_ops.baseline USING btree (approved_by) WHERE (approved_by IS NOT NULL);
CREATE UNIQUE INDEX baseline_current_key ON pit_ops.baseline USING btree (project_id) WHERE is_current;
CREATE UNIQUE INDEX baseline_original_key ON pit_ops.baseline USING btree (project_id) WHERE (kind = 'original'::text);
CREATE INDEX baseline_set_by_idx ON pit_ops.baseline USING btree (set_by);
ALTER TABLE pit_ops.baseline ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.baseline AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.baseline AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.baseline AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = baseline.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = baseline.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.baseline AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.baseline AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.baseline AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.baseline FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('baseline');
ALTER TABLE pit_ops.baseline ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_baseline BEFORE INSERT OR DELETE OR UPDATE ON pit_ops.baseline FOR EACH ROW EXECUTE FUNCTION pit_ops.check_baseline();
ALTER TABLE pit_ops.baseline ENABLE ALWAYS TRIGGER check_baseline;
GRANT DELETE, SELECT ON TABLE pit_ops.baseline TO pit_app;
GRANT SELECT ON TABLE pit_ops.baseline TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.baseline TO pit_foreman;
GRANT INSERT (project_id, name, kind, is_current, reason, approved_by, as_of, as_of_seq, unseen, start_date, end_date, task_count, capex_cost, opex_cost, sha256) ON TABLE pit_ops.baseline TO pit_app;
GRANT UPDATE (name, is_current) ON TABLE pit_ops.baseline TO pit_app;
GRANT INSERT (project_id, name, kind, is_current, reason, approved_by, as_of, as_of_seq, unseen, start_date, end_date, task_count, capex_cost, opex_cost, sha256) ON TABLE pit_ops.baseline TO pit_foreman;
GRANT UPDATE (name, is_current) ON TABLE pit_ops.baseline TO pit_foreman;

CREATE TABLE pit_ops.baseline_plan (
  baseline_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  plan jsonb NOT NULL
);
ALTER TABLE pit_ops.baseline_plan OWNER TO pit_owner;
ALTER TABLE pit_ops.baseline_plan ADD CONSTRAINT baseline_plan_pkey PRIMARY KEY (baseline_id);
ALTER TABLE pit_ops.baseline_plan ADD CONSTRAINT baseline_plan_plan_check CHECK (((jsonb_typeof(plan) = 'object'::text) AND (pg_column_size(plan) <= 67108864)));
ALTER TABLE pit_ops.baseline_plan ADD CONSTRAINT baseline_plan_baseline_id_fkey FOREIGN KEY (project_id, baseline_id) REFERENCES pit_ops.baseline(project_id, id) ON DELETE CASCADE;
ALTER TABLE pit_ops.baseline_plan ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.baseline_plan AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.baseline_plan AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.baseline_plan AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = baseline_plan.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = baseline_plan.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.baseline_plan AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.baseline_plan AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.baseline_plan AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER refuse_change BEFORE UPDATE ON pit_ops.baseline_plan FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.baseline_plan');
ALTER TABLE pit_ops.baseline_plan ENABLE ALWAYS TRIGGER refuse_change;
GRANT SELECT ON TABLE pit_ops.baseline_plan TO pit_app;
GRANT SELECT ON TABLE pit_ops.baseline_plan TO pit_foreman;
GRANT INSERT (baseline_id, project_id, plan) ON TABLE pit_ops.baseline_plan TO pit_app;
GRANT INSERT (baseline_id, project_id, plan) ON TABLE pit_ops.baseline_plan TO pit_foreman;

CREATE TABLE pit_ops.baseline_task (
  baseline_id uuid NOT NULL,
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  start_date date,
  end_date date,
  duration_days integer,
  capex_cost numeric(12,2) NOT NULL,
  opex_cost numeric(12,2) NOT NULL
);
ALTER TABLE pit_ops.baseline_task OWNER TO pit_owner;
ALTER TABLE pit_ops.baseline_task ADD CONSTRAINT baseline_task_pkey PRIMARY KEY (baseline_id, task_id);
ALTER TABLE pit_ops.baseline_task ADD CONSTRAINT baseline_task_baseline_id_fkey FOREIGN KEY (project_id, baseline_id) REFERENCES pit_ops.baseline(project_id, id) ON DELETE CASCADE;
ALTER TABLE pit_ops.baseline_task ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.baseline_task AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.baseline_task AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.baseline_task AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = baseline_task.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = baseline_task.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.baseline_task AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.baseline_task AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.baseline_task AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER refuse_change BEFORE UPDATE ON pit_ops.baseline_task FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.baseline_task');
ALTER TABLE pit_ops.baseline_task ENABLE ALWAYS TRIGGER refuse_change;
GRANT SELECT ON TABLE pit_ops.baseline_task TO pit_app;
GRANT SELECT ON TABLE pit_ops.baseline_task TO pit_definer;
GRANT SELECT ON TABLE pit_ops.baseline_task TO pit_foreman;
GRANT INSERT (baseline_id, task_id, project_id, start_date, end_date, duration_days, capex_cost, opex_cost) ON TABLE pit_ops.baseline_task TO pit_app;
GRANT INSERT (baseline_id, task_id, project_id, start_date, end_date, duration_days, capex_cost, opex_cost) ON TABLE pit_ops.baseline_task TO pit_foreman;

CREATE TABLE pit_ops.calendar_feed (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  project_id uuid,
  created_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  rotated_at timestamp(3) with time zone,
  expires_at timestamp(3) with time zone NOT NULL
);
ALTER TABLE pit_ops.calendar_feed OWNER TO pit_owner;
ALTER TABLE pit_ops.calendar_feed ADD CONSTRAINT calendar_feed_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.calendar_feed ADD CONSTRAINT calendar_feed_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit_ops.calendar_feed ADD CONSTRAINT calendar_feed_expires_check CHECK ((isfinite(expires_at) AND (expires_at > created_at)));
ALTER TABLE pit_ops.calendar_feed ADD CONSTRAINT calendar_feed_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.calendar_feed ADD CONSTRAINT calendar_feed_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX calendar_feed_project_id_idx ON pit_ops.calendar_feed USING btree (project_id) WHERE (project_id IS NOT NULL);
CREATE INDEX calendar_feed_user_id_idx ON pit_ops.calendar_feed USING btree (user_id, created_at);
ALTER TABLE pit_ops.calendar_feed ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.calendar_feed AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'service'::text]))));
CREATE POLICY tenant_wall ON pit_ops.calendar_feed AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.calendar_feed FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('calendar_feed');
ALTER TABLE pit_ops.calendar_feed ENABLE ALWAYS TRIGGER audit_row;
GRANT DELETE, SELECT ON TABLE pit_ops.calendar_feed TO pit_app;
GRANT DELETE, SELECT ON TABLE pit_ops.calendar_feed TO pit_foreman;
GRANT INSERT (project_id, expires_at) ON TABLE pit_ops.calendar_feed TO pit_app;
GRANT UPDATE (rotated_at, expires_at) ON TABLE pit_ops.calendar_feed TO pit_app;
GRANT INSERT (project_id, expires_at) ON TABLE pit_ops.calendar_feed TO pit_foreman;
GRANT UPDATE (rotated_at, expires_at) ON TABLE pit_ops.calendar_feed TO pit_foreman;

CREATE TABLE pit_ops.calendar_feed_secret (
  feed_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  sha256 bytea NOT NULL,
  fetched_at timestamp(3) with time zone
);
ALTER TABLE pit_ops.calendar_feed_secret OWNER TO pit_owner;
ALTER TABLE pit_ops.calendar_feed_secret ADD CONSTRAINT calendar_feed_secret_pkey PRIMARY KEY (feed_id);
ALTER TABLE pit_ops.calendar_feed_secret ADD CONSTRAINT calendar_feed_secret_sha256_check CHECK ((length(sha256) = 32));
ALTER TABLE pit_ops.calendar_feed_secret ADD CONSTRAINT calendar_feed_secret_feed_id_fkey FOREIGN KEY (org_id, feed_id) REFERENCES pit_ops.calendar_feed(org_id, id) ON DELETE CASCADE;
ALTER TABLE pit_ops.calendar_feed_secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.calendar_feed_secret AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((EXISTS ( SELECT
   FROM pit_ops.calendar_feed feed
  WHERE (feed.id = calendar_feed_secret.feed_id))));
CREATE POLICY tenant_wall ON pit_ops.calendar_feed_secret AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.calendar_feed_secret TO pit_app;
GRANT SELECT ON TABLE pit_ops.calendar_feed_secret TO pit_foreman;
GRANT INSERT (feed_id, sha256) ON TABLE pit_ops.calendar_feed_secret TO pit_app;
GRANT UPDATE (sha256, fetched_at) ON TABLE pit_ops.calendar_feed_secret TO pit_app;
GRANT INSERT (feed_id, sha256) ON TABLE pit_ops.calendar_feed_secret TO pit_foreman;
GRANT UPDATE (sha256, fetched_at) ON TABLE pit_ops.calendar_feed_secret TO pit_foreman;

CREATE TABLE pit_ops.callback_subscription (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  subscription_id text NOT NULL,
  actor jsonb NOT NULL,
  operation jsonb NOT NULL,
  callback_url text NOT NULL,
  verifier text NOT NULL,
  heartbeat_ms integer NOT NULL,
  "position" text NOT NULL,
  owner uuid NOT NULL,
  leased_until timestamp with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.callback_subscription OWNER TO pit_owner;
ALTER TABLE pit_ops.callback_subscription ADD CONSTRAINT callback_subscription_pkey PRIMARY KEY (org_id, subscription_id);
ALTER TABLE pit_ops.callback_subscription ADD CONSTRAINT callback_subscription_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.callback_subscription ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.callback_subscription AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.callback_subscription AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.callback_subscription TO pit_app;
GRANT SELECT ON TABLE pit_ops.callback_subscription TO pit_definer;
GRANT INSERT (subscription_id, actor, operation, callback_url, verifier, heartbeat_ms, "position", owner, leased_until) ON TABLE pit_ops.callback_subscription TO pit_app;
GRANT UPDATE ("position", owner, leased_until) ON TABLE pit_ops.callback_subscription TO pit_app;

CREATE TABLE pit_ops.cost_entry (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  snapshot_id uuid NOT NULL,
  seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  is_correction boolean NOT NULL DEFAULT false,
  note text,
  recorded_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.cost_entry OWNER TO pit_owner;
ALTER TABLE pit_ops.cost_entry ADD CONSTRAINT cost_entry_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.cost_entry ADD CONSTRAINT cost_entry_snapshot_id_key UNIQUE (project_id, snapshot_id);
ALTER TABLE pit_ops.cost_entry ADD CONSTRAINT cost_entry_note_check CHECK (((note ~ '[^[:space:]]'::text) AND (length(note) <= 2000)));
ALTER TABLE pit_ops.cost_entry ADD CONSTRAINT cost_entry_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.cost_entry ADD CONSTRAINT cost_entry_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES pit."user"(id);
ALTER TABLE pit_ops.cost_entry ADD CONSTRAINT cost_entry_snapshot_id_fkey FOREIGN KEY (project_id, snapshot_id) REFERENCES pit.cost_snapshot(project_id, id);
CREATE INDEX cost_entry_recorded_by_idx ON pit_ops.cost_entry USING btree (recorded_by);
CREATE INDEX cost_entry_snapshot_id_idx ON pit_ops.cost_entry USING btree (snapshot_id);
ALTER TABLE pit_ops.cost_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.cost_entry AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.cost_entry AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.cost_entry AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = cost_entry.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = cost_entry.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.cost_entry AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.cost_entry AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.cost_entry AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.cost_entry FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('cost_entry');
ALTER TABLE pit_ops.cost_entry ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON pit_ops.cost_entry FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.cost_entry');
ALTER TABLE pit_ops.cost_entry ENABLE ALWAYS TRIGGER refuse_change;
GRANT SELECT ON TABLE pit_ops.cost_entry TO pit_app;
GRANT SELECT ON TABLE pit_ops.cost_entry TO pit_foreman;
GRANT INSERT (project_id, snapshot_id, is_correction, note) ON TABLE pit_ops.cost_entry TO pit_app;
GRANT INSERT (project_id, snapshot_id, is_correction, note) ON TABLE pit_ops.cost_entry TO pit_foreman;

CREATE TABLE pit_ops.date_frame (
  node_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  start_typed date,
  end_typed date
);
ALTER TABLE pit_ops.date_frame OWNER TO pit_owner;
ALTER TABLE pit_ops.date_frame ADD CONSTRAINT date_frame_pkey PRIMARY KEY (node_id);
ALTER TABLE pit_ops.date_frame ADD CONSTRAINT date_frame_order_check CHECK ((start_typed <= end_typed));
ALTER TABLE pit_ops.date_frame ADD CONSTRAINT date_frame_typed_check CHECK (((start_typed IS NOT NULL) OR (end_typed IS NOT NULL)));
ALTER TABLE pit_ops.date_frame ADD CONSTRAINT date_frame_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX date_frame_project_id_idx ON pit_ops.date_frame USING btree (project_id);
ALTER TABLE pit_ops.date_frame ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.date_frame AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.date_frame AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.date_frame AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = date_frame.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = date_frame.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.date_frame AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.date_frame AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.date_frame AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE ON pit_ops.date_frame DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('node_id');
GRANT DELETE, SELECT ON TABLE pit_ops.date_frame TO pit_app;
GRANT INSERT, SELECT ON TABLE pit_ops.date_frame TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.date_frame TO pit_foreman;
GRANT INSERT (node_id, project_id, start_typed, end_typed) ON TABLE pit_ops.date_frame TO pit_app;
GRANT UPDATE (start_typed, end_typed) ON TABLE pit_ops.date_frame TO pit_app;
GRANT INSERT (node_id, project_id, start_typed, end_typed) ON TABLE pit_ops.date_frame TO pit_foreman;
GRANT UPDATE (start_typed, end_typed) ON TABLE pit_ops.date_frame TO pit_foreman;

CREATE TABLE pit_ops.deactivated_user (
  id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  deactivated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.deactivated_user OWNER TO pit_owner;
ALTER TABLE pit_ops.deactivated_user ADD CONSTRAINT deactivated_user_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.deactivated_user ADD CONSTRAINT deactivated_user_id_fkey FOREIGN KEY (org_id, id) REFERENCES pit."user"(org_id, id);
CREATE INDEX deactivated_user_org_id_idx ON pit_ops.deactivated_user USING btree (org_id);
ALTER TABLE pit_ops.deactivated_user ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.deactivated_user AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.deactivated_user AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.deactivated_user FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('deactivated_user');
ALTER TABLE pit_ops.deactivated_user ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit_ops.deactivated_user TO pit_app;
GRANT DELETE, INSERT, SELECT ON TABLE pit_ops.deactivated_user TO pit_definer;
GRANT SELECT ON TABLE pit_ops.deactivated_user TO pit_foreman;

CREATE TABLE pit_ops.delivery (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  kind text NOT NULL,
  target_id uuid NOT NULL,
  user_id uuid,
  notification_id uuid,
  event_stream uuid,
  event_seq bigint,
  lane uuid,
  payload jsonb NOT NULL,
  state text NOT NULL DEFAULT 'pending'::text,
  is_waiting boolean NOT NULL DEFAULT false,
  attempt integer NOT NULL DEFAULT 0,
  next_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  lease_owner uuid,
  lease_until timestamp(3) with time zone,
  last_status integer,
  last_error text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  finished_at timestamp(3) with time zone
);
ALTER TABLE pit_ops.delivery OWNER TO pit_owner;
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_event_key UNIQUE (org_id, target_id, event_stream, event_seq);
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_attempt_check CHECK ((attempt >= 0));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_event_check CHECK (((event_stream IS NULL) = (event_seq IS NULL)));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_finished_check CHECK (((state = 'pending'::text) = (finished_at IS NULL)));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'push'::text, 'webhook'::text])));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_last_error_check CHECK ((length(last_error) <= 500));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_payload_check CHECK (((jsonb_typeof(payload) = 'object'::text) AND (pg_column_size(payload) <= 65536)));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'dead'::text, 'cancelled'::text])));
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.delivery ADD CONSTRAINT delivery_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX delivery_created_at_idx ON pit_ops.delivery USING btree (org_id, created_at, id);
CREATE INDEX delivery_dead_idx ON pit_ops.delivery USING btree (org_id, lane, target_id) WHERE (state = 'dead'::text);
CREATE INDEX delivery_due_idx ON pit_ops.delivery USING btree (org_id, next_at) WHERE ((state = 'pending'::text) AND (NOT is_waiting));
CREATE INDEX delivery_finished_at_idx ON pit_ops.delivery USING btree (finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX delivery_lane_idx ON pit_ops.delivery USING btree (target_id, lane, event_seq) WHERE (state = 'pending'::text);
CREATE INDEX delivery_leased_idx ON pit_ops.delivery USING btree (org_id, lease_until) WHERE (lease_until IS NOT NULL);
CREATE INDEX delivery_message_idx ON pit_ops.delivery USING btree (org_id, created_at, id) WHERE (user_id IS NOT NULL);
CREATE INDEX delivery_user_id_idx ON pit_ops.delivery USING btree (user_id) WHERE (user_id IS NOT NULL);
ALTER TABLE pit_ops.delivery ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY addressed ON pit_ops.delivery AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (((user_id IS NOT NULL) AND (kind <> 'webhook'::text) AND ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = 'admin'::text))));
CREATE POLICY administrators ON pit_ops.delivery AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((( SELECT pit_ops.ctx_role() AS ctx_role) = 'admin'::text) AND (kind = 'webhook'::text)));
CREATE POLICY inspected ON pit_ops.delivery AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (((( SELECT pit_ops.ctx_role() AS ctx_role) = 'foreman'::text) AND (kind = 'webhook'::text)));
CREATE POLICY sent_again ON pit_ops.delivery AS PERMISSIVE FOR UPDATE TO pit_app, pit_foreman
  USING (((user_id IS NOT NULL) AND (kind <> 'webhook'::text) AND ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = 'admin'::text)) AND (state = 'dead'::text)))
  WITH CHECK (((user_id IS NOT NULL) AND (kind <> 'webhook'::text) AND ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = 'admin'::text)) AND (state = 'pending'::text)));
CREATE POLICY service ON pit_ops.delivery AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.delivery AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.delivery TO pit_app;
GRANT SELECT ON TABLE pit_ops.delivery TO pit_definer;
GRANT SELECT ON TABLE pit_ops.delivery TO pit_foreman;
GRANT INSERT (kind, target_id, user_id, notification_id, event_stream, event_seq, lane, payload, is_waiting, next_at) ON TABLE pit_ops.delivery TO pit_app;
GRANT UPDATE (payload, state, is_waiting, attempt, next_at, lease_owner, lease_until, last_status, last_error, updated_at, finished_at) ON TABLE pit_ops.delivery TO pit_app;
GRANT INSERT (kind, target_id, event_stream, event_seq, lane, payload, is_waiting) ON TABLE pit_ops.delivery TO pit_foreman;
GRANT UPDATE (state, is_waiting, attempt, next_at, last_error, updated_at, finished_at) ON TABLE pit_ops.delivery TO pit_foreman;

CREATE TABLE pit_ops.due_commitment (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  due_on date NOT NULL,
  original_due_on date NOT NULL,
  extensions integer NOT NULL DEFAULT 0
);
ALTER TABLE pit_ops.due_commitment OWNER TO pit_owner;
ALTER TABLE pit_ops.due_commitment ADD CONSTRAINT due_commitment_pkey PRIMARY KEY (task_id);
ALTER TABLE pit_ops.due_commitment ADD CONSTRAINT due_commitment_days_check CHECK ((isfinite(due_on) AND isfinite(original_due_on)));
ALTER TABLE pit_ops.due_commitment ADD CONSTRAINT due_commitment_extensions_check CHECK ((extensions >= 0));
ALTER TABLE pit_ops.due_commitment ADD CONSTRAINT due_commitment_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.due_commitment ADD CONSTRAINT due_commitment_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX due_commitment_due_on_idx ON pit_ops.due_commitment USING btree (org_id, due_on) INCLUDE (task_id);
CREATE INDEX due_commitment_extensions_idx ON pit_ops.due_commitment USING btree (org_id, task_id) WHERE (extensions > 0);
CREATE INDEX due_commitment_project_id_idx ON pit_ops.due_commitment USING btree (project_id);
ALTER TABLE pit_ops.due_commitment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.due_commitment AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.due_commitment AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.due_commitment AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = due_commitment.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = due_commitment.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.due_commitment AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.due_commitment AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.due_commitment AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.due_commitment FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('due_commitment');
ALTER TABLE pit_ops.due_commitment ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit_ops.due_commitment TO pit_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.due_commitment TO pit_definer;
GRANT SELECT ON TABLE pit_ops.due_commitment TO pit_foreman;

CREATE TABLE pit_ops.due_reminder (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  day date NOT NULL,
  after_project_id uuid,
  is_done boolean NOT NULL DEFAULT false
);
ALTER TABLE pit_ops.due_reminder OWNER TO pit_owner;
ALTER TABLE pit_ops.due_reminder ADD CONSTRAINT due_reminder_pkey PRIMARY KEY (org_id);
ALTER TABLE pit_ops.due_reminder ADD CONSTRAINT due_reminder_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.due_reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.due_reminder AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.due_reminder AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.due_reminder TO pit_app;
GRANT SELECT ON TABLE pit_ops.due_reminder TO pit_definer;
GRANT INSERT (day, after_project_id, is_done) ON TABLE pit_ops.due_reminder TO pit_app;
GRANT UPDATE (day, after_project_id, is_done) ON TABLE pit_ops.due_reminder TO pit_app;

CREATE TABLE pit_ops.escalation (
  alert_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  level integer NOT NULL,
  step integer NOT NULL,
  due_at timestamp(3) with time zone NOT NULL,
  taken text[] NOT NULL DEFAULT '{}'::text[],
  raised_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.escalation OWNER TO pit_owner;
ALTER TABLE pit_ops.escalation ADD CONSTRAINT escalation_pkey PRIMARY KEY (alert_id);
ALTER TABLE pit_ops.escalation ADD CONSTRAINT escalation_level_check CHECK ((level = ANY (ARRAY[1, 2])));
ALTER TABLE pit_ops.escalation ADD CONSTRAINT escalation_step_check CHECK ((step > 0));
ALTER TABLE pit_ops.escalation ADD CONSTRAINT escalation_taken_check CHECK ((taken <@ '{reminder,administrators,sponsor}'::text[]));
ALTER TABLE pit_ops.escalation ADD CONSTRAINT escalation_alert_id_fkey FOREIGN KEY (project_id, alert_id) REFERENCES pit.watchdog_alert(project_id, id);
ALTER TABLE pit_ops.escalation ADD CONSTRAINT escalation_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX escalation_due_at_idx ON pit_ops.escalation USING btree (org_id, due_at);
CREATE INDEX escalation_project_id_idx ON pit_ops.escalation USING btree (project_id);
ALTER TABLE pit_ops.escalation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.escalation AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.escalation AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.escalation TO pit_app;
GRANT SELECT ON TABLE pit_ops.escalation TO pit_definer;
GRANT INSERT (alert_id, project_id, level, step, due_at, raised_at) ON TABLE pit_ops.escalation TO pit_app;
GRANT UPDATE (level, step, due_at, taken, raised_at) ON TABLE pit_ops.escalation TO pit_app;

CREATE TABLE pit_ops.event_stream (
  stream_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  last_seq bigint NOT NULL DEFAULT 0
);
ALTER TABLE pit_ops.event_stream OWNER TO pit_owner;
ALTER TABLE pit_ops.event_stream ADD CONSTRAINT event_stream_pkey PRIMARY KEY (org_id, stream_id);
ALTER TABLE pit_ops.event_stream ADD CONSTRAINT event_stream_last_seq_check CHECK ((last_seq >= 0));
ALTER TABLE pit_ops.event_stream ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY numbered ON pit_ops.event_stream AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (true);
CREATE POLICY tenant_wall ON pit_ops.event_stream AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.event_stream TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit_ops.event_stream TO pit_definer;
GRANT SELECT ON TABLE pit_ops.event_stream TO pit_foreman;
GRANT INSERT (stream_id, last_seq) ON TABLE pit_ops.event_stream TO pit_app;
GRANT UPDATE (stream_id, last_seq) ON TABLE pit_ops.event_stream TO pit_app;
GRANT INSERT (stream_id, last_seq) ON TABLE pit_ops.event_stream TO pit_foreman;
GRANT UPDATE (stream_id, last_seq) ON TABLE pit_ops.event_stream TO pit_foreman;

CREATE TABLE pit_ops.evidence_policy (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  valid_months integer NOT NULL
);
ALTER TABLE pit_ops.evidence_policy OWNER TO pit_owner;
ALTER TABLE pit_ops.evidence_policy ADD CONSTRAINT evidence_policy_pkey PRIMARY KEY (task_id);
ALTER TABLE pit_ops.evidence_policy ADD CONSTRAINT evidence_policy_valid_months_check CHECK (((valid_months >= 1) AND (valid_months <= 120)));
ALTER TABLE pit_ops.evidence_policy ADD CONSTRAINT evidence_policy_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.evidence_policy ADD CONSTRAINT evidence_policy_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX evidence_policy_project_id_idx ON pit_ops.evidence_policy USING btree (project_id);
ALTER TABLE pit_ops.evidence_policy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.evidence_policy AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.evidence_policy AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.evidence_policy AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = evidence_policy.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = evidence_policy.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.evidence_policy AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.evidence_policy AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.evidence_policy AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.evidence_policy FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('evidence_policy');
ALTER TABLE pit_ops.evidence_policy ENABLE ALWAYS TRIGGER audit_row;
CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR DELETE OR UPDATE ON pit_ops.evidence_policy DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('task_id');
GRANT DELETE, SELECT ON TABLE pit_ops.evidence_policy TO pit_app;
GRANT DELETE, SELECT ON TABLE pit_ops.evidence_policy TO pit_foreman;
GRANT INSERT (task_id, project_id, valid_months) ON TABLE pit_ops.evidence_policy TO pit_app;
GRANT UPDATE (valid_months) ON TABLE pit_ops.evidence_policy TO pit_app;
GRANT INSERT (task_id, project_id, valid_months) ON TABLE pit_ops.evidence_policy TO pit_foreman;
GRANT UPDATE (valid_months) ON TABLE pit_ops.evidence_policy TO pit_foreman;

CREATE TABLE pit_ops.evidence_reminder (
  evidence_id uuid NOT NULL,
  step integer NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org()
);
ALTER TABLE pit_ops.evidence_reminder OWNER TO pit_owner;
ALTER TABLE pit_ops.evidence_reminder ADD CONSTRAINT evidence_reminder_pkey PRIMARY KEY (evidence_id, step);
ALTER TABLE pit_ops.evidence_reminder ADD CONSTRAINT evidence_reminder_step_check CHECK ((step = ANY (ARRAY[30, 7, 1, '-1'::integer])));
ALTER TABLE pit_ops.evidence_reminder ADD CONSTRAINT evidence_reminder_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence(org_id, id);
ALTER TABLE pit_ops.evidence_reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.evidence_reminder AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.evidence_reminder AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.evidence_reminder TO pit_app;
GRANT INSERT (evidence_id, step) ON TABLE pit_ops.evidence_reminder TO pit_app;

CREATE TABLE pit_ops.evidence_standing (
  evidence_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  latest_decision pit.review_decision_enum,
  waiting_since timestamp(3) with time zone
);
ALTER TABLE pit_ops.evidence_standing OWNER TO pit_owner;
ALTER TABLE pit_ops.evidence_standing ADD CONSTRAINT evidence_standing_pkey PRIMARY KEY (evidence_id);
ALTER TABLE pit_ops.evidence_standing ADD CONSTRAINT evidence_standing_waiting_check CHECK (((waiting_since IS NULL) OR (COALESCE(latest_decision, 'pending'::pit.review_decision_enum) = 'pending'::pit.review_decision_enum)));
ALTER TABLE pit_ops.evidence_standing ADD CONSTRAINT evidence_standing_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence(org_id, id);
CREATE INDEX evidence_standing_latest_decision_idx ON pit_ops.evidence_standing USING btree (org_id, latest_decision, evidence_id);
CREATE INDEX evidence_standing_waiting_idx ON pit_ops.evidence_standing USING btree (org_id, waiting_since, evidence_id);
ALTER TABLE pit_ops.evidence_standing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY beside ON pit_ops.evidence_standing AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE POLICY tenant_wall ON pit_ops.evidence_standing AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.evidence_standing TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit_ops.evidence_standing TO pit_definer;
GRANT SELECT ON TABLE pit_ops.evidence_standing TO pit_foreman;

CREATE TABLE pit_ops.evidence_validity (
  evidence_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  observed_on date NOT NULL,
  valid_until date,
  renews_id uuid,
  set_by text NOT NULL
);
ALTER TABLE pit_ops.evidence_validity OWNER TO pit_owner;
ALTER TABLE pit_ops.evidence_validity ADD CONSTRAINT evidence_validity_pkey PRIMARY KEY (evidence_id);
ALTER TABLE pit_ops.evidence_validity ADD CONSTRAINT evidence_validity_days_check CHECK ((isfinite(observed_on) AND isfinite(valid_until) AND (valid_until >= observed_on)));
ALTER TABLE pit_ops.evidence_validity ADD CONSTRAINT evidence_validity_renews_check CHECK ((renews_id <> evidence_id));
ALTER TABLE pit_ops.evidence_validity ADD CONSTRAINT evidence_validity_set_by_check CHECK ((set_by = ANY (ARRAY['uploader'::text, 'reviewer'::text, 'series'::text, 'task'::text, 'organisation'::text, 'nobody'::text])));
ALTER TABLE pit_ops.evidence_validity ADD CONSTRAINT evidence_validity_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence(org_id, id);
ALTER TABLE pit_ops.evidence_validity ADD CONSTRAINT evidence_validity_renews_id_fkey FOREIGN KEY (org_id, renews_id) REFERENCES pit.evidence(org_id, id);
CREATE INDEX evidence_validity_renews_id_idx ON pit_ops.evidence_validity USING btree (renews_id) WHERE (renews_id IS NOT NULL);
CREATE INDEX evidence_validity_valid_until_idx ON pit_ops.evidence_validity USING btree (org_id, valid_until, evidence_id);
ALTER TABLE pit_ops.evidence_validity ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.evidence_validity AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.evidence_validity AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.evidence_validity AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.evidence parent
  WHERE (parent.id = evidence_validity.evidence_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit_ops.evidence_validity AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.evidence_validity AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.evidence_validity AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.evidence_validity FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('evidence_validity');
ALTER TABLE pit_ops.evidence_validity ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_accepted_validity BEFORE INSERT OR DELETE OR UPDATE ON pit_ops.evidence_validity FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_accepted_validity();
ALTER TABLE pit_ops.evidence_validity ENABLE ALWAYS TRIGGER keep_accepted_validity;
GRANT SELECT ON TABLE pit_ops.evidence_validity TO pit_app;
GRANT SELECT ON TABLE pit_ops.evidence_validity TO pit_definer;
GRANT SELECT ON TABLE pit_ops.evidence_validity TO pit_foreman;
GRANT INSERT (evidence_id, observed_on, valid_until, renews_id, set_by) ON TABLE pit_ops.evidence_validity TO pit_app;
GRANT UPDATE (valid_until, set_by) ON TABLE pit_ops.evidence_validity TO pit_app;
GRANT INSERT (evidence_id, observed_on, valid_until, renews_id, set_by) ON TABLE pit_ops.evidence_validity TO pit_foreman;
GRANT UPDATE (valid_until, set_by) ON TABLE pit_ops.evidence_validity TO pit_foreman;

CREATE TABLE pit_ops.export_job (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  format text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  requested_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  rights jsonb NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  file_id uuid,
  file_name text,
  media_type text,
  sha256 text,
  size bigint,
  error jsonb,
  finished_at timestamp(3) with time zone,
  expires_at timestamp(3) with time zone
);
ALTER TABLE pit_ops.export_job OWNER TO pit_owner;
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_attempts_check CHECK ((attempts >= 0));
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_error_check CHECK ((((error IS NOT NULL) = (state = ANY (ARRAY['refused'::text, 'failed'::text]))) AND (jsonb_typeof(error) = 'object'::text)));
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_file_check CHECK (
CASE state
    WHEN 'done'::text THEN (num_nulls(file_id, file_name, media_type, sha256, size, expires_at) = 0)
    ELSE (num_nonnulls(file_id, file_name, media_type, sha256, size, expires_at) = 0)
END);
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_finished_check CHECK (((finished_at IS NULL) = (state = ANY (ARRAY['waiting'::text, 'running'::text]))));
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_rights_check CHECK ((jsonb_typeof(rights) = 'object'::text));
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text));
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'refused'::text, 'failed'::text])));
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.export_job ADD CONSTRAINT export_job_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user"(id);
CREATE INDEX export_job_open_idx ON pit_ops.export_job USING btree (org_id, requested_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX export_job_project_id_idx ON pit_ops.export_job USING btree (project_id);
CREATE INDEX export_job_requested_by_idx ON pit_ops.export_job USING btree (requested_by);
ALTER TABLE pit_ops.export_job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.export_job AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((requested_by = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'service'::text]))));
CREATE POLICY tenant_wall ON pit_ops.export_job AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.export_job FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('export_job');
ALTER TABLE pit_ops.export_job ENABLE ALWAYS TRIGGER audit_row;
GRANT SELECT ON TABLE pit_ops.export_job TO pit_app;
GRANT SELECT ON TABLE pit_ops.export_job TO pit_foreman;
GRANT INSERT (project_id, format, rights) ON TABLE pit_ops.export_job TO pit_app;
GRANT UPDATE (state, attempts, file_id, file_name, media_type, sha256, size, error, finished_at, expires_at) ON TABLE pit_ops.export_job TO pit_app;
GRANT INSERT (project_id, format, rights) ON TABLE pit_ops.export_job TO pit_foreman;
GRANT UPDATE (state, attempts, file_id, file_name, media_type, sha256, size, error, finished_at, expires_at) ON TABLE pit_ops.export_job TO pit_foreman;

CREATE TABLE pit_ops.extension (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  task_id uuid NOT NULL,
  current_due date NOT NULL,
  requested_due date NOT NULL,
  reason text NOT NULL,
  state text NOT NULL DEFAULT 'requested'::text,
  requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  lapses_on date NOT NULL,
  decided_by uuid,
  decided_at timestamp(3) with time zone,
  comment text
);
ALTER TABLE pit_ops.extension OWNER TO pit_owner;
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_comment_check CHECK ((length(comment) <= 5000));
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_decided_by_check CHECK (((state <> ALL (ARRAY['granted'::text, 'refused'::text])) OR ((decided_at IS NOT NULL) AND (decided_by IS NOT NULL) AND (decided_by <> requested_by))));
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_lapses_on_check CHECK (isfinite(lapses_on));
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_reason_check CHECK (((length(reason) >= 10) AND (length(reason) <= 2000)));
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_requested_due_check CHECK (((requested_due > current_due) AND isfinite(requested_due)));
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_state_check CHECK ((state = ANY (ARRAY['requested'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text, 'lapsed'::text, 'closed'::text])));
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.extension ADD CONSTRAINT extension_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX extension_lapses_on_idx ON pit_ops.extension USING btree (org_id, lapses_on) WHERE (state = 'requested'::text);
CREATE INDEX extension_project_id_idx ON pit_ops.extension USING btree (project_id);
CREATE UNIQUE INDEX extension_requested_key ON pit_ops.extension USING btree (task_id) WHERE (state = 'requested'::text);
CREATE INDEX extension_task_id_idx ON pit_ops.extension USING btree (task_id, created_at, id);
ALTER TABLE pit_ops.extension ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.extension AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.extension AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.extension AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = extension.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = extension.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.extension AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.extension AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.extension AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.extension FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('extension');
ALTER TABLE pit_ops.extension ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_extension BEFORE INSERT OR UPDATE OF current_due, requested_due, reason, state, requested_by, decided_by, decided_at, comment ON pit_ops.extension FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_extension();
ALTER TABLE pit_ops.extension ENABLE ALWAYS TRIGGER keep_extension;
GRANT SELECT ON TABLE pit_ops.extension TO pit_app;
GRANT SELECT ON TABLE pit_ops.extension TO pit_definer;
GRANT SELECT ON TABLE pit_ops.extension TO pit_foreman;
GRANT INSERT (project_id, task_id, current_due, requested_due, reason, lapses_on) ON TABLE pit_ops.extension TO pit_app;
GRANT UPDATE (state, decided_by, decided_at, comment) ON TABLE pit_ops.extension TO pit_app;
GRANT UPDATE (state) ON TABLE pit_ops.extension TO pit_definer;
GRANT INSERT (project_id, task_id, current_due, requested_due, reason, lapses_on) ON TABLE pit_ops.extension TO pit_foreman;
GRANT UPDATE (state, decided_by, decided_at, comment) ON TABLE pit_ops.extension TO pit_foreman;

CREATE TABLE pit_ops.feed_place (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  stream_id uuid NOT NULL,
  fed_seq bigint NOT NULL
);
ALTER TABLE pit_ops.feed_place OWNER TO pit_owner;
ALTER TABLE pit_ops.feed_place ADD CONSTRAINT feed_place_pkey PRIMARY KEY (org_id, stream_id);
ALTER TABLE pit_ops.feed_place ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.feed_place AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT INSERT, SELECT, UPDATE ON TABLE pit_ops.feed_place TO pit_definer;

CREATE TABLE pit_ops.file_usage (
  org_id uuid NOT NULL,
  bytes bigint NOT NULL
);
ALTER TABLE pit_ops.file_usage OWNER TO pit_owner;
ALTER TABLE pit_ops.file_usage ADD CONSTRAINT file_usage_pkey PRIMARY KEY (org_id);
ALTER TABLE pit_ops.file_usage ADD CONSTRAINT file_usage_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.file_usage ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.file_usage AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.file_usage TO pit_definer;

CREATE TABLE pit_ops.gantt_view (
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  folded_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  shows_baseline boolean NOT NULL DEFAULT true,
  baseline_id uuid,
  emphasises_critical boolean NOT NULL DEFAULT false
);
ALTER TABLE pit_ops.gantt_view OWNER TO pit_owner;
ALTER TABLE pit_ops.gantt_view ADD CONSTRAINT gantt_view_pkey PRIMARY KEY (user_id, project_id);
ALTER TABLE pit_ops.gantt_view ADD CONSTRAINT gantt_view_folded_ids_check CHECK ((cardinality(folded_ids) <= 1000));
ALTER TABLE pit_ops.gantt_view ADD CONSTRAINT gantt_view_baseline_id_fkey FOREIGN KEY (project_id, baseline_id) REFERENCES pit_ops.baseline(project_id, id) ON DELETE SET NULL (baseline_id);
ALTER TABLE pit_ops.gantt_view ADD CONSTRAINT gantt_view_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.gantt_view ADD CONSTRAINT gantt_view_user_id_project_id_fkey FOREIGN KEY (user_id, project_id) REFERENCES pit.gantt_state(user_id, project_id) ON DELETE CASCADE;
CREATE INDEX gantt_view_baseline_id_idx ON pit_ops.gantt_view USING btree (project_id, baseline_id);
ALTER TABLE pit_ops.gantt_view ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.gantt_view AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) AND (( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = gantt_view.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = gantt_view.project_id)
     OFFSET 0))
END)));
CREATE POLICY tenant_wall ON pit_ops.gantt_view AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.gantt_view TO pit_app;
GRANT SELECT ON TABLE pit_ops.gantt_view TO pit_foreman;
GRANT INSERT (project_id, folded_ids, shows_baseline, baseline_id, emphasises_critical) ON TABLE pit_ops.gantt_view TO pit_app;
GRANT UPDATE (folded_ids, shows_baseline, baseline_id, emphasises_critical) ON TABLE pit_ops.gantt_view TO pit_app;
GRANT INSERT (project_id, folded_ids, shows_baseline, baseline_id, emphasises_critical) ON TABLE pit_ops.gantt_view TO pit_foreman;
GRANT UPDATE (folded_ids, shows_baseline, baseline_id, emphasises_critical) ON TABLE pit_ops.gantt_view TO pit_foreman;

CREATE TABLE pit_ops.idempotency_key (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  key text NOT NULL,
  request_hash bytea NOT NULL,
  response jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.idempotency_key OWNER TO pit_owner;
ALTER TABLE pit_ops.idempotency_key ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (org_id, user_id, key);
ALTER TABLE pit_ops.idempotency_key ADD CONSTRAINT idempotency_key_key_check CHECK (((length(key) >= 1) AND (length(key) <= 255)));
CREATE INDEX idempotency_key_created_at_idx ON pit_ops.idempotency_key USING btree (created_at);
ALTER TABLE pit_ops.idempotency_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.idempotency_key AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY prune ON pit_ops.idempotency_key AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.idempotency_key AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.idempotency_key TO pit_app;
GRANT DELETE, SELECT ON TABLE pit_ops.idempotency_key TO pit_foreman;
GRANT INSERT (user_id, key, request_hash, response) ON TABLE pit_ops.idempotency_key TO pit_app;
GRANT UPDATE (user_id, key, request_hash, response, created_at) ON TABLE pit_ops.idempotency_key TO pit_app;
GRANT INSERT (user_id, key, request_hash, response) ON TABLE pit_ops.idempotency_key TO pit_foreman;
GRANT UPDATE (user_id, key, request_hash, response, created_at) ON TABLE pit_ops.idempotency_key TO pit_foreman;

CREATE TABLE pit_ops.import_job (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid,
  state text NOT NULL DEFAULT 'waiting'::text,
  requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  requested_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  rights jsonb NOT NULL,
  request jsonb NOT NULL,
  is_dry_run boolean NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  step text,
  done integer NOT NULL DEFAULT 0,
  total integer NOT NULL DEFAULT 0,
  is_cancelled boolean NOT NULL DEFAULT false,
  report jsonb,
  error jsonb,
  finished_at timestamp(3) with time zone,
  version integer NOT NULL DEFAULT 0
);
ALTER TABLE pit_ops.import_job OWNER TO pit_owner;
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_attempts_check CHECK ((attempts >= 0));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_done_check CHECK (((done >= 0) AND (total >= 0)));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_error_check CHECK ((((error IS NOT NULL) = (state = ANY (ARRAY['refused'::text, 'failed'::text]))) AND (jsonb_typeof(error) = 'object'::text)));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_finished_check CHECK (((finished_at IS NULL) = (state = ANY (ARRAY['waiting'::text, 'running'::text]))));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_report_check CHECK ((((report IS NOT NULL) = (state = 'done'::text)) AND (jsonb_typeof(report) = 'object'::text)));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_request_check CHECK (((jsonb_typeof(request) = 'object'::text) AND (pg_column_size(request) <= 65536)));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_rights_check CHECK ((jsonb_typeof(rights) = 'object'::text));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'refused'::text, 'failed'::text, 'cancelled'::text])));
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.import_job ADD CONSTRAINT import_job_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user"(id);
CREATE INDEX import_job_open_idx ON pit_ops.import_job USING btree (org_id, requested_at) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX import_job_project_id_idx ON pit_ops.import_job USING btree (project_id);
CREATE INDEX import_job_requested_by_idx ON pit_ops.import_job USING btree (requested_by);
ALTER TABLE pit_ops.import_job ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.import_job AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING (((requested_by = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR (( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'service'::text])) OR (EXISTS ( SELECT
   FROM pit.project parent
  WHERE (parent.id = import_job.project_id)
 OFFSET 0))));
CREATE POLICY tenant_wall ON pit_ops.import_job AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE ON pit_ops.import_job FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('import_job');
ALTER TABLE pit_ops.import_job ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER audit_state AFTER UPDATE ON pit_ops.import_job FOR EACH ROW WHEN (((old.state <> new.state) OR (old.is_cancelled <> new.is_cancelled))) EXECUTE FUNCTION pit_ops.audit_row('import_job');
ALTER TABLE pit_ops.import_job ENABLE ALWAYS TRIGGER audit_state;
CREATE TRIGGER check_import_job BEFORE UPDATE ON pit_ops.import_job FOR EACH ROW EXECUTE FUNCTION pit_ops.check_import_job();
ALTER TABLE pit_ops.import_job ENABLE ALWAYS TRIGGER check_import_job;
GRANT SELECT ON TABLE pit_ops.import_job TO pit_app;
GRANT SELECT ON TABLE pit_ops.import_job TO pit_foreman;
GRANT INSERT (project_id, rights, request, is_dry_run) ON TABLE pit_ops.import_job TO pit_app;
GRANT UPDATE (project_id, state, attempts, step, done, total, is_cancelled, report, error, finished_at) ON TABLE pit_ops.import_job TO pit_app;
GRANT INSERT (project_id, rights, request, is_dry_run) ON TABLE pit_ops.import_job TO pit_foreman;
GRANT UPDATE (project_id, state, attempts, step, done, total, is_cancelled, report, error, finished_at) ON TABLE pit_ops.import_job TO pit_foreman;

CREATE TABLE pit_ops.imported_row (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  format text NOT NULL,
  plan_key text NOT NULL,
  kind text NOT NULL,
  key text NOT NULL,
  record_id uuid NOT NULL,
  digest text NOT NULL,
  imported_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE pit_ops.imported_row OWNER TO pit_owner;
ALTER TABLE pit_ops.imported_row ADD CONSTRAINT imported_row_pkey PRIMARY KEY (project_id, format, plan_key, kind, key);
ALTER TABLE pit_ops.imported_row ADD CONSTRAINT imported_row_key_check CHECK (((length(key) >= 1) AND (length(key) <= 410)));
ALTER TABLE pit_ops.imported_row ADD CONSTRAINT imported_row_kind_check CHECK ((kind = ANY (ARRAY['project'::text, 'branch'::text, 'task'::text, 'subtask'::text, 'link'::text, 'source'::text])));
ALTER TABLE pit_ops.imported_row ADD CONSTRAINT imported_row_plan_key_check CHECK (((length(plan_key) >= 1) AND (length(plan_key) <= 200)));
ALTER TABLE pit_ops.imported_row ADD CONSTRAINT imported_row_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX imported_row_plan_idx ON pit_ops.imported_row USING btree (org_id, format, plan_key) WHERE (kind = 'project'::text);
CREATE INDEX imported_row_record_id_idx ON pit_ops.imported_row USING btree (record_id);
ALTER TABLE pit_ops.imported_row ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.imported_row AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.imported_row AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.imported_row AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = imported_row.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = imported_row.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.imported_row AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.imported_row AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.imported_row AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
GRANT DELETE, SELECT ON TABLE pit_ops.imported_row TO pit_app;
GRANT DELETE, SELECT ON TABLE pit_ops.imported_row TO pit_foreman;
GRANT INSERT (project_id, format, plan_key, kind, key, record_id, digest) ON TABLE pit_ops.imported_row TO pit_app;
GRANT UPDATE (record_id, digest, imported_at) ON TABLE pit_ops.imported_row TO pit_app;
GRANT INSERT (project_id, format, plan_key, kind, key, record_id, digest) ON TABLE pit_ops.imported_row TO pit_foreman;
GRANT UPDATE (record_id, digest, imported_at) ON TABLE pit_ops.imported_row TO pit_foreman;

CREATE TABLE pit_ops.job_lease (
  name text NOT NULL,
  holder uuid NOT NULL,
  leased_until timestamp with time zone NOT NULL
);
ALTER TABLE pit_ops.job_lease OWNER TO pit_owner;
ALTER TABLE pit_ops.job_lease ADD CONSTRAINT job_lease_pkey PRIMARY KEY (name);
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.job_lease TO pit_definer;

CREATE TABLE pit_ops.message_due (
  notification_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL,
  level integer,
  project_id uuid,
  title text NOT NULL,
  message text,
  link text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  alerts jsonb
);
ALTER TABLE pit_ops.message_due OWNER TO pit_owner;
ALTER TABLE pit_ops.message_due ADD CONSTRAINT message_due_pkey PRIMARY KEY (notification_id);
ALTER TABLE pit_ops.message_due ADD CONSTRAINT message_due_alerts_check CHECK ((jsonb_typeof(alerts) = 'array'::text));
ALTER TABLE pit_ops.message_due ADD CONSTRAINT message_due_level_check CHECK (((level >= 1) AND (level <= 5)));
ALTER TABLE pit_ops.message_due ADD CONSTRAINT message_due_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX message_due_created_at_idx ON pit_ops.message_due USING btree (org_id, created_at);
CREATE INDEX message_due_user_id_idx ON pit_ops.message_due USING btree (user_id);
ALTER TABLE pit_ops.message_due ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.message_due AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.message_due AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.message_due TO pit_app;
GRANT INSERT, SELECT ON TABLE pit_ops.message_due TO pit_definer;
GRANT UPDATE (level) ON TABLE pit_ops.message_due TO pit_app;

CREATE TABLE pit_ops.message_sight (
  notification_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL,
  project_id uuid NOT NULL
);
ALTER TABLE pit_ops.message_sight OWNER TO pit_owner;
ALTER TABLE pit_ops.message_sight ADD CONSTRAINT message_sight_pkey PRIMARY KEY (notification_id);
ALTER TABLE pit_ops.message_sight ADD CONSTRAINT message_sight_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.message_sight ADD CONSTRAINT message_sight_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX message_sight_project_id_idx ON pit_ops.message_sight USING btree (project_id);
CREATE INDEX message_sight_user_id_idx ON pit_ops.message_sight USING btree (user_id);
ALTER TABLE pit_ops.message_sight ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.message_sight AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY tenant_wall ON pit_ops.message_sight AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.message_sight TO pit_app;
GRANT INSERT, SELECT ON TABLE pit_ops.message_sight TO pit_definer;
GRANT SELECT ON TABLE pit_ops.message_sight TO pit_foreman;

CREATE TABLE pit_ops.migration (
  id integer NOT NULL DEFAULT nextval('pit_ops.migration_id_seq'::regclass),
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL
);
ALTER TABLE pit_ops.migration OWNER TO pit_owner;
ALTER TABLE pit_ops.migration ADD CONSTRAINT "PK_3043fc6b8af7c99b8b98830094f" PRIMARY KEY (id);
GRANT SELECT ON TABLE pit_ops.migration TO pit_app;
GRANT SELECT ON TABLE pit_ops.migration TO pit_definer;

CREATE TABLE pit_ops.notification_preference (
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  channel text NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  is_on boolean NOT NULL,
  min_level integer NOT NULL,
  digest text NOT NULL,
  quiet_from text,
  quiet_to text,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.notification_preference OWNER TO pit_owner;
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_pkey PRIMARY KEY (user_id, channel);
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'push'::text])));
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_digest_check CHECK ((digest = ANY (ARRAY['none'::text, 'daily'::text])));
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_min_level_check CHECK (((min_level >= 1) AND (min_level <= 5)));
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_quiet_check CHECK (((quiet_from IS NULL) = (quiet_to IS NULL)));
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_quiet_from_check CHECK ((quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text));
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_quiet_to_check CHECK ((quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text));
ALTER TABLE pit_ops.notification_preference ADD CONSTRAINT notification_preference_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit_ops.notification_preference ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.notification_preference AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY service ON pit_ops.notification_preference AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.notification_preference AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.notification_preference TO pit_app;
GRANT SELECT ON TABLE pit_ops.notification_preference TO pit_foreman;
GRANT INSERT (user_id, channel, is_on, min_level, digest, quiet_from, quiet_to) ON TABLE pit_ops.notification_preference TO pit_app;
GRANT UPDATE (is_on, min_level, digest, quiet_from, quiet_to, updated_at) ON TABLE pit_ops.notification_preference TO pit_app;
GRANT INSERT (user_id, channel, is_on, min_level, digest, quiet_from, quiet_to) ON TABLE pit_ops.notification_preference TO pit_foreman;
GRANT UPDATE (is_on, min_level, digest, quiet_from, quiet_to, updated_at) ON TABLE pit_ops.notification_preference TO pit_foreman;

CREATE TABLE pit_ops.occurrence (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  series_id uuid NOT NULL,
  nominal_on date NOT NULL,
  rule_revision integer NOT NULL,
  due_on date NOT NULL,
  task_id uuid,
  outcome text NOT NULL DEFAULT 'open'::text,
  reason text,
  is_counted boolean NOT NULL DEFAULT true
);
ALTER TABLE pit_ops.occurrence OWNER TO pit_owner;
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_series_id_nominal_on_key UNIQUE (series_id, nominal_on);
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_task_id_key UNIQUE (task_id);
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_days_check CHECK ((isfinite(nominal_on) AND isfinite(due_on)));
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'completed'::text, 'missed'::text, 'skipped'::text])));
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_reason_check CHECK (((length(reason) >= 1) AND (length(reason) <= 5000)));
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_task_check CHECK (((task_id IS NOT NULL) OR (outcome = ANY (ARRAY['missed'::text, 'skipped'::text]))));
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_series_id_fkey FOREIGN KEY (project_id, series_id) REFERENCES pit_ops.series(project_id, id);
ALTER TABLE pit_ops.occurrence ADD CONSTRAINT occurrence_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id);
CREATE INDEX occurrence_project_id_idx ON pit_ops.occurrence USING btree (project_id);
ALTER TABLE pit_ops.occurrence ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.occurrence AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.occurrence AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.occurrence AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = occurrence.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = occurrence.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.occurrence AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.occurrence AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.occurrence AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.occurrence FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('occurrence');
ALTER TABLE pit_ops.occurrence ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_occurrence BEFORE UPDATE OF outcome ON pit_ops.occurrence FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_occurrence();
ALTER TABLE pit_ops.occurrence ENABLE ALWAYS TRIGGER keep_occurrence;
CREATE TRIGGER keep_occurrence_task BEFORE UPDATE OF task_id ON pit_ops.occurrence FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_occurrence_task();
ALTER TABLE pit_ops.occurrence ENABLE ALWAYS TRIGGER keep_occurrence_task;
GRANT SELECT ON TABLE pit_ops.occurrence TO pit_app;
GRANT SELECT ON TABLE pit_ops.occurrence TO pit_definer;
GRANT SELECT ON TABLE pit_ops.occurrence TO pit_foreman;
GRANT INSERT (project_id, series_id, nominal_on, rule_revision, due_on, task_id, outcome, reason) ON TABLE pit_ops.occurrence TO pit_app;
GRANT UPDATE (task_id, outcome, reason, is_counted) ON TABLE pit_ops.occurrence TO pit_app;
GRANT UPDATE (outcome, reason) ON TABLE pit_ops.occurrence TO pit_definer;
GRANT INSERT (project_id, series_id, nominal_on, rule_revision, due_on, task_id, outcome, reason) ON TABLE pit_ops.occurrence TO pit_foreman;
GRANT UPDATE (task_id, outcome, reason, is_counted) ON TABLE pit_ops.occurrence TO pit_foreman;

CREATE TABLE pit_ops.outbox (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  stream_id uuid NOT NULL,
  seq bigint NOT NULL,
  topic text NOT NULL,
  payload jsonb NOT NULL,
  actor_id uuid DEFAULT pit_ops.ctx_user(),
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.outbox OWNER TO pit_owner;
ALTER TABLE pit_ops.outbox ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.outbox ADD CONSTRAINT outbox_org_id_stream_id_seq_key UNIQUE (org_id, stream_id, seq);
ALTER TABLE pit_ops.outbox ADD CONSTRAINT outbox_payload_check CHECK ((pg_column_size(payload) <= 65536));
ALTER TABLE pit_ops.outbox ADD CONSTRAINT outbox_seq_check CHECK ((seq > 0));
ALTER TABLE pit_ops.outbox ADD CONSTRAINT outbox_topic_check CHECK (((length(topic) >= 1) AND (length(topic) <= 200)));
CREATE INDEX outbox_created_at_idx ON pit_ops.outbox USING btree (created_at);
ALTER TABLE pit_ops.outbox ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY emit ON pit_ops.outbox AS PERMISSIVE FOR INSERT TO pit_app
  WITH CHECK (true);
CREATE POLICY emit_overriding ON pit_ops.outbox AS PERMISSIVE FOR INSERT TO pit_foreman
  WITH CHECK (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY prune ON pit_ops.outbox AS PERMISSIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.outbox AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.outbox AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (((stream_id = ( SELECT pit_ops.ctx_user() AS ctx_user)) OR ( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = outbox.stream_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = outbox.stream_id)
     OFFSET 0))
END));
GRANT DELETE, SELECT ON TABLE pit_ops.outbox TO pit_app;
GRANT INSERT, SELECT ON TABLE pit_ops.outbox TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.outbox TO pit_foreman;
GRANT INSERT (stream_id, seq, topic, payload, actor_id) ON TABLE pit_ops.outbox TO pit_app;
GRANT INSERT (stream_id, seq, topic, payload, actor_id) ON TABLE pit_ops.outbox TO pit_foreman;

CREATE TABLE pit_ops.project_access (
  user_id uuid NOT NULL,
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  pieces integer NOT NULL
);
ALTER TABLE pit_ops.project_access OWNER TO pit_owner;
ALTER TABLE pit_ops.project_access ADD CONSTRAINT project_access_pkey PRIMARY KEY (user_id, project_id) INCLUDE (org_id);
ALTER TABLE pit_ops.project_access ADD CONSTRAINT project_access_pieces_check CHECK ((pieces >= 0));
ALTER TABLE pit_ops.project_access ADD CONSTRAINT project_access_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id) ON DELETE CASCADE;
ALTER TABLE pit_ops.project_access ADD CONSTRAINT project_access_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit_ops.project_access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.project_access AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY tenant_wall ON pit_ops.project_access AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.project_access TO pit_app;
GRANT DELETE, INSERT, SELECT ON TABLE pit_ops.project_access TO pit_definer;
GRANT SELECT ON TABLE pit_ops.project_access TO pit_foreman;
GRANT UPDATE (pieces) ON TABLE pit_ops.project_access TO pit_definer;

CREATE VIEW pit_ops.project_cost_per_year WITH (security_invoker=true) AS
 WITH cost AS (
         SELECT task.org_id,
            task.project_id,
            task.id AS task_id,
            task.fy_allocation,
            part.kind,
            part.cents,
            COALESCE(task.start_date, task.end_date) AS first_day,
            task.end_date AS last_day,
            organisation.settings,
            COALESCE(((organisation.settings ->> 'fyStartMonth'::text))::integer, 1) AS first_month
           FROM (((pit.task
             JOIN pit.project ON (((project.id = task.project_id) AND (project.deleted_at IS NULL))))
             JOIN pit.organisation ON ((organisation.id = task.org_id)))
             CROSS JOIN LATERAL ( VALUES ('capex'::text,(task.capex_cost * (100)::numeric)), ('opex'::text,(task.opex_cost * (100)::numeric))) part(kind, cents))
          WHERE ((task.deleted_at IS NULL) AND (part.cents > (0)::numeric))
        ), spread AS (
         SELECT cost.org_id,
            cost.project_id,
            cost.task_id,
            cost.fy_allocation,
            cost.kind,
            cost.cents,
            cost.first_day,
            cost.last_day,
            cost.settings,
            cost.first_month,
            year.financial_year,
            pit_ops.working_days(GREATEST(cost.first_day, pit_ops.financial_year_start(year.financial_year, cost.first_month)), LEAST((cost.last_day + 1), pit_ops.financial_year_start((year.financial_year + 1), cost.first_month)), cost.settings) AS days
           FROM (cost
             CROSS JOIN LATERAL generate_series(pit_ops.financial_year(cost.first_day, cost.first_month), pit_ops.financial_year(cost.last_day, cost.first_month)) year(financial_year))
          WHERE (cost.fy_allocation IS NULL)
        ), weighed AS (
         SELECT spread.org_id,
            spread.project_id,
            spread.task_id,
            spread.fy_allocation,
            spread.kind,
            spread.cents,
            spread.first_day,
            spread.last_day,
            spread.settings,
            spread.first_month,
            spread.financial_year,
            spread.days,
            sum(spread.days) OVER task AS all_days
           FROM spread
          WINDOW task AS (PARTITION BY spread.org_id, spread.project_id, spread.task_id, spread.kind)
        ), apportioned AS (
         SELECT weighed.org_id,
            weighed.project_id,
            weighed.task_id,
            weighed.kind,
            weighed.financial_year,
            weighed.cents,
            div((weighed.cents * (weighed.days)::numeric), (weighed.all_days)::numeric) AS whole,
            row_number() OVER (PARTITION BY weighed.org_id, weighed.project_id, weighed.task_id, weighed.kind ORDER BY (mod((weighed.cents * (weighed.days)::numeric), (weighed.all_days)::numeric)) DESC, weighed.financial_year) AS place,
            (weighed.cents - sum(div((weighed.cents * (weighed.days)::numeric), (weighed.all_days)::numeric)) OVER (PARTITION BY weighed.org_id, weighed.project_id, weighed.task_id, weighed.kind)) AS left_over
           FROM weighed
          WHERE (weighed.all_days > 0)
        ), share AS (
         SELECT cost.org_id,
            cost.project_id,
            cost.kind,
            cost.fy_allocation AS financial_year,
            cost.cents
           FROM cost
          WHERE ((cost.fy_allocation IS NOT NULL) OR (cost.last_day IS NULL))
        UNION ALL
         SELECT apportioned.org_id,
            apportioned.project_id,
            apportioned.kind,
            apportioned.financial_year,
            (apportioned.whole + (
                CASE
                    WHEN ((apportioned.place)::numeric <= apportioned.left_over) THEN 1
                    ELSE 0
                END)::numeric)
           FROM apportioned
        UNION ALL
         SELECT weighed.org_id,
            weighed.project_id,
            weighed.kind,
            weighed.financial_year,
            weighed.cents
           FROM weighed
          WHERE ((weighed.all_days = 0) AND (weighed.financial_year = pit_ops.financial_year(weighed.last_day, weighed.first_month)))
        )
 SELECT org_id,
    project_id,
    financial_year,
    round((COALESCE(sum(cents) FILTER (WHERE (kind = 'capex'::text)), (0)::numeric) / (100)::numeric), 2) AS capex,
    round((COALESCE(sum(cents) FILTER (WHERE (kind = 'opex'::text)), (0)::numeric) / (100)::numeric), 2) AS opex
   FROM share
  GROUP BY org_id, project_id, financial_year;
ALTER TABLE pit_ops.project_cost_per_year OWNER TO pit_owner;
GRANT SELECT ON TABLE pit_ops.project_cost_per_year TO pit_app;
GRANT SELECT ON TABLE pit_ops.project_cost_per_year TO pit_foreman;

CREATE TABLE pit_ops.project_figures (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  day date NOT NULL,
  start_date date,
  end_date date,
  progress_percent integer NOT NULL,
  task_count integer NOT NULL DEFAULT 0,
  overdue_task_count integer NOT NULL DEFAULT 0,
  late_task_count integer NOT NULL DEFAULT 0,
  long_late_task_count integer NOT NULL DEFAULT 0,
  red_alert_count integer NOT NULL DEFAULT 0,
  yellow_alert_count integer NOT NULL DEFAULT 0,
  green_alert_count integer NOT NULL DEFAULT 0,
  level_1_alert_count integer NOT NULL DEFAULT 0,
  level_2_alert_count integer NOT NULL DEFAULT 0,
  level_3_alert_count integer NOT NULL DEFAULT 0,
  level_4_alert_count integer NOT NULL DEFAULT 0,
  level_5_alert_count integer NOT NULL DEFAULT 0,
  open_alert_count integer NOT NULL GENERATED ALWAYS AS (((red_alert_count + yellow_alert_count) + green_alert_count)),
  health smallint NOT NULL GENERATED ALWAYS AS ((GREATEST(
CASE
    WHEN ((100 * LEAST(((end_date - start_date) + 1), GREATEST(0, (day - start_date)))) > ((25 + progress_percent) * ((end_date - start_date) + 1))) THEN 2
    WHEN ((100 * LEAST(((end_date - start_date) + 1), GREATEST(0, (day - start_date)))) > ((15 + progress_percent) * ((end_date - start_date) + 1))) THEN 1
    ELSE 0
END,
CASE
    WHEN (((100 * late_task_count) > (10 * task_count)) OR (long_late_task_count > 0)) THEN 2
    WHEN (late_task_count > 0) THEN 1
    ELSE 0
END,
CASE
    WHEN (red_alert_count > 0) THEN 2
    WHEN (yellow_alert_count > 0) THEN 1
    ELSE 0
END))::smallint)
);
ALTER TABLE pit_ops.project_figures OWNER TO pit_owner;
ALTER TABLE pit_ops.project_figures ADD CONSTRAINT project_figures_pkey PRIMARY KEY (project_id);
ALTER TABLE pit_ops.project_figures ADD CONSTRAINT project_figures_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id) ON DELETE CASCADE;
CREATE INDEX project_figures_alerts_idx ON pit_ops.project_figures USING btree (org_id, open_alert_count, project_id);
CREATE INDEX project_figures_health_idx ON pit_ops.project_figures USING btree (org_id, health, project_id);
CREATE INDEX project_figures_overdue_idx ON pit_ops.project_figures USING btree (org_id, overdue_task_count, project_id);
CREATE INDEX project_figures_worst_idx ON pit_ops.project_figures USING btree (org_id, health, overdue_task_count, project_id);
ALTER TABLE pit_ops.project_figures ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY beside ON pit_ops.project_figures AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE POLICY tenant_wall ON pit_ops.project_figures AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.project_figures TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit_ops.project_figures TO pit_definer;
GRANT SELECT ON TABLE pit_ops.project_figures TO pit_foreman;

CREATE VIEW pit_ops.project_progress WITH (security_invoker=true) AS
 SELECT project.org_id,
    project.id AS project_id,
    project.name,
    project.status,
    project.progress_percent,
    (count(task.id))::integer AS tasks,
    (count(task.id) FILTER (WHERE (task.status = 'completed'::pit.task_status_enum)))::integer AS completed_tasks,
    (count(task.id) FILTER (WHERE (task.status = 'overdue'::pit.task_status_enum)))::integer AS overdue_tasks,
    (count(task.id) FILTER (WHERE (task.status = 'blocked'::pit.task_status_enum)))::integer AS blocked_tasks,
    round(avg(task.progress_percent), 2) AS mean_task_progress
   FROM (pit.project
     LEFT JOIN pit.task ON (((task.project_id = project.id) AND (task.deleted_at IS NULL))))
  WHERE (project.deleted_at IS NULL)
  GROUP BY project.id;
ALTER TABLE pit_ops.project_progress OWNER TO pit_owner;
GRANT SELECT ON TABLE pit_ops.project_progress TO pit_app;
GRANT SELECT ON TABLE pit_ops.project_progress TO pit_foreman;

CREATE TABLE pit_ops.project_rank (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  capex bigint NOT NULL,
  opex bigint NOT NULL,
  risk_impact bigint NOT NULL,
  risk_mitigation bigint NOT NULL
);
ALTER TABLE pit_ops.project_rank OWNER TO pit_owner;
ALTER TABLE pit_ops.project_rank ADD CONSTRAINT project_rank_pkey PRIMARY KEY (project_id);
CREATE INDEX project_rank_capex_idx ON pit_ops.project_rank USING btree (org_id, capex, project_id);
CREATE INDEX project_rank_opex_idx ON pit_ops.project_rank USING btree (org_id, opex, project_id);
CREATE INDEX project_rank_risk_impact_idx ON pit_ops.project_rank USING btree (org_id, risk_impact, project_id);
CREATE INDEX project_rank_risk_mitigation_idx ON pit_ops.project_rank USING btree (org_id, risk_mitigation, project_id);
ALTER TABLE pit_ops.project_rank ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY beside ON pit_ops.project_rank AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE POLICY tenant_wall ON pit_ops.project_rank AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.project_rank TO pit_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.project_rank TO pit_definer;
GRANT SELECT ON TABLE pit_ops.project_rank TO pit_foreman;

CREATE TABLE pit_ops.project_risk (
  project_id uuid NOT NULL,
  risk_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  live_links integer NOT NULL
);
ALTER TABLE pit_ops.project_risk OWNER TO pit_owner;
ALTER TABLE pit_ops.project_risk ADD CONSTRAINT project_risk_pkey PRIMARY KEY (project_id, risk_id);
ALTER TABLE pit_ops.project_risk ADD CONSTRAINT project_risk_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id) ON DELETE CASCADE;
CREATE INDEX project_risk_risk_id_idx ON pit_ops.project_risk USING btree (org_id, risk_id) WHERE (live_links > 0);
ALTER TABLE pit_ops.project_risk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.project_risk AS PERMISSIVE FOR SELECT TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.project_risk AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.project_risk TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit_ops.project_risk TO pit_definer;

CREATE VIEW pit_ops.project_risk_mitigation WITH (security_invoker=true) AS
 SELECT project.org_id,
    project.id AS project_id,
    project.name,
    project.risk_impact_score,
    (count(task.id))::integer AS mitigating_tasks,
    sum(task.linked_risk_mitigation_pct) AS planned_percent_points,
    project.risk_mitigation_percent AS mitigation_percent
   FROM (pit.project
     JOIN pit.task ON (((task.project_id = project.id) AND (task.deleted_at IS NULL) AND (task.linked_risk_mitigation_pct > (0)::numeric))))
  WHERE (project.deleted_at IS NULL)
  GROUP BY project.id;
ALTER TABLE pit_ops.project_risk_mitigation OWNER TO pit_owner;
GRANT SELECT ON TABLE pit_ops.project_risk_mitigation TO pit_app;
GRANT SELECT ON TABLE pit_ops.project_risk_mitigation TO pit_foreman;

CREATE TABLE pit_ops.project_rule (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  settings jsonb NOT NULL DEFAULT '{}'::jsonb
);
ALTER TABLE pit_ops.project_rule OWNER TO pit_owner;
ALTER TABLE pit_ops.project_rule ADD CONSTRAINT project_rule_pkey PRIMARY KEY (project_id);
ALTER TABLE pit_ops.project_rule ADD CONSTRAINT project_rule_settings_check CHECK (((jsonb_typeof(settings) = 'object'::text) AND (pg_column_size(settings) <= 2000)));
ALTER TABLE pit_ops.project_rule ADD CONSTRAINT project_rule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.project_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.project_rule AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.project_rule AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.project_rule AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = project_rule.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = project_rule.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.project_rule AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.project_rule AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.project_rule AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.project_rule FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('project_rule');
ALTER TABLE pit_ops.project_rule ENABLE ALWAYS TRIGGER audit_row;
CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE ON pit_ops.project_rule DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('project_id');
GRANT SELECT ON TABLE pit_ops.project_rule TO pit_app;
GRANT SELECT ON TABLE pit_ops.project_rule TO pit_foreman;
GRANT INSERT (project_id, settings) ON TABLE pit_ops.project_rule TO pit_app;
GRANT UPDATE (settings) ON TABLE pit_ops.project_rule TO pit_app;
GRANT INSERT (project_id, settings) ON TABLE pit_ops.project_rule TO pit_foreman;
GRANT UPDATE (settings) ON TABLE pit_ops.project_rule TO pit_foreman;

CREATE TABLE pit_ops.project_schedule (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  plan_seq bigint NOT NULL,
  today date NOT NULL,
  rules_hash text NOT NULL,
  origin date NOT NULL,
  data_date date NOT NULL,
  task_count integer NOT NULL,
  length_days integer NOT NULL,
  forecast_finish date,
  finish_variance_days integer,
  critical_count integer NOT NULL,
  cycle jsonb,
  violations jsonb NOT NULL DEFAULT '[]'::jsonb,
  computed_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.project_schedule OWNER TO pit_owner;
ALTER TABLE pit_ops.project_schedule ADD CONSTRAINT project_schedule_pkey PRIMARY KEY (project_id);
ALTER TABLE pit_ops.project_schedule ADD CONSTRAINT project_schedule_counts_check CHECK ((((critical_count >= 0) AND (critical_count <= task_count)) AND (length_days >= 0)));
ALTER TABLE pit_ops.project_schedule ADD CONSTRAINT project_schedule_lists_check CHECK (((jsonb_typeof(cycle) = 'array'::text) AND (jsonb_typeof(violations) = 'array'::text)));
ALTER TABLE pit_ops.project_schedule ADD CONSTRAINT project_schedule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.project_schedule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.project_schedule AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.project_schedule AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.project_schedule AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = project_schedule.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = project_schedule.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.project_schedule AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_insert ON pit_ops.project_schedule AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_update ON pit_ops.project_schedule AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
GRANT DELETE, SELECT ON TABLE pit_ops.project_schedule TO pit_app;
GRANT SELECT ON TABLE pit_ops.project_schedule TO pit_foreman;
GRANT INSERT (project_id, plan_seq, today, rules_hash, origin, data_date, task_count, length_days, forecast_finish, finish_variance_days, critical_count, cycle, violations) ON TABLE pit_ops.project_schedule TO pit_app;
GRANT UPDATE (plan_seq, today, rules_hash, origin, data_date, task_count, length_days, forecast_finish, finish_variance_days, critical_count, cycle, violations, computed_at) ON TABLE pit_ops.project_schedule TO pit_app;

CREATE TABLE pit_ops.push_subscription (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  endpoint text NOT NULL,
  p256dh text NOT NULL,
  auth text NOT NULL,
  last_ok_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.push_subscription OWNER TO pit_owner;
ALTER TABLE pit_ops.push_subscription ADD CONSTRAINT push_subscription_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.push_subscription ADD CONSTRAINT push_subscription_endpoint_key UNIQUE (org_id, user_id, endpoint);
ALTER TABLE pit_ops.push_subscription ADD CONSTRAINT push_subscription_auth_check CHECK ((auth ~ '^[A-Za-z0-9_-]{22}(==)?$'::text));
ALTER TABLE pit_ops.push_subscription ADD CONSTRAINT push_subscription_endpoint_check CHECK (((endpoint ~ '^https://[^[:space:]<>"]+$'::text) AND (length(endpoint) <= 2048)));
ALTER TABLE pit_ops.push_subscription ADD CONSTRAINT push_subscription_p256dh_check CHECK ((p256dh ~ '^[A-Za-z0-9_-]{87}=?$'::text));
ALTER TABLE pit_ops.push_subscription ADD CONSTRAINT push_subscription_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX push_subscription_user_id_idx ON pit_ops.push_subscription USING btree (user_id);
ALTER TABLE pit_ops.push_subscription ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.push_subscription AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY service ON pit_ops.push_subscription AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.push_subscription AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.push_subscription TO pit_app;
GRANT DELETE, SELECT ON TABLE pit_ops.push_subscription TO pit_foreman;
GRANT INSERT (endpoint, p256dh, auth) ON TABLE pit_ops.push_subscription TO pit_app;
GRANT UPDATE (p256dh, auth, last_ok_at) ON TABLE pit_ops.push_subscription TO pit_app;
GRANT INSERT (endpoint, p256dh, auth) ON TABLE pit_ops.push_subscription TO pit_foreman;
GRANT UPDATE (p256dh, auth, last_ok_at) ON TABLE pit_ops.push_subscription TO pit_foreman;

CREATE TABLE pit_ops.quality_state (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  night date,
  checked_at timestamp(3) with time zone,
  wanted_at timestamp with time zone
);
ALTER TABLE pit_ops.quality_state OWNER TO pit_owner;
ALTER TABLE pit_ops.quality_state ADD CONSTRAINT quality_state_pkey PRIMARY KEY (project_id);
ALTER TABLE pit_ops.quality_state ADD CONSTRAINT quality_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX quality_state_wanted_idx ON pit_ops.quality_state USING btree (org_id, wanted_at) WHERE (wanted_at IS NOT NULL);
ALTER TABLE pit_ops.quality_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.quality_state AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.quality_state AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.quality_state AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = quality_state.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = quality_state.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.quality_state AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.quality_state AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.quality_state AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
GRANT SELECT ON TABLE pit_ops.quality_state TO pit_app;
GRANT SELECT ON TABLE pit_ops.quality_state TO pit_foreman;
GRANT INSERT (project_id, night, checked_at, wanted_at) ON TABLE pit_ops.quality_state TO pit_app;
GRANT UPDATE (night, checked_at, wanted_at) ON TABLE pit_ops.quality_state TO pit_app;
GRANT INSERT (project_id, night, checked_at, wanted_at) ON TABLE pit_ops.quality_state TO pit_foreman;
GRANT UPDATE (night, checked_at, wanted_at) ON TABLE pit_ops.quality_state TO pit_foreman;

CREATE TABLE pit_ops.risk_impact (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  risk_id uuid NOT NULL,
  impact_score numeric(10,2) NOT NULL,
  reported_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.risk_impact OWNER TO pit_owner;
ALTER TABLE pit_ops.risk_impact ADD CONSTRAINT risk_impact_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.risk_impact ADD CONSTRAINT risk_impact_risk_id_key UNIQUE (org_id, risk_id);
ALTER TABLE pit_ops.risk_impact ADD CONSTRAINT risk_impact_score_check CHECK (((impact_score >= (0)::numeric) AND (impact_score <= 99999999.99)));
ALTER TABLE pit_ops.risk_impact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service_insert ON pit_ops.risk_impact AS PERMISSIVE FOR INSERT TO pit_app
  WITH CHECK (((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])) AND (( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text)));
CREATE POLICY service_update ON pit_ops.risk_impact AS PERMISSIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.risk_impact AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.risk_impact AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.risk_impact FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('risk_impact');
ALTER TABLE pit_ops.risk_impact ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_risk_scores_delete AFTER DELETE ON pit_ops.risk_impact REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risk_scores();
ALTER TABLE pit_ops.risk_impact ENABLE ALWAYS TRIGGER keep_risk_scores_delete;
CREATE TRIGGER keep_risk_scores_insert AFTER INSERT ON pit_ops.risk_impact REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risk_scores();
ALTER TABLE pit_ops.risk_impact ENABLE ALWAYS TRIGGER keep_risk_scores_insert;
CREATE TRIGGER keep_risk_scores_update AFTER UPDATE ON pit_ops.risk_impact REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_risk_scores();
ALTER TABLE pit_ops.risk_impact ENABLE ALWAYS TRIGGER keep_risk_scores_update;
GRANT SELECT ON TABLE pit_ops.risk_impact TO pit_app;
GRANT SELECT ON TABLE pit_ops.risk_impact TO pit_definer;
GRANT SELECT ON TABLE pit_ops.risk_impact TO pit_foreman;
GRANT INSERT (risk_id, impact_score, reported_at) ON TABLE pit_ops.risk_impact TO pit_app;
GRANT UPDATE (impact_score, reported_at) ON TABLE pit_ops.risk_impact TO pit_app;

CREATE TABLE pit_ops.rollup (
  node_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  state jsonb NOT NULL
);
ALTER TABLE pit_ops.rollup OWNER TO pit_owner;
ALTER TABLE pit_ops.rollup ADD CONSTRAINT rollup_pkey PRIMARY KEY (node_id);
ALTER TABLE pit_ops.rollup ADD CONSTRAINT rollup_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX rollup_project_id_idx ON pit_ops.rollup USING btree (project_id);
ALTER TABLE pit_ops.rollup ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.rollup AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.rollup AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.rollup AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = rollup.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = rollup.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.rollup AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.rollup AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.rollup AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
GRANT DELETE, SELECT ON TABLE pit_ops.rollup TO pit_app;
GRANT SELECT ON TABLE pit_ops.rollup TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.rollup TO pit_foreman;
GRANT INSERT (node_id, project_id, state) ON TABLE pit_ops.rollup TO pit_app;
GRANT UPDATE (state) ON TABLE pit_ops.rollup TO pit_app;
GRANT INSERT (node_id, project_id, state) ON TABLE pit_ops.rollup TO pit_definer;
GRANT UPDATE (state) ON TABLE pit_ops.rollup TO pit_definer;
GRANT INSERT (node_id, project_id, state) ON TABLE pit_ops.rollup TO pit_foreman;
GRANT UPDATE (state) ON TABLE pit_ops.rollup TO pit_foreman;

CREATE TABLE pit_ops.schedule_application (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'running'::text,
  requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  requested_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  rights jsonb NOT NULL,
  request jsonb,
  ground text NOT NULL,
  reason text,
  task_count integer NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  changed_task_count integer,
  error jsonb,
  finished_at timestamp(3) with time zone
);
ALTER TABLE pit_ops.schedule_application OWNER TO pit_owner;
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_attempts_check CHECK ((attempts >= 0));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_changed_check CHECK (((changed_task_count IS NOT NULL) = (state = 'applied'::text)));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_error_check CHECK ((((error IS NOT NULL) = (state = ANY (ARRAY['refused'::text, 'failed'::text]))) AND (jsonb_typeof(error) = 'object'::text)));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_finished_check CHECK (((finished_at IS NULL) = (state = 'running'::text)));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_reason_check CHECK (((reason ~ '[^[:space:]]'::text) AND (length(reason) <= 5000)));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_request_check CHECK ((((request IS NULL) = (state <> 'running'::text)) AND (jsonb_typeof(request) = 'object'::text) AND (pg_column_size(request) <= 1048576)));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_rights_check CHECK ((jsonb_typeof(rights) = 'object'::text));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_state_check CHECK ((state = ANY (ARRAY['running'::text, 'applied'::text, 'refused'::text, 'failed'::text])));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_task_count_check CHECK ((task_count >= 0));
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.schedule_application ADD CONSTRAINT schedule_application_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user"(id);
CREATE INDEX schedule_application_project_id_idx ON pit_ops.schedule_application USING btree (project_id);
CREATE INDEX schedule_application_requested_by_idx ON pit_ops.schedule_application USING btree (requested_by);
CREATE UNIQUE INDEX schedule_application_running_key ON pit_ops.schedule_application USING btree (org_id, project_id) WHERE (state = 'running'::text);
ALTER TABLE pit_ops.schedule_application ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.schedule_application AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.schedule_application AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.schedule_application AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = schedule_application.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = schedule_application.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.schedule_application AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.schedule_application AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.schedule_application AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.schedule_application FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('schedule_application');
ALTER TABLE pit_ops.schedule_application ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER check_schedule_application BEFORE UPDATE ON pit_ops.schedule_application FOR EACH ROW EXECUTE FUNCTION pit_ops.check_schedule_application();
ALTER TABLE pit_ops.schedule_application ENABLE ALWAYS TRIGGER check_schedule_application;
GRANT SELECT ON TABLE pit_ops.schedule_application TO pit_app;
GRANT SELECT ON TABLE pit_ops.schedule_application TO pit_definer;
GRANT SELECT ON TABLE pit_ops.schedule_application TO pit_foreman;
GRANT INSERT (project_id, rights, request, ground, reason, task_count) ON TABLE pit_ops.schedule_application TO pit_app;
GRANT UPDATE (state, request, attempts, changed_task_count, error, finished_at) ON TABLE pit_ops.schedule_application TO pit_app;
GRANT INSERT (project_id, rights, request, ground, reason, task_count) ON TABLE pit_ops.schedule_application TO pit_foreman;
GRANT UPDATE (state, request, attempts, changed_task_count, error, finished_at) ON TABLE pit_ops.schedule_application TO pit_foreman;

CREATE TABLE pit_ops.series (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  phase_id uuid NOT NULL,
  work_package_id uuid,
  name text NOT NULL,
  owner_id uuid NOT NULL,
  rule text NOT NULL,
  starts_on date NOT NULL,
  rule_revision integer NOT NULL DEFAULT 1,
  date_shift text NOT NULL DEFAULT 'none'::text,
  catch_up text NOT NULL DEFAULT 'latest'::text,
  duration_days integer NOT NULL,
  mould jsonb NOT NULL,
  state text NOT NULL DEFAULT 'active'::text,
  is_due boolean NOT NULL DEFAULT true,
  next_on date,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  mode text NOT NULL DEFAULT 'fixed'::text,
  lead_days integer NOT NULL DEFAULT 0,
  grace_days integer,
  is_resting boolean NOT NULL DEFAULT false
);
ALTER TABLE pit_ops.series OWNER TO pit_owner;
ALTER TABLE pit_ops.series ADD CONSTRAINT series_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.series ADD CONSTRAINT series_project_id_id_key UNIQUE (project_id, id);
ALTER TABLE pit_ops.series ADD CONSTRAINT series_catch_up_check CHECK ((catch_up = ANY (ARRAY['latest'::text, 'all'::text])));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_date_shift_check CHECK ((date_shift = ANY (ARRAY['none'::text, 'next_working_day'::text, 'previous_working_day'::text])));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_days_check CHECK ((isfinite(starts_on) AND isfinite(next_on)));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_duration_days_check CHECK ((duration_days >= 0));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_grace_days_check CHECK (((grace_days >= 0) AND (grace_days <= 366)));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_lead_days_check CHECK ((((lead_days >= 0) AND (lead_days <= 366)) AND ((lead_days = 0) OR (mode = 'fixed'::text))));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_mode_check CHECK ((mode = ANY (ARRAY['fixed'::text, 'after_completion'::text])));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_mould_check CHECK ((jsonb_typeof(mould) = 'object'::text));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_name_check CHECK (((length(name) >= 1) AND (length(name) <= 500)));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_rule_check CHECK (((length(rule) >= 1) AND (length(rule) <= 500)));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_rule_revision_check CHECK ((rule_revision >= 1));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'ended'::text, 'broken'::text])));
ALTER TABLE pit_ops.series ADD CONSTRAINT series_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user"(org_id, id);
ALTER TABLE pit_ops.series ADD CONSTRAINT series_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase(project_id, id);
ALTER TABLE pit_ops.series ADD CONSTRAINT series_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.series ADD CONSTRAINT series_work_package_id_fkey FOREIGN KEY (phase_id, work_package_id) REFERENCES pit.work_package(phase_id, id) ON UPDATE CASCADE;
CREATE INDEX series_due_idx ON pit_ops.series USING btree (org_id, project_id, id) WHERE ((state = 'active'::text) AND is_due);
CREATE INDEX series_next_on_idx ON pit_ops.series USING btree (org_id, next_on) WHERE (state = 'active'::text);
CREATE INDEX series_owner_id_idx ON pit_ops.series USING btree (org_id, owner_id) WHERE (state = ANY (ARRAY['active'::text, 'paused'::text]));
CREATE INDEX series_phase_id_idx ON pit_ops.series USING btree (phase_id);
CREATE INDEX series_project_id_created_at_idx ON pit_ops.series USING btree (project_id, created_at, id);
ALTER TABLE pit_ops.series ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.series AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.series AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.series AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = series.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = series.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.series AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.series AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.series AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.series FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('series');
ALTER TABLE pit_ops.series ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_row BEFORE UPDATE ON pit_ops.series FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
GRANT SELECT ON TABLE pit_ops.series TO pit_app;
GRANT SELECT ON TABLE pit_ops.series TO pit_definer;
GRANT SELECT ON TABLE pit_ops.series TO pit_foreman;
GRANT INSERT (project_id, phase_id, work_package_id, name, owner_id, rule, starts_on, date_shift, catch_up, duration_days, mould, mode, lead_days, grace_days) ON TABLE pit_ops.series TO pit_app;
GRANT UPDATE (name, owner_id, rule, starts_on, rule_revision, date_shift, catch_up, mould, state, is_due, next_on, lead_days, grace_days, is_resting) ON TABLE pit_ops.series TO pit_app;
GRANT UPDATE (is_due, is_resting) ON TABLE pit_ops.series TO pit_definer;
GRANT INSERT (project_id, phase_id, work_package_id, name, owner_id, rule, starts_on, date_shift, catch_up, duration_days, mould, mode, lead_days, grace_days) ON TABLE pit_ops.series TO pit_foreman;
GRANT UPDATE (name, owner_id, rule, starts_on, rule_revision, date_shift, catch_up, mould, state, is_due, next_on, lead_days, grace_days, is_resting) ON TABLE pit_ops.series TO pit_foreman;

CREATE TABLE pit_ops.settled_day (
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  day date NOT NULL,
  under_way date,
  under_way_settings text,
  counted_created_at timestamp with time zone,
  counted_task_id uuid,
  turned_project_id uuid,
  checked_night date,
  checked_project_id uuid,
  night_is_over boolean NOT NULL DEFAULT false
);
ALTER TABLE pit_ops.settled_day OWNER TO pit_owner;
ALTER TABLE pit_ops.settled_day ADD CONSTRAINT settled_day_pkey PRIMARY KEY (org_id);
ALTER TABLE pit_ops.settled_day ADD CONSTRAINT settled_day_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
ALTER TABLE pit_ops.settled_day ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.settled_day AS PERMISSIVE FOR SELECT TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY readable ON pit_ops.settled_day AS PERMISSIVE FOR SELECT TO pit_app
  USING (true);
CREATE POLICY service ON pit_ops.settled_day AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.settled_day AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.settled_day TO pit_app;
GRANT SELECT ON TABLE pit_ops.settled_day TO pit_definer;
GRANT SELECT ON TABLE pit_ops.settled_day TO pit_foreman;
GRANT INSERT (day, under_way, under_way_settings, counted_created_at, counted_task_id, turned_project_id, checked_night, checked_project_id, night_is_over) ON TABLE pit_ops.settled_day TO pit_app;
GRANT UPDATE (day, under_way, under_way_settings, counted_created_at, counted_task_id, turned_project_id, checked_night, checked_project_id, night_is_over) ON TABLE pit_ops.settled_day TO pit_app;
GRANT UPDATE (day, under_way) ON TABLE pit_ops.settled_day TO pit_definer;

CREATE TABLE pit_ops.stored_file (
  org_id uuid NOT NULL,
  id uuid NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  announced_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  handed_in_at timestamp(3) with time zone,
  removing_since timestamp(3) with time zone
);
ALTER TABLE pit_ops.stored_file OWNER TO pit_owner;
ALTER TABLE pit_ops.stored_file ADD CONSTRAINT stored_file_pkey PRIMARY KEY (org_id, id);
ALTER TABLE pit_ops.stored_file ADD CONSTRAINT stored_file_removing_check CHECK (((handed_in_at IS NULL) OR (removing_since IS NULL)));
ALTER TABLE pit_ops.stored_file ADD CONSTRAINT stored_file_size_check CHECK ((size > 0));
ALTER TABLE pit_ops.stored_file ADD CONSTRAINT stored_file_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
CREATE INDEX stored_file_waiting_idx ON pit_ops.stored_file USING btree (announced_at) WHERE (handed_in_at IS NULL);
ALTER TABLE pit_ops.stored_file ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.stored_file AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.stored_file TO pit_definer;

CREATE TABLE pit_ops.subtask_access (
  subtask_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL,
  project_id uuid NOT NULL
);
ALTER TABLE pit_ops.subtask_access OWNER TO pit_owner;
ALTER TABLE pit_ops.subtask_access ADD CONSTRAINT subtask_access_pkey PRIMARY KEY (subtask_id);
ALTER TABLE pit_ops.subtask_access ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.subtask_access AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, INSERT, SELECT ON TABLE pit_ops.subtask_access TO pit_definer;

CREATE TABLE pit_ops.tag (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  name text NOT NULL
);
ALTER TABLE pit_ops.tag OWNER TO pit_owner;
ALTER TABLE pit_ops.tag ADD CONSTRAINT tag_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.tag ADD CONSTRAINT tag_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit_ops.tag ADD CONSTRAINT tag_name_check CHECK ((((length(name) >= 1) AND (length(name) <= 60)) AND (name = btrim(name))));
ALTER TABLE pit_ops.tag ADD CONSTRAINT tag_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
CREATE INDEX tag_name_idx ON pit_ops.tag USING btree (org_id, name, id);
CREATE UNIQUE INDEX tag_name_key ON pit_ops.tag USING btree (org_id, lower(name));
ALTER TABLE pit_ops.tag ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.tag AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.tag AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.tag AS PERMISSIVE FOR ALL TO pit_app
  USING (true);
CREATE POLICY writers_delete ON pit_ops.tag AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.tag AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.tag AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.tag FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('tag');
ALTER TABLE pit_ops.tag ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_few_tags AFTER INSERT ON pit_ops.tag REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_few_tags();
ALTER TABLE pit_ops.tag ENABLE ALWAYS TRIGGER keep_few_tags;
GRANT DELETE, SELECT ON TABLE pit_ops.tag TO pit_app;
GRANT DELETE, SELECT ON TABLE pit_ops.tag TO pit_foreman;
GRANT INSERT (name) ON TABLE pit_ops.tag TO pit_app;
GRANT UPDATE (name) ON TABLE pit_ops.tag TO pit_app;
GRANT INSERT (name) ON TABLE pit_ops.tag TO pit_foreman;
GRANT UPDATE (name) ON TABLE pit_ops.tag TO pit_foreman;

CREATE TABLE pit_ops.tag_link (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  tag_id uuid NOT NULL,
  project_id uuid NOT NULL,
  task_id uuid
);
ALTER TABLE pit_ops.tag_link OWNER TO pit_owner;
ALTER TABLE pit_ops.tag_link ADD CONSTRAINT tag_link_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.tag_link ADD CONSTRAINT tag_link_tag_id_key UNIQUE NULLS NOT DISTINCT (tag_id, project_id, task_id);
ALTER TABLE pit_ops.tag_link ADD CONSTRAINT tag_link_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.tag_link ADD CONSTRAINT tag_link_tag_id_fkey FOREIGN KEY (org_id, tag_id) REFERENCES pit_ops.tag(org_id, id) ON DELETE CASCADE;
ALTER TABLE pit_ops.tag_link ADD CONSTRAINT tag_link_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX tag_link_org_id_idx ON pit_ops.tag_link USING btree (org_id, tag_id);
CREATE INDEX tag_link_project_id_idx ON pit_ops.tag_link USING btree (project_id, task_id);
CREATE INDEX tag_link_task_id_idx ON pit_ops.tag_link USING btree (task_id) WHERE (task_id IS NOT NULL);
ALTER TABLE pit_ops.tag_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.tag_link AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.tag_link AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.tag_link AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = tag_link.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = tag_link.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.tag_link AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.tag_link AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.tag_link AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.tag_link FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('tag_link');
ALTER TABLE pit_ops.tag_link ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER keep_few_tag_links AFTER INSERT ON pit_ops.tag_link REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_few_tag_links();
ALTER TABLE pit_ops.tag_link ENABLE ALWAYS TRIGGER keep_few_tag_links;
CREATE CONSTRAINT TRIGGER touch_tagged AFTER INSERT OR DELETE ON pit_ops.tag_link DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_tagged();
ALTER TABLE pit_ops.tag_link ENABLE ALWAYS TRIGGER touch_tagged;
GRANT DELETE, SELECT ON TABLE pit_ops.tag_link TO pit_app;
GRANT SELECT ON TABLE pit_ops.tag_link TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.tag_link TO pit_foreman;
GRANT INSERT (tag_id, project_id, task_id) ON TABLE pit_ops.tag_link TO pit_app;
GRANT INSERT (tag_id, project_id, task_id) ON TABLE pit_ops.tag_link TO pit_foreman;

CREATE TABLE pit_ops.task_actual (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  actual_start date,
  actual_finish date,
  remaining_days integer,
  remaining_origin text NOT NULL DEFAULT 'person'::text,
  source text NOT NULL DEFAULT 'report'::text
);
ALTER TABLE pit_ops.task_actual OWNER TO pit_owner;
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_pkey PRIMARY KEY (task_id);
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_finished_check CHECK (((actual_finish IS NULL) OR (remaining_days IS NULL)));
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_order_check CHECK ((actual_start <= actual_finish));
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_remaining_days_check CHECK (((remaining_days >= 1) AND (remaining_days <= 40000)));
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_remaining_origin_check CHECK ((remaining_origin = ANY (ARRAY['person'::text, 'engine'::text])));
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_source_check CHECK ((source = ANY (ARRAY['report'::text, 'import'::text, 'log'::text])));
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.task_actual ADD CONSTRAINT task_actual_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE;
CREATE INDEX task_actual_project_id_idx ON pit_ops.task_actual USING btree (project_id);
ALTER TABLE pit_ops.task_actual ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.task_actual AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.task_actual AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.task_actual AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_actual.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_actual.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.task_actual AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.task_actual AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.task_actual AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.task_actual FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task_actual');
ALTER TABLE pit_ops.task_actual ENABLE ALWAYS TRIGGER audit_row;
CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE ON pit_ops.task_actual DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('task_id');
GRANT SELECT ON TABLE pit_ops.task_actual TO pit_app;
GRANT SELECT ON TABLE pit_ops.task_actual TO pit_definer;
GRANT SELECT ON TABLE pit_ops.task_actual TO pit_foreman;
GRANT INSERT (task_id, project_id, actual_start, actual_finish, remaining_days, remaining_origin, source) ON TABLE pit_ops.task_actual TO pit_app;
GRANT UPDATE (actual_start, actual_finish, remaining_days, remaining_origin, source) ON TABLE pit_ops.task_actual TO pit_app;
GRANT INSERT (task_id, project_id, actual_start, actual_finish, remaining_days, remaining_origin, source) ON TABLE pit_ops.task_actual TO pit_foreman;
GRANT UPDATE (actual_start, actual_finish, remaining_days, remaining_origin, source) ON TABLE pit_ops.task_actual TO pit_foreman;

CREATE TABLE pit_ops.task_counting (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  is_proof_current boolean NOT NULL,
  proven_until date
);
ALTER TABLE pit_ops.task_counting OWNER TO pit_owner;
ALTER TABLE pit_ops.task_counting ADD CONSTRAINT task_counting_pkey PRIMARY KEY (task_id);
ALTER TABLE pit_ops.task_counting ADD CONSTRAINT task_counting_proven_until_check CHECK (isfinite(proven_until));
ALTER TABLE pit_ops.task_counting ADD CONSTRAINT task_counting_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.task_counting ADD CONSTRAINT task_counting_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE ON DELETE CASCADE;
CREATE INDEX task_counting_lapse_idx ON pit_ops.task_counting USING btree (org_id, proven_until, task_id) WHERE is_proof_current;
CREATE INDEX task_counting_project_id_idx ON pit_ops.task_counting USING btree (project_id);
ALTER TABLE pit_ops.task_counting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.task_counting AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.task_counting AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.task_counting AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_counting.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_counting.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.task_counting AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.task_counting AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.task_counting AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
GRANT SELECT ON TABLE pit_ops.task_counting TO pit_app;
GRANT INSERT, SELECT, UPDATE ON TABLE pit_ops.task_counting TO pit_definer;
GRANT SELECT ON TABLE pit_ops.task_counting TO pit_foreman;

CREATE TABLE pit_ops.task_rank (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  status smallint NOT NULL,
  priority smallint NOT NULL
);
ALTER TABLE pit_ops.task_rank OWNER TO pit_owner;
ALTER TABLE pit_ops.task_rank ADD CONSTRAINT task_rank_pkey PRIMARY KEY (task_id);
CREATE INDEX task_rank_priority_idx ON pit_ops.task_rank USING btree (org_id, priority, task_id);
CREATE INDEX task_rank_status_idx ON pit_ops.task_rank USING btree (org_id, status, task_id);
ALTER TABLE pit_ops.task_rank ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY beside ON pit_ops.task_rank AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE POLICY tenant_wall ON pit_ops.task_rank AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.task_rank TO pit_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.task_rank TO pit_definer;
GRANT SELECT ON TABLE pit_ops.task_rank TO pit_foreman;

CREATE TABLE pit_ops.task_rule (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  mode text NOT NULL DEFAULT 'auto'::text,
  start_origin text NOT NULL DEFAULT 'person'::text,
  constraint_kind text NOT NULL DEFAULT 'asap'::text,
  constraint_date date,
  deadline date
);
ALTER TABLE pit_ops.task_rule OWNER TO pit_owner;
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_pkey PRIMARY KEY (task_id);
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_constraint_date_check CHECK (((constraint_kind = 'asap'::text) = (constraint_date IS NULL)));
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_constraint_kind_check CHECK ((constraint_kind = ANY (ARRAY['asap'::text, 'snet'::text, 'fnet'::text, 'snlt'::text, 'fnlt'::text, 'mso'::text, 'mfo'::text])));
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_mode_check CHECK ((mode = ANY (ARRAY['auto'::text, 'manual'::text])));
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_start_origin_check CHECK ((start_origin = ANY (ARRAY['person'::text, 'engine'::text])));
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.task_rule ADD CONSTRAINT task_rule_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE;
CREATE INDEX task_rule_project_id_idx ON pit_ops.task_rule USING btree (project_id);
ALTER TABLE pit_ops.task_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.task_rule AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.task_rule AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.task_rule AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_rule.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_rule.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.task_rule AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.task_rule AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.task_rule AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE TRIGGER audit_inserted AFTER INSERT ON pit_ops.task_rule REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.audit_inserted('task_rule');
ALTER TABLE pit_ops.task_rule ENABLE ALWAYS TRIGGER audit_inserted;
CREATE TRIGGER audit_row AFTER DELETE OR UPDATE ON pit_ops.task_rule FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('task_rule');
ALTER TABLE pit_ops.task_rule ENABLE ALWAYS TRIGGER audit_row;
CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE ON pit_ops.task_rule DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('task_id');
GRANT SELECT ON TABLE pit_ops.task_rule TO pit_app;
GRANT SELECT ON TABLE pit_ops.task_rule TO pit_foreman;
GRANT INSERT (task_id, project_id, mode, start_origin, constraint_kind, constraint_date, deadline) ON TABLE pit_ops.task_rule TO pit_app;
GRANT UPDATE (mode, start_origin, constraint_kind, constraint_date, deadline) ON TABLE pit_ops.task_rule TO pit_app;
GRANT INSERT (task_id, project_id, mode, start_origin, constraint_kind, constraint_date, deadline) ON TABLE pit_ops.task_rule TO pit_foreman;
GRANT UPDATE (mode, start_origin, constraint_kind, constraint_date, deadline) ON TABLE pit_ops.task_rule TO pit_foreman;

CREATE TABLE pit_ops.task_schedule (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  early_start date NOT NULL,
  early_finish date NOT NULL,
  late_start date,
  late_finish date,
  total_slack integer,
  free_slack integer,
  is_critical boolean NOT NULL,
  is_on_longest_path boolean NOT NULL,
  work_state smallint NOT NULL,
  link_slack jsonb
);
ALTER TABLE pit_ops.task_schedule OWNER TO pit_owner;
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_pkey PRIMARY KEY (task_id);
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_completed_check CHECK (((work_state = 2) = (num_nulls(late_start, late_finish, total_slack, free_slack) = 4)));
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_critical_check CHECK ((NOT (is_critical AND (work_state = 2))));
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_link_slack_check CHECK ((jsonb_typeof(link_slack) = 'array'::text));
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_work_state_check CHECK (((work_state >= 0) AND (work_state <= 2)));
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.task_schedule ADD CONSTRAINT task_schedule_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task(project_id, id) ON UPDATE CASCADE;
CREATE INDEX task_schedule_critical_idx ON pit_ops.task_schedule USING btree (project_id) WHERE is_critical;
CREATE INDEX task_schedule_org_id_total_slack_idx ON pit_ops.task_schedule USING btree (org_id, total_slack, task_id);
CREATE INDEX task_schedule_project_id_total_slack_idx ON pit_ops.task_schedule USING btree (project_id, total_slack);
ALTER TABLE pit_ops.task_schedule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.task_schedule AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.task_schedule AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.task_schedule AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_schedule.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = task_schedule.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.task_schedule AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_insert ON pit_ops.task_schedule AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_update ON pit_ops.task_schedule AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE TRIGGER keep_task_slack_delete AFTER DELETE ON pit_ops.task_schedule REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_task_slack();
CREATE TRIGGER keep_task_slack_insert AFTER INSERT ON pit_ops.task_schedule REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_task_slack();
CREATE TRIGGER keep_task_slack_update AFTER UPDATE ON pit_ops.task_schedule REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.keep_task_slack();
GRANT DELETE, SELECT ON TABLE pit_ops.task_schedule TO pit_app;
GRANT SELECT ON TABLE pit_ops.task_schedule TO pit_definer;
GRANT SELECT ON TABLE pit_ops.task_schedule TO pit_foreman;
GRANT INSERT (task_id, project_id, early_start, early_finish, late_start, late_finish, total_slack, free_slack, is_critical, is_on_longest_path, work_state, link_slack) ON TABLE pit_ops.task_schedule TO pit_app;
GRANT UPDATE (project_id, early_start, early_finish, late_start, late_finish, total_slack, free_slack, is_critical, is_on_longest_path, work_state, link_slack) ON TABLE pit_ops.task_schedule TO pit_app;

CREATE TABLE pit_ops.task_slack (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  total_slack integer,
  early_start date,
  is_critical boolean
);
ALTER TABLE pit_ops.task_slack OWNER TO pit_owner;
ALTER TABLE pit_ops.task_slack ADD CONSTRAINT task_slack_pkey PRIMARY KEY (task_id);
CREATE INDEX task_slack_critical_idx ON pit_ops.task_slack USING btree (org_id, total_slack, task_id) WHERE is_critical;
CREATE INDEX task_slack_critical_start_idx ON pit_ops.task_slack USING btree (org_id, early_start, task_id) WHERE is_critical;
CREATE INDEX task_slack_early_start_idx ON pit_ops.task_slack USING btree (org_id, early_start, task_id);
CREATE INDEX task_slack_total_slack_idx ON pit_ops.task_slack USING btree (org_id, total_slack, task_id);
ALTER TABLE pit_ops.task_slack ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY beside ON pit_ops.task_slack AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING (true);
CREATE POLICY tenant_wall ON pit_ops.task_slack AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.task_slack TO pit_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.task_slack TO pit_definer;
GRANT SELECT ON TABLE pit_ops.task_slack TO pit_foreman;

CREATE TABLE pit_ops.task_text (
  task_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  words text NOT NULL
);
ALTER TABLE pit_ops.task_text OWNER TO pit_owner;
ALTER TABLE pit_ops.task_text ADD CONSTRAINT task_text_pkey PRIMARY KEY (task_id);
CREATE INDEX task_text_script_idx ON pit_ops.task_text USING gin (org_id, pit_ops.script_grams(words)) WHERE (octet_length(words) > char_length(words));
CREATE INDEX task_text_words_idx ON pit_ops.task_text USING gin (org_id, words pit_ext.gin_trgm_ops);
ALTER TABLE pit_ops.task_text ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON pit_ops.task_text AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE pit_ops.task_text TO pit_definer;

CREATE TABLE pit_ops.timeline_delta (
  change_id uuid NOT NULL,
  zoom_level text NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  previous_version text,
  version text NOT NULL,
  delta jsonb NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.timeline_delta OWNER TO pit_owner;
ALTER TABLE pit_ops.timeline_delta ADD CONSTRAINT timeline_delta_pkey PRIMARY KEY (change_id, zoom_level);
ALTER TABLE pit_ops.timeline_delta ADD CONSTRAINT timeline_delta_zoom_level_check CHECK ((zoom_level = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'quarter'::text, 'year'::text])));
ALTER TABLE pit_ops.timeline_delta ADD CONSTRAINT timeline_delta_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX timeline_delta_created_at_idx ON pit_ops.timeline_delta USING btree (created_at);
CREATE INDEX timeline_delta_project_id_idx ON pit_ops.timeline_delta USING btree (project_id);
ALTER TABLE pit_ops.timeline_delta ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.timeline_delta AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.timeline_delta AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.timeline_delta AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = timeline_delta.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = timeline_delta.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.timeline_delta AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_insert ON pit_ops.timeline_delta AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_update ON pit_ops.timeline_delta AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
GRANT DELETE, SELECT ON TABLE pit_ops.timeline_delta TO pit_app;
GRANT SELECT ON TABLE pit_ops.timeline_delta TO pit_foreman;
GRANT INSERT (change_id, zoom_level, project_id, previous_version, version, delta) ON TABLE pit_ops.timeline_delta TO pit_app;

CREATE TABLE pit_ops.timeline_state (
  project_id uuid NOT NULL,
  zoom_level text NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  plan_seq bigint NOT NULL,
  today date NOT NULL,
  rules_hash text NOT NULL,
  version text NOT NULL,
  stored_version text,
  asked_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.timeline_state OWNER TO pit_owner;
ALTER TABLE pit_ops.timeline_state ADD CONSTRAINT timeline_state_pkey PRIMARY KEY (project_id, zoom_level);
ALTER TABLE pit_ops.timeline_state ADD CONSTRAINT timeline_state_zoom_level_check CHECK ((zoom_level = ANY (ARRAY['day'::text, 'week'::text, 'month'::text, 'quarter'::text, 'year'::text])));
ALTER TABLE pit_ops.timeline_state ADD CONSTRAINT timeline_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
CREATE INDEX timeline_state_asked_at_idx ON pit_ops.timeline_state USING btree (asked_at);
ALTER TABLE pit_ops.timeline_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.timeline_state AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.timeline_state AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.timeline_state AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = timeline_state.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = timeline_state.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.timeline_state AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_insert ON pit_ops.timeline_state AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_update ON pit_ops.timeline_state AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
GRANT DELETE, SELECT ON TABLE pit_ops.timeline_state TO pit_app;
GRANT SELECT ON TABLE pit_ops.timeline_state TO pit_foreman;
GRANT INSERT (project_id, zoom_level, plan_seq, today, rules_hash, version, stored_version, asked_at) ON TABLE pit_ops.timeline_state TO pit_app;
GRANT UPDATE (plan_seq, today, rules_hash, version, stored_version, asked_at) ON TABLE pit_ops.timeline_state TO pit_app;

CREATE TABLE pit_ops.watch (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  project_id uuid,
  task_id uuid,
  created_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.watch OWNER TO pit_owner;
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_project_id_key UNIQUE (org_id, user_id, project_id);
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_task_id_key UNIQUE (org_id, user_id, task_id);
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_subject_check CHECK (((project_id IS NULL) <> (task_id IS NULL)));
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
ALTER TABLE pit_ops.watch ADD CONSTRAINT watch_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user"(org_id, id);
CREATE INDEX watch_project_id_idx ON pit_ops.watch USING btree (project_id) WHERE (project_id IS NOT NULL);
CREATE INDEX watch_task_id_idx ON pit_ops.watch USING btree (task_id) WHERE (task_id IS NOT NULL);
CREATE INDEX watch_user_id_idx ON pit_ops.watch USING btree (user_id);
ALTER TABLE pit_ops.watch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON pit_ops.watch AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((user_id = ( SELECT pit_ops.ctx_user() AS ctx_user)));
CREATE POLICY service ON pit_ops.watch AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.watch AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.watch FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('watch');
ALTER TABLE pit_ops.watch ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER begin_watch AFTER INSERT ON pit_ops.watch FOR EACH ROW EXECUTE FUNCTION pit_ops.begin_watch();
ALTER TABLE pit_ops.watch ENABLE ALWAYS TRIGGER begin_watch;
GRANT DELETE, SELECT ON TABLE pit_ops.watch TO pit_app;
GRANT SELECT ON TABLE pit_ops.watch TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.watch TO pit_foreman;
GRANT INSERT (project_id, task_id) ON TABLE pit_ops.watch TO pit_app;
GRANT INSERT (project_id, task_id) ON TABLE pit_ops.watch TO pit_foreman;

CREATE TABLE pit_ops.watch_state (
  watch_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  project_id uuid NOT NULL,
  told_status text NOT NULL,
  told_start date,
  told_end date
);
ALTER TABLE pit_ops.watch_state OWNER TO pit_owner;
ALTER TABLE pit_ops.watch_state ADD CONSTRAINT watch_state_pkey PRIMARY KEY (watch_id);
ALTER TABLE pit_ops.watch_state ADD CONSTRAINT watch_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.watch_state ADD CONSTRAINT watch_state_watch_id_fkey FOREIGN KEY (org_id, watch_id) REFERENCES pit_ops.watch(org_id, id) ON DELETE CASCADE;
CREATE INDEX watch_state_project_id_idx ON pit_ops.watch_state USING btree (project_id);
ALTER TABLE pit_ops.watch_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.watch_state AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.watch_state AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.watch_state TO pit_app;
GRANT INSERT, SELECT ON TABLE pit_ops.watch_state TO pit_definer;
GRANT UPDATE (project_id, told_status, told_start, told_end) ON TABLE pit_ops.watch_state TO pit_app;
GRANT UPDATE (told_status) ON TABLE pit_ops.watch_state TO pit_definer;

CREATE TABLE pit_ops.watchdog_state (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  state text NOT NULL
);
ALTER TABLE pit_ops.watchdog_state OWNER TO pit_owner;
ALTER TABLE pit_ops.watchdog_state ADD CONSTRAINT watchdog_state_pkey PRIMARY KEY (project_id);
ALTER TABLE pit_ops.watchdog_state ADD CONSTRAINT watchdog_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.watchdog_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.watchdog_state AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.watchdog_state AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.watchdog_state AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR
CASE
    WHEN ( SELECT (current_setting('app.whole'::text, true) = 'on'::text)) THEN (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = watchdog_state.project_id)))
    ELSE (EXISTS ( SELECT
       FROM pit.project parent
      WHERE (parent.id = watchdog_state.project_id)
     OFFSET 0))
END));
CREATE POLICY writers_delete ON pit_ops.watchdog_state AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_insert ON pit_ops.watchdog_state AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY writers_update ON pit_ops.watchdog_state AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
GRANT SELECT ON TABLE pit_ops.watchdog_state TO pit_app;
GRANT SELECT ON TABLE pit_ops.watchdog_state TO pit_foreman;
GRANT INSERT (project_id, state) ON TABLE pit_ops.watchdog_state TO pit_app;
GRANT UPDATE (state) ON TABLE pit_ops.watchdog_state TO pit_app;

CREATE TABLE pit_ops.watched_project (
  project_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  seen_seq bigint NOT NULL
);
ALTER TABLE pit_ops.watched_project OWNER TO pit_owner;
ALTER TABLE pit_ops.watched_project ADD CONSTRAINT watched_project_pkey PRIMARY KEY (project_id);
ALTER TABLE pit_ops.watched_project ADD CONSTRAINT watched_project_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project(org_id, id);
ALTER TABLE pit_ops.watched_project ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY service ON pit_ops.watched_project AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'service'::text));
CREATE POLICY tenant_wall ON pit_ops.watched_project AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT DELETE, SELECT ON TABLE pit_ops.watched_project TO pit_app;
GRANT INSERT, SELECT ON TABLE pit_ops.watched_project TO pit_definer;
GRANT INSERT (project_id, seen_seq) ON TABLE pit_ops.watched_project TO pit_app;
GRANT UPDATE (seen_seq) ON TABLE pit_ops.watched_project TO pit_app;

CREATE TABLE pit_ops.webhook_endpoint (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  url text NOT NULL,
  topics jsonb NOT NULL DEFAULT '[]'::jsonb,
  is_active boolean NOT NULL DEFAULT true,
  disabled_reason text,
  secret_rotated_at timestamp(3) with time zone,
  created_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
  created_at timestamp(3) with time zone NOT NULL DEFAULT now(),
  updated_at timestamp(3) with time zone NOT NULL DEFAULT now()
);
ALTER TABLE pit_ops.webhook_endpoint OWNER TO pit_owner;
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (id);
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_org_id_id_key UNIQUE (org_id, id);
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_disabled_check CHECK ((is_active = (disabled_reason IS NULL)));
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_reason_check CHECK ((disabled_reason = ANY (ARRAY['by_hand'::text, 'gone'::text, 'failing'::text])));
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_topics_check CHECK (
CASE jsonb_typeof(topics)
    WHEN 'array'::text THEN (jsonb_array_length(topics) <= 100)
    ELSE false
END);
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_url_check CHECK (((url ~ '^https://[^[:space:]<>"]+$'::text) AND (length(url) <= 2048)));
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_created_by_fkey FOREIGN KEY (created_by) REFERENCES pit."user"(id);
ALTER TABLE pit_ops.webhook_endpoint ADD CONSTRAINT webhook_endpoint_org_id_fkey FOREIGN KEY (org_id) REFERENCES pit.organisation(id);
CREATE INDEX webhook_endpoint_created_at_idx ON pit_ops.webhook_endpoint USING btree (org_id, created_at, id);
CREATE INDEX webhook_endpoint_created_by_idx ON pit_ops.webhook_endpoint USING btree (created_by);
ALTER TABLE pit_ops.webhook_endpoint ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY governed ON pit_ops.webhook_endpoint AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'service'::text])));
CREATE POLICY inspected ON pit_ops.webhook_endpoint AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'foreman'::text));
CREATE POLICY tenant_wall ON pit_ops.webhook_endpoint AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE TRIGGER audit_row AFTER INSERT OR DELETE OR UPDATE ON pit_ops.webhook_endpoint FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('webhook_endpoint');
ALTER TABLE pit_ops.webhook_endpoint ENABLE ALWAYS TRIGGER audit_row;
CREATE TRIGGER touch_webhook BEFORE UPDATE ON pit_ops.webhook_endpoint FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_webhook();
GRANT DELETE, SELECT ON TABLE pit_ops.webhook_endpoint TO pit_app;
GRANT SELECT ON TABLE pit_ops.webhook_endpoint TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.webhook_endpoint TO pit_foreman;
GRANT INSERT (url, topics) ON TABLE pit_ops.webhook_endpoint TO pit_app;
GRANT UPDATE (url, topics, is_active, disabled_reason, secret_rotated_at) ON TABLE pit_ops.webhook_endpoint TO pit_app;
GRANT INSERT (url, topics) ON TABLE pit_ops.webhook_endpoint TO pit_foreman;
GRANT UPDATE (url, topics, is_active, disabled_reason, secret_rotated_at) ON TABLE pit_ops.webhook_endpoint TO pit_foreman;

CREATE TABLE pit_ops.webhook_state (
  endpoint_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  secret bytea NOT NULL,
  previous_secret bytea,
  previous_until timestamp(3) with time zone,
  fed_seq bigint NOT NULL,
  tests bigint NOT NULL DEFAULT 0,
  failing_since timestamp(3) with time zone,
  failed_attempts integer NOT NULL DEFAULT 0,
  failed_events integer NOT NULL DEFAULT 0,
  last_failed_at timestamp(3) with time zone
);
ALTER TABLE pit_ops.webhook_state OWNER TO pit_owner;
ALTER TABLE pit_ops.webhook_state ADD CONSTRAINT webhook_state_pkey PRIMARY KEY (endpoint_id);
ALTER TABLE pit_ops.webhook_state ADD CONSTRAINT webhook_state_previous_check CHECK (((previous_secret IS NULL) = (previous_until IS NULL)));
ALTER TABLE pit_ops.webhook_state ADD CONSTRAINT webhook_state_endpoint_id_fkey FOREIGN KEY (org_id, endpoint_id) REFERENCES pit_ops.webhook_endpoint(org_id, id) ON DELETE CASCADE;
ALTER TABLE pit_ops.webhook_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY governed ON pit_ops.webhook_state AS PERMISSIVE FOR ALL TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'service'::text])));
CREATE POLICY inspected ON pit_ops.webhook_state AS PERMISSIVE FOR SELECT TO pit_app, pit_foreman
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = 'foreman'::text));
CREATE POLICY tenant_wall ON pit_ops.webhook_state AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
GRANT SELECT ON TABLE pit_ops.webhook_state TO pit_app;
GRANT SELECT ON TABLE pit_ops.webhook_state TO pit_foreman;
GRANT INSERT (endpoint_id, secret, fed_seq) ON TABLE pit_ops.webhook_state TO pit_app;
GRANT UPDATE (secret, previous_secret, previous_until, fed_seq, tests, failing_since, failed_attempts, failed_events, last_failed_at) ON TABLE pit_ops.webhook_state TO pit_app;
GRANT INSERT (endpoint_id, secret, fed_seq) ON TABLE pit_ops.webhook_state TO pit_foreman;
GRANT UPDATE (secret, previous_secret, previous_until, fed_seq, tests, failing_since, failed_attempts, failed_events, last_failed_at) ON TABLE pit_ops.webhook_state TO pit_foreman;

CREATE TABLE pit_ops.work_mark (
  node_id uuid NOT NULL,
  org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
  task_id uuid NOT NULL,
  is_started boolean NOT NULL DEFAULT false,
  is_blocked boolean NOT NULL DEFAULT false,
  blocked_reason text,
  completion text NOT NULL DEFAULT 'open'::text,
  progress_before integer
);
ALTER TABLE pit_ops.work_mark OWNER TO pit_owner;
ALTER TABLE pit_ops.work_mark ADD CONSTRAINT work_mark_pkey PRIMARY KEY (node_id);
ALTER TABLE pit_ops.work_mark ADD CONSTRAINT work_mark_blocked_reason_check CHECK ((length(blocked_reason) <= 2000));
ALTER TABLE pit_ops.work_mark ADD CONSTRAINT work_mark_completion_check CHECK ((completion = ANY (ARRAY['open'::text, 'completed'::text, 'reopened'::text])));
ALTER TABLE pit_ops.work_mark ADD CONSTRAINT work_mark_progress_before_check CHECK (((progress_before >= 0) AND (progress_before <= 99)));
ALTER TABLE pit_ops.work_mark ADD CONSTRAINT work_mark_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task(org_id, id);
CREATE INDEX work_mark_task_id_idx ON pit_ops.work_mark USING btree (task_id);
ALTER TABLE pit_ops.work_mark ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY overridden ON pit_ops.work_mark AS PERMISSIVE FOR ALL TO pit_foreman
  USING (( SELECT ((pit_ops.ctx_role() = ANY (ARRAY['admin'::text, 'foreman'::text])) AND (pit_ops.ctx_reason() IS NOT NULL))));
CREATE POLICY tenant_wall ON pit_ops.work_mark AS RESTRICTIVE FOR ALL TO PUBLIC
  USING ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)))
  WITH CHECK ((org_id = ( SELECT pit_ops.ctx_org() AS ctx_org)));
CREATE POLICY visible ON pit_ops.work_mark AS PERMISSIVE FOR ALL TO pit_app
  USING ((( SELECT pit_ops.ctx_sees_all() AS ctx_sees_all) OR (EXISTS ( SELECT
   FROM pit.task parent
  WHERE (parent.id = work_mark.task_id)
 OFFSET 0))));
CREATE POLICY writers_delete ON pit_ops.work_mark AS RESTRICTIVE FOR DELETE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_insert ON pit_ops.work_mark AS RESTRICTIVE FOR INSERT TO pit_app
  WITH CHECK ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE POLICY writers_update ON pit_ops.work_mark AS RESTRICTIVE FOR UPDATE TO pit_app
  USING ((( SELECT pit_ops.ctx_role() AS ctx_role) = ANY (ARRAY['admin'::text, 'foreman'::text, 'member'::text, 'service'::text])));
CREATE CONSTRAINT TRIGGER touch_owner AFTER INSERT OR UPDATE ON pit_ops.work_mark DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_owner('node_id');
GRANT DELETE, SELECT ON TABLE pit_ops.work_mark TO pit_app;
GRANT SELECT ON TABLE pit_ops.work_mark TO pit_definer;
GRANT DELETE, SELECT ON TABLE pit_ops.work_mark TO pit_foreman;
GRANT INSERT (node_id, task_id, is_started, is_blocked, blocked_reason, completion, progress_before) ON TABLE pit_ops.work_mark TO pit_app;
GRANT UPDATE (is_started, is_blocked, blocked_reason, completion, progress_before) ON TABLE pit_ops.work_mark TO pit_app;
GRANT INSERT (node_id, task_id, is_started, is_blocked, blocked_reason, completion, progress_before) ON TABLE pit_ops.work_mark TO pit_foreman;
GRANT UPDATE (is_started, is_blocked, blocked_reason, completion, progress_before) ON TABLE pit_ops.work_mark TO pit_foreman;
