import { Field, ID, InputType } from 'type-graphql';
import { TemplateScalar } from '../../entities/base/json-scalar.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { ChangeInput, MutationInput } from '../graph/mutation-input.ts';

@InputType({ description: 'A template to be created.' })
export class CreateTemplateInput extends MutationInput {
  @Field(() => String, { description: 'Name, up to 500 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, up to 10 000 characters.' })
  description?: string | null;

  @Field(() => TemplateScalar, {
    description:
      'The plan of the template: phases, work packages, tasks and dependencies, with days relative to its start.',
  })
  templateJson: unknown;
}

@InputType({ description: 'Changes of a template: a value sets, null clears, absent leaves.' })
export class UpdateTemplateInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Name; it cannot be cleared.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => TemplateScalar, { nullable: true, description: 'The plan; it cannot be cleared.' })
  templateJson?: unknown;
}

@InputType({ description: 'A value for one of the parameters of a template.' })
export class TemplateParameterInput {
  @Field(() => String, { description: 'The parameter, as the template names it.' })
  key: string;

  @Field(() => String, { description: 'The value that replaces the parameter in the texts of the plan.' })
  value: string;
}

@InputType({ description: 'A plan to be generated from a template.' })
export class GenerateFromTemplateInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the template.' })
  templateId: string;

  @Field(() => ID, { description: 'Id of the project that the plan is created in.' })
  projectId: string;

  @Field(() => DateScalar, { description: 'The first day; work begins on the first working day from it on.' })
  startDate: string;

  @Field(() => [TemplateParameterInput], {
    nullable: true,
    description: 'Values for the parameters; those without a default need one.',
  })
  parameters?: TemplateParameterInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who answers for all that is made; the project’s owner unless said.',
  })
  ownerId?: string | null;
}

@InputType({ description: 'A cluster of tasks to be created.' })
export class CreateClusterInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project.' })
  projectId: string;

  @Field(() => String, { description: 'Name, up to 500 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What the tasks have in common.' })
  description?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Its tasks, at most 500; they leave the clusters that they are in.',
  })
  taskIds?: string[] | null;
}

@InputType({ description: 'Changes of a cluster: a value sets, null clears, absent leaves.' })
export class UpdateClusterInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Name; it cannot be cleared.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What the tasks have in common.' })
  description?: string | null;

  @Field(() => [ID], { nullable: true, description: 'All tasks that are to be in it, at most 500.' })
  taskIds?: string[] | null;
}
