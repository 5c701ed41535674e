import { Field, ID, ObjectType } from 'type-graphql';
import { Column } from 'typeorm';
import { Task } from './task.ts';
import { TIMESTAMP } from './base/columns.ts';
import { References } from './base/references.ts';
import { Row } from './base/row.ts';
import { DateTimeScalar } from './base/scalars.ts';

/** What ties a task to something that another module owns: made and undone, never changed. */
@ObjectType({ description: 'A link from a task to a record of another module.' })
export abstract class TaskLink extends Row {
  @Field(() => ID, { description: 'The task that is linked.' })
  @Column({ type: 'uuid' })
  @References(() => Task)
  taskId: string;

  @Field(() => DateTimeScalar, { description: 'When the link was made.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;
}
