import { rational } from '../../../src/domain/rational.ts';
import type { RiskWork, WatchedSchedule } from '../../../src/domain/watchdog/watchdog-facts.ts';
import { ALERT_ACTIONS } from '../../../src/domain/watchdog/watchdog-actions.ts';
import { FOUND_CODES } from '../../../src/domain/watchdog/watchdog-thresholds.ts';
import { findingsIn, found } from './watched.ts';

describe('critical_path_drift', () => {
  const schedule = (varianceDays: number | null, more: Partial<WatchedSchedule> = {}): WatchedSchedule => ({
    promisedFinish: '2026-11-30',
    varianceDays,
    driver: { id: 'fans', name: 'Fans', endDate: '2026-11-06' },
    ...more,
  });

  test.each([
    [-3, 0, null],
    [0, 0, null],
    [1, 0, 1],
    [2, 0, 1],
    [3, 0, 3],
    [79, 0, 40],
    [80, 0, 80],
    [500, 0, 80],
    [4, 5, null],
    [5, 5, null],
    [6, 5, 5],
  ])(
    'a finish %d days late, more than %d of which matter, is in the band %p',
    (days, criticalDriftDays, band) => {
      const findings = findingsIn([], { schedule: schedule(days), thresholds: { criticalDriftDays } });
      expect(findings.map(({ measures }) => measures['bandDays'])).toEqual(band === null ? [] : [band]);
    },
  );

  test('names the finish that was promised and the task that comes first, and is as old as that is late', () => {
    expect(findingsIn([], { schedule: schedule(4) })).toMatchObject([
      {
        level: 1,
        message:
          '“Project” is forecast to end at least 3 working days after 2026-11-30, the finish that was promised. The path that drives it begins with “Fans”.',
        measures: { driverId: 'fans', promisedFinish: '2026-11-30' },
        since: '2026-11-06',
      },
    ]);
  });

  test('without a promise, or a schedule, there is none', () => {
    expect(found([], { schedule: schedule(null, { promisedFinish: null }) })).toEqual([]);
    expect(found([], { schedule: null })).toEqual([]);
  });
});

describe('owner_overload', () => {
  const load = (...tasks: number[]) => ({
    userId: 'anna',
    name: 'Anna',
    projects: tasks.map((count, n) => ({ id: n === 0 ? 'project' : `other ${n}`, tasks: count })),
  });

  test.each([
    [[9], false],
    [[10], false],
    [[11], true],
    [[6, 4], false],
    [[6, 5], true],
    [[], false],
  ])('with %j tasks under way by project', (tasks, isFound) => {
    const lines = found([], { workloads: [load(...tasks)] });
    expect(lines).toEqual(isFound ? ['3 owner_overload anna'] : []);
  });

  test('is raised in the project with most of them alone, and names all', () => {
    const { projects } = load(6, 5);
    const elsewhere = { ...load(), projects: [...projects].reverse() };
    expect(found([], { workloads: [elsewhere] })).toEqual([]);
    const [finding] = findingsIn([], { workloads: [load(6, 5)] });
    expect(finding?.measures).toEqual({ projects: ['other 1', 'project'] });
  });
});

