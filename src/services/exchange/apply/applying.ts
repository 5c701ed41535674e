import type { PlanDocument } from '../../../domain/exchange/plan-document.ts';
import type { PlanWarnings } from '../../../domain/exchange/plan-warnings.ts';
import type { LockedProject } from '../../plan/projects/locked-project.ts';
import type { Tx } from '../../transaction/command.ts';
import type { KnownRows } from './known-rows.ts';
import type { PlanPeople } from './plan-people.ts';
import type { PlanTally } from './plan-report.ts';

/** Where an import is: told between statements, and asked whether to go on. */
export interface ImportStep {
  readonly step: 'reading' | 'branches' | 'tasks' | 'progress' | 'links';
  readonly done: number;
  readonly total: number;
}

/** @throws what ends the import. */
export type StepListener = (step: ImportStep) => Promise<void>;

/** What all parts of one import share. */
export interface Applying {
  readonly tx: Tx;
  readonly plan: PlanDocument;
  /** Locked until the end of the transaction. */
  readonly project: LockedProject;
  readonly known: KnownRows;
  readonly people: PlanPeople;
  /** Who answers for what nobody is named for. */
  readonly ownerId: string;
  readonly warnings: PlanWarnings;
  readonly tally: PlanTally;
  readonly onStep: StepListener;
}
