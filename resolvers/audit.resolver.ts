import { Args, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { AuditLog } from '../entities/audit-log.ts';
import { JsonScalar } from '../entities/base/json-scalar.ts';
import { User } from '../entities/user.ts';
import type { Asked, RequestContext } from '../src/context.ts';
import { requireRole } from '../src/domain/actor.ts';
import { diffRows, type FieldDifference, type RowState } from '../src/domain/field-diff.ts';
import { ActorRole } from '../src/domain/vocabulary.ts';
import { AskedFields, AskedPage, Needs, type Wanted } from './asked.ts';
import { auditConditions, AuditLogArgs } from './audit.inputs.ts';
import { connect, connectionOf, type Connection } from './connection.ts';

const AuditLogConnection = connectionOf(AuditLog, 'changes');
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@ObjectType({ description: 'One column that a change touched.' })
export class FieldChange implements FieldDifference {
  @Field(() => String, { description: 'The column, such as `progress_percent`.' })
  field: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its value before; null also when there was no row.',
  })
  before: unknown;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its value after; null also when there is no row.',
  })
  after: unknown;
}

@Resolver(() => AuditLog)
export class AuditLogResolver {
  @Query(() => AuditLogConnection, {
    description: 'Changes of records of the organisation, newest first; for administrators and foremen.',
  })
  auditLog(
    @Args(() => AuditLogArgs) args: AuditLogArgs,
    @Ctx() context: RequestContext,
    @AskedPage() wanted: Wanted,
  ): Promise<Connection<AuditLog>> {
    requireRole(context.actor, ActorRole.ADMIN, ActorRole.FOREMAN);
    const list = { entity: AuditLog, where: auditConditions(args.filter), order: NEWEST_FIRST };
    return connect(context, list, args, wanted);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who made the change.' })
  @Needs('userId')
  user(@Root() entry: AuditLog, @Ctx() context: RequestContext, @AskedFields() asked: Asked) {
    return context.one(User, asked, entry.userId);
  }

  @FieldResolver(() => [FieldChange], {
    description: 'The columns whose values differ, by name; the time of the change itself is left out.',
  })
  @Needs('beforeState', 'afterState')
  changes(@Root() entry: AuditLog): FieldDifference[] {
    return diffRows(entry.beforeState as RowState | null, entry.afterState as RowState | null);
  }
}
