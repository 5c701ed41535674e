import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded, type EmbeddedDatabase } from '../../../src/db/setup/embedded.ts';
import { prepareCluster, startPostmaster, stopPostmaster } from '../../../src/db/setup/embedded-cluster.ts';
import { makeRoles } from '../../../src/db/setup/open-database.ts';
import type { TestDatabase } from './database.ts';

/** A PostgreSQL server that no other test uses, and that may go away. */
export class OwnServer {
  /** Without a schema, until a service starts over it. */
  readonly database: TestDatabase;

  private constructor(
    private readonly directory: string,
    private readonly server: EmbeddedDatabase,
  ) {
    const { appUrl, migrationUrl, adminUrl } = server;
    this.database = { appUrl, ownerUrl: migrationUrl, adminUrl, drop: () => Promise.resolve() };
  }

  /** @param options.bare without PIT's roles, as an operator's new server is. */
  static async start(options: { bare?: boolean } = {}): Promise<OwnServer> {
    const directory = await mkdtemp(join(tmpdir(), 'pit-own-server-'));
    const server = await openEmbedded(directory, { throwAway: true });
    if (options.bare !== true) await makeRoles(server);
    return new OwnServer(directory, server);
  }

  /** Takes the server away, and brings it back. @param during what happens while it is away. */
  async restart(during: () => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    const cluster = await prepareCluster(this.directory, true);
    await stopPostmaster(cluster);
    try {
      await during();
    } finally {
      await startPostmaster(cluster);
    }
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
