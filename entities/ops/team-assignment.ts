import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { TeamAssignmentRole } from '../../src/domain/directory/team-assignment.ts';
import { TIMESTAMP } from '../base/columns.ts';
import { Row } from '../base/row.ts';
import { DateTimeScalar } from '../base/scalars.ts';

@ObjectType({
  description: 'That a team works on a task, or on all tasks of a phase or work package, or reviews them.',
})
@Entity({ schema: 'pit_ops', name: 'team_assignment' })
@Index('team_assignment_team_id_idx', ['teamId', 'createdAt', 'id'])
export class TeamAssignment extends Row {
  @Column({ type: 'uuid' })
  teamId: string;

  @Column({ type: 'uuid' })
  projectId: string;

  @Column({ type: 'uuid', nullable: true })
  phaseId: string | null;

  @Column({ type: 'uuid', nullable: true })
  workPackageId: string | null;

  @Column({ type: 'uuid', nullable: true })
  taskId: string | null;

  @Field(() => TeamAssignmentRole, { description: 'What the team does there.' })
  @Column({ type: 'text' })
  role: TeamAssignmentRole;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  @Column({ ...TIMESTAMP, default: () => 'now()' })
  createdAt: string;
}
