import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PercentScalar } from '../../entities/base/number-scalars.ts';
import { DecimalScalar } from '../../entities/base/scalars.ts';
import { requireJson, TEMPLATE_BOUNDS } from '../../src/domain/json-bounds.ts';
import { DependencyType, QuickClass, TaskPriority } from '../../src/domain/enums.ts';

/**
 * One class per part of a template, read and written alike, so that what was read can be sent again. All of it is nullable:
 * stored templates that lack something must be readable, and of sent ones validation tells everything that is missing, each
 * with its place, where GraphQL would tell it of the type alone.
 */
const Both =
  (name: string, description: string): ClassDecorator =>
  (target) => {
    ObjectType(name, { description })(target);
    InputType(`${name}Input`, { description })(target);
  };

const Text = (description: string): PropertyDecorator => Field(() => String, { nullable: true, description });
const Key = (): PropertyDecorator =>
  Text('Unique in the template: letters, digits, dot, hyphen and underscore, up to 100. Required.');
const Name = (): PropertyDecorator => Text('Name, up to 500 characters; it may hold placeholders. Required.');
const Description = (): PropertyDecorator =>
  Text('What it is about, up to 10,000 characters; null when it is not described.');
const Tasks = (description: string): PropertyDecorator =>
  Field(() => [TemplateTask], { nullable: true, description });

@Both('TemplatePlaceholder', 'What texts of a template leave open, as `{{site}}` does.')
export class TemplatePlaceholder {
  @Text(
    'Name of the parameter that fills it: a letter, then letters, digits, hyphen and underscore, up to 60. Required.',
  )
  key?: string | null;

  @Description()
  description?: string | null;

  @Text('Its value where none is given; null when one must be given, 1 to 500 characters.')
  default?: string | null;
}

@Both('TemplateControlLink', 'A control that a task of a template works on.')
export class TemplateControlLink {
  @Field(() => ID, { nullable: true, description: 'Id of the control, a UUID. Required.' })
  controlId?: string | null;

  @Text('The group of controls it belongs to, up to 200 characters; null when it is in none.')
  controlGroup?: string | null;
}

@Both('TemplateIsmsCriterion', 'A criterion of a management system that a task of a template serves.')
export class TemplateIsmsCriterion {
  @Text('Code of the criterion, such as `ISO27001-A.7.4`, up to 200 characters. Required.')
  code?: string | null;

  @Text('Version of the standard, up to 100 characters; null when it does not matter.')
  version?: string | null;
}

@Both('TemplateSubtask', 'A step of a task of a template.')
export class TemplateSubtask {
  @Name()
  name?: string | null;

  @Description()
  description?: string | null;

  @Field(() => TaskPriority, { nullable: true, description: 'Priority; null is `NORMAL`.' })
  priority?: TaskPriority | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it needs accepted evidence; null is no.' })
  requiresEvidence?: boolean | null;
}

@Both('TemplateTask', 'A task that a template makes.')
export class TemplateTask {
  @Key()
  key?: string | null;

  @Name()
  name?: string | null;

  @Description()
  description?: string | null;

  @Text('Type of the task, up to 100 characters; null is `simple`.')
  taskType?: string | null;

  @Field(() => TaskPriority, { nullable: true, description: 'Priority; null is `NORMAL`.' })
  priority?: TaskPriority | null;

  @Field(() => QuickClass, { nullable: true, description: 'How soon it pays off; null is `MEDIUM_TERM`.' })
  quickClass?: QuickClass | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'It starts no earlier than this many working days after the start, up to 40,000; null is with the start.',
  })
  startDay?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Duration in working days, up to 40,000; 0 is a milestone, null is 1.',
  })
  durationDays?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it can be completed only with accepted evidence; null is no.',
  })
  requiresEvidence?: boolean | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Planned capital cost; null is 0.' })
  capexCost?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Planned operating cost; null is 0.' })
  opexCost?: string | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description:
      'Share of the linked risk that it mitigates once it is complete; null when it is not estimated.',
  })
  mitigationPct?: number | string | null;

  @Field(() => [TemplateControlLink], {
    nullable: true,
    description: 'Controls that it works on, at most 100; null is none.',
  })
  controls?: TemplateControlLink[] | null;

  @Field(() => [TemplateIsmsCriterion], {
    nullable: true,
    description: 'Criteria that it serves, at most 100; null is none.',
  })
  ismsCriteria?: TemplateIsmsCriterion[] | null;

  @Field(() => [TemplateSubtask], { nullable: true, description: 'Its steps, at most 200; null is none.' })
  subtasks?: TemplateSubtask[] | null;
}

@Both('TemplateWorkPackage', 'A work package that a template makes.')
export class TemplateWorkPackage {
  @Key()
  key?: string | null;

  @Name()
  name?: string | null;

  @Description()
  description?: string | null;

  @Tasks('Its tasks; a template has at most 2,000 in all. Null is none.')
  tasks?: TemplateTask[] | null;
}

@Both('TemplatePhase', 'A phase that a template makes.')
export class TemplatePhase {
  @Key()
  key?: string | null;

  @Name()
  name?: string | null;

  @Description()
  description?: string | null;

  @Field(() => [TemplateWorkPackage], {
    nullable: true,
    description: 'Its work packages, at most 200; null is none.',
  })
  workPackages?: TemplateWorkPackage[] | null;

  @Tasks('Tasks that stand in the phase, outside of its work packages; null is none.')
  tasks?: TemplateTask[] | null;
}

@Both('TemplateDependency', 'A dependency between two tasks that a template makes.')
export class TemplateDependency {
  @Text('Key of the task that constrains the other. Required.')
  predecessor?: string | null;

  @Text('Key of the task that is constrained. Required.')
  successor?: string | null;

  @Field(() => DependencyType, {
    nullable: true,
    description: 'Which ends it connects; null is `FINISH_TO_START`.',
  })
  type?: DependencyType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Working days between the two ends, -3,650 to 3,650; negative is a lead, null is 0.',
  })
  lagDays?: number | null;
}

@Both(
  'TemplateDocument',
  'The plan of a template, with working days relative to its start; up to 800,000 characters as JSON. Files of templates are described by docs/template.schema.json.',
)
export class TemplateDocument {
  @Field(() => Int, { nullable: true, description: 'Version of the form, which is 1. Required.' })
  formatVersion?: number | null;

  @Field(() => [TemplatePlaceholder], {
    nullable: true,
    description: 'What its texts leave open, at most 50; null is nothing.',
  })
  parameters?: TemplatePlaceholder[] | null;

  @Field(() => [TemplatePhase], { nullable: true, description: 'Its phases, at most 100; null is none.' })
  phases?: TemplatePhase[] | null;

  @Tasks('Tasks outside of these phases, which go into the project’s general work package; null is none.')
  tasks?: TemplateTask[] | null;

  @Field(() => [TemplateDependency], {
    nullable: true,
    description: 'Dependencies between its tasks, at most 5,000; null is none.',
  })
  dependencies?: TemplateDependency[] | null;
}

/**
 * The plan as files of templates have it: absent where it is null, percentages as text.
 * @param field where it stands, for errors.
 * @throws PitError BAD_USER_INPUT where it is too large.
 */
export function templateFile(document: TemplateDocument, field: string): unknown {
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (key === 'mitigationPct' && typeof value === 'number') return value.toFixed(2);
    return value ?? undefined;
  });
  return requireJson(JSON.parse(text), field, TEMPLATE_BOUNDS);
}
