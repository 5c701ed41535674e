import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Record<string, unknown>;
  status: { code?: number };
}

interface OtlpAttribute {
  key: string;
  value: { stringValue?: string; intValue?: number; arrayValue?: unknown };
}

interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] };
    scopeSpans: { spans: (Omit<CollectedSpan, 'attributes'> & { attributes: OtlpAttribute[] })[] }[];
  }[];
}

/** A collector of OpenTelemetry's spans, as it stands behind OTEL_EXPORTER_OTLP_ENDPOINT. */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  readonly services = new Set<unknown>();
  /** Path, content type and body of each export. */
  readonly received: { path: string | undefined; type: string | undefined; body: Buffer }[] = [];
  private readonly server = createServer((request, response) => {
    void this.take(request).then(() =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    );
  });

  static async start(): Promise<Collector> {
    const collector = new Collector();
    collector.server.listen(0, '127.0.0.1');
    await once(collector.server, 'listening');
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The span of that name in a trace, as soon as it has arrived. */
  span(traceId: string, name: string): Promise<CollectedSpan> {
    return this.find(`"${name}" of ${traceId}`, (span) => span.traceId === traceId && span.name === name);
  }

  /** The first span of that name, whatever its trace. */
  named(name: string): Promise<CollectedSpan> {
    return this.find(`"${name}"`, (span) => span.name === name);
  }

  private async find(what: string, isMeant: (span: CollectedSpan) => boolean): Promise<CollectedSpan> {
    for (let i = 0; i < 400; i++) {
      const found = this.spans.find(isMeant);
      if (found !== undefined) return found;
      await sleep(25);
    }
    const names = this.spans.map((span) => `${span.traceId} ${span.name}`);
    throw new Error(`no span ${what} among:\n${names.join('\n')}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const type = request.headers['content-type'];
    this.received.push({ path: request.url, type, body });
    if (type !== 'application/json') return;
    const { resourceSpans } = JSON.parse(body.toString()) as OtlpTraces;
    for (const { resource, scopeSpans } of resourceSpans) {
      this.services.add(plain(resource.attributes)['service.name']);
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        this.spans.push({ ...span, attributes: plain(span.attributes) });
      }
    }
  }
}

function plain(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? value.arrayValue]),
  );
}
