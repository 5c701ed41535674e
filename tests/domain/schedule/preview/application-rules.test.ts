import fc from 'fast-check';
import { PitError } from '../../../../src/domain/errors.ts';
import { ActorRole } from '../../../../src/domain/enums.ts';
import { rightsNow, storedRefusal } from '../../../../src/domain/schedule/preview/application-rules.ts';

const role = fc.constantFrom(...Object.values(ActorRole));
const rights = fc.record(
  { role, divisionIds: fc.array(fc.uuid(), { maxLength: 2 }), overrideReason: fc.string({ minLength: 1 }) },
  { requiredKeys: ['role', 'divisionIds'] },
);

test('rights that the directory has not changed are those of the token, whatever role it knows', () => {
  fc.assert(
    fc.property(rights, fc.option(role), (asked, known) => {
      const { overrideReason, ...rest } = asked;
      const isOverriding = overrideReason !== undefined && ['admin', 'foreman'].includes(asked.role);
      expect(rightsNow(asked, { then: known, now: known })).toEqual(isOverriding ? asked : rest);
    }),
  );
});

test('another role in the directory counts, and a reason only with a role that may state one', () => {
  fc.assert(
    fc.property(rights, role, role, (asked, then, now) => {
      fc.pre(then !== now);
      const changed = rightsNow(asked, { then, now });
      expect(changed.role).toBe(now);
      expect('overrideReason' in changed).toBe(
        asked.overrideReason !== undefined && ['admin', 'foreman'].includes(now),
      );
    }),
  );
});

test('whoever the directory does not know any more keeps the role of the token', () => {
  const asked = { role: ActorRole.MEMBER, divisionIds: [] };
  expect(rightsNow(asked, { then: ActorRole.ADMIN, now: null })).toEqual(asked);
});

test('of a refusal each part is kept as a text, bounded', () => {
  const detail = { pit: 'PIT006', field: 'input.preview', expected: ['a', 'b'], actual: 7 } as const;
  expect(storedRefusal(new PitError('BAD_USER_INPUT', 'No.', detail))).toEqual({
    code: 'BAD_USER_INPUT',
    pit: 'PIT006',
    message: 'No.',
    field: 'input.preview',
    expected: '["a","b"]',
    actual: '7',
  });
  const long = storedRefusal(new PitError('CONFLICT', 'x'.repeat(5_000), { actual: ['y'.repeat(5_000)] }));
  expect([long.message.length, long.actual?.length, long.expected, long.pit]).toEqual([
    1_000,
    1_000,
    null,
    null,
  ]);
});
