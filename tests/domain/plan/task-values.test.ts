import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { changeTaskValues, NEW_TASK, type TaskChange } from '../../../src/domain/plan/task-values.ts';
import { refusal } from '../refusal.ts';

const calendar = new WorkCalendar();
const change = (current: TaskChange, next: TaskChange) =>
  changeTaskValues({ ...NEW_TASK, name: 'Task', ...current } as typeof NEW_TASK, next, calendar, 'input');

const FULL: TaskChange = {
  name: 'Weld',
  description: 'Words',
  taskType: 'milestone_marker',
  priority: 'high',
  startDate: '2027-01-04',
  endDate: '2027-01-08',
  durationDays: 5,
  quickClass: 'quick_win',
  requiresEvidence: true,
  capexCost: '10.00',
  opexCost: '2.50',
  fyAllocation: 2027,
  linkedRiskMitigationPct: '12.50',
  linkedControlSetId: '0b0e7a0c-0000-4000-8000-000000000001',
};

test('what is absent stays, also where it is spelt out', () => {
  const absent = Object.fromEntries(Object.keys(FULL).map((name) => [name, undefined]));
  expect(change(FULL, {})).toEqual(FULL);
  expect(change(FULL, absent)).toEqual(FULL);
});

test('null clears, or takes the default back; a name stays', () => {
  const { name: _name, ...rest } = FULL;
  const cleared = Object.fromEntries(Object.keys(rest).map((each) => [each, null]));
  expect(change(FULL, cleared)).toEqual({ ...NEW_TASK, name: 'Weld' });
  expect(() => change(FULL, { name: null })).toThrow(refusal('BAD_USER_INPUT', { field: 'input.name' }));
});

test('values are kept as they are stored', () => {
  const next = { name: ' Weld ', capexCost: '7', linkedRiskMitigationPct: '5', description: ' ' };
  expect(change({}, next)).toMatchObject({
    name: 'Weld',
    capexCost: '7.00',
    linkedRiskMitigationPct: '5.00',
    description: null,
  });
  const id = FULL.linkedControlSetId ?? '';
  expect(change({}, { linkedControlSetId: id.toUpperCase() })).toMatchObject({ linkedControlSetId: id });
});

test.each<[TaskChange, string]>([
  [{ name: 'x'.repeat(501) }, 'input.name'],
  [{ description: 'a\0b' }, 'input.description'],
  [{ capexCost: '1e3' }, 'input.capexCost'],
  [{ opexCost: '10000000000' }, 'input.opexCost'],
  [{ fyAllocation: 3000 }, 'input.fyAllocation'],
  [{ linkedRiskMitigationPct: '100.01' }, 'input.linkedRiskMitigationPct'],
  [{ linkedControlSetId: 'set' }, 'input.linkedControlSetId'],
  [{ durationDays: -1 }, 'input.durationDays'],
])('the task values %j are refused', (wrong, field) => {
  expect(() => change({}, wrong)).toThrow(refusal('BAD_USER_INPUT', { field }));
});
