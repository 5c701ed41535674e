import { USAGE_OF_MONTH } from '../../db/queries/advice/proposal-query.ts';
import { MODEL_OF, type AdviceKind } from '../../domain/advice/advice-words.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { adviceOf } from '../../domain/directory/advice-settings.ts';
import type { AiModel } from '../../domain/enums.ts';
import { conflict, PitError } from '../../domain/errors.ts';
import type { Tx } from '../transaction/command.ts';

/** What the operator has set up; null where no model is asked at all. */
export type AdviceRules = {
  /** What the server calls each model. */
  readonly models: Readonly<Partial<Record<AiModel, string>>>;
  /** Tokens of each organisation in a month. */
  readonly monthlyTokens: number;
} | null;

/** The month that a day's tokens are counted in, by its first day. */
export function monthOf(today: CivilDate): CivilDate {
  return `${today.slice(0, 7)}-01`;
}

/** Tokens that the organisation may use in a month: by its own setting and the operator's. */
export function tokenLimit({ settings }: Pick<Tx, 'settings'>, rules: NonNullable<AdviceRules>): number {
  return Math.min(adviceOf(settings.ai).monthlyTokens, rules.monthlyTokens);
}

/** Whether a model may be asked for such advice here. */
export function hasAdvice({ settings }: Pick<Tx, 'settings'>, rules: AdviceRules, kind: AdviceKind): boolean {
  return rules?.models[MODEL_OF[kind]] !== undefined && adviceOf(settings.ai).enabled;
}

/**
 * Goes on only if a model may be asked for such advice, and something is left of the month's tokens.
 * @throws PitError CONFLICT, PIT007, where that is switched off; LIMIT_EXCEEDED, PIT007, without tokens.
 */
export async function requireAdvice(
  tx: Tx,
  rules: AdviceRules,
  kind: AdviceKind,
): Promise<NonNullable<AdviceRules>> {
  const model = MODEL_OF[kind];
  if (rules?.models[model] === undefined) {
    const expected = `a deployment for ${model} in PIT_AI_MODELS, which the operator sets`;
    throw conflict('No model for this is set up here.', { pit: 'PIT007', expected });
  }
  if (!adviceOf(tx.settings.ai).enabled) {
    const expected = 'the setting ai.enabled of the organisation';
    throw conflict('Advice by models is switched off.', { pit: 'PIT007', expected, actual: false });
  }
  const month = monthOf(tx.today);
  const limit = tokenLimit(tx, rules);
  const { rows } = await tx.run(USAGE_OF_MONTH, [month]);
  const used = rows[0]?.tokens ?? 0;
  if (used < limit) return rules;
  throw new PitError('LIMIT_EXCEEDED', 'The tokens of this month are used up.', {
    pit: 'PIT007',
    expected: `fewer than ${limit} tokens in the month of ${month}`,
    actual: used,
  });
}
