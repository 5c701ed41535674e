import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { expandTemplate, type TemplateUse } from '../../../src/domain/templates/template-expansion.ts';
import {
  findTemplateProblems,
  requireSoundTemplate,
  type TemplateDocument,
  type TemplateTask,
} from '../../../src/domain/templates/template.ts';
import { refusal } from '../refusal.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../../docs/template.schema.json', import.meta.url), 'utf8'),
);
const fits = new Ajv({ strict: true, strictTypes: false }).compile(schema);

const cameras: TemplateDocument = {
  formatVersion: 1,
  parameters: [
    { key: 'site', description: 'Where' },
    { key: 'count', default: '8' },
  ],
  phases: [
    {
      key: 'fit',
      name: 'Cameras at {{site}}',
      workPackages: [
        {
          key: 'hang',
          name: 'Hang them',
          tasks: [
            { key: 'order', name: 'Order {{count}} cameras', durationDays: 3, capexCost: '12000.00' },
            {
              key: 'mount',
              name: 'Mount them',
              durationDays: 2,
              requiresEvidence: true,
              controls: [
                { controlId: '00000000-0000-4000-8000-000000000007', controlGroup: 'camera_surveillance' },
              ],
              subtasks: [{ name: 'Photograph each at {{ site }}', requiresEvidence: true }],
            },
          ],
        },
      ],
      tasks: [{ key: 'handover', name: 'Handed over', durationDays: 0 }],
    },
    { key: 'later', name: 'Later' },
  ],
  tasks: [{ key: 'review', name: 'Review', startDay: 20, priority: 'high' }],
  dependencies: [
    { predecessor: 'order', successor: 'mount', lagDays: 5 },
    { predecessor: 'mount', successor: 'handover' },
    { predecessor: 'order', successor: 'review', type: 'start_to_start', lagDays: -1 },
  ],
};

// A Wednesday; the following Monday is a holiday.
const use: TemplateUse = {
  startDate: '2024-05-15',
  calendar: new WorkCalendar({ weekdays: [1, 2, 3, 4, 5], holidays: ['2024-05-20'] }),
  parameters: { site: 'North gate' },
};

const withTasks = (...tasks: TemplateTask[]): TemplateDocument => ({ formatVersion: 1, tasks });
const task = (key: string, more: Partial<TemplateTask> = {}): TemplateTask => ({ key, name: key, ...more });

/** One task that waits for so many others. */
function waitingFor(count: number): TemplateDocument {
  const others = Array.from({ length: count }, (_, i) => `t${i}`);
  return {
    ...withTasks(task('last'), ...others.map((key) => task(key))),
    dependencies: others.map((predecessor) => ({ predecessor, successor: 'last' })),
  };
}

describe('the published schema', () => {
  test('takes what the types describe', () => {
    expect(fits(cameras)).toBe(true);
    expect(fits({ formatVersion: 1 })).toBe(true);
  });

  test.each<[string, unknown]>([
    ['an unknown property', { ...cameras, owner: 'x' }],
    ['another version', { ...cameras, formatVersion: 2 }],
    ['a task without a name', { formatVersion: 1, tasks: [{ key: 'a' }] }],
    ['a negative duration', withTasks(task('a', { durationDays: -1 }))],
    ['half a day', withTasks(task('a', { durationDays: 0.5 }))],
    ['a cost that is a number', { formatVersion: 1, tasks: [{ key: 'a', name: 'a', capexCost: 1.5 }] }],
    ['more than 100 percent', withTasks(task('a', { mitigationPct: '100.01' }))],
    ['a control that is no id', withTasks(task('a', { controls: [{ controlId: 'AC-1' }] }))],
    [
      'an unknown link type',
      { formatVersion: 1, dependencies: [{ predecessor: 'a', successor: 'b', type: 'FS' }] },
    ],
  ])('refuses %s', (_, document) => {
    expect(fits(document)).toBe(false);
  });
});

