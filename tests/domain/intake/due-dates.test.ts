import {
  approverFor,
  DEFAULT_DUE_DATES,
  dueDatesOf,
  firstDueDatesRefusal,
} from '../../../src/domain/intake/due-dates.ts';
import { requireDecidable, type Decision } from '../../../src/domain/intake/extension.ts';
import { keepsCommitment } from '../../../src/domain/plan/commitment.ts';
import { refusal } from '../refusal.ts';

test('settings of days are taken by name and value, and who decides follows from the priority', () => {
  expect(firstDueDatesRefusal({ guard: false, requestDays: 1, approverLow: 'admin' })).toBeNull();
  const wrong: [string, unknown][] = [
    ['guard', 'yes'],
    ['requestDays', 0],
    ['requestDays', 91],
    ['maxExtensions', 1.5],
    ['approverHigh', 'OWNER'],
    ['approvers', 'owner'],
  ];
  for (const [name, value] of wrong) expect(firstDueDatesRefusal({ [name]: value })).toMatchObject({ name });
  const settings = dueDatesOf({ approverLow: 'sponsor' });
  expect(settings).toEqual({ ...DEFAULT_DUE_DATES, approverLow: 'sponsor' });
  const priorities = ['low', 'normal', 'high', 'critical'] as const;
  expect(priorities.map((each) => approverFor(each, settings))).toEqual([
    'sponsor',
    'owner',
    'sponsor',
    'admin',
  ]);
});

test('an end keeps a commitment up to its day, and none keeps none', () => {
  expect(keepsCommitment('2027-03-31', '2027-03-31')).toBe(true);
  expect(keepsCommitment('2027-04-01', '2027-03-31')).toBe(false);
  expect(keepsCommitment(null, '2027-03-31')).toBe(false);
  expect([keepsCommitment(null, null), keepsCommitment('2027-04-01', null)]).toEqual([true, true]);
});

test('a request is decided once, of the day that holds, by somebody else, and beyond the most by an administrator', () => {
  const decision: Decision = {
    deciderId: 'decider',
    role: 'member',
    requestedBy: 'requester',
    workerIds: ['worker'],
    state: 'requested',
    currentDue: '2027-03-31',
    dueOn: '2027-03-31',
    extensions: 0,
    maxExtensions: 1,
  };
  const with_ = (change: Partial<Decision>) => () => requireDecidable({ ...decision, ...change });
  expect(with_({})).not.toThrow();
  for (const deciderId of ['requester', 'worker'])
    expect(with_({ deciderId })).toThrow(refusal('FORBIDDEN', { pit: 'PIT006' }));
  expect(with_({ extensions: 1 })).toThrow(refusal('FORBIDDEN', { pit: 'PIT006' }));
  expect(with_({ extensions: 1, role: 'admin' })).not.toThrow();
  for (const dueOn of ['2027-04-01', null]) expect(with_({ dueOn })).toThrow(refusal('CONFLICT'));
  for (const state of ['granted', 'refused', 'withdrawn', 'lapsed', 'closed'] as const)
    expect(with_({ state })).toThrow(refusal('CONFLICT', { actual: state }));
});
