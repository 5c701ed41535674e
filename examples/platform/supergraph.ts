import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { askGraph } from './ask-graph.ts';

/** A subgraph by its name in the platform and its address. */
export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

/**
 * Asks each running subgraph for its schema and composes the supergraph: on this machine, without a registry.
 * @param gatewaySecret shows PIT that a gateway asks; null where it does not want to know.
 * @returns the supergraph's SDL, as both gateways read it.
 * @throws Error with everything that the composer has against it.
 */
export async function composeSupergraph(
  subgraphs: readonly SubgraphAddress[],
  gatewaySecret: string | null = null,
): Promise<string> {
  const services = await Promise.all(
    subgraphs.map(async (subgraph) => ({
      ...subgraph,
      typeDefs: parse(await schemaOf(subgraph, gatewaySecret)),
    })),
  );
  const { errors, supergraphSdl } = composeServices(services);
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new Error(
    `The subgraphs do not compose:\n${(errors ?? []).map(({ message }) => `  ${message}`).join('\n')}\n` +
      'npm run schema:check -- <your schema.graphql> says what to do about each.',
  );
}

/** What a subgraph says of its schema. @throws Error when it does not answer that. */
export async function schemaOf({ name, url }: SubgraphAddress, secret: string | null): Promise<string> {
  const headers = { ...(name === 'pit' && secret !== null && { 'x-pit-gateway-secret': secret }) };
  const asked = await askGraph<{ _service: { sdl: string } }>(url, '{ _service { sdl } }', { headers });
  return asked._service.sdl;
}
