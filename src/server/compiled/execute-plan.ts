import { getVariableValues } from 'graphql/execution/values.js';
import type { OperationPlan } from './plan.ts';
import { Execution, type Inputs } from './execution.ts';

export type { OperationPlan } from './plan.ts';

/**
 * The response of a plan for variables as they came, or undefined where they are not what the operation declares.
 * Rejects where a resolver fails; in both cases graphql-js has the words for it.
 */
export async function executePlan(plan: OperationPlan, inputs: Inputs): Promise<Buffer | undefined> {
  const definitions = plan.operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(inputs.schema, definitions, inputs.variables);
  return coerced && new Execution(plan, { ...inputs, variables: coerced }).execute();
}
