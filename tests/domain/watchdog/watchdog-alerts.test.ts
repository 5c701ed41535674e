import fc from 'fast-check';
import {
  alertData,
  firstOf,
  newsOf,
  reconcile,
  type OpenAlert,
} from '../../../src/domain/watchdog/watchdog-alerts.ts';
import { AlertCode } from '../../../src/domain/enums.ts';
import type { AlertLevel, Finding } from '../../../src/domain/watchdog/watchdog-facts.ts';
import { FOUND_CODES } from '../../../src/domain/watchdog/watchdog-thresholds.ts';

const levels = fc.constantFrom<AlertLevel>(1, 2, 3, 4, 5);

const findings: fc.Arbitrary<Finding[]> = fc.uniqueArray(
  fc.record<Finding>({
    code: fc.constantFrom(...FOUND_CODES),
    subjectType: fc.constantFrom('task', 'work_package', 'project'),
    subject: fc.constantFrom('a', 'b', 'c', 'd'),
    level: levels,
    message: fc.constantFrom('one', 'another'),
    measures: fc.dictionary(fc.constantFrom('dueOn', 'overdue'), fc.nat(2)),
    since: fc.constantFrom(null, '2026-11-17', '2020-01-01'),
  }),
  { selector: ({ code, subject }) => `${code} ${subject}`, maxLength: 12 },
);

/** What the alerts are once everything is done that the reconciliation asks for. */
function apply(open: readonly OpenAlert[], found: readonly Finding[]): OpenAlert[] {
  const { raise, change, resolve } = reconcile(open, found);
  const stays = open.filter((alert) => !resolve.includes(alert));
  const changed = stays.map((alert) => {
    const finding = change.find((each) => each.alert === alert)?.finding;
    return finding === undefined ? alert : { ...alert, ...asAlert(finding) };
  });
  return [
    ...changed,
    ...raise.map((finding) => ({ id: `new ${JSON.stringify(finding)}`, ...asAlert(finding) })),
  ];
}

/** The database gives keys back in an order of its own. */
function asAlert(finding: Finding): Omit<OpenAlert, 'id'> {
  const data = Object.fromEntries(Object.entries(alertData(finding)).reverse());
  return { code: finding.code, message: finding.message, data };
}

const inOrder = (alerts: readonly Omit<OpenAlert, 'id'>[]): string[] =>
  alerts
    .map(({ code, message, data }) => JSON.stringify([code, message, Object.entries(data).sort()]))
    .sort();

test('afterwards the open alerts are what was found, whatever was open before', () => {
  fc.assert(
    fc.property(findings, findings, (before, now) => {
      const open = apply(apply([], before), now);
      expect(inOrder(open)).toEqual(inOrder(now.map(asAlert)));
    }),
  );
});

test('what is reconciled once has nothing left to do', () => {
  fc.assert(
    fc.property(findings, findings, (before, now) => {
      const open = apply(apply([], before), now);
      expect(reconcile(open, now)).toEqual({ raise: [], change: [], resolve: [] });
    }),
  );
});

test('the gravest is raised first, and what is put off comes next time', () => {
  fc.assert(
    fc.property(findings, (found) => {
      const { raise } = reconcile([], found);
      expect(raise.map(({ level }) => level)).toEqual(found.map(({ level }) => level).sort());
      const now = firstOf({ raise, change: [], resolve: [] }, 2).raise;
      const open = now.map((finding) => ({ id: finding.subject, ...asAlert(finding) }));
      expect(reconcile(open, found)).toEqual({ raise: raise.slice(2), change: [], resolve: [] });
    }),
  );
});

test('a finding that stays keeps its alert', () => {
  fc.assert(
    fc.property(findings, findings, (before, now) => {
      const open = apply([], before);
      const ids = new Map(open.map((alert) => [`${alert.code} ${String(alert.data['subject'])}`, alert.id]));
      for (const alert of apply(open, now)) {
        const earlier = ids.get(`${alert.code} ${String(alert.data['subject'])}`);
        if (earlier !== undefined) expect(alert.id).toBe(earlier);
      }
    }),
  );
});

test('alerts that others have raised stay', () => {
  const foreign: OpenAlert = { id: '1', code: 'series_broken', message: 'Too much', data: { level: 1 } };
  expect(reconcile([foreign], [])).toEqual({ raise: [], change: [], resolve: [] });
});

describe('news', () => {
  const finding: Finding = {
    code: AlertCode.TASK_OVERDUE,
    subjectType: 'task',
    subject: 'a',
    level: 2,
    message: 'It was due.',
    measures: {},
    since: '2026-11-10',
  };
  const asOf = { today: '2026-11-18', newsDays: 30 };
  const news = (now: Finding, before?: Partial<Finding>): number => {
    const open = before === undefined ? [] : apply([], [{ ...finding, ...before }]);
    return newsOf(reconcile(open, [now]), asOf).length;
  };

  test('is what has come to level 1, 2 or 3', () => {
    expect(news(finding)).toBe(1);
    expect(news({ ...finding, level: 3 })).toBe(1);
    expect(news({ ...finding, level: 4 })).toBe(0);
    expect(news(finding, { level: 3 })).toBe(1);
    expect(news({ ...finding, level: 3 }, { level: 4 })).toBe(1);
    expect(news({ ...finding, level: 1 }, { level: 2 })).toBe(1);
  });

  test('is not what has eased, or what is said in other words', () => {
    expect(news(finding, { level: 1 })).toBe(0);
    expect(news(finding, { message: 'It was due before.' })).toBe(0);
  });

  test('is not what has been so for long', () => {
    expect(news({ ...finding, since: '2026-10-19' })).toBe(1);
    expect(news({ ...finding, since: '2026-10-18' })).toBe(0);
    expect(news({ ...finding, since: null })).toBe(1);
  });
});
