import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A question as it arrived. */
export interface AskedQuestion {
  readonly model: string;
  readonly authorization: string | undefined;
  readonly system: string;
  /** The data, as they were sent. */
  readonly brief: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

/** How the server answers one question. */
export type Manner = (response: ServerResponse, asked: AskedQuestion) => void;

/** A server that speaks OpenAI's chat completions, and misbehaves as it is told. */
export class ModelServer {
  readonly asked: AskedQuestion[] = [];
  /** How the next questions are answered, in order; the last one goes on. */
  manners: Manner[] = [answers({})];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<ModelServer> {
    const server = createServer((request, response) => void models.take(request, response));
    const models = new ModelServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return models;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.url !== '/v1/chat/completions' || request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
    const [system, user] = body['messages'] as { content: string }[];
    const asked = {
      model: String(body['model']),
      authorization: request.headers.authorization,
      system: system?.content ?? '',
      brief: JSON.parse(user?.content ?? '{}') as Record<string, unknown>,
      body,
    };
    this.asked.push(asked);
    const manner = this.manners.length > 1 ? this.manners.shift() : this.manners[0];
    manner?.(response, asked);
  }
}

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

/** Answers with this message, as the protocol has it. */
export function says(message: object, more: object = {}): Manner {
  return (response, { model }) => {
    const choice = { index: 0, finish_reason: 'stop', message: { role: 'assistant', ...message } };
    const body = { id: 'one', object: 'chat.completion', model, choices: [choice], usage: USAGE, ...more };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Answers with this JSON. */
export const answers = (answer: unknown, more: object = {}): Manner =>
  says({ content: JSON.stringify(answer) }, more);

/** Answers with this text, whatever it is. */
export const answersText = (content: string): Manner => says({ content });

/** Refuses with a status. */
export const refuses =
  (status: number, headers: Record<string, string> = {}): Manner =>
  (response) =>
    void response.writeHead(status, headers).end('{"error":{"message":"no"}}');

/** Takes the question and never answers. */
export const hangs: Manner = () => undefined;

/** Sends a byte now and then, for ever. */
export const drips: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Answers with more than anybody reads. */
export const floods: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(65_536, ' ');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

/** Ends the connection in the middle of an answer. */
export const breaksOff: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"choices": [', () => response.destroy());
};

/** Sends somebody else to somewhere else. */
export const redirects = (to: string): Manner => refuses(307, { location: to });
