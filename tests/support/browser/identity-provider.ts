import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { freePort } from '../processes/pit-process.ts';

/** For which service access tokens are. */
export const RESOURCE = 'urn:pit:test';
export const CLIENT_ID = 'pit-console';

/** What is changed on its way between browser and provider, as an attacker would. */
export interface Tampering {
  /** Changes the address that leads back to the console. */
  readonly back?: (url: URL) => void;
  /** Changes what the console asks for. */
  readonly asked?: (url: URL) => void;
}

/** An OpenID provider on loopback that signs in whoever it is told to, without asking. */
export class IdentityProvider {
  /** Grants that were asked for at its token endpoint, in their order. */
  readonly grants: string[] = [];
  tampering: Tampering = {};
  /** Claims of access tokens that are left out. */
  withheld: readonly string[] = [];
  /** Who is signed in next. */
  actor: Actor | undefined;

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
    private readonly provider: Provider,
  ) {}

  /**
   * @param origin of the console that people come from.
   * @param life of access tokens, in seconds.
   */
  static async open(origin: string, life: number): Promise<IdentityProvider> {
    const port = await freePort();
    const issuer = `http://127.0.0.1:${port}`;
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' };
    const server = createServer();
    const made: IdentityProvider = new IdentityProvider(
      issuer,
      server,
      new Provider(
        issuer,
        settings(origin, life, key, () => made),
      ),
    );
    made.provider.on('grant.success', ({ oidc }: { oidc: { params: { grant_type: string } } }) =>
      made.grants.push(oidc.params.grant_type),
    );
    made.provider.on('grant.revoked', () => made.grants.push('revoked'));
    server.on('request', (request, response) => void made.answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return made;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  claims(): Record<string, unknown> {
    const { orgId, role, divisionIds } = this.actor!;
    const claims = { org_id: orgId, role, division_ids: divisionIds };
    return Object.fromEntries(Object.entries(claims).filter(([name]) => !this.withheld.includes(name)));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.startsWith('/interaction/') === true) return this.interact(request, response);
    if (request.url?.startsWith('/auth?') === true)
      request.url = changed(request.url, this.issuer, this.tampering.asked);
    const { back } = this.tampering;
    const setHeader = response.setHeader.bind(response);
    response.setHeader = (name, value) =>
      setHeader(
        name,
        name.toLowerCase() === 'location' && /[?&]state=/.test(String(value))
          ? changed(String(value), undefined, back)
          : value,
      );
    await this.provider.callback()(request, response);
  }

  /** Signs in and consents where a person would. */
  private async interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await this.provider.interactionDetails(request, response);
    if (prompt.name === 'login')
      return this.provider.interactionFinished(request, response, {
        login: { accountId: this.actor!.userId },
      });
    const grant = new this.provider.Grant({ accountId: session!.accountId, clientId: params['client_id']! });
    grant.addOIDCScope(params['scope']!);
    grant.addResourceScope(RESOURCE, '');
    await this.provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }
}

function changed(url: string, base: string | undefined, change: ((url: URL) => void) | undefined): string {
  if (change === undefined) return url;
  const parsed = new URL(url, base);
  change(parsed);
  return base === undefined ? parsed.href : parsed.pathname + parsed.search;
}

function settings(origin: string, life: number, key: object, made: () => IdentityProvider): object {
  return {
    jwks: { keys: [key] },
    cookies: { keys: ['of a test'] },
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [`${origin}/console/sign-in`],
        post_logout_redirect_uris: [`${origin}/console/sign-in`],
      },
    ],
    clientBasedCORS: (_context: unknown, from: string) => from === origin,
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    extraTokenClaims: () => made().claims(),
    ttl: { AccessToken: life, Session: 600, Grant: 600, IdToken: 600, Interaction: 600, RefreshToken: 600 },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context: { body: string }, form: string) => {
          context.body = `<!doctype html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Leave</button>`;
        },
      },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: RESOURCE,
          accessTokenTTL: life,
          accessTokenFormat: 'jwt',
        }),
        useGrantedResource: () => true,
      },
    },
  };
}