describe('what a schema cannot say', () => {
  test('a sound template has no problems', () => {
    expect(findTemplateProblems(cameras)).toEqual([]);
    expect(() => requireSoundTemplate(cameras)).not.toThrow();
  });

  test.each<[string, string, TemplateDocument]>([
    ['PIT002', 'tasks[1].key', withTasks(task('a'), task('a'))],
    ['PIT002', 'tasks[0].key', { ...withTasks(task('p')), phases: [{ key: 'p', name: 'P' }] }],
    ['PIT002', 'parameters[1].key', { formatVersion: 1, parameters: [{ key: 'x' }, { key: 'x' }] }],
    [
      'PIT002',
      'dependencies[0].successor',
      { ...withTasks(task('a')), dependencies: [{ predecessor: 'a', successor: 'b' }] },
    ],
    [
      'PIT002',
      'dependencies[0].predecessor',
      { ...cameras, dependencies: [{ predecessor: 'fit', successor: 'mount' }] },
    ],
    [
      'PIT003',
      'dependencies[0]',
      { ...withTasks(task('a')), dependencies: [{ predecessor: 'a', successor: 'a' }] },
    ],
    [
      'PIT003',
      'dependencies[3]',
      {
        ...cameras,
        dependencies: [...(cameras.dependencies ?? []), { predecessor: 'order', successor: 'mount' }],
      },
    ],
    ['PIT002', 'dependencies[1000].successor', waitingFor(1001)],
    ['PIT002', 'tasks[0].name', withTasks(task('a', { name: 'At {{nowhere}}' }))],
    [
      'PIT002',
      'tasks[0].subtasks[0].description',
      withTasks(task('a', { subtasks: [{ name: 's', description: '{{x}}' }] })),
    ],
    ['PIT002', 'tasks[0].name', withTasks(task('a', { name: '\u200b\u3164' }))],
    ['PIT002', 'phases[0].name', { formatVersion: 1, phases: [{ key: 'p', name: 'P\u202eq' }] }],
    [
      'PIT002',
      'phases[0].workPackages[0].name',
      {
        formatVersion: 1,
        phases: [{ key: 'p', name: 'P', workPackages: [{ key: 'w', name: '\u2066W' }] }],
      },
    ],
    ['PIT002', 'tasks[0].subtasks[0].name', withTasks(task('a', { subtasks: [{ name: '\ufeff' }] }))],
  ])('%s at %s', (pit, path, document) => {
    expect(findTemplateProblems(document)).toEqual([expect.objectContaining({ pit, path })]);
    expect(() => requireSoundTemplate(document)).toThrow(refusal('BAD_USER_INPUT', { field: path }));
  });

  test('a cycle is named', () => {
    const dependencies = [
      { predecessor: 'order', successor: 'mount' },
      { predecessor: 'mount', successor: 'order' },
    ];
    const [problem] = findTemplateProblems({ ...cameras, dependencies });
    expect(problem).toMatchObject({ pit: 'PIT003', path: 'dependencies' });
    expect(problem?.message).toMatch(/(order -> mount -> order|mount -> order -> mount)$/);
  });
});

describe('expansion', () => {
  const plan = expandTemplate(cameras, use);

  test('dates follow dependencies, lags, start days and the calendar', () => {
    expect(plan.tasks.map(({ key, start, end, durationDays }) => [key, start, end, durationDays])).toEqual([
      ['order', '2024-05-15', '2024-05-17', 3],
      ['mount', '2024-05-28', '2024-05-29', 2],
      ['handover', '2024-05-29', '2024-05-29', 0],
      ['review', '2024-06-13', '2024-06-13', 1],
    ]);
  });

  test('branches span what is in them; empty ones have no dates', () => {
    expect(plan.phases.map(({ key, start, end }) => [key, start, end])).toEqual([
      ['fit', '2024-05-15', '2024-05-29'],
      ['later', null, null],
    ]);
    expect(plan.workPackages).toMatchObject([
      { key: 'hang', phaseKey: 'fit', start: '2024-05-15', end: '2024-05-29' },
    ]);
  });

  test('places and order are those of the template', () => {
    expect(
      plan.tasks.map(({ phaseKey, workPackageKey, orderIndex }) => [phaseKey, workPackageKey, orderIndex]),
    ).toEqual([
      ['fit', 'hang', 0],
      ['fit', 'hang', 1],
      ['fit', null, 0],
      [null, null, 0],
    ]);
    expect(plan.dependencies[2]).toEqual({
      predecessorId: 'order',
      successorId: 'review',
      type: 'start_to_start',
      lagDays: -1,
    });
  });

  test('parameters and their defaults are filled in, the rest is handed on', () => {
    expect(plan.phases[0]?.name).toBe('Cameras at North gate');
    expect(plan.tasks[0]).toMatchObject({ name: 'Order 8 cameras', template: { capexCost: '12000.00' } });
    expect(plan.tasks[1]?.subtasks).toEqual([
      {
        name: 'Photograph each at North gate',
        description: null,
        orderIndex: 0,
        template: { requiresEvidence: true },
      },
    ]);
  });

  test('a value is taken literally', () => {
    const [order] = expandTemplate(cameras, {
      ...use,
      parameters: { site: 'x', count: '$& {{site}}' },
    }).tasks;
    expect(order?.name).toBe('Order $& {{site}} cameras');
  });

  test.each<[string, Record<string, string>]>([
    ['site', {}],
    ['colour', { site: 'x', colour: 'red' }],
    ['site', { site: '   ' }],
    ['site', { site: 'x\u202e' }],
    ['site', { site: 'x'.repeat(501) }],
    ['__proto__', JSON.parse('{"site":"x","__proto__":"y"}') as Record<string, string>],
  ])('a missing, unknown or unbounded parameter is refused: %s', (key, parameters) => {
    expect(() => expandTemplate(cameras, { ...use, parameters })).toThrow(
      refusal('BAD_USER_INPUT', { field: `input.parameters.${key}` }),
    );
  });

  test('a template that leads out of the days of a plan is refused', () => {
    const far = {
      ...cameras,
      phases: [],
      tasks: [{ key: 'far', name: 'Far', durationDays: 40_000 }],
      dependencies: [],
    };
    for (const startDate of ['2100-01-04', '2200-12-31']) {
      expect(() => expandTemplate(far, { ...use, startDate })).toThrow(
        refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.startDate' }),
      );
    }
  });

  test('a chain of a thousand tasks fills a thousand days', () => {
    const tasks = Array.from({ length: 1_000 }, (_, n) => task(`t${n}`));
    const dependencies = tasks.slice(1).map(({ key }, n) => ({ predecessor: `t${n}`, successor: key }));
    const { tasks: planned } = expandTemplate(
      { formatVersion: 1, tasks, dependencies },
      { ...use, parameters: {} },
    );
    expect(planned.at(-1)?.start).toBe(use.calendar.addWorkingDays(use.startDate, 999));
  });
});
