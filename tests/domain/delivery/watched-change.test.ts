import { watchedChange, type WatchedState } from '../../../src/domain/delivery/watched-change.ts';

const state = (status: string, end: string | null = '2026-12-01'): WatchedState => ({
  status,
  start: '2026-11-02',
  end,
});

test.each([
  ['active', 'completed', ['“A” is complete.']],
  ['completed', 'active', ['“A” is open again.']],
  ['active', 'blocked', ['“A” is blocked.']],
  ['blocked', 'overdue', ['“A” can go on.']],
  ['blocked', 'completed', ['“A” is complete.']],
  ['completed', 'blocked', ['“A” is blocked.']],
  ['active', 'on_hold', ['“A” is on hold.']],
  ['on_hold', 'active', ['“A” can go on.']],
  ['completed', 'archived', ['“A” is archived.']],
  ['archived', 'active', ['“A” is open again.']],
  ['not_started', 'upcoming', []],
  ['upcoming', 'active', []],
  ['active', 'overdue', []],
  ['active', 'active', []],
])('from %s to %s', (before, now, sentences) => {
  expect(watchedChange('A', state(before), state(now))).toEqual(sentences);
});

test('days are told with those that they were', () => {
  expect(watchedChange('A', state('active'), state('active', '2026-12-08'))).toEqual([
    '“A” ends on 2026-12-08, and no more on 2026-12-01.',
  ]);
  expect(watchedChange('A', state('active', null), state('active'))).toEqual(['“A” ends on 2026-12-01.']);
  expect(watchedChange('A', state('active'), state('active', null))).toEqual([
    '“A” has no day any more on which it ends; it was 2026-12-01.',
  ]);
  const later = { ...state('blocked'), start: '2026-11-03' };
  expect(watchedChange('A', state('active'), later)).toEqual([
    '“A” is blocked.',
    '“A” begins on 2026-11-03, and no more on 2026-11-02.',
  ]);
});
