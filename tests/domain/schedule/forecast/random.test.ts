import {
  normalShare,
  normalTable,
  NORMAL_STEPS,
  seedOf,
  stepOf,
  xoshiro128,
  xoshiro128From,
} from '../../../../src/domain/schedule/forecast/random.ts';

// The first numbers of the authors' xoshiro128starstar.c from the state 1, 2, 3, 4.
test('the generator gives the numbers of its reference', () => {
  const random = xoshiro128From([1, 2, 3, 4]);
  expect(Array.from({ length: 4 }, random)).toEqual([11_520, 0, 5_927_040, 70_819_200]);
});

test('a seed gives its numbers again, and another seed others', () => {
  const first = (seed: number) => Array.from({ length: 5 }, xoshiro128(seed));
  expect(first(7)).toEqual(first(7));
  expect(first(7)).not.toEqual(first(8));
  expect(first(0).every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32)).toBe(true);
});

test('a text has one seed, a whole number of 31 bits', () => {
  // FNV-1a of "a" is e40c292c.
  expect(seedOf('a')).toBe(0xe40c292c & 0x7fffffff);
  expect(seedOf('')).toBe(0x811c9dc5 & 0x7fffffff);
});

// Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1.
test.each([
  [0, 0.5],
  [1, 0.841344746068543],
  [-1, 0.158655253931457],
  [1.96, 0.97500210485178],
  [3, 0.99865010196837],
  [-4, 0.0000316712418331],
])('the normal distribution function at %d is that of the tables', (z, share) => {
  expect(Math.abs(normalShare(z) - share)).toBeLessThan(2e-13);
});

test('drawn quantiles have mean 0 and deviation 1, but for the tails that are cut', () => {
  const table = normalTable();
  const mean = table.reduce((sum, z) => sum + z, 0) / NORMAL_STEPS;
  const variance = table.reduce((sum, z) => sum + z * z, 0) / NORMAL_STEPS;
  expect(Math.abs(mean)).toBeLessThan(1e-12);
  expect(Math.abs(variance - 1)).toBeLessThan(0.002);
  expect([stepOf(0), stepOf(2 ** 32 - 1)]).toEqual([0, NORMAL_STEPS - 1]);
  expect(table.every((z, at) => at === 0 || z > table[at - 1]!)).toBe(true);
});
