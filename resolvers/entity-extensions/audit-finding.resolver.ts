import {
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { AuditLink } from '../../entities/audit-link.ts';
import type { Task } from '../../entities/task.ts';
import type { RequestContext } from '../../src/context.ts';
import { readCloseReady, readCommittedWork } from '../../src/services/intake/linked-work.ts';
import { ConnectionSelection, RequiresColumns, type SelectedConnection } from '../graph/field-selection.ts';
import { connect, type Connection } from '../graph/connection.ts';
import { TasksArgs } from '../plan/tasks/task.inputs.ts';
import { TaskConnection, taskList } from '../plan/tasks/task-list.ts';

@ObjectType({
  description: 'A finding of an audit. The audit module owns it; PIT adds the work that closes it.',
})
@Directive('@key(fields: "id")')
export class AuditFinding {
  @Field(() => ID, { description: 'Identity in the audit module, a UUID.' })
  id: string;
}

@Resolver(() => AuditFinding)
export class AuditFindingResolver {
  @FieldResolver(() => TaskConnection, { description: 'Tasks that close the finding, by last day.' })
  tasks(
    @Root() finding: AuditFinding,
    @Args(() => TasksArgs) args: TasksArgs,
    @Ctx() context: RequestContext,
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<Task>> {
    const parent = { property: 'auditFindingId', id: finding.id, through: AuditLink };
    return connect(context, taskList(args, parent), args, wanted);
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      'Whether the finding can be closed: all linked tasks of the organisation are completed, also those that the ' +
      'caller may not see, and each of them and of their subtasks that requires evidence has accepted evidence. ' +
      'Null when there are no tasks.',
  })
  @Directive('@cost(weight: 5)')
  closeReady(@Root() finding: AuditFinding, @Ctx() context: RequestContext): Promise<boolean | null> {
    return readCloseReady(context.loaders, finding.id);
  }

  @FieldResolver(() => DateScalar, {
    nullable: true,
    description:
      'The last day that work on the finding is committed to, done or not, also work that the caller may not see; null where none is.',
  })
  @Directive('@cost(weight: 5)')
  async dueOn(@Root() finding: AuditFinding, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readCommittedWork(context.loaders, 'audit_finding', finding.id))?.dueOn ?? null;
  }

  @FieldResolver(() => Int, {
    description:
      'How often days that work on the finding is committed to were moved, also of work that the caller may not see.',
  })
  @Directive('@cost(weight: 5)')
  async extensionCount(@Root() finding: AuditFinding, @Ctx() context: RequestContext): Promise<number> {
    return (await readCommittedWork(context.loaders, 'audit_finding', finding.id))?.extensions ?? 0;
  }
}

@Resolver(() => AuditLink)
export class AuditFindingOfLinkResolver {
  @FieldResolver(() => AuditFinding, { nullable: true, description: 'The finding at the other end.' })
  @RequiresColumns('auditFindingId')
  auditFinding(@Root() link: AuditLink): AuditFinding {
    return { id: link.auditFindingId };
  }
}
