import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/settings.ts';
import { StartRefusal } from './start-refusal.ts';

interface SystemFailure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly path?: unknown;
  readonly message?: unknown;
  readonly stderr?: unknown;
}

type Places = Pick<Config, 'port' | 'host' | 'dataDir' | 'files' | 'auditHeads'>;

const UNWRITABLE = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
  'EISDIR',
  'ENAMETOOLONG',
]);
/** What the system, PostgreSQL's programs and its server say of a full disk. */
const FULL = new Set(['ENOSPC', 'EDQUOT', '53100']);
const FULL_MESSAGE = /No space left on device|Disk quota exceeded/;

/**
 * What to tell whoever started the service of a failure that they can cure: one sentence that names the setting and the
 * cure, without a stack. Undefined where the failure is ours, and belongs into the log with all that is known of it.
 */
export function describeStartFailure(error: unknown, places: Places): string | undefined {
  if (error instanceof StartRefusal || error instanceof ConfigError) return error.message;
  const failure = (typeof error === 'object' && error !== null ? error : {}) as SystemFailure;
  if (isFull(failure)) return describeFull(failure, places);
  if (failure.syscall === 'listen') return describeListening(failure, places);
  if (failure.syscall === 'getaddrinfo')
    return `HOST "${places.host}" is no address of this machine: correct it.`;
  if (typeof failure.path !== 'string' || !UNWRITABLE.has(String(failure.code))) return undefined;
  const setting = settingOf(failure.path, places);
  if (setting === undefined) return undefined;
  return (
    `This account cannot write ${failure.path} (${String(failure.code)}): ` +
    `let it, or set ${setting} to a folder that it can write.`
  );
}

function isFull({ code, message, stderr }: SystemFailure): boolean {
  return FULL.has(String(code)) || FULL_MESSAGE.test(`${String(message)}\n${String(stderr)}`);
}

function describeFull({ path, code }: SystemFailure, places: Places): string {
  if (code === '53100')
    return 'The disk of the PostgreSQL server is full: free space there, and start again.';
  const setting = typeof path === 'string' ? settingOf(path, places) : undefined;
  const where = typeof path === 'string' ? path : places.dataDir;
  return `The disk that holds ${where} is full: free space there, or set ${setting ?? 'PIT_DATA_DIR'} to a folder on another.`;
}

function describeListening({ code }: SystemFailure, { port, host }: Places): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT ${port} of ${host} is taken: stop what listens there, or set PORT to another (0 takes any).`;
    case 'EACCES':
      return `PORT ${port} is not for this account to listen at: set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
      return `HOST ${host} is no address of this machine: set it to one, such as 127.0.0.1 or 0.0.0.0.`;
    default:
      return undefined;
  }
}

/** Where the path lies decides; what lies inside of another place is looked for first. */
function settingOf(path: string, { files, auditHeads, dataDir }: Places): string | undefined {
  if (auditHeads !== null && path.startsWith(auditHeads)) return 'PIT_AUDIT_HEADS';
  if (path.startsWith(dataDir)) return 'PIT_DATA_DIR';
  if (files.kind === 'directory' && path.startsWith(files.path)) return 'PIT_FILES_URL';
  return undefined;
}
