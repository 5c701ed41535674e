import { randomBytes } from 'node:crypto';
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { copyCluster } from '../../../src/db/backup/cluster-copy.ts';
import { CopiedTree } from '../../../src/db/backup/copied-tree.ts';
import { openEmbedded, type EmbeddedDatabase } from '../../../src/db/setup/embedded.ts';
import { giveTo, runAs } from '../../../src/db/setup/embedded-account.ts';
import { program } from '../../../src/db/setup/embedded-binaries.ts';
import { prepareCluster, type Cluster } from '../../../src/db/setup/embedded-cluster.ts';
import { migrate } from '../../../src/db/setup/migrate.ts';
import { makeRoles } from '../../../src/db/setup/open-database.ts';
import { freePort } from '../processes/pit-process.ts';
import type { TestDatabase } from './database.ts';
import { runSql } from './test-server.ts';

/** A migrated server that keeps what it has committed, and that standbys may follow. */
export class Primary {
  private constructor(
    private readonly folder: string,
    private readonly server: EmbeddedDatabase,
    readonly cluster: Cluster,
    readonly database: TestDatabase,
  ) {}

  static async start(): Promise<Primary> {
    const folder = await mkdtemp(join(tmpdir(), 'pit-primary-'));
    await chmod(folder, 0o711);
    const server = await openEmbedded(folder);
    await makeRoles(server);
    await migrate(server);
    const cluster = await prepareCluster(folder, false);
    const { appUrl, adminUrl, migrationUrl: ownerUrl } = server;
    await appendFile(
      join(cluster.data, 'pg_hba.conf'),
      'host replication pit_replica 127.0.0.1/32 scram-sha-256\n',
    );
    await runSql(
      adminUrl,
      `CREATE ROLE pit_replica REPLICATION LOGIN PASSWORD 'follow'`,
      'SELECT pg_reload_conf()',
    );
    return new Primary(folder, server, cluster, {
      appUrl,
      adminUrl,
      ownerUrl,
      drop: () => Promise.resolve(),
    });
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A streaming replica, made of a hot copy of its primary. */
export class Standby {
  readonly appUrl: string;
  readonly adminUrl: string;

  private constructor(
    private readonly cluster: Cluster,
    private readonly folder: string,
    private readonly data: string,
    urls: Pick<TestDatabase, 'appUrl' | 'adminUrl'>,
  ) {
    this.appUrl = urls.appUrl;
    this.adminUrl = urls.adminUrl;
  }

  static async of({ cluster, database }: Primary): Promise<Standby> {
    const folder = await mkdtemp(join(tmpdir(), 'pit-standby-'));
    const slot = `standby_${randomBytes(4).toString('hex')}`;
    const client = new pg.Client(database.adminUrl);
    await client.connect();
    await client.query('SELECT pg_create_physical_replication_slot($1, true)', [slot]);
    const tree = new CopiedTree(join(folder, 'copy'));
    await mkdir(tree.root);
    await copyCluster(client, cluster.data, tree, 'data');
    await client.end();
    const data = join(tree.root, 'data');
    const { port } = new URL(database.adminUrl);
    await writeFile(join(data, 'standby.signal'), '');
    await appendFile(
      join(data, 'postgresql.auto.conf'),
      `primary_conninfo = 'host=127.0.0.1 port=${port} user=pit_replica password=follow'
primary_slot_name = '${slot}'
max_standby_streaming_delay = '200ms'
`,
    );
    const written = [...tree.directories, ...tree.files.map(({ path }) => path), 'data/standby.signal'];
    for (const path of ['', ...written]) await giveTo(cluster.account, join(tree.root, path));
    await giveTo(cluster.account, folder);
    const ownPort = await freePort();
    const at = (url: string): string => Object.assign(new URL(url), { port: String(ownPort) }).toString();
    const standby = new Standby(cluster, folder, data, {
      appUrl: at(database.appUrl),
      adminUrl: at(database.adminUrl),
    });
    await standby.start();
    return standby;
  }

  async start(): Promise<void> {
    const { port } = new URL(this.appUrl);
    await this.control('start', '-l', join(this.data, 'server.log'), '-o', `-p ${port}`);
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    await this.control('stop', '-m', 'immediate');
  }

  sql(...statements: string[]): Promise<void> {
    return runSql(this.adminUrl, ...statements);
  }

  async remove(): Promise<void> {
    await this.kill().catch(() => undefined);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async control(verb: string, ...words: string[]): Promise<void> {
    const { account, binaries } = this.cluster;
    await runAs(account, program(binaries, 'pg_ctl'), [verb, '-w', '-t', '60', '-D', this.data, ...words]);
  }
}
