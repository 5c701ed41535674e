/** Process environment, or what stands for it in a test. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProblem {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
}

/** Names every wrong setting at once, so that a deployment is corrected in one go. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  // Private, so that Node's report of an uncaught error is the message alone and does not repeat it as an object.
  readonly #problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map((each) => `  ${each.name}: expected ${each.expected}, got ${each.actual}`);
    super(`The service cannot start with these settings:\n${lines.join('\n')}`);
    this.#problems = problems;
    // The reader is an operator: where in our code the refusal was made is no help to them.
    this.stack = `${this.name}: ${this.message}`;
  }

  get problems(): readonly ConfigProblem[] {
    return this.#problems;
  }
}

/** Reads single settings and collects what is wrong with them. An empty value counts as not set. */
export class Settings {
  private readonly problems: ConfigProblem[] = [];
  private readonly known = new Set<string>();

  constructor(private readonly env: Environment) {}

  text(name: string): string | null {
    this.known.add(name);
    const value = this.env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  checked(
    name: string,
    expected: string,
    isRight: (value: string) => boolean,
    shown: 'plain' | 'secret' = 'plain',
  ): string | null {
    const value = this.text(name);
    if (value === null || isRight(value)) return value;
    // A refused secret ends up in logs as easily as any other message.
    this.refuse(name, expected, shown === 'secret' ? `${value.length} characters` : quote(value));
    return null;
  }

  integer(name: string, fallback: number, range: { min: number; max: number }): number {
    const isRight = (value: string): boolean =>
      /^\d{1,15}$/.test(value) && Number(value) >= range.min && Number(value) <= range.max;
    const value = this.checked(name, `a whole number from ${range.min} to ${range.max}`, isRight);
    return value === null ? fallback : Number(value);
  }

  choice<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    const isRight = (value: string): value is Word => words.some((word) => word === value);
    const value = this.checked(name, `one of ${words.join(', ')}`, isRight);
    return value !== null && isRight(value) ? value : fallback;
  }

  url(name: string, protocols: readonly string[]): string | null {
    // Addresses carry passwords.
    return this.checked(name, `an address that begins with ${listed(protocols)}`, isUrl(protocols), 'secret');
  }

  /** @param shown 'secret' for addresses that carry passwords. */
  urls(
    name: string,
    protocols: readonly string[],
    shown: 'plain' | 'secret' = 'plain',
  ): readonly string[] | null {
    return this.list(name, `addresses that begin with ${listed(protocols)}`, isUrl(protocols), shown);
  }

  /** Scheme, host and port of pages, as browsers send them in `Origin`. */
  origins(name: string): readonly string[] {
    return this.list(name, 'origins such as https://app.example, without a path', isOrigin) ?? [];
  }

  /** Names of hosts, each with a port or without. */
  hosts(name: string): readonly string[] {
    return this.list(name, 'hosts such as hooks.example or hooks.example:8443', isHost) ?? [];
  }

  /**
   * A misspelled name would leave its setting at the default without a word: no audit heads, say. Names that are merely
   * unknown are passed, since Kubernetes gives containers beside a service "pit" a PIT_PORT and its kin.
   */
  private refuseMisspelled(): void {
    for (const name of Object.keys(this.env)) {
      if (!OURS.test(name) || this.known.has(name) || (this.env[name] ?? '').trim() === '') continue;
      const meant = [...this.known].find((each) => editDistance(each, name) <= MOST_SLIPS);
      if (meant !== undefined) this.refuse(name, `the name ${meant}`, 'a name that no setting has');
    }
  }

  private list(
    name: string,
    expected: string,
    isRight: (value: string) => boolean,
    shown: 'plain' | 'secret' = 'plain',
  ): readonly string[] | null {
    const split = (value: string): string[] => value.split(',').map((each) => each.trim());
    const value = this.checked(
      name,
      `${expected}, separated by commas`,
      (all) => split(all).every(isRight),
      shown,
    );
    return value === null ? null : split(value);
  }

  refuse(name: string, expected: string, actual = 'nothing'): void {
    this.problems.push({ name, expected, actual });
  }

  /** @throws ConfigError, after all settings have been read, for those that are wrong or misspelled. */
  refuseIfWrong(): void {
    this.refuseMisspelled();
    if (this.problems.length > 0) throw new ConfigError(this.problems);
  }
}

const OURS = /^(PIT|DATABASE)_/;
const MOST_SLIPS = 2;

/**
 * The Levenshtein distance of two words: how many characters have to be put in, left out or exchanged. By the rows of
 * Wagner and Fischer, "The string-to-string correction problem", Journal of the ACM 21, 1974.
 */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, character] of [...left].entries()) {
    const next = [at + 1];
    for (let column = 1; column <= right.length; column++) {
      const exchanged = (row[column - 1] ?? 0) + (character === right[column - 1] ? 0 : 1);
      next.push(Math.min(exchanged, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function isOrigin(value: string): boolean {
  return isUrl(['https:', 'http:'])(value) && new URL(value).origin === value;
}

function isHost(value: string): boolean {
  if (!URL.canParse(`ssh://${value}/`)) return false;
  const { host, username, pathname } = new URL(`ssh://${value}/`);
  return host === value && username === '' && pathname === '/';
}

function isUrl(protocols: readonly string[]): (value: string) => boolean {
  return (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

function listed(protocols: readonly string[]): string {
  return protocols.map((each) => `${each}//`).join(' or ');
}

function quote(value: string): string {
  return JSON.stringify(value.slice(0, 80));
}
