import { setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { answer, spawnHere, stopChild } from '../competitor.ts';
import { UsageError } from '../options.ts';
import type { AttackOrder, Strikes } from './attacker.ts';
import { ATTACKS } from './attacks.ts';
import { lineOf, measureFor, type Calm } from './bystander.ts';
import { startAttacked, withGround, type Ground } from './ground.ts';

/** How much worse the 99th percentile of another organisation may become. */
const MOST_RATIO = 3;
const WARM_UP_SECONDS = 3;
/** The attacker's niceness: it stands for another machine, and is not to take the processor from the service. */
const NICENESS = 19;
interface Arguments {
  names: readonly string[];
  seconds: number;
  profile: string | undefined;
}

/**
 * Attacks a service with a heap of 512 MB, while a client of another organisation goes on reading, and prints whether the
 * service is alive and how much slower that client's 99th percentile became. Exit code 1: dead, or over three times.
 *
 * @param args the attack's name or `all`, then `--seconds <n>` (60) and `--profile <directory>`.
 */
export async function runAttack(args: readonly string[]): Promise<void> {
  const { names, ...rest } = readArguments(args);
  await withGround(async (ground) => {
    for (const name of names) await attackOnce(ground, { name, ...rest });
  });
}

/** One attack, on a service of its own. */
export async function attackOnce(
  ground: Ground,
  { name, seconds, profile }: Omit<Arguments, 'names'> & { name: string },
): Promise<void> {
  const service = await startAttacked(ground, profile);
  const attacker = spawnHere('attacks/attacker.ts');
  try {
    setPriority(attacker.pid ?? 0, NICENESS);
    await measureFor(service, WARM_UP_SECONDS);
    const quiet = await measureFor(service, Math.ceil(seconds / 3));
    attacker.send({ name, seconds, port: service.port, token: service.attacker } satisfies AttackOrder);
    const [attacked, strikes] = await Promise.all([measureFor(service, seconds), answer<Strikes>(attacker)]);
    report(name, { quiet, attacked, strikes, isAlive: service.isAlive() });
  } finally {
    await stopChild(attacker);
    await service.stop();
  }
}

function readArguments(args: readonly string[]): Arguments {
  const [name = '', ...rest] = args;
  const names = Object.keys(ATTACKS);
  if (name !== 'all' && !names.includes(name)) {
    throw new UsageError(`There is no attack "${name}": it is one of ${names.join(', ')}, or all.`);
  }
  try {
    const options = { seconds: { type: 'string', default: '60' }, profile: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...rest], options });
    const seconds = Number(values.seconds);
    const { profile } = values;
    if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 600)
      return { names: name === 'all' ? names : [name], seconds, profile };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  throw new UsageError('--seconds takes whole numbers from 1 to 600');
}

function report(
  name: string,
  seen: { quiet: Calm; attacked: Calm; strikes: Strikes; isAlive: boolean },
): void {
  const { quiet, attacked, strikes, isAlive } = seen;
  const ratio = attacked.p99 / quiet.p99;
  const isFine = isAlive && attacked.failed === 0 && ratio <= MOST_RATIO;
  console.log(
    `attack     ${name}: ${strikes.answered} strikes answered, ${strikes.failed} failed, attacker at nice ${NICENESS}`,
  );
  console.log(`quiet      ${lineOf(quiet)}`);
  console.log(`attacked   ${lineOf(attacked)}`);
  console.log(
    `service    ${isAlive ? 'alive' : 'dead'}, ratio ${ratio.toFixed(2)}: ${isFine ? 'held' : 'FAILED'}`,
  );
  if (!isFine) process.exitCode = 1;
}
