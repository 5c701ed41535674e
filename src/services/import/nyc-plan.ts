import { createHash } from 'node:crypto';
import type { WorkCalendar } from '../../domain/calendar.ts';
import { fromCents, requireStorable, toCents, type Money } from '../../domain/money.ts';
import { NycStatus, type NycRow } from '../../domain/import/nyc-capital-projects.ts';
import { ProjectLifecycle } from '../../domain/enums.ts';

/** One row of the file as a task. */
export interface PlannedTask {
  /** Finds the task again in the next run: made of what names the row and never of what changes in it. */
  readonly reference: string;
  readonly name: string;
  readonly description: string;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly durationDays: number | null;
  readonly capexCost: Money;
  readonly isComplete: boolean;
  /** When a row says it began, of work that has begun. */
  readonly startedOn: string | null;
  /** When a complete row says it ended. */
  readonly completedOn: string | null;
}

export interface PlannedPhase {
  readonly name: string;
  readonly tasks: PlannedTask[];
}

/** The rows that share their DSF numbers and their description. */
export interface PlannedProject {
  /** Short code, without regard to whether the organisation has it already; null without a DSF number. */
  readonly code: string | null;
  readonly name: string;
  readonly description: string;
  /** Null when the rows name none, or lie in several districts. */
  readonly district: string | null;
  /** Building identifier of its first row; its letter is the borough. */
  readonly building: string | null;
  readonly phases: readonly PlannedPhase[];
  readonly status: ProjectLifecycle;
  /** Sum of the budgets that the file states. */
  readonly capexCommitted: Money;
  readonly capexSpent: Money;
}

const UNNAMED_PHASE = 'Unnamed phase';

/**
 * Turns rows into projects, in the file's order. Takes the whole file: a project's rows may lie far apart.
 * @throws PitError BAD_USER_INPUT when the costs of a project outgrow what can be stored.
 */
export function planProjects(rows: readonly NycRow[], calendar: WorkCalendar): PlannedProject[] {
  const groups = new Map<string, NycRow[]>();
  for (const row of rows) {
    const key = `${row.dsfNumbers ?? ''}|${row.description}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()].map((group) => planProject(group, calendar));
}

function planProject(rows: readonly NycRow[], calendar: WorkCalendar): PlannedProject {
  const [first] = rows as [NycRow, ...NycRow[]];
  const districts = new Set(rows.map((row) => row.district));
  const programmes = new Set(rows.map((row) => row.programme ?? 'no programme'));
  return {
    code: shortCode(first.dsfNumbers),
    name: first.description,
    description: `School construction, ${[...programmes].join(', ')}. DSF numbers: ${first.dsfNumbers ?? 'none'}.`,
    district: districts.size === 1 ? first.district : null,
    building: first.building,
    phases: planPhases(rows, calendar),
    status: lifecycleOf(rows),
    capexCommitted: total(rows, 'budget'),
    capexSpent: total(rows, 'spent'),
  };
}

/** `DSF0001008800, DSF0000991942` becomes `DSF0001008800+1`: a list of eleven numbers is no short code. */
function shortCode(dsfNumbers: string | null): string | null {
  if (dsfNumbers === null) return null;
  const [first = '', ...others] = dsfNumbers.split(/\s*,\s*/);
  return others.length === 0 ? first : `${first}+${others.length}`;
}

/** A project that no row has begun is a draft: PNS says that nobody works on it yet. */
function lifecycleOf(rows: readonly NycRow[]): ProjectLifecycle {
  if (rows.every((row) => row.status === NycStatus.COMPLETE)) return ProjectLifecycle.COMPLETED;
  const isBegun = rows.some((row) => row.status !== null && row.status !== NycStatus.NOT_STARTED);
  return isBegun ? ProjectLifecycle.ACTIVE : ProjectLifecycle.DRAFT;
}

function total(rows: readonly NycRow[], field: 'budget' | 'spent'): Money {
  return fromCents(sumOf(rows, field));
}

function sumOf(rows: readonly NycRow[], field: 'budget' | 'spent' | 'estimate'): bigint {
  const cents = rows.reduce((sum, row) => sum + toCents(row[field] ?? '0.00'), 0n);
  return requireStorable(cents, `the ${field} of "${rows[0]?.description}" (${rows[0]?.dsfNumbers})`);
}

function planPhases(rows: readonly NycRow[], calendar: WorkCalendar): PlannedPhase[] {
  sumOf(rows, 'estimate');
  const phases = new Map<string, PlannedPhase>();
  const repeats = new Map<string, number>();
  for (const row of rows) {
    const name = row.phase ?? UNNAMED_PHASE;
    const phase = phases.get(name) ?? { name, tasks: [] };
    const place = `${row.building}|${name}`;
    const repeat = (repeats.get(place) ?? 0) + 1;
    repeats.set(place, repeat);
    phase.tasks.push(planTask(row, repeat, calendar));
    phases.set(name, phase);
  }
  return [...phases.values()];
}

function planTask(row: NycRow, repeat: number, calendar: WorkCalendar): PlannedTask {
  const { actualStart: startDate, plannedEnd: endDate } = row;
  const isDated = startDate !== null && endDate !== null;
  const isComplete = row.status === NycStatus.COMPLETE;
  return {
    reference: referenceOf(row, repeat),
    name: taskName(row),
    description: describe(row),
    startDate,
    endDate,
    durationDays: isDated ? calendar.durationBetween(startDate, endDate) : null,
    capexCost: row.estimate ?? '0.00',
    isComplete,
    startedOn: row.status === NycStatus.IN_PROGRESS || isComplete ? startDate : null,
    completedOn: isComplete ? row.actualEnd : null,
  };
}

/**
 * Readable at its head, exact by its digest: `DSF0001008800+1|M019|Construction|7c0f...`. A dozen rows of the file
 * differ in nothing but dates and amounts; `repeat` counts them in the file's order. By the digest at the end the database knows work of
 * a list, which answers for no day (pit_ops.commit_work).
 */
function referenceOf(row: NycRow, repeat: number): string {
  const identity = [row.dsfNumbers, row.building, row.description, row.phase, repeat];
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16);
  const head = [shortCode(row.dsfNumbers), row.building, row.phase].map((word) => word ?? '-').join('|');
  return `${head.slice(0, 120)}|${digest}`.normalize('NFC');
}

function taskName(row: NycRow): string {
  const phase = row.phase ?? UNNAMED_PHASE;
  const place = row.school ?? (row.building === null ? null : `building ${row.building}`);
  return place === null ? phase : `${phase} at ${place}`;
}

/** What the file says of the row and no column of a task holds. */
function describe(row: NycRow): string {
  const facts = [
    `Building ${row.building ?? 'unknown'}, ${row.programme ?? 'no programme'}`,
    `source status ${row.status ?? 'unknown'}`,
    row.actualEnd === null ? null : `ended on ${row.actualEnd}`,
    row.budget === null ? null : `budget ${row.budget}`,
    row.spent === null ? null : `spent ${row.spent}`,
  ];
  return `${facts.filter((fact) => fact !== null).join('; ')}.`;
}
