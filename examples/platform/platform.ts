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

export interface PlatformOptions {
  /** PIT, which runs already. */
  readonly pitUrl: string;
  readonly tokens: TokenCheck;
  readonly ports: PlatformPorts;
  /** How Hive Gateway follows PIT's subscriptions. */
  readonly subscriptions: SubscriptionTransport;
}

/** Everything around PIT, at its addresses. */
export interface Platform {
  readonly siblings: readonly SubgraphAddress[];
  /** What the gateways work from. */
  readonly supergraph: string;
  readonly hiveUrl: string;
  readonly apolloUrl: string;
  stop(): Promise<void>;
}

/** Starts the siblings, composes them with PIT, and starts both gateways on the result. Whole, or not at all. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { pitUrl, tokens, ports, subscriptions } = options;
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(running.map((part) => part.stop()));
  };
  try {
    const siblings = await allInto(
      running,
      SIBLINGS.map((name) => startSibling(name, ports[name], tokens)),
    );
    const supergraph = await composeSupergraph([{ name: 'pit', url: pitUrl }, ...siblings]);
    const starts: [(options: GatewayOptions) => Promise<RunningGateway>, number][] = [
      [startHive, ports.hive],
      [startApollo, ports.apollo],
    ];
    const gateways = await allInto(
      running,
      starts.map(([start, port]) => start({ supergraph, port, subscriptions })),
    );
    const [hiveUrl = '', apolloUrl = ''] = gateways.map(({ url }) => url);
    return { siblings, supergraph, hiveUrl, apolloUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for all of them even when one fails, so that what has started by then is among the running and gets stopped. */
async function allInto<Part extends { stop(): Promise<void> }>(
  running: { stop(): Promise<void> }[],
  starting: readonly Promise<Part>[],
): Promise<Part[]> {
  const settled = await Promise.allSettled(starting);
  const started = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  running.push(...started);
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return started;
}
