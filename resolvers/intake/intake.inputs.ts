import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { PercentScalar } from '../../entities/base/number-scalars.ts';
import { DateScalar } from '../../entities/base/scalars.ts';
import { BulkMode } from '../../src/domain/plan/bulk.ts';
import { Severity } from '../../src/domain/intake/intake.ts';
import { RiskLinkType, SourceModule, TaskPriority } from '../../src/domain/enums.ts';
import { MutationInput } from '../graph/mutation-input.ts';

registerEnumType(Severity, {
  name: 'Severity',
  description: 'How grave a finding is, in the words of the modules that raise work from it.',
  valuesConfig: {
    LOW: { description: 'Work of low priority.' },
    MEDIUM: { description: 'Work of normal priority.' },
    HIGH: { description: 'Work of high priority.' },
    CRITICAL: { description: 'Work of critical priority.' },
  },
});

@InputType({ description: 'What a raised task is linked to in other modules.' })
export class OriginLinksInput {
  @Field(() => ID, { nullable: true, description: 'Id of the risk that it mitigates.' })
  riskId?: string | null;

  @Field(() => RiskLinkType, {
    nullable: true,
    description: 'Which view of the risk the link refers to; the residual one when not given.',
  })
  riskLinkType?: RiskLinkType | null;

  @Field(() => ID, { nullable: true, description: 'Id of the control that it puts in place.' })
  controlId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the incident that it follows from.' })
  incidentId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of the audit finding that it closes.' })
  auditFindingId?: string | null;
}

@InputType({ description: 'One piece of work that another module raises.' })
export class RaisedTaskInput {
  @Field(() => SourceModule, { description: 'The module that raises the work.' })
  sourceModule: SourceModule;

  @Field(() => String, {
    description:
      'What the work comes from, as that module names it: 1 to 200 characters, kept in Unicode NFC. It has at most one open task in the organisation.',
  })
  sourceReferenceId: string;

  @Field(() => String, { description: 'Name of a new task; an open one keeps its own.' })
  name: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Description of a new task; appended to that of an open one, unless it says so already. What no longer fits there is kept in the progress log of the task.',
  })
  description?: string | null;

  @Field(() => Severity, {
    nullable: true,
    description: 'How grave the finding is. Of severity and priority the more urgent counts.',
  })
  severity?: Severity | null;

  @Field(() => TaskPriority, {
    nullable: true,
    description: 'How urgent the work is, normal unless said; an open task is raised, never lowered.',
  })
  priority?: TaskPriority | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'Last day. Without one a new task gets 90, 60, 30 or 14 days by its priority; an open task only comes to end earlier.',
  })
  dueDate?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who answers for a new task; the project’s owner unless said.',
  })
  ownerId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Phase of a new task; “Initiation”, or the first, unless said.',
  })
  phaseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Work package of a new task; “General” where that is, unless a place is said.',
  })
  workPackageId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether a new task can be completed only with accepted evidence.',
  })
  requiresEvidence?: boolean | null;

  @Field(() => PercentScalar, {
    nullable: true,
    description: 'Share of the linked risk that a new task mitigates once it is complete, 0 to 100 percent.',
  })
  linkedRiskMitigationPct?: number | null;

  @Field(() => OriginLinksInput, { nullable: true, description: 'What the task is linked to.' })
  links?: OriginLinksInput | null;
}

@InputType({ description: 'Work that other modules raise in a project.' })
export class RaiseTasksInput extends MutationInput {
  @Field(() => ID, { description: 'Id of the project that new tasks are created in.' })
  projectId: string;

  @Field(() => [RaisedTaskInput], { description: 'The work, at most 500 items, each of another origin.' })
  tasks: RaisedTaskInput[];

  @Field(() => BulkMode, {
    defaultValue: BulkMode.ALL_OR_NOTHING,
    description: 'What becomes of the others when some are refused.',
  })
  mode: BulkMode;
}
