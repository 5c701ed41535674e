import { OrganisationTurns } from '../../src/jobs/exchange/organisation-turns.ts';

test('organisations take turns, each with what came first, and nothing is taken twice', () => {
  const turns = new OrganisationTurns();
  for (const id of ['a1', 'a2', 'a3', 'a1']) turns.add('a', id);
  turns.add('b', 'b1');
  const taken: (string | undefined)[] = [turns.next()?.id];
  turns.add('c', 'c1');
  turns.add('b', 'b2');
  for (let at = 0; at < 6; at += 1) taken.push(turns.next()?.id);
  expect(taken).toEqual(['a1', 'b1', 'a2', 'c1', 'b2', 'a3', undefined]);
  turns.add('a', 'a4');
  turns.clear();
  expect(turns.next()).toBeUndefined();
});
