import { Field, ID, InputType, Int } from 'type-graphql';
import { RiskLinkType } from '../../../src/domain/enums.ts';
import { MutationInput } from '../../graph/mutation-input.ts';

@InputType({ description: 'A request about something that a task is linked to.' })
abstract class TaskLinkInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the task.' })
  taskId: string;
}

@InputType({ description: 'A link between a task and a risk that it mitigates.' })
export class RiskLinkInput extends TaskLinkInput {
  @Field(() => ID, { description: 'Id of the risk, as the risk module has it.' })
  riskId: string;

  @Field(() => RiskLinkType, { description: 'Which view of the risk the link refers to.' })
  linkType: RiskLinkType;
}

@InputType({ description: 'A link between a task and a control that it puts in place.' })
export class ControlLinkInput extends TaskLinkInput {
  @Field(() => ID, { description: 'Id of the control in the control library.' })
  controlId: string;

  @Field(() => String, { nullable: true, description: 'Group of controls, such as `alarm_systems`.' })
  controlGroup?: string | null;
}

@InputType({ description: 'A link between a task and an incident that it follows from.' })
export class IncidentLinkInput extends TaskLinkInput {
  @Field(() => ID, { description: 'Id of the incident, as the incident module has it.' })
  incidentId: string;
}

@InputType({ description: 'A link between a task and an audit finding that it closes.' })
export class AuditLinkInput extends TaskLinkInput {
  @Field(() => ID, { description: 'Id of the finding, as the audit module has it.' })
  auditFindingId: string;
}

@InputType({ description: 'A link between a task and a criterion of a management system.' })
export class IsmsLinkInput extends TaskLinkInput {
  @Field(() => String, { description: 'Code of the criterion, such as `ISO27001-A.8.2.1`.' })
  criteriaCode: string;

  @Field(() => String, {
    nullable: true,
    description: 'Edition of the standard, such as `2022`; absent when it does not matter.',
  })
  criteriaVersion?: string | null;
}

@InputType({ description: 'A credit that a user gets for a task.' })
export class AwardSkillsCreditInput extends TaskLinkInput {
  @Field(() => ID, { description: 'Id of the user who gets the credit.' })
  userId: string;

  @Field(() => Int, { description: 'How much, 0 to 1 000 000; given again it replaces the first.' })
  creditValue: number;
}

@InputType({ description: 'A credit to be taken back.' })
export class RevokeSkillsCreditInput extends TaskLinkInput {
  @Field(() => ID, { description: 'Id of the user whose credit is taken back.' })
  userId: string;
}
