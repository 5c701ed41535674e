/** A piece of a text that stayed, went or came. */
export interface Piece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Longer texts are told whole: the table of a comparison grows with the product of both. */
const MOST_WORDS = 400;

const wordsOf = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

/**
 * What changed between two texts, word by word, in the order in which it is read.
 * @returns null where a text is too long to be compared, or they have no word in common: both are told whole then.
 */
export function wordDiff(before: string, after: string): readonly Piece[] | null {
  const [old, now] = [wordsOf(before), wordsOf(after)];
  if (old.length > MOST_WORDS || now.length > MOST_WORDS) return null;
  const lengths = commonLengths(old, now);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      push(pieces, 'same', old[i]!);
      [i, j] = [i + 1, j + 1];
    } else if (j === now.length || (i < old.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      push(pieces, 'gone', old[i]!);
      i += 1;
    } else {
      push(pieces, 'new', now[j]!);
      j += 1;
    }
  }
  return pieces.some(({ kind, text }) => kind === 'same' && text.trim() !== '') ? pieces : null;
}

/** How long the longest common row of words is from each place on. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      lengths[i]![j] =
        old[i] === now[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}

function push(pieces: Piece[], kind: Piece['kind'], text: string): void {
  const last = pieces.at(-1);
  if (last?.kind === kind) pieces[pieces.length - 1] = { kind, text: last.text + text };
  else pieces.push({ kind, text });
}
