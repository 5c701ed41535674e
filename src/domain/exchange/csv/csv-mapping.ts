import { badInput } from '../../errors.ts';

/** What a column may hold. */
export const CSV_ROLES = [
  'key',
  'name',
  'parent',
  'wbs',
  'phase',
  'workPackage',
  'type',
  'status',
  'start',
  'end',
  'duration',
  'progress',
  'predecessors',
  'successors',
  'owner',
  'assignees',
  'capex',
  'opex',
  'description',
  'evidence',
  'deadline',
  'recordId',
  'projectRecordId',
] as const;
export type CsvRole = (typeof CSV_ROLES)[number];

/** How dates with slashes or dots are written: as in Europe, or as in the United States. ISO dates are read in any case. */
export type CsvDates = 'iso' | 'dmy' | 'mdy';

/** How a CSV file is read. */
export interface CsvMapping {
  /** The header of the column, or of several, for each role; a header that stands several times counts as often. */
  readonly columns: Readonly<Partial<Record<CsvRole, readonly string[]>>>;
  readonly dates: CsvDates;
  readonly decimal: '.' | ',';
  /** Names the plan, so that a second import finds it again; the file's name when not given. */
  readonly plan: string | null;
  /** Words of the status column that mean completed. */
  readonly doneWords: readonly string[];
  /** Words of the type column by which a line is a branch and no task. */
  readonly branchWords: readonly string[];
}

/** Headers by which a column is known where no map names it; in lower case. */
const HEADERS: Readonly<Record<CsvRole, readonly string[]>> = {
  key: ['task_id', 'issue key', 'id', 'key', 'task id', 'activity id'],
  name: ['name', 'summary', 'task name', 'title', 'task', 'activity name'],
  parent: ['parent', 'parent id', 'parent key'],
  wbs: ['wbs', 'outline number', 'wbs code'],
  phase: ['phase'],
  workPackage: ['work_package', 'work package'],
  type: ['issue type', 'type'],
  status: ['status'],
  start: ['start_date', 'start', 'start date', 'planned start'],
  end: ['end_date', 'end', 'finish', 'due date', 'end date', 'planned end', 'planned finish'],
  duration: ['duration_days', 'duration (d)', 'duration', 'duration (days)'],
  progress: ['progress_percent', '% complete', 'progress', 'percent complete', '% done'],
  predecessors: ['predecessors', 'depends on', 'outline predecessors', 'inward issue link (blocks)'],
  successors: ['successors', 'outward issue link (blocks)'],
  owner: ['owner_email', 'owner', 'assignee', 'responsible'],
  assignees: ['assignee_emails', 'assignees', 'resource names'],
  capex: ['capex_cost', 'capex', 'cost', 'budget'],
  opex: ['opex_cost', 'opex'],
  description: ['description', 'notes'],
  evidence: ['requires_evidence'],
  deadline: ['deadline'],
  recordId: ['task_id'],
  projectRecordId: ['project_id'],
};

const DONE_WORDS = ['done', 'completed', 'closed', 'resolved', 'complete'];
const BRANCH_WORDS = ['epic', 'phase', 'summary', 'project'];
const NAMES = ['columns', 'dates', 'decimal', 'plan', 'doneWords', 'branchWords'];
const LONGEST = 200;

export const DEFAULT_MAPPING: CsvMapping = {
  columns: {},
  dates: 'iso',
  decimal: '.',
  plan: null,
  doneWords: DONE_WORDS,
  branchWords: BRANCH_WORDS,
};

/**
 * A column map as somebody sent it; what it does not say is guessed from the header.
 * @throws PitError BAD_USER_INPUT that names the part that is wrong.
 */
export function parseMapping(value: unknown): CsvMapping {
  if (value === null || value === undefined) return DEFAULT_MAPPING;
  const given = objectOf(value, 'input.mapping');
  const unknown = Object.keys(given).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw refuse(`input.mapping.${unknown.slice(0, 60)}`, NAMES);
  return {
    columns: columnsOf(given['columns']),
    dates: wordOf(given['dates'], ['iso', 'dmy', 'mdy'], 'input.mapping.dates'),
    decimal: wordOf(given['decimal'], ['.', ','], 'input.mapping.decimal'),
    plan:
      given['plan'] === undefined || given['plan'] === null
        ? null
        : textOf(given['plan'], 'input.mapping.plan'),
    doneWords: wordsOf(given['doneWords'], DONE_WORDS, 'input.mapping.doneWords'),
    branchWords: wordsOf(given['branchWords'], BRANCH_WORDS, 'input.mapping.branchWords'),
  };
}

function columnsOf(value: unknown): CsvMapping['columns'] {
  if (value === undefined || value === null) return {};
  const field = 'input.mapping.columns';
  const entries = Object.entries(objectOf(value, field)).map(([role, headers]) => {
    if (!(CSV_ROLES as readonly string[]).includes(role))
      throw refuse(`${field}.${role.slice(0, 60)}`, CSV_ROLES);
    return [
      role,
      (Array.isArray(headers) ? headers : [headers]).map((each) => textOf(each, `${field}.${role}`)),
    ];
  });
  return Object.fromEntries(entries) as CsvMapping['columns'];
}

/** Where the columns of each role are in a header. @throws PitError BAD_USER_INPUT for a header that is not there. */
export function placesOf(
  header: readonly string[],
  { columns }: CsvMapping,
): ReadonlyMap<CsvRole, readonly number[]> {
  const names = header.map((name) => name.trim().toLowerCase());
  const places = new Map<CsvRole, readonly number[]>();
  for (const role of CSV_ROLES) {
    const wanted = columns[role];
    for (const name of wanted ?? []) {
      if (!names.includes(name.trim().toLowerCase()))
        throw refuse(`input.mapping.columns.${role}`, header.slice(0, 50), name);
    }
    const [known] = wanted ?? HEADERS[role].filter((name) => names.includes(name));
    const headers = wanted ?? (known === undefined ? [] : [known]);
    const at = headers.flatMap((each) =>
      names.flatMap((name, index) => (name === each.trim().toLowerCase() ? [index] : [])),
    );
    if (at.length > 0) places.set(role, at);
  }
  if (!places.has('name'))
    throw refuse(
      'input.mapping.columns.name',
      'the header of the column of names',
      header.slice(0, 50).join(' | '),
    );
  return places;
}

/** The columns that have a role, in the order of the header. @throws PitError as `placesOf`. */
export function wantedColumns(header: readonly string[], mapping: CsvMapping): readonly number[] {
  const places = placesOf(header, mapping);
  return [...new Set([...places.values()].flat())].sort((a, b) => a - b);
}

function objectOf(value: unknown, field: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw refuse(field, 'an object');
}

function textOf(value: unknown, field: string): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST) return value;
  throw refuse(field, `text of 1 to ${LONGEST} characters`);
}

function wordOf<T extends string>(value: unknown, words: readonly [T, ...T[]], field: string): T {
  const word = value === undefined || value === null ? words[0] : words.find((each) => each === value);
  if (word === undefined) throw refuse(field, words);
  return word;
}

function wordsOf(value: unknown, initial: readonly string[], field: string): readonly string[] {
  if (value === undefined || value === null) return initial;
  if (!Array.isArray(value) || value.length > 50) throw refuse(field, 'a list of at most 50 words');
  return value.map((each) => textOf(each, field).trim().toLowerCase());
}

function refuse(field: string, expected: unknown, actual?: unknown): Error {
  return badInput('That is no column map of this file.', { field, expected, actual });
}
