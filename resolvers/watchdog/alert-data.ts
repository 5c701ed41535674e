import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { JsonScalar } from '../../entities/base/json-scalar.ts';
import { DateScalar, DecimalScalar } from '../../entities/base/scalars.ts';
import { TaskStatus } from '../../src/domain/enums.ts';
import type { SubjectType } from '../../src/domain/watchdog/watchdog-facts.ts';

export const AlertSubject = {
  TASK: 'task',
  SUBTASK: 'subtask',
  WORK_PACKAGE: 'work_package',
  PROJECT: 'project',
  DEPENDENCY: 'dependency',
  USER: 'user',
  RISK: 'risk',
} as const satisfies Record<string, SubjectType>;
export type AlertSubject = (typeof AlertSubject)[keyof typeof AlertSubject];
registerEnumType(AlertSubject, {
  name: 'AlertSubject',
  description: 'What kind of record an alert is about.',
  valuesConfig: {
    TASK: { description: 'A task.' },
    SUBTASK: { description: 'A subtask.' },
    WORK_PACKAGE: { description: 'A work package.' },
    PROJECT: { description: 'The project itself.' },
    DEPENDENCY: { description: 'A dependency between two tasks.' },
    USER: { description: 'A user.' },
    RISK: { description: 'A risk of another module.' },
  },
});

@ObjectType({
  description:
    'The figures behind an alert. Which measures there are depends on its code; those that it has not are null.',
})
export class WatchdogAlertData {
  @Field(() => Int, {
    nullable: true,
    description: 'How grave it is, from 1 (gravest) to 5; null when whoever raised it does not say.',
  })
  level: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the record that it is about; null when whoever raised it does not say.',
  })
  subject: string | null;

  @Field(() => AlertSubject, {
    nullable: true,
    description: 'What kind of record that is; null when it is of no such kind.',
  })
  subjectType: AlertSubject | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to do about it, in a sentence.',
  })
  action: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Last day of the task; of `TASK_OVERDUE` and `UPCOMING_DEADLINE`.',
  })
  dueOn: string | null;

  @Field(() => Int, { nullable: true, description: 'Overdue tasks; of `OVERDUE_CLUSTER`.' })
  overdue: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'Day on which the task was last heard of: an entry in its progress log, evidence, a review, what a person changed, or its creation; of `STALLED_TASK`.',
  })
  lastHeard: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True where the work was to begin and never did; of `STALLED_TASK`.',
  })
  neverStarted: boolean | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The day on which work was to begin that never did; of `STALLED_TASK`.',
  })
  plannedStart: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many findings the alert stands for; null where it stands for one.',
  })
  count: number | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of the first ten of these; null where the alert stands for one.',
  })
  first: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Pieces of evidence that wait for a review; of `EVIDENCE_UNREVIEWED`.',
  })
  waiting: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Since when the oldest of them waits; of `EVIDENCE_UNREVIEWED`.',
  })
  waitingSince: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Reviews that rejected evidence; of `EVIDENCE_REJECTED_TWICE`.',
  })
  rejections: number | null;

  @Field(() => TaskStatus, { nullable: true, description: 'The stored status; of `STATUS_MISMATCH`.' })
  status: TaskStatus | null;

  @Field(() => TaskStatus, {
    nullable: true,
    description: 'The status that follows from the facts; of `STATUS_MISMATCH`.',
  })
  expectedStatus: TaskStatus | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The forecast finish is at least so many working days later than promised: 1, 3, 5, 10, 20, 40 or 80; of `CRITICAL_PATH_DRIFT`.',
  })
  bandDays: number | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The finish that was promised; of `CRITICAL_PATH_DRIFT`.',
  })
  promisedFinish: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the first open task of the path that drives the finish; of `CRITICAL_PATH_DRIFT`.',
  })
  driverId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the task that was to come first; of `EARLY_SUCCESSOR_START`.',
  })
  predecessorId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the task that came too early; of `EARLY_SUCCESSOR_START`.',
  })
  successorId: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Ids of tasks of the cycle, ten at most; of `DEPENDENCY_CYCLE`.',
  })
  tasks: string[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Ids of the projects that the person or the risk has to do with, 20 at most; of `OWNER_OVERLOAD` and `RISK_NOT_MITIGATING`.',
  })
  projects: string[] | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The money spent; of `COST_SPIKE`.' })
  spent: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'What the work was planned to cost, in all or in these days; of `COST_SPIKE`.',
  })
  budget: string | null;

  @Field(() => JsonScalar, {
    description: 'Measures for which there is no field, an object; empty when there are none.',
  })
  other: object;
}
