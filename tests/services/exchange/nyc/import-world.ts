import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createPool } from '../../../../src/db/connection/pool.ts';
import { withTenantTransaction } from '../../../../src/db/write/tenant-transaction.ts';
import { syncDirectory } from '../../../../src/services/directory/directory.ts';
import { findImporter } from '../../../../src/services/exchange/importer.ts';
import { systemActor } from '../../../../src/domain/directory/actor.ts';
import { ActorRole } from '../../../../src/domain/enums.ts';
import { readNycFile } from '../../../../src/services/exchange/nyc/nyc-file.ts';
import { importNycProjects } from '../../../../src/services/exchange/nyc/import-nyc.ts';
import type { ImportReport } from '../../../../src/services/exchange/nyc/nyc-report.ts';
import { withRules } from '../../../../src/services/transaction/mutation-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../../support/postgres/database.ts';
import { HEADER } from './import-source.ts';

/** The day on which these tests take place. */
export const TODAY = '2024-12-31';

/** A database to import into, with eyes that see everything. */
export class ImportWorld {
  private constructor(
    readonly database: TestDatabase,
    readonly pool: pg.Pool,
    private readonly admin: pg.Client,
    private readonly directory: string,
  ) {}

  static async open(): Promise<ImportWorld> {
    const database = await cloneDatabase();
    const pool = createPool(database.appUrl, { max: 2, name: 'import test' });
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    return new ImportWorld(database, pool, admin, await mkdtemp(join(tmpdir(), 'pit-import-')));
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
    await this.admin.end();
    await this.pool.end();
    await this.database.drop();
  }

  /** As the superuser, whom no wall stops. */
  async rows<R extends object>(sql: string, values: unknown[] = []): Promise<R[]> {
    return (await this.admin.query<R & pg.QueryResultRow>(sql, values)).rows;
  }

  /** The single value of a query. */
  async value(sql: string, values: unknown[] = []): Promise<unknown> {
    const [row] = await this.rows(sql, values);
    return row && Object.values(row)[0];
  }

  async addOrganisation(id: string): Promise<void> {
    const userId = id.replace(/^0/, '1');
    const directory = {
      organisation: { id, name: `Organisation ${id}` },
      users: [{ id: userId, name: 'Admin', email: 'admin@example.org', role: ActorRole.ADMIN }],
    };
    await withTenantTransaction(this.pool, systemActor(id), (tx) => syncDirectory(withRules(tx), directory));
  }

  /** A user more; answers the id. */
  async addUser(orgId: string, role: ActorRole): Promise<string> {
    const id = randomUUID();
    const user = { id, name: `A ${role}`, email: `${role}@example.org`, role };
    const directory = { organisation: { id: orgId, name: `Organisation ${orgId}` }, users: [user] };
    await withTenantTransaction(this.pool, systemActor(orgId), (tx) =>
      syncDirectory(withRules(tx), directory),
    );
    return id;
  }

  /** Writes a file with the real header; answers its path. */
  async file(...lines: string[]): Promise<string> {
    return this.rawFile([HEADER, ...lines, ''].join('\n'));
  }

  async rawFile(content: string | Buffer): Promise<string> {
    const path = join(this.directory, 'import.csv');
    await writeFile(path, content);
    return path;
  }

  async import(orgId: string, path: string, today = TODAY): Promise<ImportReport> {
    const file = await readNycFile(path);
    const importer = await findImporter(this.pool, orgId);
    return withTenantTransaction(this.pool, importer, (tx) =>
      importNycProjects({ ...withRules(tx), today }, file),
    );
  }

  /** Everything that a run could have left behind. */
  async traces(): Promise<object> {
    const [traces] = await this.rows(`
      SELECT (SELECT count(*) FROM pit.audit_log)::int AS audit, (SELECT count(*) FROM pit_ops.outbox)::int AS events,
        (SELECT max(updated_at) FROM pit.task) AS task, (SELECT max(updated_at) FROM pit.phase) AS phase,
        (SELECT max(updated_at) FROM pit.project) AS project, (SELECT max(updated_at) FROM pit.division) AS division,
        (SELECT count(*) FROM pit.cost_snapshot)::int AS snapshots`);
    return traces ?? {};
  }
}
