import fc from 'fast-check';
import { DEFAULT_ESCALATION } from '../../../src/domain/directory/escalation-settings.ts';
import { ESCALATION_STEPS, nextStep, toldBy, whoHears } from '../../../src/domain/watchdog/escalation.ts';

test.each([
  [1, [], { step: 'reminder', afterHours: 6 }],
  [1, ['reminder'], { step: 'administrators', afterHours: 24 }],
  [1, ['reminder', 'administrators'], null],
  [2, [], { step: 'sponsor', afterHours: 48 }],
  [2, ['sponsor'], null],
] as const)('an alert of level %i with which %j was done goes on with %j', (level, taken, next) => {
  expect(nextStep(level, taken, DEFAULT_ESCALATION)).toEqual(next);
});

test('level 1 alone has a step that is the administrators’ own', () => {
  expect(ESCALATION_STEPS.filter((step) => toldBy(step).includes('administrators'))).toEqual([
    'administrators',
  ]);
  expect(nextStep(2, ['sponsor'], DEFAULT_ESCALATION)).toBeNull();
});

test('an organisation that wants its administrators before the reminder has them hear first', () => {
  const hours = { ...DEFAULT_ESCALATION, reminderHours: 8, administratorsHours: 2 };
  expect(nextStep(1, [], hours)).toEqual({ step: 'administrators', afterHours: 2 });
  expect(nextStep(1, ['administrators'], hours)).toEqual({ step: 'reminder', afterHours: 8 });
});

test('whatever hours are set between its steps, an alert takes each of them once', () => {
  const hours = fc.record({
    reminderHours: fc.integer({ min: 1, max: 720 }),
    administratorsHours: fc.integer({ min: 1, max: 720 }),
    sponsorHours: fc.integer({ min: 1, max: 720 }),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(1 as const, 2 as const),
      fc.array(hours, { minLength: 4 }),
      (level, changes) => {
        const taken: string[] = [];
        for (const set of changes) {
          const next = nextStep(level, taken, set);
          if (next !== null) taken.push(next.step);
        }
        expect(taken.sort()).toEqual(level === 1 ? ['administrators', 'reminder'] : ['sponsor']);
      },
    ),
  );
});

const [BOTH, ALL] = [{ ownerId: 'o', sponsorId: 's' }, ['o', 's']];

test.each([
  ['owner and sponsor are there', BOTH, ALL, { first: ['o'], gravest: ALL, beyond: ['s'] }],
  ['the owner has left', BOTH, ['s'], { first: ['s'], gravest: ['s'], beyond: ['s', 'a'] }],
  ['the sponsor has left', BOTH, ['o'], { first: ['o'], gravest: ['o'], beyond: ['a'] }],
  ['both have left', BOTH, [], { first: ['a'], gravest: ['a'], beyond: ['a'] }],
  [
    'there is no sponsor',
    { ownerId: 'o', sponsorId: null },
    ALL,
    { first: ['o'], gravest: ['o'], beyond: ['a'] },
  ],
  [
    'the owner is the sponsor',
    { ownerId: 'o', sponsorId: 'o' },
    ALL,
    { first: ['o'], gravest: ['o'], beyond: ['o', 'a'] },
  ],
] as const)(
  'where %s, grave alerts reach somebody at every step, and somebody new beyond the owner',
  (_, who, active, told) => {
    const people = { ...who, active: new Set<string>(active), administrators: ['a'] };
    expect({
      first: whoHears(['owner'], people),
      gravest: whoHears(['owner', 'sponsor'], people),
      beyond: whoHears(toldBy('sponsor'), people),
    }).toEqual(told);
    expect(whoHears(toldBy('administrators'), people)).toEqual(['a']);
  },
);
