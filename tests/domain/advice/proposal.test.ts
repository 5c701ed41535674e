import fc from 'fast-check';
import { AdviceKind, MODEL_OF } from '../../../src/domain/advice/advice-words.ts';
import { ANSWER_SCHEMAS, ANSWER_TOKENS, sentSchema } from '../../../src/domain/advice/answer-schema.ts';
import type { Offered } from '../../../src/domain/advice/offered.ts';
import { mostTokens, systemText } from '../../../src/domain/advice/prompt.ts';
import { AiModel } from '../../../src/domain/enums.ts';
import { parseAnswer } from '../../../src/services/advice/model/answer-parser.ts';

const OFFERED: Offered = {
  tasks: {
    t1: { id: 'task-1', name: 'One', priority: 'normal' },
    t2: { id: 'task-2', name: 'Two', priority: 'critical' },
  },
  controls: { k1: 'control-1' },
  candidates: {
    c1: { action: 'shorten_task', taskId: 'task-1', before: 8, after: 6, daysSaved: 2 },
    c2: {
      action: 'overlap_tasks',
      dependencyId: 'link-1',
      predecessorId: 'task-1',
      successorId: 'task-2',
      before: 0,
      after: -2,
      daysSaved: 1,
    },
  },
};
const IDS = ['task-1', 'task-2', 'control-1', 'link-1'];

test('every model of the specification has a use: one for each kind of advice, and one that stands in', () => {
  expect(new Set([...Object.values(MODEL_OF), AiModel.GPT4_1])).toEqual(new Set(Object.values(AiModel)));
  expect(Object.keys(MODEL_OF).sort()).toEqual(Object.values(AdviceKind).sort());
});

test('candidates come in the order of the ranking, with the gain that was computed, whatever the model says of it', () => {
  const ranked = [
    { candidate: 'c2', reason: 'Cheap.' },
    { candidate: 'c1', reason: 'Saves 100 days!' },
  ];
  const output = parseAnswer(AdviceKind.SCHEDULE, JSON.stringify({ summary: 'Two.', ranked }), OFFERED);
  expect(output).toEqual({
    summary: 'Two.',
    items: [
      {
        action: 'overlap_tasks',
        reason: 'Cheap.',
        dependencyId: 'link-1',
        taskIds: ['task-1', 'task-2'],
        daysBefore: 0,
        daysAfter: -2,
        daysSaved: 1,
      },
      {
        action: 'shorten_task',
        reason: 'Saves 100 days!',
        taskIds: ['task-1'],
        daysBefore: 8,
        daysAfter: 6,
        daysSaved: 2,
      },
    ],
  });
});

test.each<[string, unknown]>([
  ['a candidate that was not offered', [{ candidate: 'c3', reason: '' }]],
  [
    'a candidate twice',
    [
      { candidate: 'c1', reason: '' },
      { candidate: 'c1', reason: '' },
    ],
  ],
  ['an id instead of a handle', [{ candidate: 'task-1', reason: '' }]],
  ['the name of a property that every object has', [{ candidate: 'toString', reason: '' }]],
  ['a gain of its own', [{ candidate: 'c1', reason: '', daysSaved: 100 }]],
])('a ranking with %s is no answer', (_, ranked) => {
  expect(typeof parseAnswer(AdviceKind.SCHEDULE, JSON.stringify({ summary: '', ranked }), OFFERED)).toBe(
    'string',
  );
});

test('raising a priority names offered tasks, lowers none, and asks for the highest that one of them has', () => {
  const option = {
    action: 'raise_priority',
    name: '',
    description: '',
    days: 0,
    reason: 'It holds the risk up.',
  };
  const answer = (tasks: string[]) =>
    parseAnswer(
      AdviceKind.MITIGATION,
      JSON.stringify({ summary: '', options: [{ ...option, tasks }] }),
      OFFERED,
    );
  expect(answer(['t1'])).toMatchObject({ items: [{ priority: 'high', taskIds: ['task-1'] }] });
  expect(answer(['t1', 't2', 't1'])).toMatchObject({
    items: [{ priority: 'critical', taskIds: ['task-1', 'task-2'] }],
  });
  expect(typeof answer([])).toBe('string');
  expect(typeof answer(['t9'])).toBe('string');
});

