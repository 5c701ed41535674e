import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { errors, jwtVerify, type JWTVerifyGetKey } from 'jose';

/** How the platform's tokens are checked; every subgraph of a platform has the same. */
export interface TokenCheck {
  readonly key: JWTVerifyGetKey;
  readonly algorithms: readonly string[];
  readonly issuer: string;
  readonly audience: string;
}

/** The context of a request. Undefined without a token, which is enough to ask for the schema. */
export interface CallerContext {
  readonly orgId: string | undefined;
}

/** Reads who asks from the bearer token that the gateway passes on. Never trusts a gateway that it has checked. */
export function callerReader(check: TokenCheck) {
  const { issuer, audience } = check;
  const options = { issuer, audience, algorithms: [...check.algorithms], requiredClaims: ['exp', 'org_id'] };
  return async ({ req }: { req: IncomingMessage }): Promise<CallerContext> => {
    const [, token] = /^Bearer\s+(\S+)$/i.exec(req.headers.authorization ?? '') ?? [];
    if (token === undefined) return { orgId: undefined };
    try {
      const { payload } = await jwtVerify(token, check.key, options);
      return { orgId: String(payload['org_id']).toLowerCase() };
    } catch (error) {
      const expired = error instanceof errors.JWTExpired;
      throw unauthenticated(expired ? 'The token has expired.' : 'The token is not valid.');
    }
  };
}

/** The organisation whose rows the caller may see. */
export function organisationOf({ orgId }: CallerContext): string {
  if (orgId === undefined) throw unauthenticated('A bearer token is required.');
  return orgId;
}

function unauthenticated(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } } });
}
