import { createHash } from 'node:crypto';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { inOneGo } from '../../../src/domain/in-steps.ts';
import { requireListable } from '../../../src/domain/exchange/listed-check.ts';
import type { NycRow } from '../../../src/domain/exchange/nyc/nyc-row.ts';
import { readNyc } from '../../../src/domain/exchange/nyc/read-nyc.ts';
import type { ListedPlan } from '../../../src/domain/exchange/plan-document.ts';

const ROW: NycRow = {
  district: '1',
  building: 'M019',
  school: 'P.S. 19 - MANHATTAN',
  programme: 'SCA CIP',
  description: 'BOILER CONVERSION',
  phase: 'Design',
  status: 'In-Progress',
  actualStart: '2024-07-01',
  plannedEnd: '2025-03-31',
  actualEnd: null,
  budget: '1000.00',
  estimate: '900.00',
  spent: '250.50',
  dsfNumbers: 'DSF0000000001',
};

const read = (...rows: Partial<NycRow>[]): ListedPlan[] =>
  inOneGo(
    readNyc(
      rows.map((row) => ({ ...ROW, ...row })),
      {
        calendar: new WorkCalendar(),
        digestOf: (text) => createHash('sha256').update(text).digest('hex'),
        managerOf: (building) => (building === 'M019' ? 'maya@schools.example' : null),
      },
    ),
  );

test('a row is a task, and what a list says of its project stands beside the plan', () => {
  const [plan] = read({}, { phase: null, status: 'Complete', actualEnd: '2025-02-01', budget: null });
  expect(plan).toMatchObject({
    name: 'BOILER CONVERSION',
    code: 'DSF0000000001',
    branches: [{ name: 'Design' }, { name: 'Unnamed phase' }],
    listing: {
      state: 'active',
      divisionName: 'District 1',
      ownerEmail: 'maya@schools.example',
      cost: { capexCommitted: '1000.00', capexSpent: '501.00' },
    },
    tasks: [
      {
        name: 'Design at P.S. 19 - MANHATTAN',
        durationDays: 196,
        progressPercent: null,
        actualStart: '2024-07-01',
        actualFinish: null,
        capexCost: '900.00',
      },
      { progressPercent: 100, actualFinish: '2025-02-01', branchKey: 'Unnamed phase' },
    ],
  });
  expect(() => requireListable(plan!)).not.toThrow();
});

test('the key of a task is what its origin has been since the first import, whatever changes in the row', () => {
  const [plan] = read({}, { estimate: '1.00', status: 'PNS' });
  // The digest of ["DSF0000000001","M019","BOILER CONVERSION","Design",1], as sha256sum has it.
  expect(plan?.tasks[0]?.key).toBe('DSF0000000001|M019|Design|dae82c4f16a1ad33');
  expect(plan?.tasks[1]?.key).not.toBe(plan?.tasks[0]?.key);
});

test('rows are one project by their numbers and description, with a division if all lie in it', () => {
  const plans = read(
    {},
    { description: 'ROOF' },
    { district: '2' },
    { dsfNumbers: 'DSF1, DSF2', building: 'X1' },
  );
  expect(
    plans.map(({ name, code, listing, tasks }) => [name, code, listing.divisionName, tasks.length]),
  ).toEqual([
    ['BOILER CONVERSION', 'DSF0000000001', null, 2],
    ['ROOF', 'DSF0000000001', 'District 1', 1],
    ['BOILER CONVERSION', 'DSF1+1', 'District 1', 1],
  ]);
  expect(new Set(plans.map(({ key }) => key)).size).toBe(3);
  expect(plans[2]?.listing.ownerEmail).toBeNull();
});

test('a project is a draft while no row has begun, and completed when all are', () => {
  const stateOf = (...statuses: NycRow['status'][]) =>
    read(...statuses.map((status) => ({ status })))[0]?.listing.state;
  expect(stateOf('PNS', null)).toBe('draft');
  expect(stateOf('PNS', 'In-Progress')).toBe('active');
  expect(stateOf('Complete', 'PNS')).toBe('active');
  expect(stateOf('Complete', 'Complete')).toBe('completed');
});
