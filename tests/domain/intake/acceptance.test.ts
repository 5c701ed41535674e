import {
  acceptanceStateOn,
  requireAcceptanceEnd,
  requireAcceptanceState,
  requireImpartial,
  requireOrigin,
} from '../../../src/domain/intake/acceptance.ts';
import { firstAcceptanceRefusal } from '../../../src/domain/intake/acceptance-settings.ts';
import { refusal } from '../refusal.ts';

const RISK = 'AAAAAAAA-0000-4000-8000-000000000001';

test('an acceptance is about a record by its id, or about a criterion by its code, and not about both', () => {
  const none = { criteriaCode: null, criteriaVersion: null };
  expect(requireOrigin({ kind: 'risk_acceptance', originId: RISK })).toEqual({
    kind: 'risk_acceptance',
    originId: RISK.toLowerCase(),
    ...none,
  });
  const criterion = { kind: 'criterion_exception', criteriaCode: 'ISO27001-A.8.1' } as const;
  expect(requireOrigin(criterion)).toMatchObject({ originId: null, criteriaCode: 'ISO27001-A.8.1' });
  const wrong = [
    [{ kind: 'risk_acceptance' }, 'input.originId'],
    [{ kind: 'control_exception', originId: 'A.8.1' }, 'input.originId'],
    [{ kind: 'finding_exception', originId: RISK, criteriaCode: 'A.8.1' }, 'input.criteriaCode'],
    [{ kind: 'risk_acceptance', originId: RISK, criteriaVersion: '2022' }, 'input.criteriaCode'],
    [{ kind: 'criterion_exception' }, 'input.criteriaCode'],
    [{ ...criterion, originId: RISK }, 'input.originId'],
  ] as const;
  for (const [origin, field] of wrong)
    expect(() => requireOrigin(origin)).toThrow(refusal('BAD_USER_INPUT', { field }));
});

test('its last day lies after today, and within the most days', () => {
  for (const day of ['2027-03-02', '2027-03-31'])
    expect(requireAcceptanceEnd(day, '2027-03-01', 30)).toBe(day);
  for (const day of ['2027-02-28', '2027-03-01', '2027-04-01'])
    expect(() => requireAcceptanceEnd(day, '2027-03-01', 30)).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.endsOn', actual: day }),
    );
});

test('it has expired from the day after its last day on, stored or not, and what was decided against has not', () => {
  const endsOn = '2027-03-31';
  for (const state of ['active', 'proposed'] as const) {
    expect(acceptanceStateOn({ state, endsOn }, '2027-03-31')).toBe(state);
    expect(acceptanceStateOn({ state, endsOn }, '2027-04-01')).toBe('expired');
  }
  expect(acceptanceStateOn({ state: 'rejected', endsOn }, '2027-04-01')).toBe('rejected');
  const late = () => requireAcceptanceState({ state: 'active', endsOn }, 'active', '2027-04-01');
  expect(late).toThrow(refusal('CONFLICT', { actual: 'expired' }));
});

test('neither who proposes nor who does the work decides', () => {
  expect(() => requireImpartial('a', 'b', false)).not.toThrow();
  for (const [proposer, isWorker] of [
    ['a', false],
    ['b', true],
  ] as const)
    expect(() => requireImpartial('a', proposer, isWorker)).toThrow(refusal('FORBIDDEN', { pit: 'PIT006' }));
});

test('settings of acceptances are days and ids, and nothing else', () => {
  expect(firstAcceptanceRefusal({ maxDays: 3_650, approverIds: [RISK] })).toBeNull();
  const wrong: [string, unknown][] = [
    ['maxDays', 0],
    ['maxDays', 3_651],
    ['maxDays', 1.5],
    ['approverIds', 'nobody'],
    ['approverIds', ['nobody']],
    ['approverIds', Array.from({ length: 21 }, () => RISK)],
    ['days', 1],
  ];
  for (const [name, value] of wrong)
    expect(firstAcceptanceRefusal({ [name]: value })).toMatchObject({ name });
});
