import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, Unique } from 'typeorm';
import { TaskLink } from './task-link.ts';

@ObjectType({ description: 'That a task closes an audit finding.' })
@Entity({ schema: 'pit', name: 'audit_link' })
@Unique(['taskId', 'auditFindingId', 'orgId'])
@Index(['orgId', 'auditFindingId'])
export class AuditLink extends TaskLink {
  @Field(() => ID, { description: 'The finding, as the audit module names it.' })
  @Column({ type: 'uuid' })
  auditFindingId: string;
}
