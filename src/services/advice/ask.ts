import { step } from '../../db/connection/pipeline.ts';
import {
  ADD_PROPOSAL,
  ADD_REQUEST,
  COUNT_WAITING,
  WAITING_PROPOSAL,
} from '../../db/queries/advice/proposal-query.ts';
import type { AdviceKind, AdviceSubject } from '../../domain/advice/advice-words.ts';
import type { Offered } from '../../domain/advice/offered.ts';
import { MOST_BRIEF_BYTES, mostTokens, PROMPT_VERSION } from '../../domain/advice/prompt.ts';
import { PitError } from '../../domain/errors.ts';
import { cutText } from '../../domain/text.ts';
import type { Tx } from '../transaction/command.ts';
import { requireAdvice, tokenLimit, type AdviceRules } from './advice-rules.ts';
import { proposalUpdated } from './proposal-event.ts';

/** A question, with all that a model is told: what the asker may see, and of one organisation and one project alone. */
export interface Question {
  readonly kind: AdviceKind;
  /** Null of a run of the watchdog. */
  readonly projectId: string | null;
  readonly subject: { readonly kind: AdviceSubject | 'evidence' | 'scan'; readonly id: string } | null;
  readonly brief: object;
  readonly offered: Offered;
}

/** What asking answers. */
export interface AskedAdvice {
  readonly proposalId: string;
  readonly projectId: string;
}

/** What a model is told of a name: most of one says what it is. */
export function toldName(name: string): string {
  return cutText(name, LONGEST_TOLD);
}

const LONGEST_TOLD = 120;

/** Questions of an organisation that wait for their answers. */
export const MOST_WAITING = 100;

/**
 * Keeps a question until a job has asked it. One about the same record that still waits is answered instead.
 * @throws PitError CONFLICT, LIMIT_EXCEEDED, PIT007.
 */
export async function ask(tx: Tx, rules: AdviceRules, question: Question): Promise<string> {
  const { kind, projectId, subject } = question;
  const present = await requireAdvice(tx, rules, kind);
  const about = [projectId, kind, subject?.kind ?? null, subject?.id ?? null];
  const [[same], [count]] = await tx.pipeline([
    step(WAITING_PROPOSAL, about),
    step(COUNT_WAITING, [MOST_WAITING]),
  ]);
  if (same !== undefined) return same.id;
  if ((count?.waiting ?? 0) >= MOST_WAITING) {
    const expected = `fewer than ${MOST_WAITING} questions that wait for their answer`;
    throw new PitError('LIMIT_EXCEEDED', 'Too many questions wait for their answer.', {
      pit: 'PIT007',
      expected,
    });
  }
  const brief = JSON.stringify(question.brief);
  requireRoom(question, brief, tokenLimit(tx, present));
  const [[made]] = await tx.pipeline([step(ADD_PROPOSAL, [...about, PROMPT_VERSION])]);
  const proposalId = made?.id ?? '';
  await tx.run(ADD_REQUEST, [proposalId, brief, JSON.stringify(question.offered)]);
  if (projectId !== null) tx.emit(proposalUpdated(projectId, proposalId));
  return proposalId;
}

/** @throws PitError LIMIT_EXCEEDED, PIT007, for what is too long to be asked, or more than a whole month has tokens for. */
function requireRoom({ kind, offered }: Question, brief: string, limit: number): void {
  const bytes = Buffer.byteLength(brief);
  if (bytes > MOST_BRIEF_BYTES) {
    const expected = `at most ${MOST_BRIEF_BYTES} bytes`;
    throw new PitError('LIMIT_EXCEEDED', 'The question is too long.', {
      pit: 'PIT007',
      expected,
      actual: bytes,
    });
  }
  const needed = mostTokens(kind, brief, offered);
  if (needed <= limit) return;
  throw new PitError(
    'LIMIT_EXCEEDED',
    'The question needs more tokens than the organisation has in a month.',
    {
      pit: 'PIT007',
      expected: `at least ${needed} tokens a month`,
      actual: limit,
    },
  );
}
