// A receiver of PIT's webhooks: WEBHOOK_SECRET=whsec_... node receiver.mjs, behind whatever gives it https.
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
const seen = new Set(); // A table with a unique key in earnest: an event may come more than once.

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const event = webhook.verify(Buffer.concat(chunks).toString(), request.headers);
    if (!seen.has(event.id))
      process.stdout.write(`${event.type} ${event.subject} ${JSON.stringify(event.data)}\n`);
    seen.add(event.id);
    response.writeHead(204).end();
  } catch {
    response.writeHead(401).end();
  }
});
server.listen(process.env.PORT ?? 8080, () => process.stdout.write(`listening ${server.address().port}\n`));
