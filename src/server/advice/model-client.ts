import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ModelSettings } from '../../config/advice-settings.ts';
import { retryAfterSeconds } from '../../domain/delivery/retry-schedule.ts';
import { isRecord } from '../../domain/record.ts';
import type { ModelQuestion, ModelReply } from '../../services/advice/model/model.ts';
import { addressOf, pinned, reasonOf, withSignal, type ResolveName } from '../delivery/guarded-client.ts';

/** An answer has a few thousand tokens; whoever sends more sends something else. */
const MOST_BYTES = 262_144;
const MOST_HEADER_BYTES = 16_384;
const MOST_TOKENS = 10_000_000;
const LONGEST_NAME = 200;

export interface ModelClientOptions extends Pick<ModelSettings, 'url' | 'key' | 'isPrivateAllowed'> {
  readonly callMs: number;
  /** Another look-up of names, where that is tried out. */
  readonly resolve?: ResolveName;
  /** Certificates to be trusted instead of the system's, where that is tried out. */
  readonly ca?: string;
}

/**
 * Asks models by `POST /chat/completions` of OpenAI's protocol, which most servers of models speak. A name is looked up for
 * each call, and the connection goes to exactly the address that was found allowed. No tool is offered, nothing is streamed,
 * and of what comes back at most 256 KiB are read.
 */
export class ModelClient {
  constructor(private readonly options: ModelClientOptions) {}

  /** One call. Never rejects; one that `signal` breaks off has failed. */
  async ask(question: ModelQuestion, signal: AbortSignal): Promise<ModelReply> {
    const late = AbortSignal.timeout(this.options.callMs);
    try {
      const answer = await this.post(bodyOf(question), AbortSignal.any([signal, late]));
      return replyOf(answer);
    } catch (error) {
      // Nobody knows whether the model was asked, so that the call counts in full.
      return { outcome: 'failed', error: late.aborted ? 'no answer in time' : reasonOf(error), tokens: null };
    }
  }

  private async post(body: string, signal: AbortSignal): Promise<HttpAnswer> {
    const { url, key, isPrivateAllowed, resolve, ca } = this.options;
    const target = new URL(`${url}/chat/completions`);
    const address = await withSignal(addressOf(target, isPrivateAllowed, resolve), signal);
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'PIT',
      ...(key !== null && { authorization: `Bearer ${key}` }),
    };
    const limits = { maxHeaderSize: MOST_HEADER_BYTES, ...(ca !== undefined && { ca }) };
    const sent = { method: 'POST', headers, agent: false, lookup: pinned(address), signal, ...limits };
    return new Promise((settle, refuse) => {
      const call = requestOf(target, sent, (response) => {
        readAll(response).then(
          (text) => settle({ status: response.statusCode ?? 0, response, text }),
          refuse,
        );
      });
      call.on('error', refuse);
      call.end(body);
    });
  }
}

interface HttpAnswer {
  readonly status: number;
  readonly response: IncomingMessage;
  readonly text: string;
}

function requestOf(target: URL, options: RequestOptions, answered: (response: IncomingMessage) => void) {
  const send = target.protocol === 'http:' ? requestHttp : requestHttps;
  return send(target, options, answered);
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).length;
    // Leaving the loop destroys the response, and with it the connection.
    if (size > MOST_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk as Buffer);
  }
  if (!response.complete) throw new Error('the answer is cut off');
  return Buffer.concat(chunks).toString('utf8');
}

function bodyOf({ deployment, system, user, schemaName, schema, mostTokens }: ModelQuestion): string {
  return JSON.stringify({
    model: deployment,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    response_format: { type: 'json_schema', json_schema: { name: schemaName, strict: true, schema } },
    max_tokens: mostTokens,
    temperature: 0,
    stream: false,
  });
}

function replyOf({ status, response, text }: HttpAnswer): ModelReply {
  if (status < 200 || status >= 300) return refusalOf(status, response.headers['retry-after']);
  const body = parsed(text);
  const reported = typeof body?.['model'] === 'string' ? body['model'].slice(0, LONGEST_NAME) : null;
  const known = { reported, tokens: tokensOf(body) };
  const choice = firstOf(body?.['choices']);
  const message = choice?.['message'];
  if (choice === undefined || !isRecord(message)) {
    return { outcome: 'failed', error: 'the answer is not of the protocol', ...known };
  }
  if (isText(message['refusal']) || choice['finish_reason'] === 'content_filter') {
    return { outcome: 'declined', error: 'the model declines to answer', ...known };
  }
  // A call of a tool that was not offered, or a text that was cut off, is no answer: what there is of it does not fit.
  const said = message['content'];
  return { outcome: 'answered', text: isText(said) ? said : '', ...known };
}

function firstOf(list: unknown): Record<string, unknown> | undefined {
  const [first] = Array.isArray(list) ? (list as unknown[]) : [];
  return isRecord(first) ? first : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** 429 and 5xx pass, as 408 does; what else is refused is refused again. */
function refusalOf(status: number, retryAfter: string | undefined): ModelReply {
  const error = `the server answers ${status}`;
  const mayPass = status === 408 || status === 429 || status >= 500;
  if (!mayPass) return { outcome: 'rejected', error, tokens: 0 };
  return { outcome: 'failed', error, tokens: 0, retryAfter: retryAfterSeconds(retryAfter, Date.now()) };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** As the server counts them, if it does so in numbers that can be. */
function tokensOf(body: Record<string, unknown> | undefined): number | null {
  const usage = body?.['usage'];
  const total = isRecord(usage) ? usage['total_tokens'] : undefined;
  return Number.isInteger(total) && Number(total) >= 0 && Number(total) <= MOST_TOKENS ? Number(total) : null;
}
