import { createPublicKey } from 'node:crypto';
import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { BoundedCache } from '../../bounded-cache.ts';
import type { Config } from '../../config/config.ts';
import { ALL_DIVISIONS, mayHoldAllDivisions, type Actor } from '../../domain/directory/actor.ts';
import { PitError } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import { ActorRole } from '../../domain/enums.ts';

/** Turns a bearer token into who asks; refuses with UNAUTHENTICATED. */
export type Authenticate = (token: string) => Promise<Actor>;

/** The algorithms that each kind of key may sign with: a token cannot choose, so none can be mixed up. */
const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const SYMMETRIC = ['HS256'];
const ROLES: readonly string[] = Object.values(ActorRole);
/** What the published keys say of a token; any other failure is theirs. */
const NO_SUCH_KEY = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
/** Characters of verified tokens that are remembered: checking a signature costs more than a look-up by id. */
const REMEMBERED_CHARACTERS = 8_000_000;

/**
 * The verifier for the configured key: JWKS address, public key, or shared secret (`developmentSecret` where the
 * configuration names none). Issuer, audience and expiry are checked each time, from memory or not.
 */
export function createAuthenticate(config: Config, developmentSecret: () => string): Authenticate {
  const { key, algorithms } = verificationKey(config, developmentSecret);
  const options = {
    algorithms,
    issuer: config.tokenIssuer,
    audience: config.tokenAudience,
    requiredClaims: ['exp'],
  };
  const known = new BoundedCache<Actor>('tokens', REMEMBERED_CHARACTERS, {
    sizeOf: (_actor, token) => token.length,
  });
  return async (token) => {
    const remembered = known.get(token);
    if (remembered !== undefined) {
      if ((remembered.expiresAt ?? 0) * 1000 > Date.now()) return remembered;
      known.delete(token);
      throw unauthenticated('The token has expired.');
    }
    const { payload } = await jwtVerify(token, key, options).catch((error: unknown) => {
      throw refusalOf(error);
    });
    const actor = actorOf(payload);
    known.set(token, actor);
    return actor;
  };
}

function verificationKey(
  config: Config,
  developmentSecret: () => string,
): { key: JWTVerifyGetKey; algorithms: string[] } {
  const { tokenKey } = config;
  if (tokenKey.kind === 'jwks') {
    return { key: publishedKeys(tokenKey.url), algorithms: ASYMMETRIC };
  }
  if (tokenKey.kind === 'public-key') {
    const key = createPublicKey(tokenKey.pem);
    return { key: () => Promise.resolve(key), algorithms: ASYMMETRIC };
  }
  const secret = new TextEncoder().encode(tokenKey.kind === 'secret' ? tokenKey.secret : developmentSecret());
  return { key: () => Promise.resolve(secret), algorithms: SYMMETRIC };
}

/** The keys of an identity provider, fetched when a token needs one that is not known yet. */
function publishedKeys(url: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url));
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (NO_SUCH_KEY.some((kind) => error instanceof kind)) throw error;
      throw new PitError('UNAVAILABLE', 'The keys that tokens are checked with cannot be fetched now.');
    }
  };
}

function actorOf(claims: JWTPayload): Actor {
  const { sub, org_id: orgId, role, division_ids: divisions = [], exp } = claims;
  if (!isUuid(sub)) throw claimRefused('sub', 'the user id, a UUID');
  if (!isUuid(orgId)) throw claimRefused('org_id', 'the organisation id, a UUID');
  if (typeof role !== 'string' || !ROLES.includes(role))
    throw claimRefused('role', `one of ${ROLES.join(', ')}`);
  return Object.freeze({
    userId: sub.toLowerCase(),
    orgId: orgId.toLowerCase(),
    role: role as Actor['role'],
    divisionIds: divisionsOf(divisions, role as Actor['role']),
    expiresAt: exp ?? 0,
  });
}

function divisionsOf(claim: unknown, role: Actor['role']): readonly string[] {
  if (claim === '*' && mayHoldAllDivisions(role)) return ALL_DIVISIONS;
  if (Array.isArray(claim) && claim.every(isUuid)) return claim.map((id) => id.toLowerCase());
  throw claimRefused('division_ids', 'a list of UUIDs; or "*" for an admin, foreman or service');
}

function refusalOf(error: unknown): Error {
  if (error instanceof PitError) return error;
  if (error instanceof errors.JWTExpired) return unauthenticated('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed)
    return claimRefused(error.claim, 'the value this service expects');
  // A key that does not fit the token's algorithm is a TypeError, and no less the token's fault.
  return unauthenticated('The token is not valid.');
}

function claimRefused(claim: string, expected: string): PitError {
  return unauthenticated(`The token's claim "${claim}" is not acceptable.`, { field: claim, expected });
}

function unauthenticated(message: string, detail = {}): PitError {
  return new PitError('UNAUTHENTICATED', message, detail);
}

/** The token of an `Authorization: Bearer` header; undefined without header, refused when it is something else. */
export function bearerToken(header: string | undefined): string | undefined {
  // An explorer's empty form counts as no token, so that it can still show the schema.
  if (header === undefined || /^\s*(Bearer)?\s*$/i.test(header)) return undefined;
  const [, token] = /^Bearer\s+([\w.~+/-]+=*)$/i.exec(header.trim()) ?? [];
  if (token === undefined) {
    throw unauthenticated('The authorization header is not a bearer token.', { expected: 'Bearer <JWT>' });
  }
  return token;
}
