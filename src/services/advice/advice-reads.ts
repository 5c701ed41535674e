import { USAGE_OF_MONTH } from '../../db/queries/advice/proposal-query.ts';
import { AdviceKind } from '../../domain/advice/advice-words.ts';
import { adviceOf } from '../../domain/directory/advice-settings.ts';
import type { Tx } from '../transaction/command.ts';
import { hasAdvice, monthOf, tokenLimit, type AdviceRules } from './advice-rules.ts';

/** What an organisation has used of its tokens in a month. */
export interface UsedTokens {
  readonly month: string;
  readonly tokens: number;
  readonly tokenLimit: number;
  readonly calls: number;
  readonly available: AdviceKind[];
}

/** What the organisation has used in this month, and what it may ask for. Without models its limit is 0. */
export async function readAdviceUsage(tx: Tx, rules: AdviceRules): Promise<UsedTokens> {
  const month = monthOf(tx.today);
  const { rows } = await tx.run(USAGE_OF_MONTH, [month]);
  const { tokens = 0, calls = 0 } = rows[0] ?? {};
  const isOn = rules !== null && adviceOf(tx.settings.ai).enabled;
  const available = Object.values(AdviceKind).filter((kind) => hasAdvice(tx, rules, kind));
  return { month, tokens, calls, tokenLimit: isOn ? tokenLimit(tx, rules) : 0, available };
}
