import fc from 'fast-check';
import { handoverOf } from '../../../src/domain/plan/handed-over.ts';

const person = fc.constantFrom('a', 'b', 'c', 'd');
const people = fc.record({ ownerId: person, assignees: fc.uniqueArray(person) });
const namesOf = ({ ownerId, assignees }: { ownerId: string; assignees: string[] }) =>
  new Set([ownerId, ...assignees]);

test('of one task nobody gains and loses, and who stays hears nothing', () => {
  fc.assert(
    fc.property(fc.option(people), fc.option(people), (before, after) => {
      const { gained, lost } = handoverOf([{ id: 't', name: 'T', before, after }]);
      const [had, has] = [before, after].map((each) => (each === null ? new Set<string>() : namesOf(each)));
      if (had === undefined || has === undefined) throw new Error('both are there');
      expect(new Set(gained)).toEqual(new Set([...has].filter((id) => !had.has(id))));
      expect(new Set(lost)).toEqual(new Set([...had].filter((id) => !has.has(id))));
    }),
  );
});

test('however many tasks a person gets, they are named once', () => {
  const tasks = ['1', '2', '3'].map((id) => ({
    id,
    name: id,
    before: null,
    after: { ownerId: 'a', assignees: ['b'] },
  }));
  expect(handoverOf(tasks)).toEqual({ gained: ['a', 'b'], lost: [] });
});
