import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { expose } from '../../entities/base/expose.ts';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../../entities/base/scalars.ts';
import { BaselineKind } from '../../src/domain/enums.ts';

expose(BaselineKind, 'BaselineKind', 'What a baseline is to its project.', {
  ORIGINAL: 'What was promised first. A project has one at most, and it cannot be replaced.',
  REVISED: 'What was promised instead, for a reason.',
  WHAT_IF: 'What might have been. A project is never held to it.',
});

@ObjectType({
  description:
    'The plan of a project as it stood at a moment, rebuilt from the audit log and kept with its hash. It never changes.',
})
export class Baseline {
  @Field(() => ID, { description: 'Identity of the baseline.' })
  id: string;

  @Field(() => ID, { description: 'Id of the project whose plan it is.' })
  projectId: string;

  @Field(() => String, { description: 'What people call it.' })
  name: string;

  @Field(() => BaselineKind, { description: 'What it is to the project.' })
  kind: BaselineKind;

  @Field(() => Boolean, { description: 'Whether the project is held to it; one baseline at most.' })
  isCurrent: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was set; null for the first baseline of a project where nobody said.',
  })
  reason: string | null;

  @Field(() => DateTimeScalar, { description: 'The moment that the plan is of.' })
  asOf: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'First day of the project in this plan; null where the plan has none.',
  })
  startDate: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the project in this plan; null where the plan has none.',
  })
  endDate: string | null;

  @Field(() => Int, { description: 'Number of tasks in this plan.' })
  taskCount: number;

  @Field(() => DecimalScalar, {
    description: 'Planned capital cost of all tasks in this plan, an amount without a currency.',
  })
  capexCost: string;

  @Field(() => DecimalScalar, {
    description: 'Planned operating cost of all tasks in this plan, an amount without a currency.',
  })
  opexCost: string;

  @Field(() => String, { description: 'SHA-256 of the plan, as 64 hexadecimal digits.' })
  sha256: string;

  @Field(() => DateTimeScalar, { description: 'When it was set.' })
  setAt: string;

  @Field(() => DateTimeScalar, {
    description: 'When it was last renamed, or became current or ceased to be; when it was set before that.',
  })
  updatedAt: string;

  setBy: string;
  approvedBy: string | null;
}

@ObjectType({ description: 'What a task was planned to cost. Amounts without a currency.' })
export class BaselineCost {
  @Field(() => DecimalScalar, { description: 'Planned capital cost.' })
  capex: string;

  @Field(() => DecimalScalar, { description: 'Planned operating cost.' })
  opex: string;
}

@ObjectType({ description: 'One thing that is wrong with a baseline, by the record that it is about.' })
export class BaselineFault {
  @Field(() => String, {
    description:
      'The table of the record, such as `task`; `baseline_task` for what the baseline shows itself.',
  })
  table: string;

  @Field(() => ID, { description: 'Id of the record; of a rule or actual dates, that of the task.' })
  recordId: string;

  @Field(() => [String], {
    description: 'What of the plan differs, by name; empty where the whole record does.',
  })
  fields: string[];

  @Field(() => String, { description: 'What is wrong, in words.' })
  fault: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the audit record that the plan is rebuilt from; null when the log has none for it.',
  })
  auditLogId: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of that audit record; null without one.' })
  sequence: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of the seal that covers that audit record; null while none does.',
  })
  seal: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether that audit record is as it was sealed; null while no seal covers it.',
  })
  isAsSealed: boolean | null;
}

@ObjectType({ description: 'Whether a baseline is what the audit log says the plan was.' })
export class BaselineVerdict {
  @Field(() => Boolean, {
    description:
      'Whether the plan rebuilt from the audit log, the plan that is kept and its hash agree, and no audit record of it was altered after it was sealed.',
  })
  holds: boolean;

  @Field(() => String, { description: 'The hash that was kept when it was set, as 64 hexadecimal digits.' })
  sha256: string;

  @Field(() => String, {
    nullable: true,
    description: 'The hash of the plan as the audit log gives it now; null when it gives none.',
  })
  rebuiltSha256: string | null;

  @Field(() => String, { description: 'The hash of the plan that is stored now.' })
  storedSha256: string;

  @Field(() => Int, { description: 'Number of audit records that the plan is made of.' })
  recordCount: number;

  @Field(() => Int, { description: 'Number of them that a seal covers.' })
  sealedCount: number;

  @Field(() => Boolean, {
    description:
      'Whether a seal covers all of them, and each is as it was sealed. Whether the seals themselves hold, those who govern may verify.',
  })
  isSealed: boolean;

  @Field(() => Int, { description: 'Number of faults; 0 when the baseline holds.' })
  faultCount: number;

  @Directive('@listSize(assumedSize: 100)')
  @Field(() => [BaselineFault], {
    description: 'What is wrong, at most 100 faults; empty when the baseline holds.',
  })
  faults: BaselineFault[];
}
