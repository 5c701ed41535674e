import { afterCall, MOST_CALLS, type CallOutcome } from '../../../src/domain/advice/after-call.ts';

test.each<[CallOutcome, number]>([
  ['answered', 1],
  ['declined', 1],
  ['rejected', 1],
  ['unfit', 2],
  ['failed', MOST_CALLS],
])('a question that is %s each time is over after %i calls', (outcome, calls) => {
  for (let call = 1; call < calls; call++) expect(afterCall(call, outcome, 0, 0.5).isOver).toBe(false);
  expect(afterCall(calls, outcome, 0, 0.5)).toEqual({ isOver: true });
});

test('pauses grow, are shifted by chance, and are as long as the server asks within ten minutes', () => {
  const pause = (call: number, retryAfter: number, chance: number): number => {
    const after = afterCall(call, 'failed', retryAfter, chance);
    return after.isOver ? -1 : after.afterSeconds;
  };
  expect([pause(1, 0, 0.5), pause(2, 0, 0.5)]).toEqual([5, 30]);
  expect([pause(1, 0, 0), pause(1, 0, 0.999)].map(Math.round)).toEqual([4, 6]);
  expect([pause(1, 90, 0.5), pause(1, 86_400, 0.5)]).toEqual([90, 600]);
});
