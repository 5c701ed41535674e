import type { WorkCalendar } from '../../calendar.ts';
import type { CivilDate } from '../../civil-date.ts';
import { isUuid } from '../../uuid.ts';
import { descriptionOf, nameOf } from '../file-text.ts';
import { earlier } from '../file-days.ts';
import { eachInSteps, mapInSteps, type Steps } from '../../in-steps.ts';
import { planInSteps, refuseFile, requireCount } from '../plan-check.ts';
import {
  BLANK_TASK,
  PLAN_LIMITS,
  PlanFormat,
  type PlanDocument,
  type PlanLink,
  type PlanTask,
} from '../plan-document.ts';
import { PlanText } from '../plan-text.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import {
  amountCell,
  dayCell,
  linkCells,
  percentCell,
  spanCell,
  type Cell,
  type LinkCell,
} from './csv-cells.ts';
import { placesOf, type CsvMapping } from './csv-mapping.ts';
import { CsvRow, type CsvTable } from './csv-rows.ts';
import { placeRows, type KeyedRow } from './csv-places.ts';
import { withoutApostrophe } from './write-csv.ts';

interface Reading {
  readonly mapping: CsvMapping;
  readonly warnings: PlanWarnings;
  /** The organisation's: its working days are those that durations are counted in. */
  readonly calendar: WorkCalendar;
}

/** How a table is read: by a map of its columns, the name of its file, and working days. */
export interface TableRules {
  readonly mapping: CsvMapping;
  readonly planName: string | null;
  readonly calendar: WorkCalendar;
}

/** Parts of cells that name links, of one step. */
const LINKS = 2_000;

/**
 * The plan of a table, in steps between which whoever reads it lets others go first: one finds the place of each line, others read
 * or check some hundred tasks or thousand links each.
 * A cell that cannot be read is left out with a warning that names line and column, and nothing else of its line is.
 * @param planName the file's name, where the map does not name the plan; without either it is named by the project of an export.
 * @throws PitError BAD_USER_INPUT for a table without names, or without a name for the plan.
 */
export function* readCsvPlan(
  { header, lines }: CsvTable,
  { mapping, planName, calendar }: TableRules,
  warnings: PlanWarnings,
): Steps<PlanDocument> {
  const places = placesOf(header, mapping);
  requireCount('tasks', lines.length);
  const keyed = yield* keysOf(
    yield* mapInSteps(lines, (line) => new CsvRow(line, header, places, warnings)),
    warnings,
  );
  const named = mapping.plan ?? planName;
  const recordId = keyed.map(({ row }) => row.text('projectRecordId')).find((id) => isUuid(id)) ?? null;
  const plan = named ?? recordId;
  if (plan === null)
    throw refuseFile('the plan', 'It is not said which plan this is.', 'mapping.plan, or a file with a name');
  const { branches, leaves } = yield* placeRows(keyed, mapping, warnings);
  const text = new PlanText();
  let start: CivilDate | null = null;
  const tasks = yield* mapInSteps(leaves, ({ row, key, ...place }) => {
    const task = taskOf(row, key, place, { mapping, warnings, calendar });
    text.take(task.description);
    start = earlier(start, task.startDate);
    return task;
  });
  const links = yield* linksOf(leaves, warnings);
  return yield* planInSteps({
    format: PlanFormat.CSV,
    key: plan.slice(0, PLAN_LIMITS.key),
    recordId: recordId?.toLowerCase() ?? null,
    name: nameOf(named?.replace(/\.csv$/i, '') ?? '', 'Imported plan', 'the plan', warnings),
    code: null,
    description: null,
    startDate: start,
    branches,
    tasks,
    links,
    sources: [],
    calendar: null,
  });
}

/** Each row that has a name, with a key of its own; of rows that share one the later ones are left out. */
function* keysOf(rows: readonly CsvRow[], warnings: PlanWarnings): Steps<KeyedRow[]> {
  const keyed = new Map<string, KeyedRow>();
  const named = new Map<string, number>();
  // By its name and which of that name it is, and not by its line: a line more above it makes it no other.
  const keyByName = (name: string): string => {
    const count = (named.get(name) ?? 0) + 1;
    named.set(name, count);
    return `${name.slice(0, PLAN_LIMITS.key - 12)} (${count})`;
  };
  yield* eachInSteps(rows, (row) => {
    const name = row.text('name');
    if (name === null) return;
    const key = (row.text('key') ?? row.text('wbs') ?? keyByName(name)).slice(0, PLAN_LIMITS.key);
    const first = keyed.get(key);
    if (first === undefined) keyed.set(key, { row, key });
    else
      warnings.add(
        PlanWarningKind.LEFT_OUT,
        row.where,
        `the key "${key.slice(0, 60)}" is taken by ${first.row.where}: the line is left out`,
      );
  });
  return [...keyed.values()];
}

