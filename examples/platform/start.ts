// The whole platform on this machine: PIT on its embedded database, three siblings, two gateways, and where
// its webhooks and mails arrive. Ctrl-C stops it all.
import { runCommand, text, texts, UsageError, type Options } from '../../scripts/command.ts';
import { clock } from '../../src/clock.ts';
import { config } from '../../src/config/config.ts';
import { openDatabase } from '../../src/db/setup/open-database.ts';
import { ActorRole } from '../../src/domain/enums.ts';
import { signDevelopmentToken } from '../../src/server/auth/development-token.ts';
import { startService } from '../../src/server/service.ts';
import { DEMO_ADMIN, loadDemoIfEmpty } from '../../src/services/demo/demo.ts';
import { DEMO_ORGANISATION } from '../../src/services/demo/demo-directory.ts';
import { startArrivals } from './arrivals/arrivals.ts';
import { linkDemo } from './demo-links.ts';
import { lateWork } from './late-work.ts';
import { SUBSCRIPTION_TRANSPORTS, type SubscriptionTransport } from './gateways.ts';
import { welcome } from './welcome.ts';
import { startPlatform } from './platform.ts';
import { readAttached, requireAnswering } from './attached.ts';
import { choosePorts } from './ports.ts';
import type { SubgraphAddress } from './supergraph.ts';
import { tokenCheckOf } from './token-check.ts';

const USAGE = `Usage: npm run platform -- [--port 4000] [--subscriptions ${SUBSCRIPTION_TRANSPORTS.join('|')}] [--with name=url]...

  --port           where Hive Gateway listens (default 4000); the siblings follow at +2, +3 and +4, Apollo's gateway
                   at +5, a receiver of webhooks at +6 and a mail server at +7. 0 takes any. PIT listens at the setting PORT (default 4001)
  --subscriptions  how Hive Gateway follows PIT's subscriptions: over WebSockets, by server-sent events (default),
                   or by PIT calling back
  --with           a subgraph of yours that runs already, to be composed in: assets=http://127.0.0.1:4715/graphql`;

/** Maya Chen, whose projects the examples are about. Without divisions a token is short enough to paste. */
const PROJECT_MANAGER = {
  userId: '00000000-0000-4000-8000-000100000011',
  orgId: DEMO_ADMIN.orgId,
  role: ActorRole.MEMBER,
  divisionIds: [],
};

/** The last second before whoever waits for us loses patience. */
const STOP_MS = 9_000;

/** What has started, to be stopped in the opposite order. */
const running: (() => Promise<void>)[] = [];
let isStopping = false;

const OPTIONS = {
  port: { type: 'string' },
  subscriptions: { type: 'string' },
  with: { type: 'string', multiple: true },
} as const;

await runCommand(USAGE, OPTIONS, async (options) => {
  if (config.production) throw new Error('The example platform is for development, not for production.');
  const [first, subscriptions] = [readPort(options), readTransport(options)];
  const attached = readAttached(texts(options, 'with'));
  process.on('SIGINT', () => stopAll(0));
  process.on('SIGTERM', () => stopAll(0));
  try {
    await startAll(first, subscriptions, attached);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    stopAll(1);
  }
});

async function startAll(
  first: number,
  subscriptions: SubscriptionTransport,
  attached: readonly SubgraphAddress[],
): Promise<void> {
  await requireAnswering(attached);
  const ports = await choosePorts(first, config.port);
  const database = await openDatabase(config);
  running.push(() => database.close());
  if (config.databaseUrl === null) await loadDemoIfEmpty(database.appUrl);
  const arrivals = await startArrivals(ports, (lines) => console.log(`${lines}\n`));
  running.push(() => arrivals.stop());
  const service = await startService({
    config: arrivals.settings(config),
    databaseUrl: database.appUrl,
    jobs: true,
    receiverCertificates: arrivals.certificate,
  });
  running.push(() => service.stop());
  const admin = await signDevelopmentToken(config, DEMO_ADMIN);
  const links = await linkDemo(service.url, admin);
  const people = { ownerId: PROJECT_MANAGER.userId, sponsorId: DEMO_ADMIN.userId };
  const today = clock.today(DEMO_ORGANISATION.organisation.timeZone ?? 'UTC');
  const late = await lateWork(service.url, admin, people, today);
  running.push(await arrivals.follow(service.url, admin, late.projectId));
  const tokens = tokenCheckOf(config);
  const platform = await startPlatform({
    pitUrl: service.url,
    tokens,
    ports,
    secret: config.gatewaySecret,
    subscriptions,
    attached,
  });
  running.push(() => platform.stop());
  const token = await signDevelopmentToken(config, PROJECT_MANAGER);
  console.log(welcome({ pitUrl: service.url, platform, token, links, late }));
}

/** A second Ctrl-C changes nothing: the end comes by itself. */
function stopAll(exitCode: number): void {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(1), STOP_MS).unref();
  void stopInTurn().then(
    () => process.exit(exitCode),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
}

async function stopInTurn(): Promise<void> {
  for (const stop of running.splice(0).reverse()) await stop();
}

function readPort(options: Options): number {
  const given = text(options, 'port') ?? '4000';
  const port = Number(given);
  if (/^\d{1,5}$/.test(given) && port <= 65_530) return port;
  throw new UsageError(`"${given}" is no port: it is a number from 0 to 65530.`);
}

function readTransport(options: Options): SubscriptionTransport {
  const given = text(options, 'subscriptions') ?? 'sse';
  const transport = SUBSCRIPTION_TRANSPORTS.find((each) => each === given);
  if (transport !== undefined) return transport;
  throw new UsageError(`"${given}" is none of ${SUBSCRIPTION_TRANSPORTS.join(', ')}.`);
}
