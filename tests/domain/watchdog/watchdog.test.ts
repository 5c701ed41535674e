import { ProjectLifecycle, TaskStatus } from '../../../src/domain/enums.ts';
import { severityOf, type WatchedTask } from '../../../src/domain/watchdog/watchdog-facts.ts';
import { thresholdsOf, WATCHDOG_THRESHOLDS } from '../../../src/domain/watchdog/watchdog-thresholds.ts';
import { inspectProject } from '../../../src/domain/watchdog/watchdog.ts';
import { found, foundIn, projectOf, quietSubtask, TODAY } from './watched.ts';

const unproven = {
  isProven: false,
  rejections: 0,
  waiting: 0,
  waitingSince: null,
  provenUntil: null,
  renewals: 0,
};

/** Dates a task that ends on that day and is critical to nothing: another one lasts longer. */
const endsOn = (endDate: string): Partial<WatchedTask> => ({
  startDate: '2026-10-01',
  endDate,
  durationDays: 5,
  status: TaskStatus.OVERDUE,
});
const longer: Partial<WatchedTask> = {
  id: 'long',
  startDate: '2026-10-01',
  endDate: '2027-03-01',
  durationDays: 100,
};

describe('task_overdue', () => {
  test.each([
    ['2026-11-18', []],
    ['2026-11-17', ['3 task_overdue it']],
    ['2026-11-16', ['3 task_overdue it']],
    ['2026-11-15', ['2 task_overdue it']],
    ['2020-01-01', ['2 task_overdue it']],
  ])('of an uncritical task that ends on %s: %j', (endDate, expected) => {
    const all = found([{ id: 'it', ...endsOn(endDate) }, longer]);
    expect(all.filter((each) => each.includes('task_overdue'))).toEqual(expected);
  });

  test.each([
    ['2026-11-13', true, '2 task_overdue it'],
    ['2026-11-12', true, '1 task_overdue it'],
    ['2026-11-12', false, '2 task_overdue it'],
  ])('of a task that ends on %s, critical: %s, is %s', (endDate, isCritical, expected) => {
    expect(foundIn({ ...endsOn(endDate), isCritical })).toEqual([expected]);
  });

  test('spares what is completed, not what is blocked', () => {
    expect(foundIn({ ...endsOn('2026-11-17'), status: TaskStatus.COMPLETED })).toEqual([]);
    expect(foundIn({ ...endsOn('2026-11-17'), status: TaskStatus.BLOCKED })).toEqual(['3 task_overdue it']);
  });

  test('does not change its words while nothing but time goes on', () => {
    const messages = ['2026-11-18', '2026-11-19'].map((today) => {
      const project = projectOf([endsOn('2026-11-10'), longer], { today });
      return inspectProject(project, WATCHDOG_THRESHOLDS).map(({ message }) => message);
    });
    expect(messages[0]).toEqual(['“Task” was due on 2026-11-10.']);
    expect(messages[1]).toEqual(messages[0]);
  });
});

describe('overdue_cluster', () => {
  const late = { ...endsOn('2026-11-17') };
  const inPackage = { ...late, workPackage: { id: 'package', name: 'Roof' } };
  const fill = Array.from({ length: 40 }, (_, index) => ({ id: `other ${index}` }));
  const clusters = (tasks: readonly Partial<WatchedTask>[]): string[] =>
    found(tasks).filter((each) => each.includes('cluster'));

  test('three of one work package are one', () => {
    expect(clusters([inPackage, inPackage, late, ...fill])).toEqual([]);
    expect(clusters([inPackage, inPackage, inPackage, ...fill])).toEqual(['2 overdue_cluster package']);
  });

  test('over a tenth of all tasks are one, but a single task is none', () => {
    expect(clusters([late, late, ...fill.slice(0, 18)])).toEqual([]);
    expect(clusters([late, late, ...fill.slice(0, 17)])).toEqual(['2 overdue_cluster project']);
    expect(clusters([late])).toEqual([]);
  });
});

describe('upcoming_deadline', () => {
  test.each([
    ['2026-11-18', ['4 upcoming_deadline it']],
    ['2026-11-20', ['4 upcoming_deadline it']],
    ['2026-11-21', []],
  ])('of a task that ends on %s: %j', (endDate, expected) => {
    expect(foundIn({ endDate })).toEqual(expected);
    expect(foundIn({ endDate, status: TaskStatus.COMPLETED })).toEqual([]);
  });
});

