import { UsageError } from '../../scripts/command.ts';
import { schemaOf, type SubgraphAddress } from './supergraph.ts';
import { SIBLINGS } from './subgraphs/start.ts';

/** Names that the platform has given already. */
const TAKEN: readonly string[] = ['pit', ...SIBLINGS];
/** What the composers take as the name of a subgraph. */
const NAME = /^[a-z][a-z0-9_-]{0,63}$/i;

/**
 * The running subgraphs that `--with` names.
 * @param given each `assets=http://127.0.0.1:4715/graphql`.
 * @throws UsageError for what is no name with an address, and for a name that is taken.
 */
export function readAttached(given: readonly string[]): SubgraphAddress[] {
  const attached: SubgraphAddress[] = [];
  for (const each of given) {
    const [, name = '', url = ''] = /^([^=]*)=(.*)$/.exec(each) ?? [];
    if (!NAME.test(name) || !isAddress(url)) {
      throw new UsageError(
        `"${each}" is no subgraph: give its name and address, assets=http://127.0.0.1:4715/graphql.`,
      );
    }
    const known = [...TAKEN, ...attached.map((other) => other.name)];
    if (known.includes(name)) {
      throw new UsageError(
        `There is a subgraph "${name}" already; these names are taken: ${known.join(', ')}.`,
      );
    }
    attached.push({ name, url });
  }
  return attached;
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

/**
 * Goes on only if each answers with its schema, before anything else is started.
 * @throws Error that names the subgraph, its address and what came instead.
 */
export async function requireAnswering(attached: readonly SubgraphAddress[]): Promise<void> {
  for (const subgraph of attached) {
    try {
      await schemaOf(subgraph, null);
    } catch (error) {
      const { cause, message } = error as Error;
      const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
      throw new Error(
        `The subgraph "${subgraph.name}" at ${subgraph.url} does not answer { _service { sdl } }: ${why}`,
        { cause: error },
      );
    }
  }
}
