/*
 * Chance that is the same on every machine: whole numbers of 32 bits, and fractions made by addition, multiplication,
 * division and square roots alone, which IEEE 754 rounds in one way. `Math.exp`, `Math.log` and the like may differ in their
 * last digit from engine to engine, and are not used.
 */

/** The next number from 0 to 2^32 - 1. */
export type Random = () => number;

/**
 * The generator xoshiro128** 1.1 (D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47,
 * 2021; period 2^128 - 1), its state filled from the seed by splitmix32, as its authors ask.
 * @param seed a whole number; its lower 32 bits count.
 */
export function xoshiro128(seed: number): Random {
  const next = splitmix32(seed);
  return xoshiro128From([next(), next(), next(), next()]);
}

/** The same from a state, which is not all 0. */
export function xoshiro128From(state: readonly [number, number, number, number]): Random {
  let [a, b, c, d] = state;
  return () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
}

function splitmix32(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

/** A seed out of a text: FNV-1a, 31 bits, so that it is a whole number of every client. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash & 0x7fffffff;
}

/** e^-y for y from 0 on: the series of e^-(y / 16), squared four times. */
function expMinus(y: number): number {
  const small = y / 16;
  let power = 1;
  for (let n = 24; n > 0; n -= 1) power = 1 - (small / n) * power;
  for (let n = 0; n < 4; n += 1) power *= power;
  return power;
}

const ROOT_OF_TWO_PI = 2.5066282746310002;

/** The standard normal distribution function, by the series of G. Marsaglia ("Evaluating the Normal Distribution", 2004). */
export function normalShare(z: number): number {
  if (z < -8) return 0;
  if (z > 8) return 1;
  let [sum, term] = [z, z];
  for (let n = 3; term !== 0 && n < 400; n += 2) {
    term *= (z * z) / n;
    if (sum + term === sum) break;
    sum += term;
  }
  return Math.min(1, Math.max(0, 0.5 + (sum * expMinus((z * z) / 2)) / ROOT_OF_TWO_PI));
}

/** Steps of the table of normal quantiles: a power of 2, so that the upper bits of a number choose one. */
export const NORMAL_STEPS = 4_096;
/** Bits of a random number below those that choose the step. */
const STEP_BITS = 20;

/**
 * Standard normal quantiles in the middle of 4,096 equal shares: what `xoshiro128` chooses one of. The outermost ones are
 * +-3.67, beyond which one draw in four thousand would lie.
 */
export function normalTable(): Float64Array {
  normals ??= Float64Array.from({ length: NORMAL_STEPS }, (_, at) =>
    normalQuantile((at + 0.5) / NORMAL_STEPS),
  );
  return normals;
}

/** Made once for each thread. */
let normals: Float64Array | undefined;

function normalQuantile(share: number): number {
  let [low, high] = [-8, 8];
  for (let n = 0; n < 60; n += 1) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The step that a random number chooses. */
export function stepOf(random: number): number {
  return random >>> STEP_BITS;
}
