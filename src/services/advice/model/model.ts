import type { CallOutcome } from '../../../domain/advice/after-call.ts';

/** A question to a model, as it is sent. */
export interface ModelQuestion {
  /** What the server calls the model. */
  readonly deployment: string;
  readonly system: string;
  readonly user: string;
  readonly schemaName: string;
  readonly schema: object;
  readonly mostTokens: number;
}

/** What came back from the server. `text` is there where the model has answered, whatever it says. */
export interface ModelReply {
  readonly outcome: Exclude<CallOutcome, 'unfit'>;
  readonly text?: string;
  /** What went wrong, for operators; nothing that was sent stands in it. */
  readonly error?: string;
  /** What the server says that it asked. */
  readonly reported?: string | null;
  /** Tokens as the server counts them; null where it does not say, or nobody knows whether the model was asked. */
  readonly tokens: number | null;
  /** Seconds for which it asks to be left alone. */
  readonly retryAfter?: number;
}

/** One call. Never rejects; one that `signal` breaks off has failed. */
export type AskModel = (question: ModelQuestion, signal: AbortSignal) => Promise<ModelReply>;
