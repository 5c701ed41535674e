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
 * @returns the supergraph's SDL, as both gateways read it.
 * @throws Error with everything that the composer has against it.
 */
export async function composeSupergraph(subgraphs: readonly SubgraphAddress[]): Promise<string> {
  const services = await Promise.all(
    subgraphs.map(async ({ name, url }) => ({ name, url, typeDefs: parse(await schemaAt(url)) })),
  );
  const { errors, supergraphSdl } = composeServices(services);
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new Error(
    `The subgraphs do not compose:\n${(errors ?? []).map(({ message }) => `  ${message}`).join('\n')}`,
  );
}

async function schemaAt(url: string): Promise<string> {
  const { _service: service } = await askGraph<{ _service: { sdl: string } }>(url, '{ _service { sdl } }');
  return service.sdl;
}
