import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity } from 'typeorm';
import { TaskLink } from './base/task-link.ts';

@ObjectType({ description: 'That a task implements a control.' })
@Entity({ schema: 'pit', name: 'control_link' })
export class ControlLink extends TaskLink {
  @Field(() => ID, { description: 'The control in the control library.' })
  @Column({ type: 'uuid' })
  controlId: string;

  @Field(() => String, {
    nullable: true,
    description: 'The group of controls, such as `camera_surveillance`.',
  })
  @Column({ type: 'text', nullable: true })
  controlGroup: string | null;
}
