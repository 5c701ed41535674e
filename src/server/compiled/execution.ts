import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { getArgumentValues } from 'graphql';
import { FallBackToGraphqlJs, ResolvedObject } from './resolved-object.ts';
import { isLeafy, type FieldPlan, type ObjectPlan, type OperationPlan, type OutputPlan } from './plan.ts';
import { isUuid } from '../../domain/uuid.ts';
import { writeResponse } from './serialize-response.ts';

export interface Inputs {
  schema: GraphQLSchema;
  context: unknown;
  /** What lists are asked by that go out with the record that they hang on; without it they wait for it. */
  contextWithRecord?: () => unknown;
  variables: Record<string, unknown>;
}

/** The answer of a field that was asked before its parent had come; throws where asking it has. */
type AskedEarly = () => unknown;

/**
 * One execution of a plan. First every resolver is called, level by level, each promise counted and none
 * wrapped per field; when none is left, the response is written in one go from rows and nodes.
 */
export class Execution {
  private pending = 0;
  private failed = false;
  private finish: (() => void) | undefined;
  private readonly infos = new Map<FieldPlan, GraphQLResolveInfo>();
  private readonly asked = new Map<FieldPlan, AskedEarly>();
  private readonly args = new Map<FieldPlan, Record<string, unknown>>();

  constructor(
    private readonly plan: OperationPlan,
    private readonly inputs: Inputs,
  ) {}

  /** The response as JSON. Rejects with `Abandoned` when graphql-js must answer instead. */
  async execute(): Promise<Buffer> {
    const root = this.visit(this.plan.root, {});
    if (this.pending > 0) await new Promise<void>((resolve) => (this.finish = resolve));
    if (this.failed) throw new FallBackToGraphqlJs();
    return writeResponse(this.plan.root, root);
  }

  private visit(plan: ObjectPlan, value: unknown): unknown {
    if (plan.deep.length === 0) return value;
    const node = new ResolvedObject(value as Record<string, unknown>, plan);
    for (const field of plan.deep) this.resolve(field, node);
    return node;
  }

  private resolve(field: FieldPlan, node: ResolvedObject): void {
    let value: unknown;
    try {
      value = this.valueOf(field, node.value);
      if (field.withRecord.length > 0) this.askWithRecord(field);
    } catch {
      this.failed = true;
      return;
    }
    if (isPromise(value)) this.await(value, field.output, node.children, field.slot);
    else node.children[field.slot] = this.look(field.output, value);
  }

  private valueOf(field: FieldPlan, parent: Record<string, unknown>): unknown {
    const early = this.asked.get(field);
    if (early !== undefined) return early();
    const resolver = field.field.resolve;
    if (resolver === undefined) return parent[field.name];
    return resolver(parent, this.argsOf(field), this.inputs.context, this.infoOf(field));
  }

  /** Asks the lists of a record that is being looked up by its id. Where there is no record to see, nobody asks what they are. */
  private askWithRecord(field: FieldPlan): void {
    const { id } = this.argsOf(field);
    if (this.inputs.contextWithRecord === undefined || typeof id !== 'string' || !isUuid(id)) return;
    const context = this.inputs.contextWithRecord();
    const record = { id: id.toLowerCase() };
    for (const list of field.withRecord) this.asked.set(list, this.askEarly(list, record, context));
  }

  private askEarly(field: FieldPlan, record: object, context: unknown): AskedEarly {
    try {
      const value = field.field.resolve?.(record, this.argsOf(field), context, this.infoOf(field));
      // Whoever takes it hears of its failure; nobody else is to.
      if (isPromise(value)) value.then(undefined, () => undefined);
      return () => value;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  private await(promise: PromiseLike<unknown>, output: OutputPlan, holder: unknown[], slot: number): void {
    this.pending += 1;
    promise.then(
      (value) => {
        if (!this.failed) holder[slot] = this.look(output, value);
        this.settle();
      },
      () => {
        this.failed = true;
        this.settle();
      },
    );
  }

  private settle(): void {
    this.pending -= 1;
    if (this.pending === 0) this.finish?.();
  }

  /** Goes into a value as far as there are deep fields below it. */
  private look(output: OutputPlan, value: unknown): unknown {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) this.failed = true;
    switch (output.kind) {
      case 'leaf':
        return value;
      case 'object':
        return this.visit(output.plan, value);
      case 'abstract': {
        const plan = output.plans.get((value as { __typename?: string }).__typename ?? '');
        if (plan === undefined) this.failed = true;
        return plan === undefined ? null : this.visit(plan, value);
      }
      case 'list':
        return this.lookIntoList(output.of, value);
    }
  }

  private lookIntoList(output: OutputPlan, list: unknown): unknown {
    if (!Array.isArray(list)) {
      this.failed = true;
      return null;
    }
    if (isLeafy(output) || (output.kind === 'object' && output.plan.deep.length === 0)) return list;
    const nodes = new Array<unknown>(list.length);
    list.forEach((item: unknown, i) => {
      if (isPromise(item)) this.await(item, output, nodes, i);
      else nodes[i] = this.look(output, item);
    });
    return nodes;
  }

  private argsOf(field: FieldPlan): Record<string, unknown> {
    if (field.fixedArgs !== null) return (field.fixedArgs.value ??= Object.freeze(this.coerceArgs(field)));
    let args = this.args.get(field);
    if (args === undefined) this.args.set(field, (args = this.coerceArgs(field)));
    return args;
  }

  private coerceArgs(field: FieldPlan): Record<string, unknown> {
    return getArgumentValues(field.field, field.nodes[0] as FieldPlan['nodes'][0], this.inputs.variables);
  }

  private infoOf(field: FieldPlan): GraphQLResolveInfo {
    let info = this.infos.get(field);
    if (info === undefined) {
      info = {
        fieldName: field.name,
        fieldNodes: field.nodes,
        returnType: field.field.type,
        parentType: field.parent,
        path: { prev: undefined, key: field.responseKey, typename: field.parent.name },
        schema: this.inputs.schema,
        fragments: this.plan.fragments,
        rootValue: undefined,
        operation: this.plan.operation,
        variableValues: this.inputs.variables,
      };
      this.infos.set(field, info);
    }
    return info;
  }
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}
