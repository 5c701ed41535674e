import { Kind, visit, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Services } from '../../../context.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
import type { OperationSpans } from '../../observability/operation-spans.ts';
import { EventExecutor } from '../event-executor.ts';
import type { ValidatedOperation } from '../validated-operation.ts';
import { isShareable } from './shareable-operation.ts';
import { SharedExecutions, type ExecutionKind } from './shared-executions.ts';

export interface ExecutorGroupsOptions {
  schema: GraphQLSchema;
  services: Services;
  spans: OperationSpans;
  onExecution?: ((kind: ExecutionKind) => void) | undefined;
  /** Whether users of different rights share executions; they do when not given. */
  isSharing?: boolean | undefined;
}

/** A subscriber's place in its group; `leave` is to be called once. */
export interface Membership {
  readonly executor: EventExecutor;
  readonly leave: () => void;
}

/**
 * Who shares executions with whom. Subscribers who ask the same with the same rights have one executor; where the answer is the same for
 * all who may see the project, the executors of those who ask the same in an organisation share theirs. Groups are there for as long as
 * they have members.
 */
export class ExecutorGroups {
  private readonly executors = new Map<string, EventExecutor>();
  private readonly shared = new Map<string, SharedExecutions>();

  constructor(private readonly options: ExecutorGroupsOptions) {}

  join(prepared: ValidatedOperation, actor: Actor): Membership {
    const operation = operationKey(prepared, actor);
    const rights = JSON.stringify([actor.userId, actor.role, [...actor.divisionIds].sort()]);
    const key = `${operation} ${rights}`;
    const executor = this.executors.get(key) ?? this.open(key, operation, prepared, actor);
    executor.members += 1;
    return {
      executor,
      leave: () => {
        executor.members -= 1;
        if (executor.members === 0) this.close(key, operation);
      },
    };
  }

  private open(key: string, operation: string, prepared: ValidatedOperation, actor: Actor): EventExecutor {
    const { schema, services, spans, onExecution } = this.options;
    const shared = this.isShared(prepared, actor) ? this.sharedOf(operation) : undefined;
    const executor = new EventExecutor({ schema, services, spans, onExecution, prepared, actor, shared });
    this.executors.set(key, executor);
    return executor;
  }

  private isShared({ document, operation }: ValidatedOperation, { overrideReason }: Actor): boolean {
    const { schema, isSharing = true } = this.options;
    return isSharing && overrideReason === undefined && isShareable(schema, document, operation);
  }

  private sharedOf(operation: string): SharedExecutions {
    let shared = this.shared.get(operation);
    if (shared === undefined)
      this.shared.set(operation, (shared = new SharedExecutions(this.options.services)));
    shared.members += 1;
    return shared;
  }

  private close(key: string, operation: string): void {
    const isShared = this.executors.get(key)?.isShared === true;
    this.executors.delete(key);
    const shared = this.shared.get(operation);
    if (!isShared || shared === undefined) return;
    shared.members -= 1;
    if (shared.members === 0) this.shared.delete(operation);
  }
}

/** What two subscribers must have in common to ask the same: the operation and its variables, but for the place where each began. */
function operationKey(prepared: ValidatedOperation, { orgId }: Actor): string {
  const { request, variables } = prepared;
  const begins = beginningsOf(prepared);
  const shared = Object.entries(variables).filter(([name]) => !begins.has(name));
  return JSON.stringify([orgId, request.query, request.operationName ?? null, shared.sort()]);
}

/** Documents are remembered where they are checked, so thousands who ask the same ask by the same one. */
const beginnings = new WeakMap<OperationDefinitionNode, ReadonlySet<string>>();

function beginningsOf(prepared: ValidatedOperation): ReadonlySet<string> {
  let names = beginnings.get(prepared.operation);
  if (names === undefined) beginnings.set(prepared.operation, (names = findBeginnings(prepared)));
  return names;
}

/** Variables that only say, as `after` of the subscription itself, where a subscriber begins. */
function findBeginnings({ operation, document }: ValidatedOperation): ReadonlySet<string> {
  const uses = new Map<string, number>();
  visit(document, {
    Variable: ({ name }) => void uses.set(name.value, (uses.get(name.value) ?? 0) + 1),
  });
  const names = operation.selectionSet.selections.flatMap((root) => {
    const after = root.kind === Kind.FIELD && root.arguments?.find(({ name }) => name.value === 'after');
    return after && after.value.kind === Kind.VARIABLE ? [after.value.name.value] : [];
  });
  // Once where it is declared, and once here.
  return new Set(names.filter((name) => uses.get(name) === 2));
}
