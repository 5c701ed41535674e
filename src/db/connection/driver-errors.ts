import { PitError } from '../../domain/errors.ts';

interface DriverError {
  code?: string;
  constraint?: string;
}

/** Unique keys that a caller can make sense of; every other one "exists already". */
const TAKEN: Readonly<Record<string, string>> = {
  task_open_origin_key: 'Another task is open for the same origin.',
};

/** SQLSTATE class or code -> what the caller is told. Longer keys win. */
const TRANSLATIONS: Readonly<Record<string, (error: DriverError) => PitError>> = {
  '22': () => new PitError('BAD_USER_INPUT', 'A value is outside of what its type can hold.'),
  '23502': () => new PitError('BAD_USER_INPUT', 'A required value is missing.'),
  '23503': (error) =>
    new PitError(
      'NOT_FOUND',
      'Something that the input refers to does not exist.',
      named(error, { pit: 'PIT002' }),
    ),
  '23505': (error) =>
    new PitError('CONFLICT', TAKEN[error.constraint ?? ''] ?? 'That exists already.', named(error, {})),
  '23514': (error) => new PitError('BAD_USER_INPUT', 'A value breaks a rule of the plan.', named(error, {})),
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

/** How pg itself says that a connection broke: by words alone, without a code. */
const BROKEN = /^Connection terminated|^Client has encountered a connection error/;

/** Constraint names follow the columns, so a name tells the field and nothing of the driver. */
function named({ constraint }: DriverError, detail: Record<string, unknown>): Record<string, unknown> {
  return constraint === undefined ? detail : { ...detail, rule: constraint };
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
