import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { IS_WRITER } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * The impact of risks as their module reports it, and the score of each project: the sum over the distinct risks that its live
 * tasks are linked to. Kept by triggers, whoever writes, as differences: a link costs what it changes, however many there are.
 * Who links holds a shared lock of the organisation until the end of the transaction, and who reports an exclusive one, so
 * that neither misses what the other has not committed yet.
 */
export class RiskImpact1700000111200 implements MigrationInterface {
  name = 'RiskImpact1700000111200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${IMPACT}${COUNTS}${TABLES.map((table) => wall(table)).join('')}${RIGHTS}`);
    await runner.query(
      rewriting(['pit.project', 'pit.task', 'pit.risk_link'], FILL, ['pit_ops.project_risk']),
    );
    await runner.query(`${KEEP_LINKS}${KEEP_TASKS}${KEEP_IMPACTS}${COUNT_RISKS}${COUNT_WRONG}
      ${ownedByDefiner([...INNER, ...TRIGGER_FUNCTIONS], 'pit_owner')}
      ${ownedByDefiner([COUNT_FUNCTION], 'pit_owner')}
      ${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${[...TRIGGER_FUNCTIONS, ...INNER, COUNT_FUNCTION].join(', ')} CASCADE;
      DROP POLICY visible ON pit_ops.risk_impact;
      DROP POLICY service_insert ON pit_ops.risk_impact;
      DROP POLICY service_update ON pit_ops.risk_impact;
      DROP POLICY service ON pit_ops.project_risk;
      GRANT INSERT (risk_impact_score), UPDATE (risk_impact_score) ON pit.project TO pit_app, pit_foreman;
      REVOKE UPDATE (risk_impact_score) ON pit.project FROM pit_definer;
      ${TABLES.map((table) => `${dropWall(table)} DROP TABLE ${table};`).join('')}`);
  }
}

const TABLES = ['pit_ops.project_risk', 'pit_ops.risk_impact'];
const COUNT_FUNCTION = 'pit_ops.count_wrong_risk_scores()';
const INNER = ['pit_ops.count_project_risks(uuid[], uuid[], uuid[], integer[])'];
const TRIGGER_FUNCTIONS = [
  'pit_ops.keep_risks_of_links()',
  'pit_ops.keep_risks_of_tasks()',
  'pit_ops.keep_risk_scores()',
];

const IMPACT = `
  CREATE TABLE pit_ops.risk_impact (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    risk_id uuid NOT NULL,
    impact_score numeric(10,2) NOT NULL,
    reported_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT risk_impact_risk_id_key UNIQUE (org_id, risk_id),
    CONSTRAINT risk_impact_score_check CHECK (impact_score BETWEEN 0 AND 99999999.99)
  );
  COMMENT ON TABLE pit_ops.risk_impact IS 'The impact of each risk, as the module that owns it reported it last.';`;

const COUNTS = `
  CREATE TABLE pit_ops.project_risk (
    project_id uuid NOT NULL,
    risk_id uuid NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    live_links integer NOT NULL,
    PRIMARY KEY (project_id, risk_id),
    CONSTRAINT project_risk_project_id_fkey FOREIGN KEY (org_id, project_id)
      REFERENCES pit.project (org_id, id) ON DELETE CASCADE
  ) WITH (fillfactor = 70);
  CREATE INDEX project_risk_risk_id_idx ON pit_ops.project_risk (org_id, risk_id) WHERE live_links > 0;
  COMMENT ON TABLE pit_ops.project_risk IS 'How many links lead from live tasks of each project to each risk.';`;

