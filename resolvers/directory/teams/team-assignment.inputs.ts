import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { TeamAssignmentRole } from '../../../src/domain/directory/team-assignment.ts';
import { IfUpdatedAt, MutationInput } from '../../graph/mutation-input.ts';

registerEnumType(TeamAssignmentRole, {
  name: 'TeamAssignmentRole',
  description: 'What a team does with work.',
  valuesConfig: {
    ASSIGNEE: { description: 'Its people work on it, as assignees do.' },
    REVIEWER: {
      description:
        'Its people alone review the evidence, beside administrators and foremen: the teams of the task itself, else of its work package, else of its phase.',
    },
  },
});

@InputType({
  description: 'A team, and the one task, work package or phase that it is assigned to or taken from.',
})
export class TeamAssignmentInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the team.' })
  teamId: string;

  @Field(() => ID, { nullable: true, description: 'Id of the task.' })
  taskId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the work package, with all its tasks.' })
  workPackageId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the phase, with all its tasks.' })
  phaseId?: string | null;

  @Field(() => TeamAssignmentRole, {
    nullable: true,
    description: 'What the team does there; `ASSIGNEE` when absent or null.',
  })
  role?: TeamAssignmentRole | null;

  @IfUpdatedAt()
  ifUpdatedAt?: string | null;
}

@InputType({
  description: 'A team, and the one task, work package or phase that it is to work on or review.',
})
export class AssignTeamInput extends TeamAssignmentInput {}

@InputType({ description: 'A team, and the one task, work package or phase that it is to leave.' })
export class UnassignTeamInput extends TeamAssignmentInput {}
