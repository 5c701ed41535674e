import { createHash } from 'node:crypto';
import type { CallOutcome } from '../../../domain/advice/after-call.ts';
import { FALLBACK_MODEL, MODEL_OF, type AdviceKind } from '../../../domain/advice/advice-words.ts';
import { ANSWER_SCHEMAS, ANSWER_TOKENS, sentSchema } from '../../../domain/advice/answer-schema.ts';
import { CircuitBreaker } from '../../../domain/advice/circuit-breaker.ts';
import type { Offered } from '../../../domain/advice/offered.ts';
import { systemText } from '../../../domain/advice/prompt.ts';
import type { ProposalOutput } from '../../../domain/advice/proposal.ts';
import { AiModel } from '../../../domain/enums.ts';
import { parseAnswer } from './answer-parser.ts';
import type { AskModel, ModelQuestion, ModelReply } from './model.ts';

/** A question as it is taken from the database. */
export interface TakenQuestion {
  readonly kind: AdviceKind;
  readonly brief: string;
  readonly offered: Offered;
}

/** One call, and what it came to. */
export interface ModelCall {
  readonly outcome: CallOutcome;
  readonly model: AiModel;
  readonly isFallback: boolean;
  readonly reported: string | null;
  /** SHA-256 of what was sent. */
  readonly sha256: Buffer;
  /** Null where nobody knows. */
  readonly tokens: number | null;
  readonly retryAfter: number;
  readonly error: string;
  /** Where it was answered. */
  readonly output: ProposalOutput | null;
}

/** No model that may answer this is to be asked now. */
export const NO_MODEL = 'no model may be asked now';

export interface DeskOptions {
  readonly models: Readonly<Partial<Record<AiModel, string>>>;
  readonly ask: AskModel;
  /** Milliseconds of a clock that only goes on. */
  readonly now?: () => number;
}

/**
 * Asks the model of each kind of advice, and while its calls fail the one that stands in. What fails is left alone for a
 * minute after five failures in a row, of each model by itself; each process finds that out for itself.
 */
export class ModelDesk {
  private readonly breakers: Readonly<Record<AiModel, CircuitBreaker>>;
  private readonly now: () => number;

  constructor(private readonly options: DeskOptions) {
    this.now = options.now ?? (() => performance.now());
    const all = Object.values(AiModel).map((model) => [model, new CircuitBreaker()] as const);
    this.breakers = Object.fromEntries(all) as Record<AiModel, CircuitBreaker>;
  }

  /** Models that are not asked just now, since their calls fail. */
  get resting(): AiModel[] {
    const now = this.now();
    return Object.values(AiModel).filter((model) => !this.breakers[model].isClosed(now));
  }

  /** One call; `NO_MODEL` where none may be made now. Never rejects. */
  async call(question: TakenQuestion, signal: AbortSignal): Promise<ModelCall | typeof NO_MODEL> {
    const model = this.choose(question.kind);
    const deployment = model === undefined ? undefined : this.options.models[model];
    if (model === undefined || deployment === undefined) return NO_MODEL;
    const sent = questionOf(question, deployment);
    const reply = await this.options.ask(sent, signal);
    this.tell(model, reply, signal);
    return callOf(question, { model, sent, reply });
  }

  private choose(kind: AdviceKind): AiModel | undefined {
    const own = MODEL_OF[kind];
    const among = own === FALLBACK_MODEL ? [own] : [own, FALLBACK_MODEL];
    const now = this.now();
    return among.find((model) => this.options.models[model] !== undefined && this.breakers[model].enter(now));
  }

  /** An answer that does not fit is the model's; the server that gave it works. */
  private tell(model: AiModel, { outcome }: ModelReply, signal: AbortSignal): void {
    const breaker = this.breakers[model];
    if (outcome === 'answered' || outcome === 'declined') breaker.succeeded();
    else if (signal.aborted) breaker.left();
    else breaker.failed(this.now());
  }
}

function questionOf({ kind, brief }: TakenQuestion, deployment: string): ModelQuestion {
  return {
    deployment,
    system: systemText(kind),
    user: brief,
    schemaName: kind,
    schema: sentSchema(ANSWER_SCHEMAS[kind]),
    mostTokens: ANSWER_TOKENS[kind],
  };
}

interface Called {
  readonly model: AiModel;
  readonly sent: ModelQuestion;
  readonly reply: ModelReply;
}

function callOf({ kind, offered }: TakenQuestion, { model, sent, reply }: Called): ModelCall {
  const parsed = reply.outcome === 'answered' ? parseAnswer(kind, reply.text ?? '', offered) : null;
  const isUnfit = typeof parsed === 'string';
  return {
    outcome: isUnfit ? 'unfit' : reply.outcome,
    model,
    isFallback: model !== MODEL_OF[kind],
    reported: reply.reported ?? null,
    sha256: createHash('sha256')
      .update(JSON.stringify([sent.deployment, sent.system, sent.user]))
      .digest(),
    tokens: reply.tokens,
    retryAfter: reply.retryAfter ?? 0,
    error: isUnfit ? parsed : (reply.error ?? ''),
    output: isUnfit ? null : parsed,
  };
}
