import { withDaysInWords } from '../../src/console/state/format.ts';

test('days in sentences of the service are read as days, and names that it quotes stay as they were given', () => {
  expect(withDaysInWords('“Dig the pit” was due on 2026-11-06.')).toBe(
    '“Dig the pit” was due on 6 Nov 2026.',
  );
  expect(
    withDaysInWords(
      'From 2026-01-31 to 2026-02-28 5.00 were spent on “Roof 2026-02-01”, where 3.00 were planned.',
    ),
  ).toBe('From 31 Jan 2026 to 28 Feb 2026 5.00 were spent on “Roof 2026-02-01”, where 3.00 were planned.');
});

test('what only looks like a day stays as it is', () => {
  for (const text of ['Batch 2026-13-01', 'Part 12026-01-011', 'Lot 2026-00-10', 'No day at all', ''])
    expect(withDaysInWords(text)).toBe(text);
});
