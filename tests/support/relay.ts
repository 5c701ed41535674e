import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a service and its database, so that the database can be taken away. */
export class Relay {
  private readonly pairs: [Socket, Socket][] = [];
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((near) => this.join(near));
  }

  /** @param databaseUrl where the database really is. */
  static async start(databaseUrl: string): Promise<Relay> {
    const relay = new Relay(new URL(databaseUrl));
    relay.server.listen(0, '127.0.0.1');
    await once(relay.server, 'listening');
    return relay;
  }

  /** The database, as it is reached through here. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.toString();
  }

  /** From now on nothing is passed on, and nobody is told. */
  freeze(): void {
    for (const socket of this.pairs.flat()) socket.unpipe().pause();
  }

  /** Ends every connection, and takes no more. */
  cut(): void {
    this.server.close();
    for (const socket of this.pairs.flat()) socket.destroy();
  }

  private join(near: Socket): void {
    const far = connect(Number(this.target.port), this.target.hostname);
    this.pairs.push([near, far]);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  }
}
