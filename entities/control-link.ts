import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index, Unique } from 'typeorm';
import { TaskLink } from './task-link.ts';

@ObjectType({ description: 'That a task implements a control.' })
@Entity({ schema: 'pit', name: 'control_link' })
@Unique(['taskId', 'controlId', 'orgId'])
@Index(['orgId', 'controlId'])
@Index(['orgId', 'controlGroup'], { where: 'control_group IS NOT NULL' })
export class ControlLink extends TaskLink {
  @Field(() => ID, { description: 'The control in the control library.' })
  @Column({ type: 'uuid' })
  controlId: string;

  @Field(() => String, {
    nullable: true,
    description: 'The group of controls, such as `camera_surveillance`; null when it is not given.',
  })
  @Check('length(control_group) BETWEEN 1 AND 200')
  @Column({ type: 'text', nullable: true })
  controlGroup: string | null;
}
