import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import type { ActorRole } from '../../../src/domain/enums.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import type { Command } from '../../../src/services/transaction/command.ts';
import { cloneDatabase, type TestDatabase } from '../postgres/database.ts';

const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';

type Values = Record<string, unknown>;

/** One organisation with people in a database of its own, and direct ways to put a plan into it. */
export class Plan {
  readonly orgId = randomUUID();
  /** Owns the projects. */
  readonly owner = randomUUID();
  readonly sponsor = randomUUID();
  /** Owns the tasks. */
  readonly worker = randomUUID();
  readonly helper = randomUUID();
  private readonly neighbours: Plan[] = [];
  /** The last statement of `rows`, once it is over. */
  private asked: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly database: TestDatabase,
    /** As the application role. */
    readonly pool: pg.Pool,
    private readonly admin: pg.Client,
  ) {}

  static async open(settings: object = {}, timeZone = 'UTC'): Promise<Plan> {
    const plan = await Plan.over(await cloneDatabase());
    await plan.addOrganisation(settings, timeZone);
    return plan;
  }

  /** A plan in a database that is there already, and is dropped with it. */
  static async within(database: TestDatabase): Promise<Plan> {
    const plan = await Plan.over(database);
    await plan.addOrganisation({}, 'UTC');
    return plan;
  }

  private static async over(database: TestDatabase): Promise<Plan> {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const pool = createPool(database.appUrl, { max: 8, name: 'test', waitMs: 30_000 });
    // A server that is restarted ends connections that nobody uses just then.
    admin.on('error', () => undefined);
    return new Plan(database, pool, admin);
  }

  /** Another organisation in the same database; it is closed along with this one. */
  async neighbour(): Promise<Plan> {
    const admin = new pg.Client({ connectionString: this.database.adminUrl });
    await admin.connect();
    const other = new Plan(this.database, this.pool, admin);
    this.neighbours.push(other);
    await other.addOrganisation({}, 'UTC');
    return other;
  }

  async close(): Promise<void> {
    await Promise.all(this.neighbours.map((other) => other.admin.end()));
    await this.pool.end();
    await this.admin.end();
    await this.database.drop();
  }

  actor(userId: string = this.owner, role: ActorRole = 'member'): Actor {
    return { userId, orgId: this.orgId, role, divisionIds: [] };
  }

  /** Runs a verb as its mutation would. */
  run<T extends object>(
    verb: Command<T>,
    options: { actor?: Actor; input?: object; name?: string } = {},
  ): Promise<T> {
    const { actor = this.actor(), input = {}, name = 'test' } = options;
    return runMutation(this.pool, actor, { name, input }, verb);
  }

  /** Rows as they are stored, whoever may see them. Several at once wait for one another: a client of pg is not to queue them. */
  async rows<R extends object = Values>(text: string, values: unknown[] = []): Promise<R[]> {
    const result = this.asked.then(() => this.admin.query<R & pg.QueryResultRow>(text, values));
    this.asked = result.catch(() => undefined);
    return (await result).rows;
  }

  /** Puts a row into `pit.<table>` as it is and answers its id. */
  async insert(table: string, values: Values): Promise<string> {
    const row = { org_id: this.orgId, ...values };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    const [inserted] = await this.rows<{ id: string }>(
      `INSERT INTO pit."${table}" (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING id`,
      Object.values(row),
    );
    return inserted?.id ?? '';
  }

  /** Puts a row into `pit_ops.<table>` as it is and answers its id. */
  async insertBeside(table: string, values: Values, key = 'id'): Promise<string> {
    const row = { org_id: this.orgId, ...values };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${index + 1}`);
    const [inserted] = await this.rows<{ id: string }>(
      `INSERT INTO pit_ops.${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) RETURNING ${key} AS id`,
      Object.values(row),
    );
    return inserted?.id ?? '';
  }

  project(values: Values = {}): Promise<string> {
    const people = { owner_id: this.owner, sponsor_id: this.sponsor };
    return this.insert('project', { name: 'Project', ...people, ...values });
  }

  phase(projectId: string, values: Values = {}): Promise<string> {
    return this.insert('phase', { name: 'Phase', project_id: projectId, owner_id: this.owner, ...values });
  }

  workPackage(projectId: string, phaseId: string, values: Values = {}): Promise<string> {
    const place = { project_id: projectId, phase_id: phaseId };
    return this.insert('work_package', { name: 'Package', ...place, owner_id: this.owner, ...values });
  }

  task(projectId: string, phaseId: string, values: Values = {}): Promise<string> {
    const place = { project_id: projectId, phase_id: phaseId };
    return this.insert('task', { name: 'Task', ...place, owner_id: this.worker, ...values });
  }

  subtask(taskId: string, values: Values = {}): Promise<string> {
    return this.insert('subtask', { name: 'Step', task_id: taskId, ...values });
  }

  /** Evidence with one review of that decision. */
  async evidence(
    owner: { task_id?: string; subtask_id?: string },
    decision: string,
    metadata: object = {},
  ): Promise<string> {
    const file = { file_url: 'https://files.test/proof', file_type: 'document', metadata };
    const id = await this.insert('evidence', { ...owner, uploaded_by: this.worker, ...file });
    await this.insert('evidence_review', { evidence_id: id, reviewer_id: this.sponsor, decision });
    return id;
  }

  private async addOrganisation(settings: object, timeZone: string): Promise<void> {
    // The audit trail wants to know who writes, even here: the platform's own user.
    await this.rows(
      `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false), set_config('app.role', 'admin', false)`,
      [this.orgId, SYSTEM_USER],
    );
    await this.rows('INSERT INTO pit.organisation (id, name, time_zone, settings) VALUES ($1, $2, $3, $4)', [
      this.orgId,
      'Organisation',
      timeZone,
      settings,
    ]);
    const people = { owner: this.owner, sponsor: this.sponsor, worker: this.worker, helper: this.helper };
    for (const [name, id] of Object.entries(people)) {
      await this.insert('user', { id, name, email: `${name}@example.test`, role: 'member' });
    }
  }
}
