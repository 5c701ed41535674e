import { Counter, Gauge, type Registry } from 'prom-client';
import type { CallOutcome } from '../../domain/advice/after-call.ts';
import type { AdviceKind } from '../../domain/advice/advice-words.ts';
import { AiModel } from '../../domain/enums.ts';

/** One call of a model. */
export interface ModelCallMetric {
  readonly kind: AdviceKind;
  readonly model: AiModel;
  readonly outcome: CallOutcome;
  readonly tokens: number;
}

/** What calls of models come to, and cost. */
export class ModelMetrics {
  private readonly calls: Counter;
  private readonly tokens: Counter;

  constructor(private readonly registry: Registry) {
    const registers = [registry];
    this.calls = new Counter({
      name: 'pit_model_calls_total',
      help: 'Calls of models by kind of advice, model and outcome (answered, unfit, declined, failed, rejected)',
      labelNames: ['kind', 'model', 'outcome'],
      registers,
    });
    this.tokens = new Counter({
      name: 'pit_model_tokens_total',
      help: 'Tokens that calls of models count for, by kind of advice and model',
      labelNames: ['kind', 'model'],
      registers,
    });
  }

  /** One call, and what it came to. */
  called({ kind, model, outcome, tokens }: ModelCallMetric): void {
    this.calls.inc({ kind, model, outcome });
    this.tokens.inc({ kind, model }, tokens);
  }

  /** Tells which models are not asked just now. */
  watch(desk: { readonly resting: readonly AiModel[] }): void {
    const open = new Gauge({
      name: 'pit_model_breaker_open',
      help: '1 while a model is not asked since its calls fail, by model',
      labelNames: ['model'],
      registers: [this.registry],
      collect: () => {
        const { resting } = desk;
        for (const model of Object.values(AiModel)) open.set({ model }, resting.includes(model) ? 1 : 0);
      },
    });
  }
}
