import { execFile } from 'node:child_process';
import { chown, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whom PostgreSQL's programs run as. PostgreSQL refuses to run as root, so a service that is root lends it an
 * unprivileged account; anyone else runs it as themselves (null).
 */
export type ServerAccount = { readonly uid: number; readonly gid: number } | null;

/** @param accounts the text of the account list, `/etc/passwd` unless a test says otherwise. */
export async function findServerAccount(accounts?: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return null;
  const text = accounts ?? (await readFile('/etc/passwd', 'utf8'));
  // initdb looks its own account up by name, so a bare number without an entry will not do.
  const known = text.split('\n').map((line) => {
    const [name, , uid, gid] = line.split(':');
    return { name, uid: Number(uid), gid: Number(gid) };
  });
  const unprivileged = known.filter((each) => each.uid > 0);
  const account = unprivileged.find((each) => each.name === 'nobody') ?? unprivileged[0];
  if (account === undefined) {
    throw new Error('PostgreSQL does not run as root, and this machine has no other account to run it as');
  }
  return { uid: account.uid, gid: account.gid };
}

/** Runs one of PostgreSQL's programs to its end; a failure carries what the program said. */
export async function runAs(
  account: ServerAccount,
  program: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const running = run(program, [...args], {
    ...account,
    // The caller's directory may be closed to the account, and its PG* variables are meant for something else.
    cwd: process.platform === 'win32' ? undefined : '/',
    env: process.platform === 'win32' ? undefined : { LC_ALL: 'C' },
    maxBuffer: 16 * 1024 * 1024,
  });
  running.child.stdin?.end(input);
  const { stdout } = await running;
  return stdout;
}

/** Whether the account can enter a directory: the system's own answer, whatever mode bits or lists say. */
export async function canEnter(account: ServerAccount, directory: string): Promise<boolean> {
  if (account === null) return true;
  return runAs(account, '/bin/sh', ['-c', 'cd "$0"', directory]).then(
    () => true,
    () => false,
  );
}

export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}