const RIGHTS = `
  CREATE POLICY visible ON pit_ops.risk_impact FOR SELECT TO pit_app, pit_foreman USING (true);
  CREATE POLICY service_insert ON pit_ops.risk_impact FOR INSERT TO pit_app
    WITH CHECK (${IS_WRITER} AND (SELECT pit_ops.ctx_role()) = 'service');
  CREATE POLICY service_update ON pit_ops.risk_impact FOR UPDATE TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
  CREATE POLICY service ON pit_ops.project_risk FOR SELECT TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
  GRANT SELECT ON pit_ops.risk_impact TO pit_app, pit_foreman;
  GRANT INSERT (risk_id, impact_score, reported_at), UPDATE (impact_score, reported_at) ON pit_ops.risk_impact TO pit_app;
  GRANT SELECT ON pit_ops.project_risk TO pit_app;
  GRANT SELECT, INSERT, UPDATE ON pit_ops.project_risk TO pit_definer;
  GRANT SELECT ON pit_ops.risk_impact TO pit_definer;
  GRANT UPDATE (risk_impact_score) ON pit.project TO pit_definer;
  REVOKE INSERT (risk_impact_score), UPDATE (risk_impact_score) ON pit.project FROM pit_app, pit_foreman;`;

/** Nobody has reported an impact yet: what a score was before, nobody knows where it came from. */
const FILL = `
    UPDATE pit.project SET risk_impact_score = 0 WHERE risk_impact_score <> 0;
    INSERT INTO pit_ops.project_risk (project_id, risk_id, org_id, live_links)
    SELECT task.project_id, link.risk_id, task.org_id, count(*) FROM pit.task
    JOIN pit.risk_link AS link ON link.task_id = task.id
    WHERE task.deleted_at IS NULL GROUP BY task.project_id, link.risk_id, task.org_id;`;

const COUNT_RISKS = `
  CREATE FUNCTION ${INNER[0]!.replace('(uuid[], uuid[], uuid[], integer[])', '(organisations uuid[], projects uuid[], risks uuid[], differences integer[])')}
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
      UPDATE pit.project SET risk_impact_score = risk_impact_score + change.difference
        WHERE id = change.project_id AND change.difference <> 0;
    END LOOP;
  END $$;
  COMMENT ON FUNCTION ${INNER[0]} IS
    'Adds differences to the numbers of live links of projects to risks, and what follows to the scores of the projects.';`;

const trigger = (name: string, body: string): string => `
  CREATE FUNCTION ${name} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  ${body} $$;`;

/** Counts what rows of changes come to: each a project, a risk and a sign. */
const countOf = (rows: string): string => `
      PERFORM pit_ops.count_project_risks(array_agg(each.org_id), array_agg(each.project_id), array_agg(each.risk_id),
        array_agg(each.difference)) FROM (
        SELECT changed.org_id, changed.project_id, changed.risk_id, sum(changed.sign)::integer AS difference
        FROM (${rows}) AS changed GROUP BY changed.org_id, changed.project_id, changed.risk_id
        HAVING sum(changed.sign) <> 0) AS each HAVING count(*) > 0;`;

const linksOf = (
  table: string,
  sign: 1 | -1,
): string => `SELECT link.org_id, task.project_id, link.risk_id, ${sign} AS sign
          FROM ${table} AS link JOIN pit.task ON task.id = link.task_id AND task.deleted_at IS NULL`;