describe('cost_spike', () => {
  const planned = [{ cents: 100_00n, start: null, end: null }];
  test.each([
    [149_99n, planned, false],
    [150_00n, planned, false],
    [150_01n, planned, true],
    [0n, [], false],
    [1n, [], true],
  ])('with %d cents spent', (cents, work, isFound) => {
    const cost = { planned: work, baseline: null, spent: [{ on: '2026-11-10', cents }] };
    expect(found([], { cost })).toEqual(isFound ? ['1 cost_spike project'] : []);
  });

  test('goes by the newest snapshot', () => {
    const spent = [
      { on: '2026-11-01', cents: 999_00n },
      { on: '2026-11-02', cents: 100_00n },
    ];
    expect(found([], { cost: { planned, baseline: null, spent } })).toEqual([]);
  });

  // Ten working days of 10.00 each, from Monday the 2nd to Friday the 13th.
  const fortnight = [{ cents: 100_00n, start: '2026-11-02', end: '2026-11-13' }];
  const snapshots = (from: string, to: string, cents: bigint) => [
    { on: from, cents: 0n },
    { on: to, cents },
  ];
  test.each([
    ['20 % more than planned', snapshots('2026-11-06', '2026-11-13', 60_00n), false],
    ['a cent over 20 % more', snapshots('2026-11-06', '2026-11-13', 60_01n), true],
    ['20 % less', snapshots('2026-11-06', '2026-11-13', 40_00n), false],
    ['a cent below that', snapshots('2026-11-06', '2026-11-13', 39_99n), true],
    ['much more, within six days', snapshots('2026-11-07', '2026-11-13', 99_00n), false],
    ['anything, where nothing was planned', snapshots('2026-11-02', '2026-11-02', 99_00n), false],
  ])('when %s was spent between two snapshots', (_, spent, isFound) => {
    const lines = found([], { cost: { planned: fortnight, baseline: null, spent } });
    expect(lines).toEqual(isFound ? ['3 cost_spike project:burn'] : []);
  });

  test('compares with the current baseline where there is one', () => {
    const spent = snapshots('2026-11-06', '2026-11-13', 50_00n);
    const baseline = [{ cents: 100_00n, start: '2026-12-01', end: '2026-12-31' }];
    expect(found([], { cost: { planned: fortnight, baseline, spent } })).toEqual([]);
    const twice = [{ cents: 200_00n, start: '2026-11-02', end: '2026-11-13' }];
    expect(found([], { cost: { planned: fortnight, baseline: twice, spent } })).toHaveLength(1);
  });

  test('looks back for ninety days', () => {
    const cost = (today: string) => ({
      today,
      cost: { planned: fortnight, baseline: null, spent: snapshots('2026-11-06', '2026-11-13', 99_00n) },
    });
    expect(found([], cost('2027-02-04'))).toHaveLength(1);
    expect(found([], cost('2027-02-05'))).toEqual([]);
  });
});

describe('risk_not_mitigating', () => {
  const work: RiskWork = {
    projectId: 'project',
    isProjectActive: true,
    mitigationPct: '40.00',
    progress: rational(0),
    requiresEvidence: false,
    isProofCurrent: false,
    start: '2026-11-02',
    end: '2026-11-06',
  };
  const risk = (...values: Partial<RiskWork>[]) => ({
    risks: [{ riskId: 'fire', isAccepted: false, work: values.map((each) => ({ ...work, ...each })) }],
  });

  test.each<[string, Partial<RiskWork>[], boolean]>([
    ['ten points behind', [{ progress: rational(75) }], false],
    ['more than ten points behind', [{ progress: rational(74) }], true],
    ['behind, in two tasks', [{ progress: rational(80) }, { progress: rational(90) }], true],
    ['done but unproven', [{ progress: rational(100), requiresEvidence: true }], true],
    ['planned for later', [{ start: '2026-12-01', end: '2026-12-11' }], false],
    ['planned for no day', [{ start: null, end: null }], false],
    ['past the cap of 90 with what is planned', [{ mitigationPct: '100.00', progress: rational(80) }], false],
    ['in projects that are not active', [{ isProjectActive: false }], false],
  ])('work that is %s', (_, values, isFound) => {
    expect(found([], risk(...values))).toEqual(isFound ? ['2 risk_not_mitigating fire'] : []);
  });

  test('is silent while the risk is accepted', () => {
    const accepted = risk({}).risks.map((each) => ({ ...each, isAccepted: true }));
    expect(found([], { risks: accepted })).toEqual([]);
  });

  test('is raised in the project that planned most of it', () => {
    const both = [{}, { projectId: 'other', mitigationPct: '41.00' }];
    expect(found([], risk(...both))).toEqual([]);
    expect(found([], { ...risk(...both), id: 'other' })).toEqual(['2 risk_not_mitigating fire']);
  });
});

test('integration_broken is raised where a delivery was given up', () => {
  expect(found([], { hasDeadDeliveries: false })).toEqual([]);
  expect(found([], { hasDeadDeliveries: true })).toEqual(['3 integration_broken project']);
});

test('every code that the watchdog finds says in a sentence what to do', () => {
  for (const code of FOUND_CODES) expect(ALERT_ACTIONS[code]).toMatch(/^[A-Z].*\.$/);
});

test('acceptance_expired is about the oldest open task of what was accepted', () => {
  const ended = { taskId: 'task 0', what: 'acceptance of a risk', endedOn: '2026-11-16' };
  expect(found([{}], { endedAcceptances: [ended] })).toEqual(['2 acceptance_expired task 0']);
  expect(found([{}], { endedAcceptances: [{ ...ended, taskId: 'elsewhere' }] })).toEqual([]);
});
