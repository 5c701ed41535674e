import {
  Args,
  Ctx,
  Directive,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { AuditLog } from '../entities/audit-log.ts';
import { JsonScalar } from '../entities/base/json-scalar.ts';
import { User } from '../entities/user.ts';
import type { Asked, RequestContext } from '../src/context.ts';
import { requireRole } from '../src/domain/actor.ts';
import { diffRows, type FieldDifference, type RowState } from '../src/domain/field-diff.ts';
import { RESTRICTED_QUERIES } from '../src/domain/permissions.ts';
import { verifyAuditTrail } from '../src/services/audit-trail.ts';
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

@ObjectType({ description: 'One thing that is wrong with the sealed audit trail.' })
export class AuditFault {
  @Field(() => Int, {
    nullable: true,
    description: 'Number of the seal that it concerns; null for an unsealed record.',
  })
  sealId: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the record; null where the whole seal is at fault.',
  })
  sequence: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the audit record; null where the whole seal is at fault.',
  })
  auditLogId: string | null;

  @Field(() => String, { description: 'What is wrong, in words.' })
  fault: string;
}

@ObjectType({ description: 'Whether the audit trail is as it was sealed.' })
export class AuditVerdict {
  @Field(() => Boolean, { description: 'Whether every sealed record is there and unaltered.' })
  holds: boolean;

  @Field(() => [AuditFault], {
    description: 'What is wrong, up to a hundred faults; none when the trail holds.',
  })
  faults: AuditFault[];
}

@Resolver(() => AuditLog)
export class AuditLogResolver {
  @Query(() => AuditLogConnection, {
    description: 'Changes of records of the organisation, newest first; for administrators and foremen.',
  })
  @Directive('@tag(name: "internal")')
  auditLog(
    @Args(() => AuditLogArgs) args: AuditLogArgs,
    @Ctx() context: RequestContext,
    @AskedPage() wanted: Wanted,
  ): Promise<Connection<AuditLog>> {
    requireRole(context.actor, ...RESTRICTED_QUERIES.auditLog);
    const list = { entity: AuditLog, where: auditConditions(args.filter), order: NEWEST_FIRST };
    return connect(context, list, args, wanted);
  }

  @Query(() => AuditVerdict, {
    description: 'Checks the sealed chain of the audit log; for administrators, foremen and services.',
  })
  @Directive('@tag(name: "internal")')
  @Directive('@cost(weight: 1000)')
  verifyAuditTrail(@Ctx() context: RequestContext): Promise<AuditVerdict> {
    return verifyAuditTrail(context);
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
