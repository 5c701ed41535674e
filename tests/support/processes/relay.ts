import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands before a server, such as a service's database, so that it can be taken away. */
export class Relay {
  private readonly pairs: [Socket, Socket][] = [];
  private readonly server: Server;

  private constructor(private readonly target: URL) {
    this.server = createServer((near) => this.join(near));
  }

  /** @param target where the server really is. */
  static async start(target: string): Promise<Relay> {
    const relay = new Relay(new URL(target));
    relay.server.listen(0, '127.0.0.1');
    await once(relay.server, 'listening');
    return relay;
  }

  /** The server, as it is reached through here. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return url.toString();
  }

  /** From now on nothing is passed on, and nobody is told. */
  freeze(): void {
    for (const socket of this.pairs.flat()) socket.unpipe().pause();
  }

  /** Ends every connection without a word. */
  breakOff(): void {
    for (const socket of this.pairs.splice(0).flat()) socket.destroy();
  }

  /** Ends every connection, and takes no more. */
  cut(): void {
    this.server.close();
    this.breakOff();
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
