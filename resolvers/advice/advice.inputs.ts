import { Field, ID, InputType, Int } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import { AdviceSubject } from '../../src/domain/advice/advice-words.ts';
import { Severity } from '../../src/domain/intake/intake.ts';
import { MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'A control that proposed tasks may be linked to.' })
export class OfferedControlInput {
  @Field(() => ID, { description: 'Id of the control in the module that owns it.' })
  id: string;

  @Field(() => String, { description: 'What a model is told of it, up to 500 characters.' })
  name: string;
}

@InputType({ description: 'A record that tasks are to be proposed for, with what a model is told of it.' })
export class AdviseTasksInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project that the tasks are for.' })
  projectId: string;

  @Field(() => AdviceSubject, { description: 'The kind of the record.' })
  subject: AdviceSubject;

  @Field(() => ID, { description: 'Id of the record in the module that owns it.' })
  subjectId: string;

  @Field(() => String, { description: 'What it is called, up to 500 characters.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'What it says, up to 5,000 characters.' })
  statement?: string | null;

  @Field(() => Severity, { nullable: true, description: 'How grave it is.' })
  severity?: Severity | null;

  @Field(() => [OfferedControlInput], {
    nullable: true,
    description: 'Controls that the tasks may be linked to, up to 20.',
  })
  controls?: OfferedControlInput[] | null;
}

@InputType({ description: 'A project whose critical path is to be shortened.' })
export class AdviseScheduleInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;
}

@InputType({ description: 'A risk that is to be mitigated earlier or further.' })
export class AdviseMitigationInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project whose work is looked at.' })
  projectId: string;

  @Field(() => ID, { description: 'Id of the risk in the module that owns it.' })
  riskId: string;

  @Field(() => String, { description: 'What it is called, up to 500 characters.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'What it says, up to 5,000 characters.' })
  statement?: string | null;
}

@InputType({ description: 'Evidence that is to be looked at.' })
export class AdviseEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the evidence.' })
  evidenceId: string;
}

@InputType({ description: 'What is kept of a proposal.' })
export class AcceptProposalInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the proposal.' })
  id: string;

  @Field(() => [Int], { description: 'The `index` of each item that is kept; at least one.' })
  keep: number[];

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the phase that new tasks go to; it or a work package is needed where some are kept.',
  })
  phaseId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the work package that new tasks go to.' })
  workPackageId?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day of new tasks; none when absent.' })
  startDate?: string | null;
}

@InputType({ description: 'A proposal of which nothing is wanted.' })
export class DismissProposalInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the proposal.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Why, up to 5,000 characters.' })
  reason?: string | null;
}
