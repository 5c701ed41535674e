import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findServerAccount, giveTo } from '../../../src/db/setup/embedded-account.ts';
import { freePort } from '../processes/pit-process.ts';

/** As many server connections as `default_pool_size` says: fewer than the pools of two replicas hold. */
export const SERVER_CONNECTIONS = 6;

/** A PgBouncer in transaction mode, whose settings are its defaults beside those that every installation has. */
export class PgBouncer {
  private constructor(
    private readonly process: ChildProcess,
    private readonly directory: string,
    private readonly port: number,
  ) {}

  /** @param urls of logins to one server, with their passwords. */
  static async start(urls: readonly string[]): Promise<PgBouncer> {
    const [server] = urls.map((url) => new URL(url));
    if (server === undefined) throw new Error('PgBouncer needs a server');
    const directory = await mkdtemp(join(tmpdir(), 'pit-pgbouncer-'));
    const port = await freePort();
    const settings = `
[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
auth_type = scram-sha-256
auth_file = ${directory}/users.txt
pool_mode = transaction
default_pool_size = ${SERVER_CONNECTIONS}
max_client_conn = 200
`;
    const users = urls.map((url) => {
      const { username, password } = new URL(url);
      return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"\n`;
    });
    const account = await findServerAccount();
    const files = { 'pgbouncer.ini': settings, 'users.txt': users.join('') };
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(directory, name), text, { mode: 0o600 });
      await giveTo(account, join(directory, name));
    }
    await giveTo(account, directory);
    const program = process.env['PIT_PGBOUNCER'] ?? 'pgbouncer';
    const child = spawn(program, ['-q', join(directory, 'pgbouncer.ini')], {
      ...account,
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const pooler = new PgBouncer(child, directory, port);
    const failed = once(child, 'error').then(([error]) => {
      throw error as Error;
    });
    await Promise.race([pooler.accepts(), failed]);
    return pooler;
  }

  /** The same login and database, through the pooler. */
  behind(url: string): string {
    const address = new URL(url);
    address.host = `127.0.0.1:${this.port}`;
    return address.toString();
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    await rm(this.directory, { recursive: true, force: true });
  }

  private async accepts(): Promise<void> {
    for (;;) {
      if (this.process.exitCode !== null) throw new Error(`PgBouncer ended with ${this.process.exitCode}`);
      const socket = connect(this.port, '127.0.0.1');
      const isOpen = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (isOpen) return;
      await sleep(20);
    }
  }
}
