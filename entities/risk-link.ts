import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { RiskLinkType } from '../src/domain/enums.ts';
import { TaskLink } from './task-link.ts';

@ObjectType({ description: 'That a task mitigates a risk.' })
@Entity({ schema: 'pit', name: 'risk_link' })
@Unique(['taskId', 'riskId', 'linkType', 'orgId'])
@Index(['orgId', 'riskId'])
export class RiskLink extends TaskLink {
  @Field(() => ID, { description: 'The risk, assessment or unwanted event, as the risk module names it.' })
  @Column({ type: 'uuid' })
  riskId: string;

  @Field(() => RiskLinkType, { description: 'Which view of the risk the link refers to.' })
  @Check(`link_type IN ('inherent', 'residual', 'projected', 'control_set')`)
  @Column({ type: 'text' })
  linkType: RiskLinkType;
}
