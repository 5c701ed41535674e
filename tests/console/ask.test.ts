import { ask, AskError } from '../../src/console/state/ask.ts';
import { PushKeyDocument } from '../../src/console/operations.ts';

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

/** Answers with these in turn, the last one for ever; what was asked is told. */
function answering(...answers: readonly (() => Response)[]): string[] {
  const asked: string[] = [];
  globalThis.fetch = (_url, init) => {
    asked.push(init?.body as string);
    const answer = answers[Math.min(asked.length, answers.length) - 1]!;
    return Promise.resolve(answer());
  };
  return asked;
}

const json = (body: object, status = 200, headers: Record<string, string> = {}) => {
  return () => Response.json(body, { status, headers });
};
const refusal = { errors: [{ message: 'Later', extensions: { code: 'LIMIT_EXCEEDED' } }] };
const later = json(refusal, 429, { 'retry-after': '0' });
const data = { viewer: { pushPublicKey: 'key' } };

test('what the service puts off is asked again, the same question', async () => {
  const asked = answering(later, later, json({ data }));
  expect(await ask(PushKeyDocument, {}, { token: 'x' })).toEqual(data);
  expect(asked).toHaveLength(3);
  expect(new Set(asked).size).toBe(1);
});

test('what is put off again and again is told', async () => {
  const asked = answering(later);
  await expect(ask(PushKeyDocument, {}, { token: 'x' })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(asked).toHaveLength(5);
});

test('what is refused otherwise is asked once, and what is no answer is as if nobody had been reached', async () => {
  const asked = answering(json(refusal, 413));
  await expect(ask(PushKeyDocument, {}, { token: 'x' })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  expect(asked).toHaveLength(1);
  answering(() => new Response('<html>', { status: 502 }));
  const failed = ask(PushKeyDocument, {}, { token: 'x' });
  await expect(failed).rejects.toBeInstanceOf(AskError);
  await expect(failed).rejects.toMatchObject({ code: 'OFFLINE' });
});
