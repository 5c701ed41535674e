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
import { AuditLog } from '../../entities/audit-log.ts';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { User } from '../../entities/user.ts';
import type { SelectedColumns, RequestContext } from '../../src/context.ts';
import { requireRole } from '../../src/domain/directory/actor.ts';
import { diffRows, type FieldDifference, type RowState } from '../../src/domain/field-diff.ts';
import { RESTRICTED_QUERIES } from '../../src/domain/directory/permissions.ts';
import { readAuditDetail } from '../../src/services/audit/audit-detail.ts';
import { verifyAuditTrail } from '../../src/services/audit/audit-trail.ts';
import {
  SelectedFields,
  ConnectionSelection,
  RequiresColumns,
  type SelectedConnection,
} from '../graph/field-selection.ts';
import { ReferenceTo } from '../graph/reference-to.ts';
import { auditConditions, AuditLogArgs, VerifyAuditTrailArgs } from './audit.inputs.ts';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { connect, connectionOf, type Connection } from '../graph/connection.ts';

const AuditLogConnection = connectionOf(AuditLog, 'changes');
const NEWEST_FIRST = [{ property: 'createdAt', descending: true }];

@ObjectType({ description: 'One column that a change touched.' })
export class FieldChange implements FieldDifference {
  @Field(() => String, { description: 'The column, such as `progress_percent`.' })
  field: string;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its value before, decimals as text; null also when there was no row.',
  })
  before: unknown;

  @Field(() => JsonScalar, {
    nullable: true,
    description: 'Its value after, decimals as text; null also when there is no row.',
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

@ObjectType({ description: 'The newest seal of an organisation’s audit chain, to be kept elsewhere.' })
export class AuditHead {
  @Field(() => Int, { description: 'Number of the seal; the first has 1.' })
  seal: number;

  @Field(() => String, {
    description: 'HMAC-SHA256 of the seal and of all before it, as 64 hexadecimal digits.',
  })
  hash: string;

  @Field(() => Int, { description: 'Number of records in the chain.' })
  records: number;

  @Field(() => DateTimeScalar, { description: 'When the seal was made.' })
  sealedAt: string;
}

@ObjectType({ description: 'Whether the audit trail is as it was sealed, as far as one request reads it.' })
export class AuditVerdict {
  @Field(() => Boolean, {
    description:
      'Whether everything that this request read is there and unaltered. The whole trail holds when each request up to one without `nextCursor` says so.',
  })
  holds: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'What the next request takes as `after`; null when the end of the trail was reached.',
  })
  nextCursor: string | null;

  @Field(() => Int, { description: 'Number of records that this request read.' })
  recordsRead: number;

  @Field(() => Int, { description: 'Number of records that this request compared with their seals.' })
  checkedRecords: number;

  @Field(() => DateTimeScalar, { description: 'When this request read the trail.' })
  verifiedAt: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the newest seal was made: what was written since is not proved by one. Null before the first seal with a key.',
  })
  sealedUntil: string | null;

  @Field(() => AuditHead, {
    nullable: true,
    description: 'The newest seal; null before the first seal with a key.',
  })
  head: AuditHead | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the first seal with a key was made; older seals prove less, since who can change them can compute them. Null before.',
  })
  keyedSince: string | null;

  @Field(() => [AuditFault], {
    description: 'What is wrong, at most 100 faults; empty when the trail holds.',
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
    @ConnectionSelection() wanted: SelectedConnection,
  ): Promise<Connection<AuditLog>> {
    requireRole(context.actor, ...RESTRICTED_QUERIES.auditLog);
    const list = { entity: AuditLog, where: auditConditions(args.filter), order: NEWEST_FIRST };
    return connect(context, list, args, wanted);
  }

  @Query(() => AuditVerdict, {
    description:
      'Verifies the audit trail of the organisation, in parts where it is long; for administrators, foremen and services.',
  })
  @Directive('@tag(name: "internal")')
  @Directive('@cost(weight: 1000)')
  verifyAuditTrail(
    @Args(() => VerifyAuditTrailArgs) args: VerifyAuditTrailArgs,
    @Ctx() context: RequestContext,
  ): Promise<AuditVerdict> {
    return verifyAuditTrail(context, args);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who made the change.' })
  @ReferenceTo(User, 'userId')
  user(@Root() entry: AuditLog, @Ctx() context: RequestContext, @SelectedFields() asked: SelectedColumns) {
    return context.one(User, asked, entry.userId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Id of the request that made the change; null where it was no request.',
  })
  @RequiresColumns('id')
  async requestId(@Root() { id }: AuditLog, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readAuditDetail(context.loaders, id))?.requestId ?? null;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The project in whose history the change stands; null where it concerns none.',
  })
  @RequiresColumns('id')
  async projectId(@Root() { id }: AuditLog, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readAuditDetail(context.loaders, id))?.projectId ?? null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Why it was made beyond rights; null where it was within them.',
  })
  @RequiresColumns('id')
  async overrideReason(@Root() { id }: AuditLog, @Ctx() context: RequestContext): Promise<string | null> {
    return (await readAuditDetail(context.loaders, id))?.overrideReason ?? null;
  }

  @FieldResolver(() => [FieldChange], {
    description: 'The columns whose values differ, by name; the time of the change itself is left out.',
  })
  @RequiresColumns('beforeState', 'afterState')
  changes(@Root() entry: AuditLog): FieldDifference[] {
    return diffRows(entry.beforeState as RowState | null, entry.afterState as RowState | null);
  }
}