test('characters that show nothing, or other text in another order, do not come through', () => {
  const answer = { score: 50, feedback: 'a\u202Eb\u0000c\u200Bd\ne', missing: ['\u200B', 'f\ud800'] };
  const output = parseAnswer(AdviceKind.EVIDENCE, JSON.stringify(answer), {});
  expect(output).toMatchObject({ feedback: 'abcd\ne', missing: ['f'] });
});

test('whatever a model answers, an output is bounded text and numbers, and names only what was offered', () => {
  const kinds = fc.constantFrom(...Object.values(AdviceKind));
  const handle = fc.constantFrom('t1', 't2', 'k1', 'c1', 'c2', 'c3', 'task-1', '__proto__', 'x');
  const word = fc.oneof(fc.string({ maxLength: 40 }), handle);
  const task = fc.record({
    name: word,
    description: word,
    days: fc.integer({ min: -1, max: 300 }),
    priority: fc.constantFrom('low', 'high', 'urgent'),
    requiresEvidence: fc.boolean(),
    dependsOn: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    controls: fc.array(handle, { maxLength: 2 }),
  });
  const option = fc.record({
    action: fc.constantFrom('raise_priority', 'create_task'),
    tasks: fc.array(handle, { maxLength: 3 }),
    name: word,
    description: word,
    days: fc.nat(250),
    reason: word,
  });
  const answer = fc.oneof(
    fc.json(),
    fc.record({ summary: word, tasks: fc.array(task, { maxLength: 3 }) }).map((each) => JSON.stringify(each)),
    fc
      .record({
        summary: word,
        ranked: fc.array(fc.record({ candidate: handle, reason: word }), { maxLength: 3 }),
      })
      .map((each) => JSON.stringify(each)),
    fc
      .record({ summary: word, options: fc.array(option, { maxLength: 3 }) })
      .map((each) => JSON.stringify(each)),
    fc
      .record({
        score: fc.integer({ min: -1, max: 101 }),
        feedback: word,
        missing: fc.array(word, { maxLength: 2 }),
      })
      .map((each) => JSON.stringify(each)),
  );
  let taken = 0;
  fc.assert(
    fc.property(kinds, answer, (kind, text) => {
      const output = parseAnswer(kind, text, OFFERED);
      if (typeof output === 'string') return;
      taken += 1;
      for (const item of output.items) {
        const named = [...(item.taskIds ?? []), ...(item.controlIds ?? []), item.dependencyId ?? 'link-1'];
        expect(IDS).toEqual(expect.arrayContaining(named));
      }
      if (output.score !== undefined) expect(output.score >= 0 && output.score <= 100).toBe(true);
      expect(JSON.stringify(output).length).toBeLessThan(100_000);
    }),
    { numRuns: 2_000, seed: 7 },
  );
  expect(taken).toBeGreaterThan(50);
});

test('the schema that is sent has the same fields without bounds of lengths, which some servers refuse', () => {
  for (const kind of Object.values(AdviceKind)) {
    const sent = JSON.stringify(sentSchema(ANSWER_SCHEMAS[kind]));
    expect(sent).not.toContain('maxLength');
    expect(sent).toContain('"additionalProperties":false');
  }
});

test('the tokens of a question are no fewer than its bytes and the longest answer', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(AdviceKind)),
      fc.string({ unit: 'binary', maxLength: 200 }),
      (kind, brief) => {
        const bytes = Buffer.byteLength(brief) + Buffer.byteLength(systemText(kind));
        expect(mostTokens(kind, brief)).toBeGreaterThan(bytes + ANSWER_TOKENS[kind]);
      },
    ),
  );
});
