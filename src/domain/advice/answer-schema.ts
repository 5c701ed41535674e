import { TaskPriority } from '../enums.ts';
import type { AdviceKind } from './advice-words.ts';

/*
 * What a model may answer, as JSON Schema: sent along with the question, and what the answer is held to. Answers are data:
 * numbers, words of closed lists, texts of bounded length, and handles that stand for what was offered.
 */

export const MOST_TASKS = 20;
export const MOST_OPTIONS = 10;
export const MOST_CANDIDATES = 12;
export const LONGEST_SUMMARY = 1_500;
export const LONGEST_FEEDBACK = 1_000;
const LONGEST_NAME = 200;
const LONGEST_DESCRIPTION = 2_000;
const LONGEST_REASON = 500;
const LONGEST_HANDLE = 10;
const MOST_DAYS = 250;

const text = (maxLength: number, description: string) => ({ type: 'string', maxLength, description });
const days = {
  type: 'integer',
  minimum: 0,
  maximum: MOST_DAYS,
  description: 'Working days; 0 for a milestone.',
};
const list = (items: object, maxItems: number, minItems = 0) => ({
  type: 'array',
  items,
  minItems,
  maxItems,
});
const handle = { type: 'string', maxLength: LONGEST_HANDLE };

function object(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const summary = text(LONGEST_SUMMARY, `In at most ${LONGEST_SUMMARY} characters.`);

export const ANSWER_SCHEMAS: Readonly<Record<AdviceKind, object>> = {
  tasks: object({
    summary,
    tasks: list(
      object({
        name: text(LONGEST_NAME, `One line of at most ${LONGEST_NAME} characters.`),
        description: text(LONGEST_DESCRIPTION, `At most ${LONGEST_DESCRIPTION} characters.`),
        days,
        priority: { type: 'string', enum: Object.values(TaskPriority) },
        requiresEvidence: { type: 'boolean' },
        dependsOn: list(
          {
            type: 'integer',
            minimum: 0,
            maximum: MOST_TASKS - 1,
            description: 'Place of an earlier task in this list, from 0.',
          },
          5,
        ),
        controls: list({ ...handle, description: 'Handle of a control that was offered.' }, 10),
      }),
      MOST_TASKS,
      1,
    ),
  }),
  schedule: object({
    summary,
    ranked: list(
      object({
        candidate: { ...handle, description: 'Handle of a candidate, each once; the best comes first.' },
        reason: text(LONGEST_REASON, `At most ${LONGEST_REASON} characters.`),
      }),
      MOST_CANDIDATES,
    ),
  }),
  evidence: object({
    score: {
      type: 'integer',
      minimum: 0,
      maximum: 100,
      description: 'How well it fits; 100 leaves nothing open.',
    },
    feedback: text(LONGEST_FEEDBACK, `At most ${LONGEST_FEEDBACK} characters.`),
    missing: list(text(LONGEST_NAME, 'What a reviewer would miss.'), 10),
  }),
  scan: object({ summary }),
  mitigation: object({
    summary,
    options: list(
      object({
        action: { type: 'string', enum: ['raise_priority', 'create_task'] },
        tasks: list({ ...handle, description: 'Handles of tasks; of raise_priority alone.' }, 10),
        name: text(LONGEST_NAME, 'Name of the task; of create_task alone, else empty.'),
        description: text(LONGEST_DESCRIPTION, 'Of create_task alone, else empty.'),
        days,
        reason: text(LONGEST_REASON, `What it does to the risk, in at most ${LONGEST_REASON} characters.`),
      }),
      MOST_OPTIONS,
    ),
  }),
};

/** An answer of each kind, once it fits its schema. */
export interface Answers {
  readonly tasks: { readonly summary: string; readonly tasks: readonly TaskAnswer[] };
  readonly schedule: { readonly summary: string; readonly ranked: readonly RankAnswer[] };
  readonly evidence: {
    readonly score: number;
    readonly feedback: string;
    readonly missing: readonly string[];
  };
  readonly scan: { readonly summary: string };
  readonly mitigation: { readonly summary: string; readonly options: readonly OptionAnswer[] };
}

export interface TaskAnswer {
  readonly name: string;
  readonly description: string;
  readonly days: number;
  readonly priority: TaskPriority;
  readonly requiresEvidence: boolean;
  readonly dependsOn: readonly number[];
  readonly controls: readonly string[];
}

export interface RankAnswer {
  readonly candidate: string;
  readonly reason: string;
}

export interface OptionAnswer {
  readonly action: 'raise_priority' | 'create_task';
  readonly tasks: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly days: number;
  readonly reason: string;
}

/** Tokens that an answer may have. */
export const ANSWER_TOKENS: Readonly<Record<AdviceKind, number>> = {
  tasks: 6_000,
  schedule: 2_500,
  evidence: 1_200,
  scan: 800,
  mitigation: 4_000,
};

/**
 * The schema as it is sent: some servers refuse bounds of lengths, which the descriptions say as well. The answer is held
 * to the whole schema all the same.
 */
export function sentSchema(schema: object): object {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === 'maxLength' ? undefined : value)),
  ) as object;
}
