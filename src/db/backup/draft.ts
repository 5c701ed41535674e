import { isAlive } from '../setup/embedded-cluster.ts';

/** What a process writes before it gets its name: `<name><number of the process>`. */
export const draftOf = (name: string): string => `${name}${process.pid}`;

/** Whether a file is a draft of a process that is gone, and hence nobody's. */
export function isAbandonedDraft(file: string, name: string): boolean {
  const maker = file.startsWith(name) ? /^\d+$/.exec(file.slice(name.length)) : null;
  return maker !== null && !isAlive(Number(maker[0]));
}
