import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { Config } from '../../src/config/config.ts';
import { readDevelopmentSecret } from '../../src/config/development-secret.ts';
import type { TokenCheck } from './subgraphs/caller.ts';

const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SYMMETRIC = ['HS256'];

/** What PIT's own settings say of tokens, as the siblings are told: one identity provider serves the whole platform. */
export function tokenCheckOf(config: Config): TokenCheck {
  const { tokenIssuer: issuer, tokenAudience: audience } = config;
  return { ...keyOf(config), issuer, audience };
}

function keyOf({ tokenKey, dataDir }: Config): Pick<TokenCheck, 'key' | 'algorithms'> {
  switch (tokenKey.kind) {
    case 'jwks':
      return { key: createRemoteJWKSet(new URL(tokenKey.url)), algorithms: ASYMMETRIC };
    case 'public-key':
      return { key: always(createPublicKey(tokenKey.pem)), algorithms: ASYMMETRIC };
    case 'secret':
      return { key: always(new TextEncoder().encode(tokenKey.secret)), algorithms: SYMMETRIC };
    case 'development':
      return {
        key: always(new TextEncoder().encode(readDevelopmentSecret(dataDir))),
        algorithms: SYMMETRIC,
      };
  }
}

function always(key: Awaited<ReturnType<JWTVerifyGetKey>>): JWTVerifyGetKey {
  return () => Promise.resolve(key);
}
