import { randomInt } from 'node:crypto';
import type { ModelSettings } from '../../config/advice-settings.ts';
import type { AdviceParts } from '../../jobs/advice/advice-job.ts';
import type { AdviceRules } from '../../services/advice/advice-rules.ts';
import { ModelDesk } from '../../services/advice/model/model-desk.ts';
import type { Metrics } from '../observability/metrics.ts';
import { ModelClient } from './model-client.ts';

const CHANCES = 1_000_000;

/** What people may ask models for, as the operator has set it up. */
export function adviceRulesOf(settings: ModelSettings | null): AdviceRules {
  return settings && { models: settings.models, monthlyTokens: settings.monthlyTokens };
}

/** By what models are asked; undefined where none is. */
export function adviceParts(
  settings: ModelSettings | null,
  { models }: Pick<Metrics, 'models'>,
): AdviceParts | undefined {
  const rules = adviceRulesOf(settings);
  if (settings === null || rules === null) return undefined;
  const client = new ModelClient({ ...settings, callMs: settings.callSeconds * 1_000 });
  const desk = new ModelDesk({
    models: settings.models,
    ask: (question, signal) => client.ask(question, signal),
  });
  models.watch(desk);
  return {
    rules,
    desk,
    atOnce: settings.atOnce,
    chance: () => randomInt(CHANCES) / CHANCES,
    onCall: (kind, model, outcome, tokens) => models.called({ kind, model, outcome, tokens }),
  };
}
