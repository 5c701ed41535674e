import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Condition } from '../src/context.ts';
import { anyOf, PageArgs, TimeWindow, within } from './connection.ts';

@InputType({
  description: 'Which changes to list: all conditions must hold, each list means any of its values.',
})
export class AuditLogFilter {
  @Field(() => [String], { nullable: true, description: 'In any of these tables, such as `task`.' })
  tableName?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of any of these records.' })
  recordId?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'By any of these users.' })
  userId?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Any of `INSERT`, `UPDATE`, `DELETE` and `OVERRIDE`.',
  })
  action?: string[] | null;

  @Field(() => TimeWindow, { nullable: true, description: 'Made within.' })
  createdAt?: TimeWindow | null;
}

@ArgsType()
export class AuditLogArgs extends PageArgs {
  @Field(() => AuditLogFilter, { nullable: true, description: 'Which changes; all when not given.' })
  filter?: AuditLogFilter | null;
}

/** The filter as conditions on columns. */
export function auditConditions(filter: AuditLogFilter | null | undefined): Condition[] {
  if (!filter) return [];
  return [
    ...anyOf('tableName', filter.tableName),
    ...anyOf('recordId', filter.recordId),
    ...anyOf('userId', filter.userId),
    ...anyOf('action', filter.action),
    ...within('createdAt', filter.createdAt),
  ];
}
