import { getEventListeners } from 'node:events';
import { pause } from '../../src/jobs/pause.ts';

test('pauses leave no listener on the signal, however many there were', async () => {
  const { signal } = new AbortController();
  for (let turn = 0; turn < 20; turn++) await pause(0, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('a pause ends with its signal, at once where that was given before', async () => {
  const abort = new AbortController();
  const pausing = pause(3_600_000, abort.signal);
  abort.abort();
  await pausing;
  await pause(3_600_000, abort.signal);
});
