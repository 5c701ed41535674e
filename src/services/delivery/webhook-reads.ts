import { FAILING_WEBHOOKS, WEBHOOK_SECRETS } from '../../db/queries/delivery/webhook-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** Since when an endpoint has taken nothing; one statement for all of a tick. */
export function readFailingSince(loaders: Loaders, webhookId: string): Promise<string | null> {
  const loader = loaders.custom<string | null>('failing-webhooks', async (ids, reader) => {
    const rows = await reader.rows(FAILING_WEBHOOKS, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row.failingSince]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(webhookId);
}

/** The secret of an endpoint, for whoever has just made it. */
export function readSecret(
  loaders: Loaders,
  secrets: WebhookSecrets,
  webhookId: string,
): Promise<string | null> {
  const loader = loaders.custom<string | null>('webhook-secrets', async (ids, reader) => {
    const rows = await reader.rows(WEBHOOK_SECRETS, [ids]);
    const byId = new Map(rows.map(({ id, secret }) => [id, secrets.open(Buffer.from(secret, 'hex'), id)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(webhookId);
}
