import { Field, ID, Int, ObjectType } from 'type-graphql';
import { expose } from '../../entities/base/expose.ts';
import { DateTimeScalar } from '../../entities/base/scalars.ts';
import { PlanFormat } from '../../src/domain/exchange/plan-document.ts';
import { PlanWarningKind } from '../../src/domain/exchange/plan-warnings.ts';
import { ErrorCode, PitErrorCode } from '../../src/domain/errors.ts';

export const PlanImportState = {
  WAITING: 'waiting',
  RUNNING: 'running',
  DONE: 'done',
  REFUSED: 'refused',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const;
export type PlanImportState = (typeof PlanImportState)[keyof typeof PlanImportState];

expose(
  PlanImportState,
  'PlanImportState',
  'How far the import of a plan has come. More values may be added.',
  {
    WAITING: 'It waits for its turn.',
    RUNNING: 'It is being done. Nothing of it is stored so far.',
    DONE: 'All of it is stored; of a dry run nothing is. The report says what.',
    REFUSED: 'Nothing of it is stored: the file or the rules do not allow it. The error says why.',
    FAILED: 'Nothing of it is stored: it could not be finished. The error says why.',
    CANCELLED: 'Nothing of it is stored: it was given up on request.',
  },
);

expose(PlanFormat, 'PlanFormat', 'What a file of a plan is.', {
  MSPDI: 'XML of Microsoft Project.',
  CSV: 'A table of tasks with a header, its columns named by a map.',
  XER: 'An export of Primavera P6.',
  OSCAL_POAM: 'An OSCAL plan of action and milestones in JSON.',
});

expose(
  PlanWarningKind,
  'PlanWarningKind',
  'What a warning of an import is about. More values may be added.',
  {
    CALENDAR: 'Working days that the organisation has otherwise; they are not adopted.',
    CELL: 'A value that could not be read, and was left out.',
    CONSTRAINT: 'A scheduling constraint that was changed or left out.',
    DATES: 'Dates and duration that contradict each other.',
    LEFT_OUT: 'A line that was left out.',
    LINK: 'A dependency that was changed or left out.',
    OUTLINE: 'A place in the outline that has no counterpart.',
    PERSON: 'Somebody who is no active user of the organisation.',
    PROGRESS: 'Progress that was not taken over.',
    TEXT: 'A text that was cut or replaced.',
  },
);

@ObjectType({ description: 'What became of the lines of one kind.' })
export class PlanImportCounts {
  @Field(() => Int, { description: 'Rows that were made.' })
  made: number;

  @Field(() => Int, { description: 'Rows that were changed.' })
  changed: number;

  @Field(() => Int, {
    description: 'Rows that were as the file has them, or that the file says nothing new of.',
  })
  unchanged: number;

  @Field(() => Int, { description: 'Lines whose row was deleted here; it stays deleted.' })
  deletedHere: number;

  @Field(() => Int, {
    description: 'Rows that an earlier file had made and this one has no more: links alone.',
  })
  removed: number;
}

@ObjectType({ description: 'Something of a file that was not taken over as it is.' })
export class PlanImportWarning {
  @Field(() => PlanWarningKind, { description: 'What it is about.' })
  kind: PlanWarningKind;

  @Field(() => String, { description: 'Where in the file.' })
  where: string;

  @Field(() => String, { description: 'What was done instead, in words.' })
  message: string;
}

@ObjectType({ description: 'How many warnings there are of a kind.' })
export class PlanImportWarningCount {
  @Field(() => PlanWarningKind, { description: 'What they are about.' })
  kind: PlanWarningKind;

  @Field(() => Int, { description: 'How many.' })
  count: number;
}

@ObjectType({ description: 'What an import has done, or what a dry run would have done.' })
export class PlanImportReport {
  @Field(() => String, { description: 'Name of the project.' })
  projectName: string;

  @Field(() => Boolean, { description: 'Whether the project is made by the import.' })
  isNewProject: boolean;

  @Field(() => PlanImportCounts, { description: 'Phases.' })
  phases: PlanImportCounts;

  @Field(() => PlanImportCounts, { description: 'Work packages.' })
  workPackages: PlanImportCounts;

  @Field(() => PlanImportCounts, { description: 'Tasks.' })
  tasks: PlanImportCounts;

  @Field(() => PlanImportCounts, { description: 'Subtasks.' })
  subtasks: PlanImportCounts;

  @Field(() => PlanImportCounts, { description: 'Dependencies.' })
  links: PlanImportCounts;

  @Field(() => Int, { description: 'Warnings in all.' })
  warningCount: number;

  @Field(() => [PlanImportWarningCount], { description: 'Warnings by kind.' })
  warningCounts: PlanImportWarningCount[];

  @Field(() => [PlanImportWarning], { description: 'The first 20 warnings.' })
  warnings: PlanImportWarning[];
}

@ObjectType({ description: 'Why nothing came of an import.' })
export class PlanImportError {
  @Field(() => ErrorCode, { description: 'The word that `extensions.code` would carry.' })
  code: ErrorCode;

  @Field(() => PitErrorCode, {
    nullable: true,
    description: 'The number of the refusal; null where it has none.',
  })
  pit: PitErrorCode | null;

  @Field(() => String, { description: 'What was wrong, in words.' })
  message: string;

  @Field(() => String, { nullable: true, description: 'Where; null where it is about no place.' })
  field: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What would have been accepted; null where nobody said.',
  })
  expected: string | null;

  @Field(() => String, { nullable: true, description: 'What there was instead; null where nobody said.' })
  actual: string | null;
}

@ObjectType({
  description: 'The import of a plan from a file. A job does it, in one transaction, as who asked for it.',
})
export class PlanImport {
  @Field(() => ID, { description: 'Identity of the import.' })
  id: string;

  @Field(() => PlanImportState, { description: 'How far it has come.' })
  state: PlanImportState;

  @Field(() => Boolean, { description: 'Whether nothing of it is to be stored.' })
  isDryRun: boolean;

  @Field(() => Boolean, { description: 'Whether it is to be given up.' })
  isCancelled: boolean;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  requestedAt: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was over; null before.' })
  finishedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What is being done: `reading`, `branches`, `tasks`, `links` or `progress`; null before it begins.',
  })
  step: string | null;

  @Field(() => Int, { description: 'How many of `total` the step has done.' })
  done: number;

  @Field(() => Int, { description: 'How much the step has to do; 0 where it is not known.' })
  total: number;

  @Field(() => PlanImportError, { nullable: true, description: 'Why nothing came of it; null unless so.' })
  error: PlanImportError | null;

  projectId: string | null;
  requestedBy: string;
  request: { format: PlanFormat };
  report: unknown;
  version: number;
}
