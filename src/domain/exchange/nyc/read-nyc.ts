import type { WorkCalendar } from '../../calendar.ts';
import { ProjectLifecycle } from '../../enums.ts';
import { fromCents, requireStorable, toCents, type Money } from '../../money.ts';
import { mapInSteps, type Steps } from '../../in-steps.ts';
import { planInSteps } from '../plan-check.ts';
import { BLANK_TASK, type ListedPlan, type PlanBranch, type PlanTask } from '../plan-document.ts';
import { NycStatus, type NycRow } from './nyc-row.ts';

/** What the mapping goes by that is not in the file. */
export interface NycRules {
  /** The organisation's working days. */
  readonly calendar: WorkCalendar;
  /** A digest of a text, 16 hexadecimal digits or more. */
  readonly digestOf: (text: string) => string;
  /** E-mail address of who answers for the projects of a building; null for whoever imports. */
  readonly managerOf?: (building: string | null) => string | null;
}

const UNNAMED_PHASE = 'Unnamed phase';
const DIGEST = 16;

/**
 * Turns the rows of "Capital Project Schedules and Budgets" into plans, in the file's order: the rows that share their DSF numbers and their
 * description are a project, each row is a task. Takes the whole file, since a project's rows may lie far apart.
 * @throws PitError BAD_USER_INPUT when the costs of a project outgrow what can be stored, or it has more phases than are shown.
 */
export function* readNyc(rows: readonly NycRow[], rules: NycRules): Steps<ListedPlan[]> {
  const groups = new Map<string, NycRow[]>();
  for (const row of rows) {
    const key = `${row.dsfNumbers ?? ''}|${row.description}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const drawn = yield* mapInSteps(groups, ([key, group]) => planOf(key, group, rules));
  const plans: ListedPlan[] = [];
  for (const plan of drawn) plans.push(yield* planInSteps(plan));
  return plans;
}

function planOf(identity: string, rows: readonly NycRow[], rules: NycRules): ListedPlan {
  const [first] = rows as [NycRow, ...NycRow[]];
  const districts = new Set(rows.map((row) => row.district));
  const district = districts.size === 1 ? first.district : null;
  const programmes = new Set(rows.map((row) => row.programme ?? 'no programme'));
  const code = shortCode(first.dsfNumbers);
  sumOf(rows, 'estimate');
  return {
    key: keyOf([code], identity, rules),
    recordId: null,
    name: first.description,
    code,
    description: `School construction, ${[...programmes].join(', ')}. DSF numbers: ${first.dsfNumbers ?? 'none'}.`,
    startDate: null,
    branches: branchesOf(rows),
    tasks: tasksOf(rows, rules),
    links: [],
    sources: [],
    calendar: null,
    listing: {
      state: lifecycleOf(rows),
      divisionName: district === null ? null : `District ${district}`,
      ownerEmail: rules.managerOf?.(first.building) ?? null,
      cost: { capexCommitted: total(rows, 'budget'), capexSpent: total(rows, 'spent') },
    },
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

function phaseOf({ phase }: NycRow): string {
  return phase ?? UNNAMED_PHASE;
}

function branchesOf(rows: readonly NycRow[]): PlanBranch[] {
  const names = [...new Set(rows.map(phaseOf))];
  return names.map((name) => ({ key: name, phaseKey: null, name, description: null, recordId: null }));
}

/** A dozen rows of the file differ in nothing but dates and amounts; they are counted in the file's order. */
function tasksOf(rows: readonly NycRow[], rules: NycRules): PlanTask[] {
  const repeats = new Map<string, number>();
  return rows.map((row) => {
    const place = `${row.building}|${phaseOf(row)}`;
    const repeat = (repeats.get(place) ?? 0) + 1;
    repeats.set(place, repeat);
    return taskOf(row, repeat, rules);
  });
}

/** The start and end of work count where it has begun, and is complete; a percentage is not in the file. */
function taskOf(row: NycRow, repeat: number, rules: NycRules): PlanTask {
  const { actualStart: startDate, plannedEnd: endDate } = row;
  const isDated = startDate !== null && endDate !== null;
  const isComplete = row.status === NycStatus.COMPLETE;
  const name = taskName(row);
  const head = [shortCode(row.dsfNumbers), row.building, row.phase];
  const identity = JSON.stringify([row.dsfNumbers, row.building, row.description, row.phase, repeat]);
  return {
    ...BLANK_TASK,
    key: keyOf(head, identity, rules),
    branchKey: phaseOf(row),
    name,
    description: describe(row),
    startDate,
    endDate,
    durationDays: isDated ? rules.calendar.durationBetween(startDate, endDate) : null,
    progressPercent: isComplete ? 100 : null,
    actualStart: row.status === NycStatus.IN_PROGRESS || isComplete ? startDate : null,
    actualFinish: isComplete ? row.actualEnd : null,
    capexCost: row.estimate ?? '0.00',
    where: `"${name}" of "${row.description}"`,
  };
}

/**
 * Readable at its head, exact by its digest: `DSF0001008800+1|M019|Construction|7c0f...`. Made of what names a row and never of what changes
 * in it.
 */
function keyOf(head: readonly (string | null)[], identity: string, { digestOf }: NycRules): string {
  const words = head.map((word) => word ?? '-').join('|');
  return `${words.slice(0, 120)}|${digestOf(identity).slice(0, DIGEST)}`.normalize('NFC');
}

function taskName(row: NycRow): string {
  const phase = phaseOf(row);
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
