import { SignJWT } from 'jose';
import type { Config } from '../../config/config.ts';
import { readDevelopmentSecret } from '../../config/development-secret.ts';
import type { Actor } from '../../domain/directory/actor.ts';
import { scopeOf } from '../../domain/directory/permissions.ts';

export type TokenSubject = Pick<Actor, 'userId' | 'orgId' | 'role' | 'divisionIds'>;

/**
 * A token for someone, signed as an identity provider would: for development and tests, refused in production.
 *
 * @param lifetime in jose's words: `1h`, `30m`, `2 days`.
 */
export async function signDevelopmentToken(
  config: Config,
  subject: TokenSubject,
  lifetime = '12h',
): Promise<string> {
  const { orgId, role, divisionIds } = subject;
  const division_ids = divisionIds.includes('*') ? '*' : divisionIds;
  const claims = { org_id: orgId, role, division_ids, scope: scopeOf(role) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject.userId)
    .setIssuer(config.tokenIssuer)
    .setAudience(config.tokenAudience)
    .setIssuedAt()
    .setExpirationTime(lifetime)
    .sign(new TextEncoder().encode(signingSecret(config)));
}

function signingSecret(config: Config): string {
  if (config.production) throw new Error('Development tokens do not exist in production.');
  switch (config.tokenKey.kind) {
    case 'secret':
      return config.tokenKey.secret;
    case 'development':
      return readDevelopmentSecret(config.dataDir);
    case 'jwks':
    case 'public-key':
      throw new Error(
        'Tokens are checked against a public key, whose private half only the identity provider has: ' +
          'unset PIT_JWKS_URL and PIT_JWT_PUBLIC_KEY to sign your own.',
      );
  }
}
