import { step } from '../../db/connection/pipeline.ts';
import { ALERTS_BY_CODE, GRAVEST_ALERTS, SUMMARISED_LATELY } from '../../db/queries/advice/brief-query.ts';
import { AdviceKind } from '../../domain/advice/advice-words.ts';
import { adviceOf } from '../../domain/directory/advice-settings.ts';
import { cutText } from '../../domain/text.ts';
import { PitError } from '../../domain/errors.ts';
import type { Tx } from '../transaction/command.ts';
import { hasAdvice, type AdviceRules } from './advice-rules.ts';
import { ask, toldName } from './ask.ts';

/** A run of the watchdog that has found something. */
export interface FinishedScan {
  readonly scanId: string;
  readonly projects: number;
  readonly raised: number;
}

const GRAVEST = 10;
const LONGEST_MESSAGE = 500;
/** Hours that lie between two summaries: runs come every quarter of an hour, and the budget is to last for the month. */
const APART_HOURS = 20;

/** Asks for the summary of a run of the watchdog, where that is wanted and the last one is old enough. */
export async function adviseScan(
  tx: Tx,
  rules: AdviceRules,
  { scanId, projects, raised }: FinishedScan,
): Promise<{ readonly proposalId: string | null }> {
  const isWanted = hasAdvice(tx, rules, AdviceKind.SCAN) && adviceOf(tx.settings.ai).summariseScans;
  if (!isWanted || raised === 0) return { proposalId: null };
  const [[lately], codes, gravest] = await tx.pipeline([
    step(SUMMARISED_LATELY, [APART_HOURS]),
    step(ALERTS_BY_CODE),
    step(GRAVEST_ALERTS, [GRAVEST]),
  ]);
  if (lately?.isLately === true) return { proposalId: null };
  const told = gravest.map((each) => ({
    ...each,
    projectName: toldName(each.projectName),
    message: cutText(each.message, LONGEST_MESSAGE),
  }));
  const brief = { today: tx.today, projects, raised, codes, gravest: told };
  const question = { kind: AdviceKind.SCAN, projectId: null, brief, offered: {} } as const;
  try {
    return { proposalId: await ask(tx, rules, { ...question, subject: { kind: 'scan', id: scanId } }) };
  } catch (error) {
    // Nobody has asked: without tokens the run keeps the sentence that it has.
    if (error instanceof PitError) return { proposalId: null };
    throw error;
  }
}
