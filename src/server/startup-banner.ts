import type { Config } from '../config/config.ts';
import { DEMO_ADMIN } from '../services/demo/demo.ts';
import { signDevelopmentToken } from './auth/development-token.ts';
import { FIRST_QUERY } from './http/first-query.ts';

/**
 * What a person who has just started the service needs: where it listens, a token, and a query to paste. A token is
 * only given for the demonstration data of an embedded database; elsewhere the identity provider has them.
 */
export async function startupBanner(config: Config, endpoint: string): Promise<string> {
  const page = endpoint.replace(/\/graphql$/, '/console');
  const head = `PIT listens at ${endpoint}\n`;
  if (config.databaseUrl !== null || config.production)
    return config.console ? `${head}The console is at ${page}\n` : head;
  const token = await signDevelopmentToken(config, DEMO_ADMIN);
  // Behind the # it stays in the browser: no request and no log has it.
  const link = config.console ? `\nOpen this link to see the projects:\n\n${page}#token=${token}\n` : '';
  const body = JSON.stringify({ query: FIRST_QUERY.replace(/\s+/g, ' ') });
  return `${head}${link}
Open the endpoint in a browser for the explorer, or ask from a shell:

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