describe('unassigned', () => {
  const nobody = { isAssigned: false };

  test.each<[string, Partial<WatchedTask>, string[]]>([
    ['starts in five days', { startDate: '2026-11-23' }, ['4 unassigned it']],
    ['starts in six days', { startDate: '2026-11-24' }, []],
    ['is under way', { isUnderWay: true }, ['4 unassigned it']],
    ['has no dates', {}, []],
    ['is completed', { startDate: '2026-11-10', status: TaskStatus.COMPLETED }, []],
    ['has somebody', { startDate: '2026-11-10', isAssigned: true }, []],
    ['is overdue already', { endDate: '2026-11-17', isUnderWay: true }, ['3 task_overdue it']],
  ])('a task that %s', (_, task, expected) => {
    expect(foundIn({ ...nobody, ...task })).toEqual(expected);
  });
});

describe('stalled_task', () => {
  const silent = { isUnderWay: true, lastHeard: '2026-11-11' };
  const planned = { startDate: '2026-11-02', lastHeard: '2026-10-01' };

  test.each<[string, Partial<WatchedTask>, string[]]>([
    ['silent for eight days', { ...silent, lastHeard: '2026-11-10' }, ['3 stalled_task it']],
    ['silent for seven days', silent, ['3 stalled_task it']],
    ['silent for six days', { ...silent, lastHeard: '2026-11-12' }, []],
    ['blocked', { ...silent, status: TaskStatus.BLOCKED }, []],
    ['completed', { ...silent, status: TaskStatus.COMPLETED }, []],
    ['to have begun seven days ago', { ...planned, startDate: '2026-11-11' }, ['3 stalled_task it']],
    ['to have begun six days ago', { ...planned, startDate: '2026-11-12' }, []],
    ['to have begun long ago, and spoken of six days ago', { ...planned, lastHeard: '2026-11-12' }, []],
    ['to begin today', { ...planned, startDate: TODAY }, []],
    ['to begin some day', { lastHeard: '2026-10-01' }, []],
    ['never begun and blocked', { ...planned, status: TaskStatus.BLOCKED }, []],
    ['never begun and overdue', { ...planned, endDate: '2026-11-17' }, ['3 task_overdue it']],
    [
      'never begun and due today',
      { ...planned, endDate: TODAY },
      ['4 upcoming_deadline it', '3 stalled_task it'],
    ],
  ])('a task that is %s', (_, task, expected) => {
    expect(foundIn(task)).toEqual(expected);
  });

  test('says of work that never began so, and since when nothing has been heard of it', () => {
    const [finding] = inspectProject(projectOf([planned]), WATCHDOG_THRESHOLDS);
    expect(finding).toMatchObject({
      message: '“Task” was to begin on 2026-11-02, and has not been begun.',
      measures: { neverStarted: true, plannedStart: '2026-11-02', lastHeard: '2026-10-01' },
      since: '2026-11-02',
    });
  });
});

describe('evidence', () => {
  const completed = { status: TaskStatus.COMPLETED, requiresEvidence: true };
  const ending = (provenUntil: string, rest: object = {}) => ({
    ...completed,
    proof: { ...unproven, isProven: true, provenUntil, ...rest },
  });

  test.each<[string, Partial<WatchedTask>, string[]]>([
    ['a completed task without any', completed, ['1 evidence_missing it']],
    ['a completed task with none accepted', { ...completed, proof: unproven }, ['1 evidence_missing it']],
    ['a completed task that is proven', { ...completed, proof: { ...unproven, isProven: true } }, []],
    ['a completed task that needs none', { ...completed, requiresEvidence: false }, []],
    ['an open task without any', { requiresEvidence: true }, []],
    [
      'a piece that waits for eight days',
      { proof: { ...unproven, waiting: 1, waitingSince: '2026-11-10' } },
      ['3 evidence_unreviewed it'],
    ],
    ['one that waits for seven', { proof: { ...unproven, waiting: 1, waitingSince: '2026-11-11' } }, []],
    ['two rejections', { proof: { ...unproven, rejections: 2 } }, ['2 evidence_rejected_twice it']],
    ['one rejection', { proof: { ...unproven, rejections: 1 } }, []],
    ['proof that holds for 31 days more', ending('2026-12-19'), []],
    ['proof that holds for 30 days more', ending('2026-12-18'), ['4 evidence_expiring it']],
    ['proof on its last day', ending(TODAY), ['4 evidence_expiring it']],
    ['proof on its last day, with a renewal that waits', ending(TODAY, { renewals: 1 }), []],
    ['proof behind its last day', ending('2026-11-17'), ['2 evidence_expired it']],
    [
      'proof behind its last day, with a renewal that waits',
      ending('2026-11-17', { renewals: 1 }),
      ['2 evidence_expired it'],
    ],
    [
      'proof behind its last day where none is required',
      { ...ending('2026-11-17'), requiresEvidence: false },
      [],
    ],
    ['two rejections before it was accepted', { proof: { ...unproven, rejections: 2, isProven: true } }, []],
  ])('%s', (_, task, expected) => {
    expect(foundIn(task)).toEqual(expected);
  });
});

