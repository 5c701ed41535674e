import { parseArgs, type ParseArgsConfig } from 'node:util';

/** A command was called wrongly: it answers with how it is meant. */
export class UsageError extends Error {}

export type Options = Record<string, string | boolean | readonly (string | boolean)[] | undefined>;

/**
 * Runs a command line entry point. A mistake is told in a sentence, followed by the usage when the call was wrong;
 * either way the exit code is 1.
 *
 * @param options those the command knows, as `util.parseArgs` takes them; `--help` is understood everywhere.
 */
export async function runCommand(
  usage: string,
  options: NonNullable<ParseArgsConfig['options']>,
  work: (options: Options, words: string[]) => Promise<void>,
): Promise<void> {
  try {
    const { values, positionals } = parse(options);
    if (values['help'] === true) console.log(usage);
    else await work(values, positionals);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    if (error instanceof UsageError) console.error(`\n${usage}`);
    process.exitCode = 1;
  }
}

function parse(options: NonNullable<ParseArgsConfig['options']>): { values: Options; positionals: string[] } {
  try {
    const known = { ...options, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ options: known, allowPositionals: true });
    return { values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The texts of an option that may be given more than once, in order. */
export function texts(options: Options, name: string): string[] {
  const values = options[name];
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

/** The text of an option, or undefined when it was not given. */
export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}
