import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ModelClient, type ModelClientOptions } from '../../../src/server/advice/model-client.ts';
import type { ModelQuestion, ModelReply } from '../../../src/services/advice/model/model.ts';
import {
  answers,
  answersText,
  breaksOff,
  drips,
  floods,
  hangs,
  ModelServer,
  redirects,
  refuses,
  says,
  type Manner,
} from '../../support/advice/model-server.ts';

const NEVER = new AbortController().signal;
const QUESTION: ModelQuestion = {
  deployment: 'small-1',
  system: 'Advise.',
  user: '{"a":1}',
  schemaName: 'scan',
  schema: { type: 'object' },
  mostTokens: 800,
};

let server: ModelServer;

beforeAll(async () => {
  server = await ModelServer.open();
});

afterAll(() => server.close());

const client = (options: Partial<ModelClientOptions> = {}): ModelClient =>
  new ModelClient({ url: server.url, key: 'secret-key', isPrivateAllowed: true, callMs: 400, ...options });

async function replyTo(manner: Manner, options: Partial<ModelClientOptions> = {}): Promise<ModelReply> {
  server.manners = [manner];
  return client(options).ask(QUESTION, NEVER);
}

test('a question goes out as OpenAI’s chat completions have it, with a key, a schema and no tools', async () => {
  const reply = await replyTo(answers({ summary: 'Fine.' }));
  expect(reply).toEqual({
    outcome: 'answered',
    text: '{"summary":"Fine."}',
    reported: 'small-1',
    tokens: 120,
  });
  const { body, authorization } = server.asked.at(-1)!;
  expect(authorization).toBe('Bearer secret-key');
  expect(body).toEqual({
    model: 'small-1',
    messages: [
      { role: 'system', content: 'Advise.' },
      { role: 'user', content: '{"a":1}' },
    ],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'scan', strict: true, schema: { type: 'object' } },
    },
    max_tokens: 800,
    temperature: 0,
    stream: false,
  });
});

test('without a key no header names one', async () => {
  await replyTo(answers({}), { key: null });
  expect(server.asked.at(-1)?.authorization).toBeUndefined();
});

test.each<[string, Manner, Partial<ModelReply>]>([
  [
    'a server that never answers is late',
    hangs,
    { outcome: 'failed', error: 'no answer in time', tokens: null },
  ],
  ['a server that drips is late', drips, { outcome: 'failed', error: 'no answer in time', tokens: null }],
  [
    'an answer without end is given up',
    floods,
    { outcome: 'failed', error: 'the answer is too large', tokens: null },
  ],
  ['an answer that breaks off has failed', breaksOff, { outcome: 'failed', tokens: null }],
  [
    '429 says for how long to wait, and costs nothing',
    refuses(429, { 'retry-after': '7' }),
    { outcome: 'failed', error: 'the server answers 429', retryAfter: 7, tokens: 0 },
  ],
  ['500 may pass', refuses(500), { outcome: 'failed', error: 'the server answers 500', tokens: 0 }],
  ['401 does not pass', refuses(401), { outcome: 'rejected', error: 'the server answers 401', tokens: 0 }],
  ['404 does not pass', refuses(404), { outcome: 'rejected', error: 'the server answers 404', tokens: 0 }],
  [
    'a body of another protocol is no answer',
    (response) => void response.writeHead(200).end('<html>'),
    { outcome: 'failed', error: 'the answer is not of the protocol' },
  ],
  [
    'a refusal of the model is told apart, and counted',
    says({ content: null, refusal: 'I cannot help with that.' }),
    { outcome: 'declined', error: 'the model declines to answer', tokens: 120 },
  ],
  [
    'a call of a tool is an answer without text',
    says({
      content: null,
      tool_calls: [{ id: '1', type: 'function', function: { name: 'accept', arguments: '{}' } }],
    }),
    { outcome: 'answered', text: '' },
  ],
  [
    'text that is no JSON is the caller’s to judge',
    answersText('Sure! {'),
    { outcome: 'answered', text: 'Sure! {' },
  ],
  ['tokens that cannot be are not believed', answers({}, { usage: { total_tokens: -5 } }), { tokens: null }],
  [
    'an answer without usage has an unknown number of tokens',
    answers({}, { usage: undefined }),
    { tokens: null },
  ],
  ['another model is told as the server says it', answers({}, { model: 'other-2' }), { reported: 'other-2' }],
])('%s', async (_, manner, expected) => {
  expect(await replyTo(manner)).toMatchObject(expected);
});

test('a redirect is not followed, wherever it leads', async () => {
  const reached: string[] = [];
  const other = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const reply = await replyTo(redirects(`http://127.0.0.1:${port}/elsewhere`));
  other.close();
  expect(reply).toMatchObject({ outcome: 'rejected', error: 'the server answers 307' });
  expect(reached).toEqual([]);
});

test('a name that leads to a private address is not called, and one that is looked up anew is bound to what was found', async () => {
  server.asked.length = 0;
  const url = server.url.replace('127.0.0.1', 'models.example');
  const looked: string[] = [];
  const resolve = (name: string) => {
    looked.push(name);
    return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  };
  const refused = await replyTo(answers({}), { url, resolve, isPrivateAllowed: false });
  expect(refused).toMatchObject({ outcome: 'failed', error: 'the address of the host is private' });
  expect(server.asked).toHaveLength(0);
  const taken = await replyTo(answers({}), { url, resolve });
  expect(taken).toMatchObject({ outcome: 'answered' });
  expect(looked).toEqual(['models.example', 'models.example']);
});

test('a call that is broken off by us ends at once', async () => {
  server.manners = [hangs];
  const stop = new AbortController();
  const asking = client({ callMs: 60_000 }).ask(QUESTION, stop.signal);
  stop.abort();
  expect(await asking).toMatchObject({ outcome: 'failed', tokens: null });
});
