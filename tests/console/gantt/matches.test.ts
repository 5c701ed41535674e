import { matchesOf } from '../../../src/console/plan/matches.ts';
import { Kind, STATUSES } from '../../../src/console/gantt/timeline.ts';
import { drawn, timelineOf, viewOf } from './drawn-timeline.ts';

const timeline = timelineOf([
  { kind: Kind.PHASE, label: 'Roof' },
  { kind: Kind.TASK, label: 'Roof beams', s: STATUSES.indexOf('ACTIVE'), x: 0, w: 5, parent: 0 },
  { kind: Kind.TASK, label: 'Windows', s: STATUSES.indexOf('BLOCKED'), x: 0, w: 5, parent: 0 },
  { kind: Kind.MILESTONE, label: 'ROOF done', s: STATUSES.indexOf('BLOCKED'), x: 5, w: 0, parent: 0 },
]);

test('work is found by a part of its name and by its status; what spans others never', () => {
  expect(matchesOf(timeline, { search: '', status: '' })).toBeNull();
  expect(matchesOf(timeline, { search: ' roof ', status: '' })).toEqual(new Set([1, 3]));
  expect(matchesOf(timeline, { search: '', status: 'BLOCKED' })).toEqual(new Set([2, 3]));
  expect(matchesOf(timeline, { search: 'roof', status: 'BLOCKED' })).toEqual(new Set([3]));
  expect(matchesOf(timeline, { search: 'none', status: '' })).toEqual(new Set());
});

test('what a filter does not leave as it is is dimmed, and nothing is where it was not', () => {
  const whole = drawn(timeline, viewOf());
  const filtered = drawn(timeline, viewOf(), {
    matches: matchesOf(timeline, { search: 'beams', status: '' }),
  });
  expect(whole.paths.dim).toBe('');
  expect(filtered.paths.dim.match(/M/g)).toHaveLength(2);
  expect({ ...filtered.paths, dim: '' }).toEqual(whole.paths);
});
