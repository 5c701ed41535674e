import { badInput, PitError } from '../../domain/errors.ts';

interface DriverError {
  code?: string;
  constraint?: string;
  table?: string;
  column?: string;
  detail?: string;
}

/** Unique keys that a caller can make sense of; every other one "exists already". */
const TAKEN: Readonly<Record<string, string>> = {
  task_open_origin_key: 'Another task is open for the same origin.',
};

/** SQLSTATE class or code -> what the caller is told. Longer keys win. */
const TRANSLATIONS: Readonly<Record<string, (error: DriverError) => PitError>> = {
  '22': () =>
    badInput('A value is outside of what its type can hold.', {
      field: WHOLE_INPUT,
      expected: 'values within the range of their types',
    }),
  '23502': ({ column }) =>
    badInput('A required value is missing.', { field: fieldOf(column), expected: 'a value', actual: null }),
  '23503': (error) =>
    new PitError(
      'NOT_FOUND',
      'Something that the input refers to does not exist.',
      named(error, { pit: 'PIT002' }),
    ),
  '23505': (error) =>
    new PitError('CONFLICT', TAKEN[error.constraint ?? ''] ?? 'That exists already.', named(error, {})),
  '23514': (error) =>
    committedEnd(error) ??
    riskScore(error) ??
    badInput('A value breaks a rule of the plan.', {
      field: fieldOf(checkedColumn(error)),
      ...named(error, {}),
    }),
  '42501': () => new PitError('FORBIDDEN', 'You may not do that.', { pit: 'PIT001' }),
  '53': () => new PitError('UNAVAILABLE', 'The database is out of resources; try again shortly.'),
  // idle_in_transaction_session_timeout and transaction_timeout
  '25P03': () => new PitError('LIMIT_EXCEEDED', 'The request took too long and was ended.'),
  '25P04': () => new PitError('LIMIT_EXCEEDED', 'The request took too long and was ended.'),
  '57014': () => new PitError('LIMIT_EXCEEDED', 'The request took too long and was ended.'),
  '55P03': () => new PitError('CONFLICT', 'Somebody else is changing the same data; try again.'),
  '08': () => new PitError('UNAVAILABLE', 'The database cannot be reached now; try again shortly.'),
  '57P': () => new PitError('UNAVAILABLE', 'The database is restarting; try again shortly.'),
  ECONNREFUSED: () => new PitError('UNAVAILABLE', 'The database cannot be reached now; try again shortly.'),
  ECONNRESET: () => new PitError('UNAVAILABLE', 'The database cannot be reached now; try again shortly.'),
};

/** What `pit_ops.keep_committed_end` says of the task, its day and the end that it was to have, by the name of its constraint. */
function committedEnd({ constraint, detail = '' }: DriverError): PitError | undefined {
  if (constraint !== 'task_committed_end') return undefined;
  const [taskId, dueOn, end] = detail.split(' ');
  return badInput(`The work is committed to ${dueOn}: ask for an extension.`, {
    pit: 'PIT006',
    field: fieldOf('end_date'),
    expected: `a day up to ${dueOn}`,
    actual: end === 'none' ? null : end,
    taskId,
  });
}

/** What `pit_ops.risk_score_in_range` says of the project and the sum that its risks would come to. */
function riskScore({ constraint, detail = '' }: DriverError): PitError | undefined {
  if (constraint !== 'project_risk_impact_score_range') return undefined;
  const [projectId, score] = detail.split(' ');
  return badInput('The impacts of the risks of a project come to more than its score can hold.', {
    field: `${WHOLE_INPUT}.riskImpactScore`,
    expected: 'at most 99999999.99 for all risks of a project together',
    actual: score,
    projectId,
  });
}

/** How pg itself says that a connection broke: by words alone, without a code. */
const BROKEN = /^Connection terminated|^Client has encountered a connection error/;

/** Constraint names follow the columns, so a name tells the field and nothing of the driver. */
function named({ constraint }: DriverError, detail: Record<string, unknown>): Record<string, unknown> {
  return constraint === undefined ? detail : { ...detail, rule: constraint };
}

/** Where the database cannot say which value it was. */
const WHOLE_INPUT = 'input';

/** The field of the input whose column it is. */
function fieldOf(column: string | undefined): string {
  if (column === undefined) return WHOLE_INPUT;
  return `${WHOLE_INPUT}.${column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
}

/** Checks of several columns, or of more than a column's own, and the column that a refusal points to. */
const COMBINED: Readonly<Record<string, string>> = {
  dates: 'end_date',
  not_itself: 'successor_task_id',
  source_reference_id_nfc: 'source_reference_id',
  task_or_subtask: 'task_id',
};

/** PostgreSQL names a check of one column `<table>_<column>_check`. */
function checkedColumn({ constraint, table }: DriverError): string | undefined {
  const [before, after] = [`${table}_`, '_check'];
  if (constraint?.startsWith(before) !== true || !constraint.endsWith(after)) return undefined;
  const column = constraint.slice(before.length, -after.length);
  return column === '' ? undefined : (COMBINED[column] ?? column);
}

/** What a driver's error means to the caller, or undefined where it means a fault of ours. */
export function translateDriverError(error: unknown): PitError | undefined {
  const driverError = error as DriverError;
  const code = typeof driverError?.code === 'string' ? driverError.code : '';
  for (let length = code.length; length >= 2; length--) {
    const translate = TRANSLATIONS[code.slice(0, length)];
    if (translate !== undefined) return translate(driverError);
  }
  const broken = error instanceof Error && BROKEN.test(error.message);
  return broken ? TRANSLATIONS['08']?.(driverError) : undefined;
}
