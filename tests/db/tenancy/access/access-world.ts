import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../../support/postgres/database.ts';
import { asActor, type DatabaseActor } from '../as-actor.ts';
import { makeOrganisation, type Organisation } from '../two-organisations.ts';

/** What hangs on the fixture's project, each seen through it. */
export const THROUGH_PROJECT = [
  'pit.project',
  'pit.phase',
  'pit.work_package',
  'pit.task',
  'pit.subtask',
  'pit.task_cluster',
  'pit.task_dependency',
  'pit.evidence',
  'pit.evidence_review',
  'pit.task_progress_log',
  'pit.cost_snapshot',
  'pit.timeline_cache',
  'pit.watchdog_alert',
  'pit.qa_result',
  'pit.isms_link',
  'pit.risk_link',
  'pit.control_link',
  'pit.incident_link',
  'pit.audit_link',
  'pit.skills_credit',
  'pit_ops.alert_ack',
  'pit_ops.baseline',
  'pit_ops.baseline_plan',
  'pit_ops.baseline_task',
  'pit_ops.date_frame',
  'pit_ops.due_commitment',
  'pit_ops.extension',
  'pit_ops.occurrence',
  'pit_ops.series',
  'pit_ops.evidence_policy',
  'pit_ops.evidence_validity',
  'pit_ops.tag_link',
  'pit_ops.outbox',
  'pit_ops.project_rule',
  'pit_ops.project_schedule',
  'pit_ops.quality_state',
  'pit_ops.rollup',
  'pit_ops.schedule_application',
  'pit_ops.task_actual',
  'pit_ops.task_counting',
  'pit_ops.task_rule',
  'pit_ops.task_schedule',
  'pit_ops.timeline_delta',
  'pit_ops.timeline_state',
  'pit_ops.watchdog_state',
  'pit_ops.work_mark',
  'pit_ops.project_progress',
] as const;

/** One organisation with a row in every table, in a database of its own, and who has work in its project. */
export class AccessWorld {
  private constructor(
    readonly database: TestDatabase,
    readonly ours: Organisation,
    readonly admin: pg.Client,
  ) {}

  static async open(): Promise<AccessWorld> {
    const database = await cloneDatabase();
    const ours = await makeOrganisation(database.appUrl, 'a');
    const admin = new pg.Client(database.adminUrl);
    await admin.connect();
    return new AccessWorld(database, ours, admin);
  }

  async close(): Promise<void> {
    await this.admin.end();
    await this.database.drop();
  }

  /** Who has no part in the project, until a test gives them one. */
  get stranger(): DatabaseActor {
    return { org: this.ours.id, user: this.ours.other, role: 'member' };
  }

  /** Runs statements one after another in a transaction of the service. */
  async change(...statements: string[]): Promise<void> {
    await asActor(this.database.appUrl, this.ours.service, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  }

  /** How many users and projects are counted wrongly. */
  async wrong(): Promise<number> {
    const { rows } = await this.admin.query<{ wrong: number }>(
      'SELECT pit_ops.count_wrong_access()::int AS wrong',
    );
    return rows[0]?.wrong ?? -1;
  }

  /** The pieces of work of a user in a project; 0 where none are counted. */
  async pieces(user: string, project = this.ours.project): Promise<number> {
    const { rows } = await this.admin.query<{ pieces: number }>(
      'SELECT pieces FROM pit_ops.project_access WHERE user_id = $1 AND project_id = $2',
      [user, project],
    );
    return rows[0]?.pieces ?? 0;
  }
}

const SEEN = THROUGH_PROJECT.map((table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM ${table})`);

/** Planned by a dozen: what all of them take to be planned at once is more than a statement may on a busy machine. */
const AT_ONCE = 12;

/** Of which of the tables a client sees rows, in its own transaction. Prepared: planning so many takes long. */
export async function tablesSeen(client: pg.ClientBase): Promise<string[]> {
  const names: string[] = [];
  for (let from = 0; from < SEEN.length; from += AT_ONCE) {
    const text = SEEN.slice(from, from + AT_ONCE).join(' UNION ALL ');
    const { rows } = await client.query<{ name: string }>({ name: `seen ${from}`, text });
    names.push(...rows.map(({ name }) => name));
  }
  return names;
}
