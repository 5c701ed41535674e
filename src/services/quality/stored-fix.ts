import { createHash } from 'node:crypto';
import type { ExpectedChange, FixAction, ProposedFix } from '../../domain/quality/quality-fixes.ts';

/** Something that can be put right, as it is stored with a result. */
export interface StoredFix {
  /** The same as its action. */
  readonly id: FixAction;
  readonly action: FixAction;
  readonly args: { readonly projectId: string };
  readonly expected: {
    readonly count: number;
    /** The first of them. */
    readonly changes: readonly ExpectedChange[];
    /** Names all of them: a fix is done as long as it would change just these. */
    readonly digest: string;
  };
}

/** Changes that a stored fix spells out. */
const MOST_TOLD = 20;

/** A proposed fix of a project, as it is stored and told from another one later. */
export function storedFix(projectId: string, { action, changes }: ProposedFix): StoredFix {
  const digest = createHash('sha256').update(JSON.stringify(changes)).digest('base64url');
  const expected = { count: changes.length, changes: changes.slice(0, MOST_TOLD), digest };
  return { id: action, action, args: { projectId }, expected };
}
