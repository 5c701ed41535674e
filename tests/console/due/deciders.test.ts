import {
  approverOf,
  mayWithdraw,
  relationOf,
  type Committed,
  type Request,
} from '../../../src/console/due/deciders.ts';

const person = (id: string): { id: string; name: string } => ({ id, name: id });
const DUE_DATES = {
  approverLow: 'OWNER',
  approverNormal: 'OWNER',
  approverHigh: 'SPONSOR',
  approverCritical: 'ADMIN',
} as const;
const task: Committed = {
  priority: 'NORMAL',
  owner: person('worker'),
  assignees: [person('helper')],
  project: { owner: person('planner'), sponsor: person('sponsor') },
};
const request = { requestedBy: person('asker') } as Request;
const relation = (id: string, role: 'ADMIN' | 'MEMBER' | 'VIEWER', of: Partial<Committed> = {}): string =>
  relationOf({ ...task, ...of }, request, { id, role }, DUE_DATES);

test('who decides is named by the priority: the owner, the sponsor, or nobody but administrators', () => {
  expect(approverOf(task, DUE_DATES)?.id).toBe('planner');
  expect(approverOf({ ...task, priority: 'HIGH' }, DUE_DATES)?.id).toBe('sponsor');
  expect(approverOf({ ...task, priority: 'CRITICAL' }, DUE_DATES)).toBeNull();
});

test('the one named decides, and so do administrators; others do not', () => {
  expect(relation('planner', 'MEMBER')).toBe('decides');
  expect(relation('planner', 'MEMBER', { priority: 'HIGH' })).toBe('other');
  expect(relation('sponsor', 'MEMBER', { priority: 'HIGH' })).toBe('decides');
  expect(relation('anybody', 'ADMIN', { priority: 'CRITICAL' })).toBe('decides');
  expect(relation('planner', 'VIEWER')).toBe('other');
});

test.each(['worker', 'helper', 'asker'])('the %s decides in no role', (id) => {
  expect(relation(id, 'ADMIN')).toBe('worker');
});

test('a request is taken back by who has asked, and by administrators', () => {
  expect(mayWithdraw(request, { id: 'asker', role: 'MEMBER' })).toBe(true);
  expect(mayWithdraw(request, { id: 'planner', role: 'MEMBER' })).toBe(false);
  expect(mayWithdraw(request, { id: 'asker', role: 'VIEWER' })).toBe(false);
  expect(mayWithdraw(request, { id: 'anybody', role: 'FOREMAN' })).toBe(true);
});
