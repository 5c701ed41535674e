import type { Config } from '../config/config.ts';
import { DEMO_ADMIN } from '../services/demo/demo.ts';
import { signDevelopmentToken } from './auth/development-token.ts';
import { FIRST_QUERY } from './http/first-query.ts';

/**
 * What a person who has just started the service needs: where it listens, a token, and a query to paste. A token is
 * only given for the demonstration data of an embedded database; elsewhere the identity provider has them.
 */
export async function startupBanner(config: Config, endpoint: string): Promise<string> {
  const head = `PIT listens at ${endpoint}\n`;
  if (config.databaseUrl !== null || config.production) return head;
  const token = await signDevelopmentToken(config, DEMO_ADMIN);
  const body = JSON.stringify({ query: FIRST_QUERY.replace(/\s+/g, ' ') });
  return `${head}
Open it in a browser for the explorer, or ask from a shell:

curl -s ${endpoint} \\
  -H 'content-type: application/json' \\
  -H 'authorization: Bearer ${token}' \\
  -d '${body}'

Token (an administrator of the demonstration organisation, 12 hours; more: npm run token -- --help):

${token}

Query to paste:

${FIRST_QUERY}
`;
}
