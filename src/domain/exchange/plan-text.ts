import { PitError } from '../errors.ts';
import { TEXT_LIMITS } from '../text.ts';

/** Characters that the descriptions of one plan may have together: no file has more text of its own. */
const MOST = 50_000_000;

/**
 * Counts the text of a plan while it is read. A file may have each of its tasks repeat what it says once: the names of the
 * summaries above them, or an observation.
 */
export class PlanText {
  private count = 0;

  /** @throws PitError LIMIT_EXCEEDED. */
  take(text: string | null): void {
    this.count += text?.length ?? 0;
    if (this.count <= MOST) return;
    throw new PitError('LIMIT_EXCEEDED', 'The file holds too much text.', {
      field: 'file',
      expected: `descriptions of at most ${MOST} characters together`,
    });
  }
}

/** Paragraphs as one text, which ends soon behind the longest description: it is cut there in any case. */
export function paragraphs(parts: Iterable<string | null>): string {
  const kept: string[] = [];
  let length = 0;
  for (const part of parts) {
    if (part === null || part === '') continue;
    if (length > TEXT_LIMITS.description) break;
    kept.push(part.slice(0, TEXT_LIMITS.description + 1));
    length += part.length;
  }
  return kept.join('\n\n');
}
