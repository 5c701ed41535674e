import type { Config } from '../../../src/config/config.ts';
import { askGraph } from '../ask-graph.ts';
import type { PlatformPorts } from '../ports.ts';
import { makeCertificate } from './certificate.ts';
import { startMailServer } from './mail-server.ts';
import { startWebhookReceiver } from './webhook-receiver.ts';

/** Where what leaves PIT arrives on this machine: a receiver of webhooks and a mail server. */
export interface Arrivals {
  /** PIT's settings with which it sends there. */
  settings(config: Config): Config;
  /** The certificate that the receiver shows, which PIT is to trust. */
  readonly certificate: string;
  /**
   * Has the alerts of the organisation sent to the receiver.
   * @param token of one of its administrators.
   * @param projectId of the project of which arrivals are told: others are taken, and not shown.
   * @returns what has them sent there no more.
   */
  follow(pitUrl: string, token: string, projectId: string): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** The receiver is at this name and no public one. */
const HOST = 'localhost';

/** Starts both. @param say told of each arrival, in lines. */
export async function startArrivals(
  { webhooks, mail }: Pick<PlatformPorts, 'webhooks' | 'mail'>,
  say: (lines: string) => void,
): Promise<Arrivals> {
  const certificate = await makeCertificate();
  let shown: string | undefined;
  const receiver = await startWebhookReceiver(webhooks, certificate, ({ type, data }) => {
    if (data['projectId'] === shown) say(`WEBHOOK ${type}, its signature holds: ${JSON.stringify(data)}`);
  });
  const mails = await startMailServer(mail, ({ to, subject, text }) => {
    if (shown === undefined || !text.includes(shown)) return;
    // Its first line is the subject once more, and behind the dashes stands how mails are ended.
    const [body = ''] = text.split('\n-- \n');
    say(`MAIL to ${to}: ${subject}\n${body.trim().split('\n').slice(1).join('\n').replace(/^/gm, '  ')}`);
  });
  const { host } = new URL(receiver.url);
  return {
    certificate: certificate.cert,
    settings: (config) => ({
      ...config,
      webhookHosts: [...config.webhookHosts, host],
      mail: { smtpUrl: mails.url, from: 'PIT <pit@platform.example>', linkBase: 'http://localhost:4000' },
    }),
    follow: async (pitUrl, token, projectId) => {
      shown = projectId;
      await forget(pitUrl, token);
      const register = `mutation ($url: String!) {
        registerWebhook(input: { url: $url, topics: [WATCHDOG_ALERT] }) { secret }
      }`;
      const asking = { token, variables: { url: receiver.url } };
      const { registerWebhook } = await askGraph<{ registerWebhook: { secret: string } }>(
        pitUrl,
        register,
        asking,
      );
      receiver.trust(registerWebhook.secret);
      return () => forget(pitUrl, token);
    },
    stop: async () => {
      await Promise.all([receiver.stop(), mails.stop()]);
    },
  };
}

/** Deletes the webhooks of this machine, also those that a platform has left that was killed. */
async function forget(pitUrl: string, token: string): Promise<void> {
  const list = '{ webhooks(first: 100) { nodes { id url } } }';
  const { webhooks } = await askGraph<{ webhooks: { nodes: { id: string; url: string }[] } }>(pitUrl, list, {
    token,
  });
  for (const { id } of webhooks.nodes.filter(({ url }) => new URL(url).hostname === HOST)) {
    const drop = 'mutation ($id: ID!) { deleteWebhook(input: { id: $id }) { deletedId } }';
    await askGraph(pitUrl, drop, { token, variables: { id } });
  }
}
