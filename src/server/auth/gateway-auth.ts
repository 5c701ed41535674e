import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GraphQLObjectType, GraphQLSchema, type GraphQLFieldResolver } from 'graphql';
import type { Config } from '../../config/config.ts';
import type { RequestContext } from '../../context.ts';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import type { RequestTelemetry } from '../../request-telemetry.ts';
import { asRequestError } from '../graphql/errors.ts';

/** By this a gateway proves that it is one. */
export const GATEWAY_HEADER = 'x-pit-gateway-secret';

type GatewayField = '_service' | '_entities';
type Resolve = GraphQLFieldResolver<unknown, RequestContext>;

/**
 * Keeps the two fields that only gateways need to gateways: `_service` shows the whole schema, whether introspection
 * is on or not, and `_entities` is entered by any key. With a secret set, both are for requests that carry it. Without
 * one `_entities` is for whoever has a token, and sees no more by it than by other fields; `_service` is as open as
 * introspection.
 *
 * The check stands in the resolvers, so it holds by whatever way an operation comes: Apollo, a plan that passes by it,
 * a stream. A socket carries no header of its own and is never a gateway's way to these fields.
 */
export class GatewayAuth {
  private readonly digest: Buffer | undefined;
  /** Telemetry of requests, since Apollo copies contexts. */
  private readonly admitted = new WeakSet<RequestTelemetry>();

  constructor(private readonly config: Pick<Config, 'gatewaySecret' | 'introspection'>) {
    const { gatewaySecret, introspection } = config;
    this.digest = gatewaySecret === null ? undefined : digestOf(gatewaySecret);
    if (gatewaySecret === null && !introspection) {
      logger.warn(
        'PIT_GATEWAY_SECRET is not set: no gateway can fetch the schema, and any token reaches _entities',
      );
    }
  }

  /** The telemetry as it is, remembered if its request carries the secret. */
  authenticate({ headers }: Pick<IncomingMessage, 'headers'>, telemetry: RequestTelemetry): RequestTelemetry {
    const given = headers[GATEWAY_HEADER];
    if (this.digest !== undefined && typeof given === 'string') {
      // Digests are of one length, and comparing them takes the same time wherever they differ.
      if (timingSafeEqual(digestOf(given), this.digest)) this.admitted.add(telemetry);
    }
    return telemetry;
  }

  /** Whether a request may be told how long each field took: the gateway's alone, where there is a secret to know it by. */
  mayTrace(telemetry: RequestTelemetry): boolean {
    return this.digest === undefined || this.admitted.has(telemetry);
  }

  /** The schema with its two fields behind the gate. What else is in it is shared with the schema that was given. */
  guarded(schema: GraphQLSchema): GraphQLSchema {
    const query = schema.getQueryType();
    const config = query?.toConfig();
    if (config === undefined) throw new Error('no queries');
    for (const name of ['_service', '_entities'] as const) {
      const field = config.fields[name];
      if (field?.resolve === undefined) throw new Error(`no ${name}`);
      const resolve = field.resolve as Resolve;
      const guarded: Resolve = (source, args, context, info) => {
        if (!this.isOpen(name, context)) throw asRequestError(refusalOf(name));
        return resolve(source, args, context, info);
      };
      config.fields[name] = { ...field, resolve: guarded };
    }
    const behind = new GraphQLObjectType(config);
    const whole = schema.toConfig();
    const types = whole.types.map((type) => (type === query ? behind : type));
    return new GraphQLSchema({ ...whole, query: behind, types, assumeValid: true });
  }

  private isOpen(name: GatewayField, { telemetry }: RequestContext): boolean {
    if (this.digest !== undefined) return this.admitted.has(telemetry);
    return name === '_entities' || this.config.introspection;
  }
}

function refusalOf(field: GatewayField): PitError {
  return new PitError('FORBIDDEN', `${field} is for the gateway alone.`, { field, expected: GATEWAY_HEADER });
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
