import { checkDatabase, countByGroup } from '../../../src/domain/conformance/conformance-checks.ts';
import type { CatalogFacts, RoleFacts } from '../../../src/domain/conformance/catalog-facts.ts';
import { DATABASE_ENUMS } from '../../../src/domain/enums.ts';
import { SPECIFIED_ENUMS } from '../../../src/domain/conformance/specification/enums.ts';
import { SPECIFIED_TABLES } from '../../../src/domain/conformance/specification/specification.ts';

const EMPTY: CatalogFacts = {
  today: '2026-03-31',
  tables: [],
  enums: [],
  strays: [],
  openViews: [],
  roles: [],
  orphans: {},
  wrongFigures: 0,
  wrongTaskOrders: 0,
  wrongProjectOrders: 0,
  wrongTaskTexts: 0,
  wrongAccess: 0,
  wrongRiskScores: 0,
};

function unmet(facts: CatalogFacts, group: string): string[] {
  const demands = checkDatabase(facts).filter((each) => !each.met && each.name.startsWith(`${group}.`));
  return demands.map((each) => `${each.name}: ${each.found}`);
}

test('an empty database misses every table, and of each only that is said', () => {
  const groups = countByGroup(checkDatabase(EMPTY));
  expect(groups.get('tables')).toEqual({ met: 1, of: 31 });
  expect(groups.has('columns')).toBe(false);
  expect(unmet(EMPTY, 'orphans')).toHaveLength(4);
});

test('roles that row security does not bind, or that do more than they are asked to, are named', () => {
  const role = (name: string, more: Partial<RoleFacts> = {}): RoleFacts => ({
    name,
    unboundBy: [],
    inherits: [],
    ...more,
  });
  const right = ['pit_app', 'pit_foreman', 'pit_owner'].map((name) => role(name));
  expect(unmet({ ...EMPTY, roles: right }, 'roles')).toEqual([]);
  const wrong = [
    role('pit_app', { inherits: ['pit_foreman'] }),
    role('pit_foreman', { unboundBy: ['bypassrls'] }),
    role('service_login', { unboundBy: ['superuser'] }),
  ];
  expect(unmet({ ...EMPTY, roles: wrong }, 'roles')).toEqual([
    'roles.pit_app.inherits: pit_foreman',
    'roles.pit_foreman.bound: bypassrls',
    'roles.pit_owner.bound: missing',
    'roles.service_login.bound: superuser',
  ]);
});

test('the code speaks the words of the specification, in its order', () => {
  const spoken = Object.entries(DATABASE_ENUMS).map(([name, words]) => [name, Object.values(words)]);
  expect(Object.fromEntries(spoken)).toEqual(SPECIFIED_ENUMS);
});

test('the specification refers only to tables and enums that it has', () => {
  const tables = new Set(SPECIFIED_TABLES.map((table) => table.name));
  const enums = new Set(Object.keys(SPECIFIED_ENUMS).map((name) => `pit.${name}`));
  expect(tables.size).toBe(30);
  for (const column of SPECIFIED_TABLES.flatMap((table) => Object.values(table.columns))) {
    if (column.references !== undefined) expect(tables).toContain(column.references.table);
    if (column.type.startsWith('pit.')) expect(enums).toContain(column.type);
  }
});
