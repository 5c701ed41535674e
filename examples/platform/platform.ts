import {
  startApollo,
  startHive,
  type GatewayOptions,
  type RunningGateway,
  type SubscriptionTransport,
} from './gateways.ts';
import type { PlatformPorts } from './ports.ts';
import type { TokenCheck } from './subgraphs/caller.ts';
import { SIBLINGS, startSibling } from './subgraphs/start.ts';
import { composeSupergraph, type SubgraphAddress } from './supergraph.ts';

export interface SubgraphsOptions {
  /** PIT, which runs already. */
  readonly pitUrl: string;
  readonly tokens: TokenCheck;
  readonly ports: PlatformPorts;
  /** What PIT knows a gateway by; null where it does not ask. */
  readonly secret: string | null;
  /** Subgraphs that run already, and stay when the platform stops. */
  readonly attached?: readonly SubgraphAddress[];
}

/** What the gateways stand on. */
export interface Subgraphs {
  readonly siblings: readonly SubgraphAddress[];
  /** SDL of PIT and its siblings, composed. */
  readonly supergraph: string;
  stop(): Promise<void>;
}

/** Starts the siblings and composes them with PIT. Whole, or not at all. */
export function startSubgraphs(options: SubgraphsOptions): Promise<Subgraphs> {
  const { pitUrl, tokens, ports, secret, attached = [] } = options;
  return together(async (start) => {
    const started = await start(SIBLINGS.map((name) => startSibling(name, ports[name], tokens)));
    const siblings = [...started, ...attached];
    const supergraph = await composeSupergraph([{ name: 'pit', url: pitUrl }, ...siblings], secret);
    return { siblings, supergraph };
  });
}

export interface PlatformOptions extends SubgraphsOptions {
  /** How Hive Gateway follows PIT's subscriptions. */
  readonly subscriptions: SubscriptionTransport;
}

/** Everything around PIT, at its addresses. */
export interface Platform extends Subgraphs {
  readonly hiveUrl: string;
  readonly apolloUrl: string;
}

/** Starts the siblings, and both gateways on what they compose to with PIT. Whole, or not at all. */
export function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { ports, secret, subscriptions } = options;
  const gateways: [(options: GatewayOptions) => Promise<RunningGateway>, number][] = [
    [startHive, ports.hive],
    [startApollo, ports.apollo],
  ];
  return together(async (start) => {
    const [subgraphs] = (await start([startSubgraphs(options)])) as [Subgraphs];
    const { siblings, supergraph } = subgraphs;
    const urls = await start(
      gateways.map(([open, port]) => open({ supergraph, port, secret, subscriptions })),
    );
    const [hiveUrl = '', apolloUrl = ''] = urls.map(({ url }) => url);
    return { siblings, supergraph, hiveUrl, apolloUrl };
  });
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Adds to what was made a `stop` for all that `start` has seen start; stops that at once when something fails. */
async function together<Made extends object>(
  make: (start: <Part extends Stoppable>(starting: Promise<Part>[]) => Promise<Part[]>) => Promise<Made>,
): Promise<Made & Stoppable> {
  const running: Stoppable[] = [];
  const stop = async () => {
    await Promise.all(running.map((part) => part.stop()));
  };
  try {
    const made = await make(async (starting) => {
      // Also after a failure, so that what starts nevertheless is known and gets stopped.
      const settled = await Promise.allSettled(starting);
      running.push(...settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])));
      return Promise.all(starting);
    });
    return { ...made, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
