import { follow, type Sink } from '../../src/console/state/follow.ts';

interface Event {
  readonly cursor: string;
  readonly n: number;
}

/** A socket that does what a test says, and a clock that stands still until it is told. */
function scripted() {
  const asked: unknown[] = [];
  const sinks: Sink[] = [];
  const waits: { ms: number; run: () => void }[] = [];
  const seen: number[] = [];
  const heard: string[] = [];
  let left = 0;
  const end = follow<Event>(
    {
      query: 'subscription',
      variables: { id: 'p', after: 'c0' },
      onEvent: ({ n }) => seen.push(n),
      onGap: () => heard.push('gap'),
      onEnd: (code) => heard.push(code),
    },
    {
      subscribe: ({ variables }, sink) => {
        asked.push(variables['after']);
        sinks.push(sink);
        return () => (left += 1);
      },
      wait: (ms, run) => {
        const waiting = { ms, run };
        waits.push(waiting);
        return () => waits.splice(waits.indexOf(waiting), 1);
      },
      chance: () => 1,
    },
  );
  const say = (n: number, sink = sinks.at(-1)!): void =>
    sink.next({ data: { changed: { cursor: `c${n}`, n } } });
  const elapse = (): void => waits.splice(0).forEach(({ run }) => run());
  return { asked, sinks, waits, seen, heard, end, say, elapse, left: () => left };
}

test('after a break it goes on behind the last event that came', () => {
  const socket = scripted();
  socket.say(1);
  socket.say(2);
  socket.sinks[0]!.error({ code: 1006 });
  socket.elapse();
  socket.say(3);
  expect(socket.asked).toEqual(['c0', 'c2']);
  expect(socket.seen).toEqual([1, 2, 3]);
});

test('what an old attempt still hands over is not counted twice', () => {
  const socket = scripted();
  socket.say(1);
  socket.sinks[0]!.error(new Error('gone'));
  socket.elapse();
  socket.say(2, socket.sinks[0]);
  socket.sinks[0]!.complete();
  socket.say(2);
  expect(socket.seen).toEqual([1, 2]);
  expect(socket.asked).toEqual(['c0', 'c1']);
});

test('waits grow from half a second to fifteen, and begin anew after an event', () => {
  const socket = scripted();
  const waited: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    socket.sinks.at(-1)!.error({ code: 1001 });
    waited.push(socket.waits[0]!.ms);
    socket.elapse();
  }
  expect(waited).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  socket.say(1);
  socket.sinks.at(-1)!.complete();
  expect(socket.waits[0]!.ms).toBe(500);
});

test.each([4401, 4403])('a socket that is closed with %i ends it: a new token is needed', (code) => {
  const socket = scripted();
  socket.sinks[0]!.error({ code });
  expect(socket.heard).toEqual(['UNAUTHENTICATED']);
  expect(socket.waits).toEqual([]);
});

test('an error with UNAUTHENTICATED before the socket closes ends it once', () => {
  const socket = scripted();
  socket.sinks[0]!.error([{ message: '', extensions: { code: 'UNAUTHENTICATED' } }]);
  socket.sinks[0]!.error({ code: 4403 });
  expect(socket.heard).toEqual(['UNAUTHENTICATED']);
});

test('a cursor that is too old leads to a fresh reading', () => {
  const socket = scripted();
  socket.sinks[0]!.error([{ message: '', extensions: { code: 'BAD_USER_INPUT', field: 'after' } }]);
  expect(socket.heard).toEqual(['gap']);
  expect(socket.waits).toEqual([]);
});

test('an error within a result is a refusal too', () => {
  const socket = scripted();
  socket.sinks[0]!.next({ data: null, errors: [{ message: '', extensions: { code: 'NOT_FOUND' } }] });
  expect(socket.heard).toEqual(['NOT_FOUND']);
});

test('who leaves hears nothing any more, neither events nor attempts', () => {
  const socket = scripted();
  socket.end();
  socket.say(1);
  socket.sinks[0]!.error({ code: 1006 });
  expect(socket.seen).toEqual([]);
  expect(socket.waits).toEqual([]);
  expect(socket.left()).toBe(1);
  const waiting = scripted();
  waiting.sinks[0]!.error({ code: 1006 });
  waiting.end();
  expect(waiting.waits).toEqual([]);
});
