import fc from 'fast-check';
import { PositionHistory, SeenPositions } from '../../../src/db/read/replicas/seen-positions.ts';
import { isBehind, isWalPosition, laterOf } from '../../../src/db/read/replicas/wal-position.ts';
import { isReplicaTrouble } from '../../../src/db/read/replicas/replica-trouble.ts';
import { PitError } from '../../../src/domain/errors.ts';

const at = (place: number): string =>
  `${Math.floor(place / 2 ** 32).toString(16)}/${(place % 2 ** 32).toString(16)}`;

test('places of the log are ordered as the numbers that they write in two halves', () => {
  const place = fc.integer({ min: 0, max: 2 ** 50 });
  fc.assert(
    fc.property(place, place, (one, other) => {
      expect(isBehind(at(one), at(other))).toBe(one < other);
      expect(laterOf(at(one), at(other))).toBe(at(Math.max(one, other)));
    }),
  );
  expect(isBehind('0/FFFFFFFF', '1/0')).toBe(true);
  expect(laterOf(undefined, '0/1')).toBe('0/1');
});

test('what is no place of the log is told from one', () => {
  expect(['0/12000000', 'A/0', '16/B374D848', 'ffffffff/ffffffff'].map(isWalPosition)).not.toContain(false);
  const wrong = ['', '0', '0/', '/1', '0/123456789', '0/1;', ' 0/1', '0/1 ', '0x0/1', "0/1' OR 1"];
  expect(wrong.map(isWalPosition)).not.toContain(true);
});

/** What happens on the primary, in order: each step has a later place than the one before. */
type Step = { readonly kind: 'sample' } | { readonly kind: 'write' | 'event'; readonly person: string };

const person = fc.constantFrom('ada', 'bo', 'cyd', 'dee', 'eva');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ kind: 'sample' }),
  fc.record({ kind: fc.constantFrom('write' as const, 'event' as const), person }),
);

test('nobody is given to a replica that lacks what they have written or were told of, however many had to make room', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, most) => {
      const seen = new SeenPositions(most);
      const truth = new Map<string, number>();
      for (const [index, each] of steps.entries()) {
        const place = (index + 1) * 100;
        if (each.kind === 'sample') seen.sample(at(place));
        else {
          truth.set(each.person, place);
          if (each.kind === 'write') seen.wrote(each.person, at(place));
          else seen.sawEvent(each.person);
        }
        for (const [name, last] of truth) {
          const need = seen.needOf(name);
          // Undefined is the primary.
          if (need !== undefined) expect(need !== null && !isBehind(need, at(last))).toBe(true);
        }
      }
    }),
  );
});

test('who has written nothing may read any replica, and who was told of an event one that has the next sample', () => {
  const seen = new SeenPositions();
  seen.sample('0/100');
  expect(seen.needOf('ada')).toBeNull();
  seen.sawEvent('ada');
  expect(seen.needOf('ada')).toBeUndefined();
  seen.sample('0/200');
  expect(seen.needOf('ada')).toBe('0/200');
  seen.sample('0/300');
  expect(seen.needOf('ada')).toBe('0/200');
  seen.wrote('ada', '0/280');
  expect([seen.needOf('ada'), seen.knownOf('ada'), seen.knownOf('bo')]).toEqual([
    '0/280',
    '0/280',
    undefined,
  ]);
});

test('the lag of a replica is the age of the oldest that it lacks, and nothing while the primary rests', () => {
  const history = new PositionHistory(10_000);
  history.add('0/100', 0);
  history.add('0/100', 5_000);
  expect(history.lagOf('0/100', 60_000)).toBe(0);
  history.add('0/200', 61_000);
  history.add('0/300', 62_000);
  expect(history.lagOf('0/100', 63_000)).toBe(2_000);
  expect(history.lagOf('0/250', 63_000)).toBe(1_000);
  expect(history.lagOf('0/300', 63_000)).toBe(0);
  for (let second = 63; second < 200; second += 1) history.add(at(1_000 + second), second * 1_000);
  expect(history.lagOf('0/100', 200_000)).toBeGreaterThanOrEqual(10_000);
});

test.each<[string, unknown, boolean]>([
  ['a statement that a standby does not run', { code: '25006' }, true],
  ['a conflict with recovery', { code: '40001' }, true],
  ['a server that shuts down', { code: '57P01' }, true],
  ['a server that starts', { code: '57P03' }, true],
  ['too many connections', { code: '53300' }, true],
  ['a connection that is refused', { code: 'ECONNREFUSED' }, true],
  ['a host without a route', { code: 'EHOSTUNREACH' }, true],
  ['a connection that broke', new Error('Connection terminated unexpectedly'), true],
  ['an outdated plan, twice', { code: '0A000' }, true],
  ['no connection in time', new PitError('UNAVAILABLE', 'busy'), true],
  ['a statement that took too long', { code: '57014' }, false],
  ['a value that its type cannot hold', { code: '22003' }, false],
  ['what row-level security refuses', { code: '42501' }, false],
  ['a column that is not there', { code: '42703' }, false],
  ['too many rows', new PitError('LIMIT_EXCEEDED', 'rows'), false],
  ['a fault of ours', new TypeError('x is undefined'), false],
])('after %s the primary is asked or not', (_title, error, isAsked) => {
  expect(isReplicaTrouble(error)).toBe(isAsked);
});