function taskOf(
  row: CsvRow,
  key: string,
  { branchKey, path }: { readonly branchKey: string; readonly path: readonly string[] },
  reading: Reading,
): PlanTask {
  const { mapping, warnings } = reading;
  const { where } = row;
  const text = [
    ...(path.length === 0 ? [] : [`In: ${path.join(' / ')}`]),
    ...row.texts('description').map(withoutApostrophe),
  ];
  const recordId = row.text('recordId');
  const owner = row.text('owner');
  const evidence = row.text('evidence')?.toLowerCase();
  return {
    ...BLANK_TASK,
    key,
    branchKey,
    name: nameOf(withoutApostrophe(row.text('name') ?? ''), `Line ${row.line}`, where, warnings),
    description: descriptionOf(text.length === 0 ? null : text.join('\n\n'), where, warnings),
    ...datesOf(row, reading),
    progressPercent: progressOf(row, mapping),
    deadline: row.value('deadline', (cell) => dayCell(cell, mapping)),
    capexCost: row.value('capex', (cell) => amountCell(cell, mapping)),
    opexCost: row.value('opex', (cell) => amountCell(cell, mapping)),
    requiresEvidence: evidence === undefined ? null : ['true', 'yes', '1', 'x'].includes(evidence),
    ownerEmail: owner !== null && owner.includes('@') ? withoutApostrophe(owner) : null,
    assigneeEmails: row
      .texts('assignees')
      .flatMap((cell) => withoutApostrophe(cell).split(/[,;\s]+/))
      .filter((email) => email.includes('@')),
    recordId: isUuid(recordId) ? recordId.toLowerCase() : null,
    where,
  };
}

/** @param between working days of its start to its end. */
function warnOfContradiction(
  row: CsvRow,
  between: number,
  stated: number | null,
  warnings: PlanWarnings,
): void {
  if (stated === null || stated === between) return;
  const message = `${stated} days contradict its start and end, between which are ${between}: the dates count`;
  warnings.add(PlanWarningKind.DATES, row.at('duration'), message);
}

type Dates = Pick<PlanTask, 'startDate' | 'endDate' | 'durationDays' | 'startOrigin'>;

function datesOf(row: CsvRow, { mapping, warnings, calendar }: Reading): Dates {
  const startDate = row.value('start', (cell) => dayCell(cell, mapping));
  const endDate = row.value('end', (cell) => dayCell(cell, mapping));
  const durationDays = row.value('duration', spanCell);
  const startOrigin = startDate === null ? 'engine' : 'person';
  const isMilestone = durationDays === 0 || row.text('type')?.toLowerCase() === 'milestone';
  if (isMilestone) {
    const day = startDate ?? endDate;
    if (day !== null && endDate !== null && endDate !== day)
      warnings.add(
        PlanWarningKind.DATES,
        row.at('end'),
        `a milestone is on one day, ${day}; ${endDate} is left out`,
      );
    return { startDate: day, endDate: day, durationDays: 0, startOrigin };
  }
  if (startDate === null || endDate === null) return { startDate, endDate, durationDays, startOrigin };
  if (endDate >= startDate) {
    warnOfContradiction(row, calendar.durationBetween(startDate, endDate), durationDays, warnings);
    return { startDate, endDate, durationDays: null, startOrigin };
  }
  warnings.add(
    PlanWarningKind.DATES,
    row.at('end'),
    `the end ${endDate} lies before the start ${startDate} and is left out`,
  );
  return { startDate, endDate: null, durationDays, startOrigin };
}

function progressOf(row: CsvRow, { doneWords }: CsvMapping): number | null {
  const stated = row.value('progress', percentCell);
  if (stated !== null) return stated;
  return doneWords.includes(row.text('status')?.toLowerCase() ?? '') ? 100 : null;
}

/**
 * The links that the cells of predecessors and successors name; two tasks have one, the first.
 * @throws PitError LIMIT_EXCEEDED as soon as there are too many, named from both of their ends or not at all.
 */
function* linksOf(leaves: readonly KeyedRow[], warnings: PlanWarnings): Steps<PlanLink[]> {
  const keys = new Set(leaves.map(({ key }) => key));
  const links = new Map<string, PlanLink>();
  let named = 0;
  let steps = 0;
  for (const leaf of leaves) {
    for (const role of ['predecessors', 'successors'] as const) {
      for (const text of leaf.row.texts(role)) {
        const cells = linkCells(text, keys);
        for (const cell of cells) addLink(links, cell, { leaf, role, warnings });
        named += cells.length;
        requireCount('links', Math.max(links.size, Math.ceil(named / 2)));
        if (named < (steps + 1) * LINKS) continue;
        steps = Math.floor(named / LINKS);
        yield;
      }
    }
  }
  return [...links.values()];
}

function addLink(
  links: Map<string, PlanLink>,
  cell: Cell<LinkCell>,
  {
    leaf: { row, key },
    role,
    warnings,
  }: { leaf: KeyedRow; role: 'predecessors' | 'successors'; warnings: PlanWarnings },
): void {
  if ('fault' in cell) {
    warnings.add(PlanWarningKind.LINK, row.at(role), cell.fault);
    return;
  }
  const { key: other, ...rest } = cell.value;
  const [predecessorKey, successorKey] = role === 'predecessors' ? [other, key] : [key, other];
  const pair = JSON.stringify([predecessorKey, successorKey]);
  if (predecessorKey !== successorKey && !links.has(pair))
    links.set(pair, { predecessorKey, successorKey, ...rest, where: row.at(role) });
}
