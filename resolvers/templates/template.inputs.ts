import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { DateScalar } from '../../entities/base/scalars.ts';
import type { Condition } from '../../src/context.ts';
import { SourceModule } from '../../src/domain/enums.ts';
import { filteredArgsOf } from '../graph/list-args.ts';
import { FILTER, TimeWindow, containing, noneOf, within } from '../graph/filter-conditions.ts';
import { ChangeInput, MutationInput } from '../graph/mutation-input.ts';
import { TemplateDocument } from './template-document.ts';

@InputType({ description: 'A template to be created.' })
export class CreateTemplateInput extends MutationInput {
  @Field(() => String, { description: 'Name, up to 500 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, up to 10 000 characters.' })
  description?: string | null;

  @Field(() => TemplateDocument, {
    description:
      'The plan of the template: phases, work packages, tasks and dependencies, with days relative to its start.',
  })
  document: TemplateDocument;
}

@InputType({ description: 'A plan, or a part of it, that is to be a template.' })
export class SaveAsTemplateInput extends MutationInput {
  @Field(() => ID, { description: 'Id of a project, phase, work package or task.' })
  nodeId: string;

  @Field(() => String, { description: 'Name of the template, up to 500 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, up to 10 000 characters.' })
  description?: string | null;
}

@InputType({ description: 'Changes of a template: a value sets, null clears, absent leaves.' })
export class UpdateTemplateInput extends ChangeInput {
  @Field(() => String, { nullable: true, description: 'Name; it cannot be cleared.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description?: string | null;

  @Field(() => TemplateDocument, { nullable: true, description: 'The plan; it cannot be cleared.' })
  document?: TemplateDocument | null;
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

  @Field(() => SourceModule, {
    nullable: true,
    description: 'The module that the set of tasks comes from; MANUAL unless it is said.',
  })
  sourceModule?: SourceModule | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What the cluster comes from, as that module names it: 1 to 200 characters, kept in Unicode NFC. Any module but MANUAL requires it.',
  })
  sourceReferenceId?: string | null;
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

@InputType({ description: 'Conditions on templates: all must hold.' })
export class TaskClusterTemplateCriteria {
  @Field(() => TimeWindow, { nullable: true, description: 'It was made within this span.' })
  createdAt?: TimeWindow | null;

  @Field(() => TimeWindow, {
    nullable: true,
    description: 'It last changed within this span: what a copy elsewhere has to fetch again.',
  })
  updatedAt?: TimeWindow | null;

  @Field(() => String, {
    nullable: true,
    description: 'Text that name or description contains; case and accents are ignored.',
  })
  search?: string | null;
}

@InputType({ description: 'Which templates to list: all conditions must hold.' })
export class TaskClusterTemplateFilter extends TaskClusterTemplateCriteria {
  @Field(() => TaskClusterTemplateCriteria, {
    nullable: true,
    description:
      'Leaves out what meets all of these conditions; what has no value for one of them stays. Empty conditions leave out nothing.',
  })
  not?: TaskClusterTemplateCriteria | null;
}

@ArgsType()
export class TaskClusterTemplatesArgs extends filteredArgsOf(TaskClusterTemplateFilter, 'templates') {}

/** The filter as conditions on columns. */
export function templateConditions(filter: TaskClusterTemplateFilter | null | undefined): Condition[] {
  if (!filter) return [];
  const excluded = filter.not ? noneOf(templateCriteria(filter.not, `${FILTER}.not`)) : [];
  return [...templateCriteria(filter, FILTER), ...excluded];
}

function templateCriteria(criteria: TaskClusterTemplateCriteria, place: string): Condition[] {
  return [
    ...within('createdAt', criteria.createdAt),
    ...within('updatedAt', criteria.updatedAt),
    ...containing(['name', 'description'], criteria.search, place),
  ];
}