describe('evidence_missing of a subtask', () => {
  const step = {
    ...quietSubtask,
    status: TaskStatus.COMPLETED,
    progressPercent: 100,
    requiresEvidence: true,
  };

  test.each([
    ['completed without', step, ['1 evidence_missing step']],
    ['completed with', { ...step, isProven: true }, []],
    ['completed where none is required', { ...step, requiresEvidence: false }, []],
    ['open', { ...step, status: TaskStatus.ACTIVE }, []],
  ])('%s accepted evidence', (_, subtask, expected) => {
    expect(found([], { subtasks: [subtask] })).toEqual(expected);
  });
});

describe('green findings of one code', () => {
  const nobodys = (count: number): Partial<WatchedTask>[] =>
    Array.from({ length: count }, (_, n) => ({
      id: `t${String(n).padStart(2, '0')}`,
      isAssigned: false,
      isUnderWay: true,
    }));

  test('stay apart up to twenty, and are one from the twenty-first on', () => {
    expect(found(nobodys(20))).toHaveLength(20);
    expect(found(nobodys(21))).toEqual(['4 unassigned project']);
  });

  test('are counted, and the first ten named whatever the order in which they are found', () => {
    const findings = [nobodys(25), nobodys(25).reverse()].map((tasks) =>
      inspectProject(projectOf(tasks), WATCHDOG_THRESHOLDS),
    );
    const first = Array.from({ length: 10 }, (_, n) => `t0${n}`);
    expect(findings[0]).toMatchObject([{ subjectType: 'project', measures: { count: 25, first } }]);
    expect(findings[1]).toEqual(findings[0]);
  });

  test('of other levels stay as they are', () => {
    const late = Array.from({ length: 30 }, (_, n) => ({ id: `late ${n}`, ...endsOn('2026-11-17') }));
    expect(found(late).filter((each) => each.startsWith('3 task_overdue'))).toHaveLength(30);
  });
});

test('dates bind an active project alone, doubts about evidence all but an archived one', () => {
  const tasks = [
    { ...endsOn('2026-11-01'), isCritical: true },
    { status: TaskStatus.COMPLETED, requiresEvidence: true },
  ];
  const codes = Object.values(ProjectLifecycle).map((lifecycle) => [lifecycle, found(tasks, { lifecycle })]);
  const missing = ['1 evidence_missing task 1'];
  expect(Object.fromEntries(codes)).toEqual({
    draft: missing,
    active: ['1 task_overdue task 0', ...missing],
    on_hold: missing,
    completed: missing,
    archived: [],
  });
});

test('an organisation moves thresholds by name', () => {
  const silent = { isUnderWay: true, lastHeard: '2026-11-08' };
  expect(foundIn(silent, { thresholds: { stalledDays: 11, somethingElse: 1 } })).toEqual([]);
  expect(foundIn(silent, { thresholds: { stalledDays: 10 } })).toEqual(['3 stalled_task it']);
  expect(thresholdsOf({ somethingElse: 1 })).toEqual(WATCHDOG_THRESHOLDS);
});

test('the five levels of an alert map to three severities', () => {
  expect(([1, 2, 3, 4, 5] as const).map(severityOf)).toEqual(['red', 'red', 'yellow', 'green', 'green']);
});

test('extension_waiting, for over five days, or as many as the organisation says', () => {
  for (const [asked, days, isFound] of [
    [null, 5, false],
    ['2026-11-13', 5, false],
    ['2026-11-12', 5, true],
    ['2026-11-12', 6, false],
    ['2026-11-17', 0, true],
  ] as const) {
    const thresholds = { extensionWaitingDays: days };
    const expected = isFound ? ['3 extension_waiting it'] : [];
    expect([asked, days, foundIn({ extensionAskedOn: asked }, { thresholds })]).toEqual([
      asked,
      days,
      expected,
    ]);
  }
});
