import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index, Unique } from 'typeorm';
import { TaskLink } from './task-link.ts';

@ObjectType({ description: 'That a task is an action out of an incident.' })
@Entity({ schema: 'pit', name: 'incident_link' })
@Unique(['taskId', 'incidentId', 'orgId'])
@Index(['orgId', 'incidentId'])
export class IncidentLink extends TaskLink {
  @Field(() => ID, { description: 'The incident, as the incident module names it.' })
  @Column({ type: 'uuid' })
  incidentId: string;
}
