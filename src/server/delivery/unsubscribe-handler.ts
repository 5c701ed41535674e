import type pg from 'pg';
import { withTenantTransaction } from '../../db/write/tenant-transaction.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { endMails } from '../../services/delivery/preferences.ts';
import type { Unsubscribing } from '../../services/delivery/unsubscribing.ts';
import { withRules } from '../../services/transaction/mutation-transaction.ts';
import type { Handler } from '../handler.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; form-action 'self'",
  'referrer-policy': 'no-referrer',
};

/**
 * Ends e-mails to a person, who need not log in. A POST does it, which mail programs send when their button is pressed
 * (RFC 8058); a GET only asks, since whatever scans mails follows their links.
 */
export function unsubscribeHandler(pool: pg.Pool, unsubscribing: Unsubscribing): Handler {
  return async (request, response) => {
    // What is sent along says nothing that the address does not.
    request.resume();
    const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('t') ?? '';
    const whose = unsubscribing.read(token);
    if (whose === null) {
      response.writeHead(404, HEADERS).end(page('This link is not one of ours.'));
    } else if (request.method === 'GET') {
      const form = '<form method="post"><button>Send me no more e-mails</button></form>';
      response.writeHead(200, HEADERS).end(page(form));
    } else if (request.method === 'POST') {
      await withTenantTransaction(pool, systemActor(whose.orgId), (tx) =>
        endMails(withRules(tx), whose.userId),
      );
      response
        .writeHead(200, HEADERS)
        .end(page('You get no more e-mails. What happens still waits for you in the platform.'));
    } else {
      response.writeHead(405, { allow: 'GET, POST' }).end();
    }
  };
}

function page(content: string): string {
  return `<!doctype html><html lang="en"><title>E-mails</title><body style="font-family:sans-serif">${content}</body></html>\n`;
}