const KEEP_LINKS = `${trigger(
  'pit_ops.keep_risks_of_links()',
  `BEGIN
    IF TG_OP = 'UPDATE' THEN ${countOf(`${linksOf('new_rows', 1)} UNION ALL ${linksOf('old_rows', -1)}`)}
    ELSIF TG_OP = 'INSERT' THEN ${countOf(linksOf('new_rows', 1))}
    ELSE ${countOf(linksOf('old_rows', -1))}
    END IF;
    RETURN NULL;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.keep_risks_of_links() IS 'Counts what a statement has changed of links to risks.';`;

const KEEP_TASKS = `${trigger(
  'pit_ops.keep_risks_of_tasks()',
  `BEGIN
    IF EXISTS (SELECT FROM new_rows JOIN old_rows ON old_rows.id = new_rows.id
      WHERE (old_rows.deleted_at IS NULL) <> (new_rows.deleted_at IS NULL) OR old_rows.project_id <> new_rows.project_id)
    THEN ${countOf(
      (
        [
          [1, 'new_rows'],
          [-1, 'old_rows'],
        ] as const
      )
        .map(
          ([sign, table]) => `SELECT task.org_id, task.project_id, link.risk_id, ${sign} AS sign
          FROM ${table} AS task JOIN pit.risk_link AS link ON link.task_id = task.id WHERE task.deleted_at IS NULL`,
        )
        .join(' UNION ALL '),
    )}
    END IF;
    RETURN NULL;
  END`,
)}
  COMMENT ON FUNCTION pit_ops.keep_risks_of_tasks() IS
    'Counts the links to risks of tasks that a statement has deleted, restored or moved.';`;

const KEEP_IMPACTS = `${trigger(
  'pit_ops.keep_risk_scores()',
  `DECLARE
    change record;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('risk impact ' || pit_ops.ctx_org()::text, 0));
    CREATE_CHANGES
    RETURN NULL;
  END`.replace(
    'CREATE_CHANGES',
    ['INSERT', 'UPDATE', 'DELETE']
      .map((operation, n) => {
        const parts = [
          ...(operation === 'DELETE' ? [] : ['SELECT org_id, risk_id, impact_score FROM new_rows']),
          ...(operation === 'INSERT' ? [] : ['SELECT org_id, risk_id, - impact_score FROM old_rows']),
        ];
        return `${n === 0 ? 'IF' : 'ELSIF'} TG_OP = '${operation}' THEN
      FOR change IN
        SELECT kept.project_id, sum(each.difference) AS difference
        FROM (${parts.join(' UNION ALL ')}) AS each (org_id, risk_id, difference)
        JOIN pit_ops.project_risk AS kept ON kept.org_id = each.org_id AND kept.risk_id = each.risk_id AND kept.live_links > 0
        GROUP BY kept.project_id HAVING sum(each.difference) <> 0 ORDER BY kept.project_id
      LOOP
        UPDATE pit.project SET risk_impact_score = risk_impact_score + change.difference WHERE id = change.project_id;
      END LOOP;`;
      })
      .join('\n    ') + '\n    END IF;',
  ),
)}
  COMMENT ON FUNCTION pit_ops.keep_risk_scores() IS
    'Adds to the scores of projects what a statement has changed of the impact of their risks.';`;

const COUNT_WRONG = `
  CREATE FUNCTION ${COUNT_FUNCTION} RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
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
    WHERE found.wrong > 0 OR found.score <> project.risk_impact_score $$;
  COMMENT ON FUNCTION ${COUNT_FUNCTION} IS
    'How many projects have a score of risk other than their links say, counted from scratch in all organisations.';`;

function statementTriggers(table: string, name: string, events: readonly string[]): string {
  const transitions: Readonly<Record<string, string>> = {
    INSERT: 'NEW TABLE AS new_rows',
    UPDATE: 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
    DELETE: 'OLD TABLE AS old_rows',
  };
  return events
    .map(
      (event) => `
    CREATE TRIGGER ${name}_${event.toLowerCase()} AFTER ${event} ON ${table} REFERENCING ${transitions[event]}
      FOR EACH STATEMENT EXECUTE FUNCTION pit_ops.${name}();
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${name}_${event.toLowerCase()};`,
    )
    .join('');
}

const TRIGGERS = `
  ${statementTriggers('pit.risk_link', 'keep_risks_of_links', ['INSERT', 'UPDATE', 'DELETE'])}
  ${statementTriggers('pit.task', 'keep_risks_of_tasks', ['UPDATE'])}
  ${statementTriggers('pit_ops.risk_impact', 'keep_risk_scores', ['INSERT', 'UPDATE', 'DELETE'])}
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON pit_ops.risk_impact
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('risk_impact');
  ALTER TABLE pit_ops.risk_impact ENABLE ALWAYS TRIGGER audit_row;`;
