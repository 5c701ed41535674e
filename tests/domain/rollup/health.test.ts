import { deriveHealth, timeElapsedPercent, type HealthFacts } from '../../../src/domain/rollup/health.ts';
import {
  allowedLifecycles,
  changeLifecycle,
  parseLifecycle,
} from '../../../src/domain/plan/project-status.ts';
import { ProjectLifecycle } from '../../../src/domain/enums.ts';
import { refusal } from '../refusal.ts';

/** A project of 100 days, 40 of them gone, 40 % done. */
const healthy: HealthFacts = {
  today: '2024-02-10',
  start: '2024-01-01',
  end: '2024-04-09',
  progressPercent: 40,
  tasks: 1_000,
  overdueTasks: 0,
  longestOverdueDays: 0,
  worstAlert: null,
};

test.each<[string, string, Partial<HealthFacts>]>([
  ['green', 'on time', {}],
  ['green', '15 points behind', { progressPercent: 25 }],
  ['amber', '16 points behind', { progressPercent: 24 }],
  ['amber', '25 points behind', { progressPercent: 15 }],
  ['red', '26 points behind', { progressPercent: 14 }],
  ['green', '0.9 % of the tasks overdue', { overdueTasks: 9 }],
  ['amber', '1 % of the tasks overdue', { overdueTasks: 10 }],
  ['amber', '10 % of the tasks overdue', { overdueTasks: 100 }],
  ['red', '10.1 % of the tasks overdue', { overdueTasks: 101 }],
  ['amber', 'one day late', { longestOverdueDays: 1 }],
  ['amber', 'seven days late', { longestOverdueDays: 7 }],
  ['red', 'eight days late', { longestOverdueDays: 8 }],
  ['green', 'a green alert', { worstAlert: 'green' }],
  ['amber', 'a yellow alert', { worstAlert: 'yellow' }],
  ['red', 'a red alert', { worstAlert: 'red' }],
  ['green', 'no dates and no tasks', { start: null, end: null, progressPercent: 0, tasks: 0 }],
  ['red', 'the end has passed', { today: '2025-01-01', progressPercent: 74 }],
])('the health is %s: %s', (health, _, facts) => {
  expect(deriveHealth({ ...healthy, ...facts }).health).toBe(health);
});

test('the worst wins, and every reason is told, the worst first', () => {
  const verdict = deriveHealth({ ...healthy, overdueTasks: 10, longestOverdueDays: 9 });
  expect(verdict.reasons.map((reason) => [reason.rule, reason.health])).toEqual([
    ['longest_overdue', 'red'],
    ['overdue_share', 'amber'],
  ]);
  expect(verdict.reasons[1]?.message).toBe('10 of 1000 tasks are overdue');
});

test('time runs from the first day to the day after the last', () => {
  const { start, end } = healthy;
  const at = (today: string): number => timeElapsedPercent({ today, start, end });
  expect(
    ['2023-12-01', '2024-01-01', '2024-02-10', '2024-04-09', '2024-04-10', '2030-01-01'].map(at),
  ).toEqual([0, 0, 40, 99, 100, 100]);
});

describe('a project’s life', () => {
  test('allowed moves are granted, others refused with the allowed ones', () => {
    for (const from of Object.values(ProjectLifecycle)) {
      for (const to of Object.values(ProjectLifecycle)) {
        const allowed = allowedLifecycles(from);
        if (from === to || allowed.includes(to)) expect(changeLifecycle(from, to, 0)).toBe(to);
        else
          expect(() => changeLifecycle(from, to, 0)).toThrow(
            refusal('BAD_USER_INPUT', { allowedMoves: allowed }),
          );
      }
    }
  });

  test('it is not completed while tasks are open', () => {
    expect(() => changeLifecycle('active', 'completed', 2)).toThrow('2 tasks of the project are still open');
  });

  test('its words are closed', () => {
    expect(parseLifecycle('on_hold', 'status')).toBe('on_hold');
    expect(() => parseLifecycle('toString', 'status')).toThrow(
      refusal('BAD_USER_INPUT', { field: 'status' }),
    );
  });
});
