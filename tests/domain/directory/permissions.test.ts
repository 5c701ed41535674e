import { readFileSync } from 'node:fs';
import {
  GRANTS,
  may,
  PERMISSIONS,
  RELATIONS,
  requireMay,
  type Asker,
  type Verb,
} from '../../../src/domain/directory/permissions.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { refusal } from '../refusal.ts';

const verbs = Object.keys(PERMISSIONS) as Verb[];
const asker = (some: Partial<Asker>): Asker => ({ role: 'member', relations: [], ...some });
const documented = readFileSync(new URL('../../../docs/permissions.md', import.meta.url), 'utf8');

/** The rows of the table that people read: a mark where a grant is enough. */
const rows = verbs.map((verb) => {
  const marks = GRANTS.map((grant) => ((PERMISSIONS[verb] as readonly string[]).includes(grant) ? 'x' : ' '));
  return [`\`${verb}\``, ...marks];
});

test('the documented table of permissions is the one in force', () => {
  const cells = documented
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(cells).toEqual(rows.map((row) => row.map((cell) => cell.trim())));
});

test.each(verbs)('permission of %s: each relation alone is enough exactly when the table says so', (verb) => {
  const grants: readonly string[] = PERMISSIONS[verb];
  for (const relation of RELATIONS) {
    const isEnough = grants.includes(relation) || grants.includes('member') || grants.includes('anyone');
    expect(may(verb, asker({ relations: [relation] }))).toBe(isEnough);
    // A viewer only looks, whatever they own.
    expect(may(verb, asker({ role: 'viewer', relations: [relation] }))).toBe(grants.includes('anyone'));
  }
  // What other modules alone know.
  const isOfModules = verb === 'syncDirectory' || verb === 'reportRiskImpact';
  expect(may(verb, asker({ role: 'admin' }))).toBe(!isOfModules);
  expect(may(verb, asker({ role: 'service' }))).toBe(grants.includes('service') || grants.includes('anyone'));
});

test('a foreman steps in with a reason, and without one is a member like others', () => {
  const foreman = asker({ role: ActorRole.FOREMAN });
  expect(may('deleteProject', foreman)).toBe(false);
  expect(may('deleteProject', { ...foreman, overrideReason: '  ' })).toBe(false);
  expect(may('deleteProject', { ...foreman, overrideReason: 'owner has left' })).toBe(true);
  expect(may('deleteProject', { ...foreman, relations: ['owner'] })).toBe(true);
  expect(may('syncDirectory', { ...foreman, overrideReason: 'because' })).toBe(false);
});

test('a refusal says on what the permission rests', () => {
  expect(() => requireMay('createTask', asker({}))).toThrow(
    refusal('FORBIDDEN', { pit: 'PIT001', expected: PERMISSIONS.createTask, actual: 'member' }),
  );
  expect(() => requireMay('createTask', asker({ relations: ['owner'] }))).not.toThrow();
});
