import { Ajv, type ValidateFunction } from 'ajv';
import { AdviceKind } from '../../../domain/advice/advice-words.ts';
import { ANSWER_SCHEMAS, type Answers } from '../../../domain/advice/answer-schema.ts';
import type { Offered } from '../../../domain/advice/offered.ts';
import { proposalOf, UnfitAnswer, type ProposalOutput } from '../../../domain/advice/proposal.ts';

const ajv = new Ajv({ strict: true, allErrors: false });
const validators = Object.fromEntries(
  Object.values(AdviceKind).map((kind) => [kind, ajv.compile(ANSWER_SCHEMAS[kind])]),
) as Readonly<Record<AdviceKind, ValidateFunction>>;

/**
 * What the text that a model has answered proposes.
 * @returns why it is no answer, where it is none; nothing of the text stands in that.
 */
export function parseAnswer(kind: AdviceKind, text: string, offered: Offered): ProposalOutput | string {
  const answer = parsed(text);
  if (answer === undefined) return 'the answer is no JSON';
  const validate = validators[kind];
  if (!validate(answer)) {
    const [first] = validate.errors ?? [];
    return `the answer does not fit its schema: ${first?.keyword ?? 'schema'} at ${first?.schemaPath ?? '#'}`;
  }
  try {
    return proposalOf(kind, answer as Answers[typeof kind], offered);
  } catch (error) {
    if (error instanceof UnfitAnswer) return `the answer does not fit the question: ${error.message}`;
    throw error;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
