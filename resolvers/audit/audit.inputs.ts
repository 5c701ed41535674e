import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import type { Condition } from '../../src/context.ts';
import { AuditAction } from '../../src/domain/enums.ts';
import { ofProjects, ofRequests, withOverride } from '../../src/services/audit/audit-filter.ts';
import { distinctIds, distinctWords } from '../graph/filter-values.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { FILTER, TimeWindow, anyIdOf, anyOf, noneOf, within } from '../graph/filter-conditions.ts';

@InputType({
  description:
    'Conditions on changes: all must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class AuditLogCriteria {
  @Field(() => [String], { nullable: true, description: 'In any of these tables, such as `task`.' })
  tableName?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of any of these records.' })
  recordId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'By any of these users.' })
  userId?: string[] | null;

  @Field(() => [AuditAction], { nullable: true, description: 'What happened, any of.' })
  action?: AuditAction[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'The change was made within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'In the history of any of these projects, also of work that was moved out of them.',
  })
  projectId?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Made by any of these requests, by their ids.' })
  requestId?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True for changes that were made beyond rights, with a reason; false for all others.',
  })
  hasOverride?: boolean | null;
}

@InputType({
  description:
    'Which changes to list: all conditions must hold, each list means any of its values, of which it holds 100 different ones at most.',
})
export class AuditLogFilter extends AuditLogCriteria {
  @Field(() => AuditLogCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: AuditLogCriteria | null;
}

@ArgsType()
export class AuditLogArgs extends filteredArgsOf(AuditLogFilter, 'changes') {}

@InputType({ description: 'A head of the audit chain that was kept outside of the database.' })
export class KeptAuditHead {
  @Field(() => Int, { description: 'Number of the seal that was kept, from 1.' })
  seal: number;

  @Field(() => String, {
    description: 'HMAC-SHA256 that the seal had when it was kept, as 64 hexadecimal digits.',
  })
  hash: string;
}

@ArgsType()
export class VerifyAuditTrailArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Goes on where another request ended: its `nextCursor`. From the beginning when not given.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'About how many records to read, 1 to 200,000; 50,000 when not given.',
  })
  limit?: number | null;

  @Field(() => KeptAuditHead, {
    nullable: true,
    description:
      'A head that was kept elsewhere: the chain has to hold this seal. Finds a tail that was cut off, and a chain that was made anew.',
  })
  keptHead?: KeptAuditHead | null;
}

/** The filter as conditions on columns. */
export function auditConditions(filter: AuditLogFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(auditCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...auditCriteria(filter, FILTER), ...excluded];
}

function auditCriteria(criteria: AuditLogCriteria, place: string): Condition[] {
  return [
    ...anyOf('tableName', criteria.tableName, place),
    ...anyIdOf('recordId', criteria.recordId, place),
    ...anyIdOf('userId', criteria.userId, place),
    ...anyOf('action', criteria.action, place),
    ...within('createdAt', criteria.createdAt),
    ...(criteria.projectId == null
      ? []
      : [ofProjects(distinctIds(`${place}.projectId`, criteria.projectId))]),
    ...(criteria.requestId == null
      ? []
      : [ofRequests(distinctWords(`${place}.requestId`, criteria.requestId))]),
    ...(criteria.hasOverride == null ? [] : [withOverride(criteria.hasOverride)]),
  ];
}
