import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const POLL_MS = 250;

interface Replica {
  readonly port: number;
  readonly agent: Agent;
  isReady: boolean;
}

/**
 * A reverse proxy that sends requests to replicas in turn, as long as their readiness says 200. It keeps connections
 * alive on both sides and never tries a request again: what a replica loses is lost.
 */
export class Balancer {
  private readonly server = createServer((given, response) => this.pass(given, response));
  private readonly replicas: readonly Replica[];
  private readonly polling: NodeJS.Timeout;
  private turn = 0;

  private constructor(ports: readonly number[]) {
    this.replicas = ports.map((port) => ({ port, agent: new Agent({ keepAlive: true }), isReady: true }));
    this.polling = setInterval(() => {
      for (const replica of this.replicas) void this.look(replica);
    }, POLL_MS);
  }

  /** @param ports of replicas on this machine, all of them ready. */
  static async start(ports: readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.server.listen(0, '127.0.0.1');
    await once(balancer.server, 'listening');
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  /** Resolves once requests go to the replica, or no longer do. */
  async sees(port: number, isReady: boolean): Promise<void> {
    while (this.replicas.some((replica) => replica.port === port && replica.isReady !== isReady)) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS / 5));
    }
  }

  stop(): void {
    clearInterval(this.polling);
    for (const { agent } of this.replicas) agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  private async look(replica: Replica): Promise<void> {
    const address = `http://127.0.0.1:${replica.port}/health/ready`;
    replica.isReady = await fetch(address).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  private pass(given: IncomingMessage, response: ServerResponse): void {
    const ready = this.replicas.filter(({ isReady }) => isReady);
    const replica = ready[this.turn++ % ready.length];
    const failed = (): void => void response.writeHead(502).end('{"errors":[{"message":"502"}]}');
    if (replica === undefined) return failed();
    const { method, url: path, headers } = given;
    const { connection: _ofThisHop, ...passedOn } = headers;
    const { port, agent } = replica;
    const passed = request({ host: '127.0.0.1', port, agent, method, path, headers: passedOn });
    passed.on('response', (answer) => {
      const { connection: _ofThatHop, ...answered } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, answered);
      answer.pipe(response);
    });
    passed.on('error', () => (response.headersSent ? response.destroy() : failed()));
    given.pipe(passed);
  }
}
