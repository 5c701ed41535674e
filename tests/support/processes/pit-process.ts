import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SignJWT } from 'jose';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import type { TestDatabase } from '../postgres/database.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SECRET = 'a secret that is only ever used in tests';
const START_MS = 100_000;

/** The service as a process of its own, which can be killed. */
export class PitProcess {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly env: Record<string, string>,
    readonly port: number,
    private readonly command: readonly string[],
  ) {}

  /**
   * @param env settings beside those of every test.
   * @param command that runs the service, other than Node itself.
   */
  static async start(
    database: Pick<TestDatabase, 'appUrl' | 'ownerUrl'>,
    env: Record<string, string> = {},
    command = [process.execPath, '--import', 'tsx', 'src/main.ts'],
  ): Promise<PitProcess> {
    const port = await freePort();
    const settings = { ...PitProcess.settings(database), PORT: String(port), ...env };
    const pit = new PitProcess(settings, port, command);
    await pit.restart();
    return pit;
  }

  /** The settings of every test. */
  static settings(database: Pick<TestDatabase, 'appUrl' | 'ownerUrl'>): Record<string, string> {
    return {
      DATABASE_URL: database.appUrl,
      DATABASE_MIGRATION_URL: database.ownerUrl,
      HOST: '127.0.0.1',
      PIT_JWT_SECRET: SECRET,
      PIT_DRAIN_SECONDS: '0',
      LOG_LEVEL: 'fatal',
    };
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  /** Ends the process as a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks the process to end, waits until it has, and resolves with its exit code: null where a signal ended it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    await this.end(signal);
    return this.child?.exitCode ?? null;
  }

  /** Starts the process that was killed, at the same address, and waits until it serves. */
  async restart(): Promise<void> {
    const [program = '', ...words] = this.command;
    this.child = spawn(program, words, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...this.env },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const deadline = Date.now() + START_MS;
    while (!(await this.isReady())) {
      if (this.child.exitCode !== null) throw new Error(`the service ended with ${this.child.exitCode}`);
      if (Date.now() > deadline) {
        await this.kill();
        throw new Error('the service did not start');
      }
      await sleep(50);
    }
  }

  /** A bearer token that speaks for the actor for ten minutes. */
  token({ userId, orgId, role, divisionIds }: Actor): Promise<string> {
    return new SignJWT({ org_id: orgId, role, division_ids: divisionIds })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuer('pit-development')
      .setAudience('pit')
      .setExpirationTime('10m')
      .sign(new TextEncoder().encode(SECRET));
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
